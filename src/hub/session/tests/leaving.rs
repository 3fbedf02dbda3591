//! A session that is to go: when, and what is owed before. By hand, like its neighbours.
//! Must not know: who asks it to go, and why.
//! The times are those of `limits`.

use super::*;
use crate::wire::codes::{DRAINING, SCOPE};

fn leave(close: Close, in_ms: u64) -> Event<'static> {
    Event::Leave { close, in_ms }
}

fn command(id: u128) -> String {
    let id = Uuid::from_u128(id);
    format!(
        r#"{{"t":"do","id":"{id}","kind":"note","movement":"{id}","at":"2031-05-06T14:00:00Z","sent":"2031-05-06T14:00:00Z","body":{{}}}}"#
    )
}

#[test]
fn it_goes_at_its_moment_and_not_before() {
    let mut bench = ready(&[]);
    bench.on(leave(DRAINING, 4000));
    assert_eq!(bench.session.next_tick_ms(0), 4000);
    bench.at(3999);
    assert_eq!(bench.closed(), None);
    bench.at(4000);
    assert_eq!(bench.closed(), Some(4503));
}

#[test]
fn of_two_reasons_the_earlier_holds() {
    for (first, second) in [((SCOPE, 100), (DRAINING, 4000)), ((DRAINING, 4000), (SCOPE, 100))] {
        let mut bench = ready(&[]);
        bench.on(leave(first.0, first.1));
        bench.on(leave(second.0, second.1));
        bench.at(100);
        assert_eq!(bench.closed(), Some(4510));
    }
}

#[test]
fn what_was_asked_is_answered_first() {
    let mut bench = ready(&[]);
    bench.on(Event::Text(&command(7)));
    bench.on(leave(DRAINING, 100));
    bench.at(100);
    assert_eq!(bench.closed(), None);
    bench.on(Event::Done(Done::new(Uuid::from_u128(7), Outcome::Applied), None));
    assert_eq!(bench.closed(), None, "the answer is on its way");
    assert_eq!(bench.words(), ["done:7:applied"]);
    assert_eq!(bench.closed(), Some(4503));
}

#[test]
fn nobody_is_waited_for_without_an_end() {
    let asks_on = |bench: &mut Bench| bench.on(Event::Text(&command(7)));
    let takes_nothing = |bench: &mut Bench| bench.change("a", "1", 0, 1);
    for owe in [&asks_on as &dyn Fn(&mut Bench), &takes_nothing] {
        let mut bench = ready(&[]);
        owe(&mut bench);
        bench.on(leave(DRAINING, 100));
        bench.at(100);
        assert_eq!(bench.closed(), None);
        bench.at(100 + ms(limits::LEAVE_WAIT));
        assert_eq!(bench.closed(), Some(4503));
    }
}
