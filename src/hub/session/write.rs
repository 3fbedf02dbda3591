//! What a session writes next when there is room: the order of `protocol.md` §2, as one list.
//! Must not know: what happened to bring it about.
//! Called after every event; it never waits and never remembers bytes.

use super::{Effects, Phase, Session, View, ms};
use crate::hub::doc::{Doc, DocId};
use crate::limits;
use crate::wire::{problem, say};
use bytestring::ByteString;
use std::sync::Arc;

impl Session {
    /// Writes one frame if there is room and something to say.
    pub(super) fn fill(&mut self, now_ms: u64, view: &View<'_>, out: &mut Effects) {
        if self.over {
            return;
        }
        self.release(now_ms, view);
        if !self.room {
            return;
        }
        out.send = self.next(now_ms, view);
        self.ask_held(now_ms, out);
        self.room = out.send.is_none();
    }

    fn next(&mut self, now_ms: u64, view: &View<'_>) -> Option<ByteString> {
        if !self.welcomed {
            self.welcomed = true;
            if self.phase == Phase::Needed {
                self.refuse(problem::HAVE_NEEDED.slug, problem::HAVE_NEEDED.title.to_owned());
            }
            return Some(say::welcome(&self.who.session, &self.who.audience, view.now, view.rate).into());
        }
        self.sign_of_life(now_ms, view)
            .or_else(|| self.notice())
            .or_else(|| self.fresh(now_ms, view))
            .or_else(|| self.answer(view))
            .or_else(|| self.document(now_ms, view))
            .or_else(|| self.initial_answer(view))
            .or_else(|| self.caught_up(now_ms, view))
    }

    fn sign_of_life(&mut self, now_ms: u64, view: &View<'_>) -> Option<ByteString> {
        if let Some(n) = self.pongs.pop_front() {
            return Some(say::pong(n, view.now).into());
        }
        let n = if self.who.two_way { self.pace.ping(now_ms) } else { None };
        n.map(|n| say::ping(n, view.now).into())
    }

    fn notice(&mut self) -> Option<ByteString> {
        if let Some((in_ms, spread_ms)) = self.drain.take() {
            return Some(say::drain(in_ms, spread_ms).into());
        }
        let (code, detail) = self.refusals.pop_front()?;
        Some(say::problem(code, &detail, None).into())
    }

    /// Small, and what tells an old document from a quiet day: it does not wait for documents.
    fn fresh(&mut self, now_ms: u64, view: &View<'_>) -> Option<ByteString> {
        if self.phase != Phase::Live || !self.pace.is_fresh_due(now_ms) {
            return None;
        }
        self.pace.freshed(now_ms);
        Some(say::fresh(view.fresh).into())
    }

    /// Notes which answers the board shows by now, and what has to go out before each.
    fn release(&mut self, now_ms: u64, view: &View<'_>) {
        let turn = self.dirty.next_turn();
        for answer in self.answers.iter_mut().filter(|a| a.turn.is_none()) {
            if answer.seq.is_none_or(|seq| seq <= view.caught) || now_ms >= answer.by_ms {
                answer.turn = Some(turn);
            }
        }
    }

    /// `done`, back to back with the documents that show its effect.
    fn answer(&mut self, view: &View<'_>) -> Option<ByteString> {
        let at = self.answers.iter().position(|a| a.turn.is_some() && !a.initial)?;
        if let Some(frame) = self.shown_by(at, view) {
            return Some(frame);
        }
        let answer = self.answers.remove(at);
        self.said(&answer.done);
        Some(say::done(&answer.done).into())
    }

