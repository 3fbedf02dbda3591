//! The made-up people of the demonstration at work: each post, escort and receiver does the next thing its own document
//! asks for, about when a person would, through the hub's own door for commands. A role that a visitor has opened is the
//! visitor's: nobody else acts for it then. Must not know: the stream, how anything is decided.

use crate::app::App;
use crate::cli::demo::DemoAccount;
use crate::domain::audience::{Audience, audiences_of};
use crate::domain::command::{Asked, Author};
use crate::domain::custody::rides;
use crate::domain::fact::Turn;
use crate::domain::movement::Movement;
use crate::domain::party::Party;
use crate::domain::plan::{Leg, Places, TravellerId};
use crate::domain::standing::Flights;
use crate::intake::command;
use crate::store::Seq;
use crate::web::api::demo::Stage;
use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};
use uuid::Uuid;

/// Who acts, each as what.
pub struct Hands {
    app: App,
    stage: Stage,
    who: Vec<(Audience, String)>,
}

/// One thing to do, and when a person would have done it.
struct Deed {
    kind: &'static str,
    body: Value,
    at: DateTime<Utc>,
}

/// One person's view of one movement.
struct Eyes<'a> {
    app: &'a App,
    m: &'a Movement,
    flights: &'a Flights,
    me: Party,
}

/// The steps one role can be behind when the day begins: every leg has a handful.
const STEPS_AT_ONCE: usize = 40;

impl Hands {
    pub fn new(app: App, stage: Stage, accounts: &[DemoAccount]) -> Self {
        let each = accounts.iter().flat_map(|a| {
            let audiences = audiences_of(a.account.role, &a.name, &a.account.scopes());
            audiences.into_iter().map(|audience| (audience, a.name.clone()))
        });
        let who = each.filter(|(audience, _)| Party::of(audience).is_some()).collect();
        Self { app, stage, who }
    }

    /// Brings everything up to now: what was done before the day begins is told late, with its own time.
    pub async fn catch_up(&self) {
        let mut shown = self.app.board.progress();
        for _ in 0..STEPS_AT_ONCE {
            // The documents say what is next only once the board has shown what was done.
            match self.step().await {
                Some(seq) if shown.wait_for(|s| *s >= seq).await.is_ok() => {}
                _ => return,
            }
        }
    }

    /// Works through the day, a look a second.
    pub async fn work(&self) {
        let mut second = tokio::time::interval(std::time::Duration::from_secs(1));
        loop {
            second.tick().await;
            self.step().await;
        }
    }

    /// One thing for each role and movement; returns the place of the last one in the sequence, if any was done.
    async fn step(&self) -> Option<Seq> {
        let mut done = None;
        for loaded in self.app.intake.shelf.movements() {
            let flights = self.app.intake.shelf.flights(&loaded);
            for (audience, account) in &self.who {
                let Some(me) = Party::of(audience).filter(|_| !self.stage.entered(account)) else { continue };
                let Some(next) = self.next(audience, loaded.movement.id) else { continue };
                let eyes = Eyes { app: &self.app, m: &loaded.movement, flights: &flights, me };
                let now = self.app.clock.now();
                let Some(deed) = eyes.deed(&next).filter(|d| d.at <= now) else { continue };
                done = self.act(audience, account, loaded.movement.id, deed, now).await.or(done);
            }
        }
        done
    }

    fn next(&self, audience: &Audience, id: Uuid) -> Option<String> {
        let doc = self.app.board.documents(&audience.to_string(), id).0?;
        let body: Value = serde_json::from_str(doc.text()).ok()?;
        body.pointer("/body/next").and_then(Value::as_str).map(str::to_owned)
    }

    async fn act(&self, audience: &Audience, account: &str, id: Uuid, deed: Deed, now: DateTime<Utc>) -> Option<Seq> {
        let asked = Asked {
            id: Uuid::now_v7(),
            kind: deed.kind.to_owned(),
            at: deed.at,
            sent: now,
            body: deed.body,
            said_by: None,
            heard: None,
            by: None,
        };
        let author = Author { account: account.to_owned(), audience: audience.clone() };
        let answer = command::command(&self.app.intake, id, &asked, &author, now).await;
        match answer {
            command::Answer::Applied { seq, .. } => Some(seq),
            other => {
                tracing::debug!(kind = deed.kind, answer = ?other, "a made-up hand was refused");
                None
            }
        }
    }
}

