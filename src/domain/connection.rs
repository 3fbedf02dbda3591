//! Will this group make this connection? The minutes it needs, part by part, against the minutes
//! it has, and the band that follows. Unknown times give no margin: nothing is ever guessed.
//! Must not know: movements, travellers, feeds, where the rules were read from, the clock.

pub use super::band::Band;
use super::connection_rules::{Crossing, Mct, Rules, Station};
use super::observation::Kind;
use super::place::{Airport, Carrier};
use crate::limits;
use chrono::{DateTime, TimeDelta, Utc};

/// Who connects, as far as it costs time. Counts of people, infants in arms included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Group {
    pub people: u32,
    pub wheelchairs: u32,
    pub children_under_5: u32,
    /// Somebody with them shares a language with those who show the way.
    pub shared_language: bool,
}

/// The leg they come on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arriving {
    /// Bus, car or walk: nobody queues to get off.
    pub ground: bool,
    pub airport: Option<Airport>,
    pub terminal: Option<String>,
    /// Best-known on-block and how firm it is; of a ground leg the scheduled arrival.
    pub best: Option<(DateTime<Utc>, Kind)>,
    /// `None`: not known; then an arrival from abroad counts as wide.
    pub wide_body: Option<bool>,
    /// Cancelled, or diverted to where this connection is not.
    pub lost: bool,
}

/// The leg they go on with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Departing {
    /// Bus, car or walk: no gate, no check-in.
    pub ground: bool,
    pub airport: Option<Airport>,
    pub terminal: Option<String>,
    pub carrier: Option<Carrier>,
    /// Best-known off-block; of a ground leg the scheduled departure.
    pub best: Option<DateTime<Utc>>,
    pub cancelled: bool,
}

/// One group at one connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connecting {
    pub group: Group,
    pub arriving: Arriving,
    pub departing: Departing,
    pub crossing: Crossing,
    /// Bags and boarding passes reach beyond this connection.
    pub through_checked: bool,
}

/// What ends the time they have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LimitKind {
    DoorClose,
    CheckInClose,
    /// The departure of a ground leg.
    Departure,
    /// One of the two legs does not bring them here or onward.
    Cancelled,
}

/// Minutes of what is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    pub what: &'static str,
    pub min: i64,
}

/// The margin of one group at one connection. Without a flight to connect there are no minutes
/// left to state, and the band is broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Margin {
    pub needed_min: i64,
    pub available_min: Option<i64>,
    pub margin_min: Option<i64>,
    pub band: Band,
    pub limit: LimitKind,
    pub limit_at: Option<DateTime<Utc>>,
    /// When they can stand at the limit.
    pub ready_at: Option<DateTime<Utc>>,
    /// Sum up to `needed_min`.
    pub parts: Vec<Part>,
    /// How firm the arrival is.
    pub arrival: Option<Kind>,
}

impl LimitKind {
    pub fn as_str(&self) -> &'static str {
        match self {
            LimitKind::DoorClose => "door-close",
            LimitKind::CheckInClose => "check-in-close",
            LimitKind::Departure => "departure",
            LimitKind::Cancelled => "cancelled",
        }
    }
}

/// The margin, or `None` while a time it hangs on is unknown.
pub fn margin(at: &Connecting, rules: &Rules) -> Option<Margin> {
    let parts = needed(at, rules);
    let needed_min = parts.iter().map(|p| p.min).sum();
    let arrival = at.arriving.best.map(|(_, kind)| kind);
    if at.arriving.lost || at.departing.cancelled {
        return Some(Margin {
            needed_min,
            available_min: None,
            margin_min: None,
            band: Band::Broken,
            limit: LimitKind::Cancelled,
            limit_at: None,
            ready_at: None,
            parts,
            arrival,
        });
    }
    let (arrives, _) = at.arriving.best?;
    let (limit, before) = match (at.departing.ground, at.through_checked) {
        (true, _) => (LimitKind::Departure, 0),
        (_, true) => (LimitKind::DoorClose, rules.door_close_min),
        (_, false) => (LimitKind::CheckInClose, rules.check_in_close_min),
    };
    let limit_at = at.departing.best? - TimeDelta::minutes(before);
    let available_min = whole_minutes(limit_at - arrives);
    Some(Margin {
        needed_min,
        available_min: Some(available_min),
        margin_min: Some(available_min - needed_min),
        band: Band::of(available_min - needed_min),
        limit,
        limit_at: Some(limit_at),
        ready_at: Some(arrives + TimeDelta::minutes(needed_min)),
        parts,
        arrival,
    })
}

/// Rounded down, also below zero: half a minute is not a minute they have.
fn whole_minutes(span: TimeDelta) -> i64 {
    span.num_seconds().div_euclid(60)
}

