//! I9 whereabouts: a whole journey AMM-JFK-BUF walked from hand to hand by commands. After each step every audience is
//! shown what is true, in its own words, one party for every person; afterwards the hub can say what was true at any
//! moment in between, and what each audience did and was told.
//! Must not know: how the hub folds facts or renders views.

use super::client::Client;
use super::house::House;
use super::truth::{Truth, acted, alerts, text};
use super::world::{self, B6130, BUFFALO, ERIE, RJ261};
use serde_json::{Value, json};

pub const READERS: [&str; 7] = ["desk", "escort-01", "jfk-1", "buf-1", "buffalo", "erie", "arrivals"];
const NOUR: &str = BUFFALO[0];

/// A time on the day of the journey.
pub fn at(clock: &str) -> String {
    format!("2031-05-06T{clock}:00Z")
}

/// Who sees the one open offer.
async fn offered(truth: &Truth<'_>, offer: &Value, to: &[&str]) {
    for reader in READERS {
        let live = truth.body(reader, "live").await.unwrap();
        let seen = live["offers"].as_array().into_iter().flatten().filter(|o| o["offer"] == *offer).count();
        assert_eq!(seen, usize::from(to.contains(&reader)), "{reader}");
    }
}

/// The escort takes them over, boards them, lands, and offers them to JFK.
async fn to_jfk(house: &House, truth: &mut Truth<'_>) -> Value {
    let body = json!({ "from": "origin", "all": true, "count": 4, "papers_bag": true });
    truth.did("escort-01", &at("00:20"), "handover.accept", body).await;
    truth.moved(&at("00:20"), &[], "escort:escort-01", "escort-01").await;
    truth.did("escort-01", &at("00:40"), "boarded", json!({ "leg": 1, "count": 4 })).await;
    house.feed(world::time(RJ261, "OFB", "ACT", "2031-05-06T00:50:00Z")).await;
    house.quiet().await;
    truth.agree().await;
    truth.did("escort-01", &at("12:43"), "landed", json!({ "leg": 1 })).await;
    house.feed(world::time(RJ261, "ONB", "ACT", "2031-05-06T12:42:00Z")).await;
    house.quiet().await;
    truth.agree().await;
    let live = truth.body("jfk-1", "live").await.unwrap();
    assert_eq!((&live["boarded"][0]["count"], &live["landed"][0]["leg"]), (&json!(4), &json!(1)));
    let body = json!({ "to": "station:JFK", "all": true, "count": 4 });
    let offer = truth.did("escort-01", &at("12:50"), "handover.offer", body).await;
    truth.agree().await;
    offered(truth, &offer, &["desk", "escort-01", "jfk-1"]).await;
    offer
}

