//! Signing in and out, links, new passwords, and what ends a session.
//! Each test has a server of its own.
//! Must not know: refusals that have nothing to do with signing in.

use super::{PASSWORD, cookie, header, house, house_with, problem_of, refusal};
use chrono::{TimeDelta, Utc};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex, OnceLock};

#[actix_web::test]
async fn who_signs_in_gets_a_cookie_that_no_script_and_no_other_site_can_use() {
    let house = house().await;
    let response = house.sign_in("ord-1", PASSWORD).await;
    assert_eq!(response.status(), 200);
    let set = header(&response, "set-cookie");
    let session = cookie(&response);
    assert!(session.starts_with("onward_session=") && session.len() > 50, "{set}");
    for attribute in ["HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=12096"] {
        assert!(set.contains(attribute), "{set} lacks {attribute}");
    }
    assert!(!set.contains("Secure") && !set.contains("Domain"), "{set}");
    assert_eq!(header(&response, "cache-control"), "no-store");
    let me =
        json!({ "account": "ord-1", "role": "station", "audiences": ["station:ORD", "station:JFK"], "language": "ar" });
    assert_eq!(response.json::<Value>().await.unwrap(), me);
    let response = house.get("/api/v1/me").header("cookie", &session).send().await.unwrap();
    assert_eq!(response.json::<Value>().await.unwrap(), me);
}

#[actix_web::test]
async fn under_https_the_cookie_is_bound_to_it() {
    let house = house_with("", Some("https://onward.example")).await;
    let response = house.sign_in("ord-1", PASSWORD).await;
    let set = header(&response, "set-cookie");
    assert!(set.starts_with("__Host-onward_session=") && set.contains("Secure") && set.contains("Path=/"), "{set}");
    assert!(header(&response, "strict-transport-security").contains("max-age="));
    // The name without the prefix could have been set by a neighbour host.
    let plain = set.split(';').next().unwrap().replace("__Host-", "");
    let response = house.get("/api/v1/me").header("cookie", plain).send().await.unwrap();
    assert_eq!(refusal(response).await, problem_of(401, "not-signed-in"));
}

#[actix_web::test]
async fn a_refusal_does_not_tell_whether_the_account_exists() {
    let house = house().await;
    let mut answers = Vec::new();
    for (account, password) in
        [("ord-1", "wrong password"), ("nobody", PASSWORD), ("root", PASSWORD), ("../x", PASSWORD)]
    {
        let response = house.sign_in(account, password).await;
        assert!(header(&response, "set-cookie").is_empty());
        assert_eq!(response.status(), 401);
        answers.push(response.text().await.unwrap());
    }
    assert!(answers[0].contains("\"bad-credentials\""));
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
}

#[actix_web::test]
async fn guessing_is_slow_for_one_account_and_for_one_address() {
    let house = house_with("[sign_in]\naccount_burst = 3\naccount_per_minute = 1\npeer_burst = 6", None).await;
    for _ in 0..3 {
        assert_eq!(house.sign_in("ord-1", "wrong password").await.status(), 401);
    }
    let response = house.sign_in("ord-1", PASSWORD).await;
    let wait: u64 = header(&response, "retry-after").parse().unwrap();
    assert!((1..=61).contains(&wait), "{wait}");
    assert_eq!(refusal(response).await, problem_of(429, "too-many"));
    assert_eq!(house.sign_in("desk", PASSWORD).await.status(), 200, "another account is not held up");
    assert_eq!(house.sign_in("desk", PASSWORD).await.status(), 200);
    assert_eq!(refusal(house.sign_in("desk", PASSWORD).await).await.0, 429, "the address has had its six");
}

#[actix_web::test]
async fn signing_out_ends_the_session_at_once() {
    let house = house().await;
    let session = house.session().await;
    let me = async || house.get("/api/v1/me").header("cookie", &session).send().await.unwrap();
    assert_eq!(me().await.status(), 200);
    let out = house.post("/api/v1/sign-out").header("cookie", &session).header("sec-fetch-site", "same-origin");
    let response = out.send().await.unwrap();
    assert_eq!(response.status(), 204);
    assert!(header(&response, "set-cookie").contains("Max-Age=0"));
    assert_eq!(refusal(me().await).await, problem_of(401, "session-expired"));
    let nobody = house.post("/api/v1/sign-out").send().await.unwrap();
    assert_eq!(nobody.status(), 204, "whoever is out, is out");
}

