//! Asking sources: one exchange against servers that answer as services do and as they should not, and a whole hub
//! that asks for the flights somebody rides. Real sockets on port 0.
//! Must not know: how a question is put together (that is tested beside it).

mod commands;
mod faults;
mod hub;
mod redirects;
mod server;
mod services;

use chrono::{DateTime, TimeDelta, Utc};
use onward::config::atlas::{Atlas, Sources};
use onward::config::feeds::{self, Feed};
use onward::domain::merged::Status;
use onward::domain::need::Needed;
use onward::feeds::ask::{self, Ask};
use onward::feeds::poll::{Answer, Line, Patience};
use std::path::PathBuf;
use std::time::Duration;

pub const SECRET: &str = "hunter2-k/y+3";
pub const SECRET_ID: &str = "hunter2-id";

/// A source at this address with its secrets in files.
pub struct Source {
    pub feed: Feed,
    _folder: tempfile::TempDir,
}

pub fn source(kind: &str, url: &str, private: bool) -> Source {
    let folder = tempfile::tempdir().unwrap();
    let secret = |name: &str, text: &str| -> PathBuf {
        std::fs::write(folder.path().join(name), format!("{text}\n")).unwrap();
        folder.path().join(name)
    };
    let (key, id) = (secret("key", SECRET), secret("id", SECRET_ID));
    let text = format!(
        "[[feed]]\nname = \"source\"\nkind = \"{kind}\"\n[feed.poll]\nurl = \"{url}\"\nprivate = {private}\n\
         key = \"file:{}\"\nid = \"file:{}\"\n",
        key.display(),
        id.display()
    );
    Source { feed: feeds::parse(&text, "test").unwrap().remove(0), _folder: folder }
}

/// What is asked for one flight of this kind of carrier, an hour before it leaves.
pub fn asks(feed: &Feed, flight: &str) -> Vec<Ask> {
    let now: DateTime<Utc> = "2031-05-06T14:00:00Z".parse().unwrap();
    let out = now + TimeDelta::hours(1);
    let needed = Needed {
        key: flight.parse().unwrap(),
        scheduled_out: out,
        scheduled_in: out + TimeDelta::hours(6),
        departs: out,
        arrives: out + TimeDelta::hours(6),
        margin_min: None,
        state: Status::Scheduled,
    };
    ask::asks(feed, &[needed], now, &Atlas::read(&Sources::with_folder(None)).unwrap())
}

pub fn line(source: &Source) -> Line {
    drop(rustls::crypto::aws_lc_rs::default_provider().install_default());
    let ms = Duration::from_millis;
    Line::new(&source.feed, Patience { connect: ms(2000), idle: ms(1000), whole: ms(4000) }).unwrap()
}

/// One exchange with a board at this address.
pub async fn once(url: &str, private: bool) -> Answer {
    let source = source("acdm-json", url, private);
    let answer = line(&source).ask(&asks(&source.feed, "BA117/2031-05-06/LHR-JFK")[0]).await;
    let said = format!("{answer:?}");
    assert!(!said.contains("hunter2"), "a secret is said: {said}");
    answer
}
