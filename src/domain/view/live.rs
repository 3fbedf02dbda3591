//! The parts that live documents are built of, and how they are filled from a scene. Which audience gets
//! which part stands in that audience's own file. Instants are whole seconds; a field an audience may not
//! see is absent, not null. Must not know: audiences, grants.

use super::Scene;
use crate::domain::band::Band;
use crate::domain::fact::{NoticeKind, Turn};
use crate::domain::merged::{Merged, ToldText, ToldValue};
use crate::domain::movement::{Counting, Movement, Told};
use crate::domain::observation::Value;
use crate::domain::observation::{Event, Kind};
use crate::domain::plan::{Leg, Places, Way};
use crate::domain::standing::Connection;
use chrono::{DateTime, SubsecRound, Utc};
use serde::Serialize;
use std::collections::BTreeMap;
use uuid::Uuid;

#[derive(Debug, Serialize)]
pub struct LegView {
    pub leg: u8,
    pub kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flight: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<&'static str>,
    pub from: String,
    pub to: String,
    pub status: String,
    pub times: BTreeMap<&'static str, Stamped>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gate_out: Option<StampedText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terminal_out: Option<StampedText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gate_in: Option<StampedText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terminal_in: Option<StampedText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub belt: Option<StampedText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub diverted_to: Option<StampedText>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub delay_codes: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub disagreements: Vec<DisagreementView>,
}

/// A time, who said it, and since when they have said it.
#[derive(Debug, Serialize)]
pub struct Stamped {
    pub at: DateTime<Utc>,
    pub source: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub heard: Option<DateTime<Utc>>,
}

#[derive(Debug, Serialize)]
pub struct StampedText {
    pub value: String,
    pub source: String,
    pub heard: DateTime<Utc>,
}

#[derive(Debug, Serialize)]
pub struct DisagreementView {
    pub field: &'static str,
    pub values: Vec<StampedText>,
}

#[derive(Debug, Serialize)]
pub struct ConnectionView {
    pub station: String,
    #[serde(rename = "in")]
    pub arriving: u8,
    #[serde(rename = "out")]
    pub departing: u8,
    pub band: Band,
    pub limit: &'static str,
    #[serde(flatten)]
    pub margin: Option<MarginView>,
    /// The longest part, as a reason without minutes, for those who may not see the minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct MarginView {
    pub needed_min: i64,
    pub available_min: Option<i64>,
    pub margin_min: Option<i64>,
    pub limit_at: Option<DateTime<Utc>>,
    pub ready_at: Option<DateTime<Utc>>,
    pub parts: Vec<PartView>,
}

#[derive(Debug, Serialize)]
pub struct PartView {
    pub what: String,
    pub min: i64,
}

#[derive(Debug, Serialize)]
pub struct CountsView {
    pub expected: u16,
    pub in_arms: u16,
    pub escorts: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub here: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub over: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leg: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acted: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub other: Vec<OtherCount>,
}

#[derive(Debug, Serialize)]
pub struct OtherCount {
    pub here: u16,
    pub in_arms: u16,
    pub by: String,
    pub acted: DateTime<Utc>,
}

#[derive(Debug, Serialize)]
pub struct SumView {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    pub action: String,
    pub count: u16,
}

#[derive(Debug, Serialize)]
pub struct LanguageView {
    pub language: String,
    pub count: u16,
}

#[derive(Debug, Serialize)]
pub struct ClaimView {
    pub station: String,
    pub flight: String,
    pub by: String,
    pub at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arrived: Option<DateTime<Utc>>,
}

#[derive(Debug, Serialize)]
pub struct NoticeView {
    pub id: Uuid,
    pub kind: NoticeKind,
    pub text: String,
    pub words: WordsView,
    pub at: DateTime<Utc>,
    pub stage: &'static str,
    pub must_ack: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub party: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acknowledged: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_word: Option<DateTime<Utc>>,
}

/// The parameters of a notice, for a screen that says it in its reader's language.
#[derive(Debug, Serialize)]
pub struct WordsView {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flight: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<DateTime<Utc>>,
}

#[derive(Debug, Serialize)]
pub struct AlertView {
    pub id: Uuid,
    pub kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    pub at: DateTime<Utc>,
}

#[derive(Debug, Serialize)]
pub struct DoorView {
    pub receiver: String,
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_word: Option<DateTime<Utc>>,
}

