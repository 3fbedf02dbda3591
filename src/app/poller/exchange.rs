//! One question and what becomes of its answer: read and merged through the same door as every pushed message, counted,
//! and told to the health of the source.
//! Must not know: when it is asked again.

use super::super::App;
use crate::config::feeds::Feed;
use crate::feeds::ask::Ask;
use crate::feeds::ask::plan::After;
use crate::feeds::poll::{Answer, Fresh, Line};
use crate::intake::observe::{self, Message, Report};
use crate::intake::{IntakeError, health};
use chrono::{DateTime, Utc};
use std::sync::Arc;
use std::time::Duration;

/// What came of it.
pub struct Done {
    pub index: usize,
    pub what: String,
    pub after: After,
    pub trouble: Option<String>,
    pub next: Option<Ask>,
}

pub async fn one(app: App, index: usize, feed: Feed, line: Arc<Line>, ask: Ask) -> Done {
    let source = feed.name.as_str();
    let answer = line.ask(&ask).await;
    app.asking.polled(source, answer.outcome());
    let trouble = answer.trouble();
    let mut next = None;
    let after = match answer {
        Answer::Fresh(fresh) => {
            next = fresh.next.clone().map(|url| ask.next(url));
            take(&app, &feed, &line, &ask, &fresh).await
        }
        // Nothing new is news of the source.
        Answer::NotModified => {
            heard(&app, &feed, app.clock.now(), &Report::default()).await;
            After::Answered
        }
        Answer::Unknown => {
            heard(&app, &feed, app.clock.now(), &Report::default()).await;
            After::Unknown
        }
        Answer::Wait(wait) => After::Wait(wait),
        Answer::Refused(_) => After::Refused,
        Answer::Broken(_) => After::Broken,
    };
    if let Some(reason) = &trouble {
        app.health.failed(&feed.name, reason);
    }
    Done { index, what: ask.what, after, trouble, next }
}

/// Here and, from time to time, for the other nodes.
async fn heard(app: &App, feed: &Feed, at: DateTime<Utc>, report: &Report) {
    app.health.heard(&feed.name, at, report);
    health::tell(&app.intake, &app.health, &feed.name, at).await;
}

async fn take(app: &App, feed: &Feed, line: &Line, ask: &Ask, fresh: &Fresh) -> After {
    let received = app.clock.now();
    let message =
        Message { source: &feed.name, kind: feed.kind, airport: feed.airport.as_ref(), body: &fresh.body, received };
    match observe::observe(&app.intake, &message).await {
        Ok(report) => {
            heard(app, feed, received, &report).await;
            match report.wait_s {
                // It may not be what was asked for: without a mark, it is asked for whole.
                Some(wait_s) => After::Later(Duration::from_secs(u64::from(wait_s))),
                None => {
                    line.taken(&ask.what, fresh);
                    After::Answered
                }
            }
        }
        Err(error) => {
            if let IntakeError::Broken(error) = &error {
                tracing::error!(source = %feed.name, %error, "a record cannot be read");
            }
            After::NotTaken
        }
    }
}
