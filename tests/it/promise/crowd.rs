//! A large group and its arithmetic: 39 families of one to seven people, 156 in all, for four receivers, with infants and
//! wheelchairs; and everything that must agree about them, whoever looks and however many movements they are in: sums
//! match people, families are whole, each receiver has its own and all of them together everybody once.
//! Must not know: how the hub parts and joins movements.

use super::house::House;
use super::truth::{counted, role, text, travellers};
use super::world;
use onward::domain::audience::Role;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

pub const UNITS: usize = 39;
pub const PEOPLE: usize = 156;
const RECEIVERS: [&str; 4] = ["buffalo-welcome", "erie-reception", "albany-home", "rochester-aid"];
pub const AUDIENCES: [&str; 10] =
    ["desk", "jfk-1", "buf-1", "buffalo", "erie", "albany", "rochester", "arrivals", "escort-01", "escort-02"];

fn size(unit: usize) -> usize {
    if unit < 35 { unit % 7 + 1 } else { 4 }
}

fn person(unit: usize, n: usize) -> Value {
    let (key, adult) = (format!("k-{unit}-{n}"), n < 2);
    let born = match n {
        0 | 1 => "1989-03-01",
        3 => "2030-02-01",
        _ => "2022-02-01",
    };
    let needs = if n == 0 && unit.is_multiple_of(5) { json!(["WCHR"]) } else { json!([]) };
    let language = ["ar", "fa", "so", "fr"][unit % 4];
    json!({ "key": key, "name": format!("Person {unit} {n} Familyname"), "called": format!("P{unit}-{n}"), "born": born,
        "sex": if n == 0 { "F" } else { "M" }, "with": (!adult).then(|| format!("k-{unit}-0")), "bags": 1, "needs": needs,
        "languages": [language],
        "papers": [{ "kind": "travel-document", "valid_until": "2032-01-01" }] })
}

pub fn manifest() -> Value {
    let mut manifest = world::marked();
    let case = |unit: usize| {
        let people: Vec<Value> = (0..size(unit)).map(|n| person(unit, n)).collect();
        json!({ "number": format!("CASE-{unit:04}"), "unit": format!("u{unit}"), "receiver": RECEIVERS[unit / 2 % 4],
            "travellers": people })
    };
    manifest["cases"] = (0..UNITS).map(case).collect();
    manifest["bookings"] = (0..UNITS)
        .map(|u| json!({ "ref": format!("LOC{u:03}"), "carrier": "RJ", "travellers": [format!("k-{u}-0")] }))
        .collect();
    let second = json!({ "account": "escort-02", "kind": "medical", "from": 1, "to": 2, "called": "Bo" });
    manifest["escorts"].as_array_mut().unwrap().push(second);
    manifest
}

/// Which family somebody is of, by name.
fn unit(person: &Value) -> usize {
    text(&person["name"]).split(' ').nth(1).unwrap().parse().unwrap()
}

/// What the desk has of one movement, and the ids of its people.
pub struct Group {
    pub live: Value,
    pub people: Vec<Value>,
}

impl Group {
    pub fn ids(&self) -> Vec<String> {
        self.people.iter().map(|p| text(&p["traveller"])).collect()
    }

    /// Everybody of these families.
    pub fn families(&self, wanted: impl Fn(usize) -> bool) -> Vec<String> {
        self.people.iter().filter(|p| wanted(unit(p))).map(|p| text(&p["traveller"])).collect()
    }
}

/// The movements an account has, by id.
pub async fn groups(house: &House, account: &str) -> BTreeMap<String, Group> {
    let mut groups = BTreeMap::new();
    let held = house.holds(account).await;
    for (id, (_, body)) in &held {
        let size = body.to_string().len();
        if id.ends_with("/people") {
            assert!(size <= 128 * 1024, "{account}: people of {size} bytes");
            continue;
        }
        assert!(size <= 8 * 1024, "{account}: live of {size} bytes: {body}");
        let people = held.get(&format!("{id}/people")).map(|(_, p)| travellers(p)).unwrap_or_default();
        groups.insert(id.clone(), Group { live: body.clone(), people });
    }
    groups
}

