//! One connection to Redis, made anew when it is lost, and only handed out after it was asked what it leads to.
//! Connecting is done by one caller at a time, on the runtime the store was opened on: a connection must not die with
//! the thread that happened to need it. Must not know: what is asked over it.

use super::address::{Address, At};
use super::error::{error, is_over};
use super::greet::{Demands, greet};
use super::life;
use super::sentinel::master;
use crate::limits;
use crate::store::StoreError;
use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Cmd, FromRedisValue, Pipeline, RedisError, Value};
use std::sync::{Arc, Mutex as Lock, PoisonError};
use tokio::runtime::Handle;
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout};
use uuid::Uuid;

/// The deployment that was met first; every later connection has to lead to it.
pub(super) type Known = Arc<Lock<Option<Uuid>>>;

/// Clones share the connection.
#[derive(Clone)]
pub(super) struct Link(Arc<Shared>);

struct Shared {
    address: Arc<Address>,
    demands: Arc<Demands>,
    deployment: Known,
    runtime: Handle,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    live: Option<Live>,
    made: u64,
    /// The last attempt failed then; whoever comes soon after is told the same.
    failed: Option<(Instant, StoreError)>,
}

/// A connection that was greeted.
#[derive(Clone)]
pub(super) struct Live {
    pub connection: MultiplexedConnection,
    /// The process it leads to.
    pub run: Arc<str>,
    /// Where it leads to, if Sentinels had to be asked.
    pub master: Option<(String, u16)>,
    number: u64,
}

impl Link {
    pub fn new(address: Arc<Address>, demands: Arc<Demands>, deployment: Known) -> Self {
        let shared = Shared { address, demands, deployment, runtime: Handle::current(), state: Mutex::default() };
        Self(Arc::new(shared))
    }

    /// The connection; makes it if there is none.
    ///
    /// # Errors
    /// `Away`; `Refused` only while the deployment is not known yet, which is when the store is opened.
    pub async fn live(&self) -> Result<Live, StoreError> {
        let mut state = self.0.state.lock().await;
        if let Some(live) = &state.live {
            return Ok(live.clone());
        }
        if let Some((at, e)) = &state.failed
            && at.elapsed() < limits::REDIS_RETRY_AFTER
        {
            return Err(e.clone());
        }
        state.made += 1;
        let (shared, number) = (self.0.clone(), state.made);
        let opening = known(&self.0.deployment).is_none();
        let made = self.0.runtime.spawn(async move {
            let made = timeout(limits::REDIS_CONNECT_WITHIN, connect(&shared, number)).await;
            made.unwrap_or_else(|_| Err(StoreError::Away("Redis does not answer in time".into())))
        });
        let made = made.await.unwrap_or_else(|_| Err(StoreError::Away("the store is closing".into())));
        let made = made.map_err(|e| match e {
            // A Redis whose settings were changed under us: nothing is wrong with what the caller wants.
            StoreError::Refused(why) if !opening => StoreError::Away(why),
            e => e,
        });
        match made {
            Ok(live) => {
                state.failed = None;
                state.live = Some(live.clone());
                Ok(live)
            }
            Err(e) => {
                state.failed = Some((Instant::now(), e.clone()));
                Err(e)
            }
        }
    }

    /// The connection, if there is one now.
    pub async fn held(&self) -> Option<Live> {
        self.0.state.lock().await.live.clone()
    }

    /// Lets go of a connection, if it is still the one in use.
    pub async fn lose(&self, lost: &Live) {
        let mut state = self.0.state.lock().await;
        if state.live.as_ref().is_some_and(|live| live.number == lost.number) {
            state.live = None;
        }
    }

    /// Asks something that may be asked twice: a connection that died while it was idle is only found out by use.
    pub async fn ask<T: FromRedisValue>(&self, question: impl Into<Question>) -> Result<T, StoreError> {
        self.put(question.into()).await.map(|(answer, _)| answer)
    }

    /// The same, and which life of the server answered. One that has become a replica is let go of.
    pub async fn ask_run<T: FromRedisValue>(&self, question: Cmd) -> Result<(T, Arc<str>), StoreError> {
        let ((before, answer, behind), live) =
            self.put::<(String, T, String)>(Question::Framed(life::framed(question))).await?;
        match life::life(&live.run, &before, &behind) {
            Ok(life) => Ok((answer, life)),
            Err(e) => {
                self.lose(&live).await;
                Err(e)
            }
        }
    }

    async fn put<T: FromRedisValue>(&self, question: Question) -> Result<(T, Live), StoreError> {
        let asked = timeout(limits::STORE_WAIT, async {
            let mut again = true;
            loop {
                let mut live = self.live().await?;
                match question.put(&mut live.connection).await {
                    Ok(answer) => return Ok((answer, live)),
                    Err(e) => {
                        if is_over(&e) {
                            self.lose(&live).await;
                        }
                        if !(again && is_over(&e) && !e.is_timeout()) {
                            return Err(error(e));
                        }
                    }
                }
                again = false;
            }
        });
        asked.await.unwrap_or_else(|_| Err(StoreError::Away("Redis does not answer in time".into())))
    }

    pub fn address(&self) -> &Address {
        &self.0.address
    }
}

/// One command, or several at once.
pub(super) enum Question {
    One(Cmd),
    Several(Pipeline),
    /// Fails with what the first of them fails with, which a pipeline by itself would not say.
    Framed(Pipeline),
}

impl Question {
    async fn put<T: FromRedisValue>(&self, connection: &mut MultiplexedConnection) -> Result<T, RedisError> {
        match self {
            Self::One(one) => one.query_async(connection).await,
            Self::Several(several) => several.query_async(connection).await,
            Self::Framed(framed) => {
                let answers: Vec<Result<Value, RedisError>> = framed.query_async(connection).await?;
                let answers = answers.into_iter().collect::<Result<Vec<Value>, _>>()?;
                Ok(redis::from_redis_value(Value::Array(answers))?)
            }
        }
    }
}

impl From<Cmd> for Question {
    fn from(one: Cmd) -> Self {
        Self::One(one)
    }
}

impl From<Pipeline> for Question {
    fn from(several: Pipeline) -> Self {
        Self::Several(several)
    }
}

pub(super) fn known(deployment: &Known) -> Option<Uuid> {
    *deployment.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn connect(shared: &Shared, number: u64) -> Result<Live, StoreError> {
    let (client, master) = client(&shared.address).await?;
    let config = AsyncConnectionConfig::new()
        .set_connection_timeout(Some(limits::REDIS_CONNECT_WITHIN))
        .set_response_timeout(Some(limits::REDIS_ANSWER_WITHIN));
    let mut connection = client.get_multiplexed_async_connection_with_config(&config).await.map_err(error)?;
    let found = greet(&mut connection, &shared.demands, known(&shared.deployment)).await?;
    shared.deployment.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(found.deployment);
    Ok(Live { connection, run: found.run, master, number })
}

/// A client for the master, and where it is if Sentinels said so.
pub(super) async fn client(address: &Address) -> Result<(redis::Client, Option<(String, u16)>), StoreError> {
    match &address.at {
        At::Server(host, port) => Ok((address.server(host, *port)?, None)),
        At::Socket(path) => Ok((address.socket(path)?, None)),
        At::Sentinels { .. } => {
            let (host, port) = master(address).await?;
            Ok((address.server(&host, port)?, Some((host, port))))
        }
    }
}
