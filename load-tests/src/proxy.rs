//! A TCP proxy on loopback between any two parties, with faults that are switched while it runs: for all connections
//! at once, those that are open and those to come. Each way is a reader and a writer with a short queue between them,
//! so that a delay delays and does not also narrow. Everything it opened ends when it is dropped.
//! Must not know: what passes through it; a `Rewrite`, if there is one, knows.

#[cfg(test)]
mod tests;

use crate::fault::Fault;
use crate::random::Random;
use crate::rewrite::{Link, Plants, Rewriter, Way};
use anyhow::{Context, Result};
use std::cell::Cell;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tokio::time::Instant;

/// One read; with the queue, at most 256 KiB lie in one way of one connection.
const CHUNK_BYTES: usize = 16 * 1024;
const QUEUE: usize = 16;
/// What a narrow line that hoards may hold: more than any run can send.
const HOARD: usize = 64 * 1024;
/// What a narrow line takes at a time, and in the kernel before it: a queue here would hide from the sender that the
/// line is narrow, and what lies in it can no longer be replaced by something newer.
const NARROW_BYTES: usize = 1024;
const NARROW_BUFFER_BYTES: u32 = 8 * 1024;
/// What the sender has given to a narrow line and cannot take back, at most: the smallest window of the hub, 8 KiB, and the
/// message of 16 KiB that was begun while it was open. Four seconds at 50 kbit/s.
pub const NARROW_KEPT_BYTES: u64 = 24 * 1024;
/// A drip is written this often, or a byte at a time where that is rarer.
const DRIP_TURN_MS: u32 = 100;

#[derive(clap::Args)]
pub struct Options {
    /// Where to listen; port 0 picks one. It is printed as `listening on ADDRESS`.
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    #[arg(long)]
    to: SocketAddr,
    /// pass, cut, cut-up, cut-down, half-open, delay:MS, drip:BYTES_PER_SECOND, stall:PERCENT, reset:PERCENT.
    /// A line on stdin with one of these replaces it; end of input ends the program.
    #[arg(long, default_value = "pass")]
    fault: Fault,
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

pub struct Proxy {
    pub address: SocketAddr,
    fault: watch::Sender<Fault>,
    to: watch::Sender<SocketAddr>,
    accepting: tokio::task::JoinHandle<()>,
    shared: Rc<Shared>,
}

struct Shared {
    fault: watch::Receiver<Fault>,
    to: watch::Receiver<SocketAddr>,
    random: Random,
    plants: Option<Rc<Plants>>,
    hoards: Cell<bool>,
}

/// As the subcommand.
pub async fn run(options: Options) -> Result<()> {
    let proxy = Proxy::listen(options.listen, options.to, options.seed, None).await?;
    proxy.set(options.fault);
    println!("listening on {}", proxy.address);
    let (said, mut lines) = mpsc::channel(16);
    std::thread::spawn(move || {
        for line in std::io::stdin().lines().map_while(Result::ok) {
            if said.blocking_send(line).is_err() {
                break;
            }
        }
    });
    while let Some(line) = lines.recv().await {
        match line.trim().parse() {
            Ok(fault) => proxy.set(fault),
            Err(wrong) => eprintln!("{wrong}"),
        }
    }
    Ok(())
}

impl Proxy {
    pub async fn start(to: SocketAddr, seed: u64, plants: Option<Rc<Plants>>) -> Result<Self> {
        Self::listen(SocketAddr::from(([127, 0, 0, 1], 0)), to, seed, plants).await
    }

    async fn listen(at: SocketAddr, to: SocketAddr, seed: u64, plants: Option<Rc<Plants>>) -> Result<Self> {
        let listener = TcpListener::bind(at).await.context("the proxy cannot listen")?;
        let address = listener.local_addr()?;
        let (fault, faults) = watch::channel(Fault::Pass);
        let (to, tos) = watch::channel(to);
        let shared =
            Rc::new(Shared { fault: faults, to: tos, random: Random::new(seed), plants, hoards: Cell::new(false) });
        let of_all = shared.clone();
        let accepting = tokio::task::spawn_local(async move {
            // Dropped with this task, and with it every connection.
            let mut connections = JoinSet::new();
            while let Ok((client, _)) = listener.accept().await {
                let shared = of_all.clone();
                connections.spawn_local(async move { connection(client, &shared).await });
                while connections.try_join_next().is_some() {}
            }
        });
        Ok(Self { address, fault, to, accepting, shared })
    }

    /// For all connections, from now on.
    pub fn set(&self, fault: Fault) {
        self.fault.send_replace(fault);
    }

    /// From the next connection on a drip takes everything at once and gives it on slowly: a bug that is planted.
    pub fn hoard(&self) {
        self.shared.hoards.set(true);
    }

