//! A hub that does what a client must live through, in a fixed order, and checks what it is told.
//! Must not know: who calls.

use crate::promise::client::{fnv, rev};
use crate::promise::world;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::server::{ErrorResponse, Request, Response};
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::{WebSocketStream, accept_hdr_async};

const MOVEMENT: &str = "01932c07-21c0-7d4a-8f3e-0a1b2c3d4e5f";
const BODY: &str = r#"{"label":"K7 — ش","movement":"01932c07-21c0-7d4a-8f3e-0a1b2c3d4e5f","state":"moving"}"#;

pub struct RudeHub {
    listener: TcpListener,
    pub base: String,
}

/// One connection.
struct Line(WebSocketStream<TcpStream>);

impl RudeHub {
    pub async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        Self { listener, base }
    }

    /// The next connection, greeted; what `hello` said.
    async fn accept(&self) -> (Line, Value) {
        let (stream, _) = self.listener.accept().await.unwrap();
        #[allow(clippy::result_large_err, reason = "the type of the callback")]
        let ours = |asked: &Request, mut answer: Response| -> Result<Response, ErrorResponse> {
            assert_eq!(asked.headers()["authorization"], "Bearer token");
            answer.headers_mut().insert("sec-websocket-protocol", asked.headers()["sec-websocket-protocol"].clone());
            Ok(answer)
        };
        let mut line = Line(accept_hdr_async(stream, ours).await.unwrap());
        let hello = line.read("hello").await;
        line.say(json!({ "t": "welcome", "session": "s", "audience": "station:JFK", "now": world::NOW, "rate": 1,
            "heartbeat_s": 25 }))
            .await;
        line.say(json!({ "t": "weather", "in": "a later version" })).await;
        (line, hello)
    }

    pub async fn later_then_lost_then_applied(self) {
        let (mut line, hello) = self.accept().await;
        assert_eq!(hello["have"], json!({}), "it holds nothing yet");
        line.put(&rev(BODY)).await;
        line.say(json!({ "t": "live", "count": 1, "sum": sum() })).await;
        let first = line.read("do").await;
        line.say(json!({ "t": "done", "id": first["id"], "outcome": "later" })).await;
        let second = line.read("do").await;
        for field in ["id", "kind", "movement", "at", "body"] {
            assert_eq!(first[field], second[field], "the same command");
        }
        line.say(json!({ "t": "check", "count": 2, "sum": "00000000000000ff" })).await;
        let have = line.read("have").await;
        assert_eq!(have["have"], json!({ MOVEMENT: rev(BODY) }));
        line.close(4503).await;

        let (mut line, hello) = self.accept().await;
        assert_eq!(hello["have"], json!({ MOVEMENT: rev(BODY) }), "it still holds it");
        assert_eq!(hello["pending"], json!({ first["id"].as_str().unwrap(): MOVEMENT }));
        line.say(json!({ "t": "unknown", "ids": [first["id"]] })).await;
        line.say(json!({ "t": "live", "count": 1, "sum": sum() })).await;
        let third = line.read("do").await;
        assert_eq!((&third["id"], &third["at"]), (&first["id"], &first["at"]));
        line.say(json!({ "t": "done", "id": first["id"], "outcome": "applied" })).await;
        line.end().await;
    }

    pub async fn wrong_revision(self) {
        let (mut line, _) = self.accept().await;
        line.put("00000000000000ff").await;
        line.end().await;
    }
}

impl Line {
    async fn say(&mut self, frame: Value) {
        self.0.send(Message::text(frame.to_string())).await.unwrap();
    }

    async fn put(&mut self, rev: &str) {
        let frame = format!(r#"{{"t":"put","docs":[{{"id":"{MOVEMENT}","rev":"{rev}","body":{BODY}}}]}}"#);
        self.0.send(Message::text(frame)).await.unwrap();
    }

    /// The next frame, which has to be of this type.
    async fn read(&mut self, t: &str) -> Value {
        loop {
            match self.0.next().await {
                Some(Ok(Message::Text(text))) => {
                    let frame: Value = serde_json::from_str(text.as_str()).unwrap();
                    assert_eq!(frame["t"], t, "{frame}");
                    return frame;
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                other => panic!("expected {t}: {other:?}"),
            }
        }
    }

    async fn close(mut self, code: u16) {
        drop(self.0.close(Some(CloseFrame { code: code.into(), reason: "draining".into() })).await);
        self.end().await;
    }

    /// Until the other side has gone; it has nothing more to say.
    async fn end(mut self) {
        while let Some(Ok(message)) = self.0.next().await {
            assert!(!message.is_text(), "{message}");
        }
    }
}

fn sum() -> String {
    format!("{:016x}", fnv(&format!("{MOVEMENT} {}", rev(BODY))))
}