/// The parts of what they need, in the order they meet them.
fn needed(at: &Connecting, rules: &Rules) -> Vec<Part> {
    let (from, to) = (rules.station(at.arriving.airport.as_ref()), rules.station(at.departing.airport.as_ref()));
    let other_airport = match (&at.arriving.airport, &at.departing.airport) {
        (Some(from), Some(to)) => from != to,
        _ => false,
    };
    let other_terminal = match (&at.arriving.terminal, &at.departing.terminal) {
        (Some(from), Some(to)) => !other_airport && from != to,
        _ => false,
    };
    let wide = at.arriving.wide_body.unwrap_or(at.crossing.from_abroad);
    let entry = at.crossing.first_port_of_entry && !at.arriving.ground;
    // Bags are in hand after a ground leg, and have to be fetched before one and where they end.
    let fetch_bags = !at.arriving.ground && (entry || other_airport || at.departing.ground || !at.through_checked);
    // Whoever was outside the secure area is screened again.
    let outside = entry || fetch_bags || other_airport || at.arriving.ground;
    let screened = !at.departing.ground && (outside || other_terminal && to.screened_between_terminals);

    let mut parts = Vec::new();
    let mut part = |what, min, wanted: bool| {
        if wanted && min > 0 {
            parts.push(Part { what, min });
        }
    };
    let disembark = if wide { rules.disembark_wide_min } else { rules.disembark_narrow_min };
    part("disembark", disembark, !at.arriving.ground);
    part("border", from.immigration_min, entry);
    part("bags", from.bags_min, fetch_bags);
    part("airport", rules.airport_change(at.arriving.airport.as_ref(), at.departing.airport.as_ref()), other_airport);
    part("terminal", to.terminal_change_min, other_terminal);
    part("security", to.security_min, screened);
    part("walk", to.walk_min, true);
    needs(at.group, to, rules, &mut parts);

    // An MCT is made for two flights at one airport.
    let flights = !at.arriving.ground && !at.departing.ground && !other_airport;
    let sum: i64 = parts.iter().map(|p| p.min).sum();
    let mct = if flights { carriers_minimum(at, rules) } else { 0 };
    if mct > sum {
        parts.push(Part { what: "mct", min: mct - sum });
    }
    parts
}

fn carriers_minimum(at: &Connecting, rules: &Rules) -> i64 {
    let Some(airport) = &at.departing.airport else {
        return 0;
    };
    rules.mct(&Mct {
        airport: airport.clone(),
        carrier: at.departing.carrier.clone(),
        from_terminal: at.arriving.terminal.clone(),
        to_terminal: at.departing.terminal.clone(),
        from_abroad: Some(at.crossing.from_abroad),
        to_abroad: Some(at.crossing.to_abroad),
        min: 0,
    })
}

/// What the needs of the group add, each under its own name. The factors on the walk multiply.
fn needs(group: Group, station: &Station, rules: &Rules, parts: &mut Vec<Part>) {
    let needs = &rules.needs;
    // Hundredths of a minute, so that each factor's share is rounded up only once.
    let mut walk = station.walk_min * 100;
    let mut longer = |applies: bool, percent: i64| {
        let before = up(walk);
        if applies {
            walk = walk * percent / 100;
        }
        up(walk) - before
    };
    let large = group.people >= needs.large_group_from;
    let wheelchair = longer(group.wheelchairs > 0, needs.wheelchair_walk_percent);
    let children = longer(group.children_under_5 > 0, needs.child_walk_percent);
    let crowd = longer(large, needs.large_group_walk_percent);
    let per_people = i64::from(group.people) / i64::from(needs.one_min_per_people.max(1));
    for (what, applies, min) in [
        ("wheelchair", group.wheelchairs > 0, needs.wheelchair_wait_min + wheelchair),
        ("children", group.children_under_5 > 0, children),
        ("group", large, crowd + per_people),
        ("language", !group.shared_language, needs.no_shared_language_min),
    ] {
        if applies && min > 0 {
            parts.push(Part { what, min });
        }
    }
}

fn up(hundredths: i64) -> i64 {
    (hundredths + 99).div_euclid(100)
}

/// The band of the standing alert after a new margin: worse at once, better only with
/// [`limits::MARGIN_SLACK_MIN`] to spare, so that an estimate that trembles does not flap.
/// `None` is no alert; a safe connection has none.
pub fn damp(stored: Option<Band>, margin_min: i64) -> Option<Band> {
    let stored = stored.unwrap_or(Band::Safe);
    let now = Band::of(margin_min);
    let surely = Band::of(margin_min.saturating_sub(limits::MARGIN_SLACK_MIN));
    let band = if now >= stored { now } else { surely.min(stored) };
    (band != Band::Safe).then_some(band)
}

#[cfg(test)]
mod tests;
