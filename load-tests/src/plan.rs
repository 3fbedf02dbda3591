//! The journeys that load is made of: three programmes that have nothing of each other, each from its own airport by
//! way of its own station to its own two receivers, on a day that stations already see. What is personal carries the
//! programme's marker, so that it is known again wherever it turns up.
//! Must not know: who publishes it, and what is measured.

use crate::http::Http;
use anyhow::{Context, Result};
use chrono::{DateTime, Duration as Span, SecondsFormat, Timelike, Utc};
use serde_json::{Value, json};

pub struct Group {
    pub programme: &'static str,
    /// Of the first all movements are at the start; to the second they may pass.
    pub receivers: [&'static str; 2],
    pub from: &'static str,
    pub via: &'static str,
    pub to: &'static str,
    /// Hours that `via` is behind UTC in winter; only the date of a feed message rests on it.
    behind_h: i64,
    pub mark: &'static str,
}

pub const GROUPS: [Group; 3] = [
    Group {
        programme: "load",
        receivers: ["load-reception", "load-reception-second"],
        from: "AMM",
        via: "JFK",
        to: "BUF",
        behind_h: 5,
        mark: "MARKED-a",
    },
    Group {
        programme: "load-b",
        receivers: ["load-b-reception", "load-b-reception-second"],
        from: "NBO",
        via: "ORD",
        to: "ERI",
        behind_h: 6,
        mark: "MARKED-b",
    },
    Group {
        programme: "load-c",
        receivers: ["load-c-reception", "load-c-reception-second"],
        from: "IST",
        via: "LAX",
        to: "PDX",
        behind_h: 8,
        mark: "MARKED-c",
    },
];

/// The number of the flight that all groups of a wave come on.
const WAVE_FLIGHT: u32 = 2900;

pub struct Plan {
    out: DateTime<Utc>,
}

fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

impl Plan {
    /// A day ahead of this moment, by the clock of the hub.
    pub fn from(now: DateTime<Utc>) -> Self {
        let hour = now.with_minute(0).and_then(|now| now.with_second(0)).unwrap_or(now);
        Self { out: hour + Span::hours(24) }
    }

    /// Each number has flights of its own.
    pub fn movement(&self, number: u32, group: &Group, receiver: &str) -> Value {
        self.journey(number, group, receiver, (2000 + number, 3000 + number), Span::hours(3))
    }

    /// One of many groups that come on the same flight; from there each goes on with a flight of its own, which leaves
    /// so long after the first one was to arrive.
    pub fn in_wave(&self, number: u32, group: &Group, gap_min: i64) -> Value {
        self.journey(number, group, group.receivers[0], (WAVE_FLIGHT, 3000 + number), Span::minutes(gap_min))
    }

    fn journey(&self, number: u32, group: &Group, receiver: &str, flights: (u32, u32), gap: Span) -> Value {
        let first = (self.out, self.out + Span::hours(12));
        let second = (first.1 + gap, first.1 + gap + Span::minutes(85));
        let leg = |carrier: &str, flight: u32, from: &str, to: &str, (out, arrival): (DateTime<Utc>, DateTime<Utc>)| {
            json!({"kind": "flight", "carrier": carrier, "number": flight.to_string(), "from": from, "to": to,
                   "scheduled_out": instant(out), "scheduled_in": instant(arrival)})
        };
        let travellers: Vec<Value> = (1..=4)
            .map(|key| {
                json!({"key": format!("t{key}"), "name": format!("Load {}-{number} {key}", group.mark), "called": group.mark,
                       "born": "1990", "sex": "F", "principal": key == 1, "languages": ["ar"], "needs": [], "bags": 1})
            })
            .collect();
        json!({"reference": format!("LOAD-{number}-{}", group.mark), "programme": group.programme, "receiver": receiver,
               "itinerary": [leg("RJ", flights.0, group.from, group.via, first), leg("B6", flights.1, group.via, group.to, second)],
               "cases": [{"number": format!("L-{:05}", 10_000 + number), "unit": "u1", "travellers": travellers}]})
    }

