//! A store that comes back as another one: an older copy put back over it, and one that has lost nearly everything.
//! Both are done to the file by another process, as an operator would.
//! Must not know: how the hub finds out.

use super::note;
use super::program::{Program, Socket};
use crate::promise::world;
use reqwest::Method;
use rusqlite::Connection;
use serde_json::{Value, json};

const TABLES: [&str; 4] = ["keys", "records", "once", "meta"];

/// Keeps what the store holds now.
fn keep(file: &Connection) {
    for table in TABLES {
        file.execute_batch(&format!("CREATE TEMP TABLE kept_{table} AS SELECT * FROM main.{table}")).unwrap();
    }
}

/// In one moment, as a restore does it.
fn put_back(file: &Connection) {
    let steps = TABLES.map(|t| format!("DELETE FROM main.{t}; INSERT INTO main.{t} SELECT * FROM temp.kept_{t};"));
    file.execute_batch(&format!("BEGIN IMMEDIATE; {} COMMIT;", steps.concat())).unwrap();
}

/// Nothing but the id of the deployment is left.
fn wipe(file: &Connection) {
    let emptied = "DELETE FROM main.keys; DELETE FROM main.records; DELETE FROM main.once;";
    let begun = "UPDATE main.meta SET value = 0 WHERE name IN ('seq', 'horizon');";
    file.execute_batch(&format!("BEGIN IMMEDIATE; {emptied} {begun} COMMIT;")).unwrap();
}

async fn quiet(program: &Program) -> u64 {
    let mut last = Value::Null;
    for _ in 0..600 {
        let ready = program.until("/readyz", |status, ready| status == 200 && ready["shown_seq"] == ready["seq"]).await;
        if ready["seq"] == last {
            return last.as_u64().unwrap();
        }
        last = ready["seq"].clone();
        tokio::time::sleep(std::time::Duration::from_millis(1500)).await;
    }
    panic!("it never becomes quiet");
}

async fn listed(program: &Program) -> Vec<String> {
    let (status, listed) = program.get("/api/v1/movements").await;
    assert_eq!(status, 200, "{listed}");
    let mut ids: Vec<String> =
        listed["movements"].as_array().unwrap().iter().map(|m| m["id"].as_str().unwrap().to_owned()).collect();
    ids.sort();
    ids
}

async fn done(socket: &mut Socket, asked: &Value) -> Value {
    socket.send(asked).await;
    socket.frame_where("done", |f| f["id"] == asked["id"]).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_older_copy_is_shown_and_devices_bring_back_what_it_lost() {
    let mut program = Program::serve();
    let movement = program.publish(&world::marked()).await;
    let before = quiet(&program).await;
    let file = program.file();
    keep(&file);
    // All of this is lost.
    let later = program.publish(&world::second()).await;
    let mut socket = program.live().await;
    let asked = note(&movement, "at the gate");
    assert_eq!(done(&mut socket, &asked).await["outcome"], "applied");
    let lost = quiet(&program).await;
    assert!(lost > before);
    put_back(&file);
    let gone = socket.frame_where("gone", |f| f["ids"][0] == *later).await;
    assert_eq!(gone["ids"][0], later);
    let (frames, code) = socket.rest().await;
    assert_eq!(code, 4510);
    assert!(frames.iter().all(|f| f["t"] != "gone" || f["ids"][0] != *movement), "{frames:?}");
    let back = quiet(&program).await;
    assert!(back < lost, "{back} of {lost}");
    assert_eq!(listed(&program).await, std::slice::from_ref(&movement));
    // What the device did is asked about, unknown, and done again.
    let mut socket = program.connect().await.unwrap();
    let id = asked["id"].as_str().unwrap();
    socket.send(&json!({ "t": "hello", "have": {}, "pending": { id: movement } })).await;
    assert_eq!(socket.to("unknown").await["ids"], json!([id]));
    socket.to("live").await;
    assert_eq!(done(&mut socket, &asked).await["outcome"], "applied");
    assert_eq!(done(&mut socket, &asked).await["outcome"], "repeated");
    assert_eq!(program.metric("onward_reloads_total").await, 1);
    program.signal("TERM");
    assert_eq!(program.ended().await.code(), Some(0), "{}", program.log());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_that_lost_nearly_everything_erases_nothing() {
    let program = Program::serve();
    let mut ids = Vec::new();
    for n in 0..3 {
        let mut manifest = world::marked();
        manifest["reference"] = json!(format!("GROUP-{n}"));
        ids.push(program.publish(&manifest).await);
    }
    ids.sort();
    let mut socket = program.live().await;
    quiet(&program).await;
    let file = program.file();
    keep(&file);
    wipe(&file);
    let ready = program.until("/readyz", |status, _| status == 503).await;
    let ready = if ready["type"] == "store-suspect" {
        ready
    } else {
        program.until("/readyz", |_, r| r["type"] == "store-suspect").await
    };
    assert!(ready["detail"].as_str().unwrap().contains("restart the hub"), "{ready}");
    let fresh = socket.frame_where("fresh", |f| f["store"]["state"] == "suspect").await;
    assert!(fresh["store"]["heard"].is_string(), "{fresh}");
    // Everything is still there, for readers and for who comes anew.
    assert_eq!(listed(&program).await, ids);
    let mut second = program.live().await;
    assert_eq!(second.to("fresh").await["store"]["state"], "suspect");
    // Nothing is taken.
    let asked = note(&ids[0], "at the gate");
    assert_eq!(done(&mut socket, &asked).await["outcome"], "later");
    let path = format!("/api/v1/movements/{}/commands", ids[0]);
    let answer = program.ask(Method::POST, &path).json(&asked).send().await.unwrap();
    assert_eq!(answer.status().as_u16(), 503);
    let mut manifest = world::marked();
    manifest["reference"] = json!("GROUP-9");
    let answer = program.ask(Method::POST, "/api/v1/movements").json(&manifest).send().await.unwrap();
    assert_eq!(answer.status().as_u16(), 503);
    assert_eq!(program.get(&format!("/api/v1/movements/{}/history", ids[0])).await.0, 503);
    let sign_in = program.ask(Method::POST, "/api/v1/sign-in").json(&json!({ "account": "desk", "password": "x" }));
    assert_eq!(sign_in.send().await.unwrap().status().as_u16(), 503, "nobody is told that the account does not exist");
    assert_eq!((program.metric("onward_store_suspect").await, program.metric("onward_store_up").await), (1, 0));
    let written: i64 = file.query_row("SELECT count(*) FROM main.keys", [], |row| row.get(0)).unwrap();
    assert_eq!(written, 0);
    // Whole again, it goes on by itself.
    put_back(&file);
    program.until("/readyz", |status, _| status == 200).await;
    let (frames, code) = socket.rest().await;
    assert_eq!(code, 4510);
    assert!(frames.iter().all(|f| f["t"] != "gone"), "{frames:?}");
    let mut socket = program.live().await;
    assert_eq!(done(&mut socket, &asked).await["outcome"], "applied");
    assert_eq!(program.metric("onward_store_suspect").await, 0);
}
