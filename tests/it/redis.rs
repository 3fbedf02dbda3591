//! A real redis-server for a test: on a socket or a port of its own, its files in a folder that goes away with it.
//! Also part of the unit tests of the store, which stand on it alone. Without redis-server on this machine every test
//! that needs one fails: `make setup` installs it. Must not know: Onward.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

/// What redis.conf has to say for a store.
const KEPT: [&str; 8] =
    ["--appendonly", "yes", "--appendfsync", "always", "--maxmemory-policy", "noeviction", "--save", ""];

/// A server that runs until it is dropped or killed.
pub struct RedisServer {
    folder: tempfile::TempDir,
    port: u16,
    arguments: Vec<String>,
    file: Option<PathBuf>,
    child: Option<Child>,
}

impl RedisServer {
    /// On a socket, with the settings a store needs.
    pub fn start() -> Self {
        Self::with(0, &[])
    }

    /// On a port, for whatever needs one: Sentinel, replicas, a proxy. `more` comes after the usual settings.
    pub fn on_port(more: &[&str]) -> Self {
        Self::with(free_port(), more)
    }

    /// On a socket, with other settings.
    pub fn with_settings(more: &[&str]) -> Self {
        Self::with(0, more)
    }

    /// On a socket, with the settings of a file. `more` replaces lines of it.
    pub fn with_file(file: PathBuf, more: &[&str]) -> Self {
        Self::new(0, more, Some(file))
    }

    fn with(port: u16, more: &[&str]) -> Self {
        Self::new(port, more, None)
    }

    fn new(port: u16, more: &[&str], file: Option<PathBuf>) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let arguments = more.iter().map(|a| (*a).to_owned()).collect();
        let mut server = Self { folder, port, arguments, file, child: None };
        server.run();
        server
    }

    /// Starts it again on the same files, and waits until it answers.
    pub fn run(&mut self) {
        assert!(self.child.is_none(), "it runs");
        let mut command = Command::new("redis-server");
        command.args(&self.file);
        command.args(["--port", &self.port.to_string(), "--bind", "127.0.0.1", "--unixsocket"]).arg(self.socket());
        command.args(["--unixsocketperm", "700", "--dir"]).arg(self.folder.path());
        command
            .args(if self.file.is_none() { KEPT.as_slice() } else { &[] })
            .args(&self.arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut child = command.spawn().expect("redis-server; `make setup` installs it");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let mut said = Vec::new();
        // "Ready to accept connections" on a port, "The server is now ready to…" on a socket.
        let ready = lines.by_ref().map_while(Result::ok).any(|line| {
            said.push(line.clone());
            line.contains("eady to accept connections")
        });
        assert!(ready, "redis-server did not start: {}", said.join("\n"));
        // Its pipe must not fill up; ends with the process.
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
        self.child = Some(child);
    }

    /// Ends it as a power cut would end a process: at once, without a word.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().expect("to kill it");
            child.wait().expect("its end");
        }
    }

    /// Stops it (`STOP`) and lets it go on (`CONT`): a machine that hangs.
    pub fn signal(&self, signal: &str) {
        let id = self.child.as_ref().expect("it runs").id().to_string();
        assert!(Command::new("kill").args([&format!("-{signal}"), &id]).status().expect("kill").success());
    }

    fn socket(&self) -> PathBuf {
        self.folder.path().join("redis.sock")
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// Its address as a store.
    pub fn url(&self) -> String {
        if self.port == 0 {
            format!("redis+unix://{}", self.socket().display())
        } else {
            format!("redis://127.0.0.1:{}", self.port)
        }
    }

    /// Asks it something, beside the store.
    pub fn ask<T: redis::FromRedisValue>(&self, words: &[&str]) -> T {
        let client = redis::Client::open(format!("unix://{}", self.socket().display())).expect("an address");
        let mut connection = client.get_connection().expect("a connection");
        let (name, arguments) = words.split_first().expect("a command");
        redis::cmd(name).arg(arguments).query(&mut connection).expect("an answer")
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A port that was free a moment ago: redis-server cannot be given one that is already open.
fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("its number").port()
}
