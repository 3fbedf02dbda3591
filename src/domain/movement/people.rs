//! Who is in a movement beside its plan: people who come on the way, what is put right about them, and
//! the people of two movements or of two versions together.
//! Must not know: the way, who may see whom.

use super::Movement;
use crate::domain::fact::Fact;
use crate::domain::plan::{Counted, People, TravellerId};
use std::sync::Arc;

impl Movement {
    pub(super) fn add(&mut self, fact: &Fact, traveller: &Counted) {
        if !self.plan.travellers.iter().any(|t| t.id == traveller.id) {
            Arc::make_mut(&mut self.plan).travellers.push(traveller.clone());
        }
        let person = fact.confidence().and_then(|c| c.person.clone());
        if let (Some(person), Some(people)) = (person, &mut self.people) {
            let people = Arc::make_mut(people);
            people.persons.insert(traveller.id.clone(), *person);
            let same = |c: &&mut crate::domain::plan::CaseOf| c.unit == traveller.unit;
            match people.cases.iter_mut().find(same) {
                Some(case) if !case.travellers.contains(&traveller.id) => case.travellers.push(traveller.id.clone()),
                Some(_) => {}
                None => people.cases.push(crate::domain::plan::CaseOf {
                    number: String::new(),
                    unit: traveller.unit,
                    linked: Vec::new(),
                    travellers: vec![traveller.id.clone()],
                }),
            }
        }
    }

    pub(super) fn correct(&mut self, fact: &Fact, traveller: &str) {
        let Some(correction) = fact.confidence().and_then(|c| c.correction.as_deref()) else { return };
        let Some(people) = &mut self.people else { return };
        let Some(person) = Arc::make_mut(people).persons.get_mut(traveller) else { return };
        let put = |held: &mut String, said: &Option<String>| {
            if let Some(said) = said {
                held.clone_from(said);
            }
        };
        put(&mut person.called, &correction.called);
        put(&mut person.name, &correction.name);
        person.name_local = correction.name_local.clone().or(person.name_local.take());
        person.sex = correction.sex.or(person.sex);
        person.bags = correction.bags.unwrap_or(person.bags);
        if let Some(languages) = &correction.languages {
            person.languages.clone_from(languages);
        }
    }
}

pub(super) fn keep_person(told: &mut Option<Arc<People>>, held: Option<&People>, kept: &Counted) {
    let (Some(told), Some(held), id) = (told, held, kept.id.as_str()) else { return };
    let Some(person) = held.persons.get(id) else { return };
    let told = Arc::make_mut(told);
    told.persons.insert(id.to_owned(), person.clone());
    let Some(case) = held.cases.iter().find(|c| c.travellers.iter().any(|t| t == id)) else { return };
    match told.cases.iter_mut().find(|c| c.number == case.number && c.unit == kept.unit) {
        Some(same) if !same.travellers.iter().any(|t| t == id) => same.travellers.push(id.to_owned()),
        Some(_) => {}
        None => {
            let (travellers, unit) = (vec![id.to_owned()], kept.unit);
            told.cases.push(crate::domain::plan::CaseOf { travellers, unit, ..case.clone() });
        }
    }
}

pub(super) fn merge_people(held: &mut People, more: &People) {
    for (id, person) in &more.persons {
        held.persons.entry(id.clone()).or_insert_with(|| person.clone());
    }
    for case in &more.cases {
        match held.cases.iter_mut().find(|c| c.number == case.number && c.unit == case.unit) {
            Some(same) => {
                let new = case.travellers.iter().filter(|id| !same.travellers.contains(id)).cloned();
                let new: Vec<TravellerId> = new.collect();
                same.travellers.extend(new);
            }
            None => held.cases.push(case.clone()),
        }
    }
    for booking in &more.bookings {
        if !held.bookings.contains(booking) {
            held.bookings.push(booking.clone());
        }
    }
    for (account, reached) in &more.escorts {
        held.escorts.entry(account.clone()).or_insert_with(|| reached.clone());
    }
}
