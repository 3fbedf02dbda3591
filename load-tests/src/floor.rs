//! The floor: what the kernel costs and nothing else. One thread and one epoll accept websocket upgrades on loopback;
//! a line on stdin makes it write one pre-encoded frame to every socket. It has no queue, no state per client and
//! reads nothing, so that any server that does more is measured by how much more it needs.
//! `size N` on stdin sets the bytes of the message, `go` or an empty line sends it, end of input ends the program.

use anyhow::{Context, Result};
use base64::Engine as _;
use rustix::buffer::spare_capacity;
use rustix::event::epoll::{self, EventData, EventFlags};
use rustix::fd::{AsFd, OwnedFd};
use sha1::{Digest, Sha1};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};

/// The document that every message of the floor carries, so that a client can tell it like one of the hub's.
pub const DOCUMENT: &str = "floor";
/// As large as a live document with two legs.
pub const MESSAGE_BYTES: usize = 600;
const LISTENER: u64 = u64::MAX;
const STDIN: u64 = u64::MAX - 1;
const HANDSHAKE_BYTES_MAX: usize = 8 * 1024;

#[derive(clap::Args)]
pub struct Options {
    /// Where to listen; port 0 picks one. It is printed as `listening on ADDRESS`.
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// Bytes of the message.
    #[arg(long, default_value_t = MESSAGE_BYTES)]
    size: usize,
}

struct Connection {
    stream: TcpStream,
    /// What has come of the request; none once the upgrade was answered.
    request: Option<Vec<u8>>,
}

struct Floor {
    epoll: OwnedFd,
    listener: TcpListener,
    connections: Vec<Option<Connection>>,
    free: Vec<usize>,
    frame: Vec<u8>,
    lines: Vec<u8>,
}

pub fn run(options: &Options) -> Result<()> {
    let listener = TcpListener::bind(options.listen).context("cannot listen")?;
    listener.set_nonblocking(true)?;
    // The standard library listens with a backlog of 128, too few when ten thousand come at once.
    rustix::net::listen(&listener, 4096)?;
    println!("listening on {}", listener.local_addr()?);
    let mut floor = Floor {
        epoll: epoll::create(epoll::CreateFlags::CLOEXEC)?,
        listener,
        connections: Vec::new(),
        free: Vec::new(),
        frame: frame(options.size),
        lines: Vec::new(),
    };
    epoll::add(&floor.epoll, &floor.listener, EventData::new_u64(LISTENER), EventFlags::IN)?;
    epoll::add(&floor.epoll, std::io::stdin().as_fd(), EventData::new_u64(STDIN), EventFlags::IN)
        .context("stdin has to be a pipe or a terminal")?;
    floor.serve()
}

impl Floor {
    fn serve(&mut self) -> Result<()> {
        let mut events = Vec::with_capacity(1024);
        let mut scratch = vec![0u8; 64 * 1024];
        loop {
            match epoll::wait(&self.epoll, spare_capacity(&mut events), None) {
                Err(rustix::io::Errno::INTR) => continue,
                other => other?,
            };
            for event in events.drain(..) {
                match event.data.u64() {
                    LISTENER => self.accept()?,
                    STDIN => {
                        if !self.command(&mut scratch)? {
                            return Ok(());
                        }
                    }
                    slot => self.readable(slot as usize, &mut scratch),
                }
            }
        }
    }

    fn accept(&mut self) -> Result<()> {
        // An error of one connection (or none left to accept) must not end the others.
        while let Ok((stream, _)) = self.listener.accept() {
            stream.set_nonblocking(true)?;
            stream.set_nodelay(true)?;
            let slot = self.free.pop().unwrap_or_else(|| {
                self.connections.push(None);
                self.connections.len() - 1
            });
            epoll::add(&self.epoll, &stream, EventData::new_u64(slot as u64), EventFlags::IN)?;
            self.connections[slot] = Some(Connection { stream, request: Some(Vec::new()) });
        }
        Ok(())
    }

    fn readable(&mut self, slot: usize, scratch: &mut [u8]) {
        let Some(connection) = self.connections.get_mut(slot).and_then(Option::as_mut) else { return };
        let keep = match connection.stream.read(scratch) {
            Ok(0) => false,
            Ok(count) => connection.received(&scratch[..count]),
            Err(error) => error.kind() == std::io::ErrorKind::WouldBlock,
        };
        if !keep {
            // Closing the socket takes it out of the epoll set.
            self.connections[slot] = None;
            self.free.push(slot);
        }
    }

