//! Who says something about a flight, and whom to believe when two say it at once.
//! Two names are reserved: `plan` is what a manifest said, `staff` is a word given by a person.
//! Must not know: what was said, feeds' formats, where the order was read from.

use super::observation::Field;
use super::place::Malformed;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// The name of a source: `[a-z0-9-]{1,40}`. Shared, as every claim has one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(extend("pattern" = "^[a-z0-9-]{1,40}$"))]
pub struct Source(Arc<str>);

const PLAN: &str = "plan";
const STAFF: &str = "staff";
/// Long enough for `airport-authority-hong-kong`, short enough for a screen.
const NAME_BYTES_MAX: usize = 40;

impl Source {
    /// Any source, the reserved words included.
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        let letters = text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if letters && (1..=NAME_BYTES_MAX).contains(&text.len()) {
            Ok(Self(text.into()))
        } else {
            Err(Malformed { expected: "expected a source of 1 to 40 characters from a-z, 0-9 and -" })
        }
    }

    /// The name of a feed: `plan` and `staff` have a meaning that no feed may borrow.
    pub fn feed(text: &str) -> Result<Self, Malformed> {
        let source = Self::parse(text)?;
        if source.is_plan() || source.is_staff() {
            return Err(Malformed { expected: "expected another source: plan and staff are reserved" });
        }
        Ok(source)
    }

    pub fn plan() -> Self {
        Self(PLAN.into())
    }
    pub fn staff() -> Self {
        Self(STAFF.into())
    }
    pub fn is_plan(&self) -> bool {
        &*self.0 == PLAN
    }
    pub fn is_staff(&self) -> bool {
        &*self.0 == STAFF
    }
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Source {
    type Error = Malformed;
    fn try_from(text: String) -> Result<Self, Malformed> {
        Self::parse(&text)
    }
}
impl From<Source> for String {
    fn from(source: Source) -> String {
        source.0.to_string()
    }
}
impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Which source to believe among reports of the same moment, best first, for each field.
/// The default value knows no source: then names decide, so that every node picks the same.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceOrder {
    default: Vec<Source>,
    fields: BTreeMap<Field, Vec<Source>>,
}

impl SourceOrder {
    /// `fields` replaces `default` for the fields it names.
    pub fn new(default: Vec<Source>, fields: BTreeMap<Field, Vec<Source>>) -> Self {
        Self { default, fields }
    }

    /// Smaller is better. Unknown sources come after all known ones; `plan` is behind everything.
    pub fn rank(&self, field: Field, source: &Source) -> usize {
        if source.is_plan() {
            return usize::MAX;
        }
        let order = self.fields.get(&field).unwrap_or(&self.default);
        order.iter().position(|s| s == source).unwrap_or(usize::MAX - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_may_not_borrow_a_reserved_word() {
        for (text, source, feed) in [
            ("aidx", true, true),
            ("plan", true, false),
            ("staff", true, false),
            ("", false, false),
            ("Aidx", false, false),
            ("a b", false, false),
            (&"a".repeat(41), false, false),
        ] {
            assert_eq!((Source::parse(text).is_ok(), Source::feed(text).is_ok()), (source, feed), "{text:?}");
        }
    }

    #[test]
    fn the_plan_is_behind_even_unknown_sources() {
        let s = |t: &str| Source(t.into());
        let order = SourceOrder::new(
            vec![s("telex"), s("aidx")],
            BTreeMap::from([(Field::GateOut, vec![s("aidx"), s("plan")])]),
        );
        assert!(order.rank(Field::Cancelled, &s("telex")) < order.rank(Field::Cancelled, &s("aidx")));
        assert!(order.rank(Field::GateOut, &s("aidx")) < order.rank(Field::GateOut, &s("telex")));
        assert!(order.rank(Field::GateOut, &s("telex")) < order.rank(Field::GateOut, &s("plan")));
    }
}
