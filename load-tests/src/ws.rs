//! A websocket client that costs little: no buffer of its own while nothing is half read, one scratch buffer per thread.
//! It speaks what `onward.v1` needs (text frames, close, protocol pings) and refuses the rest as an error.
//! Must not know: what the messages say.

use anyhow::{Context, Result, bail};
use std::cell::RefCell;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::task::Poll;
use std::time::Instant;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt, ReadBuf};
use tokio::net::{TcpSocket, TcpStream};

const HEAD_BYTES_MAX: usize = 16 * 1024;
const FRAME_BYTES_MAX: u64 = 16 * 1024 * 1024;

thread_local! {
    static SCRATCH: RefCell<Vec<u8>> = RefCell::new(vec![0; 128 * 1024]);
}

pub struct Socket {
    stream: TcpStream,
    /// What was read and is not yet a whole frame.
    inbox: Vec<u8>,
    /// When the bytes that were read last came out of the kernel.
    read_at: Instant,
}

#[derive(Debug, PartialEq)]
pub enum Frame {
    Text(String),
    Ping(Vec<u8>),
    Close(u16, String),
    Other,
}

impl Socket {
    /// Connects and upgrades. `from` is the local address: each client its own, as in life, and ports never run out.
    pub async fn connect(to: SocketAddr, from: IpAddr, path: &str, bearer: Option<&str>) -> Result<Self> {
        let socket = if to.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
        socket.bind(SocketAddr::new(from, 0)).context("cannot bind the client's address")?;
        let mut stream = socket.connect(to).await.context("cannot connect")?;
        stream.set_nodelay(true)?;
        let bearer = bearer.map(|token| format!("Authorization: Bearer {token}\r\n")).unwrap_or_default();
        // The key is a constant: what is measured trusts its own loopback.
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {to}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
             Sec-WebSocket-Protocol: onward.v1\r\n{bearer}\r\n"
        );
        stream.write_all(request.as_bytes()).await?;
        let inbox = upgraded(&mut stream).await?;
        Ok(Self { stream, inbox, read_at: Instant::now() })
    }

    pub async fn send(&mut self, text: &str) -> Result<()> {
        self.write(0x81, text.as_bytes()).await
    }

    pub async fn pong(&mut self, payload: &[u8]) -> Result<()> {
        self.write(0x8A, payload).await
    }

    async fn write(&mut self, first: u8, payload: &[u8]) -> Result<()> {
        Ok(self.stream.write_all(&masked(first, payload)).await?)
    }

    /// The next frame and when it was read. Safe to drop while it waits: nothing is lost.
    pub async fn next(&mut self) -> Result<(Frame, Instant)> {
        loop {
            if let Some((frame, used)) = parse(&self.inbox)? {
                if used == self.inbox.len() {
                    // Give the memory back: ten thousand clients that each keep a buffer are dear.
                    self.inbox = Vec::new();
                } else {
                    self.inbox.drain(..used);
                }
                return Ok((frame, self.read_at));
            }
            // `poll_read` and not `try_read`: after a short read it does not ask the kernel a second time.
            let read = std::future::poll_fn(|cx| {
                SCRATCH.with_borrow_mut(|scratch| {
                    let mut buffer = ReadBuf::new(scratch);
                    std::task::ready!(Pin::new(&mut self.stream).poll_read(cx, &mut buffer))?;
                    self.read_at = Instant::now();
                    self.inbox.extend_from_slice(buffer.filled());
                    Poll::Ready(std::io::Result::Ok(buffer.filled().len()))
                })
            });
            let read = read.await;
            match read {
                Ok(0) => return Ok((Frame::Close(1006, "end of stream".into()), self.read_at)),
                Ok(_) => {}
                Err(error) => return Ok((Frame::Close(1006, error.to_string()), self.read_at)),
            }
        }
    }
}

