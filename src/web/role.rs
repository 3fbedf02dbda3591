//! Who may call what, as types: a handler that takes `Coordinator` answers coordinators and nobody else.
//! Such a value cannot be made without a verified caller of that role.
//! Must not know: scopes; what lies outside them is answered like what does not exist.

use super::caller::Caller;
use crate::domain::audience::Role;
use crate::wire::problem::{FORBIDDEN, Problem};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use futures_util::future::LocalBoxFuture;
use std::ops::Deref;

macro_rules! roles {
    ($($(#[$doc:meta])* $name:ident: $may:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone)]
        pub struct $name(Caller);

        impl Deref for $name {
            type Target = Caller;
            fn deref(&self) -> &Caller {
                &self.0
            }
        }

        impl FromRequest for $name {
            type Error = Problem;
            type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

            fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
                let caller = Caller::from_request(request, payload);
                Box::pin(async move {
                    let may: fn(Role) -> bool = $may;
                    let caller = caller.await?;
                    if may(caller.role) { Ok(Self(caller)) } else { Err(Problem::new(FORBIDDEN, "")) }
                })
            }
        }
    )*};
}

roles! {
    Coordinator: |role| role == Role::Coordinator;
    Station: |role| role == Role::Station;
    Receiver: |role| role == Role::Receiver;
    Authority: |role| role == Role::Authority;
    Escort: |role| role == Role::Escort;
    Display: |role| role == Role::Display;
    Feed: |role| role == Role::Feed;
    Admin: |role| role == Role::Admin;
    Dpo: |role| role == Role::Dpo;
    /// Any role that opens documents of movements.
    Reader: |role| !matches!(role, Role::Feed | Role::Admin | Role::Dpo);
    /// Who is told how feeds are doing and what of them waits for a person: facts about flights, and never of people.
    FeedWatcher: |role| !matches!(role, Role::Feed | Role::Dpo);
    /// Who says what becomes of a message that waits, and switches a source off and on.
    FeedKeeper: |role| matches!(role, Role::Coordinator | Role::Admin);
    /// Any role that may give a command: what it may command, the rules decide.
    Actor: |role| matches!(role, Role::Coordinator | Role::Station | Role::Receiver | Role::Authority | Role::Escort);
}
