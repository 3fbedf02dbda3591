//! I9 whereabouts, where it does not go by the book: two who both had them, a slip taken back, somebody missing and
//! found, people who come and drop out, a child handed to the guardian by two accounts, a call written down for who
//! said it. After each, every audience is shown one party for every person.
//! Must not know: how the hub folds facts or renders views.

use super::house::House;
use super::journey::{READERS, at};
use super::truth::{Truth, acted, alerts, text, travellers};
use super::world::{self, BUFFALO, ERIE};
use serde_json::{Value, json};

const NOUR: &str = BUFFALO[0];
const IDRIS: &str = ERIE[0];
const TEEN: &str = "Teen Traveller";

async fn begin(house: &House) -> Truth<'_> {
    Truth::begin(house, &world::walked(), &READERS, &["AMM", "JFK", "BUF"]).await
}

/// With JFK, as if the escort had handed them on.
async fn at_jfk(house: &House) -> Truth<'_> {
    let mut truth = begin(house).await;
    let body = json!({ "from": "origin", "all": true, "count": 4 });
    truth.did("escort-01", &at("00:20"), "handover.accept", body).await;
    let body = json!({ "from": "escort:escort-01", "all": true, "count": 4 });
    truth.did("jfk-1", &at("13:40"), "handover.accept", body).await;
    truth.moved(&at("13:40"), &[], "station:JFK", "jfk-1").await;
    truth
}

async fn refused(house: &House, truth: &Truth<'_>, account: &str, command: &Value) -> (String, String) {
    let answer = house.command(account, &truth.id, command).await;
    (text(&answer["outcome"]), text(&answer["problem"]["type"]))
}

fn pair(outcome: &str, code: &str) -> (String, String) {
    (outcome.to_owned(), code.to_owned())
}

