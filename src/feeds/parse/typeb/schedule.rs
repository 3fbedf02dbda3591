//! ASM and SSM: changes of the schedule, of single days and of periods. Read are NEW, CNL, RIN, RPL, TIM, RRT, FLT and
//! the aircraft type of EQT; every leg of every day is one observation.
//! Must not know: what is held about a flight, which routing it had before.

mod body;
mod period;
mod routing;

use super::super::leg;
use super::super::report::Report;
use super::super::says::Says;
use super::Told;
use super::elements;
use super::envelope::Line;
use crate::domain::observation::{DateBasis, Event, Field, FlightRef, Kind, Observation, Stage, Value};
use body::{Body, Dated};
use chrono::{Days, NaiveDate};
use routing::{Clock, Leg, Times};

/// What a part of the telex does to its flights.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    New,
    Cancel,
    Reinstate,
    Replace,
    Time,
    Routing,
    Renumber,
    Equipment,
    /// Known, and nothing for this service.
    Unread,
}

fn action(word: &str) -> Option<Action> {
    Some(match word {
        "NEW" => Action::New,
        "CNL" => Action::Cancel,
        "RIN" => Action::Reinstate,
        "RPL" => Action::Replace,
        "TIM" => Action::Time,
        "RRT" => Action::Routing,
        "FLT" => Action::Renumber,
        "EQT" => Action::Equipment,
        "ADM" | "CON" | "SKD" | "REV" | "RSD" | "ACK" | "NAC" => Action::Unread,
        _ => return None,
    })
}

/// The words of the whole telex that its parts need.
struct Frame<'a> {
    name: &'a str,
    clock: Clock,
    told: &'a Told<'a>,
}

