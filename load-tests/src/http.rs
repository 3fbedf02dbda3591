//! A small HTTP/1.1 client on one kept connection: what it costs is one write and the reads of the answer, so that the
//! moment a message is posted is known. It knows lengths and chunks, no redirects, no TLS, no compression.
//! Must not know: what is asked for.

use anyhow::{Context, Result, bail};
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// An answer that takes longer counts as none.
const ANSWER_WITHIN: Duration = Duration::from_secs(20);

pub struct Http {
    to: SocketAddr,
    bearer: String,
    stream: Option<TcpStream>,
    inbox: Vec<u8>,
}

pub struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
    /// Just before the first byte of the request was written.
    pub asked: Instant,
}

impl Answer {
    pub fn json(&self) -> Result<serde_json::Value> {
        serde_json::from_slice(&self.body).with_context(|| format!("not JSON: {}", self.text()))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The same answer if it is one of success.
    pub fn good(self) -> Result<Self> {
        if !(200..300).contains(&self.status) {
            bail!("answered {}: {}", self.status, self.text());
        }
        Ok(self)
    }
}

impl Http {
    pub fn new(to: SocketAddr, bearer: &str) -> Self {
        Self { to, bearer: bearer.to_owned(), stream: None, inbox: Vec::new() }
    }

    pub async fn get(&mut self, path: &str) -> Result<Answer> {
        self.ask("GET", path, "", b"").await
    }

    pub async fn post(&mut self, path: &str, content_type: &str, body: &[u8]) -> Result<Answer> {
        self.ask("POST", path, &format!("Content-Type: {content_type}\r\n"), body).await
    }

    /// A post on something that exists, as seen at this version.
    pub async fn post_on(&mut self, path: &str, version: u64, body: &[u8]) -> Result<Answer> {
        let headers = format!("Content-Type: application/json\r\nIf-Match: \"{version}\"\r\n");
        self.ask("POST", path, &headers, body).await
    }

    async fn ask(&mut self, method: &str, path: &str, headers: &str, body: &[u8]) -> Result<Answer> {
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\n{headers}Content-Length: {}\r\n\r\n",
            self.to,
            self.bearer,
            body.len()
        );
        let request = [head.as_bytes(), body].concat();
        let asking = async {
            // A kept connection may have been closed meanwhile; then once more, on a new one.
            if self.stream.is_some()
                && let Ok(answer) = self.exchange(&request).await
            {
                return Ok(answer);
            }
            let stream = TcpStream::connect(self.to).await.with_context(|| format!("cannot connect to {}", self.to))?;
            stream.set_nodelay(true)?;
            self.inbox.clear();
            self.stream = Some(stream);
            self.exchange(&request).await
        };
        let answer = tokio::time::timeout(ANSWER_WITHIN, asking).await;
        answer.with_context(|| format!("{method} {path}: no answer"))?.with_context(|| format!("{method} {path}"))
    }

    async fn exchange(&mut self, request: &[u8]) -> Result<Answer> {
        let asked = Instant::now();
        self.stream.as_mut().context("not connected")?.write_all(request).await?;
        let head_end = self.until(|inbox| find(inbox, b"\r\n\r\n").map(|at| at + 4)).await?;
        let head = String::from_utf8_lossy(&self.take(head_end)).to_ascii_lowercase();
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).context("no status line")?;
        let value = |name: &str| head.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
        let body = if value("transfer-encoding:").is_some_and(|how| how.contains("chunked")) {
            self.chunks().await?
        } else {
            let length: usize = value("content-length:").and_then(|length| length.parse().ok()).unwrap_or(0);
            self.until(|inbox| (inbox.len() >= length).then_some(length)).await?;
            self.take(length)
        };
        if value("connection:") == Some("close") {
            self.stream = None;
        }
        Ok(Answer { status, body, asked })
    }

    async fn chunks(&mut self) -> Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let line_end = self.until(|inbox| find(inbox, b"\r\n").map(|at| at + 2)).await?;
            let line = String::from_utf8_lossy(&self.take(line_end)).into_owned();
            let size = usize::from_str_radix(line.trim().split(';').next().unwrap_or(""), 16).context("chunk size")?;
            self.until(|inbox| (inbox.len() >= size + 2).then_some(size)).await?;
            body.extend_from_slice(&self.take(size));
            self.take(2);
            if size == 0 {
                return Ok(body);
            }
        }
    }

    /// Reads until what is there is enough, and says how much that is.
    async fn until(&mut self, enough: impl Fn(&[u8]) -> Option<usize>) -> Result<usize> {
        loop {
            if let Some(length) = enough(&self.inbox) {
                return Ok(length);
            }
            let stream = self.stream.as_mut().context("not connected")?;
            if stream.read_buf(&mut self.inbox).await? == 0 {
                self.stream = None;
                bail!("the connection was closed");
            }
        }
    }

    fn take(&mut self, length: usize) -> Vec<u8> {
        self.inbox.drain(..length).collect()
    }
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}