async fn noticed(truth: &Truth<'_>, kind: &str) -> Vec<&'static str> {
    let mut told = Vec::new();
    for reader in READERS {
        let live = truth.body(reader, "live").await.unwrap();
        let me = |n: &&Value| n["kind"] == kind && (reader != "desk" || n["party"] == "coordinator:us-rp");
        let mine: Vec<&Value> = live["notices"].as_array().into_iter().flatten().filter(me).collect();
        assert!(mine.iter().all(|n| n["must_ack"] == true) && mine.len() < 2, "{reader}: {mine:?}");
        told.extend((!mine.is_empty()).then_some(reader));
    }
    told
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_does_not_fit_together_moves_the_person_and_is_told_to_both() {
    let house = House::open().await;
    let mut truth = at_jfk(&house).await;
    // BUF says that it took them off the aircraft, while JFK has them by our record.
    let body = json!({ "from": format!("aboard:{}", world::B6130), "travellers": [truth.who(IDRIS)], "count": 1 });
    truth.did("buf-1", &at("13:52"), "handover.take", body).await;
    truth.moved(&at("13:52"), &[IDRIS], "station:BUF", "buf-1").await;
    house.quiet().await;
    assert_eq!(noticed(&truth, "contradiction").await, ["desk", "jfk-1", "buf-1"]);
    for (reader, knows) in [("desk", true), ("jfk-1", true), ("buf-1", true)] {
        let live = truth.body(reader, "live").await.unwrap();
        assert_eq!(alerts(&live), if knows { vec!["custody.contradiction"] } else { vec![] }, "{reader}");
        let other = if reader == "jfk-1" { "station:BUF" } else { "station:JFK" };
        assert!(reader == "desk" || !live["alerts"].to_string().contains(other), "{reader}: {}", live["alerts"]);
    }
    // An accept that names another giver than the one who had them: the one who had them is told too.
    let body = json!({ "from": "escort:escort-01", "travellers": [truth.who(IDRIS)], "count": 1 });
    truth.did("jfk-1", &at("13:54"), "handover.accept", body).await;
    truth.moved(&at("13:54"), &[IDRIS], "station:JFK", "jfk-1").await;
    house.quiet().await;
    let live = truth.body("escort-01", "live").await.unwrap();
    assert!(live["notices"].to_string().contains("contradiction"), "{live}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slip_is_taken_back_by_its_author_and_was_never_so() {
    let house = House::open().await;
    let mut truth = at_jfk(&house).await;
    let body = json!({ "party": { "kind": "hotel" }, "travellers": [truth.who(NOUR)], "count": 1 });
    let give = truth.did("jfk-1", &at("13:45"), "handover.give", body).await;
    truth.moved(&at("13:45"), &[NOUR], "out:hotel", "jfk-1").await;
    let undo = |at: &str| acted(at, "undo", json!({ "command": give }));
    assert_eq!(refused(&house, &truth, "jfk-2", &undo(&at("13:46"))).await, pair("rejected", "not-your-command"));
    assert_eq!(refused(&house, &truth, "jfk-1", &undo(&at("13:56"))).await, pair("rejected", "too-late-to-undo"));
    truth.did("jfk-1", &at("13:48"), "undo", json!({ "command": give })).await;
    truth.moved(&at("13:48"), &[NOUR], "station:JFK", "jfk-1").await;
    assert_eq!(refused(&house, &truth, "jfk-1", &undo(&at("13:49"))).await, pair("conflict", "already-undone"));
    // What was taken back never happened, also at the moment before it was taken back.
    let path = format!("/api/v1/movements/{}/whereabouts?at={}", truth.id, at("13:46"));
    assert_eq!(house.get("desk", &path).await["with"], json!([{ "party": "station:JFK", "count": 4 }]));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_missing_is_an_alarm_until_they_are_found() {
    let house = House::open().await;
    let mut truth = at_jfk(&house).await;
    let (idris, place) = (truth.who(IDRIS), "food-court");
    truth.did("jfk-1", &at("13:50"), "person.missing", json!({ "traveller": idris, "where": place })).await;
    truth.moved(&at("13:50"), &[IDRIS], "unknown", "jfk-1").await;
    house.quiet().await;
    // The receiver hears of it when the coordinator says so.
    assert_eq!(noticed(&truth, "not-known").await, ["desk", "escort-01", "jfk-1", "buf-1"]);
    let desk = truth.body("desk", "live").await.unwrap();
    let alert = &desk["alerts"][0];
    assert_eq!((&alert["kind"], &alert["party"]), (&json!("person-missing"), &json!("station:JFK")));
    assert_eq!(truth.body("jfk-1", "live").await.unwrap()["alerts"][0]["party"], "station:JFK", "its own");
    assert_eq!(truth.body("buf-1", "live").await.unwrap()["alerts"][0]["party"], json!(null), "another's");
    let resolve = acted(&at("13:51"), "alert.resolve", json!({ "alert": alert["id"] }));
    assert_eq!(refused(&house, &truth, "desk", &resolve).await, pair("rejected", "still-not-known"));
    truth.did("jfk-1", &at("13:55"), "person.found", json!({ "traveller": idris, "where": "gate" })).await;
    truth.moved(&at("13:55"), &[IDRIS], "station:JFK", "jfk-1").await;
    assert_eq!(alerts(&truth.body("desk", "live").await.unwrap()), Vec::<String>::new());
    // Found before that by somebody who was offline: with who found him, and then again with JFK.
    let found = acted(&at("13:53"), "person.found", json!({ "traveller": idris, "where": "shop" }));
    assert_eq!(house.command("escort-01", &truth.id, &found).await["outcome"], "applied");
    truth.agree().await;
    let path = format!("/api/v1/movements/{}/whereabouts?at={}", truth.id, at("13:54"));
    let then = house.get("desk", &path).await;
    assert!(then["with"].to_string().contains("escort:escort-01"), "{then}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_post_did_outside_is_no_other_posts_to_know() {
    let house = House::open().await;
    let mut truth = at_jfk(&house).await;
    let nour = truth.who(NOUR);
    let body = json!({ "party": { "kind": "hospital" }, "travellers": [nour], "count": 1, "back_by": at("13:55") });
    truth.did("jfk-1", &at("13:45"), "handover.give", body).await;
    // The clock stands at 14:00: they should have been back.
    house.quiet().await;
    truth.moved(&at("13:55"), &[NOUR], "unknown", "jfk-1").await;
    for (reader, party) in [("desk", json!("out:hospital")), ("jfk-1", json!("out:hospital")), ("buf-1", json!(null))] {
        let live = truth.body(reader, "live").await.unwrap();
        assert_eq!(
            (&live["alerts"][0]["kind"], &live["alerts"][0]["party"]),
            (&json!("late-return"), &party),
            "{reader}"
        );
    }
    // Back before that, and told only now: there is no alarm any more.
    let body = json!({ "from": "out:hospital", "travellers": [nour], "count": 1 });
    truth.did("jfk-1", &at("13:52"), "handover.take", body).await;
    truth.moved(&at("13:58"), &[NOUR], "station:JFK", "jfk-1").await;
    house.quiet().await;
    truth.agree().await;
    assert_eq!(alerts(&truth.body("desk", "live").await.unwrap()), Vec::<String>::new());
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_come_and_drop_out_on_the_way() {
    let house = House::open().await;
    let mut truth = at_jfk(&house).await;
    let drop = json!({ "travellers": [truth.who(IDRIS)], "outcome": "own-decision" });
    truth.did("jfk-1", &at("13:45"), "traveller.drop", drop).await;
    truth.drop_out(IDRIS);
    truth.agree().await;
    let birth = json!({ "reason": "birth", "called": "Nova", "name": "Nova Markerbuf", "like": truth.who(NOUR),
        "with": truth.who(NOUR), "sex": "F" });
    truth.did("jfk-1", &at("13:46"), "traveller.add", birth).await;
    let unlisted = json!({ "reason": "unlisted", "called": "Somebody", "name": "Some Body" });
    truth.did("jfk-1", &at("13:47"), "traveller.add", unlisted).await;
    truth.look().await;
    truth.moved(&at("13:47"), &["Nova Markerbuf", "Some Body"], "station:JFK", "jfk-1").await;
    for reader in READERS {
        let (live, people) = (truth.body(reader, "live").await.unwrap(), truth.body(reader, "people").await);
        let counts = (live["counts"]["expected"].as_u64().unwrap(), live["counts"]["in_arms"].as_u64().unwrap());
        let expected = match reader {
            "buffalo" => (2, 1),
            "erie" => (1, 0),
            _ => (4, 1),
        };
        assert_eq!(counts, expected, "{reader}");
        let Some(people) = people else { continue };
        for person in travellers(&people) {
            let (out, new) = (person["traveller"] == truth.who(IDRIS), person["traveller"] == truth.who("Some Body"));
            assert_eq!((person["not_travelling"] == true, person["unconfirmed"] == true), (out, new), "{reader}");
            let why = (out && reader == "desk").then_some("own-decision");
            assert_eq!(person["outcome"].as_str(), why, "{reader}: why is the coordinator's");
        }
    }
    let who = json!({ "traveller": truth.who("Some Body"), "confirm": true });
    truth.did("desk", &at("13:50"), "traveller.correct", who).await;
    assert!(!truth.body("desk", "people").await.unwrap().to_string().contains("unconfirmed"));
    let told: Vec<_> = truth.history("jfk-2").await.into_iter().filter(|f| f["kind"] == "traveller.drop").collect();
    assert_eq!((told.len(), told[0]["body"].get("outcome")), (1, None));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_child_is_handed_to_the_guardian_by_two_accounts() {
    let house = House::open().await;
    let mut truth = at_jfk(&house).await;
    let teen = truth.who(TEEN);
    let release =
        |at: &str, kind: &str, code: &str| acted(at, kind, json!({ "traveller": teen, "id_seen": true, "code": code }));
    let early = release(&at("13:50"), "release", "7441");
    assert_eq!(refused(&house, &truth, "erie", &early).await, pair("rejected", "not-at-the-end"));
    truth.did("erie", &at("13:55"), "reception.received", json!({ "count": 2 })).await;
    truth.moved(&at("13:55"), &[IDRIS, TEEN], "receiver:erie-reception", "erie").await;
    let first = release(&at("13:56"), "release", "7441");
    assert_eq!(house.command("erie", &truth.id, &first).await["outcome"], "applied");
    truth.agree().await;
    for (account, code, refusal) in [("erie", "7441", "second-account"), ("escort-01", "7442", "code-differs")] {
        let second = release(&at("13:57"), "release.confirm", code);
        assert_eq!(refused(&house, &truth, account, &second).await, pair("rejected", refusal), "{account}");
    }
    let second = release(&at("13:58"), "release.confirm", "7441");
    assert_eq!(house.command("escort-01", &truth.id, &second).await["outcome"], "applied");
    truth.moved(&at("13:58"), &[TEEN], "ended", "erie").await;
    let undo = acted(&at("13:59"), "undo", json!({ "command": second["id"] }));
    assert_eq!(refused(&house, &truth, "escort-01", &undo).await, pair("rejected", "cannot-undo"));
    // Not for one whose adult is with them, and what the guardian said is in nobody's history.
    let nour = acted(&at("13:59"), "release", json!({ "traveller": truth.who(IDRIS), "id_seen": true, "code": "1" }));
    assert_eq!(refused(&house, &truth, "erie", &nour).await, pair("rejected", "no-guardian"));
    for reader in ["desk", "erie", "escort-01"] {
        let applied: Vec<_> = truth
            .history(reader)
            .await
            .into_iter()
            .filter(|f| f["kind"] != "refused" && f.to_string().contains("7441"))
            .collect();
        assert_eq!(applied, Vec::<Value>::new(), "{reader}");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_heard_by_phone_is_written_down_for_who_said_it() {
    let house = House::open().await;
    let mut truth = begin(&house).await;
    let mut call = acted(&at("00:20"), "handover.accept", json!({ "from": "origin", "all": true, "count": 4 }));
    call["for"] = json!("escort:escort-01");
    assert_eq!(refused(&house, &truth, "desk", &call).await, pair("rejected", "not-your-command"), "heard how?");
    (call["id"], call["heard"], call["by"]) = (json!(uuid::Uuid::now_v7()), json!("phone"), json!("Bea"));
    assert_eq!(house.command("desk", &truth.id, &call).await["outcome"], "applied");
    truth.moved(&at("00:20"), &[], "escort:escort-01", "escort-01").await;
    for (reader, by) in [("desk", "desk"), ("escort-01", "coordinator:us-rp")] {
        let facts = truth.history(reader).await;
        let fact = facts.iter().find(|f| f["id"] == call["id"]).unwrap();
        let said = (&fact["by"], &fact["for"], &fact["heard"], &fact["acted"]);
        assert_eq!(said, (&json!(by), &json!("escort:escort-01"), &json!("phone"), &json!(at("00:20"))), "{reader}");
        assert_eq!(fact["body"].get("person").is_some(), reader == "desk", "who was at the post");
    }
    // The right is that of who said it: an authority hands nobody over, a stranger is no party of this.
    for (party, code) in
        [("authority:us-arrivals", "not-your-command"), ("receiver:stranger-house", "malformed-command")]
    {
        let mut call = acted(&at("00:25"), "handover.accept", json!({ "from": "origin", "all": true, "count": 4 }));
        (call["for"], call["heard"]) = (json!(party), json!("phone"));
        assert_eq!(refused(&house, &truth, "desk", &call).await, pair("rejected", code), "{party}");
    }
    truth.agree().await;
    house.close().await;
}
