//! What is asked of a Redis before anything is entrusted to it: its version, that it is the master, that it keeps what
//! it acknowledges, that it throws nothing away, and that it holds this deployment's store.
//! Must not know: how the connection came about, or what becomes of it.

use super::error::error;
use super::scripts::{META, PREPARE, load};
use crate::store::{Durability, Opening, StoreError};
use redis::aio::MultiplexedConnection;
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

/// The form of the keys; a store of a later one is refused.
const FORM: u32 = 1;

const SETTINGS: [&str; 4] = ["appendonly", "appendfsync", "maxmemory-policy", "no-appendfsync-on-rewrite"];

/// What a connection has to lead to.
pub(super) struct Demands {
    pub durability: Durability,
    pub opening: Opening,
}

/// What answered.
pub(super) struct Found {
    pub run: Arc<str>,
    pub deployment: Uuid,
}

/// Asks everything. `known` is the deployment that was met before; then nothing is made.
///
/// # Errors
/// `Refused` if a person has to change something, `Away` if it may be better in a moment.
pub(super) async fn greet(
    connection: &mut MultiplexedConnection,
    demands: &Demands,
    known: Option<Uuid>,
) -> Result<Found, StoreError> {
    let info: String = redis::cmd("INFO").query_async(connection).await.map_err(error)?;
    let run = server(&info)?;
    let settings = redis::cmd("CONFIG").arg("GET").arg(&SETTINGS).to_owned();
    let settings: HashMap<String, String> = settings.query_async(connection).await.map_err(|e| match e.code() {
        Some("NOPERM") => refuse("its account may not read the settings: grant +config|get"),
        _ => error(e),
    })?;
    kept(&settings, demands.durability)?;
    survives_a_restart(connection).await?;
    load().exec_async(connection).await.map_err(error)?;
    let (deployment, form): (Option<String>, Option<String>) = match (known, demands.opening) {
        (Some(_), _) | (None, Opening::Existing) => {
            redis::cmd("HMGET").arg(META).arg("deployment").arg("form").query_async(connection).await
        }
        (None, Opening::MakeIfEmpty(at)) => {
            let (id, at) = (Uuid::new_v4().to_string(), at.to_rfc3339());
            let prepare = redis::cmd("EVAL").arg(PREPARE).arg(1).arg(META).arg(id).arg(at).arg(FORM).to_owned();
            prepare.query_async(connection).await
        }
    }
    .map_err(error)?;
    let form = form.and_then(|f| f.parse().ok()).unwrap_or(0);
    if form > FORM {
        let why = format!("a store of form {form}, and this program reads up to {FORM}: use a newer Onward");
        return Err(StoreError::Refused(why));
    }
    let deployment = deployment.and_then(|d| d.parse().ok());
    match (deployment, known) {
        (Some(id), None) => Ok(Found { run, deployment: id }),
        (Some(id), Some(known)) if id == known => Ok(Found { run, deployment: id }),
        // An empty replica that was promoted looks like this. Believing it would erase everything everywhere.
        (None, Some(_)) => Err(StoreError::Away("the Redis that answers is empty, and this store was not".into())),
        (Some(_), Some(_)) => Err(StoreError::Away("the Redis that answers holds another deployment's store".into())),
        (None, None) if demands.opening == Opening::Existing => {
            Err(StoreError::Empty("the Redis that answers is empty".into()))
        }
        (None, None) => Err(StoreError::Broken("the id of the deployment".into())),
    }
}

/// Reads what a server says of itself; returns its run.
fn server(info: &str) -> Result<Arc<str>, StoreError> {
    let value = |name: &str| info.lines().find_map(|l| l.strip_prefix(name)?.strip_prefix(':')).map(str::trim);
    let version = value("redis_version").unwrap_or_default();
    let major: u32 = version.split('.').next().and_then(|v| v.parse().ok()).unwrap_or(0);
    if major < 7 {
        return Err(refuse(&format!("version {version}; at least 7.0 is needed")));
    }
    if value("redis_mode") == Some("cluster") {
        return Err(refuse("a cluster: use one server, or Sentinel"));
    }
    if value("loading") == Some("1") {
        return Err(StoreError::Away("Redis is still reading its files".into()));
    }
    if value("role") != Some("master") {
        return Err(StoreError::Away("the Redis that answers is a replica".into()));
    }
    value("run_id").map(Arc::from).ok_or_else(|| StoreError::Away("a Redis that does not say which run it is".into()))
}

