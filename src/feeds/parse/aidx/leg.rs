//! One `FlightLeg`: who it is, and what is said of it.
//! A leg whose identity cannot be read is a fault and nothing else; a field that cannot be read is a fault
//! beside the fields that can. Must not know: the other legs, the message around them.

use super::super::report::{Report, code_shown};
use super::super::says::Says;
use super::super::time;
use super::codes::{self, Boarding, Status};
use super::text_or_report;
use super::xml::{Element, Given};
use crate::domain::observation::{DateBasis, Event, Field, FlightRef, Kind, Observation, Stage, Value};
use crate::domain::place::{Airport, Carrier};
use chrono::{DateTime, Utc};

/// What the codes and times of one leg add up to, before it is said.
#[derive(Default)]
struct Gathered {
    cancelled: bool,
    reinstated: bool,
    diverted: bool,
    returned: bool,
    boarding: Option<Boarding>,
    boarding_withdrawn: bool,
}

pub(super) fn read(
    leg: &Element,
    at: &str,
    reported: Option<DateTime<Utc>>,
    report: &mut Report,
) -> Option<Observation> {
    if let Some(flaw) = leg.flaw {
        report.fault(format!("an element of this leg {flaw}"), at);
        return None;
    }
    let Some(identifier) = leg.child("LegIdentifier") else {
        match leg.child("GeneralAviationLegIdentifier") {
            Some(_) => report.note("general aviation legs are not used"),
            None => report.fault("expected a LegIdentifier", at),
        }
        return None;
    };
    let flight = match identity(identifier) {
        Ok(flight) => flight,
        Err((reason, name)) => {
            report.fault(reason, format!("{at}/LegIdentifier/{name}"));
            return None;
        }
    };
    let mut says = Says::default();
    match text_or_report(leg.given_by("SpecialAction"), format_args!("{at}/SpecialAction"), report).flatten() {
        Some("Delete") => says.put(Field::Deleted, Stage::Estimated, Some(Value::Flag(true))),
        Some(action @ ("LockDown" | "DoNotDisplay")) => report.note(format!("SpecialAction {action} is not used")),
        Some(_) => report.note("a SpecialAction that is not known"),
        None => {}
    }
    if let Some(told) = leg.child("LegData") {
        let at = format!("{at}/LegData");
        let mut gathered = Gathered::default();
        statuses(told, &at, &mut gathered, report);
        times(told, &at, &mut says, &mut gathered, report);
        turns(told, &at, &flight, &gathered, &mut says, report);
        delays(told, &at, &mut says, report);
        codeshares(told, &at, &mut says, report);
        super::resources::read(told, &at, &mut says, report);
        registration(told, &at, &mut says, report);
    }
    Some(Observation { flight, says: says.finish(&format!("{at}/LegData"), report), reported })
}

type Refusal = (&'static str, &'static str);

fn needed<'a>(parent: &'a Element, name: &'static str, expected: &'static str) -> Result<&'a str, Refusal> {
    optional(parent, name)?.ok_or((expected, name))
}

fn optional<'a>(parent: &'a Element, name: &'static str) -> Result<Option<&'a str>, Refusal> {
    match parent.given_by(name) {
        Given::Text(text) => Ok(Some(text)),
        Given::Missing | Given::Nil => Ok(None),
        Given::Bad(why) => Err((why, name)),
    }
}

fn identity(id: &Element) -> Result<FlightRef, Refusal> {
    const AIRPORT: &str = "expected an airport code of 3 (IATA) or 4 (ICAO) letters";
    let (carrier, number, suffix) = designator(id)?;
    let airport =
        |name: &'static str| Airport::parse(needed(id, name, AIRPORT)?).map_err(|malformed| (malformed.expected, name));
    let repeat = match optional(id, "RepeatNumber")? {
        None => 1,
        Some(text) => text
            .parse::<u8>()
            .ok()
            .filter(|n| (1..=9).contains(n))
            .ok_or(("expected a repeat number from 1 to 9", "RepeatNumber"))?,
    };
    Ok(FlightRef {
        carrier,
        number,
        suffix,
        date: time::date(needed(id, "OriginDate", time::DATE)?).ok_or((time::DATE, "OriginDate"))?,
        basis: DateBasis::Utc,
        from: Some(airport("DepartureAirport")?),
        to: Some(airport("ArrivalAirport")?),
        repeat,
    })
}

