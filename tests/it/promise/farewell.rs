//! I3 erased, where the plan turns away from somebody: an audience that has nobody gets a last word without people, and
//! loses it once it knows or once its time is over; one that still has people keeps them until it has handed them on; one
//! that comes back has everything again. Who was away through all of it holds the same at its next contact.
//! Must not know: how windows and farewells are worked out.

use super::client::Client;
use super::house::{House, command};
use super::truth::{counted, travellers};
use super::world::{self, BUFFALO, ERIE, RJ261};
use reqwest::Method;
use serde_json::{Value, json};

/// From JFK on by another way, or by ORD from the start.
fn by_ord() -> Value {
    json!({ "from_leg": 1, "reason": "JFK is closed", "itinerary": [
        world::flight("QR", "650", "AMM", "ORD", "2031-05-06T15:00:00Z", "2031-05-06T20:00:00Z"),
        world::flight("UA", "44", "ORD", "BUF", "2031-05-06T23:50:00Z", "2031-05-07T01:20:00Z")] })
}

fn by_jfk() -> Value {
    let manifest = world::marked();
    json!({ "from_leg": 1, "reason": "JFK is open again", "itinerary": manifest["itinerary"] })
}

struct Turned {
    house: House,
    id: String,
    people: String,
}

impl Turned {
    async fn begin(rate: f64) -> Self {
        let house = House::at(world::NOW, rate).await;
        let id = house.publish(&world::marked()).await;
        house.quiet().await;
        Self { house, people: format!("{id}/people"), id }
    }

    async fn turn(&self, way: Value) {
        self.house.apply("desk", &self.id, "reroute.approve", way).await;
        self.house.quiet().await;
    }

    /// What an account has of it over HTTP.
    async fn has(&self, account: &str) -> (Value, Value) {
        let path = format!("/api/v1/movements/{}", self.id);
        let one: Value = self.house.ask(account, Method::GET, &path).send().await.unwrap().json().await.unwrap();
        (one["live"].clone(), one["people"].clone())
    }
}

