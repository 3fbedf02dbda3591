//! Windows: when each audience sees what, and
//! that nobody who still has people loses the
//! card.

use super::*;
use crate::domain::fixture::{self, Few, INBOUND, OUTBOUND, actual, at, movement};
use crate::domain::observation::Event;

fn level(audience: &str, now: DateTime<Utc>, flights: &Flights) -> Level {
    let due = due(&movement(&[]), flights, &Few, &WindowTimes::default(), now);
    due.get(audience).map_or(Level::Hidden, |(_, level)| *level)
}

fn check(audience: &str, now: &str, expected: Level) {
    let now = now.parse().unwrap();
    assert_eq!(level(audience, now, &Flights::default()), expected, "{audience} at {now}");
}

#[test]
fn windows_open_at_their_times() {
    check("station:JFK", "2026-11-20T07:44:00Z", Level::Hidden);
    check("station:JFK", "2026-11-20T07:45:00Z", Level::Live);
    check("station:JFK", "2026-11-23T13:39:00Z", Level::Live);
    check("station:JFK", "2026-11-23T13:40:00Z", Level::Names);
    check("receiver:erie-reception", "2026-11-20T00:00:00Z", Level::People);
    check("receiver:erie-reception", "2026-11-22T07:45:00Z", Level::Names);
    check("authority:us-pop", "2026-11-23T20:00:00Z", Level::Live);
    check("escort:escort-01", "2026-11-20T00:00:00Z", Level::Names);
}

#[test]
fn a_station_keeps_its_people_until_they_have_left_however_late_that_is() {
    let late = "2026-11-24T09:00:00Z".parse().unwrap();
    assert_eq!(level("station:JFK", late, &Flights::default()), Level::Names, "not known to have left");
    let left = fixture::flights(&[(INBOUND, actual(Event::In, "19:40")), (OUTBOUND, actual(Event::Out, "23:50"))]);
    assert_eq!(level("station:JFK", at("23:59"), &left), Level::Names);
    assert_eq!(level("station:JFK", late, &left), Level::Hidden);
}

#[test]
fn an_audience_of_another_movement_has_no_grant() {
    let m = movement(&[]);
    for audience in ["station:ORD", "receiver:pittsburgh", "escort:escort-02", "coordinator:other", "display:JFK"] {
        assert_eq!(
            grant(&m, &audience.parse().unwrap(), &Flights::default(), &WindowTimes::default()),
            None,
            "{audience}"
        );
    }
}

#[test]
fn a_delay_does_not_take_names_away_that_have_come() {
    let open = crate::domain::fact::Body::Window { audience: "station:JFK".parse().unwrap(), level: Level::Names };
    let m = movement(&[fixture::fact(9, "13:40", open, None)]);
    let later = fixture::flights(&[(INBOUND, fixture::estimated(Event::In, "22:00"))]);
    let due = due(&m, &later, &Few, &WindowTimes::default(), at("14:00"));
    assert_eq!(due["station:JFK"].1, Level::Names);
}

#[test]
fn who_has_answered_the_last_word_is_let_go() {
    use crate::domain::fact::Body;
    let window = |audience: &str, level| Body::Window { audience: audience.parse().unwrap(), level };
    // Not of the plan, no last word open: the window is all that is left of it.
    let m = movement(&[fixture::fact(30, "10:00", window("station:ORD", Level::Farewell), None)]);
    let due = due(&m, &Flights::default(), &Few, &WindowTimes::default(), at("12:00"));
    assert_eq!(due.get("station:ORD").map(|(_, level)| *level), Some(Level::Hidden));
}

#[test]
fn a_post_keeps_the_card_of_whom_it_gave_to_a_hotel() {
    use crate::domain::fact::{Body, Give, Whom};
    use crate::domain::party::Outside;
    let whom = Whom::these(vec![movement(&[]).plan.travellers[0].id.clone()]);
    let give = Give { party: Outside::Hotel, whom, count: 1, back_by: "2026-11-24T12:00:00Z".parse().unwrap() };
    let m = movement(&[fixture::fact(30, "20:00", Body::Given(give), None)]);
    let left = fixture::flights(&[(INBOUND, actual(Event::In, "19:40")), (OUTBOUND, actual(Event::Out, "23:50"))]);
    let late = "2026-11-24T09:00:00Z".parse().unwrap();
    let due = due(&m, &left, &Few, &WindowTimes::default(), late);
    assert_eq!(due.get("station:JFK").map(|(_, level)| *level), Some(Level::Names), "one is still due back");
}
