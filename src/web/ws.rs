//! The websocket `GET /api/v1/ws`: the handshake, and the narrow seam that moves bytes between a socket and a
//! session. The transport under it can be exchanged without touching the protocol.
//! Must not know: what a frame means; what a command does, which goes through [`Doors`].

mod body;
mod commands;
mod line;
mod socket;
mod talk;

pub use commands::Doors;
pub use socket::on_connect;

use super::caller::Caller;
use crate::clock::Clock;
use crate::config::public_url::PublicUrl;
use crate::hub::worker::Worker;
use crate::limits;
use crate::wire::problem::{FORBIDDEN, FOREIGN_ORIGIN, NO_SUBPROTOCOL, NOT_A_WEBSOCKET, Problem};
use actix_web::http::header::{ORIGIN, SEC_WEBSOCKET_PROTOCOL};
use actix_web::{HttpRequest, HttpResponse, web};
use std::sync::Arc;

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

/// Turns a request into a session, or says why not before any socket exists.
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
    if guest.audiences.is_empty() {
        return Err(Problem::new(FORBIDDEN, "this account has no audience to connect for"));
    }
    spoken(request)?;
    let (response, session, stream) = actix_ws::handle_with_protocols(request, payload, &[SUBPROTOCOL])
        .map_err(|error| Problem::new(NOT_A_WEBSOCKET, error.to_string()))?;
    let socket = socket::narrow(request);
    let (response, taken) = body::paced(response);
    // One frame of its own size, or several that make up one: the limit is the same.
    let stream = stream
        .max_frame_size(limits::HELLO_BYTES_MAX)
        .aggregate_continuations()
        .max_continuation_size(limits::HELLO_BYTES_MAX);
    let line = line::Line::new(session, stream, taken, socket);
    actix_web::rt::spawn(talk::talk(line, guest, worker.clone(), clock, doors));
    Ok(response)
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
