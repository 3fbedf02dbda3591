//! The recorded day, moved to today: its stream, its groups, its accounts, its stations and receivers. What was
//! recorded and what is made up stands in `demo/day.json` and on the start page. Must not know: sending,
//! serving; it turns files into values.

use super::DemoAccount;
use crate::app::RuleFiles;
use crate::cli::replay::shift::Shift;
use crate::cli::replay::{self, Line};
use crate::config::atlas::{Atlas, Sources};
use crate::domain::audience::Role;
use crate::domain::observation::{Event as Moment, Field, Kind, Observation, Value};
use crate::intake::Rules;
use crate::ledger::account::Account;
use crate::web::api::demo::{Event, RoleDoor};
use anyhow::{Context, bail};
use chrono::{DateTime, Datelike, Duration, NaiveDate, Utc};
use serde::Deserialize;
use serde_json::{Value as Json, json};

pub const FEED: &str = "demo-feed";
pub const DESK: &str = "desk";

const STREAM: &[u8] = include_bytes!("../../../demo/2013-03-08-new-york.ndjson.gz");
const ABOUT: &str = include_str!("../../../demo/day.json");
const GROUPS: &str = include_str!("../../../demo/groups.json");
const ACCOUNTS: &str = include_str!("../../../demo/accounts.json");
const STATIONS: &str = include_str!("../../../demo/stations.toml");
const RECEIVERS: &str = include_str!("../../../demo/receivers.toml");

/// The day, ready to be sent.
pub struct Day {
    pub about: Json,
    pub start: DateTime<Utc>,
    pub speed: f64,
    pub lines: Vec<Line>,
    pub groups: Vec<Json>,
    pub accounts: Vec<DemoAccount>,
    pub doors: Vec<RoleDoor>,
}

#[derive(Deserialize)]
struct AccountRow {
    account: String,
    role: Role,
    #[serde(default)]
    title: String,
    #[serde(default, rename = "where")]
    place: String,
    programme: Option<String>,
    #[serde(default)]
    stations: Vec<String>,
    receiver: Option<String>,
    authority: Option<String>,
    #[serde(default)]
    sources: Vec<String>,
}

#[derive(Deserialize)]
struct About {
    day: NaiveDate,
    start_utc: DateTime<Utc>,
    speed: f64,
}

impl Day {
    /// The day moved so that its local date at New York is today's there.
    ///
    /// # Errors
    /// When a shipped file is not of its form.
    pub fn today(now: DateTime<Utc>, speed: Option<f64>) -> anyhow::Result<Self> {
        let about: About = serde_json::from_str(ABOUT).context("demo/day.json")?;
        let speed = speed.unwrap_or(about.speed);
        if !(speed > 0.0 && speed.is_finite()) {
            bail!("--speed: expected a number above 0");
        }
        let atlas = Atlas::read(&Sources::with_folder(None))?;
        let (shift, years) = moved(&atlas, about.day, now)?;
        let lines = replay::lines(STREAM).context("the recorded stream")?.into_iter().map(|l| shift.line(l)).collect();
        let groups: Vec<Json> = serde_json::from_str(GROUPS).context("demo/groups.json")?;
        let rows: Vec<AccountRow> = serde_json::from_str(ACCOUNTS).context("demo/accounts.json")?;
        let doors = rows
            .iter()
            .filter(|r| r.role != Role::Feed)
            .map(|r| RoleDoor {
                role: r.role.as_str().into(),
                account: r.account.clone(),
                title: r.title.clone(),
                place: r.place.clone(),
            })
            .collect();
        Ok(Self {
            about: serde_json::from_str(ABOUT)?,
            start: shift.at(about.start_utc),
            speed,
            lines,
            groups: groups.into_iter().map(|g| group(g, shift, years)).collect(),
            accounts: rows.into_iter().map(|r| account(r, now)).collect::<Result<_, _>>()?,
            doors,
        })
    }

    /// The demonstration's own stations and receivers, and the shipped rules for the rest.
    ///
    /// # Errors
    /// When a shipped file is not of its form.
    pub fn rules(&self) -> anyhow::Result<RuleFiles> {
        let mut rules = RuleFiles::shipped();
        rules.atlas.stations = STATIONS.to_owned();
        rules.atlas.receivers = RECEIVERS.to_owned();
        Ok(rules)
    }

