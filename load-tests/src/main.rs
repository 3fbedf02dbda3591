//! Measures Onward from outside, over the sockets that clients use: nothing here is linked into the server.
//! `floor` is the cheapest server there can be, `generate` measures the hub and the floor in turn, `matrix` puts the
//! hub under load, does it harm, and lets `check` judge what the clients saw. README.md says what each figure means.
//! Must not know: any code of Onward itself; what it knows is the contract on the wire.

mod check;
mod client;
mod commands;
mod fault;
mod fixture;
mod floor;
mod generate;
mod history;
mod http;
mod loss;
mod machine;
mod matrix;
mod nodes;
mod peer;
mod plan;
mod process;
mod proxy;
mod random;
mod report;
mod rewrite;
mod rig;
mod stuck;
mod swarm;
mod ws;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(about, version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// The floor: one thread, one epoll, the same frame to every socket. `go` on stdin sends, end of input ends it.
    Floor(floor::Options),
    /// A stock actix-web with actix-ws, one task and channel per connection; driven like the floor.
    Peer(peer::Options),
    /// What two hubs on one Redis take to learn of each other: commands, accounts, the death of the lease's holder.
    Nodes(nodes::Options),
    /// What clients that never read cost the hub and the kernel.
    Stuck(stuck::Options),
    /// Measures the hub and the floor in turn and prints a table.
    Generate(generate::Options),
    /// Load, a fault, quiet, verdict: the rows of the fault matrix. Exit code 1 if anything was found.
    Matrix(matrix::Options),
    /// Judges the history of a run again. Exit code 1 if anything was found.
    Check(check::Options),
    /// A TCP proxy with faults, between any two parties.
    Proxy(proxy::Options),
}

fn main() -> anyhow::Result<std::process::ExitCode> {
    let arguments = Arguments::parse();
    machine::raise_open_files();
    match arguments.command {
        Command::Floor(options) => floor::run(&options).map(|()| std::process::ExitCode::SUCCESS),
        Command::Peer(options) => peer::run(&options).map(|()| std::process::ExitCode::SUCCESS),
        Command::Nodes(options) => on_one_thread(nodes::run(options)).map(|()| std::process::ExitCode::SUCCESS),
        Command::Stuck(options) => on_one_thread(stuck::run(options)).map(|()| std::process::ExitCode::SUCCESS),
        Command::Generate(options) => on_one_thread(generate::run(options)).map(|()| std::process::ExitCode::SUCCESS),
        Command::Matrix(options) => on_one_thread(matrix::run(options)),
        Command::Check(options) => check::run(&options),
        Command::Proxy(options) => on_one_thread(proxy::run(options)).map(|()| std::process::ExitCode::SUCCESS),
    }
}

/// All clients share one thread: their cost is then known, and nothing of it hides on another core.
fn on_one_thread<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    tokio::task::LocalSet::new().block_on(&runtime, async {
        let mut terminated = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
        tokio::select! {
            result = work => result,
            // What was started ends when its owner is dropped, and a signal drops nothing.
            _ = terminated.recv() => anyhow::bail!("told to stop"),
            _ = tokio::signal::ctrl_c() => anyhow::bail!("told to stop"),
        }
    })
}
