//! What a sender of AIDX is answered: an `IATA_AIDX_FlightLegRS` with a warning for each thing that was not taken, or
//! with errors when nothing was, in an envelope if the message came in one.
//! Of the message itself only short tokens are repeated, so that an answer carries nothing that somebody planted.
//! Must not know: HTTP, what became of a leg beyond taken or not.

use super::super::report::MESSAGE;
use super::xml;
use crate::limits;
use chrono::{DateTime, SecondsFormat, Utc};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use std::io;

pub use super::xml::Soap;

/// Said to a message that names no version: the newest that was seen of any sender.
const VERSION: &str = "21.3";
const ROOT: &str = "IATA_AIDX_FlightLegRS";
/// Code list 9321.
const BAD_FORMAT: &str = "294";
const SYSTEM_ERROR: &str = "911";

/// What the answer repeats of its message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    pub soap: Option<Soap>,
    version: Option<String>,
    echo_token: Option<String>,
    transaction: Option<String>,
    target: Option<String>,
}

/// What became of the message. Each fault is its place and its reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told<'a> {
    /// Taken, but for these.
    Taken(&'a [(String, String)]),
    /// Nothing of it could be read.
    Unread(&'a [(String, String)]),
    /// Nothing is known: it is to be sent again after so many seconds.
    Later(u64),
}

impl Asked {
    /// Reads the head of a message. One that cannot be read is answered all the same, with nothing repeated.
    pub fn of(body: &[u8]) -> Self {
        let text = String::from_utf8_lossy(body);
        let head = xml::head(text.trim_start_matches('\u{feff}').trim_start());
        let token = |name: &str| {
            let value = head.root.as_ref().and_then(|root| root.attribute(name));
            value.filter(|text| is_token(text)).map(str::to_owned)
        };
        Self {
            soap: head.soap,
            version: token("Version"),
            echo_token: token("EchoToken"),
            transaction: token("TransactionIdentifier"),
            target: token("Target"),
        }
    }
}

/// A token that may be said back. Anything else, however well escaped, would let a sender write into the logs and screens
/// of whoever reads our answers.
fn is_token(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    text.len() <= limits::FEED_TEXT_BYTES_MAX && text.bytes().all(plain)
}

/// The whole answer, in UTF-8.
pub fn write(asked: &Asked, told: Told<'_>, at: DateTime<Utc>) -> String {
    let mut writer = Writer::new(Vec::new());
    // A vector takes everything: there is nothing here that could fail.
    drop(document(&mut writer, asked, told, at));
    String::from_utf8(writer.into_inner()).unwrap_or_default()
}

type Out = Writer<Vec<u8>>;

fn document(out: &mut Out, asked: &Asked, told: Told<'_>, at: DateTime<Utc>) -> io::Result<()> {
    out.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let Some(soap) = asked.soap else { return root(out, asked, told, at) };
    let mut envelope = BytesStart::new("s:Envelope");
    envelope.push_attribute(("xmlns:s", soap.space()));
    out.write_event(Event::Start(envelope))?;
    out.write_event(Event::Start(BytesStart::new("s:Body")))?;
    root(out, asked, told, at)?;
    out.write_event(Event::End(BytesEnd::new("s:Body")))?;
    out.write_event(Event::End(BytesEnd::new("s:Envelope")))
}

fn root(out: &mut Out, asked: &Asked, told: Told<'_>, at: DateTime<Utc>) -> io::Result<()> {
    let stamp = at.to_rfc3339_opts(SecondsFormat::Secs, true);
    let mut root = BytesStart::new(ROOT);
    root.push_attribute(("xmlns", xml::AIDX));
    root.push_attribute(("Version", asked.version.as_deref().unwrap_or(VERSION)));
    root.push_attribute(("TimeStamp", stamp.as_str()));
    for (name, value) in
        [("EchoToken", &asked.echo_token), ("TransactionIdentifier", &asked.transaction), ("Target", &asked.target)]
    {
        if let Some(value) = value {
            root.push_attribute((name, value.as_str()));
        }
    }
    out.write_event(Event::Start(root))?;
    match told {
        Told::Taken(faults) => {
            out.write_event(Event::Empty(BytesStart::new("Success")))?;
            // An empty list is not allowed.
            if !faults.is_empty() {
                list(out, "Warning", BAD_FORMAT, faults.iter().map(said))?;
            }
        }
        Told::Unread([]) => {
            let expected = format!("{MESSAGE}: expected IATA_AIDX_FlightLegNotifRQ or IATA_AIDX_FlightLegRS");
            list(out, "Error", BAD_FORMAT, std::iter::once(expected))?;
        }
        Told::Unread(faults) => list(out, "Error", BAD_FORMAT, faults.iter().map(said))?,
        Told::Later(seconds) => {
            let again = format!("nothing was taken for certain: send it again in {seconds} seconds");
            list(out, "Error", SYSTEM_ERROR, std::iter::once(again))?;
        }
    }
    out.write_event(Event::End(BytesEnd::new(ROOT)))
}

fn said((at, reason): &(String, String)) -> String {
    format!("{at}: {reason}")
}

/// `Warnings` of `Warning`, or `Errors` of `Error`. How many there are is bounded where they are found.
fn list(out: &mut Out, name: &str, code: &str, texts: impl Iterator<Item = String>) -> io::Result<()> {
    let all = format!("{name}s");
    out.write_event(Event::Start(BytesStart::new(all.as_str())))?;
    for text in texts {
        let mut one = BytesStart::new(name);
        one.push_attribute(("Type", code));
        out.write_event(Event::Start(one))?;
        out.write_event(Event::Text(BytesText::new(&of_xml(&text))))?;
        out.write_event(Event::End(BytesEnd::new(name)))?;
    }
    out.write_event(Event::End(BytesEnd::new(all.as_str())))
}

/// A place may hold the name of an element as it was sent. Escaping does not make a character allowed that XML has not got.
fn of_xml(text: &str) -> String {
    let allowed = |c: char| if c.is_control() || c > '\u{fffd}' { char::REPLACEMENT_CHARACTER } else { c };
    text.chars().take(2 * limits::TEXT_CHARS_MAX).map(allowed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPACE: &str = "xmlns='http://www.iata.org/IATA/2007/00'";

    fn root(attributes: &str) -> String {
        format!("<IATA_AIDX_FlightLegNotifRQ {SPACE} {attributes}><FlightLeg/></IATA_AIDX_FlightLegNotifRQ>")
    }

    fn answered(body: &str, told: Told<'_>) -> String {
        write(&Asked::of(body.as_bytes()), told, "2026-11-26T22:50:00.5Z".parse().unwrap())
    }

    fn opened(attributes: &str) -> String {
        format!("<IATA_AIDX_FlightLegRS xmlns=\"http://www.iata.org/IATA/2007/00\" {attributes}>")
    }

    #[test]
    fn what_is_repeated_of_a_message_is_short_and_plain() {
        let longest = "a".repeat(64);
        let check = |asked: &str, expected: &str| {
            let answer = answered(&root(asked), Told::Taken(&[]));
            assert!(answer.contains(&opened(expected)), "{asked}: {answer}");
        };
        const STAMP: &str = "TimeStamp=\"2026-11-26T22:50:00Z\"";
        check("Version='17.1'", &format!("Version=\"17.1\" {STAMP}"));
        check("", &format!("Version=\"21.3\" {STAMP}"));
        check(
            "Version='21.3' EchoToken=' a-B_9.0 ' TransactionIdentifier='FlightData' Target='Production'",
            &format!(
                "Version=\"21.3\" {STAMP} EchoToken=\"a-B_9.0\" TransactionIdentifier=\"FlightData\" \
                 Target=\"Production\""
            ),
        );
        check(&format!("EchoToken='{longest}'"), &format!("Version=\"21.3\" {STAMP} EchoToken=\"{longest}\""));
        for hostile in [
            "a b",
            "&quot;/>&lt;x",
            "&lt;script>",
            "a&#10;b",
            "a&#0;b",
            "ä",
            "%0d%0a",
            "a/b",
            "${x}",
            "",
            &"a".repeat(65),
            &"a".repeat(100_000),
        ] {
            check(&format!("Version='{hostile}' EchoToken='{hostile}'"), &format!("Version=\"21.3\" {STAMP}"));
        }
    }

    #[test]
    fn each_fault_is_a_warning_and_nothing_read_is_an_error() {
        let fault = |at: &str, reason: &str| (at.to_owned(), reason.to_owned());
        let check = |told: Told<'_>, expected: &str| {
            let answer = answered(&root(""), told);
            let inner = answer.split_once("Z\">").unwrap().1;
            assert_eq!(inner, format!("{expected}</IATA_AIDX_FlightLegRS>"));
        };
        check(Told::Taken(&[]), "<Success/>");
        check(
            Told::Taken(&[fault("FlightLeg[2]", "expected an airport"), fault("FlightLeg[3]", "no flight")]),
            "<Success/><Warnings><Warning Type=\"294\">FlightLeg[2]: expected an airport</Warning>\
             <Warning Type=\"294\">FlightLeg[3]: no flight</Warning></Warnings>",
        );
        check(
            Told::Unread(&[fault("<b>\u{1}\u{ffff}", "a & b")]),
            "<Errors><Error Type=\"294\">&lt;b&gt;\u{fffd}\u{fffd}: a &amp; b</Error></Errors>",
        );
        check(
            Told::Unread(&[]),
            "<Errors><Error Type=\"294\">message: expected IATA_AIDX_FlightLegNotifRQ or IATA_AIDX_FlightLegRS\
             </Error></Errors>",
        );
        check(
            Told::Later(1),
            "<Errors><Error Type=\"911\">nothing was taken for certain: send it again in 1 seconds</Error></Errors>",
        );
        let long = fault(&"x".repeat(5000), "");
        assert!(answered("", Told::Unread(std::slice::from_ref(&long))).len() < 1000);
    }

    #[test]
    fn a_message_in_an_envelope_is_answered_in_one() {
        for (soap, space) in [
            (Soap::V11, "http://schemas.xmlsoap.org/soap/envelope/"),
            (Soap::V12, "http://www.w3.org/2003/05/soap-envelope"),
        ] {
            let body = format!(
                "\u{feff} <q:Envelope xmlns:q='{space}'><q:Header><a/></q:Header><q:Body>{}</q:Body></q:Envelope>",
                root("EchoToken='7'")
            );
            assert_eq!(Asked::of(body.as_bytes()).soap, Some(soap));
            let answer = answered(&body, Told::Taken(&[]));
            let before = format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><s:Envelope xmlns:s=\"{space}\"><s:Body>\
                 <IATA_AIDX_FlightLegRS "
            );
            assert!(answer.starts_with(&before) && answer.contains(" EchoToken=\"7\""), "{answer}");
            assert!(answer.ends_with("</IATA_AIDX_FlightLegRS></s:Body></s:Envelope>"), "{answer}");
        }
        for body in ["<Envelope/>", "<Envelope xmlns='urn:soap'/>", "{}", "<!DOCTYPE a><a/>", "", "\u{0}"] {
            assert_eq!(Asked::of(body.as_bytes()), Asked::default(), "{body}");
        }
        // An envelope without a message is one all the same.
        let bare = "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><x/>";
        assert_eq!(Asked::of(bare.as_bytes()), Asked { soap: Some(Soap::V11), ..Asked::default() });
        let deep = "<a>".repeat(limits::XML_DEPTH_MAX + 1) + &root("EchoToken='7'");
        assert_eq!(Asked::of(deep.as_bytes()), Asked::default());
    }
}
