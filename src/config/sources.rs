//! Reads `config/sources.toml`: which source to believe first, for all fields and for single ones.
//! The order is data, so that a deployment can trust its own airport before an aggregator.
//! Must not know: what a source said, how a value is picked, where the text was read from.

use super::Invalid;
use crate::domain::observation::{Event, Field, Kind};
use crate::domain::source::{Source, SourceOrder};
use chrono::NaiveDate;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// The file as shipped.
pub const SHIPPED: &str = include_str!("../../config/sources.toml");
pub const FILE: &str = "config/sources.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    order: Order,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Order {
    as_of: String,
    source: String,
    default: Vec<String>,
    #[serde(default)]
    fields: BTreeMap<String, Vec<String>>,
}

/// The source order, or everything that is wrong with the file. `file` is for the messages.
pub fn parse(text: &str, file: &str) -> Result<SourceOrder, Vec<Invalid>> {
    let Document { order } = toml::from_str(text).map_err(|error| vec![Invalid::of_toml(file, text, &error)])?;
    let mut faults = Vec::new();
    let mut fault =
        |table: &str, expected: String| faults.push(Invalid { file: file.into(), table: table.into(), expected });
    if order.as_of.parse::<NaiveDate>().is_err() {
        fault("[order]", format!("as_of: expected a date like 2026-11-23, found {:?}", order.as_of));
    }
    if order.source.trim().is_empty() {
        fault("[order]", "source: expected where the order comes from".into());
    }
    let default = names("[order] default", &order.default, &mut fault);
    let mut fields = BTreeMap::new();
    for (name, list) in &order.fields {
        let table = format!("[order.fields] {name}");
        let sources = names(&table, list, &mut fault);
        match all_fields().find(|f| f.name() == name) {
            Some(field) => {
                fields.insert(field, sources);
            }
            None => fault(&table, "expected a field of a merged flight, like actual_out or gate_in".into()),
        }
    }
    if faults.is_empty() { Ok(SourceOrder::new(default, fields)) } else { Err(faults) }
}

fn names(table: &str, list: &[String], fault: &mut impl FnMut(&str, String)) -> Vec<Source> {
    let mut seen = BTreeSet::new();
    let mut sources = Vec::with_capacity(list.len());
    for name in list {
        match Source::feed(name) {
            Ok(source) if seen.insert(source.clone()) => sources.push(source),
            Ok(_) => fault(table, format!("expected each source once, found {name:?} again")),
            Err(error) => fault(table, format!("{error}, found {name:?}")),
        }
    }
    sources
}

fn all_fields() -> impl Iterator<Item = Field> {
    let kinds = [Kind::Scheduled, Kind::Estimated, Kind::Actual];
    let events = [Event::Out, Event::Off, Event::On, Event::In];
    let times = kinds.into_iter().flat_map(move |kind| events.into_iter().map(move |event| Field::Time(kind, event)));
    times.chain([
        Field::GateOut,
        Field::TerminalOut,
        Field::GateIn,
        Field::TerminalIn,
        Field::Belt,
        Field::StandIn,
        Field::Cancelled,
        Field::Returned,
        Field::DivertedTo,
        Field::DelayCodes,
        Field::Marketing,
        Field::Registration,
        Field::AircraftType,
        Field::NextInformation,
        Field::Aboard,
        Field::Renumbered,
        Field::ContinuedBy,
        Field::Boarding,
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_order_trusts_the_airline_on_cancellations() {
        let order = parse(SHIPPED, FILE).unwrap();
        let before = |field, one, other| {
            order.rank(field, &Source::feed(one).unwrap()) < order.rank(field, &Source::feed(other).unwrap())
        };
        assert!(before(Field::Cancelled, "typeb", "aidx"));
        assert!(before(Field::GateOut, "aidx", "typeb"));
        assert!(before(Field::GateOut, "opensky", "never-heard-of"));
    }

    #[test]
    fn a_fault_names_file_table_and_what_was_expected() {
        let check = |old: &str, new: &str, expected: &str| {
            assert!(SHIPPED.contains(old), "{old}");
            let faults = parse(&SHIPPED.replacen(old, new, 1), FILE).unwrap_err();
            let text = faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
            assert!(text.starts_with(FILE) && text.contains(expected), "{new}: {text}");
        };
        check("2026-11-23", "soon", "[order]: as_of: expected a date");
        check("[\"aidx\"", "[\"plan\"", "[order] default: expected another source");
        check("[\"aidx\"", "[\"ams\"", "[order] default: expected each source once, found \"ams\" again");
        check("cancelled =", "canceled =", "[order.fields] canceled: expected a field of a merged flight");
        check("[order]\n", "[order]\nrank = 1\n", "line 6: unknown field");
    }
}
