//! What a sender of AIDX is answered, over HTTP, read as a sender reads it: by status, namespace and element.
//! Must not know: how the answer is written.

use super::house::House;
use super::world::{self, B6130, RJ261};
use quick_xml::NsReader;
use quick_xml::events::Event;
use quick_xml::name::{Namespace, ResolveResult};
use reqwest::{Method, Response, StatusCode};
use serde_json::Value;

const PATH: &str = "/api/v1/feeds/aidx";

/// An answer, each element as `name attributes: text`, those of AIDX with their local name alone.
struct Told {
    status: StatusCode,
    kind: String,
    elements: Vec<String>,
}

impl Told {
    async fn of(answer: Response) -> Self {
        let status = answer.status();
        let kind = answer.headers()["content-type"].to_str().unwrap().to_owned();
        Self { status, kind, elements: elements(&answer.text().await.unwrap()) }
    }

    /// The element of this name; its attributes and its text.
    fn one(&self, name: &str) -> &str {
        let mut found = self.elements.iter().filter(|e| e.split(' ').next() == Some(name));
        let one = found.next().unwrap_or_else(|| panic!("no {name} in {:?}", self.elements));
        assert!(found.next().is_none(), "{name} twice in {:?}", self.elements);
        one
    }

    fn names(&self) -> Vec<&str> {
        self.elements.iter().filter_map(|e| e.split(' ').next()).collect()
    }
}

fn elements(text: &str) -> Vec<String> {
    let mut reader = NsReader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut found: Vec<String> = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                let (space, local) = reader.resolver().resolve_element(start.name());
                let space = match space {
                    ResolveResult::Bound(Namespace("http://www.iata.org/IATA/2007/00")) => "",
                    ResolveResult::Bound(Namespace("http://schemas.xmlsoap.org/soap/envelope/")) => "soap:",
                    other => panic!("{other:?} in {text}"),
                };
                let mut one = format!("{space}{} ", local.as_ref());
                for attribute in start.attributes().map(Result::unwrap) {
                    one.push_str(&format!("{}={} ", attribute.key.as_ref(), attribute.value));
                }
                found.push(one);
            }
            Event::Text(said) => {
                let one = found.last_mut().unwrap_or_else(|| panic!("no element in {text}"));
                one.push_str(&said.xml10_content());
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

/// A message with one leg that can be read and one that names no airport.
fn half_bad() -> String {
    let good = world::time(RJ261, "OFB", "ACT", "2031-05-06T07:50:00Z");
    let bad =
        "<FlightLeg><LegIdentifier><Airline>RJ</Airline><FlightNumber>1</FlightNumber></LegIdentifier></FlightLeg>";
    let message = good.replace("</IATA_AIDX_FlightLegNotifRQ>", &format!("{bad}</IATA_AIDX_FlightLegNotifRQ>"));
    message.replace(" Version=", " EchoToken=\"token-42\" TransactionIdentifier=\"a b\" Version=")
}

async fn told(house: &House, method: Method, accept: &str, body: String) -> Told {
    let asked = house.ask("swim", method, PATH).header("content-type", "application/xml").header("accept", accept);
    Told::of(asked.body(body).send().await.unwrap()).await
}

#[tokio::test]
async fn a_bad_leg_is_a_warning_and_the_good_one_is_taken() {
    let house = House::open().await;
    for method in [Method::POST, Method::PUT] {
        let told = told(&house, method, "application/xml", half_bad()).await;
        assert_eq!((told.status, told.kind.as_str()), (StatusCode::ACCEPTED, "application/xml; charset=utf-8"));
        assert_eq!(told.names()[..3], ["IATA_AIDX_FlightLegRS", "Success", "Warnings"], "{:?}", told.elements);
        let root = told.one("IATA_AIDX_FlightLegRS");
        assert!(root.contains(" Version=21.3 ") && root.contains(" EchoToken=token-42 "), "{root}");
        assert!(root.contains(" TimeStamp=2031-05-06T14:00:00Z "), "{root}");
        assert!(!root.contains("TransactionIdentifier"), "no plain token: {root}");
        let warnings: Vec<&String> = told.elements.iter().filter(|e| e.starts_with("Warning ")).collect();
        assert!(!warnings.is_empty(), "{:?}", told.elements);
        assert!(warnings.iter().all(|w| w.starts_with("Warning Type=294 FlightLeg[2]")), "{warnings:?}");
    }
    let flight = house.get("desk", &format!("/api/v1/flights/{}", RJ261.replace('/', "%2F"))).await;
    assert_eq!(flight["times"]["actual_out"]["at"], "2031-05-06T07:50:00Z");
    house.close().await;
}

#[tokio::test]
async fn an_envelope_is_answered_in_one_and_json_stays_the_default() {
    let house = House::open().await;
    let message = world::gate(B6130, "22");
    let inner = message.split_once("?>").unwrap().1;
    let soap = format!(
        "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>{inner}</s:Body></s:Envelope>"
    );
    let answer = told(&house, Method::POST, "*/*", soap).await;
    assert_eq!((answer.status, answer.kind.as_str()), (StatusCode::OK, "text/xml; charset=utf-8"));
    assert_eq!(answer.names(), ["soap:Envelope", "soap:Body", "IATA_AIDX_FlightLegRS", "Success"]);
    for accept in ["*/*", "application/json", "application/xml;q=0.5, application/json"] {
        let asked = house.ask("swim", Method::POST, PATH).header("accept", accept).body(half_bad());
        let answer = asked.send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::ACCEPTED);
        let body: Value = answer.json().await.unwrap();
        assert_eq!(body["rejected"][0]["at"].as_str().unwrap().split('/').next(), Some("FlightLeg[2]"), "{accept}");
    }
    house.close().await;
}

#[tokio::test]
async fn what_cannot_be_read_is_an_error_and_so_is_a_store_that_takes_nothing() {
    let house = House::open().await;
    let doctype = "<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>".to_owned();
    for body in [String::new(), "{}".to_owned(), doctype, "<html/>".to_owned()] {
        let told = told(&house, Method::POST, "text/xml", body.clone()).await;
        assert_eq!((told.status, told.kind.as_str()), (StatusCode::BAD_REQUEST, "text/xml; charset=utf-8"), "{body}");
        assert_eq!(told.names(), ["IATA_AIDX_FlightLegRS", "Errors", "Error"], "{body}");
        assert!(told.one("Error").starts_with("Error Type=294 "), "{:?}", told.elements);
    }
    house.app.intake.gate.shut(true);
    let asked = house.ask("swim", Method::POST, PATH).header("accept", "application/xml");
    let answer = asked.body(world::gate(B6130, "23")).send().await.unwrap();
    assert_eq!(answer.headers()["retry-after"], "1");
    let told = Told::of(answer).await;
    assert_eq!(told.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(told.one("Error").starts_with("Error Type=911 "), "{:?}", told.elements);
    house.app.intake.gate.shut(false);
    let deleted = house.ask("swim", Method::DELETE, PATH).send().await.unwrap();
    assert_eq!(
        (deleted.status(), &deleted.headers()["allow"]),
        (StatusCode::METHOD_NOT_ALLOWED, &"POST, PUT".parse().unwrap())
    );
    house.close().await;
}
