//! DIV: the flight goes elsewhere. The airport of the flight line is the one it was meant for, the one behind `EA` where
//! it goes; the leg keeps its name.
//! Must not know: what is held about a flight, how the people get on.

use super::super::report::Report;
use super::super::says::Says;
use super::Told;
use super::elements::{self, Slot};
use super::envelope::Line;
use super::flight_line::{self, FlightLine};
use super::movement;
use super::timeline::Timeline;
use crate::domain::observation::{Event, Field, Kind, Observation, Stage, Value};

pub fn read(lines: &[Line<'_>], told: &Told<'_>, report: &mut Report) {
    flight_line::each(lines, told, report, leg);
}

fn leg(flight: &FlightLine<'_>, below: &[Line<'_>], told: &Told<'_>, report: &mut Report) -> Option<Observation> {
    let at = format!("line {}", flight.number);
    let elements = elements::read(flight.behind, below, told.atlas, report);
    let reference = movement::named(flight, &elements, told, None, Some(flight.airport.clone()), report)?;
    let timeline = Timeline::of(&elements.times, &told.calendar, report);
    timeline.judge(reference.date, &told.calendar, report);
    let mut says = Says::default();
    let place = match &elements.bound_for {
        Some((airport, _)) => airport.to_string(),
        None => {
            report.fault("expected the diversion airport behind EA, like EA1125 STN", at.clone());
            // That it is diverted is said all the same.
            String::new()
        }
    };
    says.put(Field::DivertedTo, Stage::Estimated, Some(Value::Text(place)));
    // The leg lands where it lands: these times are those at the diversion airport, as other feeds give them.
    for (slot, kind, event) in [
        (Slot::EstimatedOn, Kind::Estimated, Event::On),
        (Slot::EstimatedIn, Kind::Estimated, Event::In),
        (Slot::On, Kind::Actual, Event::On),
        (Slot::In, Kind::Actual, Event::In),
    ] {
        if let Some(at) = timeline.at(slot) {
            says.time(kind, event, at);
        }
    }
    if elements.times.keys().any(|slot| !matches!(slot, Slot::EstimatedOn | Slot::EstimatedIn | Slot::On | Slot::In)) {
        report.note("times of the departure in a diversion are not used");
    }
    movement::common(flight, &elements, &mut says);
    Some(Observation { flight: reference, says: says.finish(&at, report), reported: told.reported })
}