    /// Where new connections go; open ones stay where they are.
    pub fn lead_to(&self, to: SocketAddr) {
        self.to.send_replace(to);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn connection(client: TcpStream, shared: &Shared) {
    let mut faults = shared.fault.clone();
    // Nobody answers while nothing passes: the kernel has accepted, that is all.
    while *faults.borrow_and_update() == Fault::HalfOpen {
        if faults.changed().await.is_err() {
            return;
        }
    }
    let to = *shared.to.borrow();
    let fault = *faults.borrow();
    let server = if fault == Fault::Cut { None } else { connect(to, fault, shared).await.ok() };
    let Some(server) = server else { return reset(&client) };
    let _ = (client.set_nodelay(true), server.set_nodelay(true));
    let link = Link::default();
    let with = |way| shared.plants.clone().map(|plants| Rewriter::new(way, plants, link.clone()));
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    tokio::select! {
        () = way(Way::Up, from_client, to_server, shared, with(Way::Up)) => {}
        () = way(Way::Down, from_server, to_client, shared, with(Way::Down)) => {}
    }
}

async fn connect(to: SocketAddr, fault: Fault, shared: &Shared) -> std::io::Result<TcpStream> {
    let socket = if to.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    if matches!(fault, Fault::Drip(_)) && !shared.hoards.get() {
        socket.set_recv_buffer_size(NARROW_BUFFER_BYTES)?;
    }
    socket.connect(to).await
}

/// A reset and no orderly end: what a cut is to who is cut off.
fn reset(stream: &TcpStream) {
    let _ = stream.set_zero_linger();
}

/// One way of one connection, until an end of it closes or a fault closes it.
async fn way(
    way: Way,
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    shared: &Shared,
    mut rewriter: Option<Rewriter>,
) {
    let hoards = shared.hoards.get();
    let (put, mut queue) = mpsc::channel::<(Instant, Vec<u8>)>(if hoards { HOARD } else { QUEUE });
    let (mut seen, mut written) = (shared.fault.clone(), shared.fault.clone());
    let reading = async move {
        let mut lost = false;
        loop {
            let fault = *seen.borrow_and_update();
            let vanishes = matches!((way, fault), (Way::Up, Fault::CutUp) | (Way::Down, Fault::CutDown));
            // A stream that lacks bytes in its middle is none: who was cut one way is reset when that ends.
            if fault == Fault::Cut || (lost && !vanishes) {
                return reset(from.as_ref());
            }
            let narrow = matches!(fault, Fault::Drip(_)) && !hoards;
            if narrow && put.reserve_many(QUEUE).await.is_err() {
                return;
            }
            let mut chunk = Vec::with_capacity(if narrow { NARROW_BYTES } else { CHUNK_BYTES });
            let read = tokio::select! {
                // A fault that was set counts from the next byte on.
                biased;
                changed = seen.changed() => match changed {
                    Ok(()) => continue,
                    Err(_) => return,
                },
                read = from.read_buf(&mut chunk), if fault != Fault::HalfOpen => read,
            };
            match read {
                // A close is not seen either where nothing passes.
                Ok(0) | Err(_) if vanishes => {
                    if seen.changed().await.is_err() {
                        return;
                    }
                }
                Ok(0) | Err(_) => return,
                Ok(_) if vanishes => lost = true,
                Ok(_) => {
                    let due = Instant::now() + delay(fault);
                    if let Some(rewriter) = &mut rewriter {
                        chunk = rewriter.pass(&chunk);
                    }
                    if !chunk.is_empty() && put.send((due, chunk)).await.is_err() {
                        return;
                    }
                }
            }
        }
    };
    let writing = async {
        while let Some((due, chunk)) = queue.recv().await {
            tokio::time::sleep_until(due).await;
            if write(&mut to, &chunk, &mut written, &shared.random).await.is_none() {
                return reset(to.as_ref());
            }
        }
    };
    let mut writing = std::pin::pin!(writing);
    tokio::select! {
        () = &mut writing => {}
        // What was read before an orderly end is still written.
        () = reading => writing.await,
    }
}

fn delay(fault: Fault) -> Duration {
    Duration::from_millis(if let Fault::DelayMs(ms) = fault { u64::from(ms) } else { 0 })
}

async fn write(
    to: &mut OwnedWriteHalf,
    chunk: &[u8],
    faults: &mut watch::Receiver<Fault>,
    random: &Random,
) -> Option<()> {
    let mut rest = chunk;
    while !rest.is_empty() {
        let fault = *faults.borrow_and_update();
        let turn = match fault {
            Fault::Cut => return None,
            Fault::HalfOpen => {
                faults.changed().await.ok()?;
                continue;
            }
            Fault::Drip(bytes) => {
                let turn = (bytes * DRIP_TURN_MS / 1000).max(1);
                tokio::time::sleep(Duration::from_millis(u64::from(1000 * turn / bytes))).await;
                turn as usize
            }
            Fault::Stall(percent) if random.below(100) < u64::from(percent) => {
                tokio::time::sleep(Duration::from_millis(200 + random.below(800))).await;
                rest.len()
            }
            Fault::Reset(percent) if random.below(100) < u64::from(percent) => return None,
            _ => rest.len(),
        };
        let (now, later) = rest.split_at(turn.min(rest.len()));
        to.write_all(now).await.ok()?;
        rest = later;
    }
    Some(())
}
