//! Every kind of fault is planted into a history that is right, and must be found under its name; the history as it
//! was has no finding. So a check that sees nothing is seen itself.
//! Must not know: how the check works.

use super::check;
use super::simulation::{Bug, history, with};
use crate::history::{Event, Phase, Shown, What};

fn kinds(events: &[Event]) -> Vec<String> {
    let mut kinds: Vec<String> =
        check(events).findings.iter().map(|finding| format!("{} {}", finding.invariant, finding.kind)).collect();
    kinds.sort();
    kinds.dedup();
    kinds
}

fn assert_found(events: &[Event], kind: &str) {
    let found = kinds(events);
    assert!(found.iter().any(|k| k == kind), "{kind} is not among {found:?}");
}

/// The place of the last event that is like this.
fn last(events: &[Event], like: impl Fn(&Event) -> bool) -> usize {
    events.iter().rposition(like).unwrap()
}

fn applied(events: &[Event]) -> (usize, String) {
    let at = last(events, |e| matches!(&e.what, What::Done { outcome, .. } if outcome == "applied"));
    let What::Done { id, .. } = &events[at].what else { unreachable!() };
    (at, id.clone())
}

fn fact(events: &[Event], command: &str) -> usize {
    last(events, |e| matches!(&e.what, What::Fact { id, .. } if id == command))
}

#[test]
fn what_is_right_has_no_finding() {
    for seed in 0..20 {
        let verdict = check(&history(seed));
        assert_eq!(verdict.findings, [], "seed {seed}");
        assert!(verdict.applied > 100 && verdict.actors == 8 && verdict.sent == verdict.applied);
    }
}

#[test]
fn skipped_dedupe() {
    let mut events = history(1);
    let (at, id) = applied(&events);
    let again = events[at].clone();
    events.insert(at + 1, again);
    let fact = fact(&events, &id);
    let mut second = events[fact].clone();
    events.push(second.clone());
    assert_found(&events, "I5 applied-twice");
    assert_found(&events, "I5 stands-twice");
    // The same content under an id of the server's own.
    events.pop();
    let What::Fact { id, .. } = &mut second.what else { unreachable!() };
    *id = "c99999".into();
    events.push(second);
    assert_found(&events, "I5 done-twice");
}

#[test]
fn an_answer_that_changes_and_one_nobody_asked_for() {
    let mut events = history(2);
    let (at, _) = applied(&events);
    let mut again = events[at].clone();
    let What::Done { outcome, .. } = &mut again.what else { unreachable!() };
    *outcome = "rejected".into();
    events.insert(at + 1, again.clone());
    assert_eq!(kinds(&events), ["I5 outcome-changed"]);
    again.actor = "client-x".into();
    events[at + 1] = again;
    assert_eq!(kinds(&events), ["I5 stray-answer"]);
}

#[test]
fn dropped_gone() {
    for seed in 0..5 {
        let events = with(seed, Bug::GoneIsLost);
        assert_found(&events, "I1 sum-mismatch");
        assert_found(&events, "I3 not-erased");
    }
    // Nobody was told, and the client was not there again: it is seen at the end.
    let mut events = history(3);
    let at = last(&events, |e| matches!(e.what, What::Published { .. }));
    let What::Published { movement, audiences } = &mut events[at].what else { unreachable!() };
    let (movement, audience) = (movement.clone(), "coordinator:a".to_owned());
    audiences.retain(|a| *a != audience);
    assert_found(&events, "I3 not-erased");
    let fresh = last(&events, |e| matches!(e.what, What::Fresh { .. }) && e.audience == audience);
    let What::Fresh { docs, .. } = &mut events[fresh].what else { unreachable!() };
    docs.retain(|id, _| !id.starts_with(&movement));
    assert_found(&events, "I3 not-erased");
    assert_found(&events, "I1 not-converged");
}