/// Whether acknowledged commits survive what they are promised to.
fn kept(settings: &HashMap<String, String>, durability: Durability) -> Result<(), StoreError> {
    let is = |name: &str, wanted: &[&str]| {
        let held = settings.get(name).map_or("", String::as_str);
        if wanted.contains(&held) {
            return Ok(());
        }
        let wanted = wanted.first().copied().unwrap_or_default();
        Err(refuse(&format!("`{name}` is `{held}`: set `{name} {wanted}` in redis.conf")))
    };
    // Evicting under pressure would be losing movements, one by one, without a word.
    is("maxmemory-policy", &["noeviction"])?;
    is("appendonly", &["yes"])?;
    if durability == Durability::Synced {
        // With it Redis does not sync while it rewrites its file, which takes minutes, and answers all the same.
        is("no-appendfsync-on-rewrite", &["no"])?;
    }
    match durability {
        Durability::Synced => is("appendfsync", &["always"]).map_err(|e| match e {
            StoreError::Refused(why) => StoreError::Refused(format!(
                "{why}, or say durability = \"relaxed\" if the last two seconds may be lost in a power cut"
            )),
            e => e,
        }),
        Durability::Relaxed => is("appendfsync", &["everysec", "always"]),
    }
}

/// Redis (7.0 and 7.2 at least) reads its append-only file as the default account, and drops without a word whatever that
/// account may not do inside a transaction: with `user default off` alone, every commit. Asked where this account may ask.
async fn survives_a_restart(connection: &mut MultiplexedConnection) -> Result<(), StoreError> {
    let asked = redis::cmd("ACL").arg(&["DRYRUN", "default", "HSET", META, "a", "b"]).to_owned();
    match asked.query_async::<String>(connection).await {
        Ok(answer) if answer == "OK" => Ok(()),
        Ok(_) => Err(refuse(
            "its default account may do nothing, and a restart would lose every commit: set `user default off ~* &* +@all`, \
             by which nobody gets in either",
        )),
        Err(e) if e.code() == Some("NOPERM") => Ok(()),
        Err(e) => Err(error(e)),
    }
}

fn refuse(why: &str) -> StoreError {
    StoreError::Refused(format!("this Redis: {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_server_says_of_itself() {
        let check = |info: &str, expected: &str| {
            let said = server(info).map_or_else(|e| e.to_string(), |run| run.to_string());
            assert!(said.contains(expected), "{said} for {info}");
        };
        let good =
            "# Server\r\nredis_version:7.0.15\r\nredis_mode:standalone\r\nrun_id:abc\r\nloading:0\r\nrole:master\r\n";
        check(good, "abc");
        check(&good.replace("7.0.15", "6.2.1"), "version 6.2.1; at least 7.0");
        check(&good.replace("7.0.15", "10.1.0"), "abc");
        check(&good.replace("standalone", "cluster"), "a cluster");
        check(&good.replace("loading:0", "loading:1"), "still reading");
        check(&good.replace("role:master", "role:slave"), "a replica");
        check(&good.replace("run_id:abc", ""), "which run");
    }

    #[test]
    fn what_its_settings_promise() {
        let check = |settings: [&str; 3], durability, expected: &str| {
            let mut map: HashMap<_, _> =
                SETTINGS.map(str::to_owned).into_iter().zip(settings.map(str::to_owned)).collect();
            map.insert("no-appendfsync-on-rewrite".to_owned(), "no".to_owned());
            let said = kept(&map, durability).map_or_else(|e| e.to_string(), |()| "kept".into());
            assert!(said.contains(expected), "{said} for {settings:?}");
        };
        use Durability::{Relaxed, Synced};
        check(["yes", "always", "noeviction"], Synced, "kept");
        check(["yes", "always", "noeviction"], Relaxed, "kept");
        check(["yes", "everysec", "noeviction"], Relaxed, "kept");
        check(["yes", "everysec", "noeviction"], Synced, "set `appendfsync always`");
        check(["yes", "everysec", "noeviction"], Synced, "durability = \"relaxed\"");
        check(["yes", "no", "noeviction"], Relaxed, "set `appendfsync everysec`");
        check(["no", "always", "noeviction"], Relaxed, "set `appendonly yes`");
        check(["yes", "always", "allkeys-lru"], Relaxed, "set `maxmemory-policy noeviction`");
    }
}
