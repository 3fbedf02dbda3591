//! A day of a whole network through the feed's door, beside 2,000 movements that ride legs of it: how many events a second
//! one core takes, and where its time goes. The store is a real file in a folder of its own, every message is read by the
//! real parser, and each is durable before the next is sent, so this is one feed that waits for its answers.
//! Must not know: HTTP, documents, sessions; who follows the change feed pays for that itself.
#![expect(clippy::print_stdout, reason = "a program for a terminal: printing is its work")]

mod day;
mod messages;

use anyhow::{Context, bail};
use chrono::{DateTime, TimeDelta, Utc};
use clap::Parser;
use day::Day;
use onward::config::atlas::{Atlas, Sources};
use onward::config::{connection_times, feeds as named_feeds, sources, windows};
use onward::domain::flight::{Flight, take_in};
use onward::domain::matching;
use onward::domain::place::{Carrier, FlightKey};
use onward::domain::plan::Places;
use onward::domain::source::Source;
use onward::feeds::{self, About, Kind};
use onward::intake::gate::Gate;
use onward::intake::observe::plausible::Plausible;
use onward::intake::observe::{self, Message, Report};
use onward::intake::publish::{self, Published};
use onward::intake::switches::Switches;
use onward::intake::{Intake, Rules, Turns};
use onward::ledger::keyring::DeploymentKey;
use onward::ledger::movement::Movements;
use onward::ledger::shelf::Shelf;
use onward::store::{Durability, Opening, Seq, Store};
use serde_json::json;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

/// Replays a day of a whole network and prints what came of it.
#[derive(Parser)]
struct Args {
    /// Events of a day, as CSV, plain or gzipped; without it a day of the same size is made up.
    #[arg(long, requires = "schedule")]
    events: Option<PathBuf>,
    /// The flights that the events are about.
    #[arg(long, requires = "events")]
    schedule: Option<PathBuf>,
    /// How many events a made-up day has.
    #[arg(long, default_value_t = 131_296)]
    size: usize,
    #[arg(long, default_value_t = 2_000)]
    movements: usize,
    /// The format the day is sent in: aidx or typeb.
    #[arg(long, default_value = "aidx")]
    kind: Kind,
    /// How many telexes stand behind each other in one message.
    #[arg(long, default_value_t = 1)]
    telexes: usize,
    /// What `cargo bench` adds.
    #[arg(long, hide = true)]
    bench: bool,
}

/// One message and when it comes.
struct Sent {
    body: String,
    at: DateTime<Utc>,
    telexes: usize,
}

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    let day = match (&args.events, &args.schedule) {
        (Some(events), Some(schedule)) => day::recorded(events, schedule)?,
        _ => day::made_up(args.size),
    };
    let sent = match args.kind {
        Kind::Aidx => notifications(&day),
        Kind::TypeB => telexes(&day, args.telexes.max(1)),
        other => bail!("--kind {other}: expected aidx or typeb"),
    };
    let events = day.events.len();
    let many: usize = sent.iter().map(|s| s.telexes).sum();
    println!("{events} events of {} flights, as {} messages of {many} legs or telexes", day.flights.len(), sent.len());
    // Threads that were idle for a moment would take their share of the account with them.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .thread_keep_alive(std::time::Duration::from_secs(3600))
        .build()?;
    runtime.block_on(replay(&args, &day, &sent))?;
    in_memory(&args, &sent, events)
}

/// One notification a minute, with a leg for each event.
fn notifications(day: &Day) -> Vec<Sent> {
    let one = |(at, events): (DateTime<Utc>, Vec<(&messages::Flight, &messages::Event)>)| {
        let legs = events.len();
        Sent { body: messages::notification(at, events), at, telexes: legs }
    };
    day.minutes().map(one).collect()
}

/// A telex for each flight and minute, so many behind each other as one message holds.
fn telexes(day: &Day, together: usize) -> Vec<Sent> {
    let mut all = Vec::new();
    for (at, events) in day.minutes() {
        let mut flights: BTreeMap<usize, Vec<&messages::Event>> = BTreeMap::new();
        for (_, event) in events {
            flights.entry(event.flight).or_default().push(event);
        }
        let told = |(flight, events): (&usize, &Vec<&messages::Event>)| {
            Some(messages::telex(day.flights.get(*flight)?, events))
        };
        let texts: Vec<String> = flights.iter().filter_map(told).collect();
        all.extend(texts.chunks(together).map(|some| Sent { body: some.join("\r\n"), at, telexes: some.len() }));
    }
    all
}

