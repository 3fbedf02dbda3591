//! What the hub promises its clients (`protocol.md` §6), against the real thing: the whole app on a free port, a
//! real store, clients that speak `onward.v1` over real sockets, reqwest for HTTP. Nothing is waited for by the
//! clock: a test reads frames, or asks until a condition holds, with a generous end.
//! Must not know: how any of it is done inside.

mod acknowledged;
mod bounded;
mod canary;
pub mod client;
mod converged;
mod crowd;
mod door;
mod dropped;
mod erased;
mod events;
mod farewell;
mod hands;
pub mod house;
mod idempotent;
mod journey;
mod leak;
mod nodes;
mod operations;
mod overdue;
mod parted;
pub mod refused;
mod replicas;
mod resent;
mod silent;
mod slow;
mod stream;
mod truth;
pub mod world;