#[actix_web::test]
async fn a_disabled_account_is_told_so_and_may_hand_in_what_it_did() {
    let house = house().await;
    let session = house.session().await;
    house.accounts.disable("ord-1", Utc::now()).await.unwrap();
    house.account_changed("ord-1");
    let me = house.get("/api/v1/me").header("cookie", &session).send().await.unwrap();
    assert_eq!(refusal(me).await, problem_of(401, "session-revoked"));
    let late = house.get("/probe/late").header("cookie", &session).send().await.unwrap();
    assert_eq!(late.json::<Value>().await.unwrap(), "ord-1");
    assert_eq!(refusal(house.sign_in("ord-1", PASSWORD).await).await, problem_of(401, "bad-credentials"));
}

#[actix_web::test]
async fn a_link_signs_in_once() {
    let house = house().await;
    let link = house.accounts.make_link("root", TimeDelta::hours(1), Utc::now()).await.unwrap();
    let follow =
        async |token: &str| house.post("/api/v1/sign-in/link").json(&json!({ "token": token })).send().await.unwrap();
    let response = follow(link.expose()).await;
    let session = cookie(&response);
    assert_eq!(response.json::<Value>().await.unwrap()["role"], "admin");
    let admin = house.get("/probe/admin").header("cookie", session).send().await.unwrap();
    assert_eq!(admin.status(), 204);
    assert_eq!(refusal(follow(link.expose()).await).await, problem_of(401, "bad-credentials"));
    assert_eq!(refusal(follow(&"x".repeat(1000)).await).await, problem_of(401, "bad-credentials"));
}

#[actix_web::test]
async fn a_new_password_ends_the_other_sessions() {
    let house = house().await;
    let (mine, other) = (house.session().await, house.session().await);
    let change = async |password: &str, new: &str| {
        let body = json!({ "password": password, "new": new });
        let asked = house.post("/api/v1/me/password").header("cookie", &mine).header("origin", &house.base);
        asked.json(&body).send().await.unwrap()
    };
    assert_eq!(refusal(change("wrong password", "a new password").await).await, problem_of(401, "bad-credentials"));
    assert_eq!(refusal(change(PASSWORD, "short").await).await, problem_of(422, "refused"));
    let response = change(PASSWORD, "a new password").await;
    let fresh = cookie(&response);
    let me = async |session: &str| house.get("/api/v1/me").header("cookie", session).send().await.unwrap();
    assert_eq!(me(&fresh).await.status(), 200);
    assert_eq!(refusal(me(&other).await).await, problem_of(401, "session-revoked"));
    assert_eq!(house.sign_in("ord-1", PASSWORD).await.status(), 401);
    assert_eq!(house.sign_in("ord-1", "a new password").await.status(), 200);
    let program = house.post("/api/v1/me/password").header("authorization", house.token("ord-1").await);
    let body = json!({ "password": "a new password", "new": "taken over" });
    assert_eq!(refusal(program.json(&body).send().await.unwrap()).await, problem_of(403, "forbidden"));
}

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Everything this binary logs from now on, at the finest level.
fn logged() -> &'static Lines {
    static LINES: OnceLock<Lines> = OnceLock::new();
    LINES.get_or_init(|| {
        let lines = Lines::default();
        let writer = lines.clone();
        let log = tracing_subscriber::fmt().with_env_filter("onward=trace").with_writer(move || writer.clone());
        drop(log.try_init());
        lines
    })
}

#[actix_web::test]
async fn no_secret_and_no_name_is_logged() {
    let lines = logged();
    let house = house().await;
    let session = house.session().await;
    let token = house.token("root").await;
    // People type their password into the wrong field, and paste links where they do not belong.
    house.sign_in("my-secret-typed-as-a-name", "a-wrong-secret").await;
    let asked = house.get("/pasted-path-secret?token=pasted-query-secret").header("authorization", &token);
    asked.send().await.unwrap();
    let log = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("signed in") && log.contains("answered"), "the log is read: {log}");
    let (session, token) = (session.split('=').nth(1).unwrap(), token.split(' ').nth(1).unwrap());
    for secret in [PASSWORD, session, token, "my-secret", "a-wrong-secret", "pasted-path", "pasted-query"] {
        assert!(!log.contains(secret), "{secret} is logged");
    }
}
