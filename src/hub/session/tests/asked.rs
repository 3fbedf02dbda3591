//! One id and two commands: what is asked, and what each is told. By hand, like its neighbours.
//! Must not know: who decides a command.
//! Under an id that was applied intake refuses another body; that is tested there.

use super::*;

fn note(id: u128, text: &str) -> String {
    let (id, movement) = (Uuid::from_u128(id), Uuid::from_u128(0xa));
    format!(
        r#"{{"t":"do","id":"{id}","kind":"note","movement":"{movement}","at":"2031-05-06T14:00:00Z","sent":"2031-05-06T14:00:00Z","body":{{"text":"{text}"}}}}"#
    )
}

fn asked(bench: &Bench) -> Vec<String> {
    let text = |ask: &Ask| match ask {
        Ask::Command(command) => Some(command.body["text"].as_str().unwrap().to_owned()),
        _ => None,
    };
    bench.asks.iter().filter_map(text).collect()
}

#[test]
fn the_same_command_twice_has_one_answer() {
    let mut bench = ready(&[]);
    bench.on(Event::Text(&note(7, "a")));
    bench.on(Event::Text(&note(7, "a")));
    bench.on(Event::Done(applied(7), None));
    assert_eq!((asked(&bench), bench.words()), (vec!["a".to_owned()], vec!["done:7:applied".to_owned()]));
}

#[test]
fn another_body_under_an_id_at_work_is_judged_behind_its_answer() {
    let mut bench = ready(&[]);
    for text in ["a", "b", "b", "a", "c"] {
        bench.on(Event::Text(&note(7, text)));
    }
    assert_eq!(asked(&bench), ["a"]);
    bench.on(Event::Done(applied(7), None));
    // `b` is asked when the answer to `a` is written, and `c` behind that to `b`.
    assert_eq!(bench.words(), ["done:7:applied"]);
    assert_eq!(asked(&bench), ["a", "b"]);
    bench.on(Event::Done(Done::new(Uuid::from_u128(7), Outcome::Rejected), None));
    assert_eq!(bench.words(), ["done:7:rejected"]);
    assert_eq!(asked(&bench), ["a", "b", "c"]);
    bench.on(Event::Done(Done::new(Uuid::from_u128(7), Outcome::Rejected), None));
    assert_eq!(bench.words(), ["done:7:rejected"]);
    bench.on(Event::Text(&note(7, "a")));
    assert_eq!(asked(&bench).len(), 4, "nothing is at work any more");
}

#[test]
fn behind_later_nothing_is_known_of_the_other_either() {
    let mut bench = ready(&[]);
    bench.on(Event::Text(&note(7, "a")));
    bench.on(Event::Text(&note(7, "b")));
    bench.at(ms(limits::ANSWER_WITHIN));
    assert_eq!(bench.words(), ["done:7:later", "done:7:later"]);
    // The answer to the first comes after all. It is not taken for one to the second.
    bench.on(Event::Done(applied(7), None));
    assert_eq!((asked(&bench), bench.words()), (vec!["a".to_owned()], Vec::new()));
}

#[test]
fn what_waits_for_an_id_counts_among_the_unanswered_and_is_owed() {
    let mut bench = ready(&[]);
    for n in 0..limits::UNANSWERED_MAX {
        bench.on(Event::Text(&note(7, &n.to_string())));
    }
    assert_eq!(bench.closed(), None);
    bench.on(Event::Leave { close: crate::wire::codes::DRAINING, in_ms: 0 });
    bench.on(Event::Done(applied(7), None));
    bench.words();
    assert_eq!(bench.closed(), None, "fifteen more are owed an answer");
    bench.on(Event::Text(&note(8, "x")));
    bench.on(Event::Text(&note(9, "x")));
    assert_eq!(bench.closed(), Some(4429));
}
