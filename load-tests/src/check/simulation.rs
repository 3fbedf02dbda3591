//! A small hub that is right, for the tests of the check: it keeps facts and scopes, tells its clients the truth, and
//! writes the history of it. Damage is done to that history afterwards.
//! Must not know: the check.

use crate::client::sum;
use crate::history::{Documents, Event, What};
use crate::random::Random;
use std::collections::{BTreeMap, BTreeSet};

const AUDIENCES: [&str; 4] = ["coordinator:a", "station:A", "coordinator:b", "station:B"];

#[derive(Default)]
struct Movement {
    audiences: BTreeSet<&'static str>,
    mark: &'static str,
    facts: Vec<(String, String)>,
}

struct Client {
    name: String,
    audience: &'static str,
    docs: Documents,
    /// What the hub takes it to hold; the same, but for a bug.
    believed: Documents,
    connected: bool,
    said: Vec<(String, String)>,
}

/// What goes wrong on the way to clients, near the end of the run.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Bug {
    None,
    GoneIsLost,
    PutIsLost,
}

pub struct Simulation {
    bug: Bug,
    step: u64,
    random: Random,
    movements: BTreeMap<String, Movement>,
    clients: Vec<Client>,
    events: Vec<Event>,
    at_ms: u64,
    ids: u64,
}

/// A whole run, without a fault.
pub fn history(seed: u64) -> Vec<Event> {
    with(seed, Bug::None)
}

pub fn with(seed: u64, bug: Bug) -> Vec<Event> {
    let mut simulation = Simulation {
        bug,
        step: 0,
        random: Random::new(seed),
        movements: BTreeMap::new(),
        clients: Vec::new(),
        events: Vec::new(),
        at_ms: 0,
        ids: 0,
    };
    simulation.run(seed);
    simulation.events
}

impl Simulation {
    fn run(&mut self, seed: u64) {
        self.note("rig", "", What::Row { row: "simulation".into(), seed, may_forget: false });
        for number in 0..6 {
            let (mark, audiences) = if number % 2 == 0 {
                ("MARKED-a", [AUDIENCES[0], AUDIENCES[1]])
            } else {
                ("MARKED-b", [AUDIENCES[2], AUDIENCES[3]])
            };
            self.movements.insert(format!("m{number}"), Movement { mark, ..Movement::default() });
            self.publish(&format!("m{number}"), &audiences);
        }
        for number in 0..8 {
            let audience = AUDIENCES[number % 4];
            let name = format!("client-{number}");
            let (docs, believed) = (BTreeMap::new(), BTreeMap::new());
            self.clients.push(Client { name, audience, docs, believed, connected: false, said: Vec::new() });
        }
        for step in 0..400u64 {
            (self.at_ms, self.step) = (self.at_ms + 50, step);
            let client = self.random.below(8) as usize;
            match self.random.below(12) {
                _ if !self.clients[client].connected => self.hello(client),
                0 => self.clients[client].connected = false,
                1 => self.again(client),
                _ => self.command(client),
            }
            if step % 100 == 99 {
                self.at_ms += 10_000;
                self.leave(step / 100);
            }
            if step % 5 == 0 {
                let applied = self.ids;
                self.note(
                    "rig",
                    "",
                    What::Memory { node: "hub-1".into(), kib: 30_000 + applied, sessions: 8, applied },
                );
            }
        }
        self.at_ms += 10_000;
        for client in 0..8 {
            if self.clients[client].connected {
                self.sum(client, "check");
            } else {
                self.hello(client);
            }
        }
        self.finish();
    }

    fn note(&mut self, actor: &str, audience: &str, what: What) {
        self.events.push(Event { at_ms: self.at_ms, actor: actor.into(), audience: audience.into(), what });
    }

    fn of(&mut self, client: usize, what: What) {
        let (name, audience) = (self.clients[client].name.clone(), self.clients[client].audience);
        self.note(&name, audience, what);
    }

