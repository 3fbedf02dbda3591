//! Settings: which layer wins, what is refused and how it is named, what `onward check` may show.
//! Everything goes through `read`, with the environment as a closure.
//! Must not know: the real environment.

use super::*;

fn read(file: &str, environment: &[(&str, &str)]) -> Result<Settings, Vec<String>> {
    let find = |name: &str| environment.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned());
    let layers = Layers { file: Some(("site.toml", file)), environment: Some(&find), command_line: &[] };
    Settings::read(&layers).map_err(|faults| faults.iter().map(ToString::to_string).collect())
}

#[test]
fn what_is_shipped_is_complete_and_right() {
    let settings = Settings::read(&Layers::default()).unwrap();
    assert_eq!(settings.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(settings.clock, ClockSetting::Real);
    assert!(settings.public_url.is_none());
    assert!(settings.shown.iter().all(|s| s.origin == Origin::Shipped));
}

#[test]
fn the_later_layer_wins_and_says_so() {
    let from = |s: &Settings, name: &str| s.shown.iter().find(|x| x.name == name).unwrap().origin.to_string();
    let file = "listen = '127.0.0.1:1'\n[sign_in]\nsession_hours = 2";
    let settings = read(file, &[("ONWARD_LISTEN", "127.0.0.1:2"), ("ONWARD_STORE", "")]).unwrap();
    assert_eq!(settings.listen.port(), 2);
    assert_eq!(settings.sign_in.session, Duration::from_secs(7200));
    assert_eq!(from(&settings, "listen"), "ONWARD_LISTEN");
    assert_eq!(from(&settings, "sign_in.session_hours"), "site.toml");
    assert_eq!(from(&settings, "store"), "default");
    let layers = Layers { command_line: &[("listen", "127.0.0.1:3".into())], ..Layers::default() };
    assert_eq!(Settings::read(&layers).unwrap().listen.port(), 3);
}

#[test]
fn what_is_wrong_is_named_with_its_place_and_its_cure() {
    let check = |file: &str, environment: &[(&str, &str)], expected: &str| {
        let faults = read(file, environment).expect_err(file);
        assert!(faults.iter().any(|f| f.contains(expected)), "{faults:?} should say {expected}");
    };
    check("lisen = ''", &[], "site.toml: lisen: no such setting; did you mean `listen`?");
    check("[sign_in]\nsesion_hours = 1", &[], "did you mean `sign_in.session_hours`?");
    check("listen = 8080", &[], "site.toml: listen: expected a value like");
    check("listen = ", &[], "site.toml: line 1");
    check("[sign_in]\nsession_hours = 0", &[], "site.toml: sign_in.session_hours: expected a number from 1");
    check("[http]\ntrusted_proxies = ['proxy']", &[], "http.trusted_proxies: expected networks");
    check(
        "",
        &[("ONWARD_PUBLIC_URL", "http://onward.example")],
        "ONWARD_PUBLIC_URL: public_url: plain http is only for this computer",
    );
    check("", &[("ONWARD_CLOCK", "yesterday")], "ONWARD_CLOCK: clock: expected `real`");
    check("", &[("ONWARD_CLOCK", "2015-01-02T10:00:00Z@0")], "expected `real`, or START@RATE");
    check("", &[("ONWARD_STORE", "/tmp/x.db")], "ONWARD_STORE: store: expected sqlite:PATH");
}

#[test]
fn a_replayed_clock_is_read() {
    let settings = read("", &[("ONWARD_CLOCK", "2015-01-02T10:00:00Z@60")]).unwrap();
    assert_eq!(settings.clock, ClockSetting::Replay { start: "2015-01-02T10:00:00Z".parse().unwrap(), rate: 60.0 });
}

#[test]
fn a_password_in_an_address_is_not_shown() {
    let settings = read("store = 'redis://ops:p@ss@cache.example/0'", &[]).unwrap();
    assert!(settings.shown.iter().any(|s| s.value == "redis://…@cache.example/0"));
    assert!(!format!("{:?}", settings.shown).contains("p@ss"));
}

#[test]
fn a_password_that_was_given_as_an_option_is_not_shown() {
    for (value, shown) in [
        ("redis://h?password=hunter2&db=1", "redis://h?password=…&db=1"),
        ("redis://u:p@h?pass=hunter2", "redis://…@h?pass=…"),
        ("redis://h?user=u&password_file=/run/p", "redis://h?user=u&password_file=/run/p"),
        ("sqlite:what?password=1", "sqlite:what?password=1"),
    ] {
        assert_eq!(super::hide(value), shown);
    }
}
