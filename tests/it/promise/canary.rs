//! Names never leak to where nobody looks after them: the real program at its most talkative, fed with marked
//! people and with marked rubbish; then its log, its store, its numbers and every refusal are searched for them.
//! Must not know: who may read names; that is `leak.rs`.

use super::house::command;
use super::world;
use reqwest::{Client, Method};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// What must be nowhere: of the manifest, and what people type where it does not belong.
const MARKS: [&str; 12] = [
    "Markerbuf",
    "Callbuf",
    "نور-بوف",
    "CASEBUF-7001",
    "Markererie",
    "Callerie",
    "CASEERI-8002",
    "Markerguard",
    "ZQ9LOC",
    "LINKED-9003",
    "+1 555 0177",
    "Typedmark",
];

/// The program, ended when dropped.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

fn onward(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onward"));
    command.current_dir(folder).env_clear().env("ONWARD_LISTEN", "127.0.0.1:0").env("ONWARD_LOG", "trace");
    command.env("ONWARD_STORE", "sqlite:hub.db").env("ONWARD_KEY_FILE", "hub.key");
    command.env("ONWARD_CLOCK", format!("{}@1", world::NOW)).args(arguments);
    command
}

fn token(folder: &Path, name: &str, role: &[&str]) -> String {
    let add = [&["account", "add", name, "--role"], role].concat();
    assert!(onward(folder, &add).output().unwrap().status.success(), "{name}");
    let output = onward(folder, &["account", "token", name]).output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn serve(folder: &Path) -> (Program, String) {
    let log = std::fs::File::create(folder.join("log")).unwrap();
    let mut child = onward(folder, &["serve"]).stdout(Stdio::piped()).stderr(log).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let program = Program(child);
    (program, line.trim().strip_prefix("listening on ").expect("it did not begin to listen").to_owned())
}

struct Hub {
    base: String,
    http: Client,
    refusals: Vec<String>,
}

impl Hub {
    /// Asks; a refusal is kept.
    async fn ask(&mut self, token: &str, method: Method, path: &str, body: impl Into<Vec<u8>>) -> Value {
        let asked = self.http.request(method, format!("{}{path}", self.base)).bearer_auth(token);
        let answer = asked.header("content-type", "application/json").body(body.into()).send().await.unwrap();
        let (refused, text) = (!answer.status().is_success(), answer.text().await.unwrap());
        if refused {
            self.refusals.push(text.clone());
        }
        serde_json::from_str(&text).unwrap_or_default()
    }
}

async fn talk(hub: &mut Hub, [desk, jfk, feed]: [&str; 3]) {
    let manifest = world::marked();
    let id =
        hub.ask(desk, Method::POST, "/api/v1/movements", manifest.to_string()).await["id"].as_str().unwrap().to_owned();
    let commands = format!("/api/v1/movements/{id}/commands");
    let (get, post) = (Method::GET, Method::POST);
    for token in [desk, jfk, feed, "no-token-Typedmark"] {
        for path in [
            "/api/v1/movements",
            "/api/v1/me",
            "/api/v1/feeds",
            "/metrics",
            "/api/v1/movements?state=Typedmark",
            "/api/v1/movements?date=Typedmark",
            "/Typedmark",
            "/api/v1/movements/Typedmark",
        ] {
            hub.ask(token, get.clone(), path, "").await;
        }
        for path in [
            format!("/api/v1/movements/{id}"),
            format!("/api/v1/movements/{id}/history"),
            "/api/v1/flights/Typedmark".into(),
        ] {
            hub.ask(token, get.clone(), &path, "").await;
        }
        for mark in MARKS {
            hub.ask(token, post.clone(), "/api/v1/search", json!({ "q": mark }).to_string()).await;
            hub.ask(token, post.clone(), "/api/v1/search", json!({ "q": [mark] }).to_string()).await;
            hub.ask(token, post.clone(), "/api/v1/sign-in", json!({ "account": mark, "password": mark }).to_string())
                .await;
            hub.ask(token, post.clone(), "/api/v1/movements", json!({ "cases": mark }).to_string()).await;
            hub.ask(token, post.clone(), "/api/v1/movements", json!({ "itinerary": [{ "kind": mark }] }).to_string())
                .await;
            let mut wrong = manifest.clone();
            (wrong["reference"], wrong["cases"][0]["number"]) = (json!("OTHER"), json!(mark));
            (wrong["cases"][0]["travellers"][0]["born"], wrong["cases"][0]["travellers"][0]["sex"]) =
                (json!(mark), json!("F"));
            hub.ask(token, post.clone(), "/api/v1/movements", wrong.to_string()).await;
            hub.ask(token, post.clone(), &format!("/api/v1/feeds/{}", "aidx"), format!("<a>{mark}</a>")).await;
            for (kind, body) in [
                ("note", json!({ "text": mark })),
                ("count", json!({ "leg": mark })),
                ("count", json!(mark)),
                ("alert.raise", json!({ "kind": mark })),
                ("alert.raise", json!({ "kind": "lift", "text": mark })),
                (mark, json!({})),
            ] {
                let answer = hub.ask(token, post.clone(), &commands, command(kind, body).to_string()).await;
                hub.refusals.push(answer["problem"].to_string());
            }
        }
    }
    hub.ask(desk, post, &commands, command("movement.cancel", json!({ "reason": "Typedmark" })).to_string()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_people_are_called_is_in_no_log_no_store_and_no_refusal() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let desk = token(folder, "desk", &["coordinator", "--programme", "us-rp"]);
    let jfk = token(folder, "jfk-1", &["station", "--station", "JFK"]);
    let feed = token(folder, "swim", &["feed", "--source", "aidx"]);
    let (program, base) = serve(folder);
    drop(rustls::crypto::aws_lc_rs::default_provider().install_default());
    let http = Client::builder().no_proxy().build().unwrap();
    let mut hub = Hub { base, http, refusals: Vec::new() };
    talk(&mut hub, [&desk, &jfk, &feed]).await;
    let metrics = hub.http.get(format!("{}/metrics", hub.base)).send().await.unwrap();
    assert_eq!(metrics.status(), 200);
    let mut searched = vec![("metrics".to_owned(), metrics.bytes().await.unwrap().to_vec())];
    // While it runs, so that what is only in the write-ahead log is seen too.
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        searched.push((path.display().to_string(), std::fs::read(&path).unwrap()));
    }
    assert!(searched.iter().any(|(name, bytes)| name.ends_with("log") && bytes.len() > 10_000), "it says little");
    assert!(searched.iter().any(|(name, bytes)| name.ends_with("hub.db-wal") && !bytes.is_empty()));
    searched.extend(hub.refusals.iter().map(|r| (format!("refusal {r}"), r.clone().into_bytes())));
    let mut found: Vec<String> = Vec::new();
    for (place, bytes) in &searched {
        let hits = MARKS.iter().filter(|m| bytes.windows(m.len()).any(|w| w == m.as_bytes()));
        found.extend(hits.map(|m| format!("{m} in {place}")));
    }
    found.sort();
    found.dedup();
    assert!(found.is_empty(), "{} places:\n{}", found.len(), found.join("\n"));
    drop(program);
}
