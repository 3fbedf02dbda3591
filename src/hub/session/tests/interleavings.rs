//! Random interleavings of changes, room, delivery, doubt and commands, against a client that only does what
//! the contract says. After quiet it holds exactly the mirror (I1, I3); no frame names what is not its own
//! (I2); nothing but ids waits (I6); no `done` comes before its document (order).

use super::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};

#[derive(Debug, Clone)]
enum Step {
    Put(usize, u8, u8),
    Leave(usize),
    /// The client takes one frame off the line.
    Read,
    /// The client doubts and says what it holds.
    Have,
    Again,
    Command,
    /// The store answers the oldest command; the board may not show it yet.
    Answer,
    /// The board shows the oldest commit that it does not show.
    Show,
    Known,
    Wait(u16),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        6 => (0..6usize, 0..4u8, 0..4u8).prop_map(|(i, body, urgency)| Step::Put(i, body, urgency)),
        2 => (0..6usize).prop_map(Step::Leave),
        8 => Just(Step::Read),
        1 => Just(Step::Have),
        1 => Just(Step::Again),
        2 => Just(Step::Command),
        2 => Just(Step::Answer),
        2 => Just(Step::Show),
        1 => Just(Step::Known),
        1 => (0..1500u16).prop_map(Step::Wait),
    ];
    prop::collection::vec(step, 0..120)
}

/// A client as the contract describes it.
#[derive(Default)]
struct Client {
    holds: BTreeMap<String, (String, i64)>,
    live: usize,
    checks_failed: usize,
    done: Vec<Uuid>,
    /// The number in its document when `done` came.
    shown: HashMap<Uuid, i64>,
}

impl Client {
    fn digest(&self) -> (u64, String) {
        let mut digest = crate::wire::sum::Digest::default();
        self.holds.iter().for_each(|(id, (rev, _))| digest.add(crate::wire::sum::mark(id, rev)));
        (digest.count, digest.hex().to_string())
    }
    fn have(&self) -> String {
        let have: BTreeMap<&String, &String> = self.holds.iter().map(|(id, (rev, _))| (id, rev)).collect();
        serde_json::to_string(&have).unwrap()
    }
    fn take(&mut self, frame: &Value) {
        let text = |v: &Value| v.as_str().unwrap().to_owned();
        match frame["t"].as_str().unwrap() {
            "put" => {
                for doc in frame["docs"].as_array().unwrap() {
                    let held = (text(&doc["rev"]), doc["body"]["n"].as_i64().unwrap_or(-1));
                    self.holds.insert(text(&doc["id"]), held);
                }
            }
            "gone" => {
                for id in frame["ids"].as_array().unwrap() {
                    self.holds.remove(id.as_str().unwrap());
                }
            }
            t @ ("live" | "check") => {
                self.live += usize::from(t == "live");
                let (count, sum) = self.digest();
                self.checks_failed += usize::from(frame["count"] != count || frame["sum"] != sum);
            }
            "done" => {
                let id: Uuid = text(&frame["id"]).parse().unwrap();
                self.done.push(id);
                let movement = Uuid::from_u128(0xa).to_string();
                self.shown.insert(id, self.holds.get(&movement).map_or(-1, |(_, n)| *n));
            }
            _ => {}
        }
    }
}

/// By then the store has said what it knows, or the session ends.
fn ms_of_answer() -> u64 {
    ms(limits::ANSWER_WITHIN)
}

const IDS: [&str; 6] = ["a", "a/people", "b", "b/people", "c", "d"];

struct World {
    bench: Bench,
    client: Client,
    /// Commands at the store, then committed and not shown, with their place.
    asked: VecDeque<Uuid>,
    committed: VecDeque<u64>,
    seq_of: HashMap<Uuid, u64>,
    seq: u64,
    commands: u128,
    waited: bool,
}

