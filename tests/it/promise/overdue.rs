//! I9 whereabouts, where it is the clock that speaks: not seen when expected, not brought back in time, on their own for
//! too long. Each is *not known*, which is an alarm, and each is over once it is told that they were seen in time.
//! The hub's clock stands, or runs fast; what is waited for is a frame.
//! Must not know: how the hub works out what is due.

use super::client::Client;
use super::house::House;
use super::journey::{READERS, at};
use super::truth::{Truth, alerts};
use super::world::{self, BUFFALO, ERIE, RJ261};
use serde_json::{Value, json};

const NOUR: &str = BUFFALO[0];
const SMALL: &str = BUFFALO[5];
const IDRIS: &str = ERIE[0];
const TEEN: &str = "Teen Traveller";
const EVERYBODY: [&str; 4] = [NOUR, SMALL, IDRIS, TEEN];

/// A command done at this time and told now, by the clock of a hub whose time runs.
async fn told_late(house: &House, truth: &Truth<'_>, account: &str, done: &str, kind: &str, mut body: Value) {
    body["count"] = json!(body["travellers"].as_array().unwrap().len());
    let sent = house.app.clock.now().to_rfc3339();
    let command = json!({ "id": uuid::Uuid::now_v7(), "kind": kind, "at": done, "sent": sent, "body": body });
    let answer = house.command(account, &truth.id, &command).await;
    assert_eq!(answer["outcome"], "applied", "{kind}: {answer}");
}

/// Reads until an alert of this kind stands there, or is gone.
async fn alarmed(client: &mut Client, truth: &Truth<'_>, kind: &str, stands: bool) {
    client.until_held(|c| alerts(c.body(&truth.id)).iter().any(|k| k == kind) == stands).await;
}

