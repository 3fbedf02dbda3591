//! `onward account` and `onward check` as an operator runs them: what goes in on stdin, what comes out on stdout,
//! and with which exit code.
//! Must not know: the server.

use onward::ledger::account::{Accounts, secret};
use onward::store::{Durability, Opening, Store};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

fn onward(folder: &Path, arguments: &[&str], stdin: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onward"));
    command.current_dir(folder).env_clear().env("ONWARD_STORE", "sqlite:data/t.db").args(arguments);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A command that does not read its stdin may be gone already.
    drop(child.stdin.take().unwrap().write_all(stdin.as_bytes()));
    child.wait_with_output().unwrap()
}

/// What it printed, after it succeeded.
fn said(folder: &Path, arguments: &[&str], stdin: &str) -> String {
    let output = onward(folder, arguments, stdin);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// What it complained about, after it failed.
fn refused(folder: &Path, arguments: &[&str], stdin: &str) -> String {
    let output = onward(folder, arguments, stdin);
    assert!(!output.status.success() && output.stdout.is_empty(), "{arguments:?}");
    String::from_utf8(output.stderr).unwrap()
}

fn is_right(folder: &Path, account: &str, password: &str) -> bool {
    actix_web::rt::System::new().block_on(async {
        let url = format!("sqlite:{}/data/t.db", folder.display());
        let store = Store::open(&url, Durability::Synced, Opening::Existing).await.unwrap();
        let accounts = Accounts::new(store.clone(), Duration::from_secs(60));
        let right = accounts.verify(account, &secret(password.into())).await.unwrap();
        store.close().await.unwrap();
        right
    })
}

#[test]
fn an_account_is_made_listed_and_ended() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let add = ["account", "add", "ord-1", "--role", "station", "--station", "ORD", "JFK", "--password-stdin"];
    assert_eq!(said(folder, &add, "a long password\n"), "");
    assert!(refused(folder, &add, "a long password\n").contains("already"));
    said(folder, &["account", "add", "us-pop", "--role", "authority"], "");
    said(folder, &["account", "add", "swim", "--role", "feed", "--source", "aidx", "--source", "typeb"], "");
    assert_eq!(
        said(folder, &["account", "list"], ""),
        "ord-1\tstation\tstation:ORD station:JFK\tenabled\n\
         swim\tfeed\tsource:aidx source:typeb\tno password\n\
         us-pop\tauthority\tauthority:us-pop\tno password\n"
    );
    assert!(is_right(folder, "ord-1", "a long password"), "without the line end of the shell");
    let token = said(folder, &["account", "token", "swim"], "");
    assert!(token.starts_with("onward_") && token.lines().count() == 1 && token.len() == 51, "{token}");
    let link = said(folder, &["account", "link", "ord-1"], "");
    assert!(link.starts_with("http://127.0.0.1:8080/#sign-in=") && link.lines().count() == 1, "{link}");
    said(folder, &["account", "password", "us-pop", "--password-stdin"], "another password");
    said(folder, &["account", "disable", "ord-1"], "");
    assert!(said(folder, &["account", "list"], "").contains("station:JFK\tdisabled\n"));
    assert!(refused(folder, &["account", "link", "ord-1"], "").contains("no account of this name"));
    assert!(refused(folder, &["account", "disable", "nobody"], "").contains("no account of this name"));
}

#[test]
fn an_account_that_cannot_work_is_not_made() {
    let folder = tempfile::tempdir().unwrap();
    let check = |arguments: &[&str], stdin: &str, expected: &str| {
        let arguments: Vec<&str> = ["account", "add"].iter().chain(arguments).copied().collect();
        let error = refused(folder.path(), &arguments, stdin);
        assert!(error.contains(expected), "{error} should say {expected}");
    };
    check(&["ana", "--role", "boss"], "", "expected one of coordinator");
    check(&["ana", "--role", "coordinator"], "", "needs at least one programme");
    check(&["ana", "--role", "station", "--station", "O'HARE"], "", "expected an airport code");
    check(&["Ana", "--role", "admin"], "", "expected a name of 1 to 40");
    check(&["ana", "--role", "admin", "--password-stdin"], "short\n", "8 to 256 characters");
    check(&["ana", "--role", "admin", "--password-stdin"], "", "expected a password on stdin");
    check(&["f", "--role", "feed", "--source", "staff"], "", "reserved");
}

#[test]
fn check_says_what_is_in_force_and_refuses_what_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let settings = said(folder, &["check"], "");
    let line = |name: &str| settings.lines().find(|l| l.starts_with(name)).unwrap().to_owned();
    assert!(line("store").contains("sqlite:data/t.db") && line("store").ends_with("ONWARD_STORE"), "{settings}");
    assert!(line("listen").ends_with("default"), "{settings}");
    assert!(!folder.join("data").exists(), "it only looks");
    std::fs::write(folder.join("site.toml"), "lisen = '127.0.0.1:1'\n").unwrap();
    let error = refused(folder, &["check", "--config", "site.toml"], "");
    assert!(error.contains("site.toml: lisen: no such setting; did you mean `listen`?"), "{error}");
    assert!(refused(folder, &["check", "--config", "none.toml"], "").contains("none.toml"));
}