pub fn read(name: &str, lines: &[Line<'_>], told: &Told<'_>, report: &mut Report) {
    let mut clock = None;
    let mut rest = lines;
    while let Some((line, below)) = rest.split_first() {
        match line.text {
            "UTC" => clock = Some(Clock::Utc),
            "LT" => clock = Some(Clock::Local),
            text if is_reference(text) => {}
            _ => break,
        }
        rest = below;
    }
    if clock.is_none() {
        report.note("neither UTC nor LT is written: its times are taken as UTC");
    }
    let frame = Frame { name, clock: clock.unwrap_or(Clock::Unsaid), told };
    if rest.is_empty() {
        report.fault("expected an action like CNL or TIM", format!("line {}", told.number));
    }
    for part in rest.split(|line| line.text == "//").filter(|part| !part.is_empty()) {
        let full = report.is_full();
        frame.part(part, report);
        // It has been said; the rest of the telex would say it again.
        if full {
            break;
        }
    }
}

/// `04AUG35543E001`, with what its sender adds behind a slash.
fn is_reference(text: &str) -> bool {
    let own = text.split('/').next().unwrap_or_default();
    let shape: String = own
        .chars()
        .map(|c| match c {
            '0'..='9' => '9',
            'A'..='Z' => 'A',
            other => other,
        })
        .collect();
    shape == "99AAA99999A999"
}

impl Frame<'_> {
    fn part(&self, lines: &[Line<'_>], report: &mut Report) {
        let Some((first, below)) = lines.split_first() else {
            return;
        };
        let at = format!("line {}", first.number);
        let words: Vec<&str> = first.text.split([' ', '/']).filter(|w| !w.is_empty()).collect();
        if words.first().and_then(|word| action(word)).is_none() {
            return report.fault("expected an action like CNL or TIM before the flight", at);
        }
        // Behind the action stand others that go with it, and reasons: four letters each.
        let actions: Vec<(&str, Action)> = words.iter().filter_map(|word| Some((*word, action(word)?))).collect();
        for (word, _) in actions.iter().filter(|(_, action)| *action == Action::Unread) {
            report.note(format!("{} {word} is not read", self.name));
        }
        let Some((_, action)) = actions.iter().find(|(_, action)| *action != Action::Unread) else {
            return;
        };
        let remark = |line: &&Line<'_>| !line.text.split_whitespace().next().is_some_and(elements::is_remark);
        let body: Vec<Line<'_>> = below.iter().take_while(remark).copied().collect();
        if body.is_empty() {
            return report.fault("expected a flight below the action", at);
        }
        for body in body::read(self.name, &body, *action, self.told, report) {
            self.tell(*action, &body, report);
        }
    }

    fn tell(&self, action: Action, body: &Body, report: &mut Report) {
        if body.codeshare {
            return report.note("a flight that another airline operates (data element 2) was left out");
        }
        let timed = matches!(action, Action::New | Action::Replace | Action::Time | Action::Routing);
        let at = format!("line {}", body.number);
        if timed && !body.legs.iter().any(|leg| leg.times.is_some()) {
            if !body.broken {
                report.fault("expected legs with times like LHR0900 JFK1200", at);
            }
            return;
        }
        if action == Action::Renumber && body.renumbered.is_none() {
            return report.fault("expected the new flight behind the old one", at);
        }
        if action == Action::Equipment && body.aircraft.is_none() {
            return report.fault("expected an equipment line like J 73H", at);
        }
        if action == Action::Routing {
            report.note("RRT: legs of the routing before are not named in it, so nothing is said of them");
        }
        for dated in &body.flights {
            for date in &dated.dates {
                if report.is_full() {
                    return report.fault("more legs than one message may hold: the rest was not read", at);
                }
                self.day(action, body, dated, *date, report);
            }
        }
    }

    /// The legs of one day, or the flight as a whole where none is named.
    fn day(&self, action: Action, body: &Body, dated: &Dated, date: NaiveDate, report: &mut Report) {
        let at = format!("line {}", dated.number);
        if body.legs.is_empty() {
            if !body.broken {
                self.observe(action, body, dated, date, None, &at, report);
            }
            return;
        }
        let mut before = None;
        for leg in &body.legs {
            let at = format!("line {}", leg.number);
            let times = leg.times.map(|_| routing::times(leg, date, self.clock, before, self.told.atlas, &at, report));
            before = times.and_then(|times: Times| times.arrival.or(times.departure)).or(before);
            self.observe(action, body, dated, date, Some((leg, times.unwrap_or_default())), &at, report);
        }
    }

    #[expect(clippy::too_many_arguments, reason = "one leg of one day of one part: each is its own thing")]
    fn observe(
        &self,
        action: Action,
        body: &Body,
        dated: &Dated,
        date: NaiveDate,
        leg: Option<(&Leg, Times)>,
        at: &str,
        report: &mut Report,
    ) {
        let mut says = Says::default();
        match action {
            Action::Cancel => says.flag(Field::Cancelled, true),
            Action::Reinstate => says.flag(Field::Cancelled, false),
            Action::Renumber => {
                let new = body.renumbered.as_ref().map(leg::shown);
                says.put(Field::Renumbered, Stage::Estimated, new.map(Value::Text));
            }
            _ => {}
        }
        if let Some((_, times)) = leg.filter(|_| !matches!(action, Action::Cancel | Action::Renumber)) {
            let ends = [(Event::Out, times.departure), (Event::In, times.arrival)];
            for (event, at) in ends.into_iter().filter_map(|(event, at)| Some((event, at?))) {
                says.time(Kind::Scheduled, event, at);
            }
        }
        let aircraft = [(Field::AircraftType, &body.aircraft), (Field::Registration, &body.registration)];
        for (field, text) in aircraft.into_iter().filter(|_| action != Action::Cancel) {
            if let Some(text) = text {
                says.put(field, Stage::Estimated, Some(Value::Text(text.clone())));
            }
        }
        let (carrier, number, suffix) = dated.flight.clone();
        // In UTC the day is that of the first leg, as on every leg; in local time it is the day on which this one leaves.
        let days = leg.and_then(|(leg, _)| leg.times).map_or(0, |(departure, _)| departure.days_after(date));
        let (date, basis) = match self.clock {
            Clock::Utc => (date, DateBasis::Utc),
            Clock::Local => (date.checked_add_days(Days::new(days)).unwrap_or(date), DateBasis::Local),
            Clock::Unsaid => (date, DateBasis::Day),
        };
        let (from, to) = leg.map_or((None, None), |(leg, _)| (Some(leg.from.clone()), Some(leg.to.clone())));
        let flight = FlightRef { carrier, number, suffix, date, basis, from, to, repeat: 1 };
        let says = says.finish(at, report);
        report.observe(Observation { flight, says, reported: self.told.reported }, at);
    }
}
