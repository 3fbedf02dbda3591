//! The feeds' door: what waits for a person, settled over HTTP; messages proven by a signature; hints that tell nobody
//! anything; the switch of a source, at every node; and when each node knows that a source was heard.
//! Must not know: how a flight is matched, what is asked because of a hint.

use super::house::{House, SOON};
use super::world::{self, RJ261, time};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::Utc;
use hmac::{Hmac, KeyInit, Mac};
use onward::domain::observation::{DateBasis, Event, Field, FlightRef, Kind, Observation, Say, Stage, Value as Said};
use onward::domain::place::{Airport, Carrier};
use onward::domain::source::Source;
use onward::intake::hints::Hint;
use onward::ledger::unmatched::{self, Waiting, Why};
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};
use sha2::Sha256;

const SECRET: &[u8] = b"a secret of thirty-two bytes, no";
const OTHER: &[u8] = b"another one of thirty-two bytes.";
const PATH: &str = "kJ3v9sQ2xW7tB4nM8pLr5cYd";

/// A telex that names a number, a day and where it lands.
fn telex(number: u16, to: &str) -> Observation {
    let flight = FlightRef {
        carrier: Carrier::parse("RJ").unwrap(),
        number,
        suffix: None,
        date: "2031-05-06".parse().unwrap(),
        basis: DateBasis::Day,
        from: None,
        to: Some(Airport::parse(to).unwrap()),
        repeat: 1,
    };
    let value = Some(Said::At("2031-05-06T21:30:00Z".parse().unwrap()));
    let says = vec![Say { field: Field::Time(Kind::Estimated, Event::In), stage: Stage::Estimated, value }];
    Observation { flight, says, reported: None }
}

async fn wait(house: &House, said: Observation) -> String {
    let store = house.app.intake.movements.store();
    let waiting = Waiting::new(Source::feed("typeb").unwrap(), house.app.clock.now(), Why::Unknown, said);
    let id = waiting.id.to_string();
    store.commit(unmatched::put(store, waiting).await.unwrap(), None, Utc::now()).await.unwrap();
    id
}

async fn list(house: &House, account: &str) -> Vec<Value> {
    let answer = house.get(account, "/api/v1/feeds/unmatched").await;
    answer["unmatched"].as_array().unwrap().clone()
}

async fn settle(house: &House, account: &str, id: &str, body: Value) -> (StatusCode, Value) {
    let path = format!("/api/v1/feeds/unmatched/{id}");
    let answer = house.ask(account, Method::POST, &path).json(&body).send().await.unwrap();
    (answer.status(), answer.json().await.unwrap())
}

async fn flight(house: &House, key: &str) -> Value {
    house.get("desk", &format!("/api/v1/flights/{}", key.replace('/', "%2F"))).await
}