async fn replay(args: &Args, day: &Day, sent: &[Sent]) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let intake = intake(folder.path()).await?;
    let ridden = publish_all(&intake, day, args.movements).await?;
    println!("{} movements on {ridden} flights", intake.shelf.ids().len());
    let source = Source::feed(args.kind.name())?;
    let (before, began) = (processor_seconds()?, Instant::now());
    let mut total = Report::default();
    for message in sent {
        let body = message.body.as_bytes();
        let about = Message { source: &source, kind: args.kind, airport: None, body, received: message.at };
        let report = observe::observe(&intake, &about).await?;
        total.accepted += report.accepted;
        total.unchanged += report.unchanged;
        total.unmatched += report.unmatched;
        total.rejected.extend(report.rejected);
    }
    let (took, after) = (began.elapsed().as_secs_f64(), processor_seconds()?);
    println!(
        "through the store: {:.0} events/s, {:.0} messages/s ({took:.1} s)",
        rate(day.events.len(), took),
        rate(sent.len(), took)
    );
    account(&before, &after, took);
    println!(
        "legs: {} accepted, {} unchanged, {} unmatched, {} rejected",
        total.accepted,
        total.unchanged,
        total.unmatched,
        total.rejected.len()
    );
    if let Some((at, reason)) = total.rejected.first() {
        println!("first rejected: {reason} at {at}");
    }
    intake.movements.store().clone().close().await?;
    Ok(())
}

/// What the hub would hold, without what follows and shows it.
async fn intake(folder: &Path) -> anyhow::Result<Intake> {
    let all = |wrong: Vec<onward::config::Invalid>| {
        anyhow::anyhow!(wrong.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    };
    let rules = Rules {
        atlas: Atlas::read(&Sources::with_folder(None))?,
        connection: connection_times::parse(connection_times::SHIPPED, connection_times::FILE).map_err(all)?,
        windows: windows::parse(windows::SHIPPED, windows::FILE).map_err(all)?,
        order: sources::parse(sources::SHIPPED, sources::FILE).map_err(all)?,
        feeds: named_feeds::parse(named_feeds::SHIPPED, named_feeds::FILE).map_err(all)?.into(),
    };
    let store = format!("sqlite:{}", folder.join("day.db").display());
    let store = Store::open(&store, Durability::Synced, Opening::MakeIfEmpty(Utc::now())).await?;
    let key = DeploymentKey::load_or_create(&folder.join("day.key"))?;
    let feeds = rules.feeds.clone();
    Ok(Intake {
        movements: Movements::new(store, Arc::new(key)),
        shelf: Shelf::default(),
        rules: Arc::new(rules),
        turns: Turns::default(),
        gate: Gate::default(),
        plausible: Plausible::default(),
        switches: Switches::new(&feeds),
    })
}

/// Publishes movements on flights of the day, spread over it, each with a connection where there is one; fills the shelf as
/// the follower would. How many flights are ridden.
async fn publish_all(intake: &Intake, day: &Day, many: usize) -> anyhow::Result<usize> {
    let mut departures: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, flight) in day.flights.iter().enumerate() {
        departures.entry(flight.from.as_str()).or_default().push(index);
    }
    let now = day.events.first().context("a day without events")?.at - TimeDelta::hours(12);
    let step = (day.flights.len() / many.max(1)).max(1);
    for (n, first) in day.flights.iter().step_by(step).take(many).enumerate() {
        let connects = |next: &&messages::Flight| {
            let wait = next.scheduled_out - first.scheduled_in;
            next.to != first.from && wait >= TimeDelta::minutes(60) && wait <= TimeDelta::minutes(240)
        };
        let onward = departures.get(first.to.as_str()).into_iter().flatten();
        let second = onward.filter_map(|index| day.flights.get(*index)).find(connects);
        let legs: Vec<_> = std::iter::once(first).chain(second).map(leg).collect();
        let manifest = json!({ "reference": format!("DAY-{n}"), "programme": "us-rp", "itinerary": legs,
            "cases": [{ "number": format!("N-{n}"), "travellers": [
                { "key": "p1", "name": "Made Up", "born": "1990", "languages": ["so"] }] }] });
        let manifest = serde_json::from_value(manifest)?;
        let published = publish::publish(intake, &manifest, None, "desk", now).await?;
        if !matches!(published, Published::New { .. }) {
            bail!("movement {n}: {published:?}");
        }
    }
    let mut seq = Seq::default();
    loop {
        let page = intake.movements.store().changed(seq, onward::limits::CHANGES_PAGE).await?;
        if page.until == seq {
            return Ok(intake.shelf.ridden().len());
        }
        let keys: Vec<_> = page.keys.into_iter().map(|changed| changed.key).collect();
        intake.shelf.take(&intake.movements, &intake.rules.order, &keys, page.until, &|| ()).await?;
        seq = page.until;
    }
}

