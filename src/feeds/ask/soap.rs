//! AIDX by SOAP, as airports of the United Kingdom offer it: a question that gives what has changed, and one for
//! everything, which they allow every ten minutes or so and otherwise answer with the seconds to wait.
//! Must not know: the shape of the answer.

use super::{Ask, Asking, Body, Expects, Half, Part, Request, boards, plain};

const OPEN: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><soapenv:Envelope \
xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\" xmlns:ns=\"http://www.iata.org/IATA/2007/00\"><soapenv:Header>";
const CLOSE: &str =
    "</soapenv:Header><soapenv:Body><ns:IATA_AIDX_FlightLegRQ Version=\"16.1\"/></soapenv:Body></soapenv:Envelope>";

pub fn aidx(asking: &Asking<'_>) -> Vec<Ask> {
    let request = |full: bool| {
        let mut parts = vec![plain(OPEN)];
        if asking.poll.id.is_some() {
            parts.extend([plain("<userID>"), Part::Secret(Half::Id), plain("</userID>")]);
        }
        parts.push(plain(format!("<fullRefresh>{}</fullRefresh>{CLOSE}", u8::from(full))));
        Request {
            url: asking.base.to_owned(),
            headers: vec![("SOAPAction", plain("\"\"")), ("Accept", plain("text/xml, application/xml"))],
            body: Some(Body { content_type: "text/xml; charset=utf-8", parts }),
            basic: asking.poll.id.is_some() && asking.poll.key.is_some(),
            ..Request::default()
        }
    };
    let ask = |what: &str, full: bool| {
        let ask = asking.board(what, request(full), |n| boards::touches(n, asking.feed.airport.as_ref()))?;
        let every_s = if full { asking.poll.slowest_s } else { ask.every_s };
        Some(Ask { expects: Expects::Xml, every_s, ..ask })
    };
    // The full one first: changes mean something only on top of it.
    [ask("everything", true), ask("changes", false)].into_iter().flatten().collect()
}
