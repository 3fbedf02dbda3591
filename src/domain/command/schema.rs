//! The bodies of commands as schemas, for whoever writes a client: which body goes with which kind.
//! A kind without a line here fails the test below.
//! Must not know: who may give a command, what it does.

use super::word::WordBody;
use super::{AckBody, AlertBody, KINDS, ReasonBody, ResolveBody, WaveBody};
use crate::domain::fact::Count;
use schemars::{Schema, SchemaGenerator, json_schema};

/// The body of one kind; `None` for a kind that is not described.
fn body(kind: &str, generator: &mut SchemaGenerator) -> Option<Schema> {
    Some(match kind {
        "claim" | "unclaim" | "arrived" => generator.subschema_for::<WaveBody>(),
        "count" => generator.subschema_for::<Count>(),
        "notice.ack" => generator.subschema_for::<AckBody>(),
        "alert.raise" => generator.subschema_for::<AlertBody>(),
        "alert.resolve" => generator.subschema_for::<ResolveBody>(),
        "movement.close" | "movement.cancel" => generator.subschema_for::<ReasonBody>(),
        "flight.state" => generator.subschema_for::<WordBody>(),
        _ => return None,
    })
}

/// One schema a kind: `{kind, body}` as they go together.
pub fn kinds(generator: &mut SchemaGenerator) -> Vec<Schema> {
    let pair = |kind: &&str| {
        let body = body(kind, generator)?;
        Some(json_schema!({ "title": kind, "properties": { "kind": { "const": kind }, "body": body } }))
    };
    KINDS.iter().filter_map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_body() {
        assert_eq!(kinds(&mut SchemaGenerator::default()).len(), KINDS.len(), "add the kind to `body` above");
    }
}