/// planned · moving · broken · arrived · closed · cancelled.
pub fn state<P: Places>(scene: &Scene<P>) -> &'static str {
    let m = scene.movement;
    if m.cancelled.is_some() {
        return "cancelled";
    }
    if m.closed.is_some() {
        return "closed";
    }
    let ahead = |c: &&Connection| !scene.flights.has_left(m, c.departing);
    let lost = m.turns.values().any(|e| matches!(e.now, Turn::Cancelled | Turn::Diverted(_)));
    if lost || scene.connections.iter().filter(ahead).any(|c| c.margin.band == Band::Broken) {
        return "broken";
    }
    let last = u8::try_from(m.plan.legs.len()).unwrap_or(u8::MAX);
    match (m.turn(last), m.turn(1)) {
        (Turn::In, _) => "arrived",
        (_, Turn::Planned | Turn::Returned) => "planned",
        _ => "moving",
    }
}

pub fn legs<P: Places>(scene: &Scene<P>, mine: impl Fn(u8, &Leg) -> bool) -> Vec<LegView> {
    scene.movement.plan.numbered().filter(|(n, leg)| mine(*n, leg)).map(|(n, leg)| leg_view(scene, n, leg)).collect()
}

fn leg_view<P: Places>(scene: &Scene<P>, number: u8, leg: &Leg) -> LegView {
    let merged = scene.flights.of(leg);
    let text = |pick: fn(&Merged) -> &Option<ToldText>| merged.and_then(|m| pick(m).as_ref()).map(stamped);
    let (kind, mode) = match &leg.way {
        Way::Ground(mode) => ("ground", Some(mode.name())),
        _ => ("flight", None),
    };
    LegView {
        leg: number,
        kind,
        flight: leg.flight().map(ToString::to_string),
        mode,
        from: leg.from.clone(),
        to: leg.to.clone(),
        status: merged.map_or("scheduled", |m| m.status.as_str()).to_owned(),
        times: times(scene, number, leg, merged),
        gate_out: text(|m| &m.gate_out),
        terminal_out: text(|m| &m.terminal_out),
        gate_in: text(|m| &m.gate_in),
        terminal_in: text(|m| &m.terminal_in),
        belt: text(|m| &m.belt),
        diverted_to: text(|m| &m.diverted_to),
        delay_codes: merged.map(|m| m.delay_codes.clone()).unwrap_or_default(),
        disagreements: merged.map(disagreements).unwrap_or_default(),
    }
}

/// The merged times; where no feed has given a schedule, the plan's own. A ground leg shows when it will
/// really start once the flight before it is late.
fn times<P: Places>(
    scene: &Scene<P>,
    number: u8,
    leg: &Leg,
    merged: Option<&Merged>,
) -> BTreeMap<&'static str, Stamped> {
    let mut times = merged.map(merged_times).unwrap_or_default();
    let planned = |at: DateTime<Utc>| Stamped {
        at: at.trunc_subsecs(0),
        source: "plan".to_owned(),
        heard: Some(scene.movement.published.trunc_subsecs(0)),
    };
    times.entry("scheduled_out").or_insert_with(|| planned(leg.scheduled_out));
    times.entry("scheduled_in").or_insert_with(|| planned(leg.scheduled_in));
    if leg.flight().is_none() {
        let moved = |at: Option<DateTime<Utc>>, from: DateTime<Utc>| at.filter(|at| *at != from);
        for (name, at) in [
            ("estimated_out", moved(scene.flights.best_out(scene.movement, number), leg.scheduled_out)),
            ("estimated_in", moved(scene.flights.best_in(scene.movement, number), leg.scheduled_in)),
        ] {
            if let Some(at) = at {
                times.insert(name, Stamped { at: at.trunc_subsecs(0), source: "plan".to_owned(), heard: None });
            }
        }
    }
    times
}

pub fn merged_times(merged: &Merged) -> BTreeMap<&'static str, Stamped> {
    let name = |kind: Kind, event: Event| crate::domain::observation::Field::Time(kind, event).name();
    merged
        .times
        .iter()
        .map(|((kind, event), told)| {
            (
                name(*kind, *event),
                Stamped {
                    at: told.at.trunc_subsecs(0),
                    source: told.source.to_string(),
                    heard: Some(told.heard.trunc_subsecs(0)),
                },
            )
        })
        .collect()
}

