//! Harm on the way to clients: those that read slowly or never, connections that are dead and do not know it, bad radio.
//! Must not know: what counts as a finding.

use super::context::Context;
use crate::fault::Fault;
use crate::proxy::Proxy;
use crate::report::share;
use crate::rig::Rig;
use crate::ws::{Frame, Socket};
use anyhow::Result;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};

/// Of each kind.
const SLOW: usize = 8;

pub async fn slow_readers(context: &Context<'_>) -> Result<Rig> {
    let mut rig = context.deploy(&context.setup()).await?;
    rig.load().await?;
    let window_ms = context.or_quick(60_000, 12_000);
    rig.under_load(3_000).await;
    let without = p99(&rig, window_ms).await;
    let hub = rig.nodes[0].listen;
    let mut proxies = Vec::new();
    let mut slow = tokio::task::JoinSet::new();
    for (fault, name) in [(Fault::Drip(1_250), "10 kbit/s"), (Fault::Drip(1), "one byte a second")] {
        let proxy = Proxy::start(hub, context.seed, None).await?;
        proxy.set(fault);
        for _ in 0..SLOW {
            let token = rig.actors[slow.len() % rig.actors.len()].borrow().token.clone();
            slow.spawn_local(reading(proxy.address, token, slow.len()));
        }
        rig.note(format!("{SLOW} clients at {name}"));
        proxies.push(proxy);
    }
    for _ in 0..SLOW {
        let token = rig.actors[slow.len() % rig.actors.len()].borrow().token.clone();
        slow.spawn_local(never_reading(hub, token, slow.len()));
    }
    rig.note(format!("{SLOW} clients that say hello and never read"));
    rig.world.guests.set(slow.len() as u64);
    rig.under_load(1_000).await;
    let with = p99(&rig, window_ms).await;
    rig.note(format!(
        "answers of healthy clients, p99 in windows of {} s: {without:.1} ms without and {with:.1} ms with slow readers, \
         ratio {:.2} (I8 asks for 1.10 at most; on a machine others use the ratio of one run says little)",
        window_ms / 1000,
        with / without.max(0.001)
    ));
    rig.end().await?;
    Ok(rig)
}

/// Of what was answered to commands said from now on for this long, in ms.
async fn p99(rig: &Rig, window_ms: u64) -> f64 {
    let start = Instant::now();
    rig.under_load(window_ms).await;
    let answers = rig.world.answers_ms.borrow();
    let mut times: Vec<Duration> =
        answers.iter().filter(|(said, _)| *said >= start).map(|(_, ms)| Duration::from_secs_f64(ms / 1e3)).collect();
    times.sort();
    share(&times, 0.99).unwrap_or(0.0)
}

/// One of 250 beside those of the clients under load.
pub fn address(index: usize) -> IpAddr {
    IpAddr::V4(Ipv4Addr::new(127, 4, 0, (index % 250 + 1) as u8))
}

/// Reads as fast as it comes through the proxy, and comes again when it is closed.
async fn reading(to: SocketAddr, token: String, index: usize) {
    loop {
        if let Ok(mut socket) = Socket::connect(to, address(index), "/api/v1/ws", Some(&token)).await {
            let _ = socket.send(r#"{"t":"hello","have":{}}"#).await;
            while let Ok((frame, _)) = socket.next().await {
                let answered = match frame {
                    Frame::Ping(payload) => socket.pong(&payload).await,
                    Frame::Close(..) => break,
                    Frame::Text(_) | Frame::Other => Ok(()),
                };
                if answered.is_err() {
                    break;
                }
            }
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

/// Says hello and no more; its kernel buffers fill. It comes again now and then, as a stuck phone would.
async fn never_reading(to: SocketAddr, token: String, index: usize) {
    loop {
        if let Ok(mut socket) = Socket::connect(to, address(index), "/api/v1/ws", Some(&token)).await {
            let _ = socket.send(r#"{"t":"hello","have":{}}"#).await;
            tokio::time::sleep(Duration::from_secs(50)).await;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

pub async fn half_open(context: &Context<'_>) -> Result<Rig> {
    let mut setup = context.setup();
    setup.proxied = true;
    let mut rig = context.deploy(&setup).await?;
    // The other half goes there directly.
    rig.world.doors.borrow_mut().push(rig.nodes[0].listen);
    rig.load().await?;
    for _ in 0..context.or_quick(4, 1) {
        rig.under_load(rig.chance(1_000, 3_000)).await;
        // Beyond 35 s both sides take the connection for dead; below, what waited comes late.
        let seconds = context.or_quick(rig.chance(20, 60), rig.chance(8, 45));
        fault(&mut rig, Fault::HalfOpen, seconds).await;
        rig.all_live("after the connections passed again").await?;
    }
    rig.end().await?;
    Ok(rig)
}

pub async fn bad_radio(context: &Context<'_>) -> Result<Rig> {
    let mut setup = context.setup();
    setup.proxied = true;
    let mut rig = context.deploy(&setup).await?;
    rig.load().await?;
    let faults = [
        Fault::CutUp,
        Fault::CutDown,
        Fault::Stall(5),
        Fault::Reset(2),
        Fault::DelayMs(500),
        Fault::Drip(2_000),
        Fault::Cut,
    ];
    for each in faults {
        rig.under_load(rig.chance(500, 1_500)).await;
        let seconds = context.or_quick(rig.chance(10, 45), rig.chance(3, 8));
        fault(&mut rig, each, seconds).await;
        rig.all_live(&format!("after {each}")).await?;
    }
    rig.end().await?;
    Ok(rig)
}

async fn fault(rig: &mut Rig, fault: Fault, seconds: u64) {
    let in_flight = rig.in_flight();
    let set = |rig: &Rig, fault| rig.nodes.iter().filter_map(|node| node.proxy.as_ref()).for_each(|p| p.set(fault));
    set(rig, fault);
    rig.under_load(seconds * 1000).await;
    set(rig, Fault::Pass);
    rig.note(format!("clients to hub {fault} for {seconds} s, {in_flight} commands in flight at its beginning"));
}
