//! Which flight a message is about. Feeds count the date in different calendars and many name one airport only, so there
//! may be several flights it can mean: the caller brings those that are held, this picks one of them, or names a new one,
//! or says why it cannot. Never a guess: two that fit equally well are for a person.
//! Must not know: time zones (the local date is an argument), the store.

use super::observation::{DateBasis, FlightRef};
use super::place::{Airport, FlightKey};
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

/// Two scheduled off-blocks of one flight lie closer than this, of two days' flights further apart.
const SAME_FLIGHT_HOURS: i64 = 12;
/// From block to block; the longest flight of any airline takes 19 hours.
const LONGEST_FLIGHT_HOURS: i64 = 21;

/// A flight that somebody rides or that was spoken of before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub key: FlightKey,
    pub scheduled_out: Option<DateTime<Utc>>,
    pub scheduled_in: Option<DateTime<Utc>>,
}

/// What a message says of its flight's times as scheduled.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Scheduled {
    pub out: Option<DateTime<Utc>>,
    pub into: Option<DateTime<Utc>>,
}

/// The flight a message belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Match {
    Held(FlightKey),
    New(FlightKey),
    No(Unmatched),
}

/// Why a message has no flight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unmatched {
    /// It names too little to be a flight of its own, and no flight that is held fits.
    Unknown,
    /// These fit equally well.
    Several(Vec<FlightKey>),
}

