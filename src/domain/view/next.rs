//! The one next action of a card: what a tired person should press now.
//! Derived from what has been said so far; it never keeps anybody from
//! doing something else. Must not know: screens, words.

use super::Scene;
use crate::domain::audience::Audience;
use crate::domain::custody::rides;
use crate::domain::fact::Turn;
use crate::domain::movement::Movement;
use crate::domain::party::Party;
use crate::domain::place::Airport;
use crate::domain::plan::{Leg, Places};

/// Claim, be there, count, take over, pass the checkpoints, hand on or see them board.
pub fn station<P: Places>(scene: &Scene<P>, airport: &Airport) -> Option<&'static str> {
    let m = scene.movement;
    let code = airport.as_str();
    if m.ended() {
        return None;
    }
    let inbound = m.plan.numbered().find(|(_, leg)| leg.to == code);
    let outbound = m.plan.numbered().filter(|(_, leg)| leg.from == code).last();
    // People who come by road are met for the flight they leave on.
    let lead = [inbound, outbound].into_iter().flatten().find(|(_, leg)| leg.flight().is_some());
    let me = Party::Station(airport.clone());
    let gone = outbound.is_some_and(|(n, _)| left(m, n));
    if gone {
        return m.custody.holds(&me, &m.plan).then_some("offer");
    }
    if let Some((_, leg)) = lead {
        let claim = (code.to_owned(), leg.flight().map(ToString::to_string).unwrap_or_default());
        if !m.claims.contains_key(&claim) {
            return Some("claim");
        }
        if !m.arrived.contains_key(&claim) {
            return Some("arrived");
        }
    }
    let (number, _) = inbound.or(outbound)?;
    let name = Audience::Station(airport.clone()).to_string();
    if !counted(m, number, &name) {
        return Some("count");
    }
    if to_take(m, &me, inbound) {
        return Some("accept");
    }
    match outbound {
        None => m.custody.holds(&me, &m.plan).then_some("offer"),
        Some((n, _)) if m.custody.boarded.contains_key(&n) => Some("done"),
        Some(_) if !m.custody.checkpoints.values().any(|c| c.by == name) => Some("checkpoint"),
        Some((n, _)) if begins(m, n) && m.custody.holds(&me, &m.plan) => Some("offer"),
        Some(_) => Some("boarded"),
    }
}

/// Somebody waits to be taken over: offered to this post, or come without an escort who goes on with them.
fn to_take(m: &Movement, me: &Party, inbound: Option<(u8, &Leg)>) -> bool {
    let arrived = inbound.map(|(n, _)| crate::domain::custody::leg_name(&m.plan, n));
    let waits = |p: &Party| match p {
        Party::Aboard(leg) => Some(leg) == arrived.as_ref(),
        Party::Origin => inbound.is_none(),
        // Who is not known may be the ones standing here.
        Party::Alone | Party::Unknown => true,
        _ => false,
    };
    m.custody.offers.values().any(|o| o.to == *me) || m.custody.active(&m.plan).any(|(_, w)| waits(&w.party))
}

/// An escort begins on this leg and does not have them yet.
fn begins(m: &Movement, leg: u8) -> bool {
    m.plan.escorts.iter().filter(|e| e.from_leg == leg).any(|e| {
        let party = Party::Escort(e.account.clone());
        !m.custody.holds(&party, &m.plan)
    })
}

/// Take over, count, board; land; hand on after the last leg of her duty.
pub fn escort(m: &Movement, account: &str) -> Option<&'static str> {
    if m.ended() {
        return None;
    }
    let me = Party::Escort(account.to_owned());
    let holds = m.custody.holds(&me, &m.plan);
    if m.custody.offers.values().any(|o| o.to == me) {
        return Some("accept");
    }
    let duty = (1..=u8::try_from(m.plan.legs.len()).unwrap_or(u8::MAX)).filter(|n| rides(&me, *n, &m.plan));
    let flown = |n: u8| *m.turn(n) == Turn::In || m.custody.landed.contains_key(&n);
    let Some(leg) = duty.into_iter().find(|n| !flown(*n)) else { return holds.then_some("offer") };
    // Also once the flight has left: she may have taken them over without network.
    if !holds {
        return m.custody.active(&m.plan).any(|(_, w)| w.party.travelling()).then_some("accept");
    }
    if left(m, leg) || m.custody.boarded.contains_key(&leg) {
        return Some("landed");
    }
    Some(if counted(m, leg, &me.to_string()) { "boarded" } else { "count" })
}

/// Received N, once they can have come.
pub fn receiver(m: &Movement, id: &str) -> Option<&'static str> {
    let last = u8::try_from(m.plan.legs.len()).unwrap_or(u8::MAX);
    let received = m.custody.reception.get(id).is_some_and(|r| r.received.is_some());
    let ground = m.plan.leg(last).is_some_and(|leg| leg.flight().is_none());
    let come = *m.turn(last) == Turn::In || m.custody.landed.contains_key(&last) || (ground && left(m, last));
    (!m.ended() && come && !received).then_some("accept")
}

fn left(m: &Movement, leg: u8) -> bool {
    matches!(m.turn(leg), Turn::Left | Turn::In)
}

fn counted(m: &Movement, leg: u8, by: &str) -> bool {
    m.counts.iter().filter(|((n, ..), _)| *n == leg).any(|(_, held)| held.iter().any(|c| c.audience == by))
}
