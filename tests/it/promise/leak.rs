//! I2 no leak: no byte reaches a client outside its scope. Every byte that any account can get, over its socket and
//! from every address, is kept and searched for what is marked in the manifest; who may have which is the fields
//! table of `protocol.md` §4.
//! Must not know: how views are made.

use super::client::Client;
use super::house::{ACCOUNTS, House};
use super::world::{self, BUFFALO, ERIE, GUARDIAN, KEYS, LINKED, LOCATOR, RJ261};
use reqwest::{Method, StatusCode};
use serde_json::json;

/// Everything one account ever got.
struct Ear {
    account: &'static str,
    socket: Option<Client>,
    read: Vec<String>,
}

impl Ear {
    fn heard(&self, marker: &str) -> bool {
        self.read.iter().any(|text| text.contains(marker)) || self.socket.as_ref().is_some_and(|c| c.knows(marker))
    }
}

async fn ears(house: &House) -> Vec<Ear> {
    let mut ears = Vec::new();
    for (account, ..) in ACCOUNTS {
        let documents = !matches!(account, "swim" | "root");
        let socket = if documents { Some(house.connect(account).await) } else { None };
        ears.push(Ear { account, socket, read: Vec::new() });
    }
    ears
}

/// Asks everything there is to ask, as this account.
async fn ask_all(house: &House, ear: &mut Ear, ids: &[&str]) {
    let mut paths =
        vec!["/api/v1/movements".to_owned(), "/api/v1/me".into(), "/api/v1/feeds".into(), "/metrics".into()];
    paths.extend(["/api/v1/airports?codes=JFK,BUF".to_owned(), format!("/api/v1/flights/{RJ261}")]);
    for id in ids {
        paths.extend([format!("/api/v1/movements/{id}"), format!("/api/v1/movements/{id}/history")]);
    }
    for foreign in ["coordinator:us-rp", "station:JFK", "receiver:buffalo-welcome", "receiver:erie-reception"] {
        paths.push(format!("/api/v1/movements?audience={foreign}"));
    }
    for path in paths {
        ear.read.push(house.ask(ear.account, Method::GET, &path).send().await.unwrap().text().await.unwrap());
    }
    for q in [BUFFALO[3], BUFFALO[0], "7001", "8002", "GROUP-1", "RJ261", LOCATOR, LINKED, "MARKERBUF"] {
        for audience in [None, Some("coordinator:us-rp"), Some("station:JFK")] {
            let asked = house.ask(ear.account, Method::POST, "/api/v1/search");
            let answer = asked.json(&json!({ "q": q, "audience": audience })).send().await.unwrap();
            ear.read.push(answer.text().await.unwrap());
        }
    }
}

async fn listen_to_a_day(house: &House, ears: &mut [Ear]) {
    let id = house.publish(&world::marked()).await;
    house.publish(&world::second()).await;
    let wave = json!({ "station": "JFK", "flight": RJ261 });
    house.apply("jfk-1", &id, "claim", wave).await;
    house.apply("jfk-1", &id, "alert.raise", json!({ "kind": "lift-broken", "text": "ALERTMARK" })).await;
    house.feed(world::cancelled(world::B6130)).await;
    house.quiet().await;
    for ear in ears.iter_mut() {
        ask_all(house, ear, &[&id, &uuid::Uuid::now_v7().to_string()]).await;
    }
    house.apply("desk", &id, "movement.cancel", json!({ "reason": "REASONMARK" })).await;
    house.quiet().await;
    for ear in ears.iter_mut() {
        ask_all(house, ear, &[&id]).await;
        if let Some(client) = &mut ear.socket {
            client.fence().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_marked_reaches_only_those_the_fields_table_names() {
    let house = House::open().await;
    let mut ears = ears(&house).await;
    listen_to_a_day(&house, &mut ears).await;
    let only = |markers: &[&str], may: &[&str]| {
        for marker in markers {
            let heard: Vec<_> = ears.iter().filter(|e| e.heard(marker)).map(|e| e.account).collect();
            assert_eq!(heard, may, "{marker}");
        }
    };
    let names = ["desk", "desk-2", "jfk-1", "jfk-2"];
    let (b, e) = (BUFFALO, ERIE);
    only(&[b[0], b[1], b[2], b[5]], &[&names[..], &["buffalo", "escort-01"]].concat());
    only(&[e[0], e[1]], &[&names[..], &["erie", "escort-01"]].concat());
    // Full case numbers: the coordinator and the family's own receiver; dates of birth: the coordinator alone.
    only(&[b[3]], &["desk", "desk-2", "buffalo"]);
    only(&[e[2]], &["desk", "desk-2", "erie"]);
    only(&[b[4], e[3], LINKED], &["desk", "desk-2"]);
    // Nobody is sent these: they are opened one by one, or kept for one act.
    only(&[LOCATOR, GUARDIAN[0], KEYS[0], KEYS[1], KEYS[2]], &[]);
    only(&["ALERTMARK"], &names);
    only(&["REASONMARK"], &["desk", "desk-2"]);
    for phone in [world::ESCORT_PHONE, world::ESCORT_CALLED] {
        for never in ["other-desk", "lga-1", "stranger", "arrivals", "wall", "swim", "root"] {
            let ear = ears.iter().find(|e| e.account == never).unwrap();
            assert!(!ear.heard(phone), "{never} has {phone}");
        }
    }
    drop(ears);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn names_come_to_a_station_only_when_its_window_opens() {
    // Three days and a half before the first flight, and then fast: each window opens by the clock.
    let house = House::at("2031-05-03T06:00:00Z", 40_000.0).await;
    let mut clients = vec![house.connect("jfk-1").await, house.connect("buffalo").await];
    let id = house.publish(&world::marked()).await;
    house.quiet().await;
    assert_eq!(house.holds("jfk-1").await.len(), 0, "more than 72 h before");
    for client in &mut clients {
        client.fence().await;
        assert!(!client.knows(BUFFALO[0]) && !client.knows(BUFFALO[1]), "{} has names early", client.account);
    }
    assert!(clients[1].has(&format!("{id}/people")), "needs and age bands, from publication");
    house.app.clock.begin();
    for client in &mut clients {
        client.until(|f| f["t"] == "put" && f.to_string().contains(BUFFALO[0])).await;
    }
    drop(clients);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_opens_no_documents_gets_no_socket() {
    let house = House::open().await;
    for (account, status) in [("swim", StatusCode::FORBIDDEN), ("root", StatusCode::FORBIDDEN)] {
        let asked = house.ask(account, Method::GET, "/api/v1/ws").header("upgrade", "websocket");
        assert_eq!(asked.send().await.unwrap().status(), status, "{account}");
    }
    house.close().await;
}