fn all(truth: &Truth<'_>) -> Value {
    json!(EVERYBODY.map(|name| truth.who(name)))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_not_seen_when_expected_is_not_known_until_it_is_told_that_they_were() {
    let house = House::at(world::NOW, 600.0).await;
    let mut truth = Truth::begin(&house, &world::marked(), &READERS, &["AMM", "JFK", "BUF"]).await;
    let mut desk = house.connect("desk").await;
    // Off-block at 13:38, and the escort has said nothing by 13:58.
    house.feed(world::time(RJ261, "OFB", "ACT", &at("13:38"))).await;
    alarmed(&mut desk, &truth, "not-seen", true).await;
    truth.moved(&at("13:58"), &EVERYBODY, "unknown", "hub").await;
    assert_eq!(desk.body(&truth.id)["alerts"][0]["count"], 4);
    // She saw them in their seats at 13:50: nothing is amiss until 14:10.
    let sighting = json!({ "travellers": all(&truth), "place": "aircraft", "checkpoint": "boarded" });
    truth.did("escort-01", &at("13:50"), "sighting", sighting).await;
    truth.moved(&at("13:59"), &EVERYBODY, "origin", "hub").await;
    house.quiet().await;
    truth.agree().await;
    desk.fence().await;
    assert_eq!(alerts(desk.body(&truth.id)), Vec::<String>::new());
    house.app.clock.begin();
    alarmed(&mut desk, &truth, "not-seen", true).await;
    truth.moved(&at("14:10"), &EVERYBODY, "unknown", "hub").await;
    // And she had taken them over before they boarded.
    let body = json!({ "from": "origin", "travellers": all(&truth) });
    told_late(&house, &truth, "escort-01", &at("13:20"), "handover.accept", body).await;
    truth.moved(&at("14:12"), &EVERYBODY, "escort:escort-01", "escort-01").await;
    alarmed(&mut desk, &truth, "not-seen", false).await;
    assert_eq!(alerts(desk.body(&truth.id)), Vec::<String>::new(), "and nothing does not fit together");
    drop(desk);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_not_brought_back_in_time_is_not_known() {
    let house = House::at(world::NOW, 1800.0).await;
    let mut truth = Truth::begin(&house, &world::walked(), &READERS, &["AMM", "JFK", "BUF"]).await;
    let mut desk = house.connect("desk").await;
    let body = json!({ "from": "origin", "travellers": all(&truth), "count": 4 });
    truth.did("jfk-1", &at("12:53"), "handover.accept", body).await;
    truth.moved(&at("12:53"), &EVERYBODY, "station:JFK", "jfk-1").await;
    let who = json!([truth.who(NOUR), truth.who(SMALL)]);
    let body = json!({ "party": { "kind": "prm" }, "travellers": who, "count": 2, "back_by": at("14:30") });
    truth.did("jfk-1", &at("13:55"), "handover.give", body).await;
    truth.moved(&at("13:55"), &[NOUR, SMALL], "out:prm", "jfk-1").await;
    house.app.clock.begin();
    alarmed(&mut desk, &truth, "late-return", true).await;
    truth.moved(&at("14:30"), &[NOUR, SMALL], "unknown", "hub").await;
    let alert = desk.body(&truth.id)["alerts"][0].clone();
    assert_eq!((&alert["count"], &alert["party"], &alert["at"]), (&json!(2), &json!("out:prm"), &json!(at("14:30"))));
    // One of them had been back before; the other comes back now.
    let body = json!({ "from": "out:prm", "travellers": [truth.who(SMALL)] });
    told_late(&house, &truth, "jfk-2", &at("14:20"), "handover.take", body).await;
    truth.moved(&at("14:31"), &[SMALL], "station:JFK", "jfk-2").await;
    assert_eq!(truth.body("desk", "live").await.unwrap()["alerts"][0]["count"], 1);
    let now = house.app.clock.now().to_rfc3339();
    let body = json!({ "from": "out:prm", "travellers": [truth.who(NOUR)] });
    told_late(&house, &truth, "jfk-1", &now, "handover.take", body).await;
    truth.moved(&at("14:32"), &[NOUR], "station:JFK", "jfk-1").await;
    alarmed(&mut desk, &truth, "late-return", false).await;
    assert_eq!(
        alerts(desk.body(&truth.id)),
        Vec::<String>::new(),
        "who was not known and is taken back has been found"
    );
    let then = house.get("desk", &format!("/api/v1/movements/{}/whereabouts?at={}", truth.id, at("14:30"))).await;
    assert!(then["with"].to_string().contains(r#"{"count":1,"party":"unknown"}"#), "{then}");
    drop(desk);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_on_their_own_as_planned_is_so_until_a_stated_time() {
    let house = House::at(world::NOW, 600.0).await;
    let mut manifest = world::marked();
    manifest["escorts"] = json!([]);
    manifest["itinerary"] = json!([
        world::flight("RJ", "650", "AMM", "DOH", "2031-05-06T07:00:00Z", "2031-05-06T13:00:00Z"),
        world::flight("QR", "701", "DOH", "JFK", "2031-05-06T15:00:00Z", "2031-05-07T05:00:00Z"),
        world::flight("B6", "130", "JFK", "BUF", "2031-05-07T07:40:00Z", "2031-05-07T09:10:00Z")
    ]);
    let readers = ["desk", "buffalo", "erie", "arrivals"];
    let mut truth = Truth::begin(&house, &manifest, &readers, &["AMM", "DOH", "JFK", "BUF"]).await;
    let mut desk = house.connect("desk").await;
    alarmed(&mut desk, &truth, "alone-too-long", true).await;
    const FIRST: &str = "RJ650/2031-05-06/AMM-DOH";
    house.feed(world::time(FIRST, "OFB", "ACT", &at("07:05"))).await;
    desk.until_held(|c| c.body(&truth.id)["with"].to_string().contains(FIRST)).await;
    truth.moved(&at("07:05"), &[], &format!("aboard:{FIRST}"), "hub").await;
    // Nobody works at Doha. Who needs help and a child alone may not be on their own at all.
    house.feed(world::time(FIRST, "ONB", "ACT", &at("13:01"))).await;
    house.app.clock.begin();
    alarmed(&mut desk, &truth, "alone-overdue", true).await;
    for (who, party) in [(&[SMALL, IDRIS], "alone"), (&[NOUR, TEEN], "unknown")] {
        for name in who {
            truth.now_with(name, party);
        }
    }
    truth.agree().await;
    let mine = |people: &Value| people.to_string().matches(r#""back_by":"2031-05-06T15:20:00Z""#).count();
    assert_eq!(mine(&truth.body("desk", "people").await.unwrap()), 2, "until when");
    desk.until_held(|c| c.body(&truth.id)["with"] == json!([{ "party": "unknown", "count": 4 }])).await;
    // Twenty minutes after their flight should have left, of which nobody has said that it did.
    truth.moved(&at("15:20"), &[SMALL, IDRIS], "unknown", "hub").await;
    drop(desk);
    house.close().await;
}
