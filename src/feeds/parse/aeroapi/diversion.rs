//! What the rows of one answer say together. A diverted flight keeps its row and its planned destination, and a second
//! row of the same `fa_flight_id` appears for what was flown instead: it names where to, and is no leg that anybody
//! holds. Must not know: what else a row says.

use super::super::leg;
use super::super::report::Report;
use super::flight::{Row, Times};
use crate::config::atlas::Atlas;
use crate::domain::observation::{DateBasis, Event, FlightRef, Kind};
use crate::domain::place::Airport;
use crate::limits;
use std::collections::HashMap;

/// What becomes of a row.
#[derive(Debug, Clone)]
pub(super) enum Fate {
    Told {
        /// Where a diverted flight goes, as another row says.
        diverted_to: Option<Airport>,
        /// The key of the leg that goes on from there.
        continued_by: Option<String>,
        /// When it left, as the row of the leg to the other airport says; its own row says so last.
        departure: Times,
    },
    /// The leg to the airport of a diversion: told with the flight that was diverted.
    Merged,
}

/// One for each row, in their order.
pub(super) fn fates(rows: &[Row<'_>], atlas: &Atlas, report: &mut Report) -> Vec<Fate> {
    let own = || Fate::Told { diverted_to: None, continued_by: None, departure: Times::new() };
    let mut fates: Vec<Fate> = rows.iter().map(|_| own()).collect();
    let mut groups: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, row) in rows.iter().enumerate() {
        let Some(id) = row.id.as_deref() else { continue };
        let group = groups.entry(id).or_default();
        // A flight has two or three rows; a message that gives one a thousand must not cost their square.
        if group.len() < limits::VALUES_REMEMBERED_MAX {
            group.push(index);
        }
    }
    for group in groups.into_values().filter(|group| group.len() > 1) {
        let members: Vec<(usize, &Row<'_>)> = group.iter().filter_map(|i| Some((*i, rows.get(*i)?))).collect();
        let [(index, row)] = members.iter().filter(|(_, row)| row.diverted).copied().collect::<Vec<_>>()[..] else {
            continue;
        };
        let (fate, merged) = told(row, members.iter().filter(|(i, _)| *i != index), atlas);
        for merged in merged {
            report.note("the row of the leg to the airport of a diversion was read with the flight that was diverted");
            fates.iter_mut().skip(merged).take(1).for_each(|fate| *fate = Fate::Merged);
        }
        fates.iter_mut().skip(index).take(1).for_each(|slot| *slot = fate.clone());
    }
    fates
}

/// What the other rows say of a diverted one, and which of them say nothing else.
fn told<'a>(
    row: &Row<'_>,
    others: impl Iterator<Item = &'a (usize, &'a Row<'a>)>,
    atlas: &Atlas,
) -> (Fate, Vec<usize>) {
    let (mut flown_to, mut goes_on_from, mut continued_by) = (None, None, None);
    let (mut departure, mut merged) = (Times::new(), Vec::new());
    for (index, other) in others {
        let same_origin = other.flight.from.is_some() && other.flight.from == row.flight.from;
        if same_origin && other.flight.to.is_some() && other.flight.to != row.flight.to {
            // It left once: the actual departure is that of both rows. Its arrival is another airport's.
            let left = other
                .times
                .iter()
                .filter(|((kind, event), _)| *kind == Kind::Actual && matches!(event, Event::Out | Event::Off));
            departure.extend(left.map(|(time, at)| (*time, *at)));
            flown_to = other.flight.to.clone();
            merged.push(*index);
        } else if !same_origin && other.flight.from.is_some() {
            goes_on_from = other.flight.from.clone().filter(|from| Some(from) != row.flight.to.as_ref());
            continued_by = key(&other.flight, atlas);
        }
    }
    (Fate::Told { diverted_to: flown_to.or(goes_on_from), continued_by, departure }, merged)
}

/// As a flight is filed; only where its date is that of the clock at its origin.
fn key(flight: &FlightRef, atlas: &Atlas) -> Option<String> {
    let (from, to) = (flight.from.as_ref()?, flight.to.as_ref()?);
    let shown = leg::shown(&leg::iata((flight.carrier.clone(), flight.number, flight.suffix), atlas));
    (flight.basis == DateBasis::Local).then(|| format!("{shown}/{}/{from}-{to}", flight.date))
}
