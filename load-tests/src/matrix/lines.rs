//! Lines that carry too little: one at 50 kbit/s, beside one that is not narrow, and clients that never read.
//! Must not know: what counts as a finding about order and freshness; it says what it did and when.

use super::clients::address;
use super::context::Context;
use crate::check::SESSION_KIB;
use crate::fault::Fault;
use crate::history::{Phase, What};
use crate::http::Http;
use crate::plan::GROUPS;
use crate::process;
use crate::proxy::{NARROW_KEPT_BYTES, Proxy};
use crate::rewrite::Plant;
use crate::rig::Rig;
use crate::rig::actor::Actor;
use crate::rig::world::{Movement, World};
use crate::ws::Socket;
use anyhow::{Context as _, Result, bail};
use std::cell::RefCell;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::{Duration, Instant};

/// 50 kbit/s.
const LINE_BYTES_PER_S: u32 = 6_250;
/// Twice the groups of a large day: what is on the way when the change comes cannot be put in order any more, and that
/// is half of it.
const WAVE: u32 = 60;
/// Of them go on with a flight that they miss when the first is so late; they are published last, so that neither age
/// nor id puts them first.
const MISS: u32 = 8;
const LATE_MIN: i64 = 240;
const MISS_GAP_MIN: i64 = 380;
/// The numbers of the wave are beyond those of all other movements.
const FIRST_NUMBER: u32 = 300;
const OVERLOAD: f64 = 10.0;
const CAUGHT_UP_WITHIN: Duration = Duration::from_secs(180);

const STUCK: usize = 200;
/// Changes at a time.
const STEPS: u32 = 5;

struct Wave {
    feed: Http,
    step: i64,
}

type Client = Rc<RefCell<Actor>>;

pub async fn slow_line(context: &Context<'_>) -> Result<Rig> {
    let mut setup = context.setup();
    let hoards = setup.plant.take() == Some(Plant::Hoard);
    let mut rig = context.deploy(&setup).await?;
    rig.load().await?;
    rig.under_load(context.or_quick(3_000, 1_500)).await;
    // From here on only the one flight changes, so that what is owed is known.
    rig.world.giving.set(false);
    rig.under_load(2_000).await;
    let group = &GROUPS[0];
    let audience = format!("coordinator:{}", group.programme);
    let swift = rig.actors.iter().find(|actor| actor.borrow().audience == audience).cloned();
    let swift = swift.context("no coordinator among the clients")?;
    swift.borrow_mut().watched = true;
    let proxy = Proxy::start(rig.nodes[0].listen, context.seed, None).await?;
    proxy.set(Fault::Drip(LINE_BYTES_PER_S));
    if hoards {
        proxy.hoard();
    }
    let mut narrow = Actor::new("narrow".into(), "coordinator", audience.clone(), 0, swift.borrow().token.clone());
    (narrow.way, narrow.watched) = (Some(proxy.address), true);
    let narrow = rig.join(narrow);
    let line = What::Narrow { bytes_per_s: u64::from(LINE_BYTES_PER_S), kept_bytes: NARROW_KEPT_BYTES };
    rig.world.log.note("narrow", &audience, line);
    publish_wave(&rig).await?;
    caught_up(&rig, &swift, &narrow).await?;
    let mut wave = Wave { feed: Http::new(rig.nodes[0].listen, &rig.feed), step: 0 };
    let took = change(&mut rig, &mut wave, &swift, &narrow).await?;
    rig.note(format!("{WAVE} groups on one flight that will be {LATE_MIN} min late: all shown after {took:.1} s"));
    overload(context, &mut rig, &mut wave, &swift, &narrow).await?;
    rig.end().await?;
    Ok(rig)
}

async fn publish_wave(rig: &Rig) -> Result<()> {
    let mut http = Http::new(rig.nodes[0].listen, &rig.coordinators[0]);
    for index in 0..WAVE {
        let number = FIRST_NUMBER + index;
        let gap_min = if index + MISS < WAVE { 720 + i64::from(index) } else { MISS_GAP_MIN };
        let id = rig.plan.publish_this(&mut http, number, &rig.plan.in_wave(number, &GROUPS[0], gap_min)).await?;
        rig.published(Movement { id, number, group: 0, flight: String::new() });
    }
    Ok(())
}

/// Until both hold the same, and that has been so for a second.
async fn caught_up(rig: &Rig, swift: &Client, narrow: &Client) -> Result<f64> {
    let (start, mut since) = (Instant::now(), None);
    loop {
        let same = narrow.borrow().client.live && swift.borrow().client.held == narrow.borrow().client.held;
        since = if same { since.or(Some(Instant::now())) } else { None };
        if since.is_some_and(|since: Instant| since.elapsed() > Duration::from_secs(1)) {
            return Ok(start.elapsed().as_secs_f64() - 1.0);
        }
        if start.elapsed() > CAUGHT_UP_WITHIN {
            let text = format!("the narrow line has not caught up after {CAUGHT_UP_WITHIN:?}");
            rig.world.log.rig(What::Wrong { text });
            return Ok(start.elapsed().as_secs_f64());
        }
        rig.under_load(20).await;
    }
}

impl Wave {
    async fn late(&mut self, rig: &Rig, minutes: i64) -> Result<()> {
        self.step += 1;
        let message = rig.plan.wave_message(self.step, &GROUPS[0], minutes);
        let answer = self.feed.post("/api/v1/feeds/aidx", "application/xml", message.as_bytes()).await?.good()?;
        if answer.json()?["accepted"] != 1 {
            bail!("the feed message was not taken: {}", answer.text());
        }
        Ok(())
    }
}

