//! What is owed because flights changed: for one movement, the turns of its legs, the damped bands of its
//! connections, the door windows of its receivers, and the notice of each to every party it concerns
//! (`product.md`, *Who is told what*). Ids are made from (movement, cause, party): asked twice, on two nodes
//! or after a crash, the same is owed. Must not know: sockets, mail, whether a party is connected.

mod people;

use super::audience::Audience;
use super::band::Band;
use super::connection;
use super::connection_rules::Rules;
use super::fact::{Body, Fact, Notice, NoticeKind, Turn, Words};
use super::movement::Movement;
use super::place::Airport;
use super::plan::{Leg, Places};
use super::standing::{Connection, Flights};
use crate::limits;
use chrono::{DateTime, Duration, Utc};
use uuid::Uuid;

/// Everything `owed` needs to know of the world.
pub struct World<'a, P: Places> {
    pub flights: &'a Flights,
    pub rules: &'a Rules,
    pub places: &'a P,
    pub now: DateTime<Utc>,
}

/// The facts that should exist and do not, ready to be committed together.
pub fn owed<P: Places>(movement: &Movement, world: &World<P>) -> Vec<Fact> {
    if let Some(at) = movement.cancelled {
        // A cancellation that was taken back and said again is told again.
        let cause = Uuid::new_v5(&movement.id, format!("movement cancelled {}", at.timestamp_millis()).as_bytes());
        return announce(movement, cause, NoticeKind::MovementCancelled, world);
    }
    if movement.ended() {
        return Vec::new();
    }
    let mut owes = Owes { movement, world, facts: Vec::new(), turned: Vec::new() };
    for (number, leg) in movement.plan.numbered().filter(|(_, leg)| leg.flight().is_some()) {
        owes.leg(number, leg);
    }
    let connections = world.flights.connections(movement, world.rules, world.places);
    for connection in &connections {
        owes.connection(connection);
    }
    owes.doors(&connections);
    owes.people();
    owes.plan();
    owes.facts
}

/// The notices of a new manifest version, or of a movement that is given up.
pub fn announce<P: Places>(movement: &Movement, cause: Uuid, kind: NoticeKind, world: &World<P>) -> Vec<Fact> {
    let mut owes = Owes { movement, world, facts: Vec::new(), turned: Vec::new() };
    let text = match kind {
        NoticeKind::MovementCancelled => "This movement is cancelled. Nobody is coming on this plan.".to_owned(),
        _ => format!("Manifest version {}: people, needs or flights have changed.", movement.version),
    };
    let must_ack = kind == NoticeKind::MovementCancelled;
    for party in owes.everyone(1) {
        owes.notice(cause, kind, &party, must_ack, Words { text: text.clone(), ..Words::default() });
    }
    owes.facts
}

struct Owes<'a, 'w, P: Places> {
    movement: &'a Movement,
    world: &'a World<'w, P>,
    facts: Vec<Fact>,
    /// Legs that turned in this very look: their news is the connection's news.
    turned: Vec<u8>,
}

