//! Planted bugs: what the proxy changes in the frames of `onward.v1`, so that a hub seems to have a fault it has not.
//! They prove that the whole chain sees such a fault, from the socket to the verdict. Each strikes a few times, once
//! it was armed, and says how often.
//! Must not know: how bytes come and go, and what will be found.

use crate::ws;
use serde_json::Value;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::{Duration, Instant};

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Plant {
    /// A `gone` is kept from the client.
    DropGone,
    /// From then on every `put` is kept from one client: a later one would make up for one that was lost.
    DropPut,
    /// A `put` is replaced by one that was meant for another audience.
    SwapPut,
    /// A command is sent twice, the second time with another body.
    ChangedBody,
    /// Not in the proxy: the store is put back to an earlier state while the hub is down.
    RollBack,
    /// Not by rewriting: a narrow line takes whatever comes and gives it on in that order, as if the hub queued bytes.
    Hoard,
}

impl Plant {
    pub fn rewrites(self) -> bool {
        !matches!(self, Self::RollBack | Self::Hoard)
    }
}

/// So that it is not missed among what heals by itself, and not everything is broken either.
const STRIKES_MAX: u32 = 3;
const AGAIN_AFTER: Duration = Duration::from_secs(2);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Up,
    Down,
}

/// Shared by all connections of one proxy.
pub struct Plants {
    plant: Plant,
    armed: Cell<bool>,
    pub strikes: Cell<u32>,
    /// The last document that was put, and to which audience.
    last: RefCell<Option<(String, String)>>,
    /// The connection that hears no more.
    deaf: RefCell<Option<Link>>,
}

/// What both ways of one connection know of it: its audience, as the `welcome` said.
pub type Link = Rc<RefCell<String>>;

pub struct Rewriter {
    way: Way,
    plants: Rc<Plants>,
    link: Link,
    inbox: Vec<u8>,
    upgraded: bool,
    plain: bool,
    /// A command with another body, to be sent once the first is answered: while it is at work it is not looked at.
    again: Option<(Instant, String)>,
}

impl Plants {
    pub fn new(plant: Plant) -> Rc<Self> {
        Rc::new(Self {
            plant,
            armed: Cell::new(false),
            strikes: Cell::new(0),
            last: RefCell::default(),
            deaf: RefCell::default(),
        })
    }

    pub fn arm(&self) {
        self.armed.set(true);
    }

    fn strikes(&self) -> bool {
        let strikes = self.armed.get() && self.strikes.get() < STRIKES_MAX;
        if strikes {
            self.strikes.set(self.strikes.get() + 1);
        }
        strikes
    }
}

impl Rewriter {
    pub fn new(way: Way, plants: Rc<Plants>, link: Link) -> Self {
        Self { way, plants, link, inbox: Vec::new(), upgraded: false, plain: false, again: None }
    }

    /// What goes on in place of these bytes. A frame waits until it is whole.
    pub fn pass(&mut self, bytes: &[u8]) -> Vec<u8> {
        self.inbox.extend_from_slice(bytes);
        let mut out = Vec::new();
        if !self.upgraded {
            let Some(end) = self.inbox.windows(4).position(|four| four == b"\r\n\r\n") else { return out };
            let head: Vec<u8> = self.inbox.drain(..end + 4).collect();
            // Plain HTTP has no frames: it passes.
            let text = String::from_utf8_lossy(&head).to_ascii_lowercase();
            self.plain = !text.contains("upgrade: websocket");
            self.upgraded = true;
            out.extend(head);
        }
        if self.plain {
            out.append(&mut self.inbox);
            return out;
        }
        while let Some((first, payload, used)) = frame(&self.inbox) {
            let raw: Vec<u8> = self.inbox.drain(..used).collect();
            match std::str::from_utf8(&payload).ok().filter(|_| first & 0x0F == 1).and_then(|text| self.changed(text)) {
                Some(frames) => frames.iter().for_each(|text| out.extend(encode(self.way, text))),
                None => out.extend(raw),
            }
        }
        out
    }

    /// Whether this is the connection that hears of no document any more: the first one that was asked about.
    fn deaf(&self) -> bool {
        if !self.plants.armed.get() {
            return false;
        }
        let mut deaf = self.plants.deaf.borrow_mut();
        let is = deaf.get_or_insert_with(|| self.link.clone());
        let strikes = Rc::ptr_eq(is, &self.link);
        self.plants.strikes.set(self.plants.strikes.get() + u32::from(strikes));
        strikes
    }

    /// None: as it is.
    fn changed(&mut self, text: &str) -> Option<Vec<String>> {
        let value: Value = serde_json::from_str(text).ok()?;
        match (self.way, self.plants.plant, value["t"].as_str()?) {
            (Way::Down, _, "welcome") => {
                *self.link.borrow_mut() = value["audience"].as_str().unwrap_or_default().to_owned();
                None
            }
            (Way::Down, Plant::DropGone, "gone") => self.plants.strikes().then(Vec::new),
            (Way::Down, Plant::DropPut, "put") => self.deaf().then(Vec::new),
            (Way::Down, Plant::SwapPut, "put") => {
                let audience = self.link.borrow().clone();
                let other = self.plants.last.borrow().clone().filter(|(whose, _)| *whose != audience);
                *self.plants.last.borrow_mut() = Some((audience, text.to_owned()));
                let (_, other) = other?;
                self.plants.strikes().then(|| vec![other])
            }
            (Way::Up, Plant::ChangedBody, "do") => {
                if let Some((_, again)) = self.again.take_if(|(since, _)| since.elapsed() >= AGAIN_AFTER) {
                    self.plants.strikes.set(self.plants.strikes.get() + 1);
                    return Some(vec![text.to_owned(), again]);
                }
                if self.again.is_none() && self.plants.armed.get() && self.plants.strikes.get() < STRIKES_MAX {
                    let mut again = value.clone();
                    again["body"]["part"] = "another".into();
                    self.again = Some((Instant::now(), again.to_string()));
                }
                None
            }
            _ => None,
        }
    }
}

