//! The body of `POST /stream` as a browser reads it with `fetch`: pieces to events, comments passed over.
//! Must not know: what a frame says.
//! It asks for compression, as browsers do without being told.

use super::house::SOON;
use reqwest::{RequestBuilder, Response, StatusCode};
use serde_json::Value;

pub struct Events {
    response: Response,
    /// Come and not read: a piece may end within a character.
    come: Vec<u8>,
}

impl Events {
    pub async fn open(asked: RequestBuilder, hello: &Value) -> Self {
        let asked = asked.header("accept-encoding", "gzip, deflate, br").json(hello);
        let response = tokio::time::timeout(SOON, asked.send()).await.unwrap().unwrap();
        assert_eq!(response.status(), StatusCode::OK, "{hello}");
        let header = |name: &str| response.headers().get(name).map(|v| v.to_str().unwrap());
        assert_eq!(header("content-type"), Some("text/event-stream"));
        assert_eq!((header("cache-control"), header("x-accel-buffering")), (Some("no-store"), Some("no")));
        assert!(matches!(header("content-encoding"), None | Some("identity")), "{response:?}");
        Self::of(response)
    }

    pub fn of(response: Response) -> Self {
        Self { response, come: Vec::new() }
    }

    /// Reads to the end: the name of the reason, which is its last frame.
    pub async fn last(&mut self) -> String {
        let mut last = Value::Null;
        let to_the_end = async {
            while let Some(text) = self.read().await {
                last = serde_json::from_str(&text).unwrap();
            }
        };
        tokio::time::timeout(SOON, to_the_end).await.expect("it never ended");
        assert_eq!(last["t"], "problem", "{last}");
        last["code"].as_str().unwrap().to_owned()
    }

    /// The next frame; `None` when the stream has ended as it should. Comments alone are not waited for any longer.
    pub async fn next(&mut self) -> Option<String> {
        tokio::time::timeout(SOON, self.read()).await.expect("no frame came")
    }

    async fn read(&mut self) -> Option<String> {
        loop {
            while let Some(end) = self.come.windows(2).position(|two| two == b"\n\n") {
                let event: Vec<u8> = self.come.drain(..end + 2).collect();
                let event = String::from_utf8(event).unwrap();
                if let Some(frame) = event.strip_prefix("data: ") {
                    let frame = frame.trim_end_matches('\n');
                    assert!(!frame.contains('\n'), "{frame}");
                    return Some(frame.to_owned());
                }
                assert!(event.starts_with(':'), "{event}");
            }
            match self.response.chunk().await.unwrap() {
                Some(piece) => self.come.extend_from_slice(&piece),
                None => {
                    assert!(self.come.is_empty(), "the stream broke off: {:?}", self.come);
                    return None;
                }
            }
        }
    }
}