impl<P: Places> Owes<'_, '_, P> {
    fn leg(&mut self, number: u8, leg: &Leg) {
        let to = self.world.flights.turn(leg);
        let held = self.movement.turns.get(&number);
        if held.map_or(&Turn::Planned, |e| &e.now) == &to {
            return;
        }
        self.turned.push(number);
        let episode = held.map_or(0, |e| e.number) + 1;
        let from = held.map_or(Turn::Planned, |e| e.now.clone());
        let name = Some(super::custody::leg_name(&self.movement.plan, number));
        let turned = Body::Turned { leg: number, to: to.clone(), flight: name };
        let cause = self.fact(&format!("turned {number} {episode}"), turned);
        let flight = leg.flight().map(|k| format!("{} {}", k.carrier, k.number)).unwrap_or_default();
        let (kind, text) = match &to {
            Turn::Cancelled => {
                (NoticeKind::Cancelled, format!("{flight} from {} to {} is cancelled.", leg.from, leg.to))
            }
            Turn::Diverted(place) if place.is_empty() => {
                (NoticeKind::Diverted, format!("{flight} to {} is diverted; where to is not known yet.", leg.to))
            }
            Turn::Diverted(place) => (NoticeKind::Diverted, format!("{flight} to {} is diverted to {place}.", leg.to)),
            Turn::Returned => (NoticeKind::Returned, format!("{flight} came back to the stand at {}.", leg.from)),
            Turn::Left => (NoticeKind::Departed, format!("{flight} has left {} for {}.", leg.from, leg.to)),
            Turn::Planned if matches!(from, Turn::Cancelled | Turn::Diverted(_)) => {
                (NoticeKind::Reinstated, format!("{flight} from {} to {} is back on.", leg.from, leg.to))
            }
            Turn::Planned | Turn::In => return,
        };
        let at = match &to {
            Turn::Diverted(place) if !place.is_empty() => place.clone(),
            _ => leg.from.clone(),
        };
        let must_ack = matches!(to, Turn::Cancelled | Turn::Diverted(_));
        let parties = match &to {
            Turn::Left => self.told_of_departure(number),
            _ => self.everyone(number),
        };
        for party in parties {
            let words =
                Words { text: text.clone(), flight: Some(flight.clone()), at: Some(at.clone()), ..Words::default() };
            self.notice(cause, kind, &party, must_ack, words);
        }
    }

    fn connection(&mut self, c: &Connection) {
        if self.world.flights.has_left(self.movement, c.departing) {
            return;
        }
        let key = (c.arriving, c.departing);
        let held = self.movement.bands.get(&key);
        let from = held.map_or(Band::Safe, |e| e.now);
        let to =
            c.margin.margin_min.map_or(Band::Broken, |min| connection::damp(Some(from), min).unwrap_or(Band::Safe));
        if to == from {
            return;
        }
        let episode = held.map_or(0, |e| e.number) + 1;
        let cause = self.fact(
            &format!("banded {} {} {episode}", c.arriving, c.departing),
            Body::Banded { arriving: c.arriving, departing: c.departing, band: to },
        );
        // A cancelled, diverted or reinstated leg has had its own notice; the connection is the same news.
        let told = to < from && [c.arriving, c.departing].iter().any(|leg| self.turned.contains(leg));
        if let Some(min) = c.margin.margin_min.filter(|_| !told) {
            self.band_notices(c, (from, to), min, cause);
        }
    }

    fn band_notices(&mut self, c: &Connection, (from, to): (Band, Band), min: i64, cause: Uuid) {
        let at = &c.station;
        let (kind, text) = match to {
            _ if to < from => (NoticeKind::Recovered, format!("The connection at {at} has {min} min to spare again.")),
            Band::Broken => (NoticeKind::Broken, format!("The connection at {at} does not hold: {} min short.", -min)),
            Band::Tight => (NoticeKind::Tight, format!("The connection at {at} is tight: {min} min to spare.")),
            Band::Watch | Band::Safe => {
                (NoticeKind::Watch, format!("Watch the connection at {at}: {min} min to spare."))
            }
        };
        let coordinator = Audience::Coordinator(self.movement.plan.programme.clone()).to_string();
        let parties = match kind {
            NoticeKind::Broken => self.everyone(c.arriving),
            NoticeKind::Watch => vec![coordinator],
            _ => {
                let mut parties = vec![coordinator];
                parties.extend(self.stations(c.departing));
                parties.extend(self.escorts(c.arriving));
                parties
            }
        };
        for party in parties {
            // A receiver gets the fact and its place, not the minutes: they change, and are not its to act on.
            let minutes = !party.starts_with("receiver:");
            let text = if minutes { text.clone() } else { format!("The connection at {at} does not hold.") };
            let words = Words { text, at: Some(at.clone()), min: minutes.then_some(min), ..Words::default() };
            self.notice(cause, kind, &party, kind == NoticeKind::Broken, words);
        }
    }

