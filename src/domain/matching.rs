//! Which flight a message is about. Feeds count the date in different calendars, so there is more
//! than one flight it may mean: the caller looks the candidates up, best first.
//! Must not know: time zones (the local date is an argument), the store.

use super::observation::{DateBasis, FlightRef};
use super::place::{Airport, FlightKey};
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

/// Two scheduled off-blocks (or on-blocks) of one flight lie closer than this, of two days' flights further apart.
const SAME_FLIGHT_HOURS: i64 = 12;

/// From block to block; the longest flight of any airline takes 19 hours.
const LONGEST_FLIGHT_HOURS: i64 = 21;

/// The keys a message may belong to, best first; none without both airports. The caller takes the
/// first that is held and that [`matches`], else creates the first that is not held; a board of arrivals
/// ([`DateBasis::Arrival`]) does not say when a flight left and creates none.
pub fn candidates(
    reference: &FlightRef,
    scheduled_out: Option<DateTime<Utc>>,
    local_date: impl Fn(&Airport, DateTime<Utc>) -> Option<NaiveDate>,
) -> Vec<FlightKey> {
    let (Some(from), Some(to)) = (&reference.from, &reference.to) else {
        return Vec::new();
    };
    let local = scheduled_out.and_then(|at| local_date(from, at));
    let mut dates: Vec<NaiveDate> = local.into_iter().chain([reference.date]).collect();
    // A retimed flight keeps its first date, and a date in UTC may be the neighbour of the local one.
    if local.is_some() || reference.basis != DateBasis::Local {
        let around = local.unwrap_or(reference.date);
        dates.extend(around.checked_sub_days(Days::new(1)));
        dates.extend(around.checked_add_days(Days::new(1)));
    }
    // Westward over the date line a flight of one night arrives two dates later.
    if reference.basis == DateBasis::Arrival {
        dates.extend(reference.date.checked_sub_days(Days::new(2)));
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

/// Whether the message may be about the held flight: the same flight and airports (those it names),
/// and scheduled block times within 12 hours where both are known, else a date that its calendar allows.
/// Both are of the event of [`DateBasis::told_by`]: off-blocks, or on-blocks for a board of arrivals.
pub fn matches(
    key: &FlightKey,
    held_scheduled: Option<DateTime<Utc>>,
    reference: &FlightRef,
    scheduled: Option<DateTime<Utc>>,
) -> bool {
    let airport = |named: &Option<Airport>, ours: &Airport| named.as_ref().is_none_or(|a| a == ours);
    let same = key.carrier == reference.carrier
        && key.number == reference.number
        && key.suffix == reference.suffix
        && key.repeat == reference.repeat.max(1)
        && airport(&reference.from, &key.from)
        && airport(&reference.to, &key.to);
    let near = match (held_scheduled, scheduled) {
        (Some(held), Some(said)) => (held - said).abs() <= TimeDelta::hours(SAME_FLIGHT_HOURS),
        _ => {
            // How many days after the date of the key the message's date is.
            let later = (reference.date - key.date).num_days();
            match reference.basis {
                DateBasis::Local => later == 0,
                DateBasis::Utc | DateBasis::Day => later.abs() <= 1,
                DateBasis::Arrival => (-1..=2).contains(&later),
            }
        }
    };
    same && near
}

/// Whether a flight that left at `held_scheduled_out` may be the one that a board of arrivals expects at `scheduled_in`:
/// of two days' flights with the same number this one tells which, even if nobody has said when ours arrives.
pub fn in_flight(
    held_scheduled_out: Option<DateTime<Utc>>,
    reference: &FlightRef,
    scheduled_in: Option<DateTime<Utc>>,
) -> bool {
    match (reference.basis, held_scheduled_out, scheduled_in) {
        (DateBasis::Arrival, Some(out), Some(on_blocks)) => {
            out < on_blocks && on_blocks - out <= TimeDelta::hours(LONGEST_FLIGHT_HOURS)
        }
        _ => true,
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

    #[test]
    fn candidates_come_best_first() {
        let check = |date, basis, scheduled: Option<&str>, expected: &[&str]| {
            let out = scheduled.map(|t| t.parse::<DateTime<Utc>>().unwrap());
            let keys = candidates(&reference(date, basis, Some("ERI")), out, six_hours_behind);
            let dates: Vec<String> = keys.iter().map(|k| k.date.format("%d").to_string()).collect();
            assert_eq!(dates, expected, "{date} {basis:?} {scheduled:?}");
        };
        check("2015-01-02", DateBasis::Local, None, &["02"]);
        check("2015-01-02", DateBasis::Utc, None, &["02", "01", "03"]);
        check("2015-01-02", DateBasis::Day, None, &["02", "01", "03"]);
        check("2015-01-02", DateBasis::Utc, Some("2015-01-02T04:00:00Z"), &["01", "02", "31"]);
        check("2015-01-02", DateBasis::Local, Some("2015-01-02T20:00:00Z"), &["02", "01", "03"]);
        check("2015-01-02", DateBasis::Arrival, None, &["02", "01", "03", "31"]);
        assert_eq!(candidates(&reference("2015-01-02", DateBasis::Utc, None), None, six_hours_behind), vec![]);
    }

    #[test]
    fn a_message_matches_by_schedule_first_and_by_date_else() {
        let key: FlightKey = "MQ3386/2015-01-02/ORD-ERI".parse().unwrap();
        let at = |t: &str| Some(t.parse::<DateTime<Utc>>().unwrap());
        let held = at("2015-01-02T15:20:00Z");
        let check = |reference: &FlightRef, held, said, expected| {
            assert_eq!(matches(&key, held, reference, said), expected, "{reference:?} {said:?}");
        };
        let local = |day, to| reference(day, DateBasis::Local, to);
        check(&local("2015-01-02", Some("ERI")), held, None, true);
        check(&local("2015-01-02", None), held, None, true);
        check(&local("2015-01-02", Some("BUF")), held, None, false);
        check(&local("2015-01-03", Some("ERI")), held, None, false);
        check(&reference("2015-01-03", DateBasis::Utc, None), held, None, true);
        check(&reference("2015-01-04", DateBasis::Utc, None), held, None, false);
        check(&local("2015-01-03", None), held, at("2015-01-03T03:20:00Z"), true);
        check(&local("2015-01-02", None), held, at("2015-01-03T03:21:00Z"), false);
        let arrival = |day| reference(day, DateBasis::Arrival, None);
        check(&arrival("2015-01-04"), held, None, true);
        check(&arrival("2015-01-05"), held, None, false);
        check(&arrival("2015-01-01"), held, None, true);
        check(&arrival("2014-12-31"), held, None, false);
        check(&arrival("2015-01-03"), held, at("2015-01-03T03:20:00Z"), true);
        check(&arrival("2015-01-03"), held, at("2015-01-03T03:21:00Z"), false);
        let within = |out, basis, on_blocks| in_flight(at(out), &reference("2015-01-03", basis, None), at(on_blocks));
        assert!(within("2015-01-02T15:20:00Z", DateBasis::Arrival, "2015-01-03T12:20:00Z"));
        assert!(!within("2015-01-02T15:20:00Z", DateBasis::Arrival, "2015-01-03T12:21:00Z"));
        assert!(!within("2015-01-02T15:20:00Z", DateBasis::Arrival, "2015-01-02T15:20:00Z"));
        assert!(within("2015-01-02T15:20:00Z", DateBasis::Local, "2015-01-02T15:20:00Z"));
        check(&FlightRef { suffix: Some('D'), ..local("2015-01-02", None) }, held, None, false);
        check(&FlightRef { repeat: 2, ..local("2015-01-02", None) }, held, None, false);
    }
}
