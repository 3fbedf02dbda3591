//! I10 silent: what an audience may not see causes no frame when it changes. A ping is the fence: everything the hub
//! had to say before it is there when the pong comes.
//! Must not know: how revisions are made.

use super::client::Client;
use super::house::House;
use super::world::{self, RJ261};
use serde_json::{Value, json};

struct Room {
    house: House,
    clients: Vec<Client>,
    id: String,
}

async fn room() -> Room {
    let house = House::open().await;
    let id = house.publish(&world::marked()).await;
    house.feed(world::gate(RJ261, "A1")).await;
    house.quiet().await;
    let mut clients = Vec::new();
    for account in ["desk", "jfk-1", "buf-1", "lga-1", "buffalo", "erie", "arrivals", "escort-01", "wall"] {
        clients.push(house.connect(account).await);
    }
    let mut room = Room { house, clients, id };
    room.hear().await;
    room
}

impl Room {
    /// Who got a document or was told to erase one since the last call, when all is quiet.
    async fn hear(&mut self) -> Vec<String> {
        self.house.quiet().await;
        let mut told = Vec::new();
        for client in &mut self.clients {
            let frames = client.fence().await;
            let beside = |f: &&Value| !matches!(f["t"].as_str(), Some("fresh" | "check" | "ping"));
            if frames.iter().any(|f| beside(&f)) {
                told.push(client.account.clone());
            }
        }
        told
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_an_audience_may_not_see_makes_no_frame() {
    let mut room = room().await;
    let id = room.id.clone();
    // The first leg's gate concerns those who see the first leg.
    room.house.feed(world::gate(RJ261, "A2")).await;
    assert_eq!(room.hear().await, ["desk", "jfk-1", "escort-01", "wall"]);
    // The same again, and a word about a flight nobody rides: nobody.
    room.house.feed(world::gate(RJ261, "A2")).await;
    room.house.feed(world::gate("AA1/2031-05-06/JFK-LAX", "7")).await;
    assert_eq!(room.hear().await, [""; 0]);
    // An alert's text; a claim at JFK.
    room.house.apply("jfk-1", &id, "alert.raise", json!({ "kind": "lift-broken", "text": "by the door" })).await;
    assert_eq!(room.hear().await, ["desk", "jfk-1", "buf-1", "escort-01"]);
    let wave = json!({ "station": "JFK", "flight": RJ261 });
    room.house.apply("jfk-1", &id, "claim", wave).await;
    assert_eq!(room.hear().await, ["desk", "jfk-1"]);
    // A count on the first leg is not the next airport's.
    room.house.apply("jfk-1", &id, "count", json!({ "leg": 1, "place": "gate", "here": 4 })).await;
    assert_eq!(room.hear().await, ["desk", "jfk-1", "escort-01"]);
    // A movement elsewhere.
    room.house.publish(&world::elsewhere()).await;
    assert_eq!(room.hear().await, ["desk", "lga-1", "buffalo"]);
    room.clients.clear();
    room.house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_acknowledgement_is_between_its_party_and_the_coordinator() {
    let mut room = room().await;
    let id = room.id.clone();
    room.house.feed(world::cancelled(world::B6130)).await;
    room.hear().await;
    let buffalo = room.clients.iter().find(|c| c.account == "buffalo").unwrap();
    let notices = buffalo.body(&id)["notices"].as_array().unwrap();
    let notice = notices.iter().find(|n| n["must_ack"] == true).unwrap()["id"].clone();
    room.house.apply("buffalo", &id, "notice.ack", json!({ "notice": notice, "text": "beds are kept" })).await;
    assert_eq!(room.hear().await, ["desk", "buffalo"]);
    room.clients.clear();
    room.house.close().await;
}

/// A new version of the manifest that differs in one hidden thing.
async fn republish(room: &mut Room, version: u32, change: impl FnOnce(&mut Value)) -> Vec<String> {
    let mut manifest = world::marked();
    change(&mut manifest);
    let asked = room.house.ask("desk", reqwest::Method::POST, "/api/v1/movements").json(&manifest);
    let answer = asked.header("if-match", format!("\"{version}\"")).send().await.unwrap();
    assert_eq!(answer.status(), 200, "{}", answer.text().await.unwrap());
    room.hear().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_locator_or_a_linked_case_is_nothing_to_a_wall_or_another_airport() {
    let mut room = room().await;
    let told = republish(&mut room, 1, |m| m["bookings"][0]["ref"] = json!("NEWLOC")).await;
    assert!(!told.contains(&"wall".to_owned()) && !told.contains(&"lga-1".to_owned()), "{told:?}");
    let told = republish(&mut room, 2, |m| m["cases"][0]["linked"] = json!(["OTHER-9004"])).await;
    assert!(!told.contains(&"wall".to_owned()) && !told.contains(&"lga-1".to_owned()), "{told:?}");
    assert!(told.contains(&"desk".to_owned()));
    room.clients.clear();
    room.house.close().await;
}