    /// A receiver is told a new door window when it moved by 15 minutes or more from what it was last told.
    /// While the way there is broken there is no honest window, so none is given.
    fn doors(&mut self, connections: &[Connection]) {
        let last = u8::try_from(self.movement.plan.legs.len()).unwrap_or(u8::MAX);
        let broken = connections
            .iter()
            .any(|c| c.margin.band == Band::Broken && !self.world.flights.has_left(self.movement, c.departing));
        let lost = matches!(
            self.movement.plan.leg(last).map(|l| self.world.flights.turn(l)),
            Some(Turn::Cancelled | Turn::Diverted(_))
        );
        let Some(arrival) = self.world.flights.best_in(self.movement, last).filter(|_| !broken && !lost) else {
            return;
        };
        let receivers: Vec<String> = self.movement.plan.receivers().into_iter().map(str::to_owned).collect();
        for receiver in receivers {
            let (first, latest) = self.world.places.door_min(&receiver);
            let (from, to) = (arrival + Duration::minutes(first), arrival + Duration::minutes(latest));
            let held = self.movement.doors.get(&receiver);
            let moved = held.map(|e| (from - e.now.0).num_minutes());
            if moved.is_some_and(|min| min.abs() < limits::DOOR_MOVED_MIN) {
                continue;
            }
            let episode = held.map_or(0, |e| e.number) + 1;
            let cause = self
                .fact(&format!("door {receiver} {episode}"), Body::DoorTold { receiver: receiver.clone(), from, to });
            if let Some(min) = moved {
                let way = if min > 0 { "later" } else { "earlier" };
                let words = Words {
                    text: format!("At the door {} min {way} than last told.", min.abs()),
                    min: Some(min),
                    from: Some(from),
                    to: Some(to),
                    ..Words::default()
                };
                let party = Audience::Receiver(receiver).to_string();
                self.notice(cause, NoticeKind::Door, &party, false, words);
            }
        }
    }

    /// Coordinator, the stations of this leg and of those after it, escorts of this leg, every receiver.
    fn everyone(&self, leg: u8) -> Vec<String> {
        let mut parties = vec![Audience::Coordinator(self.movement.plan.programme.clone()).to_string()];
        parties.extend(self.stations(leg));
        parties.extend(self.escorts(leg));
        parties.extend(self.receivers());
        parties
    }

    fn stations(&self, from_leg: u8) -> Vec<String> {
        let mut stops: Vec<&str> = Vec::new();
        for (_, leg) in self.movement.plan.numbered().filter(|(n, _)| *n >= from_leg) {
            stops.extend([leg.from.as_str(), leg.to.as_str()].into_iter().filter(|s| self.world.places.staffed(s)));
        }
        stops.dedup();
        let mut parties: Vec<String> = stops
            .into_iter()
            .filter_map(|s| Airport::parse(s).ok())
            .map(|a| Audience::Station(a).to_string())
            .collect();
        parties.dedup();
        parties
    }

    fn escorts(&self, leg: u8) -> Vec<String> {
        let rides = |e: &&super::plan::Escort| e.to_leg >= leg;
        self.movement
            .plan
            .escorts
            .iter()
            .filter(rides)
            .map(|e| Audience::Escort(e.account.clone()).to_string())
            .collect()
    }

    fn receivers(&self) -> Vec<String> {
        self.movement.plan.receivers().into_iter().map(|r| Audience::Receiver(r.to_owned()).to_string()).collect()
    }

    /// Receivers hear of the first leg (they are on their way) and of the last (they are coming to you).
    fn told_of_departure(&self, number: u8) -> Vec<String> {
        let last = usize::from(number) == self.movement.plan.legs.len();
        if number == 1 || last { self.receivers() } else { Vec::new() }
    }

    fn notice(&mut self, cause: Uuid, kind: NoticeKind, party: &str, must_ack: bool, words: Words) {
        let next_word = Some(self.world.now + Duration::minutes(limits::NEXT_WORD_MIN));
        let notice = Notice { kind, party: party.to_owned(), cause, must_ack, words, next_word };
        self.fact(&format!("notice {cause} {party}"), Body::Noticed(notice));
    }

    fn fact(&mut self, name: &str, body: Body) -> Uuid {
        let id = Uuid::new_v5(&self.movement.id, name.as_bytes());
        // After everything the movement holds: two turns within one tick of the clock keep their order.
        let now = self.world.now.max(self.movement.touched + Duration::milliseconds(1));
        self.facts.push(Fact::made(id, "hub", now, body));
        id
    }
}

#[cfg(test)]
mod tests;
