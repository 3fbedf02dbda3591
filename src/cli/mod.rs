//! The command line: one file per subcommand, each with its arguments and a `run`.
//! Here printing is the work: answers go to stdout, everything else to stderr, and an error ends with exit code 1.
//! Must not know: how anything is done.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command answers on stdout and explains on stderr")]

pub mod account;
pub mod archive;
pub mod backup;
pub mod check;
mod copying;
pub mod demo;
pub mod feeds;
pub mod r#move;
pub mod parse;
pub mod replay;
pub mod restore;
pub mod serve;
pub mod settings;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Live transit assistance for resettlement travel.
#[derive(Debug, Parser)]
#[command(name = "onward", version, about, arg_required_else_help = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve a hub
    Serve(settings::Given),
    /// A throw-away hub with made-up groups on one recorded day; every role opens in one click
    Demo(demo::DemoArgs),
    /// Send a recorded stream of feed messages to a hub
    Replay(replay::ReplayArgs),
    /// Accounts: add, list, disable, new password, sign-in link, token
    Account(account::Args),
    /// Write everything in the store to one file, beside a running hub or without one
    Backup(backup::Args),
    /// Put a backup into a fresh store
    Restore(restore::Args),
    /// Copy everything into another store, and shut this one
    Move(r#move::Args),
    Parse(parse::ParseArgs),
    /// The sources that are set up: list them, ask one of them once, record what one of them says
    Feeds(feeds::Args),
    /// Show the effective settings and where each came from; exit 1 on any error
    Check(check::Args),
}

/// Reads the arguments of the process and does what they say.
#[must_use]
pub fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Serve(given) => working(serve::run(&given)),
        Command::Demo(args) => working(demo::run(args)),
        Command::Replay(args) => waiting(replay::run(args)),
        Command::Account(args) => waiting(account::run(args)),
        Command::Backup(args) => waiting(backup::run(&args)),
        Command::Restore(args) => waiting(restore::run(&args)),
        Command::Move(args) => waiting(r#move::run(&args)),
        Command::Parse(args) => parse::run(&args, &mut std::io::stdout().lock())
            .and_then(|read| if read { Ok(()) } else { Err(anyhow::anyhow!("no flight was read")) }),
        Command::Feeds(args) => waiting(feeds::run(&args)),
        Command::Check(args) => waiting(check::run(&args)),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("onward: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Runs a command that waits for the store.
fn waiting(command: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<()> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(command)
}

/// Runs a hub: the server has threads of its own, these are for everything beside it.
fn working(command: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<()> {
    crate::telemetry::start().map_err(anyhow::Error::msg)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let done = runtime.block_on(command);
    // A thread that still waits for a locked file must not hold up the exit.
    runtime.shutdown_background();
    done
}

/// Says on stdout that the hub listens: whoever starts it, a person or a program, waits for this line.
fn announce(address: std::net::SocketAddr) {
    println!("listening on http://{address}");
}
