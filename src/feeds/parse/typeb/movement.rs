//! MVT, and MVA, which is the same sent by the aircraft: what a movement telex says of one leg.
//! Departure, delay, arrival, and the turns: back to the ramp, back from the air, corrections.
//! Must not know: what is held about a flight, or whether a value is news.

use super::super::report::Report;
use super::super::says::Says;
use super::Told;
use super::elements::{self, Elements, Slot};
use super::envelope::Line;
use super::flight_line::{self, FlightLine};
use super::timeline::Timeline;
use crate::domain::observation::{DateBasis, Event, Field, FlightRef, Kind, Observation, Stage, Value};
use crate::domain::place::Airport;

/// Every flight of the telex.
pub fn read(lines: &[Line<'_>], told: &Told<'_>, report: &mut Report) {
    flight_line::each(lines, told, report, leg);
}

fn leg(flight: &FlightLine<'_>, below: &[Line<'_>], told: &Told<'_>, report: &mut Report) -> Option<Observation> {
    let at = format!("line {}", flight.number);
    let elements = elements::read(flight.behind, below, told.atlas, report);
    let (from, to) = ends(flight, &elements, report);
    let reference = named(flight, &elements, told, from, to, report)?;
    let timeline = Timeline::of(&elements.times, &told.calendar, report);
    timeline.judge(reference.date, &told.calendar, report);
    let mut says = Says::default();
    times(&elements, &timeline, flight, &mut says, report);
    turns(&elements, told.correction, &mut says);
    common(flight, &elements, &mut says);
    let says = says.finish(&at, report);
    if says.is_empty() {
        report.note(format!("nothing was read of the flight on {at}"));
    }
    Some(Observation { flight: reference, says, reported: told.reported })
}

/// The leg by its day, `FLD` before that of the flight line: on the second leg the latter is that of the first.
pub fn named(
    line: &FlightLine<'_>,
    elements: &Elements,
    told: &Told<'_>,
    from: Option<Airport>,
    to: Option<Airport>,
    report: &mut Report,
) -> Option<FlightRef> {
    let (carrier, number, suffix) = line.flight.clone();
    let Some(date) = told.calendar.date(elements.leg_day.unwrap_or(line.date)) else {
        report.fault(flight_line::DATE, format!("line {}", line.number));
        return None;
    };
    Some(FlightRef { carrier, number, suffix, date, basis: DateBasis::Day, from, to, repeat: 1 })
}

/// Which end the airport of the flight line is follows from what is told there.
fn ends(line: &FlightLine<'_>, elements: &Elements, report: &mut Report) -> (Option<Airport>, Option<Airport>) {
    let has = |slots: &[Slot]| slots.iter().any(|slot| elements.times.contains_key(slot));
    let bound = elements.bound_for.as_ref().map(|(airport, _)| airport.clone());
    let here = Some(line.airport.clone());
    let elsewhere = bound.clone().filter(|airport| *airport != line.airport);
    let returned = elements.ramp || elements.air;
    let departs = returned || has(&[Slot::Out, Slot::Off, Slot::EstimatedOut, Slot::EstimatedOff, Slot::Next]);
    let arrived = has(&[Slot::On, Slot::In]) && !returned;
    match (departs, arrived) {
        // `EA` without an airport is told where it is awaited, with another one where it left.
        (false, false) if !has(&[Slot::EstimatedOn, Slot::EstimatedIn]) && elsewhere.is_none() => {
            report.note("neither departure nor arrival: which end the airport of the flight line is was not said");
            (None, None)
        }
        (false, false) if elsewhere.is_some() => (here, elsewhere),
        (false, _) => (None, here),
        (true, false) => (here, elsewhere),
        (true, true) if elsewhere.is_some() => (here, elsewhere),
        (true, true) if bound.is_some() => (None, here),
        (true, true) => {
            report.note("departure and arrival in one: which end the airport of the flight line is was not said");
            (None, None)
        }
    }
}

fn times(elements: &Elements, timeline: &Timeline, line: &FlightLine<'_>, says: &mut Says, report: &mut Report) {
    const SAID: [(Slot, Kind, Event); 8] = [
        (Slot::Out, Kind::Actual, Event::Out),
        (Slot::Off, Kind::Actual, Event::Off),
        (Slot::On, Kind::Actual, Event::On),
        (Slot::In, Kind::Actual, Event::In),
        (Slot::EstimatedOut, Kind::Estimated, Event::Out),
        (Slot::EstimatedOff, Kind::Estimated, Event::Off),
        (Slot::EstimatedOn, Kind::Estimated, Event::On),
        (Slot::EstimatedIn, Kind::Estimated, Event::In),
    ];
    let returned = elements.ramp || elements.air;
    let home = elements.bound_for.as_ref().is_none_or(|(airport, _)| *airport == line.airport);
    for (slot, kind, event) in SAID {
        let Some(at) = timeline.at(slot) else {
            continue;
        };
        // The leg did not happen: the departure is void, and a landing was one at its origin.
        let void = returned && kind == Kind::Actual;
        let back = elements.air && home && matches!(event, Event::On | Event::In);
        if void || back {
            if event != Event::Out && event != Event::Off {
                report.note("an arrival back at the departure airport is none of the leg");
            }
            continue;
        }
        says.time(kind, event, at);
    }
    if let Some(at) = timeline.at(Slot::Next) {
        says.put(Field::NextInformation, Stage::Estimated, Some(Value::At(at)));
        // NI is sent when no time of departure is known any more: an earlier ED is void.
        for event in [Event::Out, Event::Off] {
            says.put(Field::Time(Kind::Estimated, event), Stage::Estimated, None);
        }
    }
}

/// RR, FR, COR: what they take back.
fn turns(elements: &Elements, correction: bool, says: &mut Says) {
    let mut withdrawn = |event| says.put(Field::Time(Kind::Actual, event), Stage::Actual, None);
    let has = |slot: Slot| elements.times.contains_key(&slot);
    let returned = elements.ramp || elements.air;
    let expected_out = has(Slot::EstimatedOut) || has(Slot::Next) || (has(Slot::EstimatedOff) && !has(Slot::Out));
    if returned || (correction && expected_out) {
        withdrawn(Event::Out);
    }
    if returned || (correction && (expected_out || has(Slot::EstimatedOff))) {
        withdrawn(Event::Off);
    }
    let departs = [Slot::Out, Slot::Off, Slot::EstimatedOut, Slot::EstimatedOff, Slot::Next].into_iter().any(has);
    // A correction of a departure tells when arrival is expected; only one from the arrival knows that it has not been.
    if correction && !departs && !returned && !has(Slot::Off) {
        if has(Slot::EstimatedOn) || (has(Slot::EstimatedIn) && !has(Slot::On)) {
            withdrawn(Event::On);
        }
        if has(Slot::EstimatedOn) || has(Slot::EstimatedIn) {
            withdrawn(Event::In);
        }
    }
    if returned {
        says.flag(Field::Returned, true);
    }
}

/// What movements and diversions both tell.
pub fn common(line: &FlightLine<'_>, elements: &Elements, says: &mut Says) {
    for code in &elements.delays {
        says.add(Field::DelayCodes, Stage::Estimated, code.clone());
    }
    if let Some(count) = elements.aboard {
        says.put(Field::Aboard, Stage::Estimated, Some(Value::Text(count.to_string())));
    }
    if let Some(registration) = &line.registration {
        says.put(Field::Registration, Stage::Estimated, Some(Value::Text(registration.clone())));
    }
}
