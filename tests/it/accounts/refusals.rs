//! Every refusal is a problem: by role, by site, by the router and by the readers of bodies; and every answer
//! carries the headers.
//! Must not know: sessions, beyond having one.

use super::{PASSWORD, header, house, problem_of, refusal};
use base64::Engine;
use reqwest::Method;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

#[actix_web::test]
async fn a_page_of_another_site_cannot_act() {
    let house = house().await;
    let session = house.session().await;
    let check = async |headers: &[(&str, &str)], expected: u16| {
        let mut asked = house.post("/probe/reader").header("cookie", &session);
        for (name, value) in headers {
            asked = asked.header(*name, *value);
        }
        let response = asked.send().await.unwrap();
        assert_eq!(response.status().as_u16(), expected, "{headers:?}");
        if expected == 403 {
            assert_eq!(refusal(response).await, problem_of(403, "cross-site"));
        }
    };
    let own = house.base.as_str();
    check(&[], 403).await;
    check(&[("origin", own)], 204).await;
    check(&[("origin", "https://evil.example")], 403).await;
    check(&[("origin", "null")], 403).await;
    check(&[("sec-fetch-site", "same-origin")], 204).await;
    check(&[("sec-fetch-site", "same-site"), ("origin", own)], 403).await;
    check(&[("sec-fetch-site", "cross-site")], 403).await;
    let read = house.get("/probe/reader").header("cookie", &session).send().await.unwrap();
    assert_eq!(read.status(), 204, "reading changes nothing");

    let program = house.post("/probe/reader").header("authorization", house.token("ord-1").await);
    assert_eq!(program.send().await.unwrap().status(), 204, "no browser sends a token by itself");
    let body = json!({ "account": "ord-1", "password": PASSWORD });
    let foreign = house.post("/api/v1/sign-in").header("origin", "https://evil.example").json(&body);
    assert_eq!(refusal(foreign.send().await.unwrap()).await, problem_of(403, "cross-site"));
}

#[actix_web::test]
async fn a_route_answers_its_roles_and_no_others() {
    let house = house().await;
    let check = async |account: &str, probe: &str, expected: u16| {
        let asked = house.get(&format!("/probe/{probe}")).header("authorization", house.token(account).await);
        let response = asked.send().await.unwrap();
        assert_eq!(response.status().as_u16(), expected, "{account} {probe}");
        if expected == 403 {
            assert_eq!(refusal(response).await, problem_of(403, "forbidden"));
        }
    };
    for (probe, station, coordinator, admin) in
        [("coordinator", 403, 204, 403), ("feed", 403, 403, 403), ("admin", 403, 403, 204), ("reader", 204, 204, 403)]
    {
        check("ord-1", probe, station).await;
        check("desk", probe, coordinator).await;
        check("root", probe, admin).await;
        let nobody = house.get(&format!("/probe/{probe}")).send().await.unwrap();
        assert_eq!(refusal(nobody).await, problem_of(401, "not-signed-in"));
    }
}

#[actix_web::test]
async fn what_proves_nothing_is_refused() {
    let house = house().await;
    let check = async |name: &str, value: &str, slug: &str| {
        let response = house.get("/api/v1/me").header(name, value).send().await.unwrap();
        assert_eq!(refusal(response).await, problem_of(401, slug), "{name}: {value}");
    };
    check("cookie", "onward_session=", "session-expired").await;
    check("cookie", "onward_session=made-up", "session-expired").await;
    check("cookie", &format!("onward_session={}", "x".repeat(4000)), "session-expired").await;
    check("authorization", "Basic b3JkLTE6eA==", "not-signed-in").await;
    check("authorization", "Bearer made-up", "session-expired").await;
    // A session is no token and a token is no session: each is only what it was made as.
    let session = house.session().await;
    check("authorization", &session.replace("onward_session=", "Bearer "), "session-expired").await;
    let token = house.token("ord-1").await;
    check("cookie", &token.replace("Bearer ", "onward_session="), "session-expired").await;
    let url = house.get(&format!("/api/v1/me?token={}", token.replace("Bearer ", ""))).send().await.unwrap();
    assert_eq!(refusal(url).await, problem_of(401, "not-signed-in"), "never a token in a URL");
}

