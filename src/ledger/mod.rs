//! Movements, flights and accounts as the store keeps them: between records and the rules.
//! Must not know: sockets, audiences, what is owed to whom.

pub mod account;
pub mod keyring;
pub mod seal;
