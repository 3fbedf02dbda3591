//! The queue of one source, with times and chance as arguments: no test waits.
//! What is due, in which order, and what an answer does to what comes after it.
//! Must not know: any kind of feed.

use super::*;
use crate::feeds::ask::{Expects, Pages, Request};

fn at(s: i64) -> DateTime<Utc> {
    "2026-11-26T12:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::seconds(s)
}

fn ask(what: &str, every_s: u32) -> Ask {
    Ask {
        what: what.to_owned(),
        request: Request::default(),
        expects: Expects::Json,
        pages: Pages::One,
        page: 1,
        cost: 1,
        every_s,
        why: String::new(),
        unknown: &[],
    }
}

fn schedule(per_minute: u32, per_day: u32, asks: &[(&str, u32)]) -> Schedule {
    let mut schedule = Schedule::new(Budget::new(per_minute, per_day), 60);
    schedule.replan(asks.iter().map(|(what, every_s)| ask(what, *every_s)).collect(), at(0));
    schedule
}

/// What is asked at this moment, each answered at once.
fn round(schedule: &mut Schedule, s: i64, after: &After) -> Vec<String> {
    let asked: Vec<String> = schedule.due(at(s), 16).into_iter().map(|a| a.what).collect();
    for what in &asked {
        schedule.answered(what, after, "why", at(s), 1.0);
    }
    asked
}

#[test]
fn the_most_pressing_comes_first_and_the_budget_holds() {
    let mut schedule = schedule(2, 10_000, &[("far", 3600), ("near", 60), ("mid", 600)]);
    assert_eq!(round(&mut schedule, 0, &After::Answered), ["near", "mid"]);
    assert!(round(&mut schedule, 30, &After::Answered).is_empty());
    assert_eq!(round(&mut schedule, 60, &After::Answered), ["near", "far"]);
    assert_eq!(round(&mut schedule, 120, &After::Answered), ["near"]);
}

#[test]
fn what_is_on_its_way_is_not_asked_twice_and_survives_a_new_plan() {
    let mut schedule = schedule(100, 10_000, &[("a", 60)]);
    assert_eq!(schedule.due(at(0), 16).len(), 1);
    schedule.replan(vec![ask("a", 60)], at(5));
    assert!(schedule.due(at(300), 16).is_empty());
    schedule.replan(Vec::new(), at(301));
    schedule.answered("a", &After::Answered, "", at(302), 0.5);
    schedule.replan(Vec::new(), at(303));
    assert!(schedule.due(at(4000), 16).is_empty(), "nobody needs it any more");
}

#[test]
fn a_source_is_left_alone_for_as_long_as_it_asks() {
    let mut schedule = schedule(100, 10_000, &[("a", 60), ("b", 60)]);
    let waits = After::Wait(Duration::from_secs(590));
    assert_eq!(round(&mut schedule, 0, &waits).len(), 2);
    assert_eq!(schedule.hour(at(1)).pause, Some((at(590), "why".to_owned())));
    assert!(round(&mut schedule, 589, &After::Answered).is_empty());
    assert_eq!(round(&mut schedule, 590, &After::Wait(Duration::MAX)).len(), 2);
    let longest = i64::try_from(limits::POLL_WAIT_MAX.as_secs()).unwrap();
    assert!(round(&mut schedule, 590 + longest - 1, &After::Answered).is_empty());
    assert_eq!(round(&mut schedule, 590 + longest, &After::Refused).len(), 2);
    assert!(round(&mut schedule, 590 + longest + 899, &After::Answered).is_empty());
}

#[test]
fn failures_wait_longer_each_time_and_at_random() {
    let mut schedule = schedule(100, 10_000, &[("a", 60)]);
    let mut now = 0;
    for wait in [5, 10, 20, 40, 80, 160, 320, 600, 600] {
        assert_eq!(round(&mut schedule, now, &After::Broken), ["a"]);
        assert!(schedule.due(at(now + wait - 1), 16).is_empty(), "{wait}");
        now += wait;
    }
    assert_eq!(schedule.due(at(now), 16).len(), 1);
    schedule.answered("a", &After::Broken, "", at(now), 0.25);
    assert_eq!(schedule.hour(at(now)).pause.unwrap().0, at(now + 150), "a quarter of the longest wait");
    assert_eq!(round(&mut schedule, now + 150, &After::Answered), ["a"]);
    assert_eq!(round(&mut schedule, now + 210, &After::Broken), ["a"]);
    assert_eq!(schedule.hour(at(now + 210)).pause.unwrap().0, at(now + 215), "an answer begins it again");
}