#[tokio::test]
async fn what_waits_is_proposed_to_those_it_concerns_and_settled_with_one_call() {
    let house = House::open().await;
    house.publish(&world::marked()).await;
    house.quiet().await;
    // The wrong number, between airports that only one of our flights of that day has.
    let id = wait(&house, telex(262, "JFK")).await;
    let [row] = list(&house, "desk").await.try_into().unwrap();
    assert_eq!((&row["id"], &row["why"], &row["flights"]), (&json!(id), &json!("unknown"), &json!([RJ261])), "{row}");
    assert_eq!(
        row["said"]["flight"],
        json!({ "carrier": "RJ", "number": "262", "suffix": null, "date": "2031-05-06", "from": null, "to": "JFK" })
    );
    assert_eq!(row["said"]["says"], json!({ "estimated_in": "2031-05-06T21:30:00Z" }));
    // That somebody rides it is told to those alone who see them.
    for (account, proposed) in [
        ("jfk-1", json!([RJ261])),
        ("root", json!([RJ261])),
        ("other-desk", json!([])),
        ("ord-1", json!([])),
        ("buf-1", json!([])),
    ] {
        assert_eq!(list(&house, account).await[0]["flights"], proposed, "{account}");
    }
    for (account, status) in [("jfk-1", 403), ("buffalo", 403), ("swim", 403)] {
        assert_eq!(settle(&house, account, &id, json!({ "flight": RJ261 })).await.0, status, "{account}");
    }
    let (status, problem) = settle(&house, "desk", &id, json!({})).await;
    assert_eq!((status.as_u16(), &problem["pointer"]), (422, &json!("/flight")), "{problem}");
    for (account, flight) in [("desk", "RJ9/2031-05-06/AMM-JFK"), ("other-desk", RJ261)] {
        let (status, problem) = settle(&house, account, &id, json!({ "flight": flight })).await;
        assert_eq!((status.as_u16(), &problem["pointer"]), (422, &json!("/flight")), "{account} {problem}");
    }
    assert_eq!(settle(&house, "desk", &id, json!({ "flight": RJ261 })).await, (StatusCode::OK, json!({ "done": 1 })));
    assert_eq!(flight(&house, RJ261).await["times"]["estimated_in"]["at"], "2031-05-06T21:30:00Z");
    assert_eq!(list(&house, "desk").await, Vec::<Value>::new());
    assert_eq!(settle(&house, "desk", &id, json!({ "flight": RJ261 })).await.0, 404);
    house.close().await;
}

#[tokio::test]
async fn one_that_is_laid_aside_says_nothing() {
    let house = House::open().await;
    house.publish(&world::marked()).await;
    house.quiet().await;
    // The right number, of yesterday by its own date.
    let mut said = telex(261, "JFK");
    said.flight.date = "2031-05-05".parse().unwrap();
    let id = wait(&house, said).await;
    assert_eq!(list(&house, "desk").await[0]["flights"], json!([RJ261]));
    let aside = |account: &'static str| {
        let path = format!("/api/v1/feeds/unmatched/{id}");
        let asked = house.ask(account, Method::DELETE, &path).send();
        async move { asked.await.unwrap().status().as_u16() }
    };
    assert_eq!((aside("jfk-1").await, aside("root").await, aside("root").await), (403, 200, 404));
    let nobody = house.ask("desk", Method::GET, "/api/v1/flights/RJ261%2F2031-05-06%2FAMM-JFK").send().await;
    assert_eq!(nobody.unwrap().status(), 404, "nothing was said of it");
    house.close().await;
}

#[tokio::test]
async fn a_suffix_is_shown_to_those_alone_whose_people_ride_the_flight() {
    let house = House::open().await;
    house.publish(&world::marked()).await;
    house.quiet().await;
    house.feed(time(RJ261, "ONB", "EST", "2031-05-07T09:00:00Z").replace(">261<", ">261D<")).await;
    assert_eq!(list(&house, "other-desk").await, Vec::<Value>::new());
    let [row] = list(&house, "desk").await.try_into().unwrap();
    assert_eq!(
        (&row["why"], &row["flights"], &row["said"]["flight"]["suffix"]),
        (&json!("suffix"), &json!([RJ261]), &json!("D"))
    );
    let id = row["id"].as_str().unwrap();
    assert_eq!(settle(&house, "other-desk", id, json!({})).await.0, 404);
    assert_eq!(settle(&house, "desk", id, json!({})).await.0, 200);
    assert_eq!(flight(&house, RJ261).await["times"]["estimated_in"]["at"], "2031-05-07T09:00:00Z");
    house.close().await;
}

/// A house with one source that proves itself, and the folder of its secrets.
async fn signing() -> (House, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: String| {
        std::fs::write(folder.path().join(name), text).unwrap();
        folder.path().join(name).display().to_string()
    };
    let secret = file("secret", format!("whsec_{}\n", STANDARD.encode(SECRET)));
    let path = file("path", PATH.to_owned());
    let feeds = format!(
        "[[feed]]\nname = \"airport-aidx\"\nkind = \"aidx\"\nwebhook_secret = \"file:{secret}\"\nhint_path = \"file:{path}\"\n\
         [feed.poll]\nurl = \"https://feed.invalid\"\n"
    );
    (House::with_feeds(&feeds).await, folder)
}

