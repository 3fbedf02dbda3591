//! `onward account`: makes accounts and ends them, directly on the store, beside a running server or without one.
//! A password comes in on stdin and a token goes out alone on stdout: neither stands in a process list or a history.
//! Must not know: how either is kept.

use super::settings::Given;
use crate::app::deployment::{Remembered, existing};
use crate::config::public_url::PublicUrl;
use crate::config::settings::Settings;
use crate::domain::audience::{Role, audiences_of};
use crate::domain::place::Airport;
use crate::ledger::account::{Account, AccountError, Accounts, secret};
use crate::limits::PASSWORD_CHARS_MAX;
use anyhow::Context;
use chrono::{TimeDelta, Utc};
use clap::Subcommand;
use secrecy::SecretString;
use std::io::Read;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    given: Given,
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Make an account
    Add(Add),
    /// All accounts, one a line
    List,
    /// End an account with all its sessions, links and tokens
    Disable { name: String },
    /// Set a new password; ends all sessions
    Password {
        name: String,
        /// Read the password from stdin (the only way)
        #[arg(long)]
        password_stdin: bool,
    },
    /// Print a link that signs in once
    Link {
        name: String,
        /// How long it holds, 1 to 72
        #[arg(long, default_value_t = 24, value_parser = clap::value_parser!(i64).range(1..=72))]
        hours: i64,
    },
    /// Print a bearer token for a program, once
    Token {
        name: String,
        /// End the tokens made before
        #[arg(long)]
        replace: bool,
    },
}

#[derive(Debug, clap::Args)]
struct Add {
    /// 1 to 40 characters out of a-z, 0-9 and -
    name: String,
    #[arg(long)]
    role: Role,
    /// For a coordinator
    #[arg(long, num_args = 1.., value_name = "P")]
    programme: Vec<String>,
    /// For a station or a display
    #[arg(long, num_args = 1.., value_name = "IATA", value_parser = airport)]
    station: Vec<Airport>,
    /// For a receiver
    #[arg(long, num_args = 1.., value_name = "ID")]
    receiver: Vec<String>,
    /// For an authority [default: its own name]
    #[arg(long, num_args = 1.., value_name = "ID")]
    authority: Vec<String>,
    /// For a feed: the sources it may write
    #[arg(long, num_args = 1.., value_name = "NAME")]
    source: Vec<String>,
    /// Of its screens, e.g. ar
    #[arg(long)]
    language: Option<String>,
    /// Read the password from stdin; without it the account signs in by link or token
    #[arg(long)]
    password_stdin: bool,
}

fn airport(text: &str) -> Result<Airport, String> {
    Airport::parse(text).map_err(|error| error.to_string())
}

/// # Errors
/// What a rule refuses, in its words; what the store says.
pub async fn run(args: Args) -> anyhow::Result<()> {
    let settings = args.given.read(&[])?;
    let store = match args.act {
        // The first account may be made before the first `serve`.
        Act::Add(_) => {
            let remembered = Remembered::of(&settings)?;
            remembered.open(&settings, remembered.opening()).await?
        }
        _ => existing(&settings).await?,
    };
    let accounts = Accounts::new(store.clone(), settings.sign_in.session);
    let done = act(args.act, &accounts, &settings).await;
    store.close().await?;
    done
}

async fn act(act: Act, accounts: &Accounts, settings: &Settings) -> anyhow::Result<()> {
    let now = Utc::now();
    match act {
        Act::Add(asked) => {
            let secret = if asked.password_stdin { Some(password()?) } else { None };
            let name = asked.name.clone();
            accounts.add(&name, asked.account(), secret.as_ref()).await.context(name)?;
        }
        Act::List => {
            for (name, account) in accounts.list().await? {
                println!("{}", line(&name, &account));
            }
        }
        Act::Disable { name } => accounts.disable(&name, now).await.context(name)?,
        Act::Password { name, .. } => accounts.set_password(&name, &password()?, now).await.context(name)?,
        Act::Link { name, hours } => {
            let link = accounts.make_link(&name, TimeDelta::hours(hours), now).await.context(name)?;
            // Behind `#`: a browser does not send that part, so that it stands in no log on the way.
            println!("{}/#sign-in={}", public_url(settings)?, link.expose());
        }
        Act::Token { name, replace } => {
            println!("{}", accounts.make_token(&name, replace, now).await.context(name)?.expose());
        }
    }
    Ok(())
}

impl Add {
    fn account(self) -> Account {
        let mut account = Account::new(self.role, Utc::now());
        account.programmes = self.programme;
        account.stations = self.station;
        account.sources = self.source;
        account.language = self.language;
        if self.role == Role::Authority {
            // An authority is often called a receiver of a kind: both ways of saying it are understood.
            account.authorities = self.authority.into_iter().chain(self.receiver).collect();
            if account.authorities.is_empty() {
                account.authorities.push(self.name);
            }
        } else {
            account.authorities = self.authority;
            account.receivers = self.receiver;
        }
        account
    }
}

fn public_url(settings: &Settings) -> anyhow::Result<PublicUrl> {
    match &settings.public_url {
        Some(url) => Ok(url.clone()),
        None => PublicUrl::of_listen(settings.listen).map_err(|expected| anyhow::anyhow!("public_url: {expected}")),
    }
}

/// One line of `list`: name, role, scopes, and what is not as usual. Nothing that opens anything.
fn line(name: &str, account: &Account) -> String {
    let opens = audiences_of(account.role, name, &account.scopes()).iter().map(ToString::to_string).collect::<Vec<_>>();
    let sources = account.sources.iter().map(|source| format!("source:{source}"));
    let scopes = opens.into_iter().chain(sources).collect::<Vec<_>>().join(" ");
    let state = match (account.disabled, account.has_password()) {
        (true, _) => "disabled",
        (false, false) => "no password",
        (false, true) => "enabled",
    };
    format!("{name}\t{}\t{scopes}\t{state}", account.role)
}

/// All of stdin but the line end that a shell adds.
fn password() -> anyhow::Result<SecretString> {
    let most = u64::try_from(PASSWORD_CHARS_MAX * 4 + 2)?;
    let mut text = String::new();
    std::io::stdin().take(most).read_to_string(&mut text).context("the password on stdin cannot be read")?;
    let bare = text.strip_suffix('\n').map_or(text.as_str(), |t| t.strip_suffix('\r').unwrap_or(t));
    if bare.is_empty() {
        return Err(AccountError::Invalid("expected a password on stdin".to_owned()).into());
    }
    Ok(secret(bare.to_owned()))
}
