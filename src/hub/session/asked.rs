//! The commands of a session that are at work. The same one sent again gets the one answer; another one under the same
//! id waits until that is said, and is then judged as if it came only now: applied ids are taken, others are free.
//! Must not know: what a command means, who decides it.

use super::{Answer, Ask, Effects, Session};
use crate::limits;
use crate::wire::codes::{self, Outcome};
use crate::wire::frame::Do;
use crate::wire::say::Done;
use std::hash::{DefaultHasher, Hash, Hasher};
use uuid::Uuid;

/// A command that came and has no `done` yet.
#[derive(Debug)]
pub(super) struct Asked {
    pub since_ms: u64,
    pub movement: Uuid,
    /// The answer is here and waits for its turn.
    pub answered: bool,
    print: u64,
}

/// What makes two sends the same command; not the times, as in intake. Who makes two that are taken for one deceives
/// himself alone.
fn print(command: &Do) -> u64 {
    let mut hasher = DefaultHasher::new();
    (&command.kind, command.movement, command.body.to_string()).hash(&mut hasher);
    hasher.finish()
}

impl Session {
    pub(super) fn command(&mut self, now_ms: u64, command: Box<Do>, out: &mut Effects) {
        let id = command.id;
        let at_work = self.unanswered.get(&id).map(|asked| asked.print);
        if at_work.is_some() {
            let sent = print(&command);
            if at_work == Some(sent) || self.held.iter().any(|held| held.id == id && print(held) == sent) {
                return;
            }
        }
        if self.unanswered.len() + self.held.len() >= limits::UNANSWERED_MAX {
            return self.end(codes::TOO_FAST, out);
        }
        if at_work.is_some() {
            return self.held.push_back(command);
        }
        self.ask(now_ms, command, out);
    }

    fn ask(&mut self, now_ms: u64, command: Box<Do>, out: &mut Effects) {
        let (movement, print) = (command.movement, print(&command));
        self.unanswered.insert(command.id, Asked { since_ms: now_ms, movement, answered: false, print });
        out.asks.push(Ask::Command(command));
    }

    /// Asks what has waited for the answer of its id.
    pub(super) fn ask_held(&mut self, now_ms: u64, out: &mut Effects) {
        while let Some(free) = self.held.iter().position(|held| !self.unanswered.contains_key(&held.id))
            && let Some(command) = self.held.remove(free)
        {
            self.ask(now_ms, command, out);
        }
    }

    /// An answer is said. Behind `later` the first may still be at work, and its answer would be taken for the next
    /// one's: of that nothing is known either.
    pub(super) fn said(&mut self, done: &Done) {
        self.unanswered.remove(&done.id);
        if done.outcome != Outcome::Later {
            return;
        }
        let before = self.held.len();
        self.held.retain(|held| held.id != done.id);
        for _ in self.held.len()..before {
            let done = Done::new(done.id, Outcome::Later);
            self.answers.push(Answer { done, seq: None, movement: None, by_ms: 0, initial: false, turn: None });
        }
    }
}