#[test]
fn a_flight_that_is_not_known_is_asked_less_and_less_and_what_was_not_taken_soon_again() {
    let mut schedule = schedule(100, 10_000, &[("a", 60)]);
    for (s, due) in [(0, true), (119, false), (120, true), (359, false), (360, true), (839, false), (840, true)] {
        assert_eq!(round(&mut schedule, s, &After::Unknown).len(), usize::from(due), "{s}");
    }
    assert_eq!(round(&mut schedule, 840 + 480, &After::NotTaken).len(), 1);
    assert!(round(&mut schedule, 840 + 489, &After::Answered).is_empty());
    assert_eq!(round(&mut schedule, 840 + 490, &After::Answered).len(), 1);
}

#[test]
fn one_question_that_always_fails_stands_behind_the_others() {
    let mut schedule = schedule(1, 10_000, &[("bad", 60), ("good", 600), ("other", 3600)]);
    let mut asked = Vec::new();
    for minute in 0..4 {
        for ask in schedule.due(at(minute * 60), 1) {
            let after = if ask.what == "bad" { After::Broken } else { After::Answered };
            schedule.answered(&ask.what, &after, "", at(minute * 60), 1.0);
            asked.push(ask.what);
        }
    }
    assert_eq!(asked, ["bad", "good", "other", "bad"]);
}

#[test]
fn a_wait_of_nothing_is_a_wait() {
    let mut schedule = schedule(100, 10_000, &[("a", 60)]);
    assert_eq!(round(&mut schedule, 0, &After::Wait(Duration::ZERO)).len(), 1);
    assert_eq!([4, 5].map(|s| round(&mut schedule, s, &After::Answered).len()), [0, 1]);
}

#[test]
fn a_wish_for_one_thing_holds_up_no_other_and_no_hint_ends_it() {
    let mut schedule = schedule(100, 10_000, &[("everything", 60), ("changes", 60)]);
    assert_eq!(schedule.due(at(0), 16).len(), 2);
    schedule.answered("everything", &After::Later(Duration::from_secs(590)), "", at(0), 0.5);
    schedule.answered("changes", &After::Answered, "", at(0), 0.5);
    schedule.hint(Some("everything"), at(100));
    assert_eq!(round(&mut schedule, 100, &After::Answered), ["changes"]);
    assert_eq!(round(&mut schedule, 589, &After::Answered), ["changes"]);
    assert_eq!(round(&mut schedule, 590, &After::Answered), ["everything"]);
}

#[test]
fn a_hint_puts_a_thing_first_and_never_spends_more_than_the_fastest_pace() {
    let mut schedule = schedule(100, 10_000, &[("BA117/2026-11-26/LHR-JFK", 3600), ("KL1/2026-11-26/AMS-JFK", 600)]);
    assert_eq!(round(&mut schedule, 0, &After::Answered).len(), 2);
    for hint in ["BA117", "BA117/2026-11-26/LHR-JFK"] {
        schedule.hint(Some(hint), at(10));
    }
    assert!(round(&mut schedule, 59, &After::Answered).is_empty());
    assert_eq!(round(&mut schedule, 60, &After::Answered), ["BA117/2026-11-26/LHR-JFK"]);
    schedule.hint(Some("nobody needs it"), at(130));
    assert_eq!(round(&mut schedule, 130, &After::Answered), ["KL1/2026-11-26/AMS-JFK"], "the most pressing");
}

#[test]
fn a_days_budget_is_made_to_last() {
    // Twelve hours are left: at this pace they would take 1440.
    let mut schedule = schedule(100, 144, &[("a", 60), ("b", 60)]);
    let mut asked = 0;
    for minute in 0..720 {
        schedule.replan(vec![ask("a", 60), ask("b", 60)], at(minute * 60));
        asked += round(&mut schedule, minute * 60, &After::Answered).len();
        if minute == 360 {
            assert!((60..=90).contains(&asked), "half of it at half-time: {asked}");
        }
    }
    assert!((130..=144).contains(&asked), "{asked}");
}

#[test]
fn the_next_hour_is_shown_with_its_cost() {
    let mut schedule = schedule(10, 10_000, &[("a", 600), ("b", 3600)]);
    assert_eq!(round(&mut schedule, 0, &After::Answered).len(), 2);
    let hour = schedule.hour(at(60));
    let shown: Vec<(&str, i64)> = hour.asks.iter().map(|p| (p.what.as_str(), (p.at - at(0)).num_seconds())).collect();
    assert_eq!(shown, [("a", 600), ("b", 3600)]);
    assert_eq!((hour.cost, hour.left), (6 + 1, Left { minute: 10, day: 9998 }));
}

#[test]
fn pages_are_asked_once_and_are_bounded() {
    let mut schedule = schedule(100, 10_000, &[("a", 600)]);
    let first = schedule.due(at(0), 16).remove(0);
    schedule.answered("a", &After::Answered, "", at(0), 0.0);
    let mut page = first;
    let mut pages = Vec::new();
    for s in 1..10 {
        page = page.next(format!("https://x/{s}"));
        schedule.add(page.clone());
        pages.extend(round(&mut schedule, s, &After::Answered));
    }
    assert_eq!(pages, ["a page 2", "a page 3"]);
}
