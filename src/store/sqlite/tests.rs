//! The contract on SQLite, and what only a file promises.

use crate::store::contract::{Place, contract_tests};

fn place() -> Place {
    let folder = tempfile::tempdir().unwrap();
    Place { url: format!("sqlite:{}/made/on/the/way.db", folder.path().display()), _alive: Box::new(folder) }
}

contract_tests!(super::place());