/// The flight of a leg or of a codeshare: the length of the carrier tells IATA from ICAO, as senders put
/// either under the context of the other.
fn designator(id: &Element) -> Result<(Carrier, u16, Option<char>), Refusal> {
    const CARRIER: &str = "expected a carrier of 2 characters (IATA) or 3 letters (ICAO)";
    const NUMBER: &str = "expected a flight number from 1 to 9999";
    const SUFFIX: &str = "expected a suffix of one letter";
    let carrier =
        Carrier::parse(needed(id, "Airline", CARRIER)?).map_err(|malformed| (malformed.expected, "Airline"))?;
    let text = needed(id, "FlightNumber", NUMBER)?;
    let digits = text.strip_suffix(|c: char| c.is_ascii_alphabetic()).unwrap_or(text);
    let plain = digits.bytes().all(|b| b.is_ascii_digit());
    let number = digits.parse().ok().filter(|n| plain && (1..=9999).contains(n)).ok_or((NUMBER, "FlightNumber"))?;
    // Some senders write the suffix behind the number.
    let behind = text.chars().last().filter(char::is_ascii_alphabetic);
    let suffix = match optional(id, "OperationalSuffix")? {
        None => behind,
        Some(text) => {
            let mut letters = text.chars();
            match (letters.next(), letters.next()) {
                (Some(letter), None) if letter.is_ascii_alphabetic() => Some(letter),
                _ => return Err((SUFFIX, "OperationalSuffix")),
            }
        }
    };
    Ok((carrier, number, suffix.map(|c| c.to_ascii_uppercase())))
}

fn statuses(told: &Element, at: &str, gathered: &mut Gathered, report: &mut Report) {
    for name in ["OperationalStatus", "RemarkTextCode"] {
        for (index, element) in told.all(name).enumerate() {
            let code = match text_or_report(element.given(), format_args!("{at}/{name}[{}]", index + 1), report) {
                None => continue,
                Some(None) => {
                    report.note(format!("{name} withdrawn without saying which code"));
                    continue;
                }
                Some(Some(code)) => code.to_ascii_uppercase(),
            };
            // What is said to the bag hall is not said to the passengers.
            let to_passengers = matches!(element.attribute("Qualifier"), None | Some("PUB" | "TER"));
            match codes::status(&code) {
                Some(Status::Cancelled) => gathered.cancelled = true,
                Some(Status::Reinstated) => gathered.reinstated = true,
                Some(Status::Diverted) => gathered.diverted = true,
                Some(Status::Returned) => gathered.returned = true,
                Some(Status::Boarding(step)) if to_passengers => gathered.boarding = gathered.boarding.max(Some(step)),
                Some(Status::Boarding(_) | Status::Said) => {}
                None => report.note(format!("{name} {} is not known", code_shown(&code))),
            }
        }
    }
}

fn times(told: &Element, at: &str, says: &mut Says, gathered: &mut Gathered, report: &mut Report) {
    for (index, element) in told.all("OperationTime").enumerate() {
        let place = || format!("{at}/OperationTime[{}]", index + 1);
        let given = text_or_report(element.given(), format_args!("{at}/OperationTime[{}]", index + 1), report);
        let Some(given) = given else { continue };
        let Some(qualifier) = element.attribute("OperationQualifier") else {
            report.fault("expected an OperationQualifier", place());
            continue;
        };
        let Some(moment) = codes::moment(qualifier) else {
            report.note(format!("OperationTime {} is not used", code_shown(qualifier)));
            continue;
        };
        let joined = if let codes::Moment::Of(_, Some(firmness)) = moment { Some((firmness, 1)) } else { None };
        let Some((firmness, weight)) = joined.or_else(|| element.attribute("TimeType").and_then(codes::firmness))
        else {
            report.fault("expected a TimeType of SCT, PLN, EST, TAR, CAL or ACT", place());
            continue;
        };
        let value = match given.map(time::instant) {
            None => None,
            Some(Some(instant)) => Some(instant),
            Some(None) => {
                report.fault(time::TIME, place());
                continue;
            }
        };
        match (moment, firmness) {
            (codes::Moment::Of(event, _), (kind, stage)) => {
                says.put_weighed(Field::Time(kind, event), stage, value.map(Value::At), weight);
            }
            // Only what has happened is on the board; when it will is a plan of the airport's.
            (codes::Moment::Boarding(step), (_, Stage::Actual)) => match value {
                Some(_) => gathered.boarding = gathered.boarding.max(Some(step)),
                None => gathered.boarding_withdrawn = true,
            },
            (codes::Moment::Boarding(_), _) => report.note("boarding times still to come are not used"),
        }
    }
}

