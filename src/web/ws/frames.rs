//! Reads websocket frames (RFC 6455) from bytes as they come, in any pieces, and puts parts together. What it holds
//! grows with what has come, never with what a frame claims, and never past the largest message there is.
//! Must not know: sockets, sessions, what a text says.

use crate::limits;
use crate::wire::codes::{self, Close};
use bytes::{Buf, Bytes, BytesMut};
use bytestring::ByteString;

/// A whole message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Message {
    Text(ByteString),
    /// Nothing here is binary: said as soon as one begins, and its bytes are not kept.
    Binary,
    Ping(Bytes),
    Pong(Bytes),
    /// With the code, if there was one.
    Close(Option<u16>),
}

/// Why the connection fails: each is a close code.
pub(super) type Broken = Close;

#[derive(Default)]
pub(super) struct Frames {
    /// Come and not looked at: the rest of one piece, or the beginning of a frame's head.
    unread: Bytes,
    frame: Option<Frame>,
    /// A text has begun and its last part has not come.
    in_text: bool,
    text: BytesMut,
    control: BytesMut,
}

/// A frame whose head was read.
#[derive(Debug, Clone, Copy)]
struct Frame {
    last: bool,
    opcode: u8,
    left: usize,
    mask: [u8; 4],
}

const CONTINUATION: u8 = 0;
const TEXT: u8 = 1;
const BINARY: u8 = 2;
const CLOSE: u8 = 8;
const PING: u8 = 9;
const PONG: u8 = 10;

impl Frames {
    pub fn feed(&mut self, piece: Bytes) {
        if self.unread.is_empty() {
            self.unread = piece;
            return;
        }
        let mut both = BytesMut::with_capacity(self.unread.len() + piece.len());
        both.extend_from_slice(&self.unread);
        both.extend_from_slice(&piece);
        self.unread = both.freeze();
    }

    /// The next whole message, `None` if more has to come. After an error nothing else can be read.
    pub fn next(&mut self) -> Result<Option<Message>, Broken> {
        loop {
            let Some(frame) = self.frame.as_mut() else {
                let Some((frame, length)) = head(&self.unread, self.in_text, self.text.len())? else {
                    return Ok(None);
                };
                if frame.opcode == BINARY {
                    return Ok(Some(Message::Binary));
                }
                self.unread.advance(length);
                self.in_text |= frame.opcode == TEXT;
                self.frame = Some(frame);
                continue;
            };
            let part = self.unread.split_to(frame.left.min(self.unread.len()));
            let whole = if frame.opcode >= CLOSE { &mut self.control } else { &mut self.text };
            unmask(whole, &part, &mut frame.mask);
            frame.left -= part.len();
            if frame.left > 0 {
                return Ok(None);
            }
            let frame = *frame;
            self.frame = None;
            if let Some(message) = self.complete(frame)? {
                return Ok(Some(message));
            }
        }
    }

    /// What a frame that is all here makes.
    fn complete(&mut self, frame: Frame) -> Result<Option<Message>, Broken> {
        if frame.opcode >= CLOSE {
            let payload = std::mem::take(&mut self.control).freeze();
            return match frame.opcode {
                PING => Ok(Some(Message::Ping(payload))),
                PONG => Ok(Some(Message::Pong(payload))),
                _ => closing(&payload).map(|code| Some(Message::Close(code))),
            };
        }
        if !frame.last {
            return Ok(None);
        }
        self.in_text = false;
        // Taken whole, so that the room of a large message goes with it.
        let text = ByteString::try_from(std::mem::take(&mut self.text).freeze());
        text.map(|text| Some(Message::Text(text))).map_err(|_| codes::NOT_TEXT)
    }
}

