//! A planted violation for each rule on Rust source, beside
//! something like it that is right. Must not know: the real
//! tree.

use super::rules::*;
use super::source::Source;

/// How many findings the rule has for this text in this file.
fn count(rule: Rule, path: &str, text: &str) -> usize {
    rule(&Source::new(path, text)).len()
}

#[test]
fn floors_are_kept() {
    assert_eq!(count(floors, "src/hub/board.rs", "use crate::{intake::observe, store};"), 1);
    assert_eq!(count(floors, "src/hub/board.rs", "use super::super::notify;"), 1);
    assert_eq!(count(floors, "src/intake/tick.rs", "fn f() { crate::hub::wake() }"), 1);
    assert_eq!(count(floors, "src/store/sqlite.rs", "use crate::domain::flight;"), 1);
    assert_eq!(count(floors, "src/domain/flight.rs", "use crate::clock::Clock;"), 1);
    assert_eq!(count(floors, "src/wire/frame.rs", "use crate::*;"), 1);
    assert_eq!(count(floors, "src/things/mod.rs", ""), 1);
    assert_eq!(count(floors, "src/intake/tick.rs", "use actix_web::web;"), 1);
    assert_eq!(count(floors, "src/ledger/mod.rs", "use crate::{domain, store, limits, clock}; // crate::hub"), 0);
    assert_eq!(count(floors, "src/main.rs", "fn main() { onward::cli::run() }"), 0);
}

#[test]
fn pure_files_stay_pure() {
    let impure = [
        "use tokio::time;",
        "async fn f() {}",
        "fn f() { Utc::now() }",
        "use std::{fs, io};",
        "use actix_web::web;",
        "fn f(a: std::net::IpAddr) {}",
    ];
    for text in impure {
        assert!(count(pure, "src/domain/flight.rs", text) > 0, "{text}");
        assert!(count(pure, "src/feeds/parse/aidx.rs", text) > 0, "{text}");
        assert!(count(pure, "src/hub/session.rs", text) > 0, "{text}");
        assert_eq!(count(pure, "src/hub/board.rs", text), 0, "{text}");
    }
    assert_eq!(count(pure, "src/domain/x.rs", "use std::time::Instant;"), 1);
    let right = "// tokio now()\nfn f(now: T) { g(now) }\n#[cfg(test)] mod t { use std::fs; }";
    assert_eq!(count(pure, "src/domain/x.rs", right), 0);
}

#[test]
fn every_file_says_what_it_is_for() {
    let code = "fn f() {}\n".repeat(20);
    assert_eq!(count(head, "src/x.rs", &code), 1);
    assert_eq!(count(head, "src/x.rs", &format!("//! a\n//! b\n{code}")), 1);
    assert_eq!(count(head, "src/x.rs", &format!("//! a\n//! b\n//! c\n{code}")), 0);
    assert_eq!(count(head, "src/x.rs", &format!("{}{code}", "//! a\n".repeat(9))), 1);
}

#[test]
fn long_things_are_two_things() {
    assert_eq!(count(length, "src/x.rs", &"\n".repeat(401)), 1);
    assert_eq!(count(length, "src/x.rs", &"\n".repeat(400)), 0);
    assert_eq!(count(length, "src/x.rs", &format!("fn f() {{{}}}", "\n".repeat(70))), 1);
    assert_eq!(count(length, "src/x.rs", &format!("fn f() {{{}}}", "\n".repeat(69))), 0);
}

#[test]
fn empty_names_are_refused() {
    assert_eq!(count(names, "src/web/utils.rs", ""), 1);
    assert_eq!(count(names, "src/web/x.rs", "mod test_helpers {}"), 1);
    assert_eq!(count(names, "src/web/x.rs", "mod date {}"), 0);
}

#[test]
fn nothing_panics_outside_tests() {
    let wrong = "fn f() { a\n.unwrap(); b.expect(\"c\"); d.map(Option::unwrap) }";
    assert_eq!(count(no_panic, "src/x.rs", wrong), 3);
    let right = "fn f() { a.unwrap_or(\".unwrap()\") }\n#[cfg(test)] fn g() { a.unwrap() }";
    assert_eq!(count(no_panic, "src/x.rs", right), 0);
}

#[test]
fn serde_stays_where_it_is_promised() {
    let derive = "#[derive(Serialize)] struct S;";
    assert_eq!(count(serde_in_its_places, "src/domain/flight.rs", derive), 1);
    assert_eq!(count(serde_in_its_places, "src/hub/board.rs", "impl<'de> serde::Deserialize<'de> for S {}"), 1);
    assert_eq!(count(serde_in_its_places, "src/domain/view/station.rs", derive), 0);
}

#[test]
fn channels_have_bounds() {
    assert_eq!(count(bounded, "src/x.rs", "let (a, b) = mpsc::unbounded_channel();"), 1);
    assert_eq!(count(bounded, "src/x.rs", "use std::sync::mpsc::channel;"), 1);
    assert_eq!(count(bounded, "src/x.rs", "let (a, b) = mpsc::channel();"), 1);
    assert_eq!(count(bounded, "src/x.rs", "let (a, b) = mpsc::channel(limits::WAITING);"), 0);
}

#[test]
fn unfinished_work_is_found() {
    assert_eq!(count(finished, "src/x.rs", "fn f() { dbg!(1); todo!() }"), 2);
    assert_eq!(count(finished, "src/web/x.rs", "fn f() { println!() }"), 1);
    assert_eq!(count(finished, "src/cli/serve.rs", "fn f() { println!() }"), 0);
}
