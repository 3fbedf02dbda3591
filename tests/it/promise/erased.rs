//! I3 erased: what left the scope is gone at next contact, whether the client was there when it left or comes back
//! with what it had; and nobody who still has people loses the card.
//! Must not know: how windows are decided.

use super::client::Client;
use super::house::House;
use super::world::{self, B6130, RJ261};
use serde_json::{Value, json};

const LOSE_PEOPLE: [&str; 4] = ["jfk-1", "buffalo", "erie", "escort-01"];

async fn ends(kind: &str, state: &str) {
    let house = House::open().await;
    let id = house.publish(&world::marked()).await;
    let people = format!("{id}/people");
    house.quiet().await;
    let (mut there, mut away) = (Vec::new(), Vec::new());
    for account in LOSE_PEOPLE {
        there.push(house.connect(account).await);
        away.push(house.connect(account).await);
    }
    for client in there.iter().chain(&away) {
        assert!(client.has(&people), "{}", client.account);
    }
    // They are away: their sockets are closed before it happens.
    let mut kept: Vec<(String, Value)> = Vec::new();
    for client in away {
        kept.push((client.account.clone(), json!(client.revs())));
        client.leave().await;
    }
    house.apply("desk", &id, kind, json!({})).await;
    house.quiet().await;
    for client in &mut there {
        client.converge(&house).await;
        assert_eq!(client.gone, std::slice::from_ref(&people), "{}", client.account);
        assert_eq!(client.body(&id)["state"], state, "{}: the card stays", client.account);
    }
    for (account, have) in kept {
        let client = Client::connect(&house, &account, have).await;
        assert_eq!(client.gone, std::slice::from_ref(&people), "{account} comes back");
    }
    drop(there);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_are_gone_when_a_movement_is_cancelled() {
    ends("movement.cancel", "cancelled").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_are_gone_when_a_movement_is_closed() {
    ends("movement.close", "closed").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_window_that_shuts_erases_at_the_station_and_nowhere_else() {
    // The second flight has left at 23:41; JFK is to forget its people at 01:41.
    let house = House::at("2031-05-07T01:00:00Z", 1800.0).await;
    let id = house.publish(&world::marked()).await;
    let people = format!("{id}/people");
    let mut jfk = house.connect("jfk-1").await;
    let mut desk = house.connect("desk").await;
    house.feed(world::time(RJ261, "ONB", "ACT", "2031-05-06T19:45:00Z")).await;
    house.feed(world::time(B6130, "OFB", "ACT", "2031-05-06T23:41:00Z")).await;
    let told = |f: &Value| f["docs"].as_array().is_some_and(|d| d.iter().any(|d| d["until"] == "2031-05-07T01:41:00Z"));
    jfk.until(told).await;
    let away = house.connect("jfk-2").await;
    let have = json!(away.revs());
    assert!(away.has(&people));
    away.leave().await;
    house.app.clock.begin();
    while jfk.has(&people) || jfk.has(&id) {
        jfk.frame().await;
    }
    let back = Client::connect(&house, "jfk-2", have).await;
    assert_eq!(back.gone, [id.clone(), people.clone()]);
    desk.fence().await;
    assert!(desk.has(&people) && desk.gone.is_empty());
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_a_client_claims_to_hold_and_may_not_is_gone_the_same() {
    let house = House::open().await;
    let id = house.publish(&world::marked()).await;
    house.quiet().await;
    let nowhere = uuid::Uuid::now_v7().to_string();
    let rev = "0123456789abcdef";
    let have = json!({ &id: rev, format!("{id}/people"): rev, &nowhere: rev, "no id at all": "" });
    let mut lga = Client::connect(&house, "lga-1", have.clone()).await;
    lga.gone.sort();
    let mut expected = vec![id.clone(), format!("{id}/people"), nowhere, "no id at all".to_owned()];
    expected.sort();
    assert_eq!(lga.gone, expected, "what is another's and what is nowhere are told alike");
    assert!(!lga.heard.iter().any(|f| f.contains(r#""t":"put""#)));
    // Said again at any time: the same answer.
    lga.send(&json!({ "t": "have", "have": have })).await;
    lga.until(|f| f["t"] == "gone").await;
    house.close().await;
}