    /// Reads what stdin has; false at its end.
    fn command(&mut self, scratch: &mut [u8]) -> Result<bool> {
        let count = rustix::io::read(std::io::stdin(), &mut *scratch)?;
        self.lines.extend_from_slice(&scratch[..count]);
        while let Some(end) = self.lines.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = self.lines.drain(..=end).collect();
            let line = String::from_utf8_lossy(&line);
            match line.trim().split_once(' ') {
                Some(("size", bytes)) => self.frame = frame(bytes.trim().parse().context("size")?),
                _ => self.send()?,
            }
        }
        Ok(count > 0)
    }

    /// The whole measurement is this loop: one `write` per socket. A socket that cannot take it is told on stdout.
    fn send(&mut self) -> Result<()> {
        let mut sent = 0usize;
        let open = self.connections.iter_mut().flatten().filter(|connection| connection.request.is_none());
        let mut all = 0usize;
        for connection in open {
            all += 1;
            sent += usize::from(matches!(connection.stream.write(&self.frame), Ok(count) if count == self.frame.len()));
        }
        println!("sent {sent} of {all}");
        Ok(())
    }
}

impl Connection {
    /// Answers the upgrade when the request is complete; afterwards whatever clients say is read and forgotten.
    fn received(&mut self, bytes: &[u8]) -> bool {
        let Some(request) = &mut self.request else { return true };
        request.extend_from_slice(bytes);
        if !request.windows(4).any(|four| four == b"\r\n\r\n") {
            return request.len() <= HANDSHAKE_BYTES_MAX;
        }
        let Some(answer) = accept_answer(&String::from_utf8_lossy(request)) else { return false };
        self.request = None;
        self.stream.write_all(answer.as_bytes()).is_ok()
    }
}

fn accept_answer(request: &str) -> Option<String> {
    let header = |name: &str| {
        let fields = request.lines().filter_map(|line| line.split_once(':'));
        fields.into_iter().find(|(field, _)| field.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    };
    let mut sha = Sha1::new();
    sha.update(header("sec-websocket-key")?.as_bytes());
    sha.update(b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11");
    let accept = base64::engine::general_purpose::STANDARD.encode(sha.finalize());
    let protocol = header("sec-websocket-protocol").map(|p| format!("Sec-WebSocket-Protocol: {p}\r\n"));
    Some(format!(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
         Sec-WebSocket-Accept: {accept}\r\n{}\r\n",
        protocol.unwrap_or_default()
    ))
}

/// A `put` of one document, filled up to about this long.
pub fn message(bytes: usize) -> String {
    let before = format!(r#"{{"t":"put","docs":[{{"id":"{DOCUMENT}","rev":"0000000000000000","body":{{"fill":""#);
    let after = r#""}}]}"#;
    let fill = "x".repeat(bytes.saturating_sub(before.len() + after.len()));
    format!("{before}{fill}{after}")
}

/// One text frame of the server that carries it.
fn frame(bytes: usize) -> Vec<u8> {
    let message = message(bytes);
    let mut frame = vec![0x81];
    match message.len() {
        short @ 0..126 => frame.push(short as u8),
        medium @ 126..65_536 => {
            frame.push(126);
            frame.extend_from_slice(&(medium as u16).to_be_bytes());
        }
        long => {
            frame.push(127);
            frame.extend_from_slice(&(long as u64).to_be_bytes());
        }
    }
    frame.extend_from_slice(message.as_bytes());
    frame
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answer_is_the_one_of_the_rfc() {
        let answer = accept_answer("GET / HTTP/1.1\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n").unwrap();
        assert!(answer.contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"));
        assert!(accept_answer("GET / HTTP/1.1\r\n\r\n").is_none());
    }

    #[test]
    fn the_frame_has_the_size_asked_for() {
        let frame = frame(MESSAGE_BYTES);
        assert_eq!(frame.len(), 4 + MESSAGE_BYTES);
        assert_eq!(frame[1..4], [126, 2, 88]);
    }
}