fn signature(secret: &[u8], id: &str, at: i64, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).unwrap();
    mac.update(format!("{id}.{at}.{body}").as_bytes());
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

async fn signed(house: &House, source: &str, at: i64, signatures: &str, body: &str) -> Response {
    let asked = house.http.post(format!("{}/api/v1/feeds/{source}", house.base)).header("webhook-id", "msg_1");
    let asked = asked.header("webhook-timestamp", at).header("webhook-signature", signatures);
    asked.header("content-type", "application/xml").body(body.to_owned()).send().await.unwrap()
}

#[tokio::test]
async fn a_signed_message_is_the_sources_own_and_the_same_again_changes_nothing() {
    let (house, folder) = signing().await;
    let (now, body) = (Utc::now().timestamp(), time(RJ261, "ONB", "EST", "2031-05-06T20:30:00Z"));
    let good = signature(SECRET, "msg_1", now, &body);
    let first = signed(&house, "airport-aidx", now, &good, &body).await;
    assert_eq!(first.status(), 202);
    assert_eq!(first.json::<Value>().await.unwrap()["accepted"], 1);
    let again: Value = signed(&house, "airport-aidx", now, &good, &body).await.json().await.unwrap();
    assert_eq!((&again["accepted"], &again["unchanged"]), (&json!(0), &json!(1)));
    // Whatever is wrong with it, the answer is that to a stranger without any signature.
    let url = format!("{}/api/v1/feeds/airport-aidx", house.base);
    let stranger = house.http.post(url).body(body.clone()).send().await.unwrap();
    let stranger = (stranger.status(), stranger.text().await.unwrap());
    assert_eq!(stranger.0, 401);
    let old = now - onward::limits::WEBHOOK_SKEW_S - 60;
    for (what, source, at, signatures, sent) in [
        ("another secret", "airport-aidx", now, signature(OTHER, "msg_1", now, &body), body.clone()),
        ("another body", "airport-aidx", now, good.clone(), body.replace("20:30", "21:30")),
        ("long ago", "airport-aidx", old, signature(SECRET, "msg_1", old, &body), body.clone()),
        ("a source without a secret", "aidx", now, good.clone(), body.clone()),
        ("no source", "nothing", now, good.clone(), body.clone()),
        ("an empty body", "airport-aidx", now, good.clone(), String::new()),
    ] {
        let answer = signed(&house, source, at, &signatures, &sent).await;
        assert_eq!((answer.status(), answer.text().await.unwrap()), stranger, "{what}");
    }
    // The secret is changed while the hub runs: for a while the sender signs with both.
    std::fs::write(folder.path().join("secret"), format!("whsec_{}", STANDARD.encode(OTHER))).unwrap();
    let both = format!("{good} {}", signature(OTHER, "msg_1", now, &body));
    assert_eq!(signed(&house, "airport-aidx", now, &both, &body).await.status(), 202);
    assert_eq!(signed(&house, "airport-aidx", now, &good, &body).await.status(), 401);
    house.close().await;
}

