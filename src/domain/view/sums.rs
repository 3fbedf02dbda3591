//! Counts, sums, notices and doors: the parts of a live document that are about people as numbers and about
//! what was told. Which audience gets which part stands in that audience's own file.
//! Must not know: audiences, grants, flights' times.

use super::Scene;
use crate::domain::audience::Audience;
use crate::domain::fact::{NoticeKind, Priority, Stage};
use crate::domain::movement::{Alert, Counting, Episode, Movement, Told, Window};
use crate::domain::place::FlightKey;
use crate::domain::plan::Places;
use crate::limits;
use chrono::{DateTime, SubsecRound, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;
use uuid::Uuid;

#[derive(Debug, Serialize, JsonSchema)]
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
    #[schemars(range(min = 1))]
    pub leg: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Audience>")]
    pub by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acted: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub other: Vec<OtherCount>,
    /// Where it was counted in parts that add up.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<PartCount>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct PartCount {
    pub part: String,
    pub here: u16,
    pub in_arms: u16,
    pub by: String,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct OtherCount {
    pub here: u16,
    pub in_arms: u16,
    #[schemars(with = "Audience")]
    pub by: String,
    pub acted: DateTime<Utc>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct SumView {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    pub action: String,
    pub count: u16,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct LanguageView {
    pub language: String,
    pub count: u16,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct ClaimView {
    pub station: String,
    #[schemars(with = "FlightKey")]
    pub flight: String,
    pub by: String,
    pub at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arrived: Option<DateTime<Utc>>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct NoticeView {
    pub id: Uuid,
    pub kind: NoticeKind,
    pub text: String,
    pub words: WordsView,
    pub at: DateTime<Utc>,
    #[schemars(with = "Stage")]
    pub stage: &'static str,
    pub must_ack: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Audience>")]
    pub party: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acknowledged: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_word: Option<DateTime<Utc>>,
}

/// The parameters of a notice, for a screen that says it in its reader's language.
#[derive(Debug, Serialize, JsonSchema)]
pub struct WordsView {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flight: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<DateTime<Utc>>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct AlertView {
    pub id: Uuid,
    pub kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    pub at: DateTime<Utc>,
    /// Whom it is about; only where the reader has them by name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub travellers: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub party: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct DoorView {
    pub receiver: String,
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_word: Option<DateTime<Utc>>,
}

/// Expected against the newest count; parts of one place add up.
pub fn counts(movement: &Movement, receiver: Option<&str>, mine: impl Fn(&Counting) -> bool) -> CountsView {
    let (expected, in_arms) = movement.expected(receiver);
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
        parts: Vec::new(),
    };
    let newest = movement
        .counts
        .iter()
        .flat_map(|(at, held)| held.iter().map(move |c| (at, c)))
        .filter(|(_, c)| mine(c))
        .max_by_key(|(_, c)| (c.acted, c.id));
    let Some(((leg, place, _), last)) = newest else { return view };
    // A receiver's number is of its own people, a post's is of all: one is never read as the other.
    let alike = |c: &&Counting| mine(c) && sphere(c) == sphere(last);
    let there = || movement.counts.iter().filter(|((l, p, _), _)| l == leg && p == place);
    let parts = there().filter_map(|(_, held)| held.iter().rev().find(alike));
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
        .filter(|c| c.id != last.id && mine(c));
    view.other = differing
        .map(|c| OtherCount {
            here: c.count.here,
            in_arms: c.count.in_arms.unwrap_or(0),
            by: c.audience.clone(),
            acted: c.acted.trunc_subsecs(0),
        })
        .collect();
    view.parts = there()
        .filter_map(|((_, _, part), held)| {
            let c = held.iter().rev().find(alike)?;
            let (part, by) = (part.clone()?, c.audience.clone());
            Some(PartCount { part, here: c.count.here, in_arms: c.count.in_arms.unwrap_or(0), by })
        })
        .collect();
    view
}

/// Whose people a count is of: a receiver's own, or everybody.
fn sphere(counting: &Counting) -> Option<&str> {
    Some(counting.audience.as_str()).filter(|audience| audience.starts_with("receiver:"))
}

pub fn notices(movement: &Movement, mine: impl Fn(&Told) -> bool, with_party: bool) -> Vec<NoticeView> {
    let mut notices: Vec<(&Uuid, &Told)> = movement.notices.iter().filter(|(_, t)| mine(t)).collect();
    // What still waits for an answer first, or a long day would push it out.
    let answered = |t: &Told| !waits(movement, t) || t.acknowledged.is_some();
    notices.sort_by_key(|(id, t)| (answered(t), std::cmp::Reverse(t.at), **id));
    notices.truncate(limits::NOTICES_SHOWN_MAX);
    let view = |(id, told): (&Uuid, &Told)| NoticeView {
        id: *id,
        kind: told.notice.kind,
        text: told.notice.words.text.clone(),
        words: WordsView {
            flight: told.notice.words.flight.clone(),
            at: told.notice.words.at.clone(),
            min: told.notice.words.min,
            count: told.notice.words.count,
            from: told.notice.words.from,
            to: told.notice.words.to,
        },
        at: told.at.trunc_subsecs(0),
        stage: told.stage.as_str(),
        must_ack: waits(movement, told),
        party: with_party.then(|| told.notice.party.clone()),
        acknowledged: told.acknowledged.as_ref().map(|d| d.at.trunc_subsecs(0)),
        next_word: told.notice.next_word.map(|at| at.trunc_subsecs(0)),
    };
    notices.into_iter().map(view).collect()
}

/// Whether a notice still asks for an answer. News of an alarm that is over, because somebody was found or a late report
/// made it void, asks for none: it stays in the list as what was told.
fn waits(movement: &Movement, told: &Told) -> bool {
    let over = told.notice.kind.of_an_alarm() && !movement.alerts.contains_key(&told.notice.cause);
    told.notice.must_ack && !over
}

/// Open alerts. Free text is for whoever wrote it and for the coordinator (`product.md`).
pub fn alerts(movement: &Movement, reader: &str, named: bool) -> Vec<AlertView> {
    let reads = |a: &Alert| reader.starts_with("coordinator:") || a.audience.as_deref() == Some(reader);
    // A post knows neither other posts nor who receives, and that somebody is in a hospital or a hotel only of those it
    // gave there itself: the coordinator and the escort see whom people were last with.
    let open = |party: &str| ["aboard:", "escort:", "alone"].iter().any(|p| party.starts_with(p));
    let tells = |a: &Alert, party: &str| {
        !reader.starts_with("station:")
            || party == reader
            || a.audience.as_deref() == Some(reader)
            || open(party)
            || (party.starts_with("out:") && a.parties.iter().any(|p| p == reader))
    };
    let view = |(id, a): (&Uuid, &Alert)| AlertView {
        id: *id,
        kind: a.kind.clone(),
        text: a.text.clone().filter(|_| reads(a)),
        at: a.at.trunc_subsecs(0),
        // A long list is in the people document; here it would push out what is new.
        travellers: if named && a.travellers.len() <= limits::LINES_SHOWN_MAX { a.travellers.clone() } else { vec![] },
        party: a.party.clone().filter(|party| tells(a, party)),
        count: u16::try_from(a.travellers.len()).ok().filter(|n| *n > 0),
        priority: a.priority,
    };
    // The newest, as of notices: a live document stays small however long a bad day gets.
    let mut newest: Vec<(&Uuid, &Alert)> = movement.alerts.iter().collect();
    newest.sort_by_key(|(id, a)| (std::cmp::Reverse(a.at), **id));
    newest.into_iter().take(limits::NOTICES_SHOWN_MAX).map(view).collect()
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
        if scene.movement.custody.dropped.contains_key(id) || !of_receiver(scene.movement, id, receiver) {
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
        let counts = !movement.custody.dropped.contains_key(id) && of_receiver(movement, id, receiver);
        if let Some(first) = person.languages.first().filter(|_| counts) {
            *sums.entry(first).or_default() += 1;
        }
    }
    let mut list: Vec<LanguageView> =
        sums.into_iter().map(|(language, count)| LanguageView { language: language.to_owned(), count }).collect();
    list.sort_by_key(|l| (std::cmp::Reverse(l.count), l.language.clone()));
    list
}

pub fn of_receiver(movement: &Movement, id: &str, receiver: Option<&str>) -> bool {
    let mine = |t: &crate::domain::plan::Counted| receiver.is_none() || t.receiver.as_deref() == receiver;
    movement.plan.travellers.iter().any(|t| t.id == id && mine(t))
}

/// What is a reason for a door window; what happened to people is not, and is not for everybody who sees the window.
fn moves_the_door(kind: NoticeKind) -> bool {
    use NoticeKind::{Broken, Cancelled, Diverted, Door, Manifest, Recovered, Reinstated, Rerouted, Returned, Split};
    matches!(
        kind,
        Broken | Cancelled | Diverted | Door | Manifest | Recovered | Reinstated | Rerouted | Returned | Split
    )
}

/// The door windows as last told, each with the newest reason its own receiver was given. None while the way
/// there is broken: the last window would be read as a promise.
pub fn doors<P: Places>(scene: &Scene<P>, mine: impl Fn(&str) -> bool) -> Vec<DoorView> {
    let movement = scene.movement;
    if super::live::state(scene) == "broken" {
        return Vec::new();
    }
    let view = |(receiver, e): (&String, &Episode<Window>)| {
        let party = format!("receiver:{receiver}");
        let told = movement.notices.values().filter(|t| t.notice.party == party && moves_the_door(t.notice.kind));
        let newest = told.max_by_key(|t| (t.at, t.notice.cause));
        DoorView {
            receiver: receiver.clone(),
            from: e.now.0.trunc_subsecs(0),
            to: e.now.1.trunc_subsecs(0),
            cause: newest.map(|t| t.notice.words.text.clone()),
            next_word: newest.and_then(|t| t.notice.next_word).map(|at| at.trunc_subsecs(0)),
        }
    };
    movement.doors.iter().filter(|(receiver, _)| mine(receiver)).map(view).collect()
}