pub fn stamped(told: &ToldText) -> StampedText {
    StampedText { value: told.value.clone(), source: told.source.to_string(), heard: told.heard.trunc_subsecs(0) }
}

pub fn disagreements(merged: &Merged) -> Vec<DisagreementView> {
    merged
        .disagreements
        .iter()
        .map(|d| DisagreementView { field: d.field, values: d.values.iter().map(differing).collect() })
        .collect()
}

fn differing(told: &ToldValue) -> StampedText {
    let value = match &told.value {
        Value::At(at) => at.trunc_subsecs(0).to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
        Value::Text(text) => text.clone(),
        Value::Flag(flag) => flag.to_string(),
        Value::List(list) => list.join(" "),
    };
    StampedText { value, source: told.source.to_string(), heard: told.heard.trunc_subsecs(0) }
}

/// Connections at the stations that are asked for. `minutes`: whether the parts may be seen.
pub fn connections<P: Places>(
    scene: &Scene<P>,
    minutes: bool,
    mine: impl Fn(&Connection) -> bool,
) -> Vec<ConnectionView> {
    let view = |c: &Connection| {
        let m = &c.margin;
        let longest = m.parts.iter().max_by_key(|p| p.min).map(|p| p.what.to_owned());
        let margin = (minutes && !c.lost()).then(|| MarginView {
            needed_min: m.needed_min,
            available_min: m.available_min,
            margin_min: m.margin_min,
            limit_at: m.limit_at.map(|at| at.trunc_subsecs(0)),
            ready_at: m.ready_at.map(|at| at.trunc_subsecs(0)),
            parts: m.parts.iter().map(|p| PartView { what: p.what.to_owned(), min: p.min }).collect(),
        });
        ConnectionView {
            station: c.station.clone(),
            arriving: c.arriving,
            departing: c.departing,
            band: m.band,
            limit: m.limit.as_str(),
            margin,
            reason: longest,
        }
    };
    scene.connections.iter().filter(|c| mine(c)).map(view).collect()
}

/// Expected against the newest count; parts of one place add up.
pub fn counts(movement: &Movement, receiver: Option<&str>, mine: impl Fn(&Counting) -> bool) -> CountsView {
    let (expected, in_arms) = movement.plan.expected(receiver);
    let escorts = u16::try_from(movement.plan.escorts.len()).unwrap_or(u16::MAX);
    let mut view = CountsView {
        expected,
        in_arms,
        escorts,
        here: None,
        missing: None,
        over: None,
        place: None,
        leg: None,
        by: None,
        acted: None,
        other: Vec::new(),
    };
    let newest = movement
        .counts
        .iter()
        .flat_map(|(at, held)| held.iter().map(move |c| (at, c)))
        .filter(|(_, c)| mine(c))
        .max_by_key(|(_, c)| (c.acted, c.id));
    let Some(((leg, place, _), last)) = newest else { return view };
    let parts =
        movement.counts.iter().filter(|((l, p, _), _)| l == leg && p == place).filter_map(|(_, held)| held.last());
    let (here, over) = parts
        .fold((0u16, 0u16), |(here, over), c| (here.saturating_add(c.count.here), over.saturating_add(c.count.over)));
    view.here = Some(here);
    view.missing = Some(expected.saturating_sub(here));
    view.over = Some(over.max(here.saturating_sub(expected)));
    view.place = Some(place.clone());
    view.leg = Some(*leg);
    view.by = Some(last.audience.clone());
    view.acted = Some(last.acted.trunc_subsecs(0));
    let differing = movement
        .counts
        .get(&(*leg, place.clone(), last.count.part.clone()))
        .into_iter()
        .flatten()
        .filter(|c| c.id != last.id);
    view.other = differing
        .map(|c| OtherCount {
            here: c.count.here,
            in_arms: c.count.in_arms,
            by: c.audience.clone(),
            acted: c.acted.trunc_subsecs(0),
        })
        .collect();
    view
}

