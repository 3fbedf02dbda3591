//! The real program as a supervisor runs it: started, told to stop, waited for. And a plain websocket client of it.
//! Must not know: what is tested.
//! Its store is a file, which a test may hold as another process would.

use futures_util::{SinkExt, StreamExt};
use reqwest::{Method, RequestBuilder};
use rusqlite::Connection;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;
use tempfile::TempDir;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{self, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// Longer than anything takes, shorter than anybody waits.
pub const SOON: Duration = Duration::from_secs(60);

pub struct Program {
    child: Child,
    pub base: String,
    pub http: reqwest::Client,
    /// Of `desk`, a coordinator, and `jfk`, a station.
    pub tokens: [String; 2],
    /// Outlives the process: ended first when dropped.
    folder: TempDir,
}

impl Drop for Program {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn onward(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onward"));
    command.current_dir(folder).env_clear().env("ONWARD_LISTEN", "127.0.0.1:0");
    command.env("ONWARD_STORE", "sqlite:hub.db").env("ONWARD_KEY_FILE", "hub.key").args(arguments);
    command
}

fn token(folder: &Path, name: &str, role: &[&str]) -> String {
    let add = [&["account", "add", name, "--role"], role].concat();
    assert!(onward(folder, &add).output().unwrap().status.success(), "{name}");
    let output = onward(folder, &["account", "token", name]).output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn started(folder: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> (Child, String) {
    let log = std::fs::File::create(folder.join("log")).unwrap();
    let mut command = onward(folder, arguments);
    command.envs(environment.iter().copied()).stdout(Stdio::piped()).stderr(log);
    let mut child = command.spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let base = line.trim().strip_prefix("listening on ").map(str::to_owned);
    let log = || std::fs::read_to_string(folder.join("log")).unwrap();
    (child, base.unwrap_or_else(|| panic!("it did not begin to listen\n{}", log())))
}

impl Program {
    pub fn serve() -> Self {
        Self::serve_in(&[])
    }

    /// With more in its environment, as a supervisor gives it.
    pub fn serve_in(environment: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let tokens = [
            token(folder.path(), "desk", &["coordinator", "--programme", "us-rp"]),
            token(folder.path(), "jfk", &["station", "--station", "JFK"]),
        ];
        Self::begin(folder, &["serve"], environment, tokens)
    }

    pub fn demo() -> Self {
        Self::begin(tempfile::tempdir().unwrap(), &["demo", "--listen", "127.0.0.1:0"], &[], Default::default())
    }

    fn begin(folder: TempDir, arguments: &[&str], environment: &[(&str, &str)], tokens: [String; 2]) -> Self {
        let (child, base) = started(folder.path(), arguments, environment);
        drop(rustls::crypto::aws_lc_rs::default_provider().install_default());
        // A connection of its own for every request: none may stay open and hold up the end.
        let http = reqwest::Client::builder().no_proxy().pool_max_idle_per_host(0).build().unwrap();
        Self { child, base, http, tokens, folder }
    }

    /// A file in its folder: `hub.key`, `log`.
    pub fn beside(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    /// What another run of the program on the same files says, which has to fail.
    pub fn refused(&self, arguments: &[&str]) -> String {
        let output = onward(self.folder.path(), arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8(output.stderr).unwrap()
    }

    /// Starts it again, after its end.
    pub fn again(&mut self) {
        (self.child, self.base) = started(self.folder.path(), &["serve"], &[]);
    }

    /// The store as another process sees it.
    pub fn file(&self) -> Connection {
        let connection = Connection::open(self.folder.path().join("hub.db")).unwrap();
        connection.busy_timeout(SOON).unwrap();
        connection
    }

    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap()
    }

    pub fn signal(&self, name: &str) {
        let kill = format!("kill -{name} {}", self.child.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
    }

    /// Until it has ended.
    pub async fn ended(&mut self) -> ExitStatus {
        let end = async {
            loop {
                if let Some(status) = self.child.try_wait().unwrap() {
                    return status;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(SOON, end).await.expect("it does not end")
    }

    pub fn ask(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.base)).bearer_auth(&self.tokens[0])
    }

    /// Status and body of a GET.
    pub async fn get(&self, path: &str) -> (u16, Value) {
        let answer = self.ask(Method::GET, path).send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }

    /// Asks until it says so.
    pub async fn until(&self, path: &str, is_so: impl Fn(u16, &Value) -> bool) -> Value {
        let asking = async {
            loop {
                let (status, body) = self.get(path).await;
                if is_so(status, &body) {
                    return body;
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::time::timeout(SOON, asking).await.unwrap_or_else(|_| panic!("{path} never says so\n{}", self.log()))
    }

    /// One number of `/metrics`.
    pub async fn metric(&self, name: &str) -> u64 {
        let text = self.ask(Method::GET, "/metrics").send().await.unwrap().text().await.unwrap();
        let line = text.lines().find_map(|l| l.strip_prefix(name)?.strip_prefix(' '));
        line.unwrap_or_else(|| panic!("no {name} in\n{text}")).parse().unwrap()
    }

    pub async fn connect(&self) -> Result<Socket, tungstenite::Error> {
        let mut request = format!("{}/api/v1/ws", self.base.replace("http", "ws")).into_client_request().unwrap();
        let headers = request.headers_mut();
        headers.insert("sec-websocket-protocol", "onward.v1".parse().unwrap());
        headers.insert("authorization", format!("Bearer {}", self.tokens[0]).parse().unwrap());
        Ok(Socket(connect_async(request).await?.0))
    }

    /// Connected and `live`.
    pub async fn live(&self) -> Socket {
        let mut socket = self.connect().await.unwrap();
        socket.send(&json!({ "t": "hello", "have": {} })).await;
        socket.to("live").await;
        socket
    }

    pub async fn publish(&self, manifest: &Value) -> String {
        let answer = self.ask(Method::POST, "/api/v1/movements").json(manifest).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 201, "{}", answer.text().await.unwrap());
        answer.json::<Value>().await.unwrap()["id"].as_str().unwrap().to_owned()
    }

    /// What it said on stdout after the first line.
    pub fn rest(&mut self) -> String {
        let mut rest = String::new();
        if let Some(mut out) = self.child.stdout.take() {
            out.read_to_string(&mut rest).unwrap();
        }
        rest
    }
}

pub struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    pub async fn send(&mut self, frame: &Value) {
        self.0.send(Message::text(frame.to_string())).await.unwrap();
    }

    /// The next frame, or the code it closed with.
    pub async fn next(&mut self) -> Result<Value, u16> {
        loop {
            match tokio::time::timeout(SOON, self.0.next()).await.expect("no frame came") {
                Some(Ok(Message::Text(text))) => {
                    let frame: Value = serde_json::from_str(&text).unwrap();
                    if frame["t"] == "ping" {
                        self.send(&json!({ "t": "pong", "n": frame["n"] })).await;
                    }
                    return Ok(frame);
                }
                Some(Ok(Message::Close(Some(reason)))) => return Err(reason.code.into()),
                Some(Ok(_)) => {}
                other => panic!("neither a frame nor a close: {other:?}"),
            }
        }
    }

    /// Reads on to a frame of this type.
    pub async fn to(&mut self, t: &str) -> Value {
        self.frame_where(t, |_| true).await
    }

    pub async fn frame_where(&mut self, t: &str, is_so: impl Fn(&Value) -> bool) -> Value {
        loop {
            let frame = self.next().await.unwrap_or_else(|code| panic!("closed with {code} before {t}"));
            if frame["t"] == t && is_so(&frame) {
                return frame;
            }
        }
    }

    /// Reads to its end: the frames until then, and the code.
    pub async fn rest(&mut self) -> (Vec<Value>, u16) {
        let mut frames = Vec::new();
        loop {
            match self.next().await {
                Ok(frame) => frames.push(frame),
                Err(code) => return (frames, code),
            }
        }
    }
}
