//! A whole hub that asks: for the flights of published movements and for no others, with what it hears merged as from
//! any feed; and another hub that goes on when the first one leaves.
//! Must not know: how often anything is asked.

use super::SECRET;
use super::server::{Server, json, reply};
use crate::promise::house::{House, SOON};
use crate::promise::world::{self, B6130, RJ261};
use onward::domain::source::Source;
use onward::intake::hints::Hint;
use onward::ledger::spent;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json as value};
use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};

/// A board in AIDX and a service that is asked by flight, both at JFK.
fn sources(board: &Server, numbers: &Server, key: &Path, pace: &str) -> String {
    std::fs::write(key, SECRET).unwrap();
    let one = |name: &str, kind: &str, url: &str| {
        format!(
            "[[feed]]\nname = \"{name}\"\nkind = \"{kind}\"\ncovers = [\"JFK\"]\n[feed.poll]\nurl = \"{url}\"\nprivate = true\n\
             key = \"file:{}\"\nper_minute = 1000\nper_day = 1000000\n{pace}\n",
            key.display()
        )
    };
    let off = one("silent-aidx", "aidx", &board.base).replace("kind", "on = false\nkind");
    one("board", "aidx", &board.base) + &one("numbers", "aeroapi", &numbers.base) + &off
}

const FAST: &str = "fastest_s = 1\nslowest_s = 1";
const SLOW: &str = "fastest_s = 1\nslowest_s = 3600";

async fn board() -> Server {
    Server::start(|_| reply(200, "content-type: text/xml\r\n", &world::gate(B6130, "B22"))).await
}

async fn numbers() -> Server {
    Server::start(|_| json("{\"links\":null,\"num_pages\":1,\"flights\":[]}")).await
}

