//! What one leg says, one value for each field and stage, however often the message repeats itself.
//! A withdrawal beside a value is no withdrawal, and a value longer than a screen has room for is a fault.
//! Must not know: any format, what a value means.

use super::report::Report;
use crate::domain::observation::{Event, Field, Kind, Say, Stage, Value};
use crate::limits;
use chrono::{DateTime, Utc};
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
    pub fn flag(&mut self, field: Field, value: bool) {
        self.put(field, Stage::Estimated, Some(Value::Flag(value)));
    }

    /// A moment, at the stage that its kind has.
    pub fn time(&mut self, kind: Kind, event: Event, at: DateTime<Utc>) {
        let stage = match kind {
            Kind::Scheduled => Stage::Scheduled,
            Kind::Estimated => Stage::Estimated,
            Kind::Actual => Stage::Actual,
        };
        self.put(Field::Time(kind, event), stage, Some(Value::At(at)));
    }

    /// A short text such as a gate, without the blanks around it; an empty one says nothing.
    pub fn text(&mut self, field: Field, text: &str, at: &str, report: &mut Report) {
        let text = text.trim();
        if text.len() > limits::FEED_TEXT_BYTES_MAX {
            report.fault("text is too long", at);
        } else if !text.is_empty() {
            self.put(field, Stage::Estimated, Some(Value::Text(text.to_owned())));
        }
    }

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

    pub fn finish(self, at: &str, report: &mut Report) -> Vec<Say> {
        for field in self.over {
            let reason = format!(
                "{} has more than {} values; the rest was not read",
                field.name(),
                limits::VALUES_REMEMBERED_MAX
            );
            report.fault(reason, at);
        }
        for field in self.twice {
            report.note(format!("{} given twice in one leg: the later one was taken", field.name()));
        }
        self.said.into_iter().map(|((field, stage), (value, _))| Say { field, stage, value }).collect()
    }
}
