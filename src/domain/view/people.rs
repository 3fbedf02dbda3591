//! The people document: cases, names, needs and whereabouts per person, one struct per audience. It exists
//! exactly as long as the names window of its audience is open. Must not know: the clock, live documents.
//! Needs are actions; the code stands beside them only for the coordinator.

use super::Scene;
use super::custody::WhereView;
use super::sums::of_receiver;
use super::words;
use crate::domain::access::Grant;
use crate::domain::fact::Level;
use crate::domain::manifest::{Need, Paper, Sex};
use crate::domain::plan::{AgeBand, CaseOf, Counted, Person, Places};
use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use uuid::Uuid;

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "People{C}")]
pub struct PeopleView<C> {
    movement: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<DateTime<Utc>>,
    cases: Vec<CaseView<C>>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Case{T}")]
pub struct CaseView<T> {
    case: String,
    unit: u16,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    linked: Vec<String>,
    travellers: Vec<T>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct ForCoordinator {
    #[schemars(with = "words::TravellerText")]
    traveller: String,
    called: String,
    name: String,
    name_local: Option<String>,
    age_band: AgeBand,
    born: String,
    sex: Option<Sex>,
    #[schemars(with = "Option<words::TravellerText>")]
    with: Option<String>,
    receiver: Option<String>,
    languages: Vec<String>,
    needs: Vec<NeedView>,
    papers: Vec<PaperView>,
    bags: u8,
    #[serde(flatten)]
    whereabouts: WhereView,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct ForStation {
    #[schemars(with = "words::TravellerText")]
    traveller: String,
    called: String,
    name: String,
    name_local: Option<String>,
    age_band: AgeBand,
    sex: Option<Sex>,
    #[schemars(with = "Option<words::TravellerText>")]
    with: Option<String>,
    languages: Vec<String>,
    needs: Vec<NeedView>,
    papers: Vec<PaperView>,
    bags: u8,
    #[serde(flatten)]
    whereabouts: WhereView,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct ForReceiver {
    #[schemars(with = "words::TravellerText")]
    traveller: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    called: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name_local: Option<String>,
    age_band: AgeBand,
    #[serde(skip_serializing_if = "Option::is_none")]
    born: Option<String>,
    sex: Option<Sex>,
    #[schemars(with = "Option<words::TravellerText>")]
    with: Option<String>,
    languages: Vec<String>,
    needs: Vec<NeedView>,
    bags: u8,
    #[serde(flatten)]
    whereabouts: WhereView,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct ForEscort {
    #[schemars(with = "words::TravellerText")]
    traveller: String,
    called: String,
    name: String,
    name_local: Option<String>,
    age_band: AgeBand,
    sex: Option<Sex>,
    #[schemars(with = "Option<words::TravellerText>")]
    with: Option<String>,
    languages: Vec<String>,
    needs: Vec<NeedView>,
    #[schemars(with = "Vec<words::PaperWord>")]
    papers: Vec<&'static str>,
    bags: u8,
    #[serde(flatten)]
    whereabouts: WhereView,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct NeedView {
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    action: String,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct PaperView {
    kind: String,
    there: bool,
    valid_until: Option<NaiveDate>,
}

/// Who can be called, and what they are called.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ContactView {
    pub who: String,
    pub called: Option<String>,
    pub phone: Option<String>,
}

pub fn coordinator<P: Places>(scene: &Scene<P>, grant: &Grant) -> Option<PeopleView<ForCoordinator>> {
    build(
        scene,
        grant,
        Level::Names,
        None,
        |c| c.number.clone(),
        |id, p, t, whereabouts| ForCoordinator {
            traveller: id.to_owned(),
            called: p.called.clone(),
            name: p.name.clone(),
            name_local: p.name_local.clone(),
            age_band: t.age_band,
            born: p.born.clone(),
            sex: p.sex,
            with: p.with.clone(),
            receiver: t.receiver.clone(),
            languages: p.languages.clone(),
            needs: needs(scene, &p.needs, true),
            papers: papers(&p.papers),
            bags: p.bags,
            whereabouts,
        },
    )
}

pub fn station<P: Places>(scene: &Scene<P>, grant: &Grant) -> Option<PeopleView<ForStation>> {
    build(
        scene,
        grant,
        Level::Names,
        None,
        |c| tail(&c.number),
        |id, p, t, whereabouts| ForStation {
            traveller: id.to_owned(),
            called: p.called.clone(),
            name: p.name.clone(),
            name_local: p.name_local.clone(),
            age_band: t.age_band,
            sex: p.sex,
            with: p.with.clone(),
            languages: p.languages.clone(),
            needs: needs(scene, &p.needs, false),
            papers: papers(&p.papers),
            bags: p.bags,
            whereabouts,
        },
    )
}

/// From publication needs and age bands; names and years once the window has come.
pub fn receiver<P: Places>(scene: &Scene<P>, grant: &Grant, id: &str) -> Option<PeopleView<ForReceiver>> {
    let named = grant.level >= Level::Names;
    build(
        scene,
        grant,
        Level::People,
        Some(id),
        |c| c.number.clone(),
        |id, p, t, whereabouts| ForReceiver {
            traveller: id.to_owned(),
            called: named.then(|| p.called.clone()),
            name: named.then(|| p.name.clone()),
            name_local: p.name_local.clone().filter(|_| named),
            age_band: t.age_band,
            born: named.then(|| p.born.chars().take(4).collect()),
            sex: p.sex,
            with: p.with.clone(),
            languages: p.languages.clone(),
            needs: needs(scene, &p.needs, false),
            bags: p.bags,
            whereabouts,
        },
    )
}

pub fn escort<P: Places>(scene: &Scene<P>, grant: &Grant) -> Option<PeopleView<ForEscort>> {
    build(
        scene,
        grant,
        Level::Names,
        None,
        |c| tail(&c.number),
        |id, p, t, whereabouts| ForEscort {
            traveller: id.to_owned(),
            called: p.called.clone(),
            name: p.name.clone(),
            name_local: p.name_local.clone(),
            age_band: t.age_band,
            sex: p.sex,
            with: p.with.clone(),
            languages: p.languages.clone(),
            needs: needs(scene, &p.needs, false),
            papers: p.papers.iter().map(|p| kind(&p.kind)).collect(),
            bags: p.bags,
            whereabouts,
        },
    )
}

fn build<P: Places, T>(
    scene: &Scene<P>,
    grant: &Grant,
    least: Level,
    receiver: Option<&str>,
    case: impl Fn(&CaseOf) -> String,
    person: impl Fn(&str, &Person, &Counted, WhereView) -> T,
) -> Option<PeopleView<T>> {
    if grant.level < least {
        return None;
    }
    let m = scene.movement;
    let people = m.people.as_ref()?;
    let one = |id: &String| {
        let counted = m.plan.travellers.iter().find(|t| t.id == *id)?;
        if !of_receiver(m, id, receiver) {
            return None;
        }
        let whereabouts = super::custody::whereabouts(m, counted, &grant.audience)?;
        Some(person(id, people.persons.get(id)?, counted, whereabouts))
    };
    let cases = people
        .cases
        .iter()
        .map(|c| CaseView {
            case: case(c),
            unit: c.unit,
            linked: c.linked.iter().map(|l| if receiver.is_none() { l.clone() } else { tail(l) }).collect(),
            travellers: c.travellers.iter().filter_map(one).collect::<Vec<T>>(),
        })
        .filter(|c| !c.travellers.is_empty())
        .map(|mut c| {
            if !matches!(grant.audience, crate::domain::audience::Audience::Coordinator(_)) {
                c.linked = c.linked.iter().map(|l| tail(l)).collect();
            }
            c
        })
        .collect();
    Some(PeopleView { movement: m.id, until: grant.people_until.map(|at| at.trunc_subsecs(0)), cases })
}

/// The next parties' phones: every post and escort of the plan.
pub fn contacts<P: Places>(scene: &Scene<P>) -> Vec<ContactView> {
    let stations = scene
        .movement
        .plan
        .stops()
        .into_iter()
        .filter_map(|stop| scene.places.station_contact(stop))
        .map(|(who, called, phone)| ContactView { who, called, phone });
    stations.chain(escorts(scene, 1)).collect()
}

/// Receivers, where the journey ends: a post there hands people on to them by name. Their phones are the desk's.
pub fn receivers<P: Places>(scene: &Scene<P>) -> impl Iterator<Item = ContactView> {
    let contact = |id: &str| ContactView { who: format!("receiver:{id}"), called: None, phone: None };
    scene.movement.plan.receivers().into_iter().map(contact)
}

/// Receivers get the last escort's phone once names are open.
pub fn last_escort<P: Places>(scene: &Scene<P>, grant: &Grant) -> Vec<ContactView> {
    let last = u8::try_from(scene.movement.plan.legs.len()).unwrap_or(u8::MAX);
    if grant.level >= Level::Names { escorts(scene, last).collect() } else { Vec::new() }
}

fn escorts<P: Places>(scene: &Scene<P>, until_leg: u8) -> impl Iterator<Item = ContactView> {
    let people = scene.movement.people.clone();
    let plan = scene.movement.plan.clone();
    plan.escorts
        .clone()
        .into_iter()
        .filter(move |e| e.to_leg >= until_leg)
        .map(move |e| {
            let reached = people.as_ref().and_then(|p| p.escorts.get(&e.account));
            ContactView {
                who: format!("escort:{}", e.account),
                called: reached.and_then(|r| r.called.clone()),
                phone: reached.and_then(|r| r.phone.clone()),
            }
        })
        .filter(|c| c.phone.is_some() || c.called.is_some())
}

fn needs<P: Places>(scene: &Scene<P>, needs: &[Need], codes: bool) -> Vec<NeedView> {
    needs
        .iter()
        .map(|n| NeedView { code: codes.then(|| n.code().to_owned()), action: scene.places.need_action(n.code()) })
        .collect()
}

fn papers(papers: &[Paper]) -> Vec<PaperView> {
    papers.iter().map(|p| PaperView { kind: p.kind.clone(), there: true, valid_until: p.valid_until }).collect()
}

/// Escorts see only whether it is the travel document or something else.
fn kind(kind: &str) -> &'static str {
    if kind == "travel-document" { "travel-document" } else { "other" }
}

/// The last four characters of a case number.
fn tail(number: &str) -> String {
    let from = number.char_indices().rev().nth(3).map_or(0, |(i, _)| i);
    number.get(from..).unwrap_or_default().to_owned()
}
