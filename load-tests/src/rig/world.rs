//! What all clients of a run share: where the hubs are, which movements there are, chance, and the log.
//! Must not know: which fault is tried.

use crate::history::Log;
use crate::plan::GROUPS;
use crate::random::Random;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::net::SocketAddr;

#[derive(Clone)]
pub struct Movement {
    pub id: String,
    pub number: u32,
    pub group: usize,
    /// The key of its first flight.
    pub flight: String,
}

impl Movement {
    /// Who has it in scope while it goes to this one of the two receivers.
    pub fn audiences(&self, receiver: usize) -> Vec<String> {
        let group = &GROUPS[self.group];
        vec![
            format!("coordinator:{}", group.programme),
            format!("station:{}", group.via),
            format!("receiver:{}", group.receivers[receiver]),
        ]
    }
}

pub struct World {
    /// Where clients find the hubs, or the proxies before them.
    pub doors: RefCell<Vec<SocketAddr>>,
    pub movements: RefCell<Vec<Movement>>,
    pub log: Log,
    pub pace: u32,
    pub random: Random,
    /// New commands are given only while this holds; what was given is seen through.
    pub giving: Cell<bool>,
    /// Movements change their receiver only while this holds.
    pub republishing: Cell<bool>,
    pub ended: Cell<bool>,
    pub outcomes: RefCell<BTreeMap<String, u64>>,
    pub reconnects: Cell<u64>,
    pub applied: Cell<u64>,
    /// Sessions beside those of the clients under test.
    pub guests: Cell<u64>,
    /// By hub: the name of its present life, and its process.
    pub pids: RefCell<BTreeMap<String, (String, u32)>>,
    /// Why a client could not connect, the last time.
    pub last_error: RefCell<String>,
    /// From a change's first client to each: not asked for; from `do` to `done`, in ms, with the time it was said.
    pub answers_ms: RefCell<Vec<(std::time::Instant, f64)>>,
}

impl World {
    pub fn new(log: Log, pace: u32, random: Random) -> Self {
        Self {
            doors: RefCell::default(),
            movements: RefCell::default(),
            log,
            pace,
            random,
            giving: Cell::new(true),
            republishing: Cell::new(true),
            ended: Cell::new(false),
            outcomes: RefCell::default(),
            reconnects: Cell::new(0),
            applied: Cell::new(0),
            guests: Cell::new(0),
            pids: RefCell::default(),
            last_error: RefCell::default(),
            answers_ms: RefCell::default(),
        }
    }

    pub fn count(&self, outcome: &str) {
        *self.outcomes.borrow_mut().entry(outcome.to_owned()).or_default() += 1;
    }

    /// Which process of this hub is weighed from now on.
    pub fn sample(&self, node: &str, life: Option<(String, u32)>) {
        match life {
            Some(life) => self.pids.borrow_mut().insert(node.to_owned(), life),
            None => self.pids.borrow_mut().remove(node),
        };
    }

    /// A hub to connect to, by chance.
    pub fn door(&self) -> (usize, SocketAddr) {
        let doors = self.doors.borrow();
        let index = self.random.below(doors.len() as u64) as usize;
        (index, doors.get(index).copied().unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 9))))
    }
}