/// Everything that must agree, for everybody who looks. `gone` are movements that have ended.
pub async fn agree(house: &House, movements: usize) {
    let desk = groups(house, "desk").await;
    let open: Vec<&Group> = desk.values().filter(|g| !g.people.is_empty()).collect();
    assert_eq!(open.len(), movements);
    everybody_once("desk", &desk);
    let mut families: BTreeMap<usize, usize> = BTreeMap::new();
    for group in &open {
        for unit in group.people.iter().map(unit).collect::<BTreeSet<_>>() {
            *families.entry(unit).or_default() += 1;
        }
    }
    assert!(families.len() == UNITS && families.values().all(|n| *n == 1), "a family is in two: {families:?}");
    let labels: BTreeSet<String> = desk.values().map(|g| text(&g.live["label"])).collect();
    assert_eq!(labels.len(), desk.len(), "{labels:?}");
    let mut received = Vec::new();
    for account in AUDIENCES {
        let mine = groups(house, account).await;
        for (id, group) in mine.iter().filter(|(_, g)| g.live["state"] != "farewell") {
            sums(account, group, &desk[id]);
        }
        match role(account).0 {
            Role::Receiver => received.extend(mine.values().flat_map(Group::ids)),
            Role::Authority => {}
            _ if account == "buf-1" => assert!(mine.values().all(|g| g.people.is_empty())),
            _ => everybody_once(account, &mine),
        }
    }
    let all: BTreeSet<&String> = received.iter().collect();
    assert_eq!((received.len(), all.len()), (PEOPLE, PEOPLE), "receivers together have everybody once");
}

fn everybody_once(account: &str, groups: &BTreeMap<String, Group>) {
    let all: Vec<String> = groups.values().flat_map(Group::ids).collect();
    let once: BTreeSet<&String> = all.iter().collect();
    assert_eq!((all.len(), once.len()), (PEOPLE, PEOPLE), "{account}");
}

/// The numbers of a live document against the people the desk has there.
fn sums(account: &str, group: &Group, desk: &Group) {
    let (role, scope) = role(account);
    let own = |p: &&Value| role != Role::Receiver || p["receiver"] == scope;
    let people: Vec<&Value> = desk.people.iter().filter(own).collect();
    let count = |is: &dyn Fn(&Value) -> bool| people.iter().filter(|p| is(p)).count() as u64;
    let (live, infants) = (&group.live, count(&|p| p["age_band"] == "infant"));
    let all = people.len() as u64;
    let said = |name: &str| live["counts"][name].as_u64().unwrap();
    assert_eq!((said("expected"), said("in_arms")), (all - infants, infants), "{account}: {live}");
    let with: u64 = counted(&live["with"]).values().sum();
    assert_eq!(with, all, "{account}: {live}");
    let needs: u64 = live["needs"].as_array().into_iter().flatten().map(|n| n["count"].as_u64().unwrap()).sum();
    // Buffalo has no names yet, nor needs.
    let needing = if account == "buf-1" { 0 } else { count(&|p| !p["needs"].as_array().unwrap().is_empty()) };
    assert_eq!(needs, needing, "{account}: needs");
    for said in live["languages"].as_array().unwrap() {
        assert_eq!(said["count"], count(&|p| p["languages"][0] == said["language"]), "{account}: {said}");
    }
    if role == Role::Receiver {
        let mine: BTreeSet<String> = group.ids().into_iter().collect();
        let should: BTreeSet<String> = people.iter().map(|p| text(&p["traveller"])).collect();
        assert_eq!(mine, should, "{account}");
        let child = count(&|p| ["infant", "toddler", "child"].iter().any(|band| p["age_band"] == *band));
        assert_eq!((&live["seats"], &live["child_seats"]), (&json!(all), &json!(child)), "{account}");
        assert_eq!(live["reception"]["expected"], all, "{account}");
    }
    if account == "desk" {
        for sum in live["receivers"].as_array().unwrap() {
            let of = |p: &Value| p["receiver"] == sum["receiver"];
            let arms = count(&|p| of(p) && p["age_band"] == "infant");
            assert_eq!((&sum["expected"], &sum["in_arms"]), (&json!(count(&of) - arms), &json!(arms)), "{sum}");
        }
    }
}
