//! Many people on one movement at once, and the same command many times: everything applied once, nothing
//! told to come later. In-process, on a real store.
//! Must not know: sockets.

use onward::app::{App, RuleFiles, follow};
use onward::config::settings::{Layers, Settings};
use onward::domain::command::{Asked, Author};
use onward::intake::command::{self, Answer};
use onward::intake::publish::{self, Published};
use onward::store::Seq;
use serde_json::json;
use uuid::Uuid;

async fn movement() -> (App, Uuid, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let mut settings = Settings::read(&Layers::default()).unwrap();
    settings.store = format!("sqlite:{}", folder.path().join("c.db").display());
    settings.key_file = folder.path().join("c.key");
    let app = App::open(&settings, RuleFiles::shipped()).await.unwrap();
    let manifest = json!({
        "reference": "R-1", "programme": "us-rp", "receiver": "buffalo-welcome",
        "itinerary": [{"kind": "flight", "carrier": "RJ", "number": "261", "from": "AMM", "to": "JFK",
            "scheduled_out": "2026-11-23T07:45:00Z", "scheduled_in": "2026-11-23T19:40:00Z"}],
        "cases": [{"number": "C-1", "travellers": [{"key": "a", "name": "Somebody", "born": "1990"}]}]
    });
    let manifest = serde_json::from_value(manifest).unwrap();
    let published = publish::publish(&app.intake, &manifest, None, "desk", app.clock.now()).await.unwrap();
    let Published::New { id, .. } = published else { panic!("{published:?}") };
    follow::catch_up(&app, Seq::default()).await.unwrap();
    (app, id, folder)
}

fn raise(id: u128, app: &App) -> (Asked, Author) {
    let now = app.clock.now();
    let body = json!({ "kind": "help" });
    let asked = Asked {
        id: Uuid::from_u128(id),
        kind: "alert.raise".into(),
        at: now,
        sent: now,
        body,
        said_by: None,
        heard: None,
        by: None,
    };
    (asked, Author { account: "desk".into(), audience: "coordinator:us-rp".parse().unwrap() })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_at_once_on_one_movement_are_all_applied() {
    let (app, movement, _folder) = movement().await;
    let mut all = tokio::task::JoinSet::new();
    for n in 1..=50 {
        let app = app.clone();
        all.spawn(async move {
            let (asked, author) = raise(n, &app);
            command::command(&app.intake, movement, &asked, &author, app.clock.now()).await
        });
    }
    let answers = all.join_all().await;
    assert!(answers.iter().all(|a| matches!(a, Answer::Applied { repeated: false, .. })), "{answers:?}");
    let loaded = app.intake.movements.load(movement).await.unwrap().unwrap();
    assert_eq!(loaded.movement.alerts.len(), 50);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_command_many_times_is_one_fact_and_its_id_serves_nothing_else() {
    let (app, movement, _folder) = movement().await;
    let mut all = tokio::task::JoinSet::new();
    let (asked, author) = raise(7, &app);
    for _ in 0..20 {
        let (app, asked, author) = (app.clone(), asked.clone(), author.clone());
        all.spawn(async move { command::command(&app.intake, movement, &asked, &author, app.clock.now()).await });
    }
    let answers = all.join_all().await;
    let first = answers.iter().filter(|a| matches!(a, Answer::Applied { repeated: false, .. })).count();
    let again = answers.iter().filter(|a| matches!(a, Answer::Applied { repeated: true, .. })).count();
    assert_eq!((first, again), (1, 19));
    let loaded = app.intake.movements.load(movement).await.unwrap().unwrap();
    assert_eq!(loaded.facts.iter().filter(|f| f.id == asked.id).count(), 1);
    let other = Asked { body: json!({ "kind": "other" }), ..asked };
    let answer = command::command(&app.intake, movement, &other, &author, app.clock.now()).await;
    assert_eq!(answer, Answer::Reused);
}

async fn ask(app: &App, movement: Uuid, kind: &str, body: serde_json::Value) -> Answer {
    let now = app.clock.now();
    let (asked, author) = raise(0, app);
    let asked = Asked { id: Uuid::now_v7(), kind: kind.into(), body, at: now, sent: now, ..asked };
    let answer = command::command(&app.intake, movement, &asked, &author, now).await;
    follow::catch_up(app, Seq::default()).await.unwrap();
    answer
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_part_does_not_give_names_back_to_stops_that_lie_behind() {
    let (app, _, _folder) = movement().await;
    app.intake.rules.atlas.set_posts(["AMM".to_owned(), "JFK".to_owned()].into());
    let manifest = json!({
        "reference": "R-2", "programme": "us-rp", "receiver": "buffalo-welcome",
        "itinerary": [
            {"kind": "flight", "carrier": "RJ", "number": "261", "from": "AMM", "to": "JFK",
                "scheduled_out": "2026-11-23T07:45:00Z", "scheduled_in": "2026-11-23T19:40:00Z"},
            {"kind": "flight", "carrier": "B6", "number": "130", "from": "JFK", "to": "BUF",
                "scheduled_out": "2026-11-23T23:40:00Z", "scheduled_in": "2026-11-24T01:10:00Z"}],
        "cases": [{"number": "C-1", "travellers": [{"key": "a", "name": "Somebody", "born": "1990"}]},
            {"number": "C-2", "travellers": [{"key": "b", "name": "Another", "born": "1990"}]}]
    });
    let manifest = serde_json::from_value(manifest).unwrap();
    let published = publish::publish(&app.intake, &manifest, None, "desk", app.clock.now()).await.unwrap();
    let Published::New { id, .. } = published else { panic!("{published:?}") };
    follow::catch_up(&app, Seq::default()).await.unwrap();
    let left = json!({ "leg": 1, "field": "actual_out", "value": "2026-11-23T07:50:00Z" });
    assert!(matches!(ask(&app, id, "flight.state", left).await, Answer::Applied { .. }));
    let who = app.intake.movements.load(id).await.unwrap().unwrap().movement.plan.travellers[1].id.clone();
    let parted = ask(&app, id, "movement.split", json!({ "parts": [[who]] })).await;
    assert!(matches!(parted, Answer::Applied { .. }), "{parted:?}");
    let held = app.intake.movements.load(id).await.unwrap().unwrap();
    let part = *held.movement.into.keys().next().unwrap();
    let part = app.intake.movements.load(part).await.unwrap().unwrap();
    assert_eq!(part.movement.windows.get("station:AMM"), None, "{:?}", part.movement.windows);
    assert_eq!(part.movement.windows.get("station:JFK").copied(), Some(onward::domain::fact::Level::Names));
}
