//! `onward demo`: a throw-away hub on this computer, made-up groups on one recorded day of flights, that day
//! sent again through the real feed door, over and over. Everything a visitor sees has gone the same way as in
//! a real deployment. Must not know: rules, documents; it is a client of its own hub.

pub mod day;
mod hands;

use super::replay::{Line, Sender};
use crate::app::{self, App};
use crate::clock::Clock;
use crate::config::settings::{Layers, Settings};
use crate::ledger::account::Account;
use crate::web::api::demo::Stage;
use crate::web::server::Bound;
use anyhow::Context;
use chrono::Utc;
use day::Day;
use futures_util::{StreamExt, TryStreamExt};
use hands::Hands;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::sync::watch;

#[derive(Debug, clap::Args)]
pub struct DemoArgs {
    /// Where to listen; loopback only, because every role opens without a password.
    #[arg(long, default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// How many minutes of the day pass in one real minute.
    #[arg(long)]
    pub speed: Option<f64>,
}

/// Runs the demonstration until it is told to stop.
///
/// # Errors
/// When the address is not loopback or is taken, or the shipped day cannot be read.
pub async fn run(args: DemoArgs) -> anyhow::Result<()> {
    if !args.listen.ip().is_loopback() {
        anyhow::bail!(
            "--listen {}: the demonstration opens every role without a password, so it listens on loopback only, like 127.0.0.1:8080",
            args.listen
        );
    }
    let stop = app::stop_signal()?;
    let listener = std::net::TcpListener::bind(args.listen).with_context(|| format!("listening on {}", args.listen))?;
    let mut first = true;
    while !*stop.borrow() {
        once(&args, listener.try_clone()?, stop.clone(), first).await?;
        first = false;
    }
    Ok(())
}

/// One time through the day, on a store of its own.
async fn once(
    args: &DemoArgs,
    listener: std::net::TcpListener,
    stop: watch::Receiver<bool>,
    announce: bool,
) -> anyhow::Result<()> {
    let folder = tempfile::Builder::new().prefix("onward-demo-").tempdir()?;
    let day = Day::today(Utc::now(), args.speed)?;
    let mut settings = shipped()?;
    settings.store = format!("sqlite:{}", folder.path().join("demo.db").display());
    settings.key_file = folder.path().join("demo.key");
    settings.listen = listener.local_addr()?;
    let stage = Stage::new(day.about.clone(), day.doors.clone());
    let app = App::with_clock(&settings, day.rules()?, Clock::standing(day.start, day.speed)).await?;
    for account in &day.accounts {
        app.accounts.add(&account.name, account.account.clone(), None).await?;
    }
    let feed = app.accounts.make_token(day::FEED, false, Utc::now()).await?;
    let desk = app.accounts.make_token(day::DESK, false, Utc::now()).await?;
    let (end, ended) = watch::channel(false);
    let url = format!("http://{}", listener.local_addr()?);
    let (feed, desk) = (feed.expose().to_owned(), desk.expose().to_owned());
    let sending = Sending { day, url, feed, desk, app: app.clone(), stage: stage.clone() };
    let (prepared, mut is_prepared) = watch::channel(false);
    let address = listener.local_addr()?;
    let announcing = async {
        if announce && is_prepared.wait_for(|v| *v).await.is_ok() {
            super::announce(address);
        }
    };
    let mut told = stop.clone();
    let sending = async {
        let done = tokio::select! {
            done = sending.run(prepared) => done,
            _ = told.wait_for(|v| *v) => Ok(()),
        };
        // The receiver is gone only when serving has ended already.
        let _ = end.send(true);
        done
    };
    let store = app.clone();
    let serving = app.serve(Bound::of(listener)?, Some(stage), |_| {}, either(stop, ended));
    let (served, sent, ()) = tokio::join!(serving, sending, announcing);
    store.close().await;
    served?;
    sent
}

/// The settings nobody has touched.
fn shipped() -> anyhow::Result<Settings> {
    let all = |wrong: Vec<crate::config::Invalid>| {
        anyhow::anyhow!(wrong.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    };
    Settings::read(&Layers::default()).map_err(all)
}

/// Ends when either is true.
fn either(mut a: watch::Receiver<bool>, mut b: watch::Receiver<bool>) -> watch::Receiver<bool> {
    let (tx, rx) = watch::channel(false);
    tokio::spawn(async move {
        let (a, b) = (a.wait_for(|v| *v), b.wait_for(|v| *v));
        tokio::select! { _ = a => {}, _ = b => {} }
        // Nobody waiting any more is as good an end as any.
        let _ = tx.send(true);
    });
    rx
}

/// The day on its way through the hub's own doors.
struct Sending {
    day: Day,
    url: String,
    feed: String,
    desk: String,
    app: App,
    stage: Stage,
}

impl Sending {
    /// Publishes, brings the hub to the start of the day, and lives through it.
    async fn run(&self, prepared: watch::Sender<bool>) -> anyhow::Result<()> {
        self.day.publish(&self.url, &self.desk).await?;
        let sender = Sender::new(&self.url, &self.feed)?;
        let (before, live) = self.day.lines.split_at(self.day.lines.partition_point(|l| l.at < self.day.start));
        // What was said before the start is sent side by side: the order in which claims arrive does not matter.
        futures_util::stream::iter(before)
            .map(|line| sender.send(line))
            .buffer_unordered(SIDE_BY_SIDE)
            .try_for_each(|_| async {
                self.stage.said([]);
                Ok(())
            })
            .await?;
        let hands = Hands::new(self.app.clone(), self.stage.clone(), &self.day.accounts);
        hands.catch_up().await;
        prepared.send_replace(true);
        // The day begins with the first visitor, so that nobody misses what the first minutes show.
        let _ = tokio::time::timeout(FIRST_VISITOR, self.stage.visited()).await;
        self.app.clock.begin();
        tokio::select! {
            done = self.live(live, &sender) => done,
            () = hands.work() => Ok(()),
        }
    }

    async fn live(&self, live: &[Line], sender: &Sender) -> anyhow::Result<()> {
        let began = tokio::time::Instant::now();
        for line in live {
            let due = (line.at - self.day.start).to_std().unwrap_or_default().div_f64(self.day.speed);
            tokio::time::sleep_until(began + due).await;
            sender.send(line).await?;
            self.stage.said(day::events(line, &self.app.intake.rules));
        }
        // A moment to look at the end of the day before it begins again.
        tokio::time::sleep(Duration::from_secs(20)).await;
        Ok(())
    }
}

/// Messages under way at once while the hub is brought to the start of the day.
const SIDE_BY_SIDE: usize = 16;
/// Without a visitor the day begins by itself after this.
const FIRST_VISITOR: Duration = Duration::from_secs(30);

/// An account of the demonstration.
#[derive(Debug, Clone)]
pub struct DemoAccount {
    pub name: String,
    pub account: Account,
}
