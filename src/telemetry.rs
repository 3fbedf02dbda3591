//! Logs: one line per event on stderr, as text or as JSON, at the level `ONWARD_LOG` names.
//! A line carries ids and counts, never a body, a query, a name or a token: what is not passed to `tracing`
//! cannot leak from it. Must not know: what the program does.

use tracing_subscriber::EnvFilter;

/// `ONWARD_LOG`: a level (`debug`) or directives (`onward=debug,actix_server=warn`).
pub const LEVEL: &str = "ONWARD_LOG";
/// `ONWARD_LOG_FORMAT`: `text` (default) or `json`.
pub const FORMAT: &str = "ONWARD_LOG_FORMAT";

/// Starts the log for the whole process; a second call changes nothing.
///
/// # Errors
/// When `ONWARD_LOG` holds what is no level: a typing error must not silence a server.
pub fn start() -> Result<(), String> {
    let level = std::env::var(LEVEL).unwrap_or_else(|_| "info,actix_server=warn".to_owned());
    let filter = EnvFilter::try_new(&level).map_err(|error| format!("{LEVEL}: {error}"))?;
    // At `trace` these write out heads of requests, with cookies and tokens in them.
    let quiet =
        ["actix_http=warn", "actix_web=warn", "hyper=warn", "reqwest=warn"].into_iter().filter_map(|d| d.parse().ok());
    let filter = quiet.fold(filter, EnvFilter::add_directive);
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A second start, as in a test, keeps the first.
    drop(match std::env::var(FORMAT).as_deref() {
        Ok("json") => log.json().try_init(),
        _ => log.with_ansi(false).try_init(),
    });
    Ok(())
}
