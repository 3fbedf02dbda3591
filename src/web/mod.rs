//! HTTP: moves bytes, finds out who is calling, turns errors into problems, sends the screens.
//! Each handler takes one `web::Data<T>` per thing it needs and the role it is for, so that its signature is its
//! permission list. Must not know: the rules, or which store there is.

pub mod api;
pub mod assets;
pub mod caller;
pub mod describe;
pub mod headers;
pub mod health;
pub mod metrics;
pub mod peer;
pub mod problem;
pub mod rate;
pub mod role;
pub mod server;
pub mod sign_in;
pub mod strict;
pub mod webhook;
pub mod ws;
