//! JSON as feeds send it, read leniently and named exactly: each value knows the pointer it stands at, so a fault can say
//! where. Missing, `null` and the empty text are the same here: nothing was said. A value of the wrong type is a fault
//! and hides no other. Must not know: any feed's fields.

use super::report::{MESSAGE, Report};
use super::time;
use crate::feeds::Parsed;
use crate::limits;
use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

/// One value and where it stands.
#[derive(Debug, Clone)]
pub struct Node<'a> {
    pub value: &'a Value,
    /// A JSON pointer, `""` for the whole document; `line 3/...` in a message of several lines.
    pub at: String,
}

/// Reads a body document by document, each by `read`, into what the message gave.
pub fn each(body: &[u8], mut read: impl FnMut(Node<'_>, &mut Report)) -> Parsed {
    let mut report = Report::default();
    for (value, at) in &documents(body, &mut report) {
        read(Node::new(value, at.clone()), &mut report);
    }
    report.finish()
}

/// Reads a body: one document, or several one behind the other (NDJSON), each with its place. What is no JSON is one
/// fault, in words for whoever set up the feed.
pub fn documents(body: &[u8], report: &mut Report) -> Vec<(Value, String)> {
    if !report.fits(body) {
        return Vec::new();
    }
    let body = body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body);
    if body.trim_ascii_start().starts_with(b"<") {
        report.fault("expected JSON, found a page of HTML or XML", MESSAGE);
        return Vec::new();
    }
    if depth(body) > limits::JSON_DEPTH_MAX {
        report.fault(format!("JSON is nested deeper than {} levels", limits::JSON_DEPTH_MAX), MESSAGE);
        return Vec::new();
    }
    let mut stream = serde_json::Deserializer::from_slice(body).into_iter::<Value>();
    let mut found = Vec::new();
    let mut broken = false;
    let (mut line, mut counted) = (1, 0);
    loop {
        // Counted on from the value before: from the beginning each time, many small values would take minutes.
        let next = start_of_next(body, stream.byte_offset());
        line += body.get(counted..next).unwrap_or_default().iter().filter(|b| **b == b'\n').count();
        counted = next;
        match stream.next() {
            Some(Ok(value)) => found.push((value, format!("line {line}"))),
            Some(Err(error)) => {
                let place = format!("line {} column {}", error.line(), error.column());
                report.fault("expected JSON; from here on nothing was read", place);
                broken = true;
                break;
            }
            None => break,
        }
    }
    if found.is_empty() && !broken {
        report.note("the message is empty");
    }
    if let [(_, at)] = found.as_mut_slice() {
        at.clear();
    }
    found
}

/// Where the next value begins.
fn start_of_next(body: &[u8], offset: usize) -> usize {
    let rest = body.get(offset..).unwrap_or_default();
    offset + rest.iter().take_while(|b| b.is_ascii_whitespace()).count()
}

/// How deep arrays and objects stand in each other, counted without reading them: the reader recurses.
fn depth(body: &[u8]) -> usize {
    let (mut deepest, mut level, mut text, mut escaped) = (0usize, 0usize, false, false);
    for byte in body {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if text => escaped = true,
            b'"' => text = !text,
            b'[' | b'{' if !text => {
                level += 1;
                deepest = deepest.max(level);
            }
            b']' | b'}' if !text => level = level.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

impl<'a> Node<'a> {
    pub fn new(value: &'a Value, at: impl Into<String>) -> Self {
        Self { value, at: at.into() }
    }

    fn field(&self, name: &str) -> Option<&'a Value> {
        self.value.get(name).filter(|v| !v.is_null() && v.as_str().is_none_or(|text| !text.trim().is_empty()))
    }

    /// Where it stands, for a fault of its own; the whole document is the message.
    pub fn whole(&self) -> &str {
        if self.at.is_empty() { MESSAGE } else { &self.at }
    }

    /// The pointer of a member, for a fault.
    pub fn place(&self, name: &str) -> String {
        format!("{}/{name}", self.at)
    }

    pub fn members(&self) -> Option<&'a Map<String, Value>> {
        self.value.as_object()
    }

    pub fn has(&self, name: &str) -> bool {
        self.field(name).is_some()
    }

    /// A member of any type, unless it is missing, null or blank.
    pub fn get(&self, name: &str) -> Option<Node<'a>> {
        self.field(name).map(|value| Node::new(value, self.place(name)))
    }

    /// A member that has to be an object.
    pub fn object(&self, name: &str, report: &mut Report) -> Option<Node<'a>> {
        let node = self.get(name)?;
        node.value.is_object().then_some(()).or_else(|| wrong("an object", &node.at, report))?;
        Some(node)
    }

    /// The elements of a member that has to be an array; none if it is missing.
    pub fn array(&self, name: &str, report: &mut Report) -> Vec<Node<'a>> {
        let Some(node) = self.get(name) else { return Vec::new() };
        if !node.value.is_array() {
            wrong::<()>("an array", &node.at, report);
        }
        node.elements()
    }

    /// The elements of a member that some senders write as a single object when there is one.
    pub fn one_or_many(&self, name: &str) -> Vec<Node<'a>> {
        match self.get(name) {
            Some(node) if node.value.is_array() => node.elements(),
            Some(node) => vec![node],
            None => Vec::new(),
        }
    }

    pub fn elements(&self) -> Vec<Node<'a>> {
        let list = self.value.as_array().map_or(&[][..], Vec::as_slice);
        list.iter().enumerate().map(|(i, value)| Node::new(value, format!("{}/{i}", self.at))).collect()
    }

    /// A text without the blanks around it; a number is read as its digits.
    pub fn text(&self, name: &str, report: &mut Report) -> Option<String> {
        match self.field(name)? {
            Value::String(text) => Some(text.trim().to_owned()).filter(|t| !t.is_empty()),
            Value::Number(number) => Some(number.to_string()),
            _ => wrong("a text", &self.place(name), report),
        }
    }

    /// The first of several names that has a text.
    pub fn text_of(&self, names: &[&str], report: &mut Report) -> Option<String> {
        names.iter().find_map(|name| self.text(name, report))
    }

    /// `true`, `"true"`, `"Y"` and their opposites.
    pub fn flag(&self, name: &str, report: &mut Report) -> Option<bool> {
        match self.field(name)? {
            Value::Bool(flag) => Some(*flag),
            Value::String(text) => match text.trim().to_ascii_lowercase().as_str() {
                "" => None,
                "true" | "y" | "yes" => Some(true),
                "false" | "n" | "no" => Some(false),
                _ => wrong("true or false", &self.place(name), report),
            },
            _ => wrong("true or false", &self.place(name), report),
        }
    }

    /// A number, or a text that is one.
    pub fn number(&self, name: &str, report: &mut Report) -> Option<f64> {
        match self.field(name)? {
            Value::Number(number) => number.as_f64(),
            Value::String(text) if text.trim().is_empty() => None,
            Value::String(text) => text
                .trim()
                .parse()
                .ok()
                .filter(|n: &f64| n.is_finite())
                .or_else(|| wrong("a number", &self.place(name), report)),
            _ => wrong("a number", &self.place(name), report),
        }
    }

    /// An ISO time with its offset.
    pub fn instant(&self, name: &str, report: &mut Report) -> Option<DateTime<Utc>> {
        let text = self.text(name, report)?;
        time::with_offset(&text).or_else(|| wrong(WITH_OFFSET, &self.place(name), report))
    }
}