    /// The key of the first flight of this movement, by the day where it leaves: all three are three hours ahead.
    pub fn flight(&self, number: u32, group: &Group) -> String {
        let day = (self.out + Span::hours(3)).format("%Y-%m-%d");
        format!("RJ{}/{day}/{}-{}", 2000 + number, group.from, group.via)
    }

    pub async fn publish(&self, http: &mut Http, number: u32, group: &Group) -> Result<String> {
        self.publish_this(http, number, &self.movement(number, group, group.receivers[0])).await
    }

    pub async fn publish_this(&self, http: &mut Http, number: u32, movement: &Value) -> Result<String> {
        let body = movement.to_string();
        let answer = http.post("/api/v1/movements", "application/json", body.as_bytes()).await?;
        let answer = answer.good().with_context(|| format!("publishing movement {number}"))?.json()?;
        answer["id"].as_str().map(str::to_owned).context("no id")
    }

    /// The second flight will leave five minutes late, or ten, in turn: each time it changes, and nobody has to be told
    /// anew. A larger change would bring notices, and with them longer documents from round to round.
    pub fn message(&self, step: i64, number: u32, group: &Group) -> String {
        let out = self.out + Span::hours(15);
        // The day where it leaves, as the contract dates a leg.
        let date = (out - Span::hours(group.behind_h)).format("%Y-%m-%d");
        let leg = identified("B6", 3000 + number, group.via, group.to, &date);
        self.feed_message(step, &leg, (out, out + Span::minutes(85)), Span::minutes(5 + 5 * (step % 2)))
    }

    /// The flight that a wave comes on will be so much late.
    pub fn wave_message(&self, step: i64, group: &Group, late_min: i64) -> String {
        let date = (self.out + Span::hours(3)).format("%Y-%m-%d");
        let leg = identified("RJ", WAVE_FLIGHT, group.from, group.via, &date);
        self.feed_message(step, &leg, (self.out, self.out + Span::hours(12)), Span::minutes(late_min))
    }

    fn feed_message(&self, step: i64, leg: &str, scheduled: (DateTime<Utc>, DateTime<Utc>), late: Span) -> String {
        let time = |what: &str, kind: &str, at: DateTime<Utc>| {
            format!(
                r#"<OperationTime OperationQualifier="{what}" CodeContext="9750" TimeType="{kind}">{}</OperationTime>"#,
                instant(at)
            )
        };
        let times = [
            time("OFB", "SCT", scheduled.0),
            time("ONB", "SCT", scheduled.1),
            time("OFB", "EST", scheduled.0 + late),
            time("ONB", "EST", scheduled.1 + late),
        ];
        format!(
            r#"<?xml version="1.0" encoding="UTF-8"?><IATA_AIDX_FlightLegNotifRQ xmlns="http://www.iata.org/IATA/2007/00" Version="21.3" TimeStamp="{}" Target="Production" TransactionIdentifier="FlightData" SequenceNmbr="{step}"><Originator CompanyShortName="Onward load test"/><FlightLeg>{leg}<LegData><ServiceType>J</ServiceType>{}</LegData></FlightLeg></IATA_AIDX_FlightLegNotifRQ>"#,
            // Reports of the same second have no order among each other, so each is a second younger than the last.
            instant(self.out - Span::hours(26) + Span::seconds(step)),
            times.concat()
        )
    }
}

fn identified(carrier: &str, number: u32, from: &str, to: &str, date: &dyn std::fmt::Display) -> String {
    format!(
        r#"<LegIdentifier><Airline CodeContext="3">{carrier}</Airline><FlightNumber>{number}</FlightNumber><DepartureAirport CodeContext="3">{from}</DepartureAirport><ArrivalAirport CodeContext="3">{to}</ArrivalAirport><OriginDate>{date}</OriginDate></LegIdentifier>"#
    )
}
