//! How a feed is told what became of its message: JSON, or for AIDX the answer of its own standard to whoever prefers XML
//! or came in an envelope. Senders go by the status as much as by the body: 202 is taken, 400 is not to be sent again as
//! it is, 503 is. Must not know: how a message is read or kept.

use super::super::answer::Reply;
use crate::feeds::Kind;
use crate::feeds::parse::aidx::answer::{self, Asked, Soap, Told};
use crate::intake::observe::Report;
use crate::web::problem::{self, InTheirOwnForm};
use crate::wire::problem::{BAD_REQUEST, LATER, Problem};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{ACCEPT, CONTENT_TYPE, HeaderMap, RETRY_AFTER};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

const XML: &str = "application/xml; charset=utf-8";
const TEXT_XML: &str = "text/xml; charset=utf-8";
const SOAP_12: &str = "application/soap+xml; charset=utf-8";

/// Answers a message of a source of this kind. What has no form in AIDX, such as a broken record, stays a problem.
///
/// # Errors
/// What `taken` failed with, where the answer is JSON.
pub fn answer(
    headers: &HeaderMap,
    kind: Kind,
    body: &[u8],
    now: DateTime<Utc>,
    taken: Result<Report, Problem>,
) -> Reply {
    let asked = if kind == Kind::Aidx { Asked::of(body) } else { Asked::default() };
    let Some(content_type) = form(headers, kind, asked.soap) else { return taken.map(|report| of_json(&report)) };
    let (status, told, again_s) = match &taken {
        Ok(report) if is_unread(report) => (StatusCode::BAD_REQUEST, Told::Unread(&report.rejected), None),
        // By SOAP over HTTP a 202 has nothing in it, and clients do not look.
        Ok(report) if asked.soap.is_some() => (StatusCode::OK, Told::Taken(&report.rejected), None),
        Ok(report) => (StatusCode::ACCEPTED, Told::Taken(&report.rejected), None),
        Err(problem) if problem.slug == LATER.slug => {
            let seconds = problem::seconds_to_wait(problem);
            (StatusCode::SERVICE_UNAVAILABLE, Told::Later(seconds), Some(seconds))
        }
        Err(problem) if problem.slug == BAD_REQUEST.slug => (StatusCode::BAD_REQUEST, Told::Unread(&[]), None),
        Err(problem) => return Err(problem.clone()),
    };
    let mut response = HttpResponse::build(status);
    response.insert_header((CONTENT_TYPE, content_type));
    if let Some(seconds) = again_s {
        response.insert_header((RETRY_AFTER, seconds));
    }
    let mut response = response.body(answer::write(&asked, told, now));
    response.extensions_mut().insert(InTheirOwnForm);
    Ok(response)
}

fn of_json(report: &Report) -> HttpResponse {
    let rejected: Vec<Value> =
        report.rejected.iter().map(|(at, reason)| json!({ "at": at, "reason": reason })).collect();
    HttpResponse::Accepted().json(json!({ "accepted": report.accepted, "unchanged": report.unchanged,
        "unmatched": report.unmatched, "rejected": rejected }))
}

fn is_unread(report: &Report) -> bool {
    report.accepted + report.unchanged + report.unmatched == 0 && !report.rejected.is_empty()
}

/// The content type of an answer in XML; `None` for JSON.
fn form(headers: &HeaderMap, kind: Kind, soap: Option<Soap>) -> Option<&'static str> {
    match (kind, soap) {
        (Kind::Aidx, Some(Soap::V11)) => Some(TEXT_XML),
        (Kind::Aidx, Some(Soap::V12)) => Some(SOAP_12),
        (Kind::Aidx, None) => preferred(headers.get_all(ACCEPT).filter_map(|line| line.to_str().ok())),
        _ => None,
    }
}

/// XML is preferred when it is named and JSON is not wanted as much; a wildcard alone leaves the choice to us.
fn preferred<'a>(accept: impl Iterator<Item = &'a str>) -> Option<&'static str> {
    let (mut xml, mut json, mut any) = ((XML, 0.0), None, 0.0_f32);
    for range in accept.flat_map(|line| line.split(',')) {
        let mut parts = range.split(';').map(|part| part.trim().to_ascii_lowercase());
        let name = parts.next().unwrap_or_default();
        let weight = parts.find_map(|part| part.strip_prefix("q=").map(|q| q.parse().unwrap_or(0.0))).unwrap_or(1.0);
        match name.as_str() {
            "application/xml" if weight > xml.1 => xml = (XML, weight),
            "text/xml" if weight > xml.1 => xml = (TEXT_XML, weight),
            "application/json" => json = Some(weight),
            "*/*" | "application/*" => any = any.max(weight),
            _ => {}
        }
    }
    let (content_type, weight) = xml;
    (weight > 0.0 && json.map_or(weight >= any, |json| weight > json)).then_some(content_type)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn xml_is_answered_to_whoever_prefers_it() {
        for (accept, expected) in [
            ("", None),
            ("*/*", None),
            ("application/*", None),
            ("text/*", None),
            ("application/json", None),
            ("application/json, text/plain, */*", None),
            ("application/xml", Some(XML)),
            ("Application/XML ; Q=0.5", Some(XML)),
            ("text/xml", Some(TEXT_XML)),
            ("text/xml, application/xml", Some(TEXT_XML)),
            ("text/xml;q=0.2, application/xml;q=0.3", Some(XML)),
            ("application/xml, */*", Some(XML)),
            ("text/xml;q=0.5, */*;q=0.1", Some(TEXT_XML)),
            ("text/xml;q=0.1, */*;q=0.5", None),
            ("application/xml, application/json", None),
            ("application/xml, application/json;q=0.9", Some(XML)),
            ("application/xml;q=0.9, application/json", None),
            ("application/xml;q=0", None),
            ("application/xml;q=NaN", None),
            ("application/xml;q=x", None),
        ] {
            assert_eq!(preferred(std::iter::once(accept)), expected, "{accept}");
        }
        assert_eq!(preferred(["text/html", "text/xml"].into_iter()), Some(TEXT_XML));
    }
}
