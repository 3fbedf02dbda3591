//! `onward parse`: what one raw feed message says, one JSON object a line, for whoever connects a new feed.
//! The lines are a promise (protocol.md): flights first, then faults. Notes go to the standard error.
//! Must not know: the store, or what is held about a flight.

use crate::config::atlas::{Atlas, Sources};
use crate::domain::observation::{DateBasis, Fault, Observation, Sighting};
use crate::domain::place::Airport;
use crate::domain::view::said;
use crate::feeds::{self, About, Kind, Parsed};
use anyhow::Context;
use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// Show what one raw feed message says.
#[derive(Debug, clap::Args)]
pub struct ParseArgs {
    /// The format of the message, e.g. aidx.
    #[arg(long)]
    pub kind: Kind,
    /// When the message was received, e.g. 2018-06-03T19:36:00Z; now, if not given.
    #[arg(long, value_name = "TIME")]
    pub received: Option<DateTime<Utc>>,
    /// Whose board it is, e.g. GLA: for formats that name only the other end of a flight (acdm-json, aerodatabox, ams).
    /// Without it such a flight has one airport, and a note says so.
    #[arg(long, value_name = "CODE", value_parser = airport)]
    pub airport: Option<Airport>,
    /// The message as it came, or - for the standard input.
    pub file: PathBuf,
}

#[derive(Serialize)]
struct FlightLine<'a> {
    flight: FlightShown<'a>,
    says: BTreeMap<&'static str, Json>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reported: Option<String>,
}

#[derive(Serialize)]
struct FlightShown<'a> {
    carrier: &'a str,
    number: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    suffix: Option<char>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<&'a str>,
    date: String,
    date_basis: &'static str,
}

#[derive(Serialize)]
struct SightingLine<'a> {
    sighting: SightingShown<'a>,
}

#[derive(Serialize)]
struct SightingShown<'a> {
    address: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    callsign: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    registration: Option<&'a str>,
    at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Option<(f64, f64)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    altitude_ft: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    on_ground: Option<bool>,
}

#[derive(Serialize)]
struct FaultLine<'a> {
    fault: &'a str,
    at: &'a str,
}

/// Writes the lines; whether any flight or aircraft was read.
pub fn run(args: &ParseArgs, out: &mut impl Write) -> anyhow::Result<bool> {
    let body = read(&args.file).with_context(|| format!("cannot read {}", args.file.display()))?;
    let atlas = Atlas::read(&Sources::with_folder(None))?;
    let received = args.received.unwrap_or_else(Utc::now);
    let parsed = feeds::parse(args.kind, &body, &About { received, airport: args.airport.as_ref(), atlas: &atlas });
    lines(out, &parsed, usize::MAX)?;
    for note in &parsed.notes {
        writeln!(std::io::stderr(), "note: {note}")?;
    }
    Ok(!parsed.observations.is_empty() || !parsed.sightings.is_empty())
}

/// Flights, then aircraft, then faults, one line each; at most so many of them.
pub(super) fn lines(out: &mut impl Write, parsed: &Parsed, most: usize) -> anyhow::Result<()> {
    let mut left = most;
    for (observation, _) in parsed.observations.iter().take(left) {
        line(out, &shown(observation))?;
        left -= 1;
    }
    for (sighting, _) in parsed.sightings.iter().take(left) {
        line(out, &SightingLine { sighting: seen(sighting) })?;
        left -= 1;
    }
    for Fault { reason, at } in parsed.faults.iter().take(left) {
        line(out, &FaultLine { fault: reason, at })?;
    }
    Ok(())
}

fn airport(text: &str) -> Result<Airport, String> {
    Airport::parse(text).map_err(|malformed| malformed.to_string())
}

fn seen(sighting: &Sighting) -> SightingShown<'_> {
    SightingShown {
        address: &sighting.address,
        callsign: sighting.callsign.as_deref(),
        registration: sighting.registration.as_deref(),
        at: time(sighting.at),
        position: sighting.position,
        altitude_ft: sighting.altitude_ft,
        on_ground: sighting.on_ground,
    }
}

/// One byte more than any message may have is read, so that the parser itself says it is too large.
fn read(file: &Path) -> std::io::Result<Vec<u8>> {
    let most = u64::try_from(crate::limits::FEED_BODY_BYTES_MAX).unwrap_or(u64::MAX).saturating_add(1);
    let mut body = Vec::new();
    if file == Path::new("-") {
        std::io::stdin().take(most).read_to_end(&mut body)?;
    } else {
        std::fs::File::open(file)?.take(most).read_to_end(&mut body)?;
    }
    Ok(body)
}

fn line(out: &mut impl Write, shown: &impl Serialize) -> anyhow::Result<()> {
    writeln!(out, "{}", serde_json::to_string(shown)?)?;
    Ok(())
}

fn shown(observation: &Observation) -> FlightLine<'_> {
    let flight = &observation.flight;
    FlightLine {
        flight: FlightShown {
            carrier: flight.carrier.as_str(),
            number: flight.number.to_string(),
            suffix: flight.suffix,
            from: flight.from.as_ref().map(|a| a.as_str()),
            to: flight.to.as_ref().map(|a| a.as_str()),
            date: flight.date.to_string(),
            date_basis: match flight.basis {
                DateBasis::Utc => "utc",
                DateBasis::Local | DateBasis::Arrival => "local",
                DateBasis::Day => "day",
            },
        },
        says: said::says(observation),
        reported: observation.reported.map(time),
    }
}

fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(body: &str, expected: &[&str]) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("message.xml");
        std::fs::write(&file, body).unwrap();
        let mut out = Vec::new();
        let any = run(&ParseArgs { kind: Kind::Aidx, received: None, airport: None, file }, &mut out).unwrap();
        let out = String::from_utf8(out).unwrap();
        assert_eq!(out.lines().collect::<Vec<_>>(), expected);
        assert_eq!(any, expected.iter().any(|l| l.starts_with("{\"flight\"")));
    }

    #[test]
    fn a_message_is_shown_line_by_line() {
        const LEG: &str = "<LegIdentifier><Airline>BA</Airline><FlightNumber>0117</FlightNumber>\
            <DepartureAirport>LHR</DepartureAirport><ArrivalAirport>JFK</ArrivalAirport>\
            <OriginDate>2018-06-03</OriginDate></LegIdentifier>";
        let body = format!(
            "<IATA_AIDX_FlightLegRS xmlns='http://www.iata.org/IATA/2007/00' TimeStamp='2018-06-03T10:00:00Z'>\
             <FlightLeg>{LEG}<LegData><OperationalStatus>DX</OperationalStatus><OperationTime \
             OperationQualifier='OFB' TimeType='ACT' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' \
             xsi:nil='true'/></LegData></FlightLeg><FlightLeg/></IATA_AIDX_FlightLegRS>"
        );
        let flight = "{\"flight\":{\"carrier\":\"BA\",\"number\":\"117\",\"from\":\"LHR\",\"to\":\"JFK\",\
            \"date\":\"2018-06-03\",\"date_basis\":\"utc\"},\"says\":{\"actual_out\":null,\"status\":\"cancelled\"},\
            \"reported\":\"2018-06-03T10:00:00Z\"}";
        check(&body, &[flight, "{\"fault\":\"expected a LegIdentifier\",\"at\":\"FlightLeg[2]\"}"]);
        check(
            "<a/>",
            &["{\"fault\":\"no IATA_AIDX_FlightLegNotifRQ or IATA_AIDX_FlightLegRS found\",\"at\":\"message\"}"],
        );
    }
}
