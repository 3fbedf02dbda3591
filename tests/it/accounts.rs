//! Accounts from outside: the real server on a free port, a real store, a client that speaks plain HTTP, and the
//! real program for its command line. No waiting: what a cache would hold for 2 s is told to forget, as the change
//! feed does.
//! Must not know: how anything is kept.

mod address;
mod command_line;
mod door;
mod refusals;

use actix_web::{HttpResponse, web};
use chrono::Utc;
use onward::app::RuleFiles;
use onward::clock::Clock;
use onward::config::public_url::PublicUrl;
use onward::config::settings::{ClockSetting, Layers, Settings};
use onward::domain::audience::Role;
use onward::domain::place::Airport;
use onward::hub::board::{Board, BoardRules};
use onward::hub::pulse::Pulse;
use onward::ledger::account::{Account, Accounts, account_key, secret};
use onward::store::{Durability, Opening, Store};
use onward::web::caller::{Callers, Former};
use onward::web::metrics::Metrics;
use onward::web::rate::Attempts;
use onward::web::role::{Admin, Coordinator, Feed, Reader};
use onward::web::server::Bound;
use onward::web::strict::Strict;
use onward::web::{health, problem, sign_in};
use onward::wire::problem::{NOT_FOUND, Problem};
use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::{Value, json};

const PASSWORD: &str = "correct horse battery";

/// A server with three accounts: `ord-1` at ORD and JFK, `desk` coordinates us-rp, `root` administers.
struct House {
    base: String,
    accounts: Accounts,
    callers: web::Data<Callers>,
    client: Client,
    _folder: tempfile::TempDir,
}

async fn house() -> House {
    house_with("", None).await
}

async fn house_with(file: &str, public: Option<&str>) -> House {
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings::read(&Layers { file: Some(("test", file)), ..Layers::default() }).unwrap();
    let store = Store::open(
        &format!("sqlite:{}/t.db", folder.path().display()),
        Durability::Synced,
        Opening::MakeIfEmpty(Utc::now()),
    )
    .await
    .unwrap();
    let accounts = Accounts::new(store.clone(), settings.sign_in.session);
    people(&accounts).await;

    let bound = Bound::new("127.0.0.1:0".parse().unwrap()).unwrap();
    let base = format!("http://{}", bound.address());
    let public: PublicUrl = public.unwrap_or(&base).parse().unwrap();
    let metrics = web::Data::new(Metrics::new());
    let callers = web::Data::new(Callers::new(accounts.clone(), public.clone()));
    let parts = (web::Data::new(accounts.clone()), callers.clone(), web::Data::new(Attempts::new(&settings.sign_in)));
    let (store, clock) = (web::Data::new(store), web::Data::new(Clock::new(ClockSetting::Real)));
    let rules = RuleFiles::shipped().read().unwrap();
    let (board, _) =
        Board::new(BoardRules { places: rules.atlas, connection: rules.connection, windows: rules.windows });
    let stands = (web::Data::new(board), web::Data::new(Pulse::default()));
    let configure = move |app: &mut web::ServiceConfig| {
        let (accounts, callers, attempts) = parts.clone();
        app.app_data(accounts).app_data(callers).app_data(attempts).app_data(store.clone()).app_data(clock.clone());
        let (board, pulse) = stands.clone();
        app.app_data(board).app_data(pulse);
        app.configure(health::routes).configure(probes);
        app.service(web::scope("/api/v1").configure(sign_in::routes));
    };
    let http = onward::config::settings::Http { workers: 1, ..settings.http };
    let server = bound.serve(&http, &public, metrics, configure).unwrap();
    actix_web::rt::spawn(server);
    drop(rustls::crypto::aws_lc_rs::default_provider().install_default());
    let client = Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    House { base, accounts, callers, client, _folder: folder }
}

async fn people(accounts: &Accounts) {
    let mut officer = Account::new(Role::Station, Utc::now());
    officer.stations = ["ORD", "JFK"].map(|code| Airport::parse(code).unwrap()).to_vec();
    officer.language = Some("ar".into());
    accounts.add("ord-1", officer, Some(&secret(PASSWORD.into()))).await.unwrap();
    let mut desk = Account::new(Role::Coordinator, Utc::now());
    desk.programmes = vec!["us-rp".into()];
    accounts.add("desk", desk, Some(&secret(PASSWORD.into()))).await.unwrap();
    accounts.add("root", Account::new(Role::Admin, Utc::now()), None).await.unwrap();
}

/// Routes that say nothing but that they were reached.
fn probes(app: &mut web::ServiceConfig) {
    async fn coordinator(_: Coordinator) -> HttpResponse {
        HttpResponse::NoContent().finish()
    }
    async fn feed(_: Feed) -> HttpResponse {
        HttpResponse::NoContent().finish()
    }
    async fn admin(_: Admin) -> HttpResponse {
        HttpResponse::NoContent().finish()
    }
    async fn reader(_: Reader) -> HttpResponse {
        HttpResponse::NoContent().finish()
    }
    async fn late(former: Former) -> HttpResponse {
        HttpResponse::Ok().json(&*former.0.account)
    }
    async fn echo(body: Strict<Value, 64>) -> HttpResponse {
        HttpResponse::Ok().json(body.0)
    }
    async fn thing(_: web::Path<u32>) -> Result<HttpResponse, Problem> {
        Err(Problem::new(NOT_FOUND, "it belongs to station:JFK"))
    }
    app.route("/probe/coordinator", web::route().to(coordinator))
        .route("/probe/feed", web::route().to(feed))
        .route("/probe/admin", web::route().to(admin))
        .route("/probe/reader", web::route().to(reader))
        .route("/probe/late", web::route().to(late))
        .service(web::resource("/probe/echo").route(web::post().to(echo)).default_service(problem::allow("POST")))
        .route("/probe/thing/{id}", web::get().to(thing));
}

impl House {
    fn ask(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.base))
    }

    fn get(&self, path: &str) -> RequestBuilder {
        self.ask(Method::GET, path)
    }

    fn post(&self, path: &str) -> RequestBuilder {
        self.ask(Method::POST, path)
    }

    async fn sign_in(&self, account: &str, password: &str) -> Response {
        let body = json!({ "account": account, "password": password });
        self.post("/api/v1/sign-in").json(&body).send().await.unwrap()
    }

    /// The `Cookie` header of a session of `ord-1`.
    async fn session(&self) -> String {
        cookie(&self.sign_in("ord-1", PASSWORD).await)
    }

    async fn token(&self, account: &str) -> String {
        let token = self.accounts.make_token(account, false, Utc::now()).await.unwrap();
        format!("Bearer {}", token.expose())
    }

    /// What the follower of the change feed does.
    fn account_changed(&self, account: &str) {
        self.callers.forget(&account_key(account).unwrap());
    }
}

fn cookie(response: &Response) -> String {
    header(response, "set-cookie").split(';').next().unwrap().to_owned()
}

fn header(response: &Response, name: &str) -> String {
    response.headers().get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
}

/// Status and slug of a refusal, which has to be a problem and nothing else.
async fn refusal(response: Response) -> (u16, String) {
    assert_eq!(header(&response, "content-type"), "application/problem+json");
    assert!(header(&response, "content-security-policy").starts_with("default-src 'none'"));
    let status = response.status().as_u16();
    let body: Value = response.json().await.unwrap();
    assert_eq!(body["status"], status);
    (status, body["type"].as_str().unwrap().to_owned())
}

fn problem_of(status: u16, slug: &str) -> (u16, String) {
    (status, slug.to_owned())
}
