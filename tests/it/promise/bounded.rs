//! I6 bounded: a client that never reads costs the hub ids, not bytes, and costs the others nothing. When it reads
//! again it gets the newest, having skipped what came between.
//! Must not know: how ids wait.

use super::client::Client;
use super::house::House;
use super::world::{self, RJ261};
use serde_json::json;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

const MOVEMENTS: usize = 20;
const MESSAGES: usize = 250;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_that_never_reads_is_told_the_newest_and_delays_nobody() {
    let house = House::open().await;
    for n in 0..MOVEMENTS {
        let mut manifest = world::second();
        manifest["reference"] = json!(format!("GROUP-{n}"));
        house.publish(&manifest).await;
    }
    house.quiet().await;
    let mut stuck = Client::greet(&house, "jfk-1", json!({})).await;
    let mut healthy = house.connect("jfk-2").await;
    let before = healthy.heard.len();
    let (mut worst, began) = (Duration::ZERO, Instant::now());
    for n in 1..=MESSAGES {
        let gate = format!("G{n}");
        let sent = Instant::now();
        house.feed(world::gate(RJ261, &gate)).await;
        let shows =
            |c: &Client| c.held.values().filter(|(_, b)| b["legs"][0]["gate_out"]["value"] == gate.as_str()).count();
        while shows(&healthy) < MOVEMENTS {
            healthy.frame().await;
            assert!(sent.elapsed() < Duration::from_secs(10), "{gate}: {} of {}", shows(&healthy), healthy.held.len());
        }
        worst = worst.max(sent.elapsed());
    }
    println!("{MESSAGES} messages in {:?}, the slowest shown in {worst:?}", began.elapsed());
    assert!(worst < Duration::from_secs(10), "{worst:?}");
    let counters = house.app.fanout.counters();
    assert!(counters.conflated.load(Ordering::Relaxed) > 0, "nothing was skipped for it");
    let told = |c: &Client| c.heard.iter().map(|f| f.matches(r#""rev":"#).count()).sum::<usize>();
    let all = healthy.heard.iter().skip(before).map(|f| f.matches(r#""rev":"#).count()).sum::<usize>();
    assert_eq!(all, MOVEMENTS * MESSAGES, "who reads gets every change");
    // What waited for the stuck one: what the kernels held, then the newest of each.
    if counters.too_slow.load(Ordering::Relaxed) == 0 {
        stuck.read_to("live").await;
        stuck.converge(&house).await;
        assert!(told(&stuck) < all / 2, "{} of {all}", told(&stuck));
    }
    drop((stuck, healthy));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_that_leaves_leaves_nothing() {
    let house = House::open().await;
    house.publish(&world::marked()).await;
    let counters = || house.app.fanout.counters().sessions.load(Ordering::Relaxed);
    let mut clients = Vec::new();
    for _ in 0..10 {
        clients.push(house.connect("jfk-1").await);
    }
    assert_eq!(counters(), 10);
    // Half say so, half are just not there any more.
    for (n, client) in clients.into_iter().enumerate() {
        if n % 2 == 0 {
            client.leave().await;
        }
    }
    let began = Instant::now();
    while counters() > 0 {
        assert!(began.elapsed() < Duration::from_secs(45), "{} are left", counters());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    house.close().await;
}
