//! A hub to measure: an own store in a folder that goes away, accounts, movements, and the one flight that changes.
//! It is set up as an operator would: the command line for accounts, the published calls for everything else.
//! Must not know: what is measured.

use crate::http::Http;
use crate::process::{Memory, Process};
use anyhow::{Context, Result, bail};
use chrono::{DateTime, Duration as Span, SecondsFormat, Timelike, Utc};
use serde_json::{Value, json};
use std::io::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

pub const PROGRAMME: &str = "load";
pub const RECEIVER: &str = "load-reception";
const READY_WITHIN: Duration = Duration::from_secs(30);

pub struct Place {
    pub program: PathBuf,
    pub folder: TempDir,
}

pub struct Hub {
    pub process: Process,
    pub address: SocketAddr,
    /// Of accounts that all have every movement in their scope: coordinator, station and receiver in turn.
    pub tokens: Vec<String>,
    pub place: Place,
    feed: Http,
    /// The last one is that whose flight changes.
    pub movements: Vec<String>,
    plan: Plan,
    posted: i64,
}

/// The journey that changes: Amman to Buffalo by way of New York, on a day that stations already see.
pub struct Plan {
    out: DateTime<Utc>,
}

impl Hub {
    pub async fn start(program: &Path, core: Option<usize>, documents: u32, accounts: u32) -> Result<Self> {
        let place = Place::new(program)?;
        let coordinator = place.account("load-coordinator", "coordinator", &["--programme", PROGRAMME])?;
        let feed = place.account("load-feed", "feed", &["--source", "aidx"])?;
        let mut tokens = Vec::new();
        for number in 0..accounts {
            let (role, scope) = [
                ("coordinator", ["--programme", PROGRAMME]),
                ("station", ["--station", "JFK"]),
                ("receiver", ["--receiver", RECEIVER]),
            ][number as usize % 3];
            tokens.push(place.account(&format!("load-{role}-{number}"), role, &scope)?);
        }
        let mut process = place.serve("127.0.0.1:0", core)?;
        let address = process.listening(READY_WITHIN).await.with_context(|| place.log())?;
        let plan = Plan::from(Utc::now());
        let mut http = Http::new(address, &coordinator);
        let mut movements = Vec::new();
        for number in (0..documents).rev() {
            movements.push(plan.publish(&mut http, number).await?);
        }
        Ok(Self { process, address, tokens, place, feed: Http::new(address, &feed), movements, plan, posted: 0 })
    }

    /// The memory before any client, after everything that happens once.
    pub async fn warmed(&mut self) -> Result<Memory> {
        for _ in 0..3 {
            self.feed().await?;
            tokio::time::sleep(Duration::from_millis(300)).await;
        }
        Ok(self.process.memory())
    }

    /// What the message contains that a client waits for.
    pub fn awaited(&self) -> String {
        format!(r#""id":"{}""#, self.movements.last().map_or("", String::as_str))
    }

    /// One message of the feed that changes a time every audience sees; the instant it was posted.
    pub async fn feed(&mut self) -> Result<Instant> {
        self.posted += 1;
        let message = self.plan.message(self.posted);
        let answer = self.feed.post("/api/v1/feeds/aidx", "application/xml", message.as_bytes()).await?.good()?;
        if answer.json()?["accepted"] != 1 {
            bail!("the feed message was not taken: {}", answer.text());
        }
        Ok(answer.asked)
    }

    pub async fn end(mut self) -> Result<()> {
        let status = self.process.stop(Duration::from_secs(20)).await?;
        if !status.success() {
            bail!("the hub ended with {status}: {}", self.place.log());
        }
        Ok(())
    }
}

impl Place {
    pub fn new(program: &Path) -> Result<Self> {
        let program = program.canonicalize().with_context(|| format!("{} is not there", program.display()))?;
        let folder = tempfile::Builder::new().prefix("onward-load-").tempdir()?;
        let receivers = format!(
            "[[receiver]]\nid = \"{RECEIVER}\"\nname = \"Load Reception\"\nplace = \"BUF\"\nlead_time_min = 120\n\
             door_offset_min = 45\nphone = \"+1 716 555 0101\"\ncontact_hours = \"00:00-23:59\"\n"
        );
        // Rule files lie beside the settings; those that are not there are the shipped ones.
        std::fs::write(folder.path().join("receivers.toml"), receivers)?;
        std::fs::write(folder.path().join("onward.toml"), "")?;
        Ok(Self { program, folder })
    }

    fn command(&self) -> Result<Command> {
        let mut command = Command::new(&self.program);
        let log = std::fs::OpenOptions::new().create(true).append(true).open(self.folder.path().join("log"))?;
        command.current_dir(self.folder.path()).stderr(log);
        command.env("ONWARD_STORE", format!("sqlite:{}", self.folder.path().join("load.db").display()));
        command.env("ONWARD_KEY_FILE", self.folder.path().join("key"));
        Ok(command)
    }