#[actix_web::test]
async fn the_router_and_the_readers_refuse_with_problems() {
    let house = house().await;
    let send = async |method: Method, path: &str| house.ask(method, path).send().await.unwrap();
    assert_eq!(refusal(send(Method::GET, "/api/v1/nothing").await).await, problem_of(404, "not-found"));
    assert_eq!(refusal(send(Method::GET, "/no/such/page").await).await, problem_of(404, "not-found"));
    let wrong = send(Method::DELETE, "/api/v1/sign-in").await;
    assert_eq!(header(&wrong, "allow"), "POST");
    assert_eq!(refusal(wrong).await, problem_of(405, "method-not-allowed"));

    let mut bodies = Vec::new();
    for path in ["/probe/thing/7", "/probe/thing/x", "/probe/nothing"] {
        bodies.push(send(Method::GET, path).await.bytes().await.unwrap());
    }
    assert!(bodies.iter().all(|body| *body == bodies[0]), "missing and out of scope are the same: {bodies:?}");

    let echo = async |content_type: &str, body: &'static [u8]| {
        house.post("/probe/echo").header("content-type", content_type).body(body).send().await.unwrap()
    };
    assert_eq!(echo("application/json; charset=utf-8", b"{}").await.status(), 200);
    assert_eq!(refusal(echo("text/plain", b"{}").await).await, problem_of(415, "unsupported-media-type"));
    assert_eq!(refusal(echo("application/json", b"{").await).await, problem_of(400, "bad-request"));
    assert_eq!(refusal(echo("application/json", b"\"\xff\"").await).await, problem_of(400, "bad-request"));
    assert_eq!(refusal(echo("application/json", &[b' '; 65]).await).await, problem_of(413, "too-big"));

    let body = json!({ "acount": "ord-1", "password": PASSWORD });
    let wrong: Value = house.post("/api/v1/sign-in").json(&body).send().await.unwrap().json().await.unwrap();
    assert_eq!(wrong["pointer"], "/acount");
    assert!(wrong["detail"].as_str().unwrap().contains("did you mean `account`?"), "{wrong}");
}

#[actix_web::test]
async fn every_answer_tells_the_browser_what_to_refuse() {
    let house = house().await;
    for path in ["/", "/healthz", "/api/v1/me", "/nothing"] {
        let response = house.get(path).send().await.unwrap();
        let check = |name: &str, expected: &str| assert_eq!(header(&response, name), expected, "{path}");
        check("x-content-type-options", "nosniff");
        check("referrer-policy", "no-referrer");
        check("cross-origin-opener-policy", "same-origin");
        check("cross-origin-resource-policy", "same-origin");
        check("server", "");
        check("strict-transport-security", "");
        let policy = header(&response, "content-security-policy");
        for part in ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe"), "{policy}");
    }
}

/// The page as it is served and the policy it is served with: every script inside it has its hash there.
#[actix_web::test]
async fn the_policy_knows_the_import_map_of_the_page() {
    let house = house().await;
    let response = house.get("/").send().await.unwrap();
    let there = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("static/index.html").exists();
    assert_eq!(response.status() == 200, there, "the page is served if it is in the tree");
    if !there {
        return;
    }
    let (policy, tag) = (header(&response, "content-security-policy"), header(&response, "etag"));
    assert_eq!(header(&response, "content-type"), "text/html; charset=utf-8");
    let page = response.text().await.unwrap();
    for script in page.split("<script").skip(1).filter(|s| !s.split('>').next().unwrap().contains("src=")) {
        let inside = script.split_once('>').unwrap().1.split_once("</script>").unwrap().0;
        let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(inside));
        assert!(policy.contains(&format!("'sha256-{hash}'")), "{policy} lacks the hash of {inside}");
    }
    let again = house.get("/").header("if-none-match", tag).send().await.unwrap();
    assert_eq!(again.status(), 304);
}
