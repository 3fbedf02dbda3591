//! Events of flights written as the messages that real senders send: AIDX notifications and movement telexes.
//! One leg of a notification says one event; a telex says what happened to one flight in one minute, as a movement message
//! tells the departure together with the arrival expected from it.
//! Must not know: parsers, the store, how anything is measured.

use chrono::{DateTime, SecondsFormat, Utc};
use std::fmt::Write;

/// One leg as it was planned.
#[derive(Debug, Clone)]
pub struct Flight {
    /// IATA, two characters.
    pub carrier: String,
    pub number: u16,
    pub from: String,
    pub to: String,
    /// The registration without hyphen.
    pub tail: String,
    pub scheduled_out: DateTime<Utc>,
    pub scheduled_in: DateTime<Utc>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    EstimatedOut,
    Cancelled,
    Out,
    Off,
    Eta,
    Diverted,
    On,
    In,
}

/// What happened to a flight, or was foretold, in one minute.
#[derive(Debug, Clone)]
pub struct Event {
    pub at: DateTime<Utc>,
    /// Its place in the list of flights.
    pub flight: usize,
    pub what: What,
    /// The time that is said; that of the event where it says none.
    pub value: DateTime<Utc>,
}

fn long(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// One notification with a leg for each event.
pub fn notification<'a>(at: DateTime<Utc>, events: impl IntoIterator<Item = (&'a Flight, &'a Event)>) -> String {
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<IATA_AIDX_FlightLegNotifRQ xmlns=\"http://www.iata.org/IATA/2007/00\" \
         Version=\"21.3\" TimeStamp=\"{}\" Target=\"Production\"><Originator CompanyShortName=\"Made up\"/>",
        long(at)
    );
    for (flight, event) in events {
        leg(&mut text, flight, event);
    }
    text.push_str("</IATA_AIDX_FlightLegNotifRQ>");
    text
}

fn leg(text: &mut String, flight: &Flight, event: &Event) {
    let Flight { carrier, number, from, to, tail, .. } = flight;
    // Writing to a string cannot fail.
    let _ = write!(
        text,
        "<FlightLeg><LegIdentifier><Airline CodeContext=\"3\">{carrier}</Airline><FlightNumber>{number}</FlightNumber>\
         <DepartureAirport CodeContext=\"3\">{from}</DepartureAirport><ArrivalAirport CodeContext=\"3\">{to}\
         </ArrivalAirport><OriginDate>{}</OriginDate></LegIdentifier><LegData>",
        flight.scheduled_out.date_naive()
    );
    match event.what {
        What::Cancelled => text.push_str("<OperationalStatus CodeContext=\"2005\">DX</OperationalStatus>"),
        What::Diverted => text.push_str("<OperationalStatus CodeContext=\"2005\">DV</OperationalStatus>"),
        _ => text.push_str("<ServiceType>J</ServiceType>"),
    }
    time(text, "OFB", "SCT", flight.scheduled_out);
    time(text, "ONB", "SCT", flight.scheduled_in);
    match event.what {
        What::EstimatedOut => time(text, "OFB", "EST", event.value),
        What::Out => time(text, "OFB", "ACT", event.value),
        What::Off => time(text, "TKO", "ACT", event.value),
        What::Eta => time(text, "ONB", "EST", event.value),
        What::On => time(text, "TDN", "ACT", event.value),
        What::In => time(text, "ONB", "ACT", event.value),
        What::Cancelled | What::Diverted => {}
    }
    let _ = write!(text, "<AircraftInfo><Registration>{tail}</Registration></AircraftInfo></LegData></FlightLeg>");
}

fn time(text: &mut String, qualifier: &str, kind: &str, at: DateTime<Utc>) {
    let _ = write!(
        text,
        "<OperationTime OperationQualifier=\"{qualifier}\" CodeContext=\"9750\" TimeType=\"{kind}\">{}</OperationTime>",
        long(at)
    );
}

/// One telex of what happened to one flight in one minute.
pub fn telex(flight: &Flight, events: &[&Event]) -> String {
    let Flight { carrier, number, from, to, tail, .. } = flight;
    let sent = events.first().map_or(flight.scheduled_out, |event| event.at);
    let day = |at: DateTime<Utc>| at.format("%d%H%M").to_string();
    let of = |what: What| events.iter().find(|event| event.what == what).map(|event| event.value);
    let mut text = format!("QU ONWXXXX\r\n.OPSXX{carrier} {}\r\n", day(sent));
    let date = flight.scheduled_out.format("%d");
    if of(What::Cancelled).is_some() {
        let date = flight.scheduled_out.format("%d%b").to_string().to_ascii_uppercase();
        let _ = write!(text, "ASM\r\nUTC\r\nCNL OPER\r\n{carrier}{number}/{date} {from}/{to}\r\n");
        return text;
    }
    let down = of(What::On).is_some() || of(What::In).is_some();
    let (name, place) = match of(What::Diverted) {
        Some(_) => ("DIV", to),
        None => ("MVT", if down { to } else { from }),
    };
    let _ = write!(text, "{name}\r\n{carrier}{number}/{date}.{tail}.{place}\r\n");
    let mut words: Vec<String> = Vec::new();
    match (of(What::Out), of(What::Off)) {
        (None, None) => {}
        (out, off) => {
            let pair = [out, off].map(|at| at.map(day).unwrap_or_default());
            words.push(format!("AD{}", pair.join("/").trim_end_matches('/')));
        }
    }
    match (of(What::On), of(What::In)) {
        (None, None) => {}
        (on, into) => {
            let pair = [on, into].map(|at| at.map(day).unwrap_or_default());
            words.push(format!("AA{}", pair.join("/").trim_end_matches('/')));
        }
    }
    words.extend(of(What::EstimatedOut).map(|at| format!("ED{}", day(at))));
    if of(What::Diverted).is_some() {
        // The day does not say where to: a place in the middle of the network.
        words.push(format!("EA{} OMA", day(sent)));
    } else {
        words.extend(
            of(What::Eta).map(|at| if down { format!("EB{}", day(at)) } else { format!("EA{} {to}", day(at)) }),
        );
    }
    text.push_str(&words.join(" "));
    text.push_str("\r\n");
    text
}
