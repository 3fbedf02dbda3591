//! The real app on a free port with a store of its own, an account for every role, and programs that call it.
//! It is stopped as a process would be, and whoever forgets to is stopped when it is dropped.
//! Must not know: what is tested.

use super::client::Client;
use super::world;
use crate::redis::RedisServer;
use chrono::{DateTime, Utc};
use onward::app::{App, RuleFiles};
use onward::clock::Clock;
use onward::config::settings::{Layers, Settings};
use onward::domain::audience::Role;
use onward::domain::place::Airport;
use onward::ledger::account::Account;
use onward::web::server::Bound;
use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// Longer than anything takes, shorter than anybody waits.
pub const SOON: Duration = Duration::from_secs(60);

const STATIONS: &str = r#"
[[station]]
iata = "JFK"
name = "John F. Kennedy"
staffed = true
hours = "00:00-24:00"
called = "JFK post"
phone = "+1 555 0120"
"#;

pub struct House {
    pub base: String,
    pub app: App,
    pub http: reqwest::Client,
    tokens: HashMap<&'static str, String>,
    place: Arc<Place>,
    stop: watch::Sender<bool>,
    serving: JoinHandle<anyhow::Result<()>>,
}

/// Where the store of a house is: a file, or with `ONWARD_TEST_STORE=redis` a server of its own. Every promise holds
/// on both, so the same tests are run on both.
pub struct Place {
    folder: tempfile::TempDir,
    redis: Option<Mutex<RedisServer>>,
    /// What follows in the address of the server.
    options: &'static str,
    start: DateTime<Utc>,
    rate: f64,
    /// The text of `feeds.toml`.
    feeds: String,
}

impl Place {
    fn new(start: &str, rate: f64) -> Self {
        let redis = match std::env::var("ONWARD_TEST_STORE").as_deref() {
            Ok("redis") => Some(Mutex::new(RedisServer::start())),
            Ok(other) if other != "sqlite" => panic!("ONWARD_TEST_STORE={other}: expected sqlite or redis"),
            _ => None,
        };
        let (folder, start) = (tempfile::tempdir().unwrap(), start.parse().unwrap());
        Self { folder, redis, options: "", start, rate, feeds: String::new() }
    }

    fn settings(&self) -> Settings {
        let mut settings = Settings::read(&Layers::default()).unwrap();
        settings.store = match &self.redis {
            Some(server) => format!("{}{}", server.lock().unwrap().url(), self.options),
            None => format!("sqlite:{}", self.folder.path().join("hub.db").display()),
        };
        settings.key_file = self.folder.path().join("hub.key");
        settings.http.workers = 2;
        settings
    }
}

/// Name, role, and what it is bound to.
pub const ACCOUNTS: [(&str, Role, &str); 19] = [
    ("desk", Role::Coordinator, "us-rp"),
    ("desk-2", Role::Coordinator, "us-rp"),
    ("other-desk", Role::Coordinator, "ca-rp"),
    ("jfk-1", Role::Station, "JFK"),
    ("jfk-2", Role::Station, "JFK"),
    ("buf-1", Role::Station, "BUF"),
    ("lga-1", Role::Station, "LGA"),
    ("ord-1", Role::Station, "ORD"),
    ("buffalo", Role::Receiver, "buffalo-welcome"),
    ("erie", Role::Receiver, "erie-reception"),
    ("albany", Role::Receiver, "albany-home"),
    ("rochester", Role::Receiver, "rochester-aid"),
    ("stranger", Role::Receiver, "stranger-house"),
    ("arrivals", Role::Authority, "us-arrivals"),
    ("escort-01", Role::Escort, ""),
    ("escort-02", Role::Escort, ""),
    ("wall", Role::Display, "JFK"),
    ("swim", Role::Feed, "aidx"),
    ("root", Role::Admin, ""),
];

fn account(role: Role, scope: &str) -> Account {
    let mut account = Account::new(role, Utc::now());
    let name = vec![scope.to_owned()];
    match role {
        Role::Coordinator => account.programmes = name,
        Role::Station | Role::Display => account.stations = vec![Airport::parse(scope).unwrap()],
        Role::Receiver => account.receivers = name,
        Role::Authority => account.authorities = name,
        Role::Feed => account.sources = name,
        Role::Escort | Role::Admin | Role::Dpo => {}
    }
    account
}