    fn publish(&mut self, id: &str, audiences: &[&'static str]) {
        let mark = self.movements[id].mark.to_owned();
        let names: Vec<String> = audiences.iter().map(|a| (*a).to_owned()).collect();
        self.note("rig", "", What::Publishing { movement: id.into(), audiences: names.clone(), mark });
        self.movements.get_mut(id).unwrap().audiences = audiences.iter().copied().collect();
        self.note("rig", "", What::Published { movement: id.into(), audiences: names });
        (0..self.clients.len()).for_each(|client| self.tell(client));
    }

    /// A station leaves the plan of a movement, or comes back.
    fn leave(&mut self, turn: u64) {
        let all: [&str; 2] = [AUDIENCES[0], AUDIENCES[1]];
        self.publish("m0", if turn.is_multiple_of(2) { &all } else { &all[..1] });
    }

    fn right(&self, audience: &str) -> (Documents, Vec<String>) {
        let mut docs = Documents::new();
        let mut marks = BTreeSet::new();
        for (id, movement) in self.movements.iter().filter(|(_, m)| m.audiences.contains(audience)) {
            docs.insert(id.clone(), format!("r{}", movement.facts.len()));
            docs.insert(format!("{id}/people"), "p1".into());
            marks.insert(movement.mark.to_owned());
        }
        (docs, marks.into_iter().collect())
    }

    /// What differs is sent.
    fn tell(&mut self, client: usize) {
        if !self.clients[client].connected {
            return;
        }
        let (right, marks) = self.right(self.clients[client].audience);
        let held = std::mem::replace(&mut self.clients[client].believed, right.clone());
        let gone: Vec<String> = held.keys().filter(|id| !right.contains_key(*id)).cloned().collect();
        let docs: Vec<(String, String)> = right.into_iter().filter(|(id, rev)| held.get(id) != Some(rev)).collect();
        let lost = |bug| self.bug == bug && self.step >= 390;
        let (gone_lost, put_lost) = (lost(Bug::GoneIsLost), lost(Bug::PutIsLost));
        if !gone.is_empty() && !gone_lost {
            gone.iter().for_each(|id| drop(self.clients[client].docs.remove(id)));
            self.of(client, What::Gone { ids: gone });
        }
        if !docs.is_empty() && !put_lost {
            self.clients[client].docs.extend(docs.clone());
            self.of(client, What::Put { docs, marks });
        }
    }

    fn hello(&mut self, client: usize) {
        let (have, granted) = (self.clients[client].docs.clone(), self.clients[client].audience.to_owned());
        self.of(client, What::Hello { have, pending: 0 });
        self.of(client, What::Welcome { granted });
        self.clients[client].connected = true;
        self.clients[client].believed = self.clients[client].docs.clone();
        self.tell(client);
        self.sum(client, "live");
    }

    fn sum(&mut self, client: usize, frame: &str) {
        let docs = &self.clients[client].believed;
        let (count, sum) = (docs.len(), sum(docs));
        self.of(client, What::Sum { frame: frame.into(), count, sum });
    }

    fn command(&mut self, client: usize) {
        let audience = self.clients[client].audience;
        let scope: Vec<String> =
            self.movements.iter().filter(|(_, m)| m.audiences.contains(audience)).map(|(id, _)| id.clone()).collect();
        let movement = scope[self.random.below(scope.len() as u64) as usize].clone();
        self.ids += 1;
        let id = format!("c{:05}", self.ids);
        self.of(client, sent(&id, &movement));
        self.movements.get_mut(&movement).unwrap().facts.push((id.clone(), format!("part {id}")));
        (0..self.clients.len()).for_each(|client| self.tell(client));
        self.of(client, What::Done { id: id.clone(), outcome: "applied".into(), was: None, why: None });
        self.clients[client].said.push((id, movement));
    }

    fn again(&mut self, client: usize) {
        let said = &self.clients[client].said;
        let Some((id, movement)) = said.get(self.random.below(said.len() as u64) as usize).cloned() else { return };
        self.of(client, sent(&id, &movement));
        self.of(client, What::Done { id, outcome: "repeated".into(), was: Some("applied".into()), why: None });
    }

    fn finish(&mut self) {
        for audience in AUDIENCES {
            let (docs, marks) = self.right(audience);
            self.note("rig", audience, What::Fresh { docs, marks });
        }
        let all: Vec<(String, Vec<(String, String)>)> =
            self.movements.iter().map(|(id, movement)| (id.clone(), movement.facts.clone())).collect();
        for (movement, facts) in all {
            for (id, content) in facts {
                let (movement, command) = (movement.clone(), "count".to_owned());
                self.note("rig", "", What::Fact { movement, id, command, content, own: true });
            }
        }
    }
}

pub fn sent(id: &str, movement: &str) -> What {
    What::Sent { id: id.into(), command: "count".into(), movement: movement.into(), node: "hub-1".into() }
}