/// All hints that have come, once there are so many.
async fn hints(house: &House, count: usize) -> Vec<Hint> {
    let mut all = Vec::new();
    let come = async {
        while all.len() < count {
            all.extend(house.app.hints.taken().await);
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(SOON, come).await.unwrap();
    all
}

async fn hint(house: &House, path: &str, body: String) -> (StatusCode, reqwest::header::HeaderMap, String) {
    let answer = house.http.post(format!("{}/api/v1/hints/{path}", house.base)).body(body).send().await.unwrap();
    let (status, mut headers) = (answer.status(), answer.headers().clone());
    headers.remove("date");
    (status, headers, answer.text().await.unwrap())
}

#[tokio::test]
async fn a_hint_asks_for_a_poll_is_never_believed_and_tells_nobody_whether_it_was_one() {
    let (house, folder) = signing().await;
    let body = time(RJ261, "ONB", "EST", "2031-05-06T20:30:00Z");
    let seq = house.seq().await;
    let mut answers = Vec::new();
    for path in ["nobody-knows-this-path-at-all", &PATH[..PATH.len() - 1], PATH] {
        answers.push(hint(&house, path, body.clone()).await);
    }
    assert_eq!((answers[0].0, answers[0].2.as_str()), (StatusCode::OK, ""));
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    // The work comes after the answer.
    let source = Source::feed("airport-aidx").unwrap();
    assert_eq!(hints(&house, 1).await, [Hint { source: source.clone(), what: Some("RJ261".into()) }]);
    assert_eq!(house.seq().await, seq, "nothing of it was written");
    // What names no flight asks for whatever is next.
    hint(&house, PATH, "rubbish".into()).await;
    assert_eq!(hints(&house, 1).await, [Hint { source, what: None }]);
    let metrics = house.http.get(format!("{}/metrics", house.base)).send().await.unwrap().text().await.unwrap();
    assert!(metrics.contains("/api/v1/hints/{path}") && !metrics.contains(PATH));
    drop(folder);
    house.close().await;
}

async fn switch(house: &House, account: &str, source: &str, on: bool) -> StatusCode {
    let path = format!("/api/v1/feeds/{source}/switch");
    house.ask(account, Method::POST, &path).json(&json!({ "on": on })).send().await.unwrap().status()
}

async fn push(house: &House) -> (u16, Value) {
    let asked =
        house.ask("swim", Method::POST, "/api/v1/feeds/aidx").body(time(RJ261, "OFB", "ACT", "2031-05-06T07:50:00Z"));
    let answer = asked.send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

async fn row(house: &House, source: &str) -> Value {
    let list = house.get("desk", "/api/v1/feeds").await;
    list["sources"].as_array().unwrap().iter().find(|s| s["source"] == source).cloned().unwrap_or_default()
}

/// Asks until it is so.
async fn until(house: &House, is: impl Fn(&Value) -> bool) {
    let asked = async { while !is(&row(house, "aidx").await) {} };
    tokio::time::timeout(SOON, asked).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_source_that_is_switched_off_is_heard_at_no_node_until_it_is_on_again() {
    let one = House::open().await;
    let other = one.beside().await;
    assert_eq!(push(&one).await.0, 202);
    // The node that did not hear it knows that it was heard.
    until(&other, |row| !row["heard"].is_null()).await;
    assert_eq!(row(&other, "aidx").await["messages"], 0, "what was read is counted where it was");
    for (account, source, status) in
        [("jfk-1", "aidx", 403), ("swim", "aidx", 403), ("desk", "nothing", 404), ("desk", "aidx", 200)]
    {
        assert_eq!(switch(&one, account, source, false).await, status, "{account} {source}");
    }
    let (status, problem) = push(&one).await;
    assert_eq!((status, &problem["type"]), (409, &json!("feed-off")));
    assert_eq!(row(&one, "aidx").await["state"], "off");
    until(&other, |row| row["state"] == "off").await;
    assert_eq!(push(&other).await.0, 409);
    // A node that starts later finds it off.
    let third = one.beside().await;
    assert_eq!((push(&third).await.0, &row(&third, "aidx").await["state"]), (409, &json!("off")));
    assert_eq!(switch(&third, "root", "aidx", true).await, 200);
    until(&one, |row| row["state"] != "off").await;
    assert_eq!(push(&one).await.0, 202);
    for house in [third, other, one] {
        house.close().await;
    }
}
