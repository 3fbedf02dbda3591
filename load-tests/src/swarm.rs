//! Many clients on one thread: they connect, say hello, hold their documents, and note when a message reached them.
//! While a round is measured a frame is only stamped and put aside; what it says is taken in when the round is over,
//! so that the generator's own work does not stand between one client and the next.
//! Must not know: what is measured with it, and which server is at the other end.

use crate::client::{Client, Received};
use crate::ws::{Frame, Socket};
use anyhow::{Result, bail};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::rc::Rc;
use std::time::{Duration, Instant};
use tokio::sync::{Notify, Semaphore};
use tokio::task::JoinHandle;

/// Handshakes at a time: as many as a proxy in front would let through, and no listen queue overflows.
const HANDSHAKES: usize = 256;
const CONNECT_WITHIN: Duration = Duration::from_secs(60);
const ROUND_WITHIN: Duration = Duration::from_secs(15);
/// A round is over when all have been reached and nothing has come for this long.
const QUIET: Duration = Duration::from_millis(200);

/// What the clients connect to.
#[derive(Clone)]
pub struct Target {
    pub to: SocketAddr,
    /// One per account; clients share them in turn. None: the server has no protocol, an upgrade is all.
    pub tokens: Vec<String>,
}

pub struct Swarm {
    pub target: Target,
    shared: Rc<Shared>,
    tasks: Vec<JoinHandle<()>>,
}

struct Shared {
    members: Vec<RefCell<Member>>,
    handshakes: Semaphore,
    ready: Cell<usize>,
    /// What a message must contain to end the wait of its client; none outside a round.
    awaited: RefCell<Option<String>>,
    reached: Cell<usize>,
    frames: Cell<u64>,
    bytes: Cell<u64>,
    last_frame: Cell<Option<Instant>>,
    progress: Notify,
    failures: RefCell<Vec<String>>,
}

struct Member {
    client: Client,
    /// How far it has come, for whoever asks why it is not ready.
    stage: &'static str,
    first: Option<Instant>,
    aside: Vec<String>,
}

/// One message to all clients.
pub struct Round {
    /// From its sending to each client, ascending.
    pub times: Vec<Duration>,
    pub lost: usize,
    pub frames: u64,
    pub bytes: u64,
}

impl Swarm {
    pub fn new(target: Target, clients: usize) -> Self {
        let member = |_| {
            RefCell::new(Member { client: Client::new(false), stage: "connecting", first: None, aside: Vec::new() })
        };
        let shared = Shared {
            members: (0..clients).map(member).collect(),
            handshakes: Semaphore::new(HANDSHAKES),
            ready: Cell::new(0),
            awaited: RefCell::new(None),
            reached: Cell::new(0),
            frames: Cell::new(0),
            bytes: Cell::new(0),
            last_frame: Cell::new(None),
            progress: Notify::new(),
            failures: RefCell::new(Vec::new()),
        };
        Self { target, shared: Rc::new(shared), tasks: Vec::new() }
    }

    pub fn clients(&self) -> usize {
        self.shared.members.len()
    }

    /// How many are ready, whenever asked.
    pub fn ready(&self) -> impl Fn() -> usize + use<> {
        let shared = self.shared.clone();
        move || shared.ready.get()
    }

    /// All connect; the time until the last holds its state (or, without a protocol, is upgraded).
    pub async fn connect(&mut self) -> Result<Duration> {
        self.connect_within(CONNECT_WITHIN).await
    }

    pub async fn connect_within(&mut self, within: Duration) -> Result<Duration> {
        self.shared.ready.set(0);
        let start = Instant::now();
        let (mut ready, mut last) = (0, Duration::ZERO);
        for index in 0..self.clients() {
            let (shared, target) = (self.shared.clone(), self.target.clone());
            self.tasks.push(tokio::task::spawn_local(async move {
                if let Err(error) = live(&shared, &target, index).await {
                    shared.failures.borrow_mut().push(format!("client {index}: {error:#}"));
                    shared.progress.notify_one();
                }
            }));
        }
        while self.shared.ready.get() < self.clients() {
            let left = within.saturating_sub(start.elapsed());
            let waited = tokio::time::timeout(left, self.shared.progress.notified()).await;
            if waited.is_err() || self.shared.failures.borrow().len() > self.clients() / 100 {
                let all = self.clients();
                bail!(
                    "{ready} of {all} connected, the last after {last:?}: {:?} {:?}",
                    self.waiting(),
                    self.failures()
                );
            }
            if self.shared.ready.get() > ready {
                (ready, last) = (self.shared.ready.get(), start.elapsed());
            }
        }
        Ok(start.elapsed())
    }

    /// All sockets are closed without a word, as a phone does that goes out of reach. What was held stays held.
    pub async fn disconnect(&mut self) {
        for task in self.tasks.drain(..) {
            task.abort();
            let _ = task.await;
        }
    }

