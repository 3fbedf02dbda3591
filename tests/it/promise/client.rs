//! A client that speaks `onward.v1`, by websocket or by stream, keeps what a device would keep, and every byte it
//! ever received. It checks on the way: a revision is bound to its body, `live` and `check` agree with what it holds.
//! Must not know: what is tested.

use super::events::Events;
use super::house::{House, SOON};
use futures_util::{SinkExt, StreamExt};
use reqwest::Method;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

pub struct Client {
    pub account: String,
    way: Way,
    pub held: BTreeMap<String, (String, Value)>,
    /// Everything that was ever received, frame by frame.
    pub heard: Vec<String>,
    /// Ids of every `gone`.
    pub gone: Vec<String>,
    beats: u64,
}

/// By which its frames come.
enum Way {
    Socket(Box<WebSocketStream<MaybeTlsStream<TcpStream>>>),
    Stream(Events),
}

#[derive(Deserialize)]
struct Put<'a> {
    #[serde(borrow)]
    docs: Vec<PutDoc<'a>>,
}

#[derive(Deserialize)]
struct PutDoc<'a> {
    id: String,
    rev: String,
    #[serde(borrow)]
    body: &'a RawValue,
}

impl Client {
    /// Opens, greets with these documents in hand, and does not read.
    pub async fn greet(house: &House, account: &str, have: Value) -> Self {
        Self::greet_with(house, account, json!({ "have": have })).await
    }

    /// Opens and greets with a `hello` of these fields.
    pub async fn greet_with(house: &House, account: &str, mut hello: Value) -> Self {
        let mut request = format!("{}/api/v1/ws", house.base.replace("http", "ws")).into_client_request().unwrap();
        let headers = request.headers_mut();
        headers.insert("sec-websocket-protocol", "onward.v1".parse().unwrap());
        headers.insert("authorization", format!("Bearer {}", house.token(account)).parse().unwrap());
        let way = Way::Socket(Box::new(connect_async(request).await.unwrap().0));
        let mut client = Self::by(way, account);
        hello["t"] = json!("hello");
        client.send(&hello).await;
        client
    }

    fn by(way: Way, account: &str) -> Self {
        let (account, heard, gone) = (account.to_owned(), Vec::new(), Vec::new());
        Self { account, way, held: BTreeMap::new(), heard, gone, beats: 0 }
    }

    /// By stream, with a `hello` of these fields. It only listens.
    pub async fn stream(house: &House, account: &str, hello: &Value) -> Self {
        let asked = house.ask(account, Method::POST, "/api/v1/stream");
        Self::by(Way::Stream(Events::open(asked, hello).await), account)
    }

    /// The same, read to `live`.
    pub async fn connect(house: &House, account: &str, have: Value) -> Self {
        let mut client = Self::greet(house, account, have).await;
        client.read_to("live").await;
        client
    }

    /// A device that was away: it comes with what `self` holds.
    pub async fn again(self, house: &House) -> Self {
        let Self { account, held, way, heard, .. } = self;
        if let Way::Socket(mut socket) = way {
            drop(socket.as_mut().close(None).await);
        }
        let have: BTreeMap<_, _> = held.iter().map(|(id, (rev, _))| (id.clone(), rev.clone())).collect();
        let mut next = Self::greet(house, &account, json!(have)).await;
        (next.held, next.heard) = (held, heard);
        next.read_to("live").await;
        next
    }

    /// Closes, and reads on to the other side's close.
    pub async fn leave(self) {
        let Way::Socket(mut socket) = self.way else { return };
        drop(socket.as_mut().close(None).await);
        while let Some(Ok(_)) = tokio::time::timeout(SOON, socket.next()).await.unwrap() {}
    }

    pub async fn send(&mut self, frame: &Value) {
        let Way::Socket(socket) = &mut self.way else { panic!("a stream only listens: {frame}") };
        socket.send(Message::text(frame.to_string())).await.unwrap();
    }

    /// The next frame, taken in.
    pub async fn frame(&mut self) -> Value {
        loop {
            let come = match &mut self.way {
                Way::Stream(events) => events.next().await.map(Message::text),
                Way::Socket(socket) => {
                    let come = tokio::time::timeout(SOON, socket.next()).await.expect("no frame came");
                    come.map(|come| come.unwrap_or_else(|e| panic!("{}: {e}", self.account)))
                }
            };
            match come {
                Some(Message::Text(text)) => {
                    let frame = self.take(text.as_str());
                    if frame["t"] == "ping" {
                        self.send(&json!({ "t": "pong", "n": frame["n"] })).await;
                    }
                    return frame;
                }
                Some(Message::Ping(_) | Message::Pong(_)) => {}
                other => panic!("{}: expected a frame: {other:?}", self.account),
            }
        }
    }

