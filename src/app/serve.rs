//! Serving: the follower, the ticker and the HTTP server of one process, begun in that order and ended in the
//! other. What begins here ends here: nothing runs on after `serve` returns. Must not know: routes beyond
//! which file has them, rules, documents.

use super::numbers::Numbers;
use super::{App, follow};
use crate::config::public_url::PublicUrl;
use crate::hub::doc::Change;
use crate::store::Seq;
use crate::web::api::docs::{self, Description};
use crate::web::api::{self, demo};
use crate::web::caller::Callers;
use crate::web::metrics::Metrics;
use crate::web::rate::Attempts;
use crate::web::server::{self, Bound};
use crate::web::{health, sign_in};
use actix_web::web;
use anyhow::Context;
use std::net::SocketAddr;
use tokio::sync::watch;

/// Becomes true when the process is told to stop (SIGTERM, SIGINT).
///
/// # Errors
/// When the system gives no signal handler.
pub fn stop_signal() -> anyhow::Result<watch::Receiver<bool>> {
    let (tx, rx) = watch::channel(false);
    tokio::spawn(async move {
        match server::told_to_stop().await {
            Ok(signal) => tracing::info!(signal, "stopping"),
            Err(e) => tracing::error!(error = %e, "no signal handler"),
        }
        // Everybody who waited has gone: as good as told.
        let _ = tx.send(true);
    });
    Ok(rx)
}

impl App {
    /// Serves until `stop` is true. `ready` is called once, when the first request would be answered.
    ///
    /// # Errors
    /// When the change feed cannot be read at start, or the listener cannot be used.
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
        let seq = follow::catch_up(&self, Seq::default()).await.context("reading the store")?;
        let (end, ended) = watch::channel(false);
        let follower = tokio::spawn(follow::follow(self.clone(), seq, ended.clone()));
        let ticker = tokio::spawn(follow::ticks(self.clone(), ended));
        let data = Data::new(&self, stage, public.clone());
        let metrics = data.metrics.clone();
        let server = bound.serve(&self.settings.http, &public, metrics, move |cfg| data.configure(cfg))?;
        let handle = server.handle();
        let serving = tokio::spawn(server);
        ready(address);
        self.until(stop).await;
        self.fanout.send(Change::Stop);
        server::stop(&handle).await;
        serving.await.context("the server ended by itself")??;
        // The receivers are gone only when both have ended already.
        let _ = end.send(true);
        follower.await?;
        ticker.await?;
        Ok(())
    }

    async fn until(&self, mut stop: watch::Receiver<bool>) {
        // A sender that is gone will never say stop; then only the process's end does.
        if stop.wait_for(|v| *v).await.is_err() {
            std::future::pending::<()>().await;
        }
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
        let callers = Callers::new(app.accounts.clone(), public);
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
            .app_data(web::Data::new(app.clock.clone()))
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