const WITH_OFFSET: &str = "a time with its offset, like 2018-06-03T19:36:00Z";

fn wrong<T>(expected: &str, at: &str, report: &mut Report) -> Option<T> {
    report.fault(format!("expected {expected}"), at);
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_one_document_or_several_or_a_named_fault() {
        let check = |body: &str, places: &[&str], faults: &[&str]| {
            let mut report = Report::default();
            let found = documents(body.as_bytes(), &mut report);
            assert_eq!(found.iter().map(|(_, at)| at.as_str()).collect::<Vec<_>>(), places, "{body}");
            let said: Vec<_> = report.finish().faults.iter().map(ToString::to_string).collect();
            assert_eq!(said, faults, "{body}");
        };
        check("{}", &[""], &[]);
        check("\u{feff}[1]", &[""], &[]);
        check("", &[], &[]);
        check("{}\n\n{}\n", &["line 1", "line 3"], &[]);
        check("<html>", &[], &["expected JSON, found a page of HTML or XML at message"]);
        check("{\"a\":", &[], &["expected JSON; from here on nothing was read at line 1 column 5"]);
        check("{}\n{", &[""], &["expected JSON; from here on nothing was read at line 2 column 1"]);
        check(&"[".repeat(65), &[], &["JSON is nested deeper than 64 levels at message"]);
        check(&format!("[\"{}\"]", "[".repeat(65)), &[""], &[]);
    }

    #[test]
    fn a_value_of_the_wrong_type_is_a_fault_at_its_place() {
        let mut report = Report::default();
        let value = serde_json::json!({"a": {"t": " x ", "n": 3, "e": "", "o": [], "f": "Y", "m": "12.5", "i": "2018-06-03T19:36:00Z",
            "l": "2018-06-03T19:36:00", "z": null}});
        let root = Node::new(&value, "");
        let a = root.object("a", &mut report).unwrap();
        assert_eq!(a.text("t", &mut report).as_deref(), Some("x"));
        assert_eq!(a.text("n", &mut report).as_deref(), Some("3"));
        assert_eq!((a.text("e", &mut report), a.text("z", &mut report), a.text("no", &mut report)), (None, None, None));
        assert_eq!((a.flag("f", &mut report), a.number("m", &mut report)), (Some(true), Some(12.5)));
        assert!(a.instant("i", &mut report).is_some());
        // Where an object or a list may stand, the empty text says nothing either.
        assert!(a.object("e", &mut report).is_none() && a.array("e", &mut report).is_empty());
        assert!(a.one_or_many("e").is_empty() && !a.has("e"));
        assert_eq!(
            (a.text("o", &mut report), a.instant("l", &mut report), a.flag("t", &mut report)),
            (None, None, None)
        );
        let said: Vec<_> = report.finish().faults.iter().map(ToString::to_string).collect();
        assert_eq!(
            said,
            [
                "expected a text at /a/o",
                "expected a time with its offset, like 2018-06-03T19:36:00Z at /a/l",
                "expected true or false at /a/t"
            ]
        );
    }
}