pub fn notices(movement: &Movement, mine: impl Fn(&Told) -> bool, with_party: bool) -> Vec<NoticeView> {
    let mut notices: Vec<(&Uuid, &Told)> = movement.notices.iter().filter(|(_, t)| mine(t)).collect();
    notices.sort_by_key(|(id, t)| (std::cmp::Reverse(t.at), **id));
    notices.truncate(crate::limits::NOTICES_SHOWN_MAX);
    let view = |(id, told): (&Uuid, &Told)| NoticeView {
        id: *id,
        kind: told.notice.kind,
        text: told.notice.words.text.clone(),
        words: WordsView {
            flight: told.notice.words.flight.clone(),
            at: told.notice.words.at.clone(),
            min: told.notice.words.min,
            from: told.notice.words.from,
            to: told.notice.words.to,
        },
        at: told.at.trunc_subsecs(0),
        stage: told.stage.as_str(),
        must_ack: told.notice.must_ack,
        party: with_party.then(|| told.notice.party.clone()),
        acknowledged: told.acknowledged.as_ref().map(|d| d.at.trunc_subsecs(0)),
        next_word: told.notice.next_word.map(|at| at.trunc_subsecs(0)),
    };
    notices.into_iter().map(view).collect()
}

pub fn alerts(movement: &Movement, texts: bool) -> Vec<AlertView> {
    let view = |(id, a): (&Uuid, &crate::domain::movement::Alert)| AlertView {
        id: *id,
        kind: a.kind.clone(),
        text: a.text.clone().filter(|_| texts),
        at: a.at.trunc_subsecs(0),
    };
    movement.alerts.iter().map(view).collect()
}

pub fn claims(movement: &Movement, mine: impl Fn(&str) -> bool) -> Vec<ClaimView> {
    let view = |((station, flight), done): (&(String, String), &crate::domain::movement::Done)| ClaimView {
        station: station.clone(),
        flight: flight.clone(),
        by: done.by.clone(),
        at: done.at.trunc_subsecs(0),
        arrived: movement.arrived.get(&(station.clone(), flight.clone())).map(|d| d.at.trunc_subsecs(0)),
    };
    movement.claims.iter().filter(|((station, _), _)| mine(station)).map(view).collect()
}

/// Needs as actions, summed; with the code only for the coordinator.
pub fn needs<P: Places>(scene: &Scene<P>, receiver: Option<&str>, codes: bool) -> Vec<SumView> {
    let mut sums: BTreeMap<(String, String), u16> = BTreeMap::new();
    for (id, person) in scene.movement.people.iter().flat_map(|p| &p.persons) {
        if !of_receiver(scene.movement, id, receiver) {
            continue;
        }
        for need in &person.needs {
            let action = scene.places.need_action(need.code());
            let code = if codes { need.code().to_owned() } else { String::new() };
            *sums.entry((action, code)).or_default() += 1;
        }
    }
    let view = |((action, code), count)| SumView { code: Some(code).filter(|c: &String| !c.is_empty()), action, count };
    sums.into_iter().map(view).collect()
}

pub fn languages(movement: &Movement, receiver: Option<&str>) -> Vec<LanguageView> {
    let mut sums: BTreeMap<&str, u16> = BTreeMap::new();
    for (id, person) in movement.people.iter().flat_map(|p| &p.persons) {
        if let Some(first) = person.languages.first().filter(|_| of_receiver(movement, id, receiver)) {
            *sums.entry(first).or_default() += 1;
        }
    }
    let mut list: Vec<LanguageView> =
        sums.into_iter().map(|(language, count)| LanguageView { language: language.to_owned(), count }).collect();
    list.sort_by_key(|l| (std::cmp::Reverse(l.count), l.language.clone()));
    list
}

pub fn of_receiver(movement: &Movement, id: &str, receiver: Option<&str>) -> bool {
    receiver.is_none() || movement.plan.travellers.iter().any(|t| t.id == id && t.receiver.as_deref() == receiver)
}

/// The door windows as last told.
pub fn doors(movement: &Movement, mine: impl Fn(&str) -> bool) -> Vec<DoorView> {
    let open = movement.notices.values().filter(|t| t.notice.kind != NoticeKind::Departed);
    let newest = open.max_by_key(|t| (t.at, t.notice.cause));
    let view = |(receiver, e): (&String, &crate::domain::movement::Episode<(DateTime<Utc>, DateTime<Utc>)>)| DoorView {
        receiver: receiver.clone(),
        from: e.now.0.trunc_subsecs(0),
        to: e.now.1.trunc_subsecs(0),
        cause: newest.map(|t| t.notice.words.text.clone()),
        next_word: newest.and_then(|t| t.notice.next_word).map(|at| at.trunc_subsecs(0)),
    };
    movement.doors.iter().filter(|(receiver, _)| mine(receiver)).map(view).collect()
}
