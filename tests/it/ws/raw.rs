//! A client that writes websocket frames byte by byte, the broken ones too, and reads what comes back as it came.
//! Nothing here helps it to behave.
//! Must not know: what is tested.

use super::hub::{Hub, soon};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

pub const HELLO: &str = r#"{"t":"hello","have":{}}"#;

pub const LAST: u8 = 0x80;
pub const TEXT: u8 = 0x81;
pub const BINARY: u8 = 0x82;
pub const CLOSE: u8 = 0x88;
pub const PING: u8 = 0x89;
pub const PONG: u8 = 0x8a;

pub struct Raw(TcpStream);

/// A masked frame. The first byte holds FIN, reserved bits and opcode.
pub fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut bytes = head(first, payload.len() as u64, true);
    bytes.extend(payload.iter().zip(MASK.iter().cycle()).map(|(byte, mask)| byte ^ mask));
    bytes
}

const MASK: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];

/// The head of a frame that claims this length.
pub fn head(first: u8, length: u64, masked: bool) -> Vec<u8> {
    let bit = if masked { 0x80 } else { 0 };
    let mut bytes = match length {
        0..=125 => vec![first, bit | length as u8],
        126..=0xffff => [&[first, bit | 126][..], &(length as u16).to_be_bytes()].concat(),
        _ => [&[first, bit | 127][..], &length.to_be_bytes()].concat(),
    };
    bytes.extend(if masked { &MASK[..] } else { &[] });
    bytes
}

pub fn closing(code: u16, reason: &[u8]) -> Vec<u8> {
    frame(CLOSE, &[&code.to_be_bytes(), reason].concat())
}

impl Raw {
    pub async fn open(hub: &Hub) -> Self {
        Self(hub.raw().await)
    }

    /// After `hello`, read to `fresh`.
    pub async fn live(hub: &Hub) -> Self {
        let mut raw = Self::open(hub).await;
        raw.send(&frame(TEXT, HELLO.as_bytes())).await;
        while !raw.text().await.contains(r#""t":"fresh""#) {}
        raw
    }

    /// In one write.
    pub async fn send(&mut self, bytes: &[u8]) {
        // The other side may have ended it before all is written.
        drop(self.0.write_all(bytes).await);
    }

    pub async fn send_one_by_one(&mut self, bytes: &[u8]) {
        self.0.set_nodelay(true).unwrap();
        for byte in bytes {
            self.send(&[*byte]).await;
            tokio::task::yield_now().await;
        }
    }

    /// The next frame, its first byte and its payload. A server's frames are whole, unmasked, and as short as can be.
    pub async fn frame(&mut self) -> (u8, Vec<u8>) {
        soon(async {
            let first = self.0.read_u8().await.expect("it ended without a frame");
            assert_eq!(first & 0xf0, LAST, "{first:#x}");
            let length = match self.0.read_u8().await.unwrap() {
                126 => u64::from(self.0.read_u16().await.unwrap()),
                127 => self.0.read_u64().await.unwrap(),
                short => u64::from(short),
            };
            let mut payload = vec![0; usize::try_from(length).unwrap()];
            self.0.read_exact(&mut payload).await.unwrap();
            (first, payload)
        })
        .await
    }

    pub async fn text(&mut self) -> String {
        let (first, payload) = self.frame().await;
        assert_eq!(first, TEXT, "{payload:?}");
        String::from_utf8(payload).unwrap()
    }

    pub async fn welcomed(&mut self) {
        assert!(self.text().await.starts_with(r#"{"t":"welcome""#));
    }

    /// Reads a close frame with this code, or with none, and then the end: nothing comes after it.
    pub async fn closed(&mut self, code: Option<u16>, case: &str) {
        let (first, payload) = self.frame().await;
        assert_eq!(first, CLOSE, "{case}: {:?}", String::from_utf8_lossy(&payload));
        let said = payload.get(..2).map(|c| u16::from_be_bytes([c[0], c[1]]));
        assert_eq!(said, code, "{case}");
        // Whoever has closed and ends its half is let go at once.
        self.0.shutdown().await.unwrap();
        let mut rest = Vec::new();
        soon(self.0.read_to_end(&mut rest)).await.unwrap();
        assert!(rest.is_empty(), "{case}: something followed the close: {rest:?}");
    }
}