    /// Reads on to its end: the code it closed with, or the name that a stream ends with.
    pub async fn ended(&mut self) -> String {
        match &mut self.way {
            Way::Stream(events) => events.last().await,
            Way::Socket(socket) => loop {
                let come = tokio::time::timeout(SOON, socket.next()).await.expect("no frame came");
                if let Some(Ok(Message::Close(Some(reason)))) = come {
                    return u16::from(reason.code).to_string();
                }
                assert!(matches!(come, Some(Ok(_))), "{}: expected a close: {come:?}", self.account);
            },
        }
    }

    fn take(&mut self, text: &str) -> Value {
        self.heard.push(text.to_owned());
        let frame: Value = serde_json::from_str(text).unwrap();
        match frame["t"].as_str().unwrap() {
            "put" => {
                for doc in serde_json::from_str::<Put<'_>>(text).unwrap().docs {
                    assert_eq!(doc.rev, rev(doc.body.get()), "{} is not bound to its body", doc.id);
                    self.held.insert(doc.id, (doc.rev, serde_json::from_str(doc.body.get()).unwrap()));
                }
            }
            "gone" => {
                for id in frame["ids"].as_array().unwrap() {
                    let id = id.as_str().unwrap();
                    self.held.remove(id);
                    self.gone.push(id.to_owned());
                }
            }
            "live" | "check" => {
                let count = self.held.len() as u64;
                assert_eq!((&frame["count"], &frame["sum"]), (&json!(count), &json!(self.sum())), "{}", self.account);
            }
            _ => {}
        }
        frame
    }

    /// Reads on to a frame of this type.
    pub async fn read_to(&mut self, t: &str) -> Value {
        self.until(|frame| frame["t"] == t).await
    }

    pub async fn until(&mut self, is_it: impl Fn(&Value) -> bool) -> Value {
        let began = Instant::now();
        loop {
            let frame = self.frame().await;
            if is_it(&frame) {
                return frame;
            }
            assert!(began.elapsed() < SOON, "{}: it never came", self.account);
        }
    }

    /// Reads on until what it holds is so.
    pub async fn until_held(&mut self, is_it: impl Fn(&Self) -> bool) {
        let began = Instant::now();
        while !is_it(self) {
            self.frame().await;
            assert!(began.elapsed() < SOON, "{}: it never came: {:?}", self.account, self.held);
        }
    }

    /// Asks and reads to the answer: everything the hub had written before is here then. Returns those frames.
    pub async fn fence(&mut self) -> Vec<Value> {
        self.beats += 1;
        let n = self.beats;
        self.send(&json!({ "t": "ping", "n": n })).await;
        let mut frames = Vec::new();
        loop {
            let frame = self.frame().await;
            if frame["t"] == "pong" && frame["n"] == n {
                return frames;
            }
            frames.push(frame);
        }
    }

    /// Reads until it holds exactly what HTTP says it should.
    pub async fn converge(&mut self, house: &House) {
        let began = Instant::now();
        loop {
            self.fence().await;
            let should = house.holds(&self.account).await;
            if self.held == should {
                return;
            }
            let should: BTreeMap<_, _> = should.into_iter().map(|(id, (rev, _))| (id, rev)).collect();
            assert!(began.elapsed() < SOON, "{}: holds {:?}, should hold {should:?}", self.account, self.revs());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    pub fn revs(&self) -> BTreeMap<String, String> {
        self.held.iter().map(|(id, (rev, _))| (id.clone(), rev.clone())).collect()
    }

    /// A body it holds.
    pub fn body(&self, id: &str) -> &Value {
        &self.held[id].1
    }

    pub fn has(&self, id: &str) -> bool {
        self.held.contains_key(id)
    }

    /// Whether this text is in anything it ever received.
    pub fn knows(&self, marker: &str) -> bool {
        self.heard.iter().any(|frame| frame.contains(marker))
    }

    /// The checksum of what it holds, computed as the contract says.
    fn sum(&self) -> String {
        format!("{:016x}", self.held.iter().fold(0, |sum, (id, (rev, _))| sum ^ fnv(&format!("{id} {rev}"))))
    }

    /// Sends a command and reads to its answer.
    pub async fn ask(&mut self, movement: &str, command: &Value) -> Value {
        let mut frame = command.clone();
        frame["t"] = json!("do");
        frame["movement"] = json!(movement);
        let id = frame["id"].clone();
        self.send(&frame).await;
        self.until(|f| f["t"] == "done" && f["id"] == id).await
    }
}

pub fn fnv(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3))
}

pub fn rev(body: &str) -> String {
    Sha256::digest(body.as_bytes()).iter().take(8).map(|b| format!("{b:02x}")).collect()
}

#[test]
fn the_vector_of_the_contract() {
    let of = |end: &str, rev: &str| fnv(&format!("01932c07-21c0-7d4a-8f3e-0a1b2c3d4e{end} {rev}"));
    assert_eq!(format!("{:016x}", of("5f", "r1") ^ of("60", "r2")), "8a82c8539e4a6fde");
}