async fn app_on(place: &Place, settings: Settings) -> App {
    let mut rules = RuleFiles::shipped();
    rules.atlas.stations = STATIONS.to_owned();
    rules.feeds.clone_from(&place.feeds);
    let clock = Clock::standing(place.start, place.rate);
    App::with_clock(&settings, rules, clock).await.unwrap()
}

impl House {
    /// With a clock that stands at [`world::NOW`] until it is begun.
    pub async fn open() -> Self {
        Self::at(world::NOW, 1.0).await
    }

    pub async fn at(start: &str, rate: f64) -> Self {
        Self::first(Place::new(start, rate)).await
    }

    /// With these sources set up.
    pub async fn with_feeds(feeds: &str) -> Self {
        Self::first(Place { feeds: feeds.to_owned(), ..Place::new(world::NOW, 1.0) }).await
    }

    /// On a Redis that the test can kill, stop and start again.
    pub async fn on_redis() -> Self {
        Self::on_redis_with_feeds("").await
    }

    pub async fn on_redis_with_feeds(feeds: &str) -> Self {
        let place = Place::new(world::NOW, 1.0);
        let redis = place.redis.or_else(|| Some(Mutex::new(RedisServer::start())));
        Self::first(Place { redis, feeds: feeds.to_owned(), ..place }).await
    }

    /// On this Redis, with what follows in its address.
    pub async fn on(server: RedisServer, options: &'static str) -> Self {
        let redis = Some(Mutex::new(server));
        Self::first(Place { redis, options, ..Place::new(world::NOW, 1.0) }).await
    }

    /// The same, on a port: there may be something between.
    pub async fn on_redis_by_port() -> Self {
        let redis = Some(Mutex::new(RedisServer::on_port(&[])));
        Self::first(Place { redis, ..Place::new(world::NOW, 1.0) }).await
    }

    /// Another node of the same deployment: the same store, key and accounts.
    pub async fn beside(&self) -> Self {
        let app = app_on(&self.place, self.place.settings()).await;
        Self::serve(self.place.clone(), app, self.tokens.clone()).await
    }

    /// The same, and its store by another way.
    pub async fn beside_by(&self, store: &str) -> Self {
        let settings = Settings { store: store.to_owned(), ..self.place.settings() };
        let app = app_on(&self.place, settings).await;
        Self::serve(self.place.clone(), app, self.tokens.clone()).await
    }

    async fn first(place: Place) -> Self {
        let app = app_on(&place, place.settings()).await;
        let mut tokens = HashMap::new();
        for (name, role, scope) in ACCOUNTS {
            app.accounts.add(name, account(role, scope), None).await.unwrap();
            let token = app.accounts.make_token(name, false, Utc::now()).await.unwrap();
            tokens.insert(name, token.expose().to_owned());
        }
        Self::serve(Arc::new(place), app, tokens).await
    }

    async fn serve(place: Arc<Place>, app: App, tokens: HashMap<&'static str, String>) -> Self {
        let bound = Bound::new("127.0.0.1:0".parse().unwrap()).unwrap();
        let base = format!("http://{}", bound.address());
        let (stop, stopped) = watch::channel(false);
        let (ready, mut is_ready) = watch::channel(false);
        let announce = move |_| {
            ready.send_replace(true);
        };
        let serving = tokio::spawn(app.clone().serve(bound, None, announce, stopped));
        is_ready.wait_for(|r| *r).await.unwrap();
        drop(rustls::crypto::aws_lc_rs::default_provider().install_default());
        let http = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Self { base, app, http, tokens, place, stop, serving }
    }

