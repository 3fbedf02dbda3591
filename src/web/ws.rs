//! Sessions over the web: the websocket `GET /api/v1/ws`, and the same frames as a response that does not end. The
//! handshake, and the narrow seam that moves bytes between a connection and a session: the transport under it can be
//! exchanged without touching the protocol.
//! Must not know: what a frame means; what a command does, which goes through [`Doors`].

mod commands;
mod events;
mod frames;
mod line;
mod outlet;
mod socket;
mod talk;
mod websocket;
mod window;

pub use commands::Doors;
pub use socket::on_connect;

use super::caller::Caller;
use crate::clock::Clock;
use crate::config::public_url::PublicUrl;
use crate::hub::worker::Worker;
use crate::wire::frame::Hello;
use crate::wire::problem::{
    FORBIDDEN, FOREIGN_ORIGIN, HAVE_NEEDED, NO_SUBPROTOCOL, NOT_A_WEBSOCKET, OTHER_WEBSOCKET, Problem,
};
use actix_web::body::MessageBody;
use actix_web::dev;
use actix_web::http::header::{self, HeaderName, HeaderValue, ORIGIN, SEC_WEBSOCKET_PROTOCOL, SEC_WEBSOCKET_VERSION};
use actix_web::{FromRequest, HttpRequest, HttpResponse, ResponseError, web};
use std::sync::Arc;
use talk::{Begun, Since};

/// The one subprotocol spoken here.
pub const SUBPROTOCOL: &str = "onward.v1";

/// Who connects: what the caller's sign-in says.
#[derive(Debug, Clone)]
pub struct Guest {
    pub account: Arc<str>,
    /// The hash of the browser's sign-in; `None` for a program with a token.
    pub sign_in: Option<Arc<str>>,
    /// The audiences the account holds; `hello` picks one, or gets the first.
    pub audiences: Vec<Arc<str>>,
}

impl From<&Caller> for Guest {
    fn from(caller: &Caller) -> Self {
        let audiences = caller.audiences.iter().map(|audience| audience.to_string().into()).collect();
        Self { account: caller.account.clone(), sign_in: caller.session.clone(), audiences }
    }
}

impl Guest {
    fn sees_anything(&self) -> Result<(), Problem> {
        let nothing = || Problem::new(FORBIDDEN, "this account has no audience to connect for");
        if self.audiences.is_empty() { Err(nothing()) } else { Ok(()) }
    }

    fn pick(&self, hello: &Hello) -> Option<Arc<str>> {
        match &hello.audience {
            Some(wanted) => self.audiences.iter().find(|held| ***held == **wanted).cloned(),
            None => self.audiences.first().cloned(),
        }
    }
}

/// Turns a request into a session, or says why not before any socket exists: 426 for another version of the
/// handshake.
///
/// # Errors
/// 400 for what is no handshake or offers only foreign subprotocols, 403 for a foreign page or an account
/// that has nothing to see.
pub fn open(
    request: &HttpRequest,
    payload: web::Payload,
    guest: Guest,
    worker: &Worker,
    clock: Clock,
    public: &PublicUrl,
    doors: Doors,
) -> Result<HttpResponse, Problem> {
    at_home(request, &guest, public)?;
    guest.sees_anything()?;
    if let Some(other) = other_version(request) {
        return Ok(other);
    }
    spoken(request)?;
    // Only the handshake is the framework's. Its reader keeps whatever a frame claims to be before it looks at the
    // limit, so it gets nothing to read.
    let nothing = web::Payload::from_request(request, &mut dev::Payload::None).into_inner();
    let handshake = nothing.and_then(|nothing| actix_ws::handle_with_protocols(request, nothing, &[SUBPROTOCOL]));
    let (response, ..) = handshake.map_err(|error| Problem::new(NOT_A_WEBSOCKET, error.to_string()))?;
    let (outlet, outflow) = outlet::outlet();
    let line = websocket::Websocket::new(outlet, payload, socket::narrow(request));
    actix_web::rt::spawn(talk::greet_and_talk(line, guest, worker.clone(), clock, doors));
    Ok(response.map_body(|_, _| outflow.boxed()))
}

/// The same session as a stream of events, for whoever no websocket reaches. It begins at once: the `hello` has come.
///
/// # Errors
/// 403 for an audience that the account does not hold, 409 if the `hello` named sums that differ: there is no way
/// to send a `have` afterwards, so the client asks again with all it has.
pub fn stream(
    request: &HttpRequest,
    hello: Hello,
    guest: Guest,
    worker: &Worker,
    clock: Clock,
    doors: Doors,
) -> Result<HttpResponse, Problem> {
    guest.sees_anything()?;
    let audience = guest
        .pick(&hello)
        .ok_or_else(|| Problem::new(FORBIDDEN, "the account does not hold this audience").at("/audience"))?;
    let begun = Begun::new(Since::now(), hello, guest, audience, false, worker, &clock);
    if begun.session.needs_have() {
        return Err(Problem::new(HAVE_NEEDED, ""));
    }
    let (outlet, outflow) = outlet::outlet();
    let line = events::Events::new(outlet, socket::narrow(request));
    actix_web::rt::spawn(talk::talk(line, begun, clock, doors));
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        // Proxies that collect answers before they pass them on would keep frames to themselves.
        .insert_header((HeaderName::from_static("x-accel-buffering"), "no"))
        // The socket was made a narrow one: no other answer shall go over it.
        .force_close()
        .body(outflow))
}

/// A browser says which page asks, and only our own may: CORS does not protect a websocket.
fn at_home(request: &HttpRequest, guest: &Guest, public: &PublicUrl) -> Result<(), Problem> {
    let ours = match request.headers().get(ORIGIN) {
        Some(origin) => origin.to_str().is_ok_and(|origin| public.is_origin(origin)),
        // A cookie without an origin comes from no browser we know.
        None => guest.sign_in.is_none(),
    };
    if ours { Ok(()) } else { Err(Problem::new(FOREIGN_ORIGIN, "")) }
}

/// Whoever offers subprotocols must offer ours; whoever offers none gets it.
fn spoken(request: &HttpRequest) -> Result<(), Problem> {
    let mut offered = request.headers().get_all(SEC_WEBSOCKET_PROTOCOL).peekable();
    let ours = |list: &str| list.split(',').any(|name| name.trim() == SUBPROTOCOL);
    if offered.peek().is_none() || offered.any(|value| value.to_str().is_ok_and(ours)) {
        return Ok(());
    }
    Err(Problem::new(NO_SUBPROTOCOL, format!("this hub speaks {SUBPROTOCOL}")))
}

/// RFC 6455 §4.4: another version is answered with the one there is.
fn other_version(request: &HttpRequest) -> Option<HttpResponse> {
    let version = request.headers().get(SEC_WEBSOCKET_VERSION).filter(|version| *version != "13")?;
    let detail = format!("expected version 13, not {}", version.to_str().unwrap_or("this"));
    let mut response = Problem::new(OTHER_WEBSOCKET, detail).error_response();
    response.headers_mut().insert(SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13"));
    response.headers_mut().insert(header::UPGRADE, HeaderValue::from_static("websocket"));
    Some(response)
}
