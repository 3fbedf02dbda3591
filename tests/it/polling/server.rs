//! A server that answers exactly what it is told to, byte by byte, and keeps what it was asked. It can do what a real
//! HTTP library would not let it do: drip, break off, say nothing.
//! Must not know: who asks.

use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

#[derive(Debug, Clone)]
pub struct Asked {
    /// `GET /path?query`
    pub line: String,
    /// In small letters, one a line.
    pub head: String,
    pub body: String,
}

pub enum Reply {
    Whole(String),
    /// This, and then the line is cut.
    Cut(String),
    /// This, then one byte after the other without end.
    Drip(String),
    /// Nothing at all.
    Silent,
}

pub struct Server {
    pub base: String,
    asked: Arc<Mutex<Vec<Asked>>>,
    count: watch::Receiver<usize>,
}

/// A whole answer with a length that is true.
pub fn reply(status: u16, headers: &str, body: &str) -> Reply {
    Reply::Whole(format!(
        "HTTP/1.1 {status} X\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    ))
}

pub fn json(body: &str) -> Reply {
    reply(200, "content-type: application/json\r\n", body)
}

impl Server {
    pub async fn start(answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let (counted, count) = watch::channel(0);
        let (asked, answer) = (Arc::new(Mutex::new(Vec::new())), Arc::new(answer));
        let held = asked.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (answer, held, counted) = (answer.clone(), held.clone(), counted.clone());
                tokio::spawn(async move {
                    let mut stream = stream;
                    let Some(request) = read(&mut stream).await else { return };
                    let reply = answer(&request);
                    held.lock().unwrap().push(request);
                    counted.send_modify(|n| *n += 1);
                    write(stream, reply).await;
                });
            }
        });
        Self { base, asked, count }
    }

    pub fn port(&self) -> &str {
        self.base.rsplit(':').next().unwrap()
    }

    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    pub fn lines(&self) -> Vec<String> {
        self.asked().into_iter().map(|a| a.line).collect()
    }

    /// Until it has been asked so often.
    pub async fn until(&self, count: usize) {
        let mut counted = self.count.clone();
        let waited = tokio::time::timeout(crate::promise::house::SOON, counted.wait_for(|n| *n >= count)).await;
        assert!(waited.is_ok(), "asked {:?}, expected {count}", self.lines());
    }
}

async fn read(stream: &mut TcpStream) -> Option<Asked> {
    let mut bytes = Vec::new();
    let mut part = [0; 4096];
    loop {
        let n = stream.read(&mut part).await.ok().filter(|n| *n > 0)?;
        bytes.extend_from_slice(&part[..n]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let (line, head) = head.split_once("\r\n").unwrap();
        let small = head.to_ascii_lowercase();
        let length = small.lines().find_map(|l| l.strip_prefix("content-length: ")?.trim().parse::<usize>().ok());
        if body.len() >= length.unwrap_or(0) {
            let line = line.trim_end_matches(" HTTP/1.1").to_owned();
            // Names in small letters, values as they came.
            let head = head
                .lines()
                .map(|l| l.split_once(':').map_or(l.into(), |(n, v)| format!("{}:{v}\n", n.to_ascii_lowercase())));
            return Some(Asked { line, head: head.collect(), body: body.to_owned() });
        }
    }
}

async fn write(mut stream: TcpStream, reply: Reply) {
    match reply {
        Reply::Whole(text) => {
            drop(stream.write_all(text.as_bytes()).await);
            drop(stream.shutdown().await);
        }
        Reply::Cut(text) => drop(stream.write_all(text.as_bytes()).await),
        Reply::Drip(text) => {
            drop(stream.write_all(text.as_bytes()).await);
            while stream.write_all(b" ").await.is_ok() {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
        Reply::Silent => {
            // Until the other side has enough of it.
            drop(stream.read(&mut [0; 1]).await);
        }
    }
}
