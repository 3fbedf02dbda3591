//! One whole day, from raw AIDX to what every audience holds: the demonstration's stream through the
//! real parser, store, rules and board, without the network in between. What it must show is what
//! happened.

use chrono::{DateTime, Utc};
use onward::app::{App, follow};
use onward::cli::demo::day::{self, Day};
use onward::config::settings::{ClockSetting, Layers, Settings};
use onward::domain::source::Source;
use onward::feeds::Kind;
use onward::intake::observe::{self, Message};
use onward::intake::{publish, tick};
use onward::store::Seq;
use serde_json::Value;

struct Hub {
    app: App,
    seq: Seq,
    _folder: tempfile::TempDir,
}

async fn hub(day: &Day) -> Hub {
    let folder = tempfile::tempdir().unwrap();
    let mut settings = Settings::read(&Layers::default()).unwrap();
    settings.store = format!("sqlite:{}", folder.path().join("day.db").display());
    settings.key_file = folder.path().join("day.key");
    settings.clock = ClockSetting::Replay { start: day.start, rate: 0.001 };
    let app = App::open(&settings, day.rules().unwrap()).await.unwrap();
    Hub { app, seq: Seq::default(), _folder: folder }
}

impl Hub {
    async fn publish(&mut self, day: &Day, now: DateTime<Utc>) {
        for group in &day.groups {
            let manifest = serde_json::from_value(group.clone()).unwrap();
            let published = publish::publish(&self.app.intake, &manifest, None, "desk", now).await.unwrap();
            assert!(matches!(published, publish::Published::New { .. }), "{published:?}");
        }
        self.seq = follow::catch_up(&self.app, self.seq).await.unwrap();
    }

    async fn look(&mut self) {
        self.seq = follow::catch_up(&self.app, self.seq).await.unwrap();
    }

    async fn send(&mut self, line: &onward::cli::replay::Line) -> observe::Report {
        let report = self.hear(line).await;
        self.look().await;
        report
    }

    async fn hear(&mut self, line: &onward::cli::replay::Line) -> observe::Report {
        let source = Source::feed(&line.source).unwrap();
        observe::observe(
            &self.app.intake,
            &Message {
                source: &source,
                kind: Kind::Aidx,
                airport: None,
                body: line.body.as_bytes(),
                received: line.at,
            },
        )
        .await
        .unwrap()
    }

    fn live(&self, audience: &str) -> Vec<Value> {
        let docs = self.app.board.all(audience);
        let body = |d: &std::sync::Arc<onward::hub::doc::Doc>| {
            serde_json::from_str::<Value>(d.text()).unwrap()["body"].clone()
        };
        docs.iter().filter(|d| !d.id.as_str().contains('/')).map(body).collect()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_recorded_day_ends_as_it_did() {
    let day = Day::today("2026-11-23T18:00:00Z".parse().unwrap(), None).unwrap();
    let mut hub = hub(&day).await;
    hub.publish(&day, day.start - chrono::Duration::hours(12)).await;
    assert_eq!(hub.live("coordinator:us-rp").len(), day.groups.len());
    let (mut accepted, mut unmatched) = (0, 0);
    for (n, line) in day.lines.iter().enumerate() {
        let report = hub.hear(line).await;
        assert_eq!(report.rejected, [], "{}", line.at);
        // Several messages between two looks at the change feed, as on a busy hub.
        if n % 8 == 0 {
            hub.look().await;
        }
        accepted += report.accepted;
        unmatched += report.unmatched;
    }
    hub.look().await;
    assert_eq!(unmatched, 0);
    assert!(accepted > 3000, "{accepted}");
    let desk = hub.live("coordinator:us-rp");
    let state = |reference: &str| {
        desk.iter().find(|b| b["reference"].as_str().unwrap().ends_with(reference)).unwrap()["state"].clone()
    };
    for cancelled in ["-03", "-04", "-15", "-19"] {
        assert_eq!(state(cancelled), "broken", "{cancelled}");
    }
    for arrived in ["-01", "-06", "-08", "-17"] {
        assert_eq!(state(arrived), "arrived", "{arrived}");
    }
    // A cancellation reached the receivers, once, and must be acknowledged.
    let labels: Vec<_> = desk.iter().map(|b| b["label"].clone()).collect();
    assert_eq!(labels.iter().collect::<std::collections::HashSet<_>>().len(), labels.len());
    let late = desk.iter().find(|b| b["reference"].as_str().unwrap().ends_with("-04")).unwrap();
    let told: Vec<_> = late["notices"].as_array().unwrap().iter().filter(|n| n["kind"] == "cancelled").collect();
    let parties: std::collections::BTreeSet<_> = told.iter().map(|n| n["party"].as_str().unwrap()).collect();
    assert_eq!(parties.len(), told.len(), "once each");
    assert!(parties.contains("station:EWR") && parties.contains("coordinator:us-rp"), "{parties:?}");
    assert!(parties.iter().any(|p| p.starts_with("receiver:")), "{parties:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sent_twice_changes_nothing_and_order_does_not_matter() {
    let day = Day::today("2026-11-23T18:00:00Z".parse().unwrap(), None).unwrap();
    let lines: Vec<_> = day.lines.iter().take(120).collect();
    let mut straight = hub(&day).await;
    for line in &lines {
        straight.send(line).await;
    }
    for line in &lines {
        let again = straight.send(line).await;
        assert_eq!(again.accepted, 0, "{}", line.at);
    }
    let mut backwards = hub(&day).await;
    for line in lines.iter().rev() {
        backwards.send(line).await;
    }
    let merged = |h: &Hub| {
        let store = h.app.intake.movements.store().clone();
        let order = h.app.intake.rules.order.clone();
        async move {
            let keys: Vec<_> = store
                .list("flight/", None, 5000)
                .await
                .unwrap()
                .into_iter()
                .filter_map(|(k, ..)| onward::ledger::key::flight_of(&k))
                .collect();
            let flights = onward::ledger::flight::load(&store, &keys).await.unwrap();
            flights.into_iter().map(|l| l.flight.unwrap().merged(&order)).collect::<Vec<_>>()
        }
    };
    assert_eq!(merged(&straight).await, merged(&backwards).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn windows_open_with_the_clock_and_names_come_only_then() {
    let day = Day::today("2026-11-23T18:00:00Z".parse().unwrap(), None).unwrap();
    let mut hub = hub(&day).await;
    hub.publish(&day, day.start - chrono::Duration::days(10)).await;
    let people =
        |hub: &Hub| hub.app.board.all("station:JFK").iter().filter(|d| d.id.as_str().ends_with("/people")).count();
    assert_eq!(hub.live("station:JFK").len(), 0);
    tick::windows(&hub.app.intake, day.start - chrono::Duration::hours(60)).await.unwrap();
    hub.seq = follow::catch_up(&hub.app, hub.seq).await.unwrap();
    assert!(hub.live("station:JFK").len() > 10);
    assert_eq!(people(&hub), 0);
    tick::windows(&hub.app.intake, day.start).await.unwrap();
    hub.seq = follow::catch_up(&hub.app, hub.seq).await.unwrap();
    assert!(people(&hub) > 5);
    assert_eq!(tick::windows(&hub.app.intake, day.start).await.unwrap(), 0, "nothing is due twice");
    let _ = day::DESK;
}