#[test]
fn names_that_are_sent_on_after_leaving() {
    // Nobody was told, and nothing else: the hub goes on as if the station were still in the plan.
    let mut events = history(3);
    let last_of = |events: &[Event]| {
        last(events, |e| matches!(&e.what, What::Published { audiences, .. } if audiences.len() == 1))
    };
    let at = last_of(&events);
    let put = last(&events, |e| e.audience == "station:A" && matches!(e.what, What::Put { .. }));
    let mut late = events[put].clone();
    late.at_ms = events[at].at_ms + 6_000;
    late.what = What::Put { docs: vec![("m0/people".into(), "p1".into())], marks: vec!["MARKED-a".into()] };
    events.insert(at + 1, late);
    assert_found(&events, "I3 shown-after-leaving");
    // Not while a publication is on its way that may have brought it back.
    let What::Published { movement, audiences } = events[at].what.clone() else { unreachable!() };
    let publishing = What::Publishing { movement, audiences, mark: "MARKED-a".into() };
    events.insert(at + 1, Event { what: publishing, ..events[at].clone() });
    assert!(!kinds(&events).contains(&"I3 shown-after-leaving".to_owned()));
}

#[test]
fn a_last_put_that_got_lost() {
    for seed in 0..5 {
        let events = with(seed, Bug::PutIsLost);
        assert_found(&events, "I1 sum-mismatch");
        assert_found(&events, "I1 not-converged");
    }
}

#[test]
fn a_movement_that_the_hub_forgot_altogether() {
    let mut events = history(4);
    for event in &mut events {
        if let What::Fresh { docs, .. } = &mut event.what {
            docs.retain(|id, _| !id.starts_with("m3"));
        }
    }
    assert_found(&events, "I1 missing-document");
}

#[test]
fn a_document_of_another_audience() {
    let mut events = history(5);
    let at = last(&events, |e| e.audience == "station:B" && matches!(e.what, What::Put { .. }));
    let What::Put { docs, .. } = &mut events[at].what else { unreachable!() };
    docs.push(("m2".into(), "r1".into()));
    assert_found(&events, "I2 leak-document");
    let mut events = history(5);
    let What::Put { marks, .. } = &mut events[at].what else { unreachable!() };
    marks.push("MARKED-a".into());
    assert_eq!(kinds(&events), ["I2 leak-text"]);
    let mut events = history(5);
    let frame =
        Event { what: What::Marked { frame: "done".into(), marks: vec!["MARKED-a".into()] }, ..events[at].clone() };
    events.insert(at, frame);
    assert_eq!(kinds(&events), ["I2 leak-text"]);
    let mut events = history(5);
    let at = last(&events, |e| matches!(e.what, What::Welcome { .. }));
    events[at].what = What::Welcome { granted: "coordinator:z".into() };
    assert_eq!(kinds(&events), ["I2 wrong-audience"]);
}

#[test]
fn applied_then_lost() {
    let mut events = history(6);
    let (at, id) = applied(&events);
    let mut unknown = events[at].clone();
    let fact = fact(&events, &id);
    events.remove(fact);
    assert_eq!(kinds(&events), ["I4 applied-then-lost"]);
    unknown.what = What::Unknown { ids: vec![id] };
    events.insert(at + 1, unknown);
    assert_eq!(kinds(&events), ["I4 applied-then-lost", "I4 applied-then-unknown"]);
    // A failover may forget for a while; at the end it has to be there all the same.
    let What::Row { may_forget, .. } = &mut events[0].what else { unreachable!() };
    *may_forget = true;
    assert_eq!(kinds(&events), ["I4 applied-then-lost"]);
}

#[test]
fn a_command_without_an_answer_and_one_refused() {
    let mut events = history(7);
    let (at, id) = applied(&events);
    let removed = events.remove(at);
    events.retain(|e| !matches!(&e.what, What::Done { id: other, .. } if *other == id));
    assert_eq!(kinds(&events), ["I4 unanswered"]);
    let refused = What::Done { id, outcome: "rejected".into(), was: None, why: None };
    events.insert(at, Event { what: refused, ..removed });
    assert_eq!(kinds(&events), ["I4 rejected"]);
}

#[test]
fn memory_that_grows() {
    let mut events = history(8);
    let mut extra = 0;
    for event in &mut events {
        if let What::Memory { kib, .. } = &mut event.what {
            extra += 600;
            *kib += extra;
        }
    }
    assert_eq!(kinds(&events), ["I6 memory-grows"]);
}

