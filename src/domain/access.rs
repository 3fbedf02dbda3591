//! Who may see what of a movement, and from when to when: the windows of `product.md` and the fields
//! table of `protocol.md` §4. A window that opens or shuts is due at an instant; the tick commits it as
//! a fact, so that a view never reads the clock. Must not know: accounts, passwords, how a document looks.

use super::audience::Audience;
use super::fact::Level;
use super::movement::Movement;
use super::place::Airport;
use super::plan::Places;
use super::standing::Flights;
use chrono::{DateTime, Duration, Utc};
use std::collections::BTreeMap;

/// The right to one audience's view of one movement. No document is rendered without one, and only
/// this file makes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    pub audience: Audience,
    pub level: Level,
    /// When the client must erase the people by its own clock.
    pub people_until: Option<DateTime<Utc>>,
    /// Keeps others from making one.
    made_here: MadeHere,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct MadeHere;

/// Lead times of the windows (`config/windows.toml`), hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WindowTimes {
    /// Nothing of a movement is at a station before this.
    pub station_live_h: i64,
    /// Names at a connecting station: before the inbound's best-known on-block.
    pub station_names_h: i64,
    /// Names at the origin: before off-block.
    pub origin_names_h: i64,
    /// Names go this long after the last has left.
    pub after_left_h: i64,
    /// Names at a receiver: before the first off-block.
    pub receiver_names_h: i64,
}

impl Default for WindowTimes {
    fn default() -> Self {
        Self { station_live_h: 72, station_names_h: 6, origin_names_h: 24, after_left_h: 2, receiver_names_h: 24 }
    }
}

/// Every audience of a movement, whatever its window.
pub fn audiences(movement: &Movement, places: &impl Places) -> Vec<Audience> {
    let plan = &movement.plan;
    let mut all = vec![Audience::Coordinator(plan.programme.clone())];
    for stop in plan.stops().into_iter().filter(|s| places.staffed(s)) {
        if let Ok(airport) = Airport::parse(stop) {
            all.push(Audience::Station(airport.clone()));
            all.push(Audience::Display(airport));
        }
    }
    all.extend(plan.receivers().into_iter().map(|r| Audience::Receiver(r.to_owned())));
    all.extend(plan.authorities.iter().cloned().map(Audience::Authority));
    all.extend(plan.escorts.iter().map(|e| Audience::Escort(e.account.clone())));
    // Who is no longer of the plan and still has people, or has not heard the last word yet.
    all.extend(movement.farewells.keys().filter_map(|name| name.parse().ok()));
    let held = movement.custody.active(plan).flat_map(|(_, w)| [w.party.audience(), w.answers()]);
    all.extend(held.flatten());
    all.sort();
    all.dedup();
    all
}

/// The grant of an audience, from the windows committed so far; `None` if it may see nothing.
pub fn grant(movement: &Movement, audience: &Audience, flights: &Flights, times: &WindowTimes) -> Option<Grant> {
    // Nobody who still has people loses the card, whatever became of the plan.
    let ended = movement.ended() && !holds(movement, audience);
    let level = match audience {
        Audience::Coordinator(programme) if *programme == movement.plan.programme => Level::Names,
        _ => movement.windows.get(&audience.to_string()).copied().unwrap_or(Level::Hidden),
    };
    let most = match audience {
        Audience::Authority(_) | Audience::Display(_) => Level::Live,
        Audience::Coordinator(_) => Level::Names,
        _ if ended => Level::Live,
        _ => Level::Names,
    };
    let level = match level.min(most) {
        // At once, and not only with the next tick: whoever the plan has left has a last word or nothing.
        Level::Hidden => Level::Hidden,
        level if level > Level::Farewell && !left_out(movement, audience) => level,
        _ if movement.farewells.contains_key(&audience.to_string()) => Level::Farewell,
        _ => Level::Hidden,
    };
    if level == Level::Hidden {
        return None;
    }
    let people_until = match audience {
        Audience::Station(airport) if !holds(movement, audience) => closes(movement, airport, flights, times),
        _ => None,
    };
    Some(Grant { audience: audience.clone(), level, people_until, made_here: MadeHere })
}

/// What each audience's level should be at `now`. The tick commits what differs from the movement's windows.
pub fn due(
    movement: &Movement,
    flights: &Flights,
    places: &impl Places,
    times: &WindowTimes,
    now: DateTime<Utc>,
) -> BTreeMap<String, (Audience, Level)> {
    // Also those who once saw it and have no part in it any more: a window that nobody shuts would let them act.
    let open = movement.windows.iter().filter(|(_, level)| **level > Level::Hidden);
    let mut all = audiences(movement, places);
    all.extend(open.filter_map(|(name, _)| name.parse().ok()));
    all.into_iter()
        .filter(|a| !matches!(a, Audience::Coordinator(_)))
        .map(|audience| {
            let level = level_at(movement, &audience, flights, times, now);
            (audience.to_string(), (audience, level))
        })
        .collect()
}

