//! From a manifest's shape to a plan that makes sense: every rule a manifest must meet, each with the
//! JSON pointer of the place and what was expected there. All faults are found at once, because the
//! person who mends a spreadsheet should not have to send it twelve times.
//! Must not know: whether this is a first version or a later one, who publishes, the store.

use super::manifest::{Case, LegKind, LegSpec, Manifest, Traveller};
use super::place::{Airport, FlightKey, designator};
use super::plan::{AgeBand, CaseOf, Counted, Escort, Leg, People, Person, Places, Plan, Reached, TravellerId, Way};
use crate::limits;
use chrono::Datelike;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// One thing wrong with a manifest: readable, but refused by a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// RFC 6901 pointer into the manifest.
    pub pointer: String,
    /// What was expected. Never repeats the value: it may be personal.
    pub expected: String,
}

struct Checker<'a, P: Places> {
    movement: Uuid,
    /// Ids that people have already, by key: those of a part were made in the movement it parted from.
    known: BTreeMap<&'a str, &'a str>,
    manifest: &'a Manifest,
    places: &'a P,
    wrong: Vec<Wrong>,
}

/// Checks a manifest and gives it flight keys, ids and units.
///
/// # Errors
/// Every rule that is not met, in document order.
pub fn plan(movement: Uuid, manifest: &Manifest, places: &impl Places) -> Result<(Plan, People), Vec<Wrong>> {
    plan_again(movement, manifest, None, places)
}

/// The same for a movement that has been published: whoever stood in its last manifest keeps the id they have.
///
/// # Errors
/// Every rule that is not met, in document order.
pub fn plan_again(
    movement: Uuid,
    manifest: &Manifest,
    last: Option<&People>,
    places: &impl Places,
) -> Result<(Plan, People), Vec<Wrong>> {
    let persons = last.into_iter().flat_map(|people| &people.persons);
    let known = persons.filter(|(_, p)| !p.key.is_empty()).map(|(id, p)| (p.key.as_str(), id.as_str())).collect();
    let mut c = Checker { movement, known, manifest, places, wrong: Vec::new() };
    c.slug("/reference", &manifest.reference, limits::REFERENCE_CHARS_MAX);
    c.slug("/programme", &manifest.programme, 40);
    for (i, authority) in manifest.authorities.iter().enumerate() {
        c.slug(&format!("/authorities/{i}"), authority, 40);
    }
    let legs = c.legs();
    let escorts = c.escorts();
    let (travellers, people) = c.people();
    c.bookings(&people);
    if c.wrong.is_empty() {
        let plan = Plan {
            reference: manifest.reference.clone(),
            programme: manifest.programme.clone(),
            authorities: manifest.authorities.clone(),
            legs,
            escorts,
            travellers,
        };
        Ok((plan, people))
    } else {
        Err(c.wrong)
    }
}

/// Checks the legs of a new way onward, as those of a manifest.
///
/// # Errors
/// Every rule that is not met, in order.
pub fn itinerary(legs: &[LegSpec], places: &impl Places) -> Result<Vec<Leg>, Vec<Wrong>> {
    let empty = Manifest { itinerary: legs.to_vec(), ..Manifest::default() };
    let mut c = Checker { movement: Uuid::nil(), known: BTreeMap::new(), manifest: &empty, places, wrong: Vec::new() };
    let legs = c.legs();
    if c.wrong.is_empty() { Ok(legs) } else { Err(c.wrong) }
}

/// The same person keeps the same id over all versions of the manifest.
pub fn traveller_id(movement: Uuid, key: &str) -> TravellerId {
    const ALPHABET: &[u8; 32] = b"23456789abcdefghjkmnpqrstuvwxyz0";
    let digest = Sha256::new().chain_update(movement.as_bytes()).chain_update(key.as_bytes()).finalize();
    digest.iter().take(8).map(|b| char::from(ALPHABET.get(usize::from(b & 31)).copied().unwrap_or(b'0'))).collect()
}

