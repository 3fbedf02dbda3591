//! Notices about people and about the plan itself: counts that differ, contradictions, people who are not known, a new
//! way onward, a last word to who is left out of it. One for each party, once for each cause (`product.md`, *Who is told
//! what*). Their texts name nobody and no other post. Must not know: how an alarm came about.

use super::Owes;
use crate::domain::audience::Audience;
use crate::domain::expectation;
use crate::domain::fact::{Body, NoticeKind, Words};
use crate::domain::movement::Alert;
use crate::domain::plan::Places;
use uuid::Uuid;

impl<P: Places> Owes<'_, '_, P> {
    /// Everything somebody must look at, to those it concerns.
    pub(super) fn people(&mut self) {
        self.alone();
        let alerts: Vec<(Uuid, Alert)> = self.movement.alerts.iter().map(|(id, a)| (*id, a.clone())).collect();
        for (id, alert) in alerts {
            let Some(kind) = kind(&alert.kind) else { continue };
            let told = self.told(id);
            let count = u16::try_from(alert.travellers.len()).ok().filter(|n| *n > 0);
            let words = Words { text: text(kind, count), count, ..Words::default() };
            // Told once; but who turns out later to be a side of it has not been told yet.
            let new = |party: &String| !told || (kind == NoticeKind::Contradiction && alert.parties.contains(party));
            for party in self.concerned(kind, &alert).into_iter().filter(new) {
                self.notice(id, kind, &party, true, words.clone());
            }
        }
    }

    /// A plan that leaves people alone for too long says so when it is published, while it can still be changed.
    fn alone(&mut self) {
        for stretch in expectation::planned_alone(self.movement, self.world.flights, self.world.places) {
            // Once for each plan: not again for each person who drops out of it or is seen, nor when it lies behind.
            if self.world.flights.has_left(self.movement, stretch.after_leg + 1) {
                continue;
            }
            let name = format!("alone after {} {} version {}", stretch.after_leg, stretch.place, self.movement.version);
            let body = Body::AlertRaised { alert: "alone-too-long".to_owned(), travellers: stretch.travellers };
            self.fact(&name, body);
        }
    }

    pub(super) fn plan(&mut self) {
        // All that was not told: two changes may come before one look, and a late one may stand before the newest.
        let untold: Vec<_> = self.movement.changed.iter().filter(|c| !self.told(c.cause)).cloned().collect();
        for changed in untold {
            let at = (!changed.via.is_empty()).then(|| changed.via.join(" "));
            let words = Words { text: text(changed.kind, None), at, ..Words::default() };
            for party in self.everyone(self.current()) {
                self.notice(changed.cause, changed.kind, &party, true, for_reader(&words, &party));
            }
        }
        for (party, farewell) in self.movement.farewells.clone() {
            let at = (!farewell.via.is_empty()).then(|| farewell.via.join(" "));
            let words =
                Words { text: text(NoticeKind::Farewell, None), at, flight: farewell.flight, ..Words::default() };
            self.notice(farewell.cause, NoticeKind::Farewell, &party, true, for_reader(&words, &party));
        }
    }

    /// All notices of one cause are written together: one of them means all of them.
    fn told(&self, cause: Uuid) -> bool {
        self.movement.notices.values().any(|t| t.notice.cause == cause && t.notice.kind != NoticeKind::Farewell)
    }

    fn concerned(&self, kind: NoticeKind, alert: &Alert) -> Vec<String> {
        let mut parties = vec![Audience::Coordinator(self.movement.plan.programme.clone()).to_string()];
        let leg = self.current();
        match kind {
            NoticeKind::CountMismatch | NoticeKind::NotKnown | NoticeKind::LeftBehind => {
                parties.extend(self.stations(leg.saturating_sub(1).max(1)));
                parties.extend(self.escorts(leg));
            }
            NoticeKind::NotReceived => parties.extend(self.escorts(leg)),
            _ => {}
        }
        // A receiver hears of what concerns itself only.
        let known = |p: &&String| kind == NoticeKind::Contradiction || !p.starts_with("receiver:");
        parties.extend(alert.parties.iter().filter(known).filter(|p| !p.starts_with("coordinator:")).cloned());
        let mut seen = std::collections::BTreeSet::new();
        parties.retain(|p| seen.insert(p.clone()));
        parties
    }

    /// The first leg that has not left.
    fn current(&self) -> u8 {
        let legs = u8::try_from(self.movement.plan.legs.len()).unwrap_or(u8::MAX);
        (1..=legs).find(|n| !self.world.flights.has_left(self.movement, *n)).unwrap_or(legs)
    }
}

/// Which way people go now is for posts, escorts and the coordinator; who receives hears of its own arrival.
fn for_reader(words: &Words, party: &str) -> Words {
    let at = words.at.clone().filter(|_| !party.starts_with("receiver:") && !party.starts_with("authority:"));
    Words { at, ..words.clone() }
}

fn kind(alert: &str) -> Option<NoticeKind> {
    Some(match alert {
        "custody.contradiction" => NoticeKind::Contradiction,
        "count-mismatch" => NoticeKind::CountMismatch,
        "not-seen" | "late-return" | "alone-overdue" | "person-missing" => NoticeKind::NotKnown,
        "left-behind" => NoticeKind::LeftBehind,
        "handover-refused" => NoticeKind::HandoverRefused,
        "reception-problem" => NoticeKind::ReceptionProblem,
        "not-received" => NoticeKind::NotReceived,
        "alone-too-long" => NoticeKind::AloneTooLong,
        "callback" => NoticeKind::Callback,
        _ => return None,
    })
}

fn text(kind: NoticeKind, count: Option<u16>) -> String {
    let people = match count {
        Some(1) => "1 person".to_owned(),
        Some(n) => format!("{n} people"),
        None => "Somebody".to_owned(),
    };
    match kind {
        NoticeKind::Contradiction => format!("{people} handed on by two hands: what was said does not fit together."),
        NoticeKind::CountMismatch => "A count is not what was expected.".to_owned(),
        NoticeKind::NotKnown => format!("{people}: not known where."),
        NoticeKind::LeftBehind => format!("{people} left behind."),
        NoticeKind::HandoverRefused => "A handover was refused.".to_owned(),
        NoticeKind::ReceptionProblem => "A receiver has a problem.".to_owned(),
        NoticeKind::NotReceived => format!("{people} did not arrive at the door."),
        NoticeKind::AloneTooLong => format!("{people} would be on their own for too long by this plan."),
        NoticeKind::Callback => "Somebody asks to be called.".to_owned(),
        NoticeKind::Rerouted => "There is a new way onward.".to_owned(),
        NoticeKind::Farewell => "No longer through here.".to_owned(),
        NoticeKind::Split => "The group goes on in parts.".to_owned(),
        NoticeKind::Joined => "Two groups go on as one.".to_owned(),
        NoticeKind::Reinstated => "This movement is on again.".to_owned(),
        _ => String::new(),
    }
}
