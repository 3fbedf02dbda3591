//! The ways of single services: keys in headers and in the address, tokens, pages, a question that is posted, and how
//! each says that it does not know a flight.
//! Must not know: what their answers mean.

use super::server::{Server, json, reply};
use super::{Answer, SECRET, asks, line, source};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn aeroapi_gives_pages_and_does_not_know_every_flight() {
    let server = Server::start(|asked| match asked.line.split('?').next().unwrap() {
        "GET /aeroapi/flights/RJA261" if asked.line.contains("cursor=c2") => json("{\"links\":null,\"flights\":[]}"),
        "GET /aeroapi/flights/RJA261" => {
            json("{\"links\":{\"next\":\"/flights/RJA261?cursor=c2&max_pages=1\"},\"num_pages\":1,\"flights\":[]}")
        }
        _ => reply(400, "content-type: application/json\r\n", "{\"title\":\"Invalid argument\",\"status\":400}"),
    })
    .await;
    let source = source("aeroapi", &format!("{}/aeroapi", server.base), true);
    let (line, ask) = (line(&source), asks(&source.feed, "RJ261/2031-05-06/AMM-JFK").remove(0));
    let Answer::Fresh(fresh) = line.ask(&ask).await else { panic!() };
    let next = ask.next(fresh.next.unwrap());
    assert_eq!((next.what.as_str(), next.page), ("RJ261/2031-05-06/AMM-JFK page 2", 2));
    let Answer::Fresh(last) = line.ask(&next).await else { panic!() };
    assert_eq!(last.next, None);
    let lines = server.lines();
    assert!(lines[0].contains("?ident_type=designator&start=2031-05-06T03%3A00%3A00Z&end="), "{lines:?}");
    assert_eq!(lines[1], "GET /aeroapi/flights/RJA261?cursor=c2&max_pages=1", "as it was given");
    assert!(server.asked().iter().all(|a| a.head.contains(&format!("x-apikey: {SECRET}"))));
    let unknown = asks(&source.feed, "BA117/2031-05-06/LHR-JFK").remove(0);
    assert_eq!(line.ask(&unknown).await, Answer::Unknown);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hong_kong_is_told_who_asks_in_the_form_it_takes() {
    let server = Server::start(|_| json("[]")).await;
    let source = source("hkia", &server.base, true);
    let asks = asks(&source.feed, "CX255/2031-05-06/HKG-LHR");
    assert!(matches!(line(&source).ask(&asks[0]).await, Answer::Fresh(_)));
    let asked = server.asked().remove(0);
    assert_eq!(asked.line, "GET /?date=2031-05-06&lang=en&cargo=false&arrival=false");
    let agents: Vec<&str> = asked.head.lines().filter(|l| l.starts_with("user-agent:")).collect();
    assert!(agents.len() == 1 && agents[0].starts_with("user-agent: Mozilla/5.0 (compatible; Onward/"), "{agents:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_elsewhere_is_not_followed() {
    let elsewhere = "link: <https://elsewhere.example.org/flights?page=1>; rel=\"next\"\r\n";
    let server = Server::start(move |asked| match asked.line.contains("page=1") {
        true => json("{\"flights\":[]}"),
        false if asked.line.contains("KL") => reply(200, "link: </flights?page=1>; rel=\"next\"\r\n", "{}"),
        false => reply(200, elsewhere, "{}"),
    })
    .await;
    let source = source("schiphol", &server.base, true);
    let (line, own) = (line(&source), asks(&source.feed, "KL641/2031-05-06/AMS-JFK").remove(0));
    let Answer::Fresh(fresh) = line.ask(&own).await else { panic!() };
    assert_eq!(fresh.next, Some(format!("{}/flights?page=1", server.base)));
    let other = asks(&source.feed, "BA431/2031-05-06/AMS-LHR").remove(0);
    let Answer::Fresh(fresh) = line.ask(&other).await else { panic!() };
    assert_eq!(fresh.next, None, "the key would go along");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_in_an_address_are_sent_and_never_said() {
    for (kind, flight) in [("flightstats", "BA117/2031-05-06/LHR-JFK"), ("aviationstack", "BA117/2031-05-06/LHR-JFK")] {
        for status in [200, 400, 401, 429, 500] {
            let server = Server::start(move |_| reply(status, "", "<html>")).await;
            let source = source(kind, &server.base, true);
            let ask = asks(&source.feed, flight).remove(0);
            let got = line(&source).ask(&ask).await;
            assert!(server.lines()[0].contains("hunter2-k%2Fy%2B3"), "{:?}", server.lines());
            let said = format!("{got:?} {ask:?} {:?}", got.trouble());
            assert!(!said.contains("hunter2"), "{said}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn id_and_key_are_changed_for_a_token_once() {
    let server = Server::start(|asked| match asked.line.as_str() {
        "POST /oauth/token" => json("{\"access_token\":\"t-1\",\"expires_in\":3600,\"token_type\":\"bearer\"}"),
        line if line.ends_with("LH401/2031-05-06") => reply(401, "", ""),
        _ if asked.head.contains("authorization: Bearer t-1") => json("{}"),
        _ => reply(500, "", ""),
    })
    .await;
    let source = source("lufthansa", &server.base, true);
    let line = line(&source);
    let ask = |flight: &str| asks(&source.feed, flight).remove(0);
    for _ in 0..2 {
        assert!(matches!(line.ask(&ask("LH400/2031-05-06/FRA-JFK")).await, Answer::Fresh(_)));
    }
    assert_eq!(server.lines().iter().filter(|l| l.starts_with("POST")).count(), 1);
    let form = "grant_type=client_credentials&client_id=hunter2%2Did&client_secret=hunter2%2Dk%2Fy%2B3";
    assert_eq!(server.asked()[0].body, form);
    // A token that is no longer taken is asked for again.
    assert!(matches!(line.ask(&ask("LH401/2031-05-06/FRA-JFK")).await, Answer::Broken(_)));
    assert!(matches!(line.ask(&ask("LH400/2031-05-06/FRA-JFK")).await, Answer::Fresh(_)));
    assert_eq!(server.lines().iter().filter(|l| l.starts_with("POST")).count(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_id_and_a_key_that_are_not_taken_wait_for_a_person() {
    for (status, refused) in [(400, true), (401, true), (500, false)] {
        let server = Server::start(move |_| reply(status, "", "{\"error\":\"invalid_client\"}")).await;
        let source = source("lufthansa", &server.base, true);
        let got = line(&source).ask(&asks(&source.feed, "LH400/2031-05-06/FRA-JFK")[0]).await;
        assert_eq!(matches!(got, Answer::Refused(_)), refused, "{status}: {got:?}");
        assert_eq!(server.lines(), ["POST /oauth/token"], "nothing is asked without a token");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_question_in_soap_is_posted_and_its_answer_may_ask_to_wait() {
    const WAITS: &str = "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>\
        <IATA_AIDX_FlightLegRS Version=\"16.1\" xmlns=\"http://www.iata.org/IATA/2007/00\"><Success/><Warnings>\
        <Warning Type=\"911\">Warning: Full Refresh not possible at this time please try in 590 seconds.</Warning>\
        </Warnings></IATA_AIDX_FlightLegRS></s:Body></s:Envelope>";
    let server = Server::start(|_| reply(200, "content-type: text/xml\r\n", WAITS)).await;
    let source = source("aidx", &format!("{}/soap", server.base), true);
    let ask = asks(&source.feed, "BA117/2031-05-06/LHR-JFK").remove(0);
    let Answer::Fresh(fresh) = line(&source).ask(&ask).await else { panic!() };
    let parsed = onward::feeds::parse::aidx::parse(&fresh.body, "2031-05-06T14:00:00Z".parse().unwrap());
    assert_eq!(parsed.wait_s, Some(590));
    let asked = server.asked().remove(0);
    assert_eq!(asked.line, "POST /soap");
    assert!(asked.body.contains("<userID>hunter2-id</userID><fullRefresh>1</fullRefresh>"), "{}", asked.body);
    assert!(asked.head.contains("soapaction: \"\"") && asked.head.contains("authorization: Basic "), "{}", asked.head);
}