/// The keys a message may belong to, best first; none without both airports or a date of departure.
pub fn candidates(
    reference: &FlightRef,
    scheduled_out: Option<DateTime<Utc>>,
    local_date: impl Fn(&Airport, DateTime<Utc>) -> Option<NaiveDate>,
) -> Vec<FlightKey> {
    let (Some(from), Some(to)) = (&reference.from, &reference.to) else {
        return Vec::new();
    };
    let local = scheduled_out.and_then(|at| local_date(from, at));
    let given = (reference.basis != DateBasis::Arrival).then_some(reference.date);
    let mut dates: Vec<NaiveDate> = local.into_iter().chain(given).collect();
    // A retimed flight keeps its first date, and a date in UTC may be the neighbour of the local one.
    if local.is_some() || !matches!(reference.basis, DateBasis::Local | DateBasis::Arrival) {
        let around = local.unwrap_or(reference.date);
        dates.extend(around.checked_sub_days(Days::new(1)));
        dates.extend(around.checked_add_days(Days::new(1)));
    }
    let mut keys: Vec<FlightKey> = Vec::with_capacity(dates.len());
    for date in dates {
        let key = FlightKey {
            carrier: reference.carrier.clone(),
            number: reference.number,
            suffix: reference.suffix,
            date,
            from: from.clone(),
            to: to.clone(),
            repeat: reference.repeat.max(1),
        };
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}

/// Picks the flight among `held` and `candidates` (of [`candidates`]; the first not held is the flight of its own).
pub fn decide(reference: &FlightRef, said: Scheduled, candidates: &[FlightKey], held: &[Held]) -> Match {
    let fitting: Vec<&Held> = held.iter().filter(|h| matches(h, reference, said)).collect();
    if let Some(key) = candidates.iter().find(|key| fitting.iter().any(|h| h.key == **key)) {
        return Match::Held(key.clone());
    }
    let near = fitting.iter().map(|h| distance(h, reference, said)).min();
    let nearest: Vec<&&Held> = fitting.iter().filter(|h| Some(distance(h, reference, said)) == near).collect();
    match nearest.as_slice() {
        [one] => Match::Held(one.key.clone()),
        [] => match candidates.first() {
            None => Match::No(Unmatched::Unknown),
            Some(key) if !held.iter().any(|h| h.key == *key) => Match::New(key.clone()),
            // Retimed by more than half a day: the date is the flight's first one, and never changed by retiming.
            Some(key) if reference.basis == DateBasis::Local && key.date == reference.date => Match::Held(key.clone()),
            Some(key) => Match::No(Unmatched::Several(vec![key.clone()])),
        },
        several => Match::No(Unmatched::Several(several.iter().map(|h| h.key.clone()).collect())),
    }
}

/// Whether the message may be about the held flight: the same flight and airports (those it names), and scheduled times
/// within 12 hours where both are known, else a date that its calendar allows.
pub fn matches(held: &Held, reference: &FlightRef, said: Scheduled) -> bool {
    let key = &held.key;
    let airport = |named: &Option<Airport>, ours: &Airport| named.as_ref().is_none_or(|a| a == ours);
    let same = key.carrier == reference.carrier
        && key.number == reference.number
        && key.suffix == reference.suffix
        && key.repeat == reference.repeat.max(1)
        && airport(&reference.from, &key.from)
        && airport(&reference.to, &key.to);
    let near = match apart(held, said) {
        Some(apart) => apart <= TimeDelta::hours(SAME_FLIGHT_HOURS),
        None => allowed(held, reference),
    };
    same && near && in_flight(held, reference, said)
}

/// Whether the date may be that of the held flight. Westward over the date line a flight of one night arrives two dates
/// later than it left, eastward the date before.
fn allowed(held: &Held, reference: &FlightRef) -> bool {
    match reference.basis {
        DateBasis::Local => held.key.date == reference.date,
        DateBasis::Arrival if held.scheduled_in.is_none() => {
            (-1..=2).contains(&(reference.date - held.key.date).num_days())
        }
        DateBasis::Utc | DateBasis::Day | DateBasis::Arrival => days(held, reference) <= 1,
    }
}

/// Whether a flight that left then may be the one that a board of arrivals expects: of two days' flights with the same
/// number this tells which, even if nobody has said when ours arrives.
fn in_flight(held: &Held, reference: &FlightRef, said: Scheduled) -> bool {
    match (reference.basis, held.scheduled_out, said.into) {
        (DateBasis::Arrival, Some(out), Some(on_blocks)) => {
            out < on_blocks && on_blocks - out <= TimeDelta::hours(LONGEST_FLIGHT_HOURS)
        }
        _ => true,
    }
}

/// How far the scheduled times lie apart, where both sides know one.
fn apart(held: &Held, said: Scheduled) -> Option<TimeDelta> {
    let between = |held: Option<DateTime<Utc>>, said: Option<DateTime<Utc>>| Some((held? - said?).abs());
    between(held.scheduled_out, said.out).or_else(|| between(held.scheduled_in, said.into))
}

/// How many days off the date is, counted as the message counts where that can be told.
fn days(held: &Held, reference: &FlightRef) -> i64 {
    let as_counted = match reference.basis {
        DateBasis::Utc | DateBasis::Day => held.scheduled_out.map(|at| at.date_naive()),
        DateBasis::Arrival => held.scheduled_in.map(|at| at.date_naive()),
        DateBasis::Local => None,
    };
    (as_counted.unwrap_or(held.key.date) - reference.date).num_days().abs()
}

fn distance(held: &Held, reference: &FlightRef, said: Scheduled) -> (i64, i64) {
    match apart(held, said) {
        Some(apart) => (0, apart.num_minutes()),
        None => (1, days(held, reference)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::place::Carrier;

    fn reference(date: &str, basis: DateBasis, to: Option<&str>) -> FlightRef {
        FlightRef {
            carrier: Carrier::parse("MQ").unwrap(),
            number: 3386,
            suffix: None,
            date: date.parse().unwrap(),
            basis,
            from: Airport::parse("ORD").ok(),
            to: to.and_then(|t| Airport::parse(t).ok()),
            repeat: 1,
        }
    }

    /// Chicago in winter.
    fn six_hours_behind(_: &Airport, at: DateTime<Utc>) -> Option<NaiveDate> {
        Some((at - TimeDelta::hours(6)).date_naive())
    }

    fn at(text: &str) -> Option<DateTime<Utc>> {
        Some(format!("2015-01-{text}:00Z").parse().unwrap())
    }

    fn held(key: &str, out: Option<&str>, into: Option<&str>) -> Held {
        Held { key: key.parse().unwrap(), scheduled_out: out.and_then(at), scheduled_in: into.and_then(at) }
    }

    #[test]
    fn candidates_come_best_first() {
        let check = |date, basis, scheduled: Option<&str>, expected: &[&str]| {
            let out = scheduled.and_then(at);
            let keys = candidates(&reference(date, basis, Some("ERI")), out, six_hours_behind);
            let dates: Vec<String> = keys.iter().map(|k| k.date.format("%d").to_string()).collect();
            assert_eq!(dates, expected, "{date} {basis:?} {scheduled:?}");
        };
        check("2015-01-02", DateBasis::Local, None, &["02"]);
        check("2015-01-02", DateBasis::Utc, None, &["02", "01", "03"]);
        check("2015-01-02", DateBasis::Day, None, &["02", "01", "03"]);
        check("2015-01-02", DateBasis::Arrival, None, &[]);
        check("2015-01-02", DateBasis::Arrival, Some("02T20:00"), &["02", "01", "03"]);
        check("2015-01-02", DateBasis::Utc, Some("02T04:00"), &["01", "02", "31"]);
        check("2015-01-02", DateBasis::Local, Some("02T20:00"), &["02", "01", "03"]);
        assert_eq!(candidates(&reference("2015-01-02", DateBasis::Utc, None), None, six_hours_behind), vec![]);
    }

    #[test]
    fn a_message_matches_by_schedule_first_and_by_date_else() {
        let held = held("MQ3386/2015-01-02/ORD-ERI", Some("02T15:20"), Some("02T16:50"));
        let check = |reference: &FlightRef, out: Option<&str>, into: Option<&str>, expected| {
            let said = Scheduled { out: out.and_then(at), into: into.and_then(at) };
            assert_eq!(matches(&held, reference, said), expected, "{reference:?} {said:?}");
        };
        let local = |day, to| reference(day, DateBasis::Local, to);
        check(&local("2015-01-02", Some("ERI")), None, None, true);
        check(&local("2015-01-02", None), None, None, true);
        check(&local("2015-01-02", Some("BUF")), None, None, false);
        check(&local("2015-01-03", Some("ERI")), None, None, false);
        check(&reference("2015-01-03", DateBasis::Utc, None), None, None, true);
        check(&reference("2015-01-04", DateBasis::Utc, None), None, None, false);
        check(&local("2015-01-03", None), Some("03T03:20"), None, true);
        check(&local("2015-01-02", None), Some("03T03:21"), None, false);
        check(&reference("2015-01-02", DateBasis::Arrival, None), None, Some("02T16:50"), true);
        check(&reference("2015-01-02", DateBasis::Arrival, None), None, Some("03T16:50"), false);
        check(&reference("2015-01-04", DateBasis::Arrival, None), None, None, false);
        check(&FlightRef { suffix: Some('D'), ..local("2015-01-02", None) }, None, None, false);
        check(&FlightRef { repeat: 2, ..local("2015-01-02", None) }, None, None, false);
    }

    #[test]
    fn a_board_of_arrivals_finds_the_flight_that_is_on_its_way() {
        let unknown = held("MQ3386/2015-01-02/ORD-ERI", Some("02T15:20"), None);
        let check = |day: &str, into: Option<&str>, expected| {
            let said = Scheduled { out: None, into: into.and_then(at) };
            assert_eq!(matches(&unknown, &reference(day, DateBasis::Arrival, None), said), expected, "{day} {into:?}");
        };
        check("2015-01-04", None, true);
        check("2015-01-05", None, false);
        check("2015-01-01", None, true);
        check("2014-12-31", None, false);
        check("2015-01-03", Some("03T12:20"), true);
        check("2015-01-03", Some("03T12:21"), false);
        check("2015-01-02", Some("02T15:20"), false);
    }

    #[test]
    fn the_nearest_is_taken_and_two_that_are_as_near_are_for_a_person() {
        let to_erie = held("MQ3386/2015-01-02/ORD-ERI", Some("02T15:20"), None);
        let day_after = held("MQ3386/2015-01-03/ORD-ERI", Some("03T15:20"), None);
        let late = held("MQ3386/2015-01-02/ORD-ERI", Some("03T04:00"), None);
        let onward = held("MQ3386/2015-01-02/ORD-BUF", Some("02T19:20"), None);
        let check = |reference: &FlightRef, out: Option<&str>, flights: &[&Held], expected: Match| {
            let said = Scheduled { out: out.and_then(at), into: None };
            let held: Vec<Held> = flights.iter().map(|h| (*h).clone()).collect();
            let keys = candidates(reference, said.out, six_hours_behind);
            assert_eq!(decide(reference, said, &keys, &held), expected, "{reference:?}");
        };
        let telex = |day| reference(day, DateBasis::Day, None);
        let is = |h: &Held| Match::Held(h.key.clone());
        check(&telex("2015-01-02"), None, &[&to_erie, &day_after], is(&to_erie));
        check(&telex("2015-01-03"), None, &[&to_erie, &day_after], is(&day_after));
        // The day of a telex is that of UTC, the date of a key is local: 22:00 in Chicago is the next day in a telex.
        check(&telex("2015-01-03"), None, &[&late], is(&late));
        check(&telex("2015-01-02"), None, &[], Match::No(Unmatched::Unknown));
        let both = vec![to_erie.key.clone(), onward.key.clone()];
        check(&telex("2015-01-02"), None, &[&to_erie, &onward], Match::No(Unmatched::Several(both)));
        check(&telex("2015-01-02"), Some("02T19:00"), &[&to_erie, &onward], is(&onward));
        let full = reference("2015-01-02", DateBasis::Utc, Some("ERI"));
        check(&full, None, &[&onward], Match::New("MQ3386/2015-01-02/ORD-ERI".parse().unwrap()));
        check(&full, None, &[&to_erie, &onward], is(&to_erie));
        // Retimed by fourteen hours: by its first date it is the same flight, and never the day before's.
        check(&reference("2015-01-02", DateBasis::Local, Some("ERI")), Some("03T05:20"), &[&to_erie], is(&to_erie));
        let other = Match::No(Unmatched::Several(vec![to_erie.key.clone()]));
        check(&reference("2015-01-03", DateBasis::Utc, Some("ERI")), Some("03T05:20"), &[&to_erie], other);
        let board = reference("2015-01-02", DateBasis::Arrival, Some("ERI"));
        check(&board, None, &[], Match::No(Unmatched::Unknown));
        check(&board, None, &[&to_erie], is(&to_erie));
    }
}