/// Cancelled, diverted, returned, boarding.
fn turns(told: &Element, at: &str, flight: &FlightRef, g: &Gathered, says: &mut Says, report: &mut Report) {
    if g.cancelled && g.reinstated {
        report.note("cancelled and reinstated at once: only a reinstatement undoes a cancellation, so it holds");
    }
    if g.cancelled || g.reinstated {
        says.put(Field::Cancelled, Stage::Estimated, Some(Value::Flag(!g.reinstated)));
    }
    diversion(told, at, flight, g.diverted, says, report);
    if g.returned {
        says.put(Field::Returned, Stage::Estimated, Some(Value::Flag(true)));
        // Back at the stand, so it is not out; unless the same message says that it went again.
        says.put(Field::Time(Kind::Actual, Event::Out), Stage::Actual, None);
    }
    match g.boarding {
        Some(step) => says.put(Field::Boarding, Stage::Estimated, Some(Value::Text(step.text().to_owned()))),
        None if g.boarding_withdrawn => says.put(Field::Boarding, Stage::Estimated, None),
        None => {}
    }
}

/// Where the flight goes instead: the last of its history, with the status DV or without. The planned airport, last
/// in a history alone, says that it goes there again; beside DV it cannot be meant, and the place is not named.
fn diversion(told: &Element, at: &str, flight: &FlightRef, diverted: bool, says: &mut Says, report: &mut Report) {
    let mut last = None;
    for (index, element) in told.all("PlannedArrivalAptHistory").enumerate() {
        let at = format!("{at}/PlannedArrivalAptHistory[{}]", index + 1);
        match text_or_report(element.given(), format_args!("{at}"), report) {
            None => {}
            Some(None) => says.put(Field::DivertedTo, Stage::Estimated, None),
            Some(Some(text)) => match Airport::parse(text) {
                Ok(airport) => last = Some(airport),
                Err(malformed) => report.fault(malformed.expected, at),
            },
        }
    }
    let to = last.filter(|airport| !diverted || Some(airport) != flight.to.as_ref());
    if diverted || to.is_some() {
        let text = to.map(|airport| airport.to_string()).unwrap_or_default();
        says.put(Field::DivertedTo, Stage::Estimated, Some(Value::Text(text)));
    }
}

fn delays(told: &Element, at: &str, says: &mut Says, report: &mut Report) {
    for (index, delay) in told.all("IrregularityDelay").enumerate() {
        let at = format!("{at}/IrregularityDelay[{}]/ReasonCode", index + 1);
        if delay.given() == Given::Nil {
            says.put(Field::DelayCodes, Stage::Estimated, None);
        }
        for reason in delay.all("ReasonCode") {
            match text_or_report(reason.given(), format_args!("{at}"), report) {
                None => {}
                Some(None) => says.put(Field::DelayCodes, Stage::Estimated, None),
                Some(Some(code)) if code.len() <= 4 && code.bytes().all(|b| b.is_ascii_alphanumeric()) => {
                    says.add(Field::DelayCodes, Stage::Estimated, code.to_ascii_uppercase());
                }
                Some(Some(_)) => report.fault("expected a delay code of AHM 730 or AHM 732", at.as_str()),
            }
        }
    }
}

fn codeshares(told: &Element, at: &str, says: &mut Says, report: &mut Report) {
    for (index, share) in told.all("CodeShareInfo").enumerate() {
        if share.given() == Given::Nil {
            says.put(Field::Marketing, Stage::Estimated, None);
        } else if !share.children.is_empty() {
            match designator(share) {
                Ok((carrier, number, suffix)) => {
                    let flight = format!("{carrier}{number}{}", suffix.map(String::from).unwrap_or_default());
                    says.add(Field::Marketing, Stage::Estimated, flight);
                }
                Err((reason, name)) => report.fault(reason, format!("{at}/CodeShareInfo[{}]/{name}", index + 1)),
            }
        }
    }
}

fn registration(told: &Element, at: &str, says: &mut Says, report: &mut Report) {
    let Some(aircraft) = told.child("AircraftInfo") else { return };
    let at = format_args!("{at}/AircraftInfo/Registration");
    if let Some(given) = text_or_report(aircraft.given_by("Registration"), at, report) {
        let value = given.map(|text| Value::Text(text.to_ascii_uppercase()));
        says.put(Field::Registration, Stage::Estimated, value);
    }
}
