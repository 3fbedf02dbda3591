//! The HTTP API under `/api/v1`: one file a resource, each handler a few lines between the request and a
//! door of intake or the board. A handler's arguments are its permission list. Must not know: rules, the
//! store.

pub mod airports;
pub mod answer;
pub mod commands;
pub mod demo;
pub mod docs;
pub mod feeds;
pub mod flights;
pub mod hints;
pub mod history;
pub mod movements;
pub mod search;
pub mod socket;

use actix_web::web;

/// The routes of this folder. Resources with a default service answer other methods with 405, not 404.
pub fn routes(cfg: &mut web::ServiceConfig) {
    movements::routes(cfg);
    history::routes(cfg);
    commands::routes(cfg);
    feeds::routes(cfg);
    hints::routes(cfg);
    flights::routes(cfg);
    search::routes(cfg);
    airports::routes(cfg);
    socket::routes(cfg);
    docs::routes(cfg);
}
