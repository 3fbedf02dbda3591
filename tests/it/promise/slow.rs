//! A hub whose store is far away: it reads many groups with few questions, when it starts and when everything is read
//! again. Questions are counted, as Redis counts them; nothing is timed.
//! Must not know: how large a portion is.

use super::client::Client;
use super::house::House;
use super::world;
use serde_json::json;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

const GROUPS: usize = 200;
/// Each way.
const FAR: Duration = Duration::from_millis(50);

/// A way to a port of this machine that takes long, and is as wide as any.
async fn far_way(to: u16) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((near, _)) = listener.accept().await {
            tokio::spawn(async move {
                let Ok(far) = TcpStream::connect(("127.0.0.1", to)).await else { return };
                let ((from_near, to_near), (from_far, to_far)) = (near.into_split(), far.into_split());
                tokio::join!(carry(from_near, to_far), carry(from_far, to_near));
            });
        }
    });
    port
}

/// What came is written after its time; what comes meanwhile does not wait for that.
async fn carry(mut from: impl AsyncRead + Unpin, mut to: impl AsyncWrite + Unpin) {
    let (put, mut on_the_way) = mpsc::channel::<(Instant, Vec<u8>)>(1024);
    let reading = async move {
        let mut bytes = vec![0; 16 * 1024];
        while let Ok(n @ 1..) = from.read(&mut bytes).await {
            if put.send((Instant::now() + FAR, bytes[..n].to_vec())).await.is_err() {
                break;
            }
        }
    };
    let writing = async move {
        while let Some((at, bytes)) = on_the_way.recv().await {
            sleep_until(at).await;
            if to.write_all(&bytes).await.is_err() {
                break;
            }
        }
    };
    tokio::join!(reading, writing);
}

/// Questions about what keys hold since the server started, or was told to count anew: each is one transaction.
fn questions(house: &House) -> usize {
    let stats: String = house.redis().ask(&["INFO", "commandstats"]);
    let calls = stats.lines().find_map(|l| l.strip_prefix("cmdstat_exec:calls=")?.split(',').next());
    calls.map_or(0, |n| n.parse().unwrap())
}

async fn publish(house: &House, groups: usize) -> Vec<String> {
    let mut ids = Vec::new();
    // One after the other: the labels of a day are given out by one commit at a time.
    for n in 0..groups {
        let mut manifest = world::marked();
        manifest["reference"] = json!(format!("GROUP-{n}"));
        ids.push(house.publish(&manifest).await);
    }
    house.quiet().await;
    ids
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_groups_are_read_with_few_questions() {
    let near = House::on_redis_by_port().await;
    publish(&near, GROUPS).await;
    let port = near.redis().port();
    let far_port = far_way(port).await;
    near.redis().ask::<String>(&["CONFIG", "RESETSTAT"]);
    let far = near.beside_by(&format!("redis://127.0.0.1:{far_port}")).await;
    let asked = questions(&near);
    assert_eq!(far.app.intake.shelf.ids().len(), GROUPS);
    // The other hub and the clock ask as well, a little.
    assert!(asked < GROUPS / 5, "{asked} questions at the start");
    let mut desk = Client::connect(&far, "desk", json!({})).await;
    near.redis().kill();
    near.redis().run();
    assert_eq!(desk.ended().await, "4510", "everything was read again");
    let asked = questions(&near);
    assert_eq!(far.app.intake.shelf.ids().len(), GROUPS);
    assert!(asked < 2 * GROUPS / 5, "{asked} questions of two hubs that read again");
    drop(desk);
    far.close().await;
    near.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_damaged_group_hides_none_of_those_it_is_read_with() {
    let one = House::on_redis().await;
    let ids = publish(&one, 4).await;
    let records = format!("{{onward}}:r:movement/{}", ids[0]);
    assert_eq!(one.redis().ask::<i64>(&["DEL", &records]), 1);
    one.redis().ask::<String>(&["SET", &records, "no list"]);
    let other = one.beside().await;
    let shelf = &other.app.intake.shelf;
    assert_eq!((shelf.ids().len(), shelf.unreadable()), (3, 1));
    assert!(!shelf.ids().iter().any(|id| id.to_string() == ids[0]));
    other.close().await;
    one.close().await;
}