fn encode(way: Way, text: &str) -> Vec<u8> {
    let mut bytes = ws::masked(0x81, text.as_bytes());
    if way == Way::Down {
        // The same head without the mask: a server's frames have none.
        let mask_at = bytes.len() - text.len() - 4;
        bytes.drain(mask_at..mask_at + 4);
        bytes[1] &= 0x7F;
    }
    bytes
}

/// First byte, payload and length of the first whole frame.
fn frame(bytes: &[u8]) -> Option<(u8, Vec<u8>, usize)> {
    let (first, second) = (*bytes.first()?, *bytes.get(1)?);
    let (length, mut at) = match second & 0x7F {
        126 => (u64::from(u16::from_be_bytes(bytes.get(2..4)?.try_into().ok()?)), 4),
        127 => (u64::from_be_bytes(bytes.get(2..10)?.try_into().ok()?), 10),
        short => (u64::from(short), 2),
    };
    let mut mask = [0; 4];
    if second & 0x80 != 0 {
        mask.copy_from_slice(bytes.get(at..at + 4)?);
        at += 4;
    }
    let payload = bytes.get(at..at + length as usize)?;
    Some((first, payload.iter().zip(mask.iter().cycle()).map(|(byte, m)| byte ^ m).collect(), at + length as usize))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &[u8] = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n";

    fn down(plants: &Rc<Plants>, audience: &str) -> Rewriter {
        let mut rewriter = Rewriter::new(Way::Down, plants.clone(), Link::default());
        let welcome = encode(Way::Down, &format!(r#"{{"t":"welcome","audience":"{audience}"}}"#));
        assert_eq!(rewriter.pass(&[HEAD, &welcome].concat()), [HEAD, &welcome].concat());
        rewriter
    }

    #[test]
    fn frames_pass_as_they_are_until_armed_and_then_a_gone_is_missing() {
        let plants = Plants::new(Plant::DropGone);
        let mut rewriter = down(&plants, "a");
        let gone = encode(Way::Down, r#"{"t":"gone","ids":["x"]}"#);
        let long = encode(Way::Down, &format!(r#"{{"t":"put","docs":["{}"]}}"#, "x".repeat(70_000)));
        assert_eq!(rewriter.pass(&[gone.clone(), long.clone()].concat()), [gone.clone(), long.clone()].concat());
        plants.arm();
        assert_eq!(rewriter.pass(&gone[..5]), b"");
        assert_eq!(rewriter.pass(&[&gone[5..], &long].concat()), long);
    }

    #[test]
    fn plain_http_passes() {
        let mut rewriter = Rewriter::new(Way::Down, Plants::new(Plant::DropPut), Link::default());
        let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
        assert_eq!(rewriter.pass(answer), answer);
        assert_eq!(rewriter.pass(b"more"), b"more");
    }

    #[test]
    fn one_connection_hears_of_no_document_any_more() {
        let plants = Plants::new(Plant::DropPut);
        let (mut a, mut b) = (down(&plants, "a"), down(&plants, "a"));
        plants.arm();
        let put = encode(Way::Down, r#"{"t":"put","docs":[]}"#);
        assert_eq!((a.pass(&put), b.pass(&put), a.pass(&put)), (vec![], put.clone(), vec![]));
    }

    #[test]
    fn a_put_is_swapped_only_for_one_of_another_audience() {
        let plants = Plants::new(Plant::SwapPut);
        let (mut a, mut b) = (down(&plants, "a"), down(&plants, "b"));
        plants.arm();
        let put = |id: &str| encode(Way::Down, &format!(r#"{{"t":"put","docs":["{id}"]}}"#));
        assert_eq!(a.pass(&put("1")), put("1"));
        assert_eq!(a.pass(&put("2")), put("2"));
        assert_eq!(b.pass(&put("3")), put("2"));
    }

    #[test]
    fn a_command_goes_out_twice_and_masked() {
        let plants = Plants::new(Plant::ChangedBody);
        plants.arm();
        let mut up = Rewriter::new(Way::Up, plants, Link::default());
        up.pass(b"GET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n");
        let command = encode(Way::Up, r#"{"t":"do","id":"1","body":{"part":"p"}}"#);
        assert_eq!(up.pass(&command), command);
        up.again = up.again.take().map(|(since, again)| (since.checked_sub(AGAIN_AFTER).unwrap(), again));
        let out = up.pass(&command);
        let (_, again, used) = frame(&out[command.len()..]).unwrap();
        assert_eq!(out[..command.len()], command);
        assert!(String::from_utf8(again).unwrap().contains("another") && used + command.len() == out.len());
    }
}