#[test]
fn a_history_that_proves_nothing() {
    assert_eq!(kinds(&[]), ["log no-evidence"]);
    let mut events = history(9);
    events.retain(|e| !matches!(e.what, What::Fresh { .. }));
    assert_eq!(kinds(&events), ["log no-fresh"]);
    let mut events = history(9);
    let at = last(&events, |e| matches!(e.what, What::Hello { .. }));
    let What::Hello { have, .. } = &mut events[at].what else { unreachable!() };
    have.insert("m1".into(), "r0".into());
    assert_found(&events, "log torn");
}

#[test]
fn a_closed_door_and_a_broken_promise() {
    let mut events = history(10);
    let at = last(&events, |e| matches!(e.what, What::Hello { .. }));
    events.push(Event { what: What::Closed { code: 4429, reason: String::new() }, ..events[at].clone() });
    events.push(Event { what: What::Wrong { text: "a revision".into() }, ..events[at].clone() });
    events.push(Event { what: What::Closed { code: 4508, reason: String::new() }, ..events[at].clone() });
    assert_eq!(kinds(&events), ["wire closed", "wire protocol"]);
    let mut events = history(10);
    let leaves = What::Closed { code: 4503, reason: String::new() };
    events.push(Event { what: What::Drain { in_ms: 0, spread_ms: 9 }, ..events[at].clone() });
    events.push(Event { what: leaves.clone(), ..events[at].clone() });
    assert_eq!(kinds(&events), Vec::<String>::new());
    events.remove(events.len() - 2);
    assert_eq!(kinds(&events), ["wire not-drained"]);
}

/// What a swift and a narrow client are shown, in this order, a document a millisecond; `put` is phase, who, id, rank.
fn on_a_line(puts: &[(Phase, &str, &str, &str, u8)]) -> Vec<Event> {
    let mut events = history(3);
    let mut phase = None;
    let mut add = |actor: &str, what| {
        let at_ms = events.last().map_or(0, |event: &Event| event.at_ms + 1);
        events.push(Event { at_ms, actor: actor.into(), audience: "coordinator:c".into(), what });
    };
    add("narrow", What::Narrow { bytes_per_s: 1_000, kept_bytes: 100 });
    for (of, actor, id, rev, rank) in puts {
        if phase != Some(*of) {
            phase = Some(*of);
            add("rig", What::Phase { phase: *of });
        }
        let docs = vec![Shown { id: (*id).into(), rev: (*rev).into(), rank: *rank, bytes: 100 }];
        add(actor, What::Shown { bytes: 100, docs });
    }
    events
}

/// One change of four documents, an overload, and calm; the narrow client skips what was new for a moment.
fn fresh_line() -> Vec<(Phase, &'static str, &'static str, &'static str, u8)> {
    let changed = [("a", 3), ("b", 3), ("c", 3), ("d", 0)];
    let mut puts: Vec<_> = changed.iter().map(|(id, rank)| (Phase::Change, "swift", *id, "1", *rank)).collect();
    // One was on its way already.
    puts.extend([("a", 3), ("d", 0), ("b", 3), ("c", 3)].map(|(id, rank)| (Phase::Change, "narrow", id, "1", rank)));
    for rev in ["2", "3", "4"] {
        puts.push((Phase::Overload, "swift", "a", rev, 3));
    }
    puts.extend([(Phase::Overload, "narrow", "a", "2", 3), (Phase::Calm, "narrow", "a", "4", 3)]);
    puts
}

#[test]
fn a_narrow_line_is_shown_the_newest_and_the_worst_first() {
    assert_eq!(check(&on_a_line(&fresh_line())).findings, []);

    let mut fifo = fresh_line();
    fifo[4..8].rotate_left(2);
    fifo[4..8].sort_by_key(|put| put.2);
    assert_found(&on_a_line(&fifo), "I7 worst-not-first");

    let mut stale = fresh_line();
    stale.last_mut().unwrap().3 = "3";
    assert_found(&on_a_line(&stale), "I7 newest-missing");

    let mut late = on_a_line(&fresh_line());
    late.last_mut().unwrap().at_ms += 60_000;
    assert_found(&late, "I7 newest-late");

    // Nothing changed after the overload, or nothing at all: nothing is proved.
    let mut none = fresh_line();
    none.retain(|put| put.0 == Phase::Change);
    assert_found(&on_a_line(&none), "log no-evidence");
}