/// Nothing of a movement's people, or of where they are, is in what was received from here on.
fn silent_of_people(client: &Client, from: usize) {
    for frame in client.heard.iter().skip(from) {
        for text in [BUFFALO[0], BUFFALO[1], ERIE[0], "7001", "\"with\"", "QR650", "UA44", "wheelchair"] {
            assert!(!frame.contains(text), "{} was told {text}: {frame}", client.account);
        }
        assert!(!frame.contains(r#""body":null"#), "{}: {frame}", client.account);
    }
}

async fn ack(house: &House, account: &str, id: &str) {
    let live = house.holds(account).await[id].1.clone();
    let notice = live["notices"][0]["id"].clone();
    house.apply(account, id, "notice.ack", json!({ "notice": notice })).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_post_that_has_nobody_gets_a_last_word_and_loses_it_once_it_knows() {
    let t = Turned::begin(1.0).await;
    let mut jfk = t.house.connect("jfk-1").await;
    assert!(jfk.has(&t.people) && jfk.knows(BUFFALO[0]));
    let heard = jfk.heard.len();
    t.turn(by_ord()).await;
    jfk.converge(&t.house).await;
    assert_eq!(jfk.gone, std::slice::from_ref(&t.people));
    let live = jfk.body(&t.id);
    assert_eq!((&live["state"], &live["counts"]["expected"]), (&json!("farewell"), &json!(4)));
    // Two hours after the old plan's time to leave there.
    let farewell = json!({ "flight": RJ261, "via": ["ORD"], "at": world::NOW, "until": "2031-05-07T01:40:00Z" });
    assert_eq!(live["farewell"], farewell);
    assert_eq!((&live["notices"][0]["kind"], &live["notices"][0]["must_ack"]), (&json!("farewell"), &json!(true)));
    assert_eq!(t.has("jfk-1").await.0["until"], "2031-05-07T01:40:00Z", "erased by its own clock too");
    silent_of_people(&jfk, heard);
    // Where they are now is nothing to it, however it asks.
    let path = format!("/api/v1/movements/{}/whereabouts", t.id);
    let told = t.house.get("jfk-1", &path).await;
    assert_eq!((&told["with"], &told["travellers"]), (&json!([]), &json!([])), "{told}");
    // What happens on the new way changes nothing for it.
    let rev = jfk.revs();
    let drop = json!({ "travellers": [first(&t, "desk").await], "outcome": "own-decision" });
    t.house.apply("desk", &t.id, "traveller.drop", drop).await;
    t.house.quiet().await;
    jfk.converge(&t.house).await;
    assert_eq!(jfk.revs(), rev);
    ack(&t.house, "jfk-2", &t.id).await;
    t.house.quiet().await;
    jfk.converge(&t.house).await;
    assert_eq!((jfk.held.len(), jfk.gone.len()), (0, 2), "{:?}", jfk.held);
    silent_of_people(&jfk, heard);
    assert_eq!(t.house.ask("jfk-1", Method::GET, &path).send().await.unwrap().status(), 404);
    // Those who are on the new way have everything, ORD included; the desk sees who knows.
    for account in ["ord-1", "buf-1", "buffalo", "escort-01", "desk"] {
        assert_eq!(t.has(account).await.0["body"]["state"], "planned", "{account}");
    }
    t.house.close().await;
}

async fn first(t: &Turned, account: &str) -> Value {
    travellers(&t.has(account).await.1["body"])[0]["traveller"].clone()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_last_word_that_nobody_reads_is_erased_when_its_time_is_over() {
    let t = Turned::begin(7200.0).await;
    let mut jfk = t.house.connect("jfk-1").await;
    let mut away = t.house.connect("jfk-2").await;
    t.turn(by_ord()).await;
    away.converge(&t.house).await;
    let have = json!(away.revs());
    assert_eq!(away.body(&t.id)["state"], "farewell");
    away.leave().await;
    t.house.app.clock.begin();
    jfk.until_held(|c| c.held.is_empty()).await;
    assert_eq!(jfk.gone, [t.people.clone(), t.id.clone()]);
    let back = Client::connect(&t.house, "jfk-2", have).await;
    assert_eq!((back.gone.as_slice(), back.held.len()), (std::slice::from_ref(&t.id), 0));
    t.house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_still_has_people_keeps_the_card_until_they_are_handed_on() {
    let t = Turned::begin(1.0).await;
    let mut jfk = t.house.connect("jfk-1").await;
    let taken = json!({ "from": "origin", "all": true, "count": 4 });
    t.house.apply("jfk-1", &t.id, "handover.accept", taken).await;
    t.turn(by_ord()).await;
    jfk.converge(&t.house).await;
    assert!(jfk.has(&t.people) && jfk.gone.is_empty(), "nobody who still has people loses the card");
    assert_eq!(jfk.body(&t.id)["state"], "planned");
    assert_eq!(counted(&jfk.body(&t.id)["with"]), [("station:JFK".to_owned(), 4)].into());
    // One of them stays with JFK: so does the card, with names.
    let ids: Vec<Value> = travellers(&t.has("desk").await.1["body"]).iter().map(|p| p["traveller"].clone()).collect();
    let three = json!({ "from": "station:JFK", "travellers": ids[..3], "count": 3 });
    t.house.apply("escort-01", &t.id, "handover.accept", three).await;
    t.house.quiet().await;
    jfk.converge(&t.house).await;
    assert!(jfk.has(&t.people) && jfk.gone.is_empty());
    let heard = jfk.heard.len();
    let last = json!({ "from": "station:JFK", "travellers": ids[3..], "count": 1 });
    t.house.apply("escort-01", &t.id, "handover.accept", last).await;
    t.house.quiet().await;
    jfk.converge(&t.house).await;
    assert_eq!((&jfk.gone, &jfk.body(&t.id)["state"]), (&vec![t.people.clone()], &json!("farewell")));
    silent_of_people(&jfk, heard);
    t.house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_leaves_the_plan_gets_a_last_word_of_its_own() {
    let house = House::open().await;
    let mut manifest = world::marked();
    manifest["escorts"]
        .as_array_mut()
        .unwrap()
        .push(json!({ "account": "escort-02", "kind": "medical", "from": 1, "to": 1 }));
    let id = house.publish(&manifest).await;
    let people = format!("{id}/people");
    house.quiet().await;
    let mut leaving = Vec::new();
    for account in ["erie", "escort-02", "arrivals"] {
        leaving.push(house.connect(account).await);
    }
    let mut staying = house.connect("buffalo").await;
    manifest["authorities"] = json!([]);
    manifest["escorts"].as_array_mut().unwrap().pop();
    manifest["cases"][1]["receiver"] = json!("buffalo-welcome");
    let asked = house.ask("desk", Method::POST, "/api/v1/movements").header("if-match", "\"1\"").json(&manifest);
    assert_eq!(asked.send().await.unwrap().status(), 200);
    house.quiet().await;
    for client in &mut leaving {
        client.converge(&house).await;
        let account = client.account.clone();
        assert_eq!(client.body(&id)["state"], "farewell", "{account}");
        assert!(!client.has(&people), "{account}");
        // A receiver's count is of its own people, which it had two of.
        let count = if account == "erie" { 2 } else { 4 };
        assert_eq!(client.body(&id)["counts"]["expected"], count, "{account}");
        if account != "arrivals" {
            ack(&house, &account, &id).await;
            house.quiet().await;
            client.converge(&house).await;
            assert_eq!(client.held.len(), 0, "{account}");
        }
    }
    staying.converge(&house).await;
    assert_eq!(travellers(staying.body(&people)).len(), 4);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_comes_back_into_the_plan_has_it_again_and_can_be_left_out_again() {
    let t = Turned::begin(1.0).await;
    let mut jfk = t.house.connect("jfk-1").await;
    let away = t.house.connect("jfk-2").await;
    t.turn(by_ord()).await;
    ack(&t.house, "jfk-1", &t.id).await;
    t.house.quiet().await;
    jfk.converge(&t.house).await;
    assert!(jfk.held.is_empty());
    t.turn(by_jfk()).await;
    jfk.converge(&t.house).await;
    assert!(jfk.has(&t.people) && jfk.body(&t.id)["state"] == "planned");
    // Away through all of it: at the next contact it has what is now, with what it had left behind.
    let back = away.again(&t.house).await;
    assert_eq!((back.revs(), &back.gone), (jfk.revs(), &Vec::new()));
    t.turn(by_ord()).await;
    jfk.converge(&t.house).await;
    assert_eq!(jfk.body(&t.id)["state"], "farewell", "what it knew of the first time is not this one");
    let heard = back.heard.len();
    let back = back.again(&t.house).await;
    assert_eq!((&back.gone, back.revs()), (&vec![t.people.clone()], jfk.revs()));
    silent_of_people(&back, heard);
    let late = command("count", json!({ "leg": 1, "place": "door", "here": 4 }));
    let answer = t.house.command("jfk-1", &t.id, &late).await;
    assert_eq!(answer["outcome"], "applied", "never refused for being late: {answer}");
    t.house.close().await;
}