impl Eyes<'_> {
    fn deed(&self, next: &str) -> Option<Deed> {
        match &self.me {
            Party::Station(airport) => self.post(next, airport.as_str()),
            Party::Escort(_) => self.escort(next),
            Party::Receiver(id) => self.receiver(next, id),
            _ => None,
        }
    }

    fn post(&self, next: &str, code: &str) -> Option<Deed> {
        let inbound = self.m.plan.numbered().find(|(_, leg)| leg.to == code)?;
        let outbound = self.m.plan.numbered().filter(|(_, leg)| leg.from == code).last();
        let came = self.flights.best_in(self.m, inbound.0)?;
        let minutes = |n: i64| came + Duration::minutes(n);
        let here = inbound.1.flight().is_none() || self.flights.is_in(self.m, inbound.0);
        match next {
            "claim" | "arrived" => {
                let lead = [Some(inbound), outbound].into_iter().flatten().find_map(|(_, leg)| leg.flight())?;
                let body = json!({ "station": code, "flight": lead });
                let at = minutes(if next == "claim" { -50 } else { -8 });
                Some(Deed { kind: if next == "claim" { "claim" } else { "arrived" }, body, at })
            }
            "count" if here => Some(self.count(inbound.0, "off-the-aircraft", minutes(4))),
            "accept" if here => self.take(minutes(7), |p| {
                matches!(p, Party::Aboard(_) | Party::Alone | Party::Origin | Party::Station(_) | Party::Unknown)
            }),
            "checkpoint" if here => {
                let body = json!({ "all": true, "place": "security", "checkpoint": "security" });
                Some(Deed { kind: "sighting", body, at: minutes(20) })
            }
            "boarded" => self.board(outbound?, minutes(25)),
            _ => None,
        }
    }

    fn escort(&self, next: &str) -> Option<Deed> {
        let legs = || self.m.plan.numbered().filter(|(n, _)| rides(&self.me, *n, &self.m.plan));
        let flown = |n: u8| self.flights.is_in(self.m, n) && self.m.custody.landed.contains_key(&n);
        let ahead = legs().find(|(n, _)| !flown(*n));
        match next {
            "accept" => self.take(self.out(ahead?.0)? - Duration::minutes(45), |p| p.travelling()),
            "count" => {
                let (n, _) = ahead?;
                Some(self.count(n, "gate", self.out(n)? - Duration::minutes(30)))
            }
            "boarded" => {
                let (n, leg) = ahead?;
                let ready = n.checked_sub(1).and_then(|b| self.flights.best_in(self.m, b));
                self.board((n, leg), ready.map_or(DateTime::<Utc>::MIN_UTC, |at| at + Duration::minutes(25)))
            }
            "landed" => {
                let (n, _) = ahead.filter(|(n, _)| self.flights.is_in(self.m, *n))?;
                let at = self.flights.best_in(self.m, n)? + Duration::minutes(2);
                Some(Deed { kind: "landed", body: json!({ "leg": n }), at })
            }
            "offer" => self.hand_on(legs().last()?),
            _ => None,
        }
    }

    fn receiver(&self, next: &str, id: &str) -> Option<Deed> {
        let last = u8::try_from(self.m.plan.legs.len()).ok()?;
        let (door, _) = self.app.intake.rules.atlas.door_min(id);
        let at = self.flights.best_in(self.m, last)? + Duration::minutes(door + 5);
        let own = self.m.custody.active(&self.m.plan).filter(|(t, _)| t.receiver.as_deref() == Some(id)).count();
        (next == "accept").then(|| Deed { kind: "reception.received", body: json!({ "count": own }), at })
    }

    /// At the end of her duty: to the post there, or to whoever receives; once.
    fn hand_on(&self, (n, leg): (u8, &Leg)) -> Option<Deed> {
        if self.m.custody.offers.values().any(|o| o.from == self.me) {
            return None;
        }
        let people = self.having(|p| *p == self.me);
        let at = self.flights.best_in(self.m, n)? + Duration::minutes(20);
        let to = if self.app.intake.rules.atlas.staffed(&leg.to) {
            format!("station:{}", leg.to)
        } else {
            format!("receiver:{}", self.m.plan.travellers.first()?.receiver.as_deref()?)
        };
        let body = json!({ "to": to, "travellers": people, "count": people.len() });
        Some(Deed { kind: "handover.offer", body, at })
    }

    fn count(&self, leg: u8, place: &str, at: DateTime<Utc>) -> Deed {
        let (here, in_arms) = self.m.expected(None);
        let escorts = self.m.plan.escorts.iter().filter(|e| (e.from_leg..=e.to_leg).contains(&leg)).count();
        let body = json!({ "leg": leg, "place": place, "here": here, "in_arms": in_arms, "escorts": escorts });
        Deed { kind: "count", body, at }
    }

    /// Takes over those one party has, in the words of an open offer where there is one.
    fn take(&self, at: DateTime<Utc>, waits: impl Fn(&Party) -> bool) -> Option<Deed> {
        let offer = self.m.custody.offers.iter().find(|(_, o)| o.to == self.me);
        let (from, people) = match offer {
            Some((_, o)) => (o.from.clone(), o.travellers.clone()),
            None => {
                let from = self.m.custody.active(&self.m.plan).map(|(_, w)| &w.party);
                let from = from.into_iter().find(|p| **p != self.me && waits(p))?.clone();
                let people = self.having(|p| *p == from);
                (from, people)
            }
        };
        let offer = offer.map(|(id, _)| id);
        let count = people.len();
        let body = json!({ "from": from, "offer": offer, "travellers": people, "count": count, "papers_bag": true });
        Some(Deed { kind: "handover.accept", body, at })
    }

    /// Sees everybody board who came in time; who did not is left behind, and said so.
    fn board(&self, (n, leg): (u8, &Leg), ready: DateTime<Utc>) -> Option<Deed> {
        if self.flights.turn(leg) == Turn::Cancelled {
            return None;
        }
        let out = self.out(n)?;
        let people = self.having(|p| *p == self.me || rides(p, n, &self.m.plan));
        if people.is_empty() {
            return None;
        }
        if ready > out {
            let said = |id: &TravellerId| self.m.custody.left_behind.get(&n).is_some_and(|b| b.contains(id));
            if !matches!(self.me, Party::Station(_)) || people.iter().all(said) {
                return None;
            }
            let body = json!({ "leg": n, "travellers": people });
            return Some(Deed { kind: "left-behind", body, at: ready });
        }
        let body = json!({ "leg": n, "count": people.len(), "travellers": people });
        Some(Deed { kind: "boarded", body, at: ready.max(out - Duration::minutes(12)) })
    }

    fn having(&self, with: impl Fn(&Party) -> bool) -> Vec<TravellerId> {
        let people = self.m.custody.active(&self.m.plan).filter(|(_, w)| with(&w.party));
        people.map(|(t, _)| t.id.clone()).collect()
    }

    fn out(&self, leg: u8) -> Option<DateTime<Utc>> {
        self.flights.best_out(self.m, leg)
    }
}