    /// The server the store is on.
    pub fn redis(&self) -> MutexGuard<'_, RedisServer> {
        self.place.redis.as_ref().unwrap().lock().unwrap()
    }

    /// Ends it as a signal would; every task of it has ended then.
    pub async fn close(self) {
        self.stop.send_replace(true);
        tokio::time::timeout(SOON, self.serving).await.unwrap().unwrap().unwrap();
        self.app.intake.movements.store().clone().close().await.unwrap();
    }

    pub fn token(&self, account: &str) -> &str {
        &self.tokens[account]
    }

    pub fn ask(&self, account: &str, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.base)).bearer_auth(self.token(account))
    }

    pub async fn get(&self, account: &str, path: &str) -> Value {
        let answer = self.ask(account, Method::GET, path).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{account} {path}");
        answer.json().await.unwrap()
    }

    /// Publishes as `desk`; the movement's id.
    pub async fn publish(&self, manifest: &Value) -> String {
        let answer = self.ask("desk", Method::POST, "/api/v1/movements").json(manifest).send().await.unwrap();
        let (status, body) = (answer.status(), answer.json::<Value>().await.unwrap());
        assert_eq!(status, StatusCode::CREATED, "{body}");
        body["id"].as_str().unwrap().to_owned()
    }

    pub async fn feed(&self, message: String) -> Value {
        let asked = self.ask("swim", Method::POST, "/api/v1/feeds/aidx").header("content-type", "application/xml");
        let answer = asked.body(message).send().await.unwrap();
        let (status, body) = (answer.status(), answer.json::<Value>().await.unwrap());
        assert_eq!((status, &body["rejected"]), (StatusCode::ACCEPTED, &json!([])), "{body}");
        body
    }

    /// A command over HTTP; the answer.
    pub async fn command(&self, account: &str, movement: &str, command: &Value) -> Value {
        let path = format!("/api/v1/movements/{movement}/commands");
        let answer = self.ask(account, Method::POST, &path).json(command).send().await.unwrap();
        let (status, body) = (answer.status(), answer.json::<Value>().await.unwrap());
        assert_eq!(status, StatusCode::OK, "{account} {body}");
        body
    }

    pub async fn apply(&self, account: &str, movement: &str, kind: &str, body: Value) {
        let answer = self.command(account, movement, &command(kind, body)).await;
        assert_eq!(answer["outcome"], "applied", "{answer}");
    }

    pub async fn connect(&self, account: &str) -> Client {
        Client::connect(self, account, json!({})).await
    }

    /// What HTTP says an account's audience holds: id → (rev, body).
    pub async fn holds(&self, account: &str) -> BTreeMap<String, (String, Value)> {
        let listed = self.get(account, "/api/v1/movements").await;
        let mut all = BTreeMap::new();
        for movement in listed["movements"].as_array().unwrap() {
            let id = movement["id"].as_str().unwrap();
            let one = self.ask(account, Method::GET, &format!("/api/v1/movements/{id}")).send().await.unwrap();
            // Gone in between: the next look tells.
            if one.status() == StatusCode::NOT_FOUND {
                continue;
            }
            let one: Value = one.json().await.unwrap();
            for doc in [&one["live"], &one["people"]].into_iter().filter(|d| d.is_object()) {
                let rev = doc["rev"].as_str().unwrap().to_owned();
                all.insert(doc["id"].as_str().unwrap().to_owned(), (rev, doc["body"].clone()));
            }
        }
        all
    }

    pub async fn seq(&self) -> u64 {
        let ready: Value = self.http.get(format!("{}/readyz", self.base)).send().await.unwrap().json().await.unwrap();
        ready["seq"].as_u64().unwrap()
    }

    /// Until nothing has been committed for a whole tick of the hub, and everything is shown.
    pub async fn quiet(&self) {
        let began = Instant::now();
        let (mut last, mut since) = (self.seq().await, Instant::now());
        while since.elapsed() < Duration::from_millis(1500) {
            assert!(began.elapsed() < SOON, "it never becomes quiet");
            tokio::time::sleep(Duration::from_millis(50)).await;
            let now = self.seq().await;
            if now != last || self.app.board.seq().0 != now {
                (last, since) = (now, Instant::now());
            }
        }
    }
}

/// A new command as a device makes it.
pub fn command(kind: &str, body: Value) -> Value {
    json!({ "id": uuid::Uuid::now_v7(), "kind": kind, "at": world::NOW, "sent": world::NOW, "body": body })
}