    /// Publishes the groups as a coordinator's system would.
    ///
    /// # Errors
    /// When the hub refuses one.
    pub async fn publish(&self, url: &str, token: &str) -> anyhow::Result<()> {
        let client = reqwest::Client::new();
        for group in &self.groups {
            let answer = client.post(format!("{url}/api/v1/movements")).bearer_auth(token).json(group).send().await?;
            if !answer.status().is_success() {
                bail!("the hub refuses a group of the demonstration: {}", answer.text().await.unwrap_or_default());
            }
        }
        Ok(())
    }
}

/// Local midnight to local midnight, and the whole years in between.
fn moved(atlas: &Atlas, day: NaiveDate, now: DateTime<Utc>) -> anyhow::Result<(Shift, i32)> {
    let offset = |at: DateTime<Utc>| {
        atlas.offset_s("JFK", at).map(|s| Duration::seconds(i64::from(s))).context("the zone of JFK")
    };
    let midnight = |date: NaiveDate| -> anyhow::Result<DateTime<Utc>> {
        let naive = date.and_hms_opt(0, 0, 0).context("midnight")?.and_utc();
        Ok(naive - offset(naive)?)
    };
    let today = (now + offset(now)?).date_naive();
    Ok((Shift::between(midnight(day)?, midnight(today)?), today.year() - day.year()))
}

/// A group on its new date: instants by the shift, papers by whole days, births by whole years (else infants
/// would grow up).
fn group(group: Json, shift: Shift, years: i32) -> Json {
    let text = shift.instants(&group.to_string());
    let mut group: Json = serde_json::from_str(&text).unwrap_or(group);
    walk(&mut group, &|name, value| match name {
        "valid_until" => value.parse::<NaiveDate>().ok().map(|d| (d + Duration::days(shift.whole_days())).to_string()),
        "born" => {
            let (year, rest) = value.split_at_checked(4)?;
            Some(format!("{}{rest}", year.parse::<i32>().ok()? + years))
        }
        _ => None,
    });
    group
}

fn walk(value: &mut Json, change: &impl Fn(&str, &str) -> Option<String>) {
    match value {
        Json::Object(map) => {
            for (name, inner) in map.iter_mut() {
                match inner.as_str().and_then(|text| change(name, text)) {
                    Some(text) => *inner = json!(text),
                    None => walk(inner, change),
                }
            }
        }
        Json::Array(list) => list.iter_mut().for_each(|inner| walk(inner, change)),
        _ => {}
    }
}

fn account(row: AccountRow, now: DateTime<Utc>) -> anyhow::Result<DemoAccount> {
    let mut account = Account::new(row.role, now);
    account.programmes = row.programme.into_iter().collect();
    account.stations =
        row.stations.iter().map(|s| crate::domain::place::Airport::parse(s)).collect::<Result<_, _>>()?;
    account.receivers = row.receiver.into_iter().collect();
    account.authorities = row.authority.into_iter().collect();
    account.sources = row.sources;
    Ok(DemoAccount { name: row.account, account })
}

/// What of a message is worth showing to somebody who has just opened the page: cancellations, diversions, and
/// departures that are told to be late.
pub fn events(line: &Line, rules: &Rules) -> Vec<Event> {
    let parsed = crate::feeds::parse::aidx::parse(line.body.as_bytes(), line.at);
    parsed.observations.iter().filter_map(|(seen, _)| event(seen, line.at, rules)).collect()
}

fn event(seen: &Observation, at: DateTime<Utc>, rules: &Rules) -> Option<Event> {
    let (from, to) = (seen.flight.from.as_ref()?, seen.flight.to.as_ref()?);
    let name = format!("{} {} {from} to {to}", seen.flight.carrier, seen.flight.number);
    let said = |field: Field| seen.says.iter().find(|s| s.field == field).and_then(|s| s.value.clone());
    let time = |kind| match said(Field::Time(kind, Moment::Out)) {
        Some(Value::At(at)) => Some(at),
        _ => None,
    };
    if said(Field::Cancelled) == Some(Value::Flag(true)) {
        return Some(Event { at, kind: "cancelled", text: format!("{name} is cancelled") });
    }
    if let Some(Value::Text(place)) = said(Field::DivertedTo) {
        return Some(Event { at, kind: "diverted", text: format!("{name} is diverted to {place}") });
    }
    if time(Kind::Actual).is_some() {
        return None;
    }
    let (planned, now) = (time(Kind::Scheduled)?, time(Kind::Estimated)?);
    let late = (now - planned).num_minutes();
    let local = now + Duration::seconds(i64::from(rules.atlas.offset_s(from.as_str(), now)?));
    (late >= 15).then(|| Event {
        at,
        kind: "delay",
        text: format!("{name} now leaves at {}, {late} min late", local.format("%H:%M")),
    })
}
