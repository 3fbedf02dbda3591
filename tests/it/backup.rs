//! `onward backup`, `restore` and `move` as an operator runs them: the real program serves, people are published and
//! counted, a backup is taken beside it, and a hub on the restored store shows and knows the same.
//! Must not know: the form of the file, how a store is copied.

use super::promise::house::command;
use super::promise::world;
use reqwest::{Client, Method};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

/// Killed when a test ends before it did.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

pub fn onward(folder: &Path, store: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onward"));
    command.current_dir(folder).env_clear().env("ONWARD_LISTEN", "127.0.0.1:0");
    command.env("ONWARD_STORE", store).env("ONWARD_KEY_FILE", "hub.key");
    command.env("ONWARD_CLOCK", format!("{}@0.01", world::NOW)).args(arguments);
    command
}

fn run(folder: &Path, store: &str, arguments: &[&str]) -> Output {
    onward(folder, store, arguments).output().unwrap()
}

/// What it printed, after it succeeded.
pub fn said(folder: &Path, store: &str, arguments: &[&str]) -> String {
    let output = run(folder, store, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// What it complained about, after it failed.
fn refused(folder: &Path, store: &str, arguments: &[&str]) -> String {
    let output = run(folder, store, arguments);
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && output.stdout.is_empty(), "{arguments:?}: {error}");
    error
}

pub struct Hub {
    base: String,
    http: Client,
    program: Program,
}

impl Hub {
    pub fn serve(folder: &Path, store: &str) -> Self {
        let log = std::fs::File::create(folder.join("log")).unwrap();
        let mut child = onward(folder, store, &["serve"]).stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let program = Program(child);
        let listening = line.trim().strip_prefix("listening on ");
        let log = || std::fs::read_to_string(folder.join("log")).unwrap();
        let base = listening.unwrap_or_else(|| panic!("it did not begin to listen: {}", log())).to_owned();
        drop(rustls::crypto::aws_lc_rs::default_provider().install_default());
        Self { base, http: Client::builder().no_proxy().build().unwrap(), program }
    }

    async fn ask(&self, token: &str, method: Method, path: &str, body: &Value) -> Value {
        let asked = self.http.request(method, format!("{}{path}", self.base)).bearer_auth(token);
        let answer = asked.json(body).send().await.unwrap();
        let (status, body) = (answer.status(), answer.json::<Value>().await.unwrap());
        assert!(status.is_success(), "{path}: {status} {body}");
        body
    }

    pub async fn publish(&self, token: &str, manifest: &Value) -> String {
        self.ask(token, Method::POST, "/api/v1/movements", manifest).await["id"].as_str().unwrap().to_owned()
    }

    pub async fn movement(&self, token: &str, id: &str) -> Value {
        self.ask(token, Method::GET, &format!("/api/v1/movements/{id}"), &Value::Null).await
    }

    async fn count(&self, token: &str, id: &str, command: &Value) -> Value {
        self.ask(token, Method::POST, &format!("/api/v1/movements/{id}/commands"), command).await
    }

    /// As an init system does it.
    pub fn stop(mut self) {
        let asked = Command::new("kill").arg(self.program.0.id().to_string()).status().unwrap();
        assert!(asked.success() && self.program.0.wait().unwrap().success());
    }
}

pub fn token(folder: &Path, store: &str, name: &str, role: &[&str]) -> String {
    said(folder, store, &[&["account", "add", name, "--role"], role].concat());
    said(folder, store, &["account", "token", name]).trim().to_owned()
}

const OLD: &str = "sqlite:old.db";
const NEW: &str = "sqlite:new.db";

/// A folder with a used store and the tokens of a coordinator and a station.
fn accounts() -> (tempfile::TempDir, String, String) {
    let folder = tempfile::tempdir().unwrap();
    let desk = token(folder.path(), OLD, "desk", &["coordinator", "--programme", "us-rp"]);
    let jfk = token(folder.path(), OLD, "jfk-1", &["station", "--station", "JFK"]);
    (folder, desk, jfk)
}

/// A movement with a count in it: its id, the command, and what the desk is shown once everything has followed from it.
async fn counted(hub: &Hub, desk: &str, jfk: &str) -> (String, Value, Value) {
    let id = hub.publish(desk, &world::marked()).await;
    let done = command("count", json!({ "leg": 1, "place": "gate", "here": 3 }));
    assert_eq!(hub.count(jfk, &id, &done).await["outcome"], "applied");
    // What follows from the count is a commit of its own: everybody is told that one is missing.
    let mut shown = hub.movement(desk, &id).await;
    let began = std::time::Instant::now();
    while shown["live"]["body"]["notices"].as_array().is_none_or(Vec::is_empty) {
        assert!(began.elapsed() < std::time::Duration::from_secs(30), "nobody is told: {shown}");
        tokio::task::yield_now().await;
        shown = hub.movement(desk, &id).await;
    }
    (id, done, shown)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_backed_up_while_it_served_is_served_again() {
    let (folder, desk, jfk) = accounts();
    let folder = folder.path();
    let hub = Hub::serve(folder, OLD);
    let (id, done, shown) = counted(&hub, &desk, &jfk).await;
    assert!(shown.to_string().contains(world::BUFFALO[0]), "{shown}");

    let first = said(folder, OLD, &["backup", "hub.backup"]);
    assert!(first.starts_with("hub.backup: ") && first.contains("keys, up to commit"), "{first}");
    let later = command("count", json!({ "leg": 1, "place": "gate", "here": 4 }));
    assert_eq!(hub.count(&jfk, &id, &later).await["outcome"], "applied", "it still serves");
    let error = refused(folder, OLD, &["restore", "hub.backup"]);
    assert!(error.contains("stop all hubs first"), "{error}");
    let error = refused(folder, OLD, &["move", "--to", NEW]);
    assert!(error.contains("stop all hubs first"), "{error}");
    hub.stop();

    let output = run(folder, NEW, &["restore", "hub.backup"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(
        output.status.success() && told.contains("0 h ago") && told.contains("destroyed since come back"),
        "{told}"
    );
    let output = run(folder, NEW, &["restore", "hub.backup"]);
    assert!(String::from_utf8(output.stderr).unwrap().contains("there already"), "as if the last answer was lost");
    assert!(output.status.success());
    let hub = Hub::serve(folder, NEW);
    assert_eq!(hub.movement(&desk, &id).await, shown, "every document, revision and name");
    let again = hub.count(&jfk, &id, &done).await;
    assert_eq!((&again["outcome"], &again["was"]), (&json!("repeated"), &json!("applied")), "{again}");
    assert_eq!(hub.count(&jfk, &id, &later).await["outcome"], "applied", "what came after the backup is not in it");
    hub.stop();
    let error = refused(folder, NEW, &["restore", "hub.backup"]);
    assert!(error.contains("has been used"), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_moved_is_served_there_and_only_there() {
    let (folder, desk, jfk) = accounts();
    let folder = folder.path();
    let hub = Hub::serve(folder, OLD);
    let (id, done, shown) = counted(&hub, &desk, &jfk).await;
    hub.stop();

    let moved = said(folder, OLD, &["move", "--to", NEW]);
    assert!(moved.starts_with("sqlite:new.db: "), "{moved}");
    for refusal in [refused(folder, OLD, &["serve"]), refused(folder, OLD, &["account", "list"])] {
        assert!(refusal.contains("moved to sqlite:new.db"), "{refusal}");
    }
    assert!(refused(folder, OLD, &["move", "--to", "sqlite:third.db"]).contains("moved before"));
    let hub = Hub::serve(folder, NEW);
    assert_eq!(hub.movement(&desk, &id).await, shown);
    assert_eq!(hub.count(&jfk, &id, &done).await["outcome"], "repeated");
    hub.stop();
    assert!(said(folder, OLD, &["move", "--to", NEW]).contains("there already"), "as if the last answer was lost");
    assert!(!folder.join("third.db").exists(), "a refused move makes nothing");
    said(folder, OLD, &["move", "--reopen"]);
    assert!(said(folder, OLD, &["account", "list"]).contains("jfk-1"));
    assert!(refused(folder, OLD, &["move", "--reopen"]).contains("was not moved"));
    let error = refused(folder, OLD, &["move", "--to", NEW]);
    assert!(error.contains("has been used"), "{error}");
    assert!(said(folder, OLD, &["account", "list"]).contains("jfk-1"), "a refused move shuts nothing");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_does_not_fit_is_refused_before_anything_is_touched() {
    let (folder, desk, _) = accounts();
    let folder = folder.path();
    let hub = Hub::serve(folder, OLD);
    hub.publish(&desk, &world::marked()).await;
    hub.stop();
    said(folder, OLD, &["backup", "hub.backup"]);
    let backup = std::fs::read(folder.join("hub.backup")).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        assert_eq!(std::fs::metadata(folder.join("hub.backup")).unwrap().mode() & 0o777, 0o600);
    }
    assert!(!folder.join("hub.backup.part").exists());
    assert!(refused(folder, OLD, &["backup", "hub.backup"]).contains("--force"));
    said(folder, OLD, &["backup", "--force", "hub.backup"]);
    let error = refused(folder, "sqlite:mistyped.db", &["backup", "other.backup"]);
    assert!(error.contains("is ONWARD_STORE right?"), "{error}");
    assert!(!folder.join("mistyped.db").exists() && !folder.join("other.backup").exists(), "it only looked");

    let try_with = |bytes: &[u8], expected: &str| {
        std::fs::write(folder.join("tried"), bytes).unwrap();
        let error = refused(folder, NEW, &["restore", "tried"]);
        assert!(error.contains(expected), "{error}");
        assert!(!folder.join("new.db").exists(), "the store was not touched");
    };
    try_with(&backup[..backup.len() - 9], "damaged");
    try_with(&backup[..backup.len() / 2], "damaged");
    try_with(b"words", "not a backup");
    std::fs::rename(folder.join("hub.key"), folder.join("right.key")).unwrap();
    try_with(&backup, "hub.key");
    assert!(!folder.join("hub.key").exists(), "no key is made for it");
    let other = tempfile::tempdir().unwrap();
    let served = Hub::serve(other.path(), OLD);
    served.stop();
    std::fs::copy(other.path().join("hub.key"), folder.join("hub.key")).unwrap();
    try_with(&backup, "is not the one its names are sealed with");
    std::fs::rename(folder.join("right.key"), folder.join("hub.key")).unwrap();
    said(folder, NEW, &["restore", "hub.backup"]);
}

#[test]
fn a_backup_holds_no_name_and_no_key() {
    let (folder, desk, _) = accounts();
    let folder = folder.path();
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let hub = Hub::serve(folder, OLD);
        hub.publish(&desk, &world::marked()).await;
        hub.stop();
    });
    said(folder, OLD, &["backup", "hub.backup"]);
    let file = std::fs::File::open(folder.join("hub.backup")).unwrap();
    let text = std::io::read_to_string(flate2::read::GzDecoder::new(file)).unwrap();
    let mut held = text.clone();
    for word in text.split('"') {
        let bytes = base64::Engine::decode(&base64::engine::general_purpose::STANDARD_NO_PAD, word);
        held.push_str(&String::from_utf8_lossy(&bytes.unwrap_or_default()));
    }
    assert!(held.contains("B6130/2031-05-06"), "records were looked into");
    for name in world::BUFFALO.iter().chain(&world::ERIE).chain(&world::GUARDIAN).chain([&world::LOCATOR]) {
        assert!(!held.contains(name), "{name}");
    }
    let key = std::fs::read_to_string(folder.join("hub.key")).unwrap();
    assert!(!held.contains(key.lines().last().unwrap()) && !held.contains(&desk));
}
