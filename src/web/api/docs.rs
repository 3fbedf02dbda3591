//! `/openapi.json`, the description of the API, and `/api/docs`, a page that shows it: Swagger UI, embedded, working
//! without any network and under the policy of every other page. Put together once, when the server begins.
//! Must not know: what any one resource says of itself.

use super::{airports, commands, demo, feeds, flights, hints, history, movements, search, socket};
use crate::web::assets::{self, Assets};
use crate::web::describe::Api;
use crate::web::problem::allow;
use crate::web::{health, sign_in};
use actix_web::http::header::ContentType;
use actix_web::{HttpRequest, HttpResponse, web};
use bytes::Bytes;
use serde_json::{Value, json};

/// The description as it is sent.
#[derive(Debug, Clone)]
pub struct Description(Bytes);

impl Description {
    /// `demo`: the calls of the demonstration are there too. `cookie` is the name of the cookie of a sign-in.
    #[must_use]
    pub fn new(demo: bool, cookie: &str) -> Self {
        Self(document(demo, cookie).to_string().into())
    }
}

/// Everything that is served, in the order in which a reader needs it.
#[must_use]
pub fn document(demo: bool, cookie: &str) -> Value {
    let mut api = Api::default();
    sign_in::openapi::describe(&mut api);
    socket::openapi::describe(&mut api);
    movements::openapi::describe(&mut api);
    history::openapi::describe(&mut api);
    search::openapi::describe(&mut api);
    commands::openapi::describe(&mut api);
    feeds::openapi::describe(&mut api);
    hints::openapi::describe(&mut api);
    flights::openapi::describe(&mut api);
    airports::openapi::describe(&mut api);
    if demo {
        demo::openapi::describe(&mut api);
    }
    health::openapi::describe(&mut api);
    describe(&mut api);
    api.document(cookie)
}

fn describe(api: &mut Api) {
    api.group("this description", "For programs and for people.");
    api.get("/api/v1/openapi.json", "openapi", "This description")
        .for_anyone()
        .answers_with(200, "OpenAPI 3.1.", json!({ "application/json": { "schema": { "type": "object" } } }))
        .end();
    api.get("/api/docs", "docs", "A page that shows it")
        .for_anyone()
        .answers_with(200, "Works offline.", json!({ "text/html": { "schema": { "type": "string" } } }))
        .end();
}

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.service(web::resource("/openapi.json").route(web::get().to(get)).default_service(allow("GET")));
}

/// Beside `/api/v1`: the page is not part of the contract.
pub fn page(cfg: &mut web::ServiceConfig) {
    cfg.service(web::resource("/api/docs").route(web::get().to(show)).default_service(allow("GET")));
}

async fn get(description: web::Data<Description>) -> HttpResponse {
    HttpResponse::Ok().content_type(ContentType::json()).body(description.0.clone())
}

async fn show(request: HttpRequest, assets: web::Data<Assets>) -> HttpResponse {
    assets::send(&request, &assets, "docs/index.html")
}
