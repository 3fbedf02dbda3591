//! `onward feeds`: the sources that are set up, for whoever connects a new one: which there are, what one answers
//! when it is asked once, and a recording of what one says, as `onward replay` reads it.
//! Must not know: how an exchange goes, what a message means.

mod record;

use super::parse;
use super::settings::{Given, settings};
use crate::app::{App, RuleFiles};
use crate::config::atlas::Atlas;
use crate::config::feeds::Feed;
use crate::domain::merged::Status;
use crate::domain::need::Needed;
use crate::domain::place::FlightKey;
use crate::feeds::ask::{self, Ask};
use crate::feeds::poll::{Answer, Line, Patience, read_secret};
use crate::feeds::{self, About, Parsed};
use crate::intake::needs;
use crate::ledger::{key, movement, spent};
use crate::limits;
use crate::store::Seq;
use anyhow::{Context, anyhow, bail};
use chrono::{NaiveTime, TimeDelta, Utc};
use std::path::PathBuf;
use std::time::Instant;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    given: Given,
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, clap::Subcommand)]
enum Act {
    /// All sources that are set up, one a line, and what one of them lacks
    List,
    /// Ask one source once; nothing of it is kept
    Test {
        /// As it is called in feeds.toml
        name: String,
        /// A flight like BA117/2026-11-26/LHR-JFK; without it, the one that is needed most
        #[arg(long, value_name = "KEY")]
        flight: Option<FlightKey>,
    },
    /// Ask one source as it is set up, and write its messages to a file that `onward replay` reads
    Record {
        /// As it is called in feeds.toml
        name: String,
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
        /// For how long
        #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..=1440))]
        minutes: u32,
        /// How large the file may become
        #[arg(long, default_value_t = 64 * 1024 * 1024)]
        bytes: u64,
    },
}

/// # Errors
/// When the source is not set up, cannot be asked, or does not answer; in words for whoever connects it.
pub async fn run(args: &Args) -> anyhow::Result<()> {
    let files = || RuleFiles::with_folder(args.given.folder().as_deref());
    let rules = files().read()?;
    let find = |name: &str| {
        let found = rules.feeds.iter().find(|feed| feed.name.as_str() == name);
        found.cloned().ok_or_else(|| anyhow!("no source is called {name}; `onward feeds list` shows those there are"))
    };
    match &args.act {
        Act::List => list(&rules.feeds).await,
        Act::Test { name, flight } => {
            let feed = find(name)?;
            let app = open(&args.given, files()).await;
            let done = test(&feed, flight.as_ref(), app.as_ref(), &rules.atlas).await;
            if let Ok(app) = app {
                app.close().await;
            }
            done
        }
        Act::Record { name, to, minutes, bytes } => {
            let (feed, app) = (find(name)?, open(&args.given, files()).await?);
            let done = record::run(&app, &feed, to, TimeDelta::minutes(i64::from(*minutes)), *bytes).await;
            app.close().await;
            done
        }
    }
}

async fn open(given: &Given, files: RuleFiles) -> anyhow::Result<App> {
    App::beside(&settings(given)?, files).await
}

async fn list(feeds: &[Feed]) -> anyhow::Result<()> {
    for feed in feeds {
        let mut words = Vec::new();
        if let Some(poll) = &feed.poll {
            let address = poll.url.as_deref().or_else(|| ask::base(feed.kind)).unwrap_or_default();
            words.push(format!("asked at {}", bare(address)));
            for (name, from) in [("poll.id", &poll.id), ("poll.key", &poll.key)] {
                if let Some(from) = from
                    && let Err(lacks) = read_secret(from).await
                {
                    words.push(format!("{name}: {lacks}"));
                }
            }
            words.extend(ask::lacking(feed));
        }
        words.extend(feed.webhook_secret.is_some().then(|| "pushed, signed".to_owned()));
        words.extend(feed.hint_path.is_some().then(|| "hints".to_owned()));
        words.extend(feed.drop_folder.as_ref().map(|f| format!("read from {}", f.display())));
        let on = if feed.on { "on" } else { "off" };
        println!("{:24} {:14} {on:3} {}", feed.name, feed.kind.name(), words.join(", "));
    }
    eprintln!("{} sources; any other whose name ends in a kind can be pushed without being named", feeds.len());
    Ok(())
}

/// Without its query: an operator may have put there what they should not.
fn bare(address: &str) -> &str {
    address.split('?').next().unwrap_or(address)
}