fn leg(flight: &messages::Flight) -> serde_json::Value {
    json!({ "kind": "flight", "carrier": flight.carrier, "number": flight.number.to_string(), "from": flight.from,
        "to": flight.to, "scheduled_out": flight.scheduled_out, "scheduled_in": flight.scheduled_in })
}

/// Processor time so far, by the name of the thread; one of these names is the store's writer, others are its readers.
fn processor_seconds() -> anyhow::Result<BTreeMap<String, f64>> {
    let mut seconds = BTreeMap::new();
    for task in std::fs::read_dir("/proc/self/task").context("processor times are read from Linux's /proc")? {
        let task = task?.path();
        let name = std::fs::read_to_string(task.join("comm"))?.trim().to_owned();
        let spent = std::fs::read_to_string(task.join("schedstat"))?;
        let spent: f64 = spent.split_whitespace().next().unwrap_or_default().parse()?;
        *seconds.entry(name).or_default() += spent / 1e9;
    }
    Ok(seconds)
}

fn account(before: &BTreeMap<String, f64>, after: &BTreeMap<String, f64>, took: f64) {
    let mut busy = 0.0;
    for (name, seconds) in after {
        let spent = seconds - before.get(name).copied().unwrap_or_default();
        busy += spent;
        println!("  thread {name:<22} {spent:>7.2} s  {:>5.1} %", 100.0 * spent / took);
    }
    println!("  off the processor             {:>7.2} s  {:>5.1} %", took - busy, 100.0 * (took - busy) / took);
}

fn rate(many: usize, seconds: f64) -> f64 {
    f64::from(u32::try_from(many).unwrap_or(u32::MAX)) / seconds
}

/// The same messages read and merged into flights in memory: what no store could be quicker than.
fn in_memory(args: &Args, sent: &[Sent], events: usize) -> anyhow::Result<()> {
    let atlas = Atlas::read(&Sources::with_folder(None))?;
    let source = Source::feed(args.kind.name())?;
    let mut held: HashMap<(Carrier, u16), Vec<Option<Flight>>> = HashMap::new();
    let (mut taken, began) = (0, Instant::now());
    for message in sent {
        let about = About { received: message.at, airport: None, atlas: &atlas };
        for (said, _) in feeds::parse(args.kind, message.body.as_bytes(), &about).observations {
            let (named, local) = (&said.flight, |airport: &_, at| atlas.local_date(airport, at));
            let legs = held.entry((named.carrier.clone(), named.number)).or_default();
            let fits = |key: &FlightKey| {
                named.from.as_ref().is_none_or(|from| *from == key.from)
                    && named.to.as_ref().is_none_or(|to| *to == key.to)
            };
            let place = legs.iter().position(|flight| flight.as_ref().is_some_and(|flight| fits(&flight.key)));
            let place = place.unwrap_or_else(|| {
                legs.push(None);
                legs.len() - 1
            });
            let Some(slot) = legs.get_mut(place) else { continue };
            let own = || matching::candidates(named, None, local).into_iter().next();
            let Some(key) = slot.as_ref().map(|flight| flight.key.clone()).or_else(own) else { continue };
            taken += usize::from(take_in(slot, &key, &said, &source, message.at));
        }
    }
    let took = began.elapsed().as_secs_f64();
    println!("without the store: {:.0} events/s ({took:.1} s; {taken} legs accepted)", rate(events, took));
    Ok(())
}