    /// The documents that wait and belong to this answer, if any.
    fn shown_by(&mut self, at: usize, view: &View<'_>) -> Option<ByteString> {
        let answer = self.answers.get(at)?;
        let seq = answer.seq?;
        let movement = answer.movement.map(|m| m.to_string());
        let of_movement = |id: &DocId| {
            let rest = movement.as_deref().and_then(|m| id.as_str().strip_prefix(m));
            rest.is_some_and(|rest| rest.is_empty() || rest == "/people")
        };
        let waiting = self.dirty.before(answer.turn?).filter(|id| match view.mirror.get(id.as_str()) {
            None => true,
            Some(doc) => doc.seq >= seq || of_movement(id),
        });
        let ids: Vec<DocId> = waiting.cloned().collect();
        let gone: Vec<DocId> =
            ids.iter().filter(|id| view.mirror.get(id.as_str()).is_none()).take(limits::GONE_IDS).cloned().collect();
        if !gone.is_empty() {
            return Some(self.erase(&gone));
        }
        self.put(ids.into_iter(), view)
    }

    /// The next documents by urgency and age.
    fn document(&mut self, now_ms: u64, view: &View<'_>) -> Option<ByteString> {
        if self.phase == Phase::Needed {
            return None;
        }
        let old = ms(limits::DIRTY_OLD);
        let mut gone = Vec::new();
        let mut docs: Vec<Arc<Doc>> = Vec::new();
        let mut bytes = 0;
        while let Some(id) = self.dirty.first(now_ms, old).cloned() {
            match view.mirror.get(id.as_str()) {
                None if docs.is_empty() && gone.len() < limits::GONE_IDS => gone.push(id.clone()),
                Some(doc) if gone.is_empty() && fits(&docs, bytes, doc) => {
                    bytes += doc.text().len();
                    docs.push(doc.clone());
                }
                _ => break,
            }
            self.dirty.clear(id.as_str());
        }
        if gone.is_empty() { together(&docs) } else { Some(say::gone(gone.iter().map(DocId::as_str)).into()) }
    }

    fn erase(&mut self, gone: &[DocId]) -> ByteString {
        gone.iter().for_each(|id| self.dirty.clear(id.as_str()));
        say::gone(gone.iter().map(DocId::as_str)).into()
    }

    fn put(&mut self, ids: impl Iterator<Item = DocId>, view: &View<'_>) -> Option<ByteString> {
        let mut docs: Vec<Arc<Doc>> = Vec::new();
        let mut bytes = 0;
        for id in ids {
            let Some(doc) = view.mirror.get(id.as_str()) else { continue };
            if !fits(&docs, bytes, doc) {
                break;
            }
            bytes += doc.text().len();
            self.dirty.clear(id.as_str());
            docs.push(doc.clone());
        }
        together(&docs)
    }

    /// What was pending at `hello`: after all documents, before `live`.
    fn initial_answer(&mut self, view: &View<'_>) -> Option<ByteString> {
        if self.phase == Phase::Needed {
            return None;
        }
        if let Some(at) = self.answers.iter().position(|a| a.turn.is_some() && a.initial) {
            return Some(self.shown_by(at, view).unwrap_or_else(|| say::done(&self.answers.remove(at).done).into()));
        }
        let unknown = std::mem::take(&mut self.unknown);
        (!unknown.is_empty()).then(|| say::unknown(&unknown).into())
    }

    /// Nothing is dirty here: `live` once, from then on `check`.
    fn caught_up(&mut self, now_ms: u64, view: &View<'_>) -> Option<ByteString> {
        match self.phase {
            Phase::Needed => None,
            Phase::Catching => {
                if self.asking_ms.is_some() || self.answers.iter().any(|a| a.initial) {
                    return None;
                }
                self.phase = Phase::Live;
                self.pace.checked(now_ms);
                self.pace.fresh_due = true;
                Some(say::live(view.mirror.digest()).into())
            }
            Phase::Live if self.pace.is_check_due(now_ms) => {
                self.pace.checked(now_ms);
                Some(say::check(view.mirror.digest()).into())
            }
            Phase::Live => None,
        }
    }
}

fn fits(docs: &[Arc<Doc>], bytes: usize, doc: &Doc) -> bool {
    docs.is_empty() || bytes + doc.text().len() <= limits::PUT_BYTES
}

/// One document has its frame already; several are put together.
fn together(docs: &[Arc<Doc>]) -> Option<ByteString> {
    match docs {
        [] => None,
        [doc] => Some(doc.frame().clone()),
        docs => Some(say::put(docs.iter().map(|doc| doc.text())).into()),
    }
}
