//! Serving: the follower, the ticker and the HTTP server of one process, begun in that order and ended in the
//! other. What begins here ends here: nothing runs on after `serve` returns, and nothing of it dies unseen. Must
//! not know: routes beyond which file has them, rules, documents.

use super::follow::Follower;
use super::numbers::Numbers;
use super::{App, drain, drop_folder, poller, supervisor, ticker};
use crate::config::public_url::PublicUrl;
use crate::hub::doc::Change;
use crate::web::api::docs::{self, Description};
use crate::web::api::{self, demo};
use crate::web::caller::Callers;
use crate::web::metrics::Metrics;
use crate::web::rate::Attempts;
use crate::web::server::{self, Bound};
use crate::web::{health, sign_in};
use actix_web::web;
use anyhow::{Context, anyhow, bail};
use futures_util::FutureExt;
use std::net::SocketAddr;
use std::panic::AssertUnwindSafe;
use tokio::sync::watch;
use tokio::task::JoinSet;

impl App {
    /// Serves until `stop` is true. `ready` is called once, when the first request would be answered.
    ///
    /// # Errors
    /// When the change feed cannot be read at start, or the listener cannot be used; and when the follower or the ticker
    /// ends before it is told to: a supervisor starts the hub again.
    pub async fn serve(
        self,
        bound: Bound,
        stage: Option<demo::Stage>,
        ready: impl FnOnce(SocketAddr),
        stop: watch::Receiver<bool>,
    ) -> anyhow::Result<()> {
        let address = bound.address();
        let public = match &self.settings.public_url {
            Some(url) => url.clone(),
            None => PublicUrl::of_listen(address).map_err(anyhow::Error::msg)?,
        };
        let data = Data::new(&self, stage, public.clone());
        let mut follower = Follower::new(self.clone()).telling(data.callers.clone());
        let read = || self.intake.shelf.ids().len();
        tokio::select! {
            caught = follower.catch_up() => caught.context("reading the store")?,
            never = supervisor::starting(self.pulse.clone(), read) => match never {},
        }
        let (end, ended) = watch::channel(false);
        let mut tasks = JoinSet::new();
        watched(&mut tasks, "the follower", follower.follow(ended.clone()));
        watched(&mut tasks, "the ticker", ticker::ticks(self.clone(), ended.clone()));
        watched(&mut tasks, "the poller", poller::polls(self.clone(), ended.clone()));
        for feed in self.intake.rules.feeds.iter() {
            if let Some(folder) = feed.drop_folder.clone() {
                let takes = drop_folder::takes(self.clone(), feed.clone(), folder, ended.clone());
                watched(&mut tasks, "a drop folder", takes);
            }
        }
        let metrics = data.metrics.clone();
        let server = bound.serve(&self.settings.http, &public, metrics, move |cfg| data.configure(cfg))?;
        let handle = server.handle();
        let mut serving = tokio::spawn(server);
        ready(address);
        supervisor::ready();
        let pings = tokio::spawn(supervisor::pings(self.pulse.clone()));
        let fault = tokio::select! {
            () = self.until(stop) => None,
            fault = first_end(&mut tasks) => Some(fault),
            served = &mut serving => {
                served.context("the server")??;
                bail!("the server ended by itself");
            }
        };
        supervisor::stopping();
        match &fault {
            None => drain::drain(&self, &handle).await,
            Some(fault) => {
                // Without it the hub would go on answering with a picture that no longer changes.
                tracing::error!(%fault, "the hub cannot go on");
                self.pulse.drain();
                self.fanout.send(Change::Stop);
                server::stop(&handle).await;
            }
        }
        serving.await.context("the server")??;
        // The receivers are gone only when all have ended already.
        let _ = end.send(true);
        while tasks.join_next().await.is_some() {}
        pings.abort();
        fault.map_or(Ok(()), Err)
    }

    async fn until(&self, mut stop: watch::Receiver<bool>) {
        // A sender that is gone will never say stop; then only the process's end does.
        if stop.wait_for(|v| *v).await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

/// What must not end as long as the hub serves, by its name; and whether it ended in a panic.
type Watched = (&'static str, bool);

fn watched(tasks: &mut JoinSet<Watched>, name: &'static str, task: impl Future<Output = ()> + Send + 'static) {
    tasks.spawn(async move { (name, AssertUnwindSafe(task).catch_unwind().await.is_err()) });
}

/// Returns when one has ended, and why that ends the hub.
async fn first_end(tasks: &mut JoinSet<Watched>) -> anyhow::Error {
    match tasks.join_next().await {
        // What it said is on stderr by now; here it could hold anything.
        Some(Ok((name, true))) => anyhow!("{name} has panicked"),
        Some(Ok((name, false))) => anyhow!("{name} has ended by itself"),
        Some(Err(_)) | None => anyhow!("nothing is left that follows the store"),
    }
}

/// What handlers may take, each by itself.
#[derive(Clone)]
struct Data {
    app: App,
    callers: web::Data<Callers>,
    attempts: web::Data<Attempts>,
    metrics: web::Data<Metrics>,
    description: web::Data<Description>,
    stage: Option<demo::Stage>,
}

impl Data {
    fn new(app: &App, stage: Option<demo::Stage>, public: PublicUrl) -> Self {
        let metrics = Metrics::new();
        metrics.register(|registry| registry.register_collector(Box::new(Numbers(app.clone()))));
        let callers = Callers::new(app.accounts.clone(), public).behind(app.intake.gate.clone());
        Self {
            app: app.clone(),
            description: web::Data::new(Description::new(stage.is_some(), callers.cookie_name())),
            callers: web::Data::new(callers),
            attempts: web::Data::new(Attempts::new(&app.settings.sign_in)),
            metrics: web::Data::new(metrics),
            stage,
        }
    }

    fn configure(&self, cfg: &mut web::ServiceConfig) {
        let app = &self.app;
        cfg.app_data(self.callers.clone())
            .app_data(self.attempts.clone())
            .app_data(self.description.clone())
            .app_data(web::Data::new(app.accounts.clone()))
            .app_data(web::Data::new(app.intake.clone()))
            .app_data(web::Data::new(app.board.clone()))
            .app_data(web::Data::new(app.health.clone()))
            .app_data(web::Data::new(app.asking.clone()))
            .app_data(web::Data::new(app.hints.clone()))
            .app_data(web::Data::new(app.clock.clone()))
            .app_data(web::Data::new(app.pulse.clone()))
            // One a thread: it owns the sessions of this worker, without a lock.
            .app_data(web::Data::new(app.fanout.worker()))
            .app_data(web::Data::new(app.intake.movements.store().clone()));
        if let Some(stage) = &self.stage {
            cfg.app_data(web::Data::new(stage.clone()));
        }
        let demo = self.stage.is_some();
        cfg.configure(health::routes).configure(docs::page).service(
            web::scope("/api/v1").configure(sign_in::routes).configure(api::routes).configure(move |cfg| {
                if demo {
                    demo::routes(cfg);
                }
            }),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_must_not_end_is_named_when_it_does() {
        let mut tasks = JoinSet::new();
        watched(&mut tasks, "the ticker", std::future::pending());
        watched(&mut tasks, "the follower", async { panic!("on purpose") });
        assert_eq!(first_end(&mut tasks).await.to_string(), "the follower has panicked");
        let mut tasks = JoinSet::new();
        watched(&mut tasks, "the follower", std::future::pending());
        watched(&mut tasks, "the ticker", async {});
        assert_eq!(first_end(&mut tasks).await.to_string(), "the ticker has ended by itself");
    }
}