impl World {
    fn new(have: &str) -> Self {
        let mut mirror = Mirror::default();
        put(&mut mirror, "a", r#"{"n":0}"#, 1, 0);
        put(&mut mirror, "left", r#"{"n":0}"#, 1, 0);
        let bench = Bench::new(mirror, &format!(r#"{{"t":"hello","have":{have}}}"#));
        let mut client = Client::default();
        for (id, rev) in serde_json::from_str::<BTreeMap<String, String>>(have).unwrap() {
            client.holds.insert(id, (rev, 0));
        }
        let (asked, committed) = (VecDeque::new(), VecDeque::new());
        Self { bench, client, asked, committed, seq_of: HashMap::new(), seq: 0, commands: 0, waited: false }
    }

    fn read(&mut self) -> bool {
        let Some(frame) = self.bench.read() else { return false };
        self.client.take(&frame);
        true
    }

    fn step(&mut self, step: &Step) {
        match step {
            Step::Put(i, body, urgency) => self.bench.change(IDS[*i], &format!(r#"{{"n":{body}}}"#), *urgency, 0),
            Step::Leave(i) => self.bench.leave(IDS[*i]),
            Step::Read => {
                self.read();
            }
            Step::Have => self.bench.on(Event::Text(&format!(r#"{{"t":"have","have":{}}}"#, self.client.have()))),
            Step::Again => {
                let (count, sum) = self.client.digest();
                let hello = format!(r#"{{"t":"hello","count":{count},"sum":"{sum}"}}"#);
                self.bench.on(Event::Text(&hello));
            }
            Step::Command if self.bench.session.unanswered.len() < limits::UNANSWERED_MAX => {
                self.commands += 1;
                self.bench.on(Event::Text(&command(self.commands)));
                self.asked.push_back(Uuid::from_u128(self.commands));
            }
            Step::Command => {}
            Step::Answer => {
                let Some(id) = self.asked.pop_front() else { return };
                self.seq += 1;
                self.committed.push_back(self.seq);
                self.seq_of.insert(id, self.seq);
                self.bench.on(Event::Done(Done::new(id, Outcome::Applied), Some(Seq(self.seq))));
            }
            Step::Show => {
                let Some(seq) = self.committed.pop_front() else { return };
                let movement = Uuid::from_u128(0xa).to_string();
                self.bench.change(&movement, &format!(r#"{{"n":{seq}}}"#), 2, seq);
                self.bench.caught = Seq(seq);
                self.bench.on(Event::Tick);
            }
            Step::Known => self.bench.known(),
            Step::Wait(ms) => {
                self.waited = true;
                let now = self.bench.now + u64::from(*ms);
                if now >= ms_of_answer() {
                    self.bench.known();
                }
                self.bench.on(Event::Heard);
                self.bench.at(now);
            }
        }
    }

    fn settle(&mut self) {
        self.bench.known();
        while !self.asked.is_empty() || !self.committed.is_empty() {
            self.step(&Step::Answer);
            self.step(&Step::Show);
            self.read();
        }
        while self.read() {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn after_quiet_a_client_holds_exactly_the_mirror(
        steps in steps(),
        have in prop_oneof![Just("{}"), Just(r#"{"a":"x","gone":"y"}"#)],
    ) {
        let mut world = World::new(have);
        let mut ever: BTreeSet<String> = world.bench.mirror.docs().map(|d| d.id.to_string()).collect();
        ever.extend(world.client.holds.keys().cloned());
        for step in &steps {
            world.step(step);
            prop_assert_eq!(world.bench.end, None);
            ever.extend(world.bench.mirror.docs().map(|d| d.id.to_string()));
            prop_assert!(world.bench.session.waiting() <= ever.len(), "ids wait, each once");
            prop_assert!(world.bench.session.answers.len() <= limits::UNANSWERED_MAX);
        }
        world.settle();
        let mirror: BTreeMap<String, String> =
            world.bench.mirror.docs().map(|d| (d.id.to_string(), d.rev.to_string())).collect();
        let held: BTreeMap<String, String> =
            world.client.holds.iter().map(|(id, (rev, _))| (id.clone(), rev.clone())).collect();
        prop_assert_eq!(held, mirror);
        prop_assert_eq!(world.client.live, 1, "live is said once");
        prop_assert_eq!(world.client.checks_failed, 0, "whoever reads in order never fails a check");
        prop_assert_eq!(world.client.done.len() as u128, world.commands, "every command is answered once");
        if !world.waited {
            for (id, n) in &world.client.shown {
                let seq = world.seq_of.get(id).copied().unwrap_or(0) as i64;
                prop_assert!(*n >= seq, "done of {} came when the client held {}", seq, n);
            }
        }
    }
}