/// Asks until it is so.
async fn until(house: &House, account: &str, path: &str, fits: impl Fn(&Value) -> bool) -> Value {
    let began = Instant::now();
    loop {
        let answer = house.ask(account, Method::GET, path).send().await.unwrap();
        let found = answer.json::<Value>().await.unwrap_or_default();
        if fits(&found) {
            return found;
        }
        assert!(began.elapsed() < SOON, "{path}: {found}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// `null` until there is a plan.
fn source(plan: &Value, name: &str) -> Value {
    let mut sources = plan["sources"].as_array().into_iter().flatten();
    sources.find(|s| s["source"] == name).cloned().unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_published_movement_is_asked_for_and_what_is_heard_is_merged() {
    let (board, numbers, folder) = (board().await, numbers().await, tempfile::tempdir().unwrap());
    let house = House::with_feeds(&sources(&board, &numbers, &folder.path().join("key"), FAST)).await;
    let plan = until(&house, "desk", "/api/v1/feeds/plan", |p| p["asked_by"] == "this").await;
    assert!(plan["sources"].as_array().unwrap().iter().all(|s| s["asks"] == value!([])), "nobody travels: {plan}");
    assert!(board.asked().is_empty() && numbers.asked().is_empty());
    house.publish(&world::marked()).await;
    house.publish(&world::elsewhere()).await;
    until(&house, "desk", &format!("/api/v1/flights/{B6130}"), |f| f.to_string().contains("B22")).await;
    numbers.until(6).await;
    let asked: BTreeSet<String> =
        numbers.lines().into_iter().map(|l| l.split('?').next().unwrap().to_owned()).collect();
    let expected = ["GET /flights/JBU130", "GET /flights/RJA261"].map(str::to_owned);
    assert_eq!(asked, expected.into(), "only what is ridden, and only at JFK");
    assert!(board.asked().iter().all(|a| a.body.contains("IATA_AIDX_FlightLegRQ")));

    let plan = until(&house, "root", "/api/v1/feeds/plan", |p| source(p, "numbers")["asks"][1].is_object()).await;
    let row = source(&plan, "numbers");
    assert!(row["asks"].to_string().contains(RJ261) && row["asks"].to_string().contains("departs in"), "{plan}");
    assert!(row["cost"].as_u64().unwrap() > 100 && row["day"]["left"].as_u64().unwrap() < 1_000_000, "{plan}");
    let off = source(&plan, "silent-aidx");
    assert_eq!((&off["problem"], &off["asks"]), (&value!("switched off"), &value!([])), "{plan}");
    let refused = house.ask("jfk-1", Method::GET, "/api/v1/feeds/plan").send().await.unwrap();
    assert_eq!(refused.status(), StatusCode::FORBIDDEN);

    until(&house, "desk", "/api/v1/feeds", |f| f["sources"].to_string().matches("\"ok\"").count() == 2).await;
    let metrics = house.ask("root", Method::GET, "/metrics").send().await.unwrap().text().await.unwrap();
    assert!(metrics.contains("onward_polls_total{source=\"board\",outcome=\"fresh\"}"), "{metrics}");
    assert!(metrics.contains("onward_poll_budget_left{source=\"numbers\"}"));
    assert!(!metrics.contains(SECRET) && !plan.to_string().contains(SECRET));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_hub_goes_on_asking_and_counting_when_the_first_is_gone() {
    let (board, numbers, folder) = (board().await, numbers().await, tempfile::tempdir().unwrap());
    let one = House::with_feeds(&sources(&board, &numbers, &folder.path().join("key"), FAST)).await;
    one.publish(&world::marked()).await;
    numbers.until(4).await;
    let other = one.beside().await;
    let plan = until(&other, "desk", "/api/v1/feeds/plan", |p| p["asked_by"] == "another").await;
    assert!(source(&plan, "numbers")["asks"][0].is_object(), "every hub works out the plan: {plan}");
    one.close().await;
    let before = numbers.asked().len();
    numbers.until(before + 2).await;
    let plan = until(&other, "desk", "/api/v1/feeds/plan", |p| p["asked_by"] == "this").await;
    let left = source(&plan, "numbers")["day"]["left"].as_u64().unwrap();
    assert!(left <= 1_000_000 - u64::try_from(before).unwrap(), "the day is counted on: {left} after {before}");
    // Counted before it is asked, by both: at no moment has more been asked than was counted.
    let asked = numbers.asked().len();
    let counted = spent::load(other.app.intake.movements.store(), "numbers").await.unwrap().unwrap();
    assert!(usize::try_from(counted.today).unwrap() >= asked, "{counted:?}, asked {asked}");
    other.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hint_puts_a_flight_first_whichever_hub_it_is_given_to() {
    let (board, numbers, folder) = (board().await, numbers().await, tempfile::tempdir().unwrap());
    let house = House::with_feeds(&sources(&board, &numbers, &folder.path().join("key"), SLOW)).await;
    house.publish(&world::marked()).await;
    // Both flights once; then neither for minutes, by their own pace.
    numbers.until(2).await;
    let hint = |what: &str| Hint { source: Source::feed("numbers").unwrap(), what: Some(what.to_owned()) };
    assert!(house.app.hints.hint(hint("B6130")));
    numbers.until(3).await;
    assert!(numbers.lines()[2].starts_with("GET /flights/JBU130"), "{:?}", numbers.lines());
    let other = house.beside().await;
    until(&other, "desk", "/api/v1/feeds/plan", |p| p["asked_by"] == "another").await;
    assert!(other.app.hints.hint(hint(RJ261)));
    numbers.until(4).await;
    assert!(numbers.lines()[3].starts_with("GET /flights/RJA261"), "{:?}", numbers.lines());
    other.close().await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_source_that_fails_is_told_of_and_left_alone() {
    let (board, folder) = (board().await, tempfile::tempdir().unwrap());
    let numbers = Server::start(|_| reply(429, "retry-after: 3600\r\n", "")).await;
    let house = House::with_feeds(&sources(&board, &numbers, &folder.path().join("key"), FAST)).await;
    house.publish(&world::marked()).await;
    let plan = until(&house, "desk", "/api/v1/feeds/plan", |p| source(p, "numbers")["paused"].is_object()).await;
    assert_eq!(source(&plan, "numbers")["paused"]["why"], "asks to wait 3600 s");
    let feeds = until(&house, "desk", "/api/v1/feeds", |f| f["sources"].to_string().contains("asks to wait")).await;
    let of = |name: &str| feeds["sources"].as_array().unwrap().iter().find(|s| s["source"] == name).unwrap().clone();
    assert_eq!(
        (&of("numbers")["state"], &of("numbers")["last_error"]),
        (&value!("ok"), &value!("asks to wait 3600 s")),
        "silence is told when it has lasted, the reason at once"
    );
    // The others go on; by then the paused one would have been asked again, three times over. Two were on their way.
    let heard = board.asked().len();
    board.until(heard + 6).await;
    assert!(numbers.asked().len() <= 2, "{:?}", numbers.lines());
    house.close().await;
}