async fn change(rig: &mut Rig, wave: &mut Wave, swift: &Client, narrow: &Client) -> Result<f64> {
    rig.world.log.rig(What::Phase { phase: Phase::Change });
    wave.late(rig, LATE_MIN).await?;
    // The swift client has heard of it before the two are compared.
    rig.under_load(1_000).await;
    Ok(1.0 + caught_up(rig, swift, narrow).await?)
}

/// Bytes of `put` that a watched client was shown so far.
fn shown_bytes(rig: &Rig, client: &Client) -> u64 {
    let name = client.borrow().name.clone();
    let events = rig.world.log.events();
    let bytes = events.iter().filter(|event| event.actor == name).filter_map(|event| match event.what {
        What::Shown { bytes, .. } => Some(bytes),
        _ => None,
    });
    bytes.sum()
}

async fn overload(
    context: &Context<'_>,
    rig: &mut Rig,
    wave: &mut Wave,
    swift: &Client,
    narrow: &Client,
) -> Result<()> {
    rig.world.log.rig(What::Phase { phase: Phase::Overload });
    let seconds = context.or_quick(120, 20);
    let (before, start) = (shown_bytes(rig, swift), Instant::now());
    let mut offered = 0;
    while start.elapsed() < Duration::from_secs(seconds) {
        // As fast as the hub takes them, but no faster than asked.
        if (offered as f64) < OVERLOAD * f64::from(LINE_BYTES_PER_S) * start.elapsed().as_secs_f64() {
            wave.late(rig, LATE_MIN + 1 + wave.step % 2).await?;
        }
        rig.under_load(50).await;
        offered = shown_bytes(rig, swift) - before;
    }
    let times = offered as f64 / start.elapsed().as_secs_f64() / f64::from(LINE_BYTES_PER_S);
    rig.world.log.rig(What::Phase { phase: Phase::Calm });
    wave.late(rig, LATE_MIN + 3).await?;
    rig.under_load(1_000).await;
    let took = 1.0 + caught_up(rig, swift, narrow).await?;
    rig.note(format!(
        "{seconds} s of changes at {times:.1} times what the line carries; then the newest after {took:.1} s"
    ));
    Ok(())
}

/// They come again when they are closed, so that there are always about as many. The hub's memory is judged by what
/// each of them may cost, and what it costs at the end against its beginning by the check of I6.
pub async fn never_reads(context: &Context<'_>) -> Result<Rig> {
    let mut rig = context.deploy(&context.setup()).await?;
    rig.load().await?;
    rig.under_load(1_500).await;
    // No more commands: facts are kept, and weigh. From here on only flights change, again and again.
    rig.world.giving.set(false);
    let mut wave = Wave { feed: Http::new(rig.nodes[0].listen, &rig.feed), step: 0 };
    publish_wave(&rig).await?;
    for _ in 0..3 {
        wave.late(&rig, LATE_MIN).await?;
        rig.under_load(500).await;
    }
    let process = rig.nodes[0].process.as_ref().context("no hub")?.id();
    let weigh = || process::memory(process).pss_kib;
    let before = weigh();
    let mut stuck = tokio::task::JoinSet::new();
    for index in 0..STUCK {
        let token = rig.actors[index % rig.actors.len()].borrow().token.clone();
        stuck.spawn_local(stays_stuck(rig.world.clone(), rig.nodes[0].listen, token, index));
    }
    let (seconds, start) = (context.or_quick(330, 40), Instant::now());
    let (mut each, mut open, mut next) = (Vec::new(), Vec::new(), Duration::ZERO);
    while start.elapsed() < Duration::from_secs(seconds) {
        for _ in 0..STEPS {
            wave.late(&rig, LATE_MIN + 1 + wave.step % 2).await?;
        }
        rig.under_load(100).await;
        if start.elapsed() >= next {
            each.push(weigh().saturating_sub(before) as f64 / STUCK as f64);
            open.push(rig.world.guests.get());
            next += Duration::from_secs(seconds / 10);
        }
    }
    let told: Vec<String> = each.iter().map(|kib| format!("{kib:.0}")).collect();
    let most = each.iter().copied().fold(0.0, f64::max);
    if most > SESSION_KIB as f64 {
        let text = format!("a client that never reads costs {most:.0} KiB of the hub's memory, allowed {SESSION_KIB}");
        rig.world.log.rig(What::Wrong { text });
    }
    rig.note(format!(
        "{STUCK} clients that never read, {} changes of a flight of {WAVE} groups in {seconds} s; KiB of the hub's memory \
         for each, ten times: {}; {} to {} were open",
        wave.step,
        told.join(", "),
        open.iter().skip(1).min().unwrap_or(&0),
        open.iter().max().unwrap_or(&0)
    ));
    stuck.shutdown().await;
    // Half of them at the least, or the figures are not about them.
    if open.iter().skip(1).any(|open| *open < STUCK as u64 / 2) {
        rig.world.log.rig(What::Wrong { text: format!("too few clients that never read were connected: {open:?}") });
    }
    rig.end().await?;
    Ok(rig)
}

/// Never reads, says a word each second, and comes again as soon as that finds the connection ended.
async fn stays_stuck(world: Rc<World>, to: SocketAddr, token: String, index: usize) {
    loop {
        if let Ok(mut socket) = Socket::connect(to, address(index), "/api/v1/ws", Some(&token)).await {
            let _ = socket.send(r#"{"t":"hello","have":{}}"#).await;
            world.guests.set(world.guests.get() + 1);
            while socket.pong(b"").await.is_ok() {
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
            world.guests.set(world.guests.get().saturating_sub(1));
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}
