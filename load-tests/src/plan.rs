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
        let first = (self.out, self.out + Span::hours(12));
        let second = (self.out + Span::hours(15), self.out + Span::minutes(15 * 60 + 85));
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
               "itinerary": [leg("RJ", 2000 + number, group.from, group.via, first), leg("B6", 3000 + number, group.via, group.to, second)],
               "cases": [{"number": format!("L-{:05}", 10_000 + number), "unit": "u1", "travellers": travellers}]})
    }

    /// The key of the first flight of this movement, by the day where it leaves: all three are three hours ahead.
    pub fn flight(&self, number: u32, group: &Group) -> String {
        let day = (self.out + Span::hours(3)).format("%Y-%m-%d");
        format!("RJ{}/{day}/{}-{}", 2000 + number, group.from, group.via)
    }

    pub async fn publish(&self, http: &mut Http, number: u32, group: &Group) -> Result<String> {
        let body = self.movement(number, group, group.receivers[0]).to_string();
        let answer = http.post("/api/v1/movements", "application/json", body.as_bytes()).await?;
        let answer = answer.good().with_context(|| format!("publishing movement {number}"))?.json()?;
        answer["id"].as_str().map(str::to_owned).context("no id")
    }

    /// The second flight will leave five minutes late, or ten, in turn: each time it changes, and nobody has to be told
    /// anew. A larger change would bring notices, and with them longer documents from round to round.
    pub fn message(&self, step: i64, number: u32, group: &Group) -> String {
        let out = self.out + Span::hours(15);
        let estimated = out + Span::minutes(5 + 5 * (step % 2));
        let arrival = estimated + Span::minutes(85);
        // The day where it leaves, as the contract dates a leg.
        let date = (out - Span::hours(group.behind_h)).format("%Y-%m-%d");
        let (number, from, to) = (3000 + number, group.via, group.to);
        let time = |what: &str, kind: &str, at: DateTime<Utc>| {
            format!(
                r#"<OperationTime OperationQualifier="{what}" CodeContext="9750" TimeType="{kind}">{}</OperationTime>"#,
                instant(at)
            )
        };
        let times = [
            time("OFB", "SCT", out),
            time("ONB", "SCT", out + Span::minutes(85)),
            time("OFB", "EST", estimated),
            time("ONB", "EST", arrival),
        ];
        format!(
            r#"<?xml version="1.0" encoding="UTF-8"?><IATA_AIDX_FlightLegNotifRQ xmlns="http://www.iata.org/IATA/2007/00" Version="21.3" TimeStamp="{}" Target="Production" TransactionIdentifier="FlightData" SequenceNmbr="{step}"><Originator CompanyShortName="Onward load test"/><FlightLeg><LegIdentifier><Airline CodeContext="3">B6</Airline><FlightNumber>{number}</FlightNumber><DepartureAirport CodeContext="3">{from}</DepartureAirport><ArrivalAirport CodeContext="3">{to}</ArrivalAirport><OriginDate>{date}</OriginDate></LegIdentifier><LegData><ServiceType>J</ServiceType>{}</LegData></FlightLeg></IATA_AIDX_FlightLegNotifRQ>"#,
            // Reports of the same second have no order among each other, so each is a second younger than the last.
            instant(self.out - Span::hours(26) + Span::seconds(step)),
            times.concat()
        )
    }
}