    /// Sends something and waits until each client has a message that contains `awaited`. `send` returns the instant
    /// from which the time counts.
    pub async fn round(&self, awaited: &str, send: impl Future<Output = Result<Instant>>) -> Result<Round> {
        let shared = &self.shared;
        shared.members.iter().for_each(|member| member.borrow_mut().first = None);
        shared.reached.set(0);
        let (frames, bytes) = (shared.frames.get(), shared.bytes.get());
        *shared.awaited.borrow_mut() = Some(awaited.to_owned());
        let sent = send.await;
        let start = *sent.as_ref().unwrap_or(&Instant::now());
        let limit = start + ROUND_WITHIN;
        while sent.is_ok() && shared.reached.get() < self.clients() {
            if tokio::time::timeout_at(limit.into(), shared.progress.notified()).await.is_err() {
                break;
            }
        }
        while shared.last_frame.get().is_some_and(|last| last.elapsed() < QUIET) && Instant::now() < limit {
            tokio::time::sleep(QUIET / 4).await;
        }
        *shared.awaited.borrow_mut() = None;
        sent?;
        let mut times = self.take_in(start);
        times.sort();
        let lost = self.clients() - times.len();
        Ok(Round { times, lost, frames: shared.frames.get() - frames, bytes: shared.bytes.get() - bytes })
    }

    /// Reads what was put aside, and how long each client waited.
    fn take_in(&self, start: Instant) -> Vec<Duration> {
        let mut times = Vec::with_capacity(self.clients());
        for member in &self.shared.members {
            let mut member = member.borrow_mut();
            times.extend(member.first.map(|first| first.saturating_duration_since(start)));
            for text in std::mem::take(&mut member.aside) {
                // A sum that does not match is kept as a finding; it is not healed here.
                let _ = take(&mut member.client, &text);
            }
        }
        times
    }

    /// A few of those that are not ready, and what they wait for.
    fn waiting(&self) -> Vec<String> {
        let members = self.shared.members.iter().enumerate();
        let waiting = members.filter_map(|(index, member)| {
            let member = member.borrow();
            let (stage, held) = (member.stage, member.client.held.len());
            (stage != "ready").then(|| format!("client {index}: {stage}, {held} documents"))
        });
        waiting.take(8).collect()
    }

    /// What went wrong until now, a few of each.
    pub fn failures(&self) -> Vec<String> {
        let mut all: Vec<String> = self.shared.failures.borrow().iter().take(5).cloned().collect();
        let members = self.shared.members.iter();
        all.extend(members.flat_map(|member| member.borrow().client.wrong()).take(5));
        all
    }

    pub fn documents(&self) -> usize {
        self.shared.members.first().map_or(0, |member| member.borrow().client.held.len())
    }

    pub fn checks(&self) -> u64 {
        self.shared.members.iter().map(|member| member.borrow().client.checks).sum()
    }
}

fn take(client: &mut Client, text: &str) -> Option<String> {
    match serde_json::from_str::<Received<'_>>(text) {
        Ok(frame) => client.on(&frame),
        Err(error) => {
            client.findings.push(format!("a frame that cannot be read: {error}"));
            None
        }
    }
}

/// Each client comes from an address of its own in 127.1.0.0/16, as each traveller's phone would.
pub fn address(index: usize) -> IpAddr {
    IpAddr::V4(Ipv4Addr::new(127, 1, (index / 250 % 250) as u8, (index % 250 + 1) as u8))
}

/// The life of one client, until its socket ends or the task is aborted.
async fn live(shared: &Shared, target: &Target, index: usize) -> Result<()> {
    let handshake = shared.handshakes.acquire().await?;
    let token = target.tokens.get(index % target.tokens.len().max(1)).map(String::as_str);
    shared.members[index].borrow_mut().stage = "connecting or upgrading";
    let mut socket = Socket::connect(target.to, address(index), "/api/v1/ws", token).await?;
    shared.members[index].borrow_mut().stage = "upgraded";
    if token.is_some() {
        let hello = shared.members[index].borrow_mut().client.hello(&BTreeMap::new());
        socket.send(&hello).await?;
        shared.members[index].borrow_mut().stage = "said hello";
    }
    let mut handshake = Some(handshake);
    loop {
        let ready = token.is_none() || shared.members[index].borrow().client.live;
        if ready && handshake.take().is_some() {
            shared.members[index].borrow_mut().stage = "ready";
            shared.ready.set(shared.ready.get() + 1);
            shared.progress.notify_one();
        }
        match socket.next().await? {
            (Frame::Text(text), at) => {
                if let Some(answer) = shared.text(index, text, at) {
                    socket.send(&answer).await?;
                }
            }
            (Frame::Ping(payload), _) => socket.pong(&payload).await?,
            (Frame::Close(code, reason), _) => bail!("closed with {code} {reason}"),
            (Frame::Other, _) => {}
        }
    }
}

impl Shared {
    fn text(&self, index: usize, text: String, at: Instant) -> Option<String> {
        self.frames.set(self.frames.get() + 1);
        self.bytes.set(self.bytes.get() + text.len() as u64);
        self.last_frame.set(Some(at));
        let member = &mut *self.members[index].borrow_mut();
        let awaited = self.awaited.borrow();
        // Liveness does not wait for the end of a round.
        let Some(awaited) = awaited.as_ref().filter(|_| !text.starts_with(r#"{"t":"ping""#)) else {
            return take(&mut member.client, &text);
        };
        if member.first.is_none() && text.contains(awaited.as_str()) {
            member.first = Some(at);
            self.reached.set(self.reached.get() + 1);
            if self.reached.get() == self.members.len() {
                self.progress.notify_one();
            }
        }
        member.aside.push(text);
        None
    }
}
