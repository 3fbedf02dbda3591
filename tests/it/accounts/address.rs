//! What only this computer may read, and what anybody may ask about the process.
//! Must not know: sessions.

use super::{house, problem_of, refusal};
use serde_json::Value;

#[actix_web::test]
async fn metrics_are_for_this_computer_and_for_administrators() {
    let house = house().await;
    house.session().await;
    let text = house.get("/metrics").send().await.unwrap().text().await.unwrap();
    assert!(text.contains("onward_sign_ins_total{outcome=\"accepted\"} 1"), "{text}");
    assert!(text.contains("route=\"/api/v1/sign-in\"") && text.ends_with("# EOF\n"), "{text}");
    // As a proxy on this computer forwards it.
    let forwarded = || house.get("/metrics").header("x-forwarded-for", "198.51.100.7");
    assert_eq!(refusal(forwarded().send().await.unwrap()).await, problem_of(401, "not-signed-in"));
    let officer = forwarded().header("authorization", house.token("ord-1").await);
    assert_eq!(refusal(officer.send().await.unwrap()).await, problem_of(403, "forbidden"));
    let admin = forwarded().header("authorization", house.token("root").await);
    assert_eq!(admin.send().await.unwrap().status(), 200);
}

#[actix_web::test]
async fn the_process_says_that_it_lives_and_can_work() {
    let house = house().await;
    let ask = async |path: &str| house.get(path).send().await.unwrap().json::<Value>().await.unwrap();
    let alive = ask("/healthz").await;
    assert_eq!(alive["status"], "ok");
    assert!(alive["zones"].as_str().unwrap().contains("20"), "{alive}");
    let ready = ask("/readyz").await;
    assert_eq!((&ready["status"], &ready["clock"]["kind"]), (&"ready".into(), &"real".into()), "{ready}");
}
