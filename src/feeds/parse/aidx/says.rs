//! What one leg says, one value for each field and stage, however often the message repeats itself.
//! Also the stands, gates and belts of `AirportResources`, which are said field by field.
//! A withdrawal beside a value is no withdrawal. Must not know: times, codes.

use super::xml::Element;
use super::{Report, text_or_report};
use crate::domain::observation::{Field, Say, Stage, Value};
use crate::limits;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Default)]
pub struct Says {
    said: BTreeMap<(Field, Stage), (Option<Value>, u8)>,
    /// Fields with two different values of equal weight in one leg.
    twice: Vec<Field>,
    /// Lists with more than anybody could mean.
    over: BTreeSet<Field>,
}

impl Says {
    pub fn put(&mut self, field: Field, stage: Stage, value: Option<Value>) {
        self.put_weighed(field, stage, value, 0);
    }

    /// Of two values for one place the heavier holds, then the later.
    pub fn put_weighed(&mut self, field: Field, stage: Stage, value: Option<Value>, weight: u8) {
        let held = self.said.entry((field, stage)).or_insert((None, 0));
        if value.is_none() || (held.0.is_some() && held.1 > weight) {
            return;
        }
        if held.0.is_some() && held.1 == weight && held.0 != value {
            self.twice.push(field);
        }
        *held = (value, weight);
    }

    /// One more of a list, once, up to as many different values as are remembered of a field.
    pub fn add(&mut self, field: Field, stage: Stage, text: String) {
        let held = self.said.entry((field, stage)).or_insert((None, 0));
        match &mut held.0 {
            Some(Value::List(list)) if list.contains(&text) => {}
            Some(Value::List(list)) if list.len() >= limits::VALUES_REMEMBERED_MAX => {
                self.over.insert(field);
            }
            Some(Value::List(list)) => list.push(text),
            other => *other = Some(Value::List(vec![text])),
        }
    }

    pub(super) fn finish(self, at: &str, report: &mut Report) -> Vec<Say> {
        for field in self.over {
            let reason = format!(
                "{} has more than {} values; the rest was not read",
                field.name(),
                limits::VALUES_REMEMBERED_MAX
            );
            report.fault(reason, format!("{at}/LegData"));
        }
        for field in self.twice {
            report.note(format!("{} given twice in one leg: the later one was taken", field.name()));
        }
        self.said.into_iter().map(|((field, stage), (value, _))| Say { field, stage, value }).collect()
    }
}

/// Gates, terminals, stand and belt. The public terminal is where people are; the aircraft's stands in for it.
pub(super) fn resources(told: &Element, at: &str, says: &mut Says, report: &mut Report) {
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
            match text_or_report(element.given(), &format!("{at}/{name}"), report) {
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