/// Reads up to the end of the answer's head; what came behind it belongs to the first frames.
async fn upgraded(stream: &mut TcpStream) -> Result<Vec<u8>> {
    let mut head = Vec::with_capacity(512);
    loop {
        if let Some(end) = head.windows(4).position(|four| four == b"\r\n\r\n") {
            let rest = head.split_off(end + 4);
            let text = String::from_utf8_lossy(&head);
            if !text.starts_with("HTTP/1.1 101") {
                let body = String::from_utf8_lossy(&rest);
                bail!("upgrade refused: {} {body}", text.lines().next().unwrap_or_default());
            }
            return Ok(rest);
        }
        if head.len() > HEAD_BYTES_MAX || stream.read_buf(&mut head).await? == 0 {
            bail!("no answer to the upgrade: {}", String::from_utf8_lossy(&head));
        }
    }
}

/// One client frame. The mask is all zeros: allowed, and it costs nothing to apply.
pub fn masked(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = Vec::with_capacity(payload.len() + 14);
    frame.push(first);
    match payload.len() {
        short @ 0..126 => frame.push(0x80 | short as u8),
        medium @ 126..65_536 => {
            frame.push(0x80 | 126);
            frame.extend_from_slice(&(medium as u16).to_be_bytes());
        }
        long => {
            frame.push(0x80 | 127);
            frame.extend_from_slice(&(long as u64).to_be_bytes());
        }
    }
    frame.extend_from_slice(&[0; 4]);
    frame.extend_from_slice(payload);
    frame
}

/// The first whole frame of these bytes and how many it took.
fn parse(bytes: &[u8]) -> Result<Option<(Frame, usize)>> {
    let [first, second, rest @ ..] = bytes else { return Ok(None) };
    if first & 0x70 != 0 || second & 0x80 != 0 || first & 0x80 == 0 {
        bail!("a frame that was not asked for: fragment, mask or extension ({first:#x} {second:#x})");
    }
    let (length, head) = match (second & 0x7F, rest) {
        (126, [a, b, ..]) => (u64::from(u16::from_be_bytes([*a, *b])), 4),
        (127, [a, b, c, d, e, f, g, h, ..]) => (u64::from_be_bytes([*a, *b, *c, *d, *e, *f, *g, *h]), 10),
        (126 | 127, _) => return Ok(None),
        (short, _) => (u64::from(short), 2),
    };
    if length > FRAME_BYTES_MAX {
        bail!("a frame of {length} bytes");
    }
    let end = head + length as usize;
    let Some(payload) = bytes.get(head..end) else { return Ok(None) };
    let frame = match first & 0x0F {
        1 => Frame::Text(String::from_utf8(payload.to_vec()).context("text that is not UTF-8")?),
        8 => match payload {
            [a, b, reason @ ..] => {
                Frame::Close(u16::from_be_bytes([*a, *b]), String::from_utf8_lossy(reason).into_owned())
            }
            _ => Frame::Close(1005, String::new()),
        },
        9 => Frame::Ping(payload.to_vec()),
        _ => Frame::Other,
    };
    Ok(Some((frame, end)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_come_out_whole_however_they_are_cut() {
        let mut bytes = vec![0x81, 2, b'h', b'i', 0x81, 126, 1, 0];
        bytes.extend([b'x'; 256]);
        bytes.extend([0x88, 4, 0x11, 0x30, b'n', b'o']);
        let mut frames = Vec::new();
        let mut inbox = Vec::new();
        for byte in bytes {
            inbox.push(byte);
            if let Some((frame, used)) = parse(&inbox).unwrap() {
                frames.push(frame);
                inbox.drain(..used);
            }
        }
        let long = Frame::Text("x".repeat(256));
        assert_eq!(frames, [Frame::Text("hi".into()), long, Frame::Close(4400, "no".into())]);
        assert!(inbox.is_empty());
    }

    #[test]
    fn client_frames_are_masked() {
        assert_eq!(masked(0x81, b"hi"), [0x81, 0x82, 0, 0, 0, 0, b'h', b'i']);
        assert_eq!(masked(0x81, &[b'x'; 200])[..4], [0x81, 0x80 | 126, 0, 200]);
    }
}
