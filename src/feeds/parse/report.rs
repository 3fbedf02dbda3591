//! What one message gave, held to its bounds: observations, faults with their places, notes.
//! Every parser writes into one of these, so that a hostile message fills no memory and no answer.
//! Must not know: any format, what an observation says.

use crate::domain::observation::{Fault, Observation, Sighting};
use crate::feeds::Parsed;
use crate::limits;

/// The place of a fault that concerns the message as a whole.
pub const MESSAGE: &str = "message";

/// What goes into the answer, held to its bounds.
#[derive(Default)]
pub struct Report {
    parsed: Parsed,
    faults_left_out: usize,
    left_out: usize,
}

impl Report {
    pub fn observe(&mut self, observation: Observation, at: impl Into<String>) {
        if self.room(limits::LEGS_PER_MESSAGE_MAX) {
            self.parsed.observations.push((observation, at.into()));
        }
    }

    pub fn sight(&mut self, sighting: Sighting, at: impl Into<String>) {
        if self.room(limits::SIGHTINGS_PER_MESSAGE_MAX) {
            self.parsed.sightings.push((sighting, at.into()));
        }
    }

    /// No more legs are kept: a reader that makes many of one line may stop.
    pub fn is_full(&self) -> bool {
        self.parsed.observations.len() >= limits::LEGS_PER_MESSAGE_MAX
    }

    /// Whether one more may be kept; what is too many is counted and told once, at the end.
    fn room(&mut self, max: usize) -> bool {
        let room = self.parsed.observations.len() + self.parsed.sightings.len() < max;
        self.left_out += usize::from(!room);
        room
    }

    /// Whether a body is small enough to be read; one that is not is a fault.
    pub fn fits(&mut self, body: &[u8]) -> bool {
        let fits = body.len() <= limits::FEED_BODY_BYTES_MAX;
        if !fits {
            self.fault(format!("message is larger than {} bytes", limits::FEED_BODY_BYTES_MAX), MESSAGE);
        }
        fits
    }

    pub fn fault(&mut self, reason: impl Into<String>, at: impl Into<String>) {
        self.push(Fault { reason: reason.into(), at: at.into() });
    }

    pub fn push(&mut self, fault: Fault) {
        // One place is kept for saying how many there were.
        if self.parsed.faults.len() + 1 < limits::FAULTS_PER_MESSAGE_MAX {
            self.parsed.faults.push(fault);
        } else {
            self.faults_left_out += 1;
        }
    }

    pub fn note(&mut self, text: impl Into<String>) {
        let text = text.into();
        if self.parsed.notes.len() < limits::FAULTS_PER_MESSAGE_MAX && !self.parsed.notes.contains(&text) {
            self.parsed.notes.push(text);
        }
    }

    /// The sender asks to be left alone; the longest wait holds.
    pub fn wait(&mut self, seconds: u32) {
        self.parsed.wait_s = self.parsed.wait_s.max(Some(seconds));
    }

    pub fn finish(mut self) -> Parsed {
        if self.left_out > 0 {
            self.fault(format!("more than one message may hold; {} were not read", self.left_out), MESSAGE);
        }
        if self.faults_left_out > 0 {
            let reason = format!("{} more faults, not listed", self.faults_left_out);
            self.parsed.faults.push(Fault { reason, at: MESSAGE.to_owned() });
        }
        self.parsed
    }
}

/// A short word of a message that may stand in a note: a code, and nothing that could be a name.
pub fn code_shown(text: &str) -> &str {
    let code = text.len() <= 5 && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    if code { text } else { "that is no code" }
}
