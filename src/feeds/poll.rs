//! One exchange with a source over HTTP: bounded in time and size, to addresses that may be asked, and with an answer
//! sorted by what the caller can do. With its files the only part of this floor that talks to the network.
//! Must not know: what a body says, what is asked when, who needs it.
//! No text that leaves here holds a query or a header: keys stand in both.

mod address;
mod answer;
mod secret;
mod token;

pub use answer::{Answer, Fresh};
pub use secret::{LackingSecret, read as read_secret};

use super::ask::{Ask, Body, Half, Part, Request};
use crate::config::feeds::{Feed, SecretFrom};
use crate::limits;
use address::{Guard, Origin};
use answer::Heads;
use bytes::BytesMut;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, Method, Response, Url};
use secrecy::{ExposeSecret, SecretString};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// How long an exchange is waited for.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    pub connect: Duration,
    /// Between one part of an answer and the next.
    pub idle: Duration,
    /// All of it, redirects included.
    pub whole: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { connect: limits::POLL_CONNECT_WITHIN, idle: limits::POLL_IDLE, whole: limits::POLL_WITHIN }
    }
}

/// What makes the next question cheap: the answer's own mark.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mark {
    etag: Option<HeaderValue>,
    modified: Option<HeaderValue>,
}

/// The line to one source.
pub struct Line {
    /// To the address that the operator wrote.
    own: Client,
    /// To wherever it redirects.
    elsewhere: Client,
    private: bool,
    id: Option<SecretFrom>,
    key: Option<SecretFrom>,
    token: token::Kept,
    /// By what was asked.
    marks: Mutex<BTreeMap<String, Mark>>,
    patience: Patience,
}

/// The secrets of one exchange, read when it begins: a key that was changed is in force at the next question.
#[derive(Default)]
struct Secrets {
    id: Option<SecretString>,
    key: Option<SecretString>,
}

impl Secrets {
    fn of(&self, half: Half) -> &str {
        let secret = match half {
            Half::Id => &self.id,
            Half::Key => &self.key,
        };
        secret.as_ref().map_or("", |s| s.expose_secret())
    }

    fn text(&self, part: &Part) -> String {
        match part {
            Part::Plain(text) => text.clone(),
            Part::Secret(half) => self.of(*half).to_owned(),
            Part::Bearer(half) => format!("Bearer {}", self.of(*half)),
        }
    }
}

impl Line {
    /// # Errors
    /// When no HTTP client can be made.
    pub fn new(feed: &Feed, patience: Patience) -> Result<Self, String> {
        let poll = feed.poll.as_ref().ok_or_else(|| format!("[[feed]] {} has no [feed.poll]", feed.name))?;
        let client = |private| {
            Client::builder()
                // A proxy of the environment would see every key, and would resolve names itself.
                .no_proxy()
                .redirect(reqwest::redirect::Policy::none())
                .referer(false)
                .connect_timeout(patience.connect)
                .read_timeout(patience.idle)
                .user_agent(concat!("Onward/", env!("CARGO_PKG_VERSION")))
                .dns_resolver(Guard { private })
                .build()
                .map_err(|e| format!("no HTTP client: {}", e.without_url()))
        };
        Ok(Self {
            own: client(poll.private)?,
            elsewhere: client(false)?,
            private: poll.private,
            id: poll.id.clone(),
            key: poll.key.clone(),
            token: token::Kept::default(),
            marks: Mutex::default(),
            patience,
        })
    }

    /// Asks once. Never fails in another way than by its answer.
    pub async fn ask(&self, ask: &Ask) -> Answer {
        match tokio::time::timeout(self.patience.whole, self.exchange(ask)).await {
            Ok(Ok(answer) | Err(answer)) => answer,
            Err(_) => Answer::Broken(format!("no whole answer within {} s", self.patience.whole.as_secs())),
        }
    }

    /// Remembers the mark of an answer that was taken in. Not before: what was lost on the way would be answered with
    /// "not modified" until it changes.
    pub fn taken(&self, what: &str, fresh: &Fresh) {
        let mut marks = self.marks.lock().unwrap_or_else(PoisonError::into_inner);
        // A first page that is as it was says nothing of the second, which is only found through it.
        if fresh.next.is_some() {
            marks.remove(what);
        } else if fresh.mark != Mark::default() && (marks.len() < limits::NEEDED_MAX || marks.contains_key(what)) {
            marks.insert(what.to_owned(), fresh.mark.clone());
        }
    }

    /// Forgets the marks of what is no longer asked for.
    pub fn keep(&self, asked: impl Fn(&str) -> bool) {
        self.marks.lock().unwrap_or_else(PoisonError::into_inner).retain(|what, _| asked(what));
    }

    async fn exchange(&self, ask: &Ask) -> Result<Answer, Answer> {
        let secrets = self.secrets().await?;
        let mut url = url_of(&ask.request, &secrets)?;
        let origin = Origin::of(&url);
        let mark = self.marks.lock().unwrap_or_else(PoisonError::into_inner).get(&ask.what).cloned();
        let mut headers = self.headers(&ask.request, &secrets, mark.as_ref(), &origin).await?;
        let body = ask.request.body.as_ref().map(|body| body_of(body, &secrets));
        for _ in 0..=limits::POLL_REDIRECTS_MAX {
            let own = Origin::of(&url) == origin;
            address::may_ask(&url, own && self.private).map_err(Answer::Broken)?;
            let method = if body.is_some() { Method::POST } else { Method::GET };
            let client = if own { &self.own } else { &self.elsewhere };
            let mut request = client.request(method, url.clone()).headers(headers.clone());
            if let Some(body) = &body {
                request = request.body(body.clone());
            }
            let response = request.send().await.map_err(|e| self.broken(&e))?;
            let Some(next) = address::redirect(&response, &url).map_err(Answer::Broken)? else {
                return self.answer(ask, &origin, mark.is_some(), response).await;
            };
            if body.is_some() {
                return Err(Answer::Broken("redirects what is sent to it; the address in poll.url is old".to_owned()));
            }
            if Origin::of(&next) != origin {
                // Whoever they redirect to was not given the key, and is not.
                headers = HeaderMap::new();
            }
            url = next;
        }
        Err(Answer::Broken(format!("redirects more than {} times", limits::POLL_REDIRECTS_MAX)))
    }

