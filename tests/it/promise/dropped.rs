//! Files dropped into a folder, with the whole hub: what is whole is taken and moved, what cannot be read is put aside with
//! its reason, what is not finished is left alone, and nothing is lost while the store is away.
//! Must not know: how a folder is watched.

use super::house::{House, SOON};
use super::world::{self, RJ261};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// RJ261 leaves Amman at this time of the 6th.
fn departed(at: &str) -> String {
    format!("QU JFKXXRJ\r\n.AMMOORJ 061200\r\nMVT\r\nRJ261/06.JYAGA.AMM\r\nAD{at}/0815 EA1400 JFK\r\n")
}

/// Written under another name and renamed, as a careful sender does.
fn drop_file(folder: &Path, name: &str, body: &str) -> PathBuf {
    let (unfinished, path) = (folder.join(format!(".{name}")), folder.join(name));
    std::fs::write(&unfinished, body).unwrap();
    std::fs::rename(unfinished, &path).unwrap();
    path
}

async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    let began = Instant::now();
    while !holds().await {
        assert!(began.elapsed() < SOON, "never: {what}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn until_there(path: &Path) {
    until(&path.display().to_string(), async || path.exists()).await;
}

async fn actual_out(house: &House) -> Value {
    let flight = house.get("desk", &format!("/api/v1/flights/{}", RJ261.replace('/', "%2F"))).await;
    flight["times"]["actual_out"]["at"].clone()
}

async fn source(house: &House) -> Value {
    let listed = house.get("desk", "/api/v1/feeds").await;
    listed["sources"].as_array().unwrap().iter().find(|s| s["source"] == "telex").cloned().unwrap_or_default()
}

fn feeds(folder: &Path) -> String {
    format!("[[feed]]\nname = \"telex\"\nkind = \"typeb\"\ndrop_folder = \"{}\"\n", folder.display())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_dropped_is_taken_or_put_aside_and_what_is_unfinished_stays() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path();
    let house = House::with_feeds(&feeds(folder)).await;
    house.publish(&world::marked()).await;
    house.quiet().await;
    for name in [".hidden", "upload.tmp", "upload.part"] {
        std::fs::write(folder.join(name), departed("0600")).unwrap();
    }
    drop_file(folder, "good.txt", &departed("0750"));
    drop_file(folder, "bad.txt", "this is no telex of Somebody Markerperson\n");
    until_there(&folder.join("read/good.txt")).await;
    until_there(&folder.join("refused/bad.txt")).await;
    assert_eq!(actual_out(&house).await, "2031-05-06T07:50:00Z");
    let why = std::fs::read_to_string(folder.join("refused/bad.txt.why")).unwrap();
    assert!(why.starts_with("Nothing of this file was taken.") && why.lines().count() > 1, "{why}");
    assert!(!why.contains("Marker"), "{why}");
    assert!(!folder.join("read/good.txt.why").exists());
    let heard = source(&house).await;
    assert_eq!((&heard["messages"], &heard["state"]), (&2.into(), &"ok".into()), "{heard}");
    assert!(heard["last_error"].is_string(), "{heard}");
    // The same name again, with a correction.
    drop_file(folder, "good.txt", &departed("0755"));
    until("a second file is read", async || std::fs::read_dir(folder.join("read")).unwrap().count() == 2).await;
    assert_eq!(std::fs::read_to_string(folder.join("read/good.txt")).unwrap(), departed("0750"));
    for name in [".hidden", "upload.tmp", "upload.part"] {
        assert!(folder.join(name).exists(), "{name}");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_nothing_is_taken_a_file_stays_and_is_taken_later() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path();
    let house = House::on_redis_with_feeds(&feeds(folder)).await;
    house.publish(&world::marked()).await;
    house.quiet().await;
    house.redis().kill();
    let dropped = drop_file(folder, "late.txt", &departed("0750"));
    let away = async || house.http.get(format!("{}/readyz", house.base)).send().await.unwrap().status() == 503;
    until("the store is away", away).await;
    assert!(dropped.exists());
    house.redis().run();
    until_there(&folder.join("read/late.txt")).await;
    assert!(!dropped.exists());
    until("the flight says so", async || actual_out(&house).await == "2031-05-06T07:50:00Z").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hubs_on_one_folder_read_a_file_once_and_one_follows_the_other() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path();
    let one = House::with_feeds(&feeds(folder)).await;
    let other = one.beside().await;
    for minute in 10..40 {
        drop_file(folder, &format!("{minute}.txt"), &departed(&format!("07{minute}")));
    }
    let read = folder.join("read");
    let all = async || std::fs::read_dir(&read).is_ok_and(|read| read.count() == 30);
    until("all are read", all).await;
    let messages = async |house: &House| source(house).await["messages"].as_u64().unwrap_or(0);
    let (a, b) = (messages(&one).await, messages(&other).await);
    assert!((a, b) == (30, 0) || (a, b) == (0, 30), "one looks at a time: {a} and {b}");
    // Whichever looked gives it up when it goes.
    let (gone, stays) = if a > 0 { (one, other) } else { (other, one) };
    gone.close().await;
    drop_file(folder, "second.txt", &departed("0755"));
    until_there(&folder.join("read/second.txt")).await;
    assert_eq!(messages(&stays).await, 1);
    stays.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_folder_that_cannot_be_used_is_said_and_used_once_it_can() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("later");
    let house = House::with_feeds(&feeds(&folder)).await;
    until("it is said", async || source(&house).await["last_error"].is_string()).await;
    let said = source(&house).await;
    assert_eq!(said["last_error"], "the drop folder cannot be used: entity not found", "{said}");
    std::fs::create_dir(&folder).unwrap();
    drop_file(&folder, "a.txt", &departed("0750"));
    until_there(&folder.join("read/a.txt")).await;
    house.close().await;
}
