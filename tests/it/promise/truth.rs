//! Who is really with whom, kept beside the hub by the words of `protocol.md` §3 and §4 alone, and compared with what
//! every audience is shown: counts by party, one party for every person, in the words of each reader's own part of the
//! way. What was true at a moment is kept, so that the hub can be asked about it later.
//! Must not know: how the hub folds facts or renders views.

use super::house::{ACCOUNTS, House};
use super::world;
use onward::domain::audience::Role;
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Traveller → party, in its full form.
type Parties = BTreeMap<String, String>;

#[derive(Clone, Default)]
struct Moment {
    party: Parties,
    /// Who gave somebody to a party outside: only they and the desk know which.
    gave: BTreeMap<String, String>,
    dropped: BTreeSet<String>,
}

pub struct Truth<'a> {
    house: &'a House,
    pub id: String,
    readers: Vec<&'static str>,
    stops: Vec<&'static str>,
    /// Traveller → (name, receiver).
    people: BTreeMap<String, (String, String)>,
    now: Moment,
    past: Vec<(String, Moment)>,
}

impl<'a> Truth<'a> {
    /// Publishes; everybody is with those who send them.
    pub async fn begin(
        house: &'a House,
        manifest: &Value,
        readers: &[&'static str],
        stops: &[&'static str],
    ) -> Truth<'a> {
        let id = house.publish(manifest).await;
        house.quiet().await;
        let mut truth = Self {
            house,
            id,
            readers: readers.to_vec(),
            stops: stops.to_vec(),
            people: BTreeMap::new(),
            now: Moment::default(),
            past: Vec::new(),
        };
        truth.look().await;
        truth
    }

    /// Takes in people that have come.
    pub async fn look(&mut self) {
        let body = self.body("desk", "people").await.unwrap();
        for person in travellers(&body) {
            let id = text(&person["traveller"]);
            self.people.insert(id.clone(), (text(&person["name"]), text(&person["receiver"])));
            self.now.party.entry(id).or_insert_with(|| "origin".to_owned());
        }
    }

    pub fn who(&self, name: &str) -> String {
        self.people.iter().find(|(_, (n, _))| n == name).unwrap().0.clone()
    }

    /// These are with this party now; nobody named means everybody. Every reader must be shown it.
    pub async fn moved(&mut self, at: &str, who: &[&str], party: &str, by: &str) {
        let who: Vec<String> = if who.is_empty() {
            self.people.keys().cloned().collect()
        } else {
            who.iter().map(|w| self.who(w)).collect()
        };
        self.past.push((at.to_owned(), self.now.clone()));
        for id in who {
            self.now.gave.insert(id.clone(), by.to_owned());
            self.now.party.insert(id, party.to_owned());
        }
        self.agree().await;
    }

    pub fn now_with(&mut self, name: &str, party: &str) {
        let id = self.who(name);
        self.now.party.insert(id, party.to_owned());
    }

    pub fn drop_out(&mut self, name: &str) {
        let id = self.who(name);
        self.now.party.insert(id.clone(), "ended".to_owned());
        self.now.dropped.insert(id);
    }

    /// Every reader is shown exactly this.
    pub async fn agree(&self) {
        for reader in self.readers.clone() {
            let live = self.body(reader, "live").await.unwrap_or_else(|| panic!("{reader} has nothing"));
            assert_eq!(counted(&live["with"]), self.with(reader, &self.now), "{reader}: {live}");
            if let Some(people) = self.body(reader, "people").await {
                self.one_by_one(reader, &travellers(&people), &self.now);
            }
        }
    }

    /// Asked about any moment before a step, the hub says what was true then.
    pub async fn agree_with_the_past(&self) {
        for (at, then) in &self.past {
            let at: chrono::DateTime<chrono::Utc> = at.parse().unwrap();
            let at = (at - chrono::TimeDelta::seconds(30)).to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
            for reader in &self.readers {
                let path = format!("/api/v1/movements/{}/whereabouts?at={at}", self.id);
                let told = self.house.get(reader, &path).await;
                assert_eq!(told["at"], at, "{reader}");
                assert_eq!(counted(&told["with"]), self.with(reader, then), "{reader} at {at}: {told}");
                let people = told["travellers"].as_array().unwrap();
                let named = self.body(reader, "people").await.is_some();
                assert_eq!(people.is_empty(), !named, "{reader} at {at}: persons for whoever has them by name");
                if named {
                    self.one_by_one(reader, people, then);
                }
            }
        }
    }

    fn one_by_one(&self, reader: &str, people: &[Value], then: &Moment) {
        let mut shown = Parties::new();
        for person in people {
            let twice = shown.insert(text(&person["traveller"]), text(&person["party"]));
            assert_eq!(twice, None, "{reader}: somebody stands there twice");
        }
        let expected: Parties = then
            .party
            .keys()
            .filter(|id| self.may_know(reader, id))
            .map(|id| (id.clone(), self.shown(reader, id, then)))
            .collect();
        assert_eq!(shown, expected, "{reader}");
    }

    fn may_know(&self, reader: &str, id: &str) -> bool {
        let (role, scope) = role(reader);
        role != Role::Receiver || self.people[id].1 == scope
    }

    fn with(&self, reader: &str, then: &Moment) -> BTreeMap<String, u64> {
        let mut sums = BTreeMap::new();
        for id in then.party.keys().filter(|id| self.may_know(reader, id) && !then.dropped.contains(*id)) {
            *sums.entry(self.shown(reader, id, then)).or_default() += 1;
        }
        sums
    }

    /// §4, *who is with whom*: all · own and "aboard / previous stop" · on the way / at border / here · all.
    fn shown(&self, reader: &str, id: &str, then: &Moment) -> String {
        let party = then.party[id].as_str();
        let (role, scope) = role(reader);
        let place = |code: &str| self.stops.iter().position(|s| *s == code).unwrap();
        match role {
            Role::Station => match party.split_once(':') {
                Some(("station", other)) if place(other) > place(scope) => "next-stop",
                Some(("station", other)) if place(other) < place(scope) => "previous-stop",
                Some(("receiver", _)) => "next-stop",
                Some(("out", _)) if then.gave.get(id).is_none_or(|by| by != reader) => "previous-stop",
                None if party == "origin" && place(scope) > 0 => "previous-stop",
                _ => party,
            },
            Role::Receiver | Role::Authority => match party {
                "out:border" => "border",
                "ended" => "ended",
                party if party.starts_with("receiver:") => "here",
                _ => "on-the-way",
            },
            _ => party,
        }
        .to_owned()
    }

    /// One of its documents as this account has it.
    pub async fn body(&self, account: &str, which: &str) -> Option<Value> {
        let path = format!("/api/v1/movements/{}", self.id);
        let answer = self.house.ask(account, Method::GET, &path).send().await.unwrap();
        let one: Value = answer.json().await.unwrap();
        one[which]["body"].is_object().then(|| one[which]["body"].clone())
    }

    /// A command done at this time and told now; its id.
    pub async fn did(&self, account: &str, at: &str, kind: &str, body: Value) -> Value {
        let command = acted(at, kind, body);
        let answer = self.house.command(account, &self.id, &command).await;
        assert_eq!(answer["outcome"], "applied", "{kind} by {account}: {answer}");
        command["id"].clone()
    }

    pub async fn history(&self, account: &str) -> Vec<Value> {
        let told = self.house.get(account, &format!("/api/v1/movements/{}/history", self.id)).await;
        told["facts"].as_array().unwrap().clone()
    }
}

/// A command done at this time and sent at the hub's standing time.
pub fn acted(at: &str, kind: &str, body: Value) -> Value {
    json!({ "id": uuid::Uuid::now_v7(), "kind": kind, "at": at, "sent": world::NOW, "body": body })
}

pub fn role(account: &str) -> (Role, &'static str) {
    let (_, role, scope) = ACCOUNTS.into_iter().find(|(name, ..)| *name == account).unwrap();
    (role, scope)
}

/// Everybody of a people document.
pub fn travellers(people: &Value) -> Vec<Value> {
    let cases = people["cases"].as_array().unwrap();
    cases.iter().flat_map(|c| c["travellers"].as_array().unwrap().clone()).collect()
}

/// `with` as a map; a party stands there once.
pub fn counted(with: &Value) -> BTreeMap<String, u64> {
    let list: Vec<(String, u64)> =
        with.as_array().unwrap().iter().map(|p| (text(&p["party"]), p["count"].as_u64().unwrap())).collect();
    let map: BTreeMap<String, u64> = list.iter().cloned().collect();
    assert_eq!(map.len(), list.len(), "{with}");
    map
}

pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Kinds of what an account is shown as open alerts.
pub fn alerts(live: &Value) -> Vec<String> {
    live["alerts"].as_array().into_iter().flatten().map(|a| text(&a["kind"])).collect()
}
