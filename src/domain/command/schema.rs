//! The bodies of commands as schemas, for whoever writes a client: which body goes with which kind.
//! A kind without a line here fails the test below.
//! Must not know: who may give a command, what it does.

use super::word::WordBody;
use super::{KINDS, custody, parting, people, reception, told, undo, wave};
use schemars::{Schema, SchemaGenerator, json_schema};

/// The body of one kind; `None` for a kind that is not described.
fn body(kind: &str, generator: &mut SchemaGenerator) -> Option<Schema> {
    let g = generator;
    Some(match kind {
        "claim" | "unclaim" | "arrived" => g.subschema_for::<wave::WaveBody>(),
        "count" => g.subschema_for::<wave::CountBody>(),
        "landed" => g.subschema_for::<custody::LandedBody>(),
        "sighting" => g.subschema_for::<custody::SightingBody>(),
        "handover.offer" => g.subschema_for::<custody::OfferBody>(),
        "handover.accept" => g.subschema_for::<custody::AcceptBody>(),
        "handover.refuse" => g.subschema_for::<custody::RefuseBody>(),
        "handover.give" => g.subschema_for::<custody::GiveBody>(),
        "handover.take" => g.subschema_for::<custody::TakeBody>(),
        "boarded" => g.subschema_for::<custody::BoardedBody>(),
        "left-behind" => g.subschema_for::<custody::BehindBody>(),
        _ => return people_body(kind, g),
    })
}

fn people_body(kind: &str, g: &mut SchemaGenerator) -> Option<Schema> {
    Some(match kind {
        "traveller.add" => g.subschema_for::<people::AddBody>(),
        "traveller.drop" => g.subschema_for::<people::DropBody>(),
        "traveller.correct" => g.subschema_for::<people::CorrectBody>(),
        "person.missing" | "person.found" => g.subschema_for::<people::PersonBody>(),
        "release" | "release.confirm" => g.subschema_for::<people::ReleaseBody>(),
        "reception.ready" => g.subschema_for::<reception::ReadyBody>(),
        "reception.problem" => g.subschema_for::<reception::ProblemBody>(),
        "reception.received" => g.subschema_for::<reception::ReceivedBody>(),
        _ => return other_body(kind, g),
    })
}

fn other_body(kind: &str, g: &mut SchemaGenerator) -> Option<Schema> {
    Some(match kind {
        "notice.ack" => g.subschema_for::<told::AckBody>(),
        "alert.raise" => g.subschema_for::<told::AlertBody>(),
        "alert.resolve" => g.subschema_for::<told::ResolveBody>(),
        "callback" => g.subschema_for::<told::CallBackBody>(),
        "note" => g.subschema_for::<told::NoteBody>(),
        "told.family" => g.subschema_for::<told::FamilyBody>(),
        "flight.state" => g.subschema_for::<WordBody>(),
        "booking.changed" => g.subschema_for::<parting::BookingBody>(),
        "reroute.approve" => g.subschema_for::<parting::RerouteBody>(),
        "movement.split" => g.subschema_for::<parting::SplitBody>(),
        "movement.join" => g.subschema_for::<parting::JoinBody>(),
        "movement.close" | "movement.cancel" => g.subschema_for::<parting::ReasonBody>(),
        "undo" => g.subschema_for::<undo::UndoBody>(),
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
