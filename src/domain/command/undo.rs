//! Taking back what one did: one's own, within ten minutes of doing
//! it. The fact stays in the list and stops counting. Must not know:
//! what the fact did; the fold is made without it.

use super::{Asking, Decision, Refusal, conflict, rejected};
use crate::domain::fact::{Body, Confidence};
use crate::domain::place::FlightKey;
use crate::domain::plan::Places;
use crate::limits;
use chrono::Duration;
use schemars::JsonSchema;
use serde::Deserialize;
use uuid::Uuid;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct UndoBody {
    command: Uuid,
}

pub(super) fn undo<P: Places>(a: &Asking<P>) -> Result<Decision, Refusal> {
    let said: UndoBody = a.body()?;
    let unknown = || rejected("unknown-command-id", "Expected a command of this movement that applied.".to_owned());
    let held = a.ground.facts.iter().find(|f| f.id == said.command).ok_or_else(unknown)?;
    if held.by != a.author.account || held.audience.is_none() {
        return Err(rejected("not-your-command", "Expected a command of your own.".to_owned()));
    }
    if a.acted - held.acted > Duration::minutes(limits::UNDO_WITHIN_MIN) {
        let detail = format!("Expected within {} min of doing it.", limits::UNDO_WITHIN_MIN);
        return Err(rejected("too-late-to-undo", detail));
    }
    let lasting = matches!(
        held.body,
        Body::Releasing { .. }
            | Body::Released { .. }
            | Body::Said { .. }
            | Body::Parted(_)
            | Body::Merged(_)
            | Body::Undone { .. }
            | Body::Refused { .. }
    );
    if lasting {
        let detail = format!("{} cannot be taken back; say what holds now instead.", held.body.kind());
        return Err(rejected("cannot-undo", detail));
    }
    let again = |f: &crate::domain::fact::Fact| matches!(f.body, Body::Undone { command } if command == said.command);
    if a.ground.facts.iter().any(again) {
        let now = serde_json::json!({ "undone": said.command });
        return Err(conflict("already-undone", "This has been taken back already.", now));
    }
    let fact = a.signed(Body::Undone { command: said.command }, Confidence::default())?;
    // What was said of a whole wave is taken back in each of its movements.
    let wave = match &held.body {
        Body::Claimed { station, flight } | Body::Unclaimed { station, flight } | Body::Arrived { station, flight } => {
            flight.parse::<FlightKey>().ok().map(|flight| (flight, station.clone()))
        }
        _ => None,
    };
    Ok(match wave {
        Some((flight, station)) => Decision::Wave { flight, station, fact },
        None => Decision::Fact(fact),
    })
}
