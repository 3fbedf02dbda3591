//! `AirportResources`: gates, terminals, stand and belt, said field by field.
//! The public terminal is where people are; the aircraft's stands in for it.
//! Must not know: times, codes, the leg around it.

use super::super::report::Report;
use super::super::says::Says;
use super::text_or_report;
use super::xml::Element;
use crate::domain::observation::{Field, Stage, Value};
use crate::limits;

pub(super) fn read(told: &Element, at: &str, says: &mut Says, report: &mut Report) {
    for (index, resources) in told.all("AirportResources").enumerate() {
        let at = format!("{at}/AirportResources[{}]", index + 1);
        let stage = match resources.attribute("Usage") {
            Some("Planned") => Stage::Scheduled,
            Some("Actual") => Stage::Actual,
            None => Stage::Estimated,
            Some(_) => {
                report.fault("expected the Usage Planned or Actual", at);
                continue;
            }
        };
        for (index, resource) in resources.all("Resource").enumerate() {
            let at = format!("{at}/Resource[{}]", index + 1);
            match resource.attribute("DepartureOrArrival").map(str::to_ascii_lowercase).as_deref() {
                Some("departure" | "d") => departure(resource, stage, &at, says, report),
                Some("arrival" | "a") => arrival(resource, stage, &at, says, report),
                _ => report.fault("expected the DepartureOrArrival Departure or Arrival", at),
            }
        }
    }
}

fn departure(resource: &Element, stage: Stage, at: &str, says: &mut Says, report: &mut Report) {
    place(resource, &["PassengerGate"], (Field::GateOut, stage), at, says, report);
    place(resource, &["PublicTerminal", "AircraftTerminal"], (Field::TerminalOut, stage), at, says, report);
}

fn arrival(resource: &Element, stage: Stage, at: &str, says: &mut Says, report: &mut Report) {
    place(resource, &["PassengerGate"], (Field::GateIn, stage), at, says, report);
    place(resource, &["PublicTerminal", "AircraftTerminal"], (Field::TerminalIn, stage), at, says, report);
    place(resource, &["AircraftParkingPosition"], (Field::StandIn, stage), at, says, report);
    place(resource, &["BaggageClaimUnit"], (Field::Belt, stage), at, says, report);
}

/// The first of `names` that has a value says it; two belts for one flight are both said.
fn place(
    resource: &Element,
    names: &[&str],
    (field, stage): (Field, Stage),
    at: &str,
    says: &mut Says,
    report: &mut Report,
) {
    let mut withdrawn = false;
    for name in names {
        let mut values: Vec<&str> = Vec::new();
        for element in resource.all(name) {
            match text_or_report(element.given(), format_args!("{at}/{name}"), report) {
                // One over the bound is enough to see that they are too many.
                Some(Some(text)) if values.len() <= limits::FEED_TEXT_BYTES_MAX && !values.contains(&text) => {
                    values.push(text);
                }
                Some(None) => withdrawn = true,
                _ => {}
            }
        }
        let text = values.join(", ");
        if text.len() > limits::FEED_TEXT_BYTES_MAX {
            report.fault("text is too long", format!("{at}/{name}"));
        } else if !text.is_empty() {
            says.put(field, stage, Some(Value::Text(text)));
            return;
        }
    }
    if withdrawn {
        says.put(field, stage, None);
    }
}
