//! Tables of the margin through one `check()`, and what holds for every group and every delay.
//! The rules are small round figures, so that a row can be added up in the head.
//! Must not know: the shipped configuration.

use super::*;
use crate::domain::connection_rules::Borders;
use crate::domain::fixture::rules;
use chrono::TimeZone;
use proptest::prelude::*;

fn airport(code: &str) -> Option<Airport> {
    Airport::parse(code).ok()
}
fn at(minute: i64) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2015, 1, 2, 12, 0, 0).unwrap() + TimeDelta::minutes(minute)
}

/// Four people, domestic, narrow body, one terminal, through-checked; out 100 minutes after in.
fn plain() -> Connecting {
    Connecting {
        group: Group { people: 4, wheelchairs: 0, children_under_5: 0, shared_language: true },
        arriving: Arriving {
            ground: false,
            airport: airport("JFK"),
            terminal: Some("4".into()),
            best: Some((at(0), Kind::Estimated)),
            wide_body: Some(false),
            lost: false,
        },
        departing: Departing {
            ground: false,
            airport: airport("JFK"),
            terminal: Some("4".into()),
            carrier: Carrier::parse("B6").ok(),
            best: Some(at(100)),
            cancelled: false,
        },
        crossing: Crossing::default(),
        through_checked: true,
    }
}

fn check(story: &str, change: impl Fn(&mut Connecting), expected: &str) {
    let mut connecting = plain();
    change(&mut connecting);
    let shown = match margin(&connecting, &rules()) {
        None => "unknown".to_owned(),
        Some(m) => {
            let parts: Vec<String> = m.parts.iter().map(|p| format!("{} {}", p.what, p.min)).collect();
            let margin = m.margin_min.map_or("-".into(), |min| min.to_string());
            format!("{margin} {} {} = {}: {}", m.band.as_str(), m.limit.as_str(), m.needed_min, parts.join(", "))
        }
    };
    assert_eq!(shown, expected, "{story}");
}

#[test]
fn what_is_needed_is_the_sum_of_its_parts() {
    check("plain: the MCT is larger", |_| {}, "55 safe door-close = 30: disembark 15, walk 10, mct 5");
    check("wide body", |c| c.arriving.wide_body = Some(true), "50 safe door-close = 35: disembark 25, walk 10");
    let terminal = |c: &mut Connecting| c.departing.terminal = Some("5".into());
    check("terminal", terminal, "25 watch door-close = 60: disembark 15, terminal 20, security 15, walk 10");
    check(
        "terminal joined inside",
        |c| {
            (c.arriving.airport, c.departing.airport) = (airport("VIE"), airport("VIE"));
            terminal(c);
        },
        "43 safe door-close = 42: disembark 15, terminal 20, walk 7",
    );
    check(
        "a terminal unknown is no change",
        |c| c.departing.terminal = None,
        "55 safe door-close = 30: disembark 15, walk 10, mct 5",
    );
    check(
        "entry, body unknown",
        |c| {
            c.arriving.wide_body = None;
            c.crossing = Crossing { from_abroad: true, to_abroad: false, first_port_of_entry: true };
        },
        "-20 broken door-close = 105: disembark 25, border 30, bags 25, security 15, walk 10",
    );
    check(
        "transit from abroad to abroad",
        |c| c.crossing = Crossing { from_abroad: true, to_abroad: true, first_port_of_entry: false },
        "-5 broken door-close = 90: disembark 15, walk 10, mct 65",
    );
    check(
        "not through-checked",
        |c| c.through_checked = false,
        "-25 broken check-in-close = 65: disembark 15, bags 25, security 15, walk 10",
    );
    check(
        "another airport",
        |c| c.departing.airport = airport("LGA"),
        "-100 broken door-close = 185: disembark 15, bags 25, airport 120, security 15, walk 10",
    );
    check(
        "and the other way round",
        |c| c.arriving.airport = airport("LGA"),
        "-100 broken door-close = 185: disembark 15, bags 25, airport 120, security 15, walk 10",
    );
    check(
        "a pair nobody has measured",
        |c| c.arriving.airport = airport("VIE"),
        "-130 broken door-close = 215: disembark 15, bags 25, airport 150, security 15, walk 10",
    );
}