/// JFK counts, accepts, gives the wheelchair to assistance and takes her back, passes the checkpoints, sees them board.
async fn through_jfk(truth: &mut Truth<'_>, offer: &Value) {
    truth.did("jfk-1", &at("12:52"), "count", json!({ "leg": 1, "place": "door", "here": 4, "in_arms": 0 })).await;
    let body = json!({ "from": "escort:escort-01", "offer": offer, "all": true, "count": 4, "papers_bag": true });
    truth.did("jfk-1", &at("12:53"), "handover.accept", body).await;
    truth.moved(&at("12:53"), &[], "station:JFK", "jfk-1").await;
    offered(truth, offer, &[]).await;
    let nour = truth.who(NOUR);
    let party = json!({ "kind": "prm", "name": "Desk 4" });
    let body = json!({ "party": party, "travellers": [nour], "count": 1, "back_by": at("14:30") });
    truth.did("jfk-1", &at("12:55"), "handover.give", body).await;
    truth.moved(&at("12:55"), &[NOUR], "out:prm", "jfk-1").await;
    let told = |people: &Value| people.to_string().contains(r#""back_by":"2031-05-06T14:30:00Z""#);
    for (reader, knows) in [("desk", true), ("jfk-1", true), ("buf-1", false), ("buffalo", false)] {
        assert_eq!(told(&truth.body(reader, "people").await.unwrap()), knows, "{reader}");
    }
    let body = json!({ "from": "out:prm", "travellers": [nour], "count": 1 });
    truth.did("jfk-1", &at("13:05"), "handover.take", body).await;
    truth.moved(&at("13:05"), &[NOUR], "station:JFK", "jfk-1").await;
    for (time, checkpoint) in [("13:08", "border"), ("13:15", "gate")] {
        let body = json!({ "all": true, "place": checkpoint, "checkpoint": checkpoint });
        truth.did("jfk-1", &at(time), "sighting", body).await;
        truth.agree().await;
    }
    let passed: Vec<_> = list(truth, "jfk-1", "checkpoints", "checkpoint").await;
    assert_eq!(passed, ["gate", "border"], "its own, newest first");
    assert!(list(truth, "buf-1", "checkpoints", "checkpoint").await.is_empty());
    truth.did("jfk-1", &at("13:20"), "boarded", json!({ "leg": 2, "count": 4 })).await;
    truth.moved(&at("13:20"), &[], &format!("aboard:{B6130}"), "jfk-1").await;
}

async fn list(truth: &Truth<'_>, reader: &str, field: &str, part: &str) -> Vec<String> {
    let live = truth.body(reader, "live").await.unwrap();
    live[field].as_array().into_iter().flatten().map(|c| text(&c[part])).collect()
}

/// Off-block, in, and each receiver answers for its own.
async fn to_the_door(house: &House, truth: &mut Truth<'_>) {
    house.feed(world::time(B6130, "OFB", "ACT", "2031-05-06T13:32:00Z")).await;
    house.feed(world::time(B6130, "ONB", "ACT", "2031-05-06T13:50:00Z")).await;
    house.quiet().await;
    truth.agree().await;
    assert_eq!(truth.body("buffalo", "live").await.unwrap()["next"], "accept");
    truth.did("buffalo", &at("13:55"), "reception.received", json!({ "count": 2 })).await;
    truth.moved(&at("13:55"), &[NOUR, BUFFALO[5]], "receiver:buffalo-welcome", "buffalo").await;
    truth.did("erie", &at("13:57"), "reception.received", json!({ "count": 2 })).await;
    truth.moved(&at("13:57"), &[ERIE[0], "Teen Traveller"], "receiver:erie-reception", "erie").await;
    let desk = truth.body("desk", "live").await.unwrap();
    for reception in desk["reception"].as_array().unwrap() {
        assert_eq!((&reception["expected"], &reception["received"]["count"]), (&json!(2), &json!(2)), "N of N");
    }
    assert_eq!((alerts(&desk), &desk["state"]), (Vec::new(), &json!("arrived")), "nothing to look at: {desk}");
    assert_eq!(truth.body("buffalo", "live").await.unwrap()["next"], json!(null));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_whole_journey_from_hand_to_hand() {
    let house = House::open().await;
    let mut listening = Vec::new();
    for account in READERS {
        listening.push(house.connect(account).await);
    }
    let mut truth = Truth::begin(&house, &world::walked(), &READERS, &["AMM", "JFK", "BUF"]).await;
    truth.agree().await;
    let offer = to_jfk(&house, &mut truth).await;
    through_jfk(&mut truth, &offer).await;
    to_the_door(&house, &mut truth).await;
    house.quiet().await;
    truth.agree_with_the_past().await;
    nobody_heard_more(&house, &mut listening).await;
    histories(&truth).await;
    drop(listening);
    house.close().await;
}

/// I2: of the bytes that ever came, not of the last documents only.
async fn nobody_heard_more(house: &House, listening: &mut [Client]) {
    for client in listening {
        client.converge(house).await;
        let never: &[&str] = match client.account.as_str() {
            "jfk-1" => &[r#""party":"receiver:"#, r#""party":"station:BUF"#, r#""party":"origin"#],
            "buf-1" => &[r#""party":"receiver:"#, r#""party":"station:JFK"#, r#""party":"origin"#, r#""party":"out:"#],
            "buffalo" | "erie" | "arrivals" => {
                &[r#""party":"station:"#, r#""party":"escort:"#, r#""party":"out:"#, r#""party":"aboard"#, "Desk 4"]
            }
            _ => &[],
        };
        for text in never {
            assert!(!client.knows(text), "{} has {text}", client.account);
        }
    }
}

/// What each audience did, what it is a side of, in order; the coordinator all of it.
async fn histories(truth: &Truth<'_>) {
    const ACTS: [&str; 9] = [
        "handover.accept",
        "boarded",
        "landed",
        "handover.offer",
        "count",
        "handover.give",
        "handover.take",
        "sighting",
        "reception.received",
    ];
    let acts = |facts: Vec<Value>| -> Vec<String> {
        let times: Vec<_> = facts.iter().map(|f| text(&f["acted"])).collect();
        assert!(times.is_sorted(), "{times:?}");
        facts.iter().map(|f| text(&f["kind"])).filter(|k| ACTS.contains(&k.as_str())).collect()
    };
    let escort = ["handover.accept", "boarded", "landed", "handover.offer"];
    let jfk = ["count", "handover.accept", "handover.give", "handover.take", "sighting", "sighting", "boarded"];
    let all = [&escort[..], &jfk, &["reception.received"; 2]].concat();
    assert_eq!(acts(truth.history("desk").await), all);
    assert_eq!(acts(truth.history("escort-01").await), [&escort[..], &["handover.accept"]].concat(), "and its answer");
    assert_eq!(acts(truth.history("jfk-1").await), [&["handover.offer"][..], &jfk].concat());
    assert_eq!(acts(truth.history("buffalo").await), ["reception.received"]);
    assert!(acts(truth.history("buf-1").await).is_empty() && acts(truth.history("arrivals").await).is_empty());
    let bag = |facts: Vec<Value>| facts.iter().filter(|f| f["body"]["papers_bag"] == true).count();
    assert_eq!((bag(truth.history("desk").await), bag(truth.history("jfk-1").await)), (2, 1), "who carried the bag");
    assert!(truth.history("desk").await.iter().any(|f| f["body"]["name"] == "Desk 4"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_accept_that_is_told_before_its_offer_stands_alone() {
    let house = House::open().await;
    let mut truth = Truth::begin(&house, &world::walked(), &READERS, &["AMM", "JFK", "BUF"]).await;
    let body = json!({ "from": "origin", "all": true, "count": 4 });
    truth.did("escort-01", &at("00:20"), "handover.accept", body).await;
    let offer = acted(&at("12:50"), "handover.offer", json!({ "to": "station:JFK", "all": true, "count": 4 }));
    let body = json!({ "from": "escort:escort-01", "offer": offer["id"], "all": true, "count": 4, "papers_bag": true });
    truth.did("jfk-1", &at("12:53"), "handover.accept", body).await;
    truth.moved(&at("12:53"), &[], "station:JFK", "jfk-1").await;
    assert_eq!(house.command("escort-01", &truth.id, &offer).await["outcome"], "applied");
    truth.agree().await;
    offered(&truth, &offer["id"], &[]).await;
    // The escort's clock was ahead: by it she offered after she had been answered.
    let late = acted(&at("13:10"), "handover.offer", json!({ "to": "station:JFK", "all": true, "count": 4 }));
    let body = json!({ "from": "escort:escort-01", "offer": late["id"], "all": true, "count": 4, "papers_bag": true });
    truth.did("jfk-1", &at("13:09"), "handover.accept", body).await;
    assert_eq!(house.command("escort-01", &truth.id, &late).await["outcome"], "applied");
    truth.agree().await;
    offered(&truth, &late["id"], &[]).await;
    // Nor need an accept name the offer that it answers.
    let body = json!({ "to": "escort:escort-01", "all": true, "count": 4 });
    let back = truth.did("jfk-1", &at("13:15"), "handover.offer", body).await;
    offered(&truth, &back, &["desk", "escort-01", "jfk-1"]).await;
    let body = json!({ "from": "station:JFK", "all": true, "count": 4, "papers_bag": true });
    truth.did("escort-01", &at("13:16"), "handover.accept", body).await;
    truth.moved(&at("13:16"), &[], "escort:escort-01", "escort-01").await;
    offered(&truth, &back, &[]).await;
    assert_eq!(alerts(&truth.body("desk", "live").await.unwrap()), Vec::<String>::new());
    house.close().await;
}