impl<P: Places> Checker<'_, P> {
    fn fault(&mut self, pointer: impl Into<String>, expected: impl Into<String>) {
        self.wrong.push(Wrong { pointer: pointer.into(), expected: expected.into() });
    }

    fn slug(&mut self, pointer: &str, text: &str, max: usize) {
        let ok = !text.is_empty()
            && text.len() <= max
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
        if !ok {
            self.fault(pointer, format!("expected 1 to {max} characters of A-Z a-z 0-9 - _ ."));
        }
    }

    fn text(&mut self, pointer: String, text: &str) {
        if text.trim().is_empty() || text.chars().count() > limits::TEXT_CHARS_MAX {
            self.fault(pointer, format!("expected 1 to {} characters", limits::TEXT_CHARS_MAX));
        }
    }

    fn legs(&mut self) -> Vec<Leg> {
        let specs = &self.manifest.itinerary;
        if specs.is_empty() || specs.len() > limits::LEGS_MAX {
            self.fault("/itinerary", format!("expected 1 to {} legs", limits::LEGS_MAX));
        }
        let mut legs: Vec<Leg> = Vec::new();
        for (i, spec) in specs.iter().enumerate() {
            let at = format!("/itinerary/{i}");
            let of_this_age = |time: chrono::DateTime<chrono::Utc>| limits::PLAN_YEARS.contains(&time.year());
            if !of_this_age(spec.scheduled_out) || !of_this_age(spec.scheduled_in) {
                self.fault(format!("{at}/scheduled_out"), "expected times of this age");
                continue;
            }
            if spec.scheduled_in <= spec.scheduled_out {
                self.fault(format!("{at}/scheduled_in"), "expected a time after scheduled_out");
            }
            if let Some(previous) = i.checked_sub(1).and_then(|p| specs.get(p)) {
                if spec.scheduled_out < previous.scheduled_in {
                    self.fault(
                        format!("{at}/scheduled_out"),
                        "expected a time not before the previous leg's scheduled_in",
                    );
                }
                if !spec.from.eq_ignore_ascii_case(&previous.to) {
                    self.fault(
                        format!("{at}/from"),
                        "expected the place where the previous leg ends; add a ground leg between two places",
                    );
                }
            }
            if let Some(way) = self.way(&at, spec) {
                legs.push(Leg {
                    way,
                    from: place(&spec.from),
                    to: place(&spec.to),
                    scheduled_out: spec.scheduled_out,
                    scheduled_in: spec.scheduled_in,
                });
            }
        }
        legs
    }

    fn way(&mut self, at: &str, spec: &LegSpec) -> Option<Way> {
        match (spec.kind, spec.charter) {
            (LegKind::Ground, _) => {
                self.text(format!("{at}/from"), &spec.from);
                self.text(format!("{at}/to"), &spec.to);
                if spec.mode.is_none() {
                    self.fault(format!("{at}/mode"), "expected bus, hotel, walk or road for a ground leg");
                }
                spec.mode.map(Way::Ground)
            }
            (LegKind::Flight, true) => {
                let Some(operator) = spec.operator.clone() else {
                    self.fault(format!("{at}/operator"), "expected the operator of a charter");
                    return None;
                };
                Some(Way::Charter {
                    operator,
                    callsign: spec.callsign.clone(),
                    registration: spec.registration.clone(),
                })
            }
            (LegKind::Flight, false) => self.flight(at, spec).map(Way::Flight),
        }
    }

    fn flight(&mut self, at: &str, spec: &LegSpec) -> Option<FlightKey> {
        let ends = [("from", &spec.from), ("to", &spec.to)].map(|(name, text)| match Airport::parse(text) {
            Ok(airport) => Some(airport),
            Err(e) => {
                self.fault(format!("{at}/{name}"), e.to_string());
                None
            }
        });
        let carrier = spec.carrier.as_deref().map(|c| self.places.iata_carrier(c)).unwrap_or_default();
        let number = spec.number.as_deref().unwrap_or_default();
        let named = designator(&format!("{carrier}{number}"));
        if named.is_none() {
            self.fault(
                format!("{at}/number"),
                "expected a carrier of 2 characters and a number of 1 to 9999, with at most one letter after it",
            );
        }
        let [Some(from), Some(to)] = ends else { return None };
        let (carrier, number, suffix) = named?;
        let Some(date) = self.places.local_date(&from, spec.scheduled_out) else {
            self.fault(
                format!("{at}/from"),
                "expected an airport of config/airports.csv, whose time zone dates the flight",
            );
            return None;
        };
        Some(FlightKey { carrier, number, suffix, date, from, to, repeat: 1 })
    }

    fn escorts(&mut self) -> Vec<Escort> {
        let legs = self.manifest.itinerary.len();
        let mut escorts = Vec::new();
        for (i, e) in self.manifest.escorts.iter().enumerate() {
            self.slug(&format!("/escorts/{i}/account"), &e.account, 40);
            if e.from < 1 || e.to < e.from || usize::from(e.to) > legs {
                self.fault(format!("/escorts/{i}/from"), format!("expected legs from 1 to {legs}, from not after to"));
            }
            escorts.push(Escort { account: e.account.clone(), kind: e.kind, from_leg: e.from, to_leg: e.to });
        }
        escorts
    }

    fn people(&mut self) -> (Vec<Counted>, People) {
        let manifest = self.manifest;
        let mut people = People::default();
        for e in &manifest.escorts {
            people.escorts.insert(e.account.clone(), Reached { called: e.called.clone(), phone: e.phone.clone() });
        }
        let total: usize = manifest.cases.iter().map(|c| c.travellers.len()).sum();
        if total == 0 || total > limits::TRAVELLERS_MAX {
            self.fault("/cases", format!("expected 1 to {} travellers in all", limits::TRAVELLERS_MAX));
        }
        let mut keys: BTreeMap<&str, &Traveller> = BTreeMap::new();
        for traveller in manifest.cases.iter().flat_map(|c| &c.travellers) {
            keys.entry(traveller.key.as_str()).or_insert(traveller);
        }
        let mut seen = BTreeSet::new();
        let mut units: Vec<String> = Vec::new();
        let mut counted = Vec::new();
        for (i, case) in manifest.cases.iter().enumerate() {
            self.text(format!("/cases/{i}/number"), &case.number);
            let unit_name = case.unit.clone().unwrap_or_else(|| format!("case {}", case.number));
            let unit = units.iter().position(|u| *u == unit_name).unwrap_or_else(|| {
                units.push(unit_name);
                units.len() - 1
            });
            let unit = u16::try_from(unit).unwrap_or(u16::MAX);
            let mut ids = Vec::new();
            for (j, t) in case.travellers.iter().enumerate() {
                let at = format!("/cases/{i}/travellers/{j}");
                if !seen.insert(t.key.as_str()) {
                    self.fault(format!("{at}/key"), "expected a key that no other traveller of the movement has");
                }
                if let Some((count, person)) = self.traveller(&at, case, unit, t, &keys) {
                    ids.push(count.id.clone());
                    people.persons.insert(count.id.clone(), person);
                    counted.push(count);
                }
            }
            people.cases.push(CaseOf {
                number: case.number.clone(),
                unit,
                linked: case.linked.clone(),
                travellers: ids,
            });
        }
        people.bookings = manifest.bookings.clone();
        (counted, people)
    }

    fn traveller(
        &mut self,
        at: &str,
        case: &Case,
        unit: u16,
        t: &Traveller,
        keys: &BTreeMap<&str, &Traveller>,
    ) -> Option<(Counted, Person)> {
        self.slug(&format!("{at}/key"), &t.key, 40);
        if t.key.contains(&case.number) {
            self.fault(format!("{at}/key"), "expected an opaque key, without the case number in it");
        }
        self.text(format!("{at}/name"), &t.name);
        // Without a leg there is no day of travel; that is said once, not once for every child.
        let first = self.manifest.itinerary.first();
        let travel_date = first.map_or(chrono::NaiveDate::MAX, |leg| leg.scheduled_out.date_naive());
        let Some(age_band) = AgeBand::of(&t.born, travel_date) else {
            self.fault(format!("{at}/born"), "expected a year like 1990 or a date like 1990-05-17");
            return None;
        };
        let adult_with =
            t.with.as_deref().and_then(|key| keys.get(key)).and_then(|a| AgeBand::of(&a.born, travel_date));
        match (&t.with, adult_with) {
            (Some(_), None) => self.fault(format!("{at}/with"), "expected the key of a traveller of this movement"),
            (Some(_), Some(band)) if band.minor() => self.fault(format!("{at}/with"), "expected the key of an adult"),
            (None, _) if age_band.minor() && t.guardian.is_none() => {
                self.fault(at, "expected `with` (a responsible adult's key) or `guardian` for a traveller under 18");
            }
            _ => {}
        }
        let receiver = t.receiver.as_ref().or(case.receiver.as_ref()).or(self.manifest.receiver.as_ref()).cloned();
        if let Some(id) = receiver.as_deref() {
            self.slug(&format!("{at}/receiver"), id, 40);
        }
        for (k, need) in t.needs.iter().enumerate() {
            if need.code().len() != 4 || !need.code().bytes().all(|b| b.is_ascii_uppercase()) {
                self.fault(format!("{at}/needs/{k}"), "expected a service code of four capital letters, like WCHR");
            }
        }
        let id = self.id(&t.key);
        let in_arms = age_band == AgeBand::Infant;
        let unaccompanied = age_band.minor() && t.with.is_none();
        let person = Person {
            key: t.key.clone(),
            name: t.name.clone(),
            called: t.called.clone().unwrap_or_else(|| t.name.clone()),
            name_local: t.name_local.clone(),
            born: t.born.clone(),
            sex: t.sex,
            principal: t.principal,
            with: t.with.as_deref().map(|key| self.id(key)),
            guardian: t.guardian.clone(),
            languages: t.languages.clone(),
            needs: t.needs.clone(),
            bags: t.bags,
            papers: t.papers.clone(),
        };
        Some((Counted { id, receiver, unit, in_arms, age_band, unaccompanied }, person))
    }

    fn id(&self, key: &str) -> TravellerId {
        self.known.get(key).map_or_else(|| traveller_id(self.movement, key), |id| (*id).to_owned())
    }

    fn bookings(&mut self, people: &People) {
        let keys: BTreeSet<&str> = people.persons.values().map(|p| p.key.as_str()).collect();
        for (i, booking) in self.manifest.bookings.iter().enumerate() {
            for (j, key) in booking.travellers.iter().enumerate() {
                if !keys.contains(key.as_str()) {
                    self.fault(
                        format!("/bookings/{i}/travellers/{j}"),
                        "expected the key of a traveller of this movement",
                    );
                }
            }
        }
    }
}

/// Codes in capitals; free text (a bus stop, a hotel) as it came.
fn place(text: &str) -> String {
    Airport::parse(text).map(|a| a.to_string()).unwrap_or_else(|_| text.trim().to_owned())
}

#[cfg(test)]
mod tests;