#[test]
fn needs_have_their_own_parts() {
    let group = |people, wheelchairs, children_under_5, shared_language| {
        move |c: &mut Connecting| {
            c.group = Group { people, wheelchairs, children_under_5, shared_language };
            c.arriving.wide_body = Some(true);
        }
    };
    check("wheelchair", group(4, 1, 0, true), "35 safe door-close = 50: disembark 25, walk 10, wheelchair 15");
    check("two wheelchairs", group(4, 2, 0, true), "35 safe door-close = 50: disembark 25, walk 10, wheelchair 15");
    check("child", group(4, 0, 1, true), "47 safe door-close = 38: disembark 25, walk 10, children 3");
    check("nine", group(9, 0, 0, true), "50 safe door-close = 35: disembark 25, walk 10");
    check("ten", group(10, 0, 0, true), "45 safe door-close = 40: disembark 25, walk 10, group 5");
    check("language", group(4, 0, 0, false), "45 safe door-close = 40: disembark 25, walk 10, language 5");
    check(
        "all of it",
        group(22, 1, 2, false),
        "15 watch door-close = 70: disembark 25, walk 10, wheelchair 15, children 5, group 10, language 5",
    );
}

#[test]
fn a_leg_that_does_not_go_leaves_no_margin() {
    check(
        "outbound cancelled",
        |c| c.departing.cancelled = true,
        "- broken cancelled = 30: disembark 15, walk 10, mct 5",
    );
    check("inbound lost", |c| c.arriving.lost = true, "- broken cancelled = 30: disembark 15, walk 10, mct 5");
    check(
        "cancelled, no times",
        |c| (c.departing.cancelled, c.departing.best) = (true, None),
        "- broken cancelled = 30: disembark 15, walk 10, mct 5",
    );
    check("no arrival time", |c| c.arriving.best = None, "unknown");
    check("no departure time", |c| c.departing.best = None, "unknown");
}

#[test]
fn ground_legs_connect_too() {
    let bus_in = |c: &mut Connecting| {
        c.arriving =
            Arriving { ground: true, terminal: None, best: Some((at(0), Kind::Scheduled)), ..c.arriving.clone() };
        c.crossing = Crossing { from_abroad: true, to_abroad: false, first_port_of_entry: true };
    };
    check("from a bus", bus_in, "60 safe door-close = 25: security 15, walk 10");
    check(
        "from a bus to the check-in",
        |c| {
            bus_in(c);
            c.through_checked = false;
        },
        "15 watch check-in-close = 25: security 15, walk 10",
    );
    check("to a bus", |c| c.departing.ground = true, "50 safe departure = 50: disembark 15, bags 25, walk 10");
}

#[test]
fn the_most_exact_mct_counts() {
    let check = |carrier: &str, from_abroad, expected| {
        let wanted = Mct {
            airport: airport("ORD").unwrap(),
            carrier: Carrier::parse(carrier).ok(),
            from_terminal: Some("3".into()),
            to_terminal: None,
            from_abroad: Some(from_abroad),
            to_abroad: Some(false),
            min: 0,
        };
        assert_eq!(rules().mct(&wanted), expected, "{carrier} {from_abroad}");
    };
    check("UA", false, 40);
    check("UA", true, 130);
    check("MQ", false, 25);
    check("MQ", true, 25);
}

#[test]
fn a_border_is_crossed_where_they_enter() {
    let set = |list: &[&str]| list.iter().map(ToString::to_string).collect();
    let borders = Borders { areas: vec![set(&["DE", "AT", "FR"])], no_transit: set(&["US"]) };
    let check = |before, here, after, expected: (bool, bool, bool)| {
        let c = borders.crossing(before, here, after);
        assert_eq!((c.from_abroad, c.to_abroad, c.first_port_of_entry), expected, "{before} {here} {after}");
    };
    check("US", "US", "US", (false, false, false));
    check("JO", "US", "US", (true, false, true));
    check("JO", "DE", "US", (true, true, false));
    check("JO", "DE", "AT", (true, false, true));
    check("FR", "DE", "AT", (false, false, false));
    check("JO", "US", "CA", (true, true, true));
    check("US", "US", "CA", (false, true, false));
}

#[test]
fn bands_and_the_damped_alert() {
    use Band::*;
    for (margin, band) in [(-1, Broken), (0, Tight), (14, Tight), (15, Watch), (29, Watch), (30, Safe)] {
        assert_eq!(Band::of(margin), band, "{margin}");
    }
    let check = |stored, margin, expected| assert_eq!(damp(stored, margin), expected, "{stored:?} {margin}");
    check(None, 30, None);
    check(None, 29, Some(Watch));
    check(None, -1, Some(Broken));
    check(Some(Watch), 14, Some(Tight));
    check(Some(Watch), 30, Some(Watch));
    check(Some(Watch), 34, Some(Watch));
    check(Some(Watch), 35, None);
    check(Some(Tight), 19, Some(Tight));
    check(Some(Tight), 20, Some(Watch));
    check(Some(Broken), 4, Some(Broken));
    check(Some(Broken), 5, Some(Tight));
    check(Some(Broken), 60, None);
}

