//! Going and coming, with the real program: told to stop while people work; a store that does not answer; a store that
//! comes back as another one. Nothing is waited for by the clock.
//! Must not know: how any of it is done inside.

mod away;
mod coming;
pub mod program;
mod supervised;

use crate::promise::house::command;
use crate::promise::world;
use program::Program;
use reqwest::Method;
use serde_json::{Value, json};

fn named(frames: &[Value], t: &str) -> Vec<Value> {
    frames.iter().filter(|f| f["t"] == t).cloned().collect()
}

/// A command that nothing stands in the way of, as a frame.
fn note(movement: &str, text: &str) -> Value {
    let mut asked = command("note", json!({ "to": "station:JFK", "text": text }));
    (asked["t"], asked["movement"]) = (json!("do"), json!(movement));
    asked
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn told_to_stop_it_tells_everybody_answers_what_was_asked_and_ends_well() {
    let mut program = Program::serve();
    let movement = program.publish(&world::marked()).await;
    let mut sockets = Vec::new();
    for _ in 0..4 {
        sockets.push(program.live().await);
    }
    let stream = program.ask(Method::POST, "/api/v1/stream").json(&json!({ "have": {} })).send().await.unwrap();
    // The command is in flight for as long as the file is held.
    let file = program.file();
    file.execute_batch("BEGIN IMMEDIATE").unwrap();
    sockets[0].send(&note(&movement, "at the gate")).await;
    program.signal("TERM");
    for socket in &mut sockets {
        let drain = socket.to("drain").await;
        assert!(drain["spread_ms"].as_u64().unwrap() > 0, "{drain}");
    }
    let (status, ready) = program.get("/readyz").await;
    assert_eq!((status, ready["type"].as_str()), (503, Some("draining")), "{ready}");
    assert!(program.connect().await.is_err(), "nobody is let in any more");
    let streamed = program.ask(Method::POST, "/api/v1/stream").json(&json!({ "have": {} })).send().await.unwrap();
    assert_eq!(streamed.status().as_u16(), 503);
    assert_eq!(streamed.json::<Value>().await.unwrap()["type"], "draining");
    file.execute_batch("ROLLBACK").unwrap();
    for (n, socket) in sockets.iter_mut().enumerate() {
        let (frames, code) = socket.rest().await;
        assert_eq!(code, 4503);
        let done = named(&frames, "done");
        assert_eq!(done.len(), usize::from(n == 0));
        assert!(done.iter().all(|d| d["outcome"] == "applied"), "{done:?}");
    }
    let told = stream.text().await.unwrap();
    assert!(told.contains(r#""t":"drain""#) && told.contains(r#""code":"draining""#), "{told}");
    assert_eq!(program.ended().await.code(), Some(0), "{}", program.log());
    assert_eq!(program.rest(), "", "nothing else on stdout");
    let applied: i64 = file.query_row("SELECT count(*) FROM once", [], |row| row.get(0)).unwrap();
    assert_eq!(applied, 1);
    let leased: i64 = file.query_row("SELECT max(until) FROM leases", [], |row| row.get(0)).unwrap();
    assert!(leased <= chrono::Utc::now().timestamp_millis(), "the lease was given up");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_that_hangs_does_not_hold_up_the_end() {
    let mut program = Program::serve();
    let movement = program.publish(&world::marked()).await;
    let mut socket = program.live().await;
    let file = program.file();
    file.execute_batch("BEGIN EXCLUSIVE").unwrap();
    socket.send(&note(&movement, "at the gate")).await;
    program.signal("TERM");
    assert_eq!(socket.rest().await.1, 4503);
    assert_eq!(program.ended().await.code(), Some(0), "{}", program.log());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn told_twice_it_ends_at_once() {
    let mut program = Program::serve();
    let mut socket = program.live().await;
    program.signal("TERM");
    socket.to("drain").await;
    program.signal("TERM");
    assert_eq!(program.ended().await.code(), Some(143), "{}", program.log());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_demonstration_ends_like_the_hub() {
    let mut program = Program::demo();
    program.signal("TERM");
    assert_eq!(program.ended().await.code(), Some(0), "{}", program.log());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_file_that_is_lost_or_another_one_starts_nothing() {
    let mut program = Program::serve();
    program.publish(&world::marked()).await;
    program.signal("TERM");
    assert_eq!(program.ended().await.code(), Some(0));
    let key = program.beside("hub.key");
    let kept = std::fs::read_to_string(&key).unwrap();
    std::fs::remove_file(&key).unwrap();
    assert!(program.refused(&["serve"]).contains("bring the key file"));
    assert!(!key.exists(), "a new one would open nothing");
    let write = |text: &str| {
        std::fs::write(&key, text).unwrap();
        std::fs::set_permissions(&key, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    };
    write(&"07".repeat(32));
    assert!(program.refused(&["serve"]).contains("of another deployment"));
    assert!(program.refused(&["check", "--store"]).contains("of another deployment"));
    write(&kept);
    program.again();
    let (_, listed) = program.get("/api/v1/movements").await;
    assert_eq!(listed["movements"].as_array().unwrap().len(), 1);
}
