//! AviationStack: one row for each number that a flight is sold by, with local times that are labelled as UTC.
//! This file reads the answer around the rows; `row` reads one of them.
//! What was seen of the service, and what is doubtful, is in `docs/feeds/aviationstack.md`.
//! Must not know: what is held about a flight, or whether a value is news.

mod row;
#[cfg(test)]
mod tests;

use super::json::{self, Node};
use super::report::Report;
use crate::feeds::{About, Parsed};

pub fn parse(body: &[u8], about: &About<'_>) -> Parsed {
    json::each(body, |node, report| message(&node, about, report))
}

fn message(node: &Node<'_>, about: &About<'_>, report: &mut Report) {
    if let Some(error) = node.get("error") {
        return refused(&error, report);
    }
    let list = if node.value.is_array() { node.elements() } else { node.array("data", report) };
    if list.is_empty() && ["flight", "flight_date", "departure"].into_iter().any(|name| node.has(name)) {
        return row::read(node, about, report);
    }
    for element in &list {
        row::read(element, about, report);
    }
    if !list.is_empty() {
        return;
    }
    if node.value.is_array() || node.has("data") || node.has("pagination") {
        report.note("no flights in the answer");
    } else {
        report.fault("expected data, a list of flights", node.whole());
    }
}

/// The service says in a code why it refused, and in a sentence, which is not repeated: it may hold the key.
fn refused(error: &Node<'_>, report: &mut Report) {
    let plain = |text: &&str| text.len() <= 40 && text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    let word = ["code", "type"].into_iter().find_map(|name| error.value.get(name)?.as_str().filter(plain));
    let number = error.value.get("code").and_then(serde_json::Value::as_u64).filter(|n| *n < 10_000);
    let reason = match (word, number) {
        (Some(word), _) => format!("the service refused: {word}"),
        (None, Some(number)) => format!("the service refused: code {number}"),
        (None, None) => "the service refused, and the reason is no code".to_owned(),
    };
    report.fault(reason, &error.at);
}