/// What is needed, read from the store beside a running hub; nothing is written.
async fn needed(app: &App) -> anyhow::Result<Vec<Needed>> {
    let ledger = &app.intake.movements;
    let ids = movement::ids(ledger.store()).await?;
    let keys: Vec<_> = ids.into_iter().map(key::movement).collect();
    app.intake.shelf.take(ledger, &app.intake.rules.order, &keys, Seq(0), &|| ()).await?;
    Ok(needs::needed(&app.intake, app.clock.now()))
}

/// A flight that nobody rides, asked for as if it left in an hour; its times are not known, so it leaves at noon.
fn as_needed(key: &FlightKey, atlas: &Atlas) -> Needed {
    let noon = key.date.and_time(NaiveTime::MIN).and_utc() + TimeDelta::hours(12);
    let offset = atlas.offset_s(key.from.as_str(), noon).unwrap_or(0);
    let departs = noon - TimeDelta::seconds(i64::from(offset));
    let arrives = departs + TimeDelta::hours(6);
    Needed {
        key: key.clone(),
        scheduled_out: departs,
        scheduled_in: arrives,
        departs,
        arrives,
        margin_min: None,
        state: Status::Scheduled,
    }
}

async fn test(
    feed: &Feed,
    flight: Option<&FlightKey>,
    app: Result<&App, &anyhow::Error>,
    atlas: &Atlas,
) -> anyhow::Result<()> {
    if let Some(lacks) = ask::lacking(feed) {
        bail!(lacks);
    }
    let (wanted, now) = match (flight, app) {
        (Some(key), _) => {
            let needed = as_needed(key, atlas);
            let now = needed.departs - TimeDelta::hours(1);
            (vec![needed], now)
        }
        (None, Ok(app)) => (needed(app).await?, app.clock.now()),
        (None, Err(error)) => bail!("{error:#}; or name a flight with --flight"),
    };
    // A feed that is off is tested before it is switched on.
    let asks = ask::asks(&Feed { on: true, ..feed.clone() }, &wanted, now, atlas);
    let first = asks.into_iter().min_by_key(|ask| ask.every_s);
    let ask = first.ok_or_else(|| anyhow!("no needed flight is this source's to know; name one with --flight"))?;
    println!("asking {} ({}) for {}, at {}", feed.name, feed.kind, ask.what, bare(&ask.request.url));
    let line = Line::new(feed, Patience::default()).map_err(anyhow::Error::msg)?;
    let began = Instant::now();
    let answer = line.ask(&ask).await;
    println!("answer {} after {:.2} s", answer.outcome(), began.elapsed().as_secs_f64());
    budget(feed, &ask, app.ok()).await;
    if let Some(trouble) = answer.trouble() {
        bail!("{}: {trouble}", feed.name);
    }
    if let Answer::Fresh(fresh) = &answer {
        println!("{} bytes, called {}", fresh.body.len(), fresh.content_type);
        show(&read(feed, &fresh.body, atlas))?;
    }
    Ok(())
}

fn read(feed: &Feed, body: &[u8], atlas: &Atlas) -> Parsed {
    feeds::parse(feed.kind, body, &About { received: Utc::now(), airport: feed.airport.as_ref(), atlas })
}

fn show(parsed: &Parsed) -> anyhow::Result<()> {
    parse::lines(&mut std::io::stdout().lock(), parsed, limits::TEST_LINES_SHOWN)?;
    for note in parsed.notes.iter().take(limits::TEST_LINES_SHOWN) {
        eprintln!("note: {note}");
    }
    let (flights, aircraft) = (parsed.observations.len(), parsed.sightings.len());
    let (faults, notes) = (parsed.faults.len(), parsed.notes.len());
    println!("{flights} flights, {aircraft} aircraft, {faults} faults, {notes} notes");
    if let Some(seconds) = parsed.wait_s {
        println!("it asks to be left alone for {seconds} s");
    }
    Ok(())
}

async fn budget(feed: &Feed, ask: &Ask, app: Option<&App>) {
    let Some(poll) = &feed.poll else { return };
    let held = match app {
        Some(app) => spent::load(app.intake.movements.store(), feed.name.as_str()).await.context("the count").ok(),
        None => None,
    };
    let today = held.flatten().filter(|s| s.day == Utc::now().date_naive()).map_or(0, |s| s.today);
    println!(
        "budget {today} of {} today by the hub; this took {}, which the hub does not count",
        poll.per_day, ask.cost
    );
}
