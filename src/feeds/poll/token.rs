//! OAuth 2 by client credentials: id and key for a token that holds for a while. Kept until shortly before its end,
//! in memory only.
//! Must not know: what the token is used for.

use super::answer::{Answer, Heads};
use super::{Half, Secrets};
use crate::limits;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use reqwest::{Client, Url};
use secrecy::SecretString;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// The token in force, if there is one.
#[derive(Default)]
pub struct Kept(Mutex<Option<(SecretString, Instant)>>);

/// Without a word on how long it holds.
const HOLDS_S: u64 = 300;

impl Kept {
    /// # Errors
    /// As any exchange; `Refused` when id and key are not taken.
    pub async fn get(&self, client: &Client, url: Url, secrets: &Secrets) -> Result<SecretString, Answer> {
        // Held while it is asked for: several questions at once make one token.
        let mut kept = self.0.lock().await;
        if let Some((token, until)) = kept.as_ref()
            && Instant::now() < *until
        {
            return Ok(token.clone());
        }
        let (token, holds) = fetch(client, url, secrets).await?;
        *kept = Some((
            token.clone(),
            Instant::now() + holds.min(limits::POLL_TOKEN_MAX).saturating_sub(limits::POLL_TOKEN_SPARE),
        ));
        Ok(token)
    }

    /// Forgets a token that was not taken; whether there was one.
    pub fn forget(&self) -> bool {
        self.0.try_lock().is_ok_and(|mut kept| kept.take().is_some())
    }
}

async fn fetch(client: &Client, url: Url, secrets: &Secrets) -> Result<(SecretString, Duration), Answer> {
    let value = |half| utf8_percent_encode(secrets.of(half), NON_ALPHANUMERIC).to_string();
    let form =
        format!("grant_type=client_credentials&client_id={}&client_secret={}", value(Half::Id), value(Half::Key));
    let request = client.post(url).header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(form);
    let broken = |what: &str| Answer::Broken(format!("signing in there: {what}"));
    let mut response =
        request.header(ACCEPT, "application/json").send().await.map_err(|_| broken("no connection, or no answer"))?;
    match response.status().as_u16() {
        200 => {}
        400 | 401 | 403 => return Err(Answer::Refused("it does not take id and key to sign in".to_owned())),
        status @ (429 | 503) => {
            let wait = Heads::of(&response).wait_or_default();
            return Err(wait.map_or_else(|| broken(&format!("it answers {status}")), Answer::Wait));
        }
        status => return Err(broken(&format!("it answers {status}"))),
    }
    let mut body = Vec::new();
    while let Some(part) = response.chunk().await.map_err(|_| broken("the answer broke off"))? {
        body.extend_from_slice(&part);
        if body.len() > limits::SMALL_BODY_BYTES_MAX * 4 {
            return Err(broken("a very long answer"));
        }
    }
    let body: serde_json::Value = serde_json::from_slice(&body).map_err(|_| broken("no JSON"))?;
    let token = body.get("access_token").and_then(|t| t.as_str()).ok_or_else(|| broken("no access_token"))?;
    let holds = body.get("expires_in").and_then(serde_json::Value::as_u64).unwrap_or(HOLDS_S);
    Ok((SecretString::from(token), Duration::from_secs(holds)))
}