    async fn secrets(&self) -> Result<Secrets, Answer> {
        let read = async |name: &str, from: &Option<SecretFrom>| match from {
            Some(from) => secret::read(from).await.map(Some).map_err(|e| Answer::Refused(format!("poll.{name}: {e}"))),
            None => Ok(None),
        };
        Ok(Secrets { id: read("id", &self.id).await?, key: read("key", &self.key).await? })
    }

    async fn headers(
        &self,
        request: &Request,
        secrets: &Secrets,
        mark: Option<&Mark>,
        origin: &Origin,
    ) -> Result<HeaderMap, Answer> {
        let mut headers = HeaderMap::new();
        for (name, part) in &request.headers {
            let secret = !matches!(part, Part::Plain(_));
            put(&mut headers, name, &secrets.text(part), secret)?;
        }
        if let Some(body) = &request.body {
            put(&mut headers, "content-type", body.content_type, false)?;
        }
        if request.basic {
            use base64::Engine;
            let pair = format!("{}:{}", secrets.of(Half::Id), secrets.of(Half::Key));
            let pair = base64::engine::general_purpose::STANDARD.encode(pair);
            put(&mut headers, "authorization", &format!("Basic {pair}"), true)?;
        }
        if let Some(address) = &request.sign_in {
            let url = Url::parse(address).map_err(|_| no_address())?;
            let own = Origin::of(&url) == *origin;
            address::may_ask(&url, own && self.private).map_err(Answer::Broken)?;
            let client = if own { &self.own } else { &self.elsewhere };
            let token = self.token.get(client, url, secrets).await?;
            put(&mut headers, "authorization", &format!("Bearer {}", token.expose_secret()), true)?;
        }
        if let Some(mark) = mark {
            let held = [("if-none-match", &mark.etag), ("if-modified-since", &mark.modified)];
            for (name, value) in held.into_iter().filter_map(|(n, v)| Some((n, v.clone()?))) {
                headers.insert(HeaderName::from_static(name), value);
            }
        }
        Ok(headers)
    }

    async fn answer(&self, ask: &Ask, origin: &Origin, marked: bool, response: Response) -> Result<Answer, Answer> {
        let heads = Heads::of(&response);
        if let Some(answer) = heads.without_body(ask, marked) {
            if matches!(answer, Answer::Refused(_)) && ask.request.sign_in.is_some() && self.token.forget() {
                return Err(Answer::Broken("the token is no longer taken; a new one is asked for".to_owned()));
            }
            return Ok(answer);
        }
        let body = self.body(response).await?;
        heads.with_body(ask, origin, body.freeze())
    }

    async fn body(&self, mut response: Response) -> Result<BytesMut, Answer> {
        let mut body = BytesMut::new();
        while let Some(part) = response.chunk().await.map_err(|e| self.broken(&e))? {
            if body.len() + part.len() > limits::FEED_BODY_BYTES_MAX {
                return Err(Answer::Broken(format!("an answer of more than {} bytes", limits::FEED_BODY_BYTES_MAX)));
            }
            body.extend_from_slice(&part);
        }
        Ok(body)
    }

    /// The client's own words hold addresses, and those hold keys: they are never repeated.
    fn broken(&self, error: &reqwest::Error) -> Answer {
        if let Some(refused) = address::refusal(error) {
            return Answer::Broken(refused.to_string());
        }
        Answer::Broken(match () {
            () if error.is_timeout() && error.is_connect() => {
                format!("no connection within {} s", self.patience.connect.as_secs())
            }
            () if error.is_connect() => "cannot be connected to: no such host, nobody listens, or no trust".to_owned(),
            () if error.is_timeout() => {
                format!("no answer, or nothing more of it, within {} s", self.patience.idle.as_secs())
            }
            () if error.is_body() || error.is_decode() => "the answer broke off".to_owned(),
            () => "no answer in HTTP".to_owned(),
        })
    }
}

fn no_address() -> Answer {
    Answer::Broken("poll.url is no address".to_owned())
}

fn url_of(request: &Request, secrets: &Secrets) -> Result<Url, Answer> {
    let mut url = Url::parse(&request.url).map_err(|_| no_address())?;
    if !request.query.is_empty() {
        let pairs = request.query.iter().map(|(name, part)| (*name, secrets.text(part)));
        url.query_pairs_mut().extend_pairs(pairs);
    }
    Ok(url)
}

fn put(headers: &mut HeaderMap, name: &'static str, text: &str, secret: bool) -> Result<(), Answer> {
    let wrong = || Answer::Refused(format!("what is given for {name} cannot stand in a header"));
    let mut value = HeaderValue::from_str(text).map_err(|_| wrong())?;
    value.set_sensitive(secret);
    headers.insert(HeaderName::try_from(name).map_err(|_| wrong())?, value);
    Ok(())
}

fn body_of(body: &Body, secrets: &Secrets) -> String {
    let text = |part: &Part| match part {
        Part::Plain(text) => text.clone(),
        secret => quick_xml::escape::escape(secrets.text(secret)).into_owned(),
    };
    body.parts.iter().map(text).collect()
}