fn level_at(
    movement: &Movement,
    audience: &Audience,
    flights: &Flights,
    times: &WindowTimes,
    now: DateTime<Utc>,
) -> Level {
    if holds(movement, audience) {
        return Level::Names;
    }
    if left_out(movement, audience) {
        let waits = movement.farewells.get(&audience.to_string()).is_some_and(|f| now < f.until);
        return if waits { Level::Farewell } else { Level::Hidden };
    }
    match audience {
        Audience::Station(airport) | Audience::Display(airport) => {
            station_level(movement, airport, flights, times, now)
        }
        Audience::Receiver(_) => {
            let opens =
                movement.plan.legs.first().map(|leg| leg.scheduled_out - Duration::hours(times.receiver_names_h));
            if movement.ended() || movement.cancelled.is_some() {
                Level::Live
            } else if opens.is_some_and(|at| now >= at) {
                Level::Names
            } else {
                Level::People
            }
        }
        Audience::Authority(_) => Level::Live,
        Audience::Escort(_) | Audience::Coordinator(_) if movement.ended() => Level::Live,
        Audience::Escort(_) | Audience::Coordinator(_) => Level::Names,
    }
}

/// Whether the plan has nothing to do with an audience any more, nor has it anybody of the movement.
pub fn left_out(movement: &Movement, audience: &Audience) -> bool {
    !super::movement::names(&movement.plan, audience) && !holds(movement, audience)
}

/// Whether somebody of the movement is with this audience's party now, or is expected back there: given by it to a party
/// outside and not back, or not known since. A receiver keeps nobody's card for it once all is over: that is the end of
/// the journey.
fn holds(movement: &Movement, audience: &Audience) -> bool {
    if matches!(audience, Audience::Receiver(_)) {
        return false;
    }
    let waits = |w: &super::custody::Where| !movement.ended() && w.answers().as_ref() == Some(audience);
    let party = super::party::Party::of(audience);
    let mut people = movement.custody.active(&movement.plan);
    party.is_some_and(|party| people.any(|(_, w)| w.party == party || waits(w)))
}

fn station_level(
    movement: &Movement,
    airport: &Airport,
    flights: &Flights,
    times: &WindowTimes,
    now: DateTime<Utc>,
) -> Level {
    let first = movement.plan.legs.first();
    if first.is_none_or(|leg| now < leg.scheduled_out - Duration::hours(times.station_live_h)) {
        return Level::Hidden;
    }
    if movement.ended() || closes(movement, airport, flights, times).is_some_and(|at| now >= at) {
        return if movement.ended() { Level::Live } else { Level::Hidden };
    }
    // Once they have come, names stay until the window shuts: a delay must not take them out of somebody's hands.
    let had = movement.windows.get(&Audience::Station(airport.clone()).to_string()) == Some(&Level::Names);
    if had {
        return Level::Names;
    }
    if opens(movement, airport, flights, times).is_some_and(|at| now >= at) { Level::Names } else { Level::Live }
}

/// When names come to a station: before the inbound's best-known on-block, or before off-block at the origin.
fn opens(movement: &Movement, airport: &Airport, flights: &Flights, times: &WindowTimes) -> Option<DateTime<Utc>> {
    let code = airport.as_str();
    let inbound = movement.plan.numbered().find(|(_, leg)| leg.to == code);
    match inbound {
        Some((number, leg)) => {
            Some(flights.best_in(movement, number).unwrap_or(leg.scheduled_in) - Duration::hours(times.station_names_h))
        }
        None => {
            let (_, leg) = movement.plan.numbered().find(|(_, leg)| leg.from == code)?;
            Some(leg.scheduled_out - Duration::hours(times.origin_names_h))
        }
    }
}

/// When names leave a station: after the best-known off-block of the last leg out, or on-block of the last
/// leg in where the journey ends. A leg that is cancelled or broken holds them: nobody who still has people
/// loses the card.
fn closes(movement: &Movement, airport: &Airport, flights: &Flights, times: &WindowTimes) -> Option<DateTime<Utc>> {
    let code = airport.as_str();
    let after = Duration::hours(times.after_left_h);
    if let Some((number, leg)) = movement.plan.numbered().filter(|(_, leg)| leg.from == code).last() {
        if leg.flight().is_some() && !flights.has_left(movement, number) {
            return None;
        }
        return Some(flights.best_out(movement, number).unwrap_or(leg.scheduled_out) + after);
    }
    let (number, leg) = movement.plan.numbered().filter(|(_, leg)| leg.to == code).last()?;
    if leg.flight().is_some() && !flights.is_in(movement, number) {
        return None;
    }
    Some(flights.best_in(movement, number).unwrap_or(leg.scheduled_in) + after)
}

#[cfg(test)]
mod tests;
