//! I1 converged: after quiet, every client holds exactly its audience's documents, whether it was there all the
//! time, came late, or was away in between.
//! Must not know: what a document says beyond what a test changes.

use super::client::Client;
use super::house::House;
use super::world::{self, B6130, RJ261};
use serde_json::json;

const EVERYBODY: [&str; 12] = [
    "desk",
    "desk-2",
    "other-desk",
    "jfk-1",
    "buf-1",
    "lga-1",
    "buffalo",
    "erie",
    "stranger",
    "arrivals",
    "escort-01",
    "wall",
];

async fn everybody(house: &House) -> Vec<Client> {
    let mut clients = Vec::new();
    for account in EVERYBODY {
        clients.push(house.connect(account).await);
    }
    clients
}

async fn agree(house: &House, clients: &mut [Client]) {
    house.quiet().await;
    for client in clients {
        client.converge(house).await;
    }
}

/// Changes of every kind: feeds, commands, one more movement, one that ends.
async fn a_day(house: &House, id: &str) {
    house.feed(world::gate(RJ261, "B22")).await;
    house.feed(world::time(RJ261, "OFB", "ACT", "2031-05-06T07:50:00Z")).await;
    house.feed(world::time(RJ261, "ONB", "EST", "2031-05-06T19:50:00Z")).await;
    let wave = json!({ "station": "JFK", "flight": RJ261 });
    house.apply("jfk-1", id, "claim", wave.clone()).await;
    house.apply("jfk-1", id, "arrived", wave).await;
    house.apply("escort-01", id, "count", json!({ "leg": 1, "place": "door", "here": 4 })).await;
    let second = house.publish(&world::second()).await;
    house.feed(world::cancelled(B6130)).await;
    house.apply("jfk-1", id, "alert.raise", json!({ "kind": "lift-broken" })).await;
    house.apply("desk", &second, "movement.close", json!({})).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_client_ends_with_exactly_what_its_audience_holds() {
    let house = House::open().await;
    let mut clients = everybody(&house).await;
    let id = house.publish(&world::marked()).await;
    house.publish(&world::elsewhere()).await;
    agree(&house, &mut clients).await;
    a_day(&house, &id).await;
    agree(&house, &mut clients).await;
    let of = |account: &str| clients.iter().find(|c| c.account == account).unwrap();
    assert_eq!(of("desk").body(&id)["state"], "broken");
    assert_eq!(of("desk").held.len(), 6, "three movements, each with its people");
    assert_eq!(of("jfk-1").body(&id)["claims"][0]["by"], "jfk-1");
    assert!(of("jfk-1").has(&format!("{id}/people")) && !of("arrivals").has(&format!("{id}/people")));
    for nobody in ["other-desk", "stranger"] {
        assert_eq!(of(nobody).held.len(), 0, "{nobody}");
    }
    let told = of("buffalo").body(&id)["notices"].as_array().unwrap().clone();
    assert!(told.iter().any(|n| n["kind"] == "cancelled"), "{told:?}");
    drop(clients);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_was_away_gets_what_differs_and_nothing_else() {
    let house = House::open().await;
    let id = house.publish(&world::marked()).await;
    let still = house.publish(&world::elsewhere()).await;
    let mut clients = everybody(&house).await;
    agree(&house, &mut clients).await;
    // Away, and nothing happens: nothing is put.
    let mut back = Vec::new();
    for client in clients {
        let (heard, before) = (client.heard.len(), client.revs());
        let client = client.again(&house).await;
        assert_eq!(client.revs(), before, "{}", client.account);
        let puts = client.heard.iter().skip(heard).filter(|f| f.contains(r#""t":"put""#)).count();
        assert_eq!((puts, client.gone.len()), (0, 0), "{} was told what it has", client.account);
        back.push(client);
    }
    // Away while one movement changes: only that one is put.
    a_day(&house, &id).await;
    house.quiet().await;
    for client in back {
        let heard = client.heard.len();
        let mut client = client.again(&house).await;
        client.converge(&house).await;
        let told: Vec<_> = client.heard.iter().skip(heard).filter(|f| f.contains(r#""t":"put""#)).collect();
        assert!(!told.iter().any(|f| f.contains(&format!(r#""id":"{still}""#))), "{} was told again", client.account);
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sum_that_agrees_is_enough_and_one_that_does_not_asks_for_have() {
    let house = House::open().await;
    house.publish(&world::marked()).await;
    house.quiet().await;
    let first = house.connect("desk").await;
    let live: serde_json::Value = first
        .heard
        .iter()
        .map(|f| serde_json::from_str(f).unwrap())
        .find(|f: &serde_json::Value| f["t"] == "live")
        .unwrap();
    let mut same = Client::greet_with(&house, "desk", json!({ "count": live["count"], "sum": live["sum"] })).await;
    same.held = first.held.clone();
    same.read_to("live").await;
    assert!(!same.heard.iter().any(|f| f.contains(r#""t":"put""#)));
    let mut other = Client::greet_with(&house, "desk", json!({ "count": 1, "sum": live["sum"] })).await;
    assert_eq!(other.read_to("problem").await["code"], "have-needed");
    other.send(&json!({ "t": "have", "have": {} })).await;
    other.read_to("live").await;
    other.converge(&house).await;
    house.close().await;
}