/// Reads the head of a frame: the frame and the length of its head, `None` if more has to come. Refuses what could
/// not end well as soon as it can be seen, before anything is kept for it.
fn head(bytes: &[u8], in_text: bool, so_far: usize) -> Result<Option<(Frame, usize)>, Broken> {
    let [first, second, rest @ ..] = bytes else { return Ok(None) };
    let (last, reserved, opcode) = (first & 0x80 != 0, first & 0x70, first & 0x0f);
    let (masked, short) = (second & 0x80 != 0, second & 0x7f);
    let in_turn = match opcode {
        CONTINUATION => in_text,
        TEXT | BINARY => !in_text,
        CLOSE | PING | PONG => last && short <= 125,
        _ => false,
    };
    if reserved != 0 || !masked || !in_turn {
        return Err(codes::PROTOCOL);
    }
    let (claimed, rest, length) = match short {
        126 => {
            let Some((long, rest)) = rest.split_first_chunk() else { return Ok(None) };
            (u64::from(u16::from_be_bytes(*long)), rest, 8)
        }
        127 => {
            let Some((long, rest)) = rest.split_first_chunk() else { return Ok(None) };
            (u64::from_be_bytes(*long), rest, 14)
        }
        short => (u64::from(short), rest, 6),
    };
    // A length has 63 bits.
    if claimed > i64::MAX as u64 {
        return Err(codes::PROTOCOL);
    }
    let left = usize::try_from(claimed).map_err(|_| codes::TOO_BIG)?;
    // Said at the claim: whoever waits for the rest keeps what it is sent. One frame of its own size, or several
    // that make up one: the limit is the same.
    if left > limits::HELLO_BYTES_MAX.saturating_sub(so_far) {
        return Err(codes::TOO_BIG);
    }
    let Some((mask, _)) = rest.split_first_chunk() else { return Ok(None) };
    Ok(Some((Frame { last, opcode, left, mask: *mask }, length)))
}

/// Adds a part, and turns the mask to where the next part begins.
fn unmask(whole: &mut BytesMut, part: &[u8], mask: &mut [u8; 4]) {
    let from = whole.len();
    whole.extend_from_slice(part);
    let added = whole.iter_mut().skip(from);
    added.zip(mask.iter().cycle()).for_each(|(byte, mask)| *byte ^= mask);
    mask.rotate_left(part.len() % 4);
}

/// The code of a close frame. 1004 to 1006 and 1015 are never sent; 1012 to 1014 were registered after the RFC.
fn closing(payload: &[u8]) -> Result<Option<u16>, Broken> {
    let Some((code, reason)) = payload.split_first_chunk() else {
        return if payload.is_empty() { Ok(None) } else { Err(codes::PROTOCOL) };
    };
    let code = u16::from_be_bytes(*code);
    if !matches!(code, 1000..=1003 | 1007..=1014 | 3000..=4999) {
        return Err(codes::PROTOCOL);
    }
    std::str::from_utf8(reason).map(|_| Some(code)).map_err(|_| codes::NOT_TEXT)
}

/// The parts of a frame of ours: whole, and not masked, as servers write.
pub(super) fn text(text: ByteString) -> [Bytes; 2] {
    framed(TEXT, text.into_bytes())
}

pub(super) fn pong(payload: Bytes) -> [Bytes; 2] {
    framed(PONG, payload)
}

/// A mark: the other side's answer says that everything before it has come.
pub(super) fn ping(mark: u64) -> [Bytes; 2] {
    framed(PING, Bytes::copy_from_slice(&mark.to_be_bytes()))
}

/// A close frame; `reason` is at most 123 bytes.
pub(super) fn close(code: Option<u16>, reason: &str) -> [Bytes; 2] {
    let mut payload = BytesMut::new();
    if let Some(code) = code {
        payload.extend_from_slice(&code.to_be_bytes());
        payload.extend_from_slice(reason.as_bytes());
    }
    framed(CLOSE, payload.freeze())
}

fn framed(opcode: u8, payload: Bytes) -> [Bytes; 2] {
    let mut head = BytesMut::with_capacity(10);
    let length = payload.len();
    head.extend_from_slice(&[0x80 | opcode]);
    match (u8::try_from(length), u16::try_from(length)) {
        (Ok(short @ 0..=125), _) => head.extend_from_slice(&[short]),
        (_, Ok(medium)) => {
            head.extend_from_slice(&[126]);
            head.extend_from_slice(&medium.to_be_bytes());
        }
        _ => {
            head.extend_from_slice(&[127]);
            head.extend_from_slice(&(length as u64).to_be_bytes());
        }
    }
    [head.freeze(), payload]
}

#[cfg(test)]
mod tests;