#[test]
fn half_a_minute_is_not_a_minute() {
    let mut late = plain();
    late.arriving.best = Some((at(0) + TimeDelta::seconds(30), Kind::Actual));
    assert_eq!(margin(&late, &rules()).unwrap().available_min, Some(84));
    late.departing.best = Some(at(10));
    assert_eq!(margin(&late, &rules()).unwrap().available_min, Some(-6));
}

fn connecting() -> impl Strategy<Value = Connecting> {
    let group = (1u32..60, 0u32..3, 0u32..3, any::<bool>());
    let place = prop_oneof![Just("JFK"), Just("LGA"), Just("ORD"), Just("VIE")];
    let terminal = || prop::option::of(prop_oneof![Just("1".to_owned()), Just("2".to_owned())]);
    let flags = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>(), prop::option::of(any::<bool>()));
    let border = (any::<bool>(), any::<bool>(), any::<bool>());
    (group, (place.clone(), terminal()), (place, terminal()), flags, border, 0i64..300).prop_map(
        |((people, wheelchairs, children_under_5, shared_language), (from, t1), (to, t2), flags, border, wait)| {
            let mut c = plain();
            c.group = Group { people, wheelchairs, children_under_5, shared_language };
            (c.arriving.airport, c.arriving.terminal) = (airport(from), t1);
            (c.departing.airport, c.departing.terminal) = (airport(to), t2);
            (c.arriving.ground, c.departing.ground, c.through_checked, _, c.arriving.wide_body) = flags;
            (c.crossing.from_abroad, c.crossing.to_abroad, c.crossing.first_port_of_entry) = border;
            c.departing.best = Some(at(wait));
            c
        },
    )
}

proptest! {
    #[test]
    fn parts_always_sum(c in connecting()) {
        let m = margin(&c, &rules()).unwrap();
        prop_assert_eq!(m.parts.iter().map(|p| p.min).sum::<i64>(), m.needed_min);
        prop_assert!(m.parts.iter().all(|p| p.min > 0));
        prop_assert_eq!(m.margin_min, Some(m.available_min.unwrap() - m.needed_min));
        prop_assert_eq!(m.ready_at.unwrap() - at(0), TimeDelta::minutes(m.needed_min));
    }

    #[test]
    fn a_worse_profile_never_has_a_larger_margin(c in connecting(), more in (0u32..20, 0u32..2, 0u32..2, any::<bool>())) {
        let mut worse = c.clone();
        worse.group.people += more.0;
        worse.group.wheelchairs += more.1;
        worse.group.children_under_5 += more.2;
        worse.group.shared_language &= more.3;
        let of = |c: &Connecting| margin(c, &rules()).unwrap().margin_min;
        prop_assert!(of(&worse) <= of(&c));
        worse.through_checked = false;
        prop_assert!(of(&worse) <= of(&c), "not through-checked");
        worse.arriving.wide_body = Some(true);
        prop_assert!(of(&worse) <= of(&c), "wide body");
        worse.crossing.first_port_of_entry = true;
        prop_assert!(of(&worse) <= of(&c), "entry");
    }

    #[test]
    fn the_margin_falls_with_delay_minute_by_minute(c in connecting(), late in 0i64..300) {
        let of = |c: &Connecting| margin(c, &rules()).unwrap().margin_min.unwrap();
        let mut delayed = c.clone();
        delayed.arriving.best = Some((at(late), Kind::Estimated));
        prop_assert_eq!(of(&delayed), of(&c) - late);
        delayed.departing.best = delayed.departing.best.map(|t| t + TimeDelta::minutes(late));
        prop_assert_eq!(of(&delayed), of(&c));
    }

    /// Never rosier than the margin, settled after one look, and deaf to a tremble of the slack.
    #[test]
    fn a_damped_alert_does_not_flap(stored in 0usize..4, m in -60i64..60, tremble in 0i64..5) {
        let stored = [None, Some(Band::Watch), Some(Band::Tight), Some(Band::Broken)][stored];
        let once = damp(stored, m);
        prop_assert!(once.unwrap_or(Band::Safe) >= Band::of(m));
        prop_assert_eq!(damp(once, m), once);
        let dipped = damp(once, m - tremble);
        prop_assert_eq!(damp(dipped, m), dipped, "rises again by {} only", tremble);
    }
}