    /// Makes an account; its bearer token comes back.
    pub fn account(&self, name: &str, role: &str, scope: &[&str]) -> Result<String> {
        let mut add = self.command()?;
        add.args(["account", "add", name, "--role", role]).args(scope).arg("--password-stdin");
        let mut child = add.stdin(Stdio::piped()).stdout(Stdio::null()).spawn()?;
        child.stdin.take().context("no stdin")?.write_all(b"load test, gone in a minute\n")?;
        let status = child.wait()?;
        let token = self.command()?.args(["account", "token", name]).stdin(Stdio::null()).output()?;
        let printed = String::from_utf8_lossy(&token.stdout).trim().to_owned();
        if !status.success() || printed.is_empty() {
            bail!("account {name}: {}", self.log());
        }
        Ok(printed)
    }

    pub fn serve(&self, listen: &str, core: Option<usize>) -> Result<Process> {
        let mut command = self.command()?;
        command.arg("serve").arg("--config").arg(self.folder.path().join("onward.toml")).env("ONWARD_LISTEN", listen);
        Process::start(&mut command, core)
    }

    /// Copies the store aside. Only while no hub runs: then its files are whole as they lie.
    pub fn keep_store(&self) -> Result<()> {
        self.copy_store("", "kept-")
    }

    pub fn put_store_back(&self) -> Result<()> {
        self.copy_store("kept-", "")
    }

    fn copy_store(&self, from: &str, to: &str) -> Result<()> {
        for name in ["load.db", "load.db-wal", "load.db-shm"] {
            let path = |prefix: &str| self.folder.path().join(format!("{prefix}{name}"));
            let _ = std::fs::remove_file(path(to));
            if path(from).exists() {
                std::fs::copy(path(from), path(to))?;
            }
        }
        Ok(())
    }

    /// The last lines of what the program logged.
    pub fn log(&self) -> String {
        let text = std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        format!("the end of its log:\n{}", lines[lines.len().saturating_sub(12)..].join("\n"))
    }
}

fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

impl Plan {
    pub fn from(now: DateTime<Utc>) -> Self {
        let hour = now.with_minute(0).and_then(|now| now.with_second(0)).unwrap_or(now);
        Self { out: hour + Span::hours(24) }
    }

    /// Number 0 flies on the flight that changes; each other has flights of its own.
    fn movement(&self, number: u32) -> Value {
        let first = (self.out, self.out + Span::hours(12));
        let second = (self.out + Span::hours(15), self.out + Span::minutes(15 * 60 + 85));
        let leg = |carrier: &str, flight: u32, from: &str, to: &str, (out, arrival): (DateTime<Utc>, DateTime<Utc>)| {
            json!({"kind": "flight", "carrier": carrier, "number": flight.to_string(), "from": from, "to": to,
                   "scheduled_out": instant(out), "scheduled_in": instant(arrival)})
        };
        let travellers: Vec<Value> = (1..=4)
            .map(|key| {
                json!({"key": format!("t{key}"), "name": format!("Load Traveller {number} {key}"), "called": "Load",
                       "born": "1990", "sex": "F", "principal": key == 1, "languages": ["ar"], "needs": [], "bags": 1})
            })
            .collect();
        json!({"reference": format!("LOAD-{number}"), "programme": PROGRAMME, "receiver": RECEIVER,
               "itinerary": [leg("RJ", 2000 + number, "AMM", "JFK", first), leg("B6", 3000 + number, "JFK", "BUF", second)],
               "cases": [{"number": format!("L-{:05}", 10_000 + number), "unit": "u1", "travellers": travellers}]})
    }

    /// The key of the first flight of this movement, by the day at Amman.
    pub fn flight(&self, number: u32) -> String {
        format!("RJ{}/{}/AMM-JFK", 2000 + number, (self.out + Span::hours(3)).format("%Y-%m-%d"))
    }

    pub async fn publish(&self, http: &mut Http, number: u32) -> Result<String> {
        let body = self.movement(number).to_string();
        let answer = http.post("/api/v1/movements", "application/json", body.as_bytes()).await?;
        let answer = answer.good().with_context(|| format!("publishing movement {number}"))?.json()?;
        answer["id"].as_str().map(str::to_owned).context("no id")
    }

    /// The second flight will leave five minutes late, or ten, in turn: each time it changes, and nobody has to be told
    /// anew. A larger change would bring notices, and with them longer documents from round to round.
    fn message(&self, step: i64) -> String {
        let out = self.out + Span::hours(15);
        let estimated = out + Span::minutes(5 + 5 * (step % 2));
        let arrival = estimated + Span::minutes(85);
        // The day at New York, as the contract dates a leg.
        let date = (out - Span::hours(5)).format("%Y-%m-%d");
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
            r#"<?xml version="1.0" encoding="UTF-8"?><IATA_AIDX_FlightLegNotifRQ xmlns="http://www.iata.org/IATA/2007/00" Version="21.3" TimeStamp="{}" Target="Production" TransactionIdentifier="FlightData" SequenceNmbr="{step}"><Originator CompanyShortName="Onward load test"/><FlightLeg><LegIdentifier><Airline CodeContext="3">B6</Airline><FlightNumber>3000</FlightNumber><DepartureAirport CodeContext="3">JFK</DepartureAirport><ArrivalAirport CodeContext="3">BUF</ArrivalAirport><OriginDate>{date}</OriginDate></LegIdentifier><LegData><ServiceType>J</ServiceType>{}</LegData></FlightLeg></IATA_AIDX_FlightLegNotifRQ>"#,
            // Reports of the same second have no order among each other, so each is a second younger than the last.
            instant(self.out - Span::hours(26) + Span::seconds(step)),
            times.concat()
        )
    }
}
