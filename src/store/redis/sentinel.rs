//! Where the master is, by what the Sentinels say. All of them are asked at once, because one that is cut off goes on
//! naming the master of before, and may stand first in the list.
//! Must not know: what is asked of the master; `greet` looks whether it is one.

use super::address::{Address, At};
use crate::limits;
use crate::store::StoreError;
use redis::{AsyncConnectionConfig, RedisError, Value, from_redis_value};
use std::collections::HashMap;
use tokio::time::timeout;

type Place = (String, u16);

/// What one Sentinel says.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Says {
    Master {
        at: Place,
        /// Counts the failovers it knows of.
        epoch: u64,
    },
    Unknown,
    Nothing,
}

/// The master, within [`limits::REDIS_SENTINEL_WITHIN`].
///
/// # Errors
/// `Away` if no Sentinel answers, or none knows the name.
pub(super) async fn master(address: &Address) -> Result<Place, StoreError> {
    let At::Sentinels { hosts, name } = &address.at else {
        return Err(StoreError::Away("no Sentinel is known".into()));
    };
    let asked = hosts.iter().map(|host| async move {
        let said = timeout(limits::REDIS_SENTINEL_WITHIN, ask(address, host, name)).await;
        said.ok().flatten().unwrap_or(Says::Nothing)
    });
    let said = futures_util::future::join_all(asked).await;
    newest(&said).ok_or_else(|| {
        let unknown = said.contains(&Says::Unknown);
        let why = if unknown { "the Sentinels know no master of that name" } else { "no Sentinel answers" };
        StoreError::Away(why.into())
    })
}

async fn ask(address: &Address, (host, port): &Place, name: &str) -> Option<Says> {
    let config = AsyncConnectionConfig::new()
        .set_connection_timeout(Some(limits::REDIS_SENTINEL_WITHIN))
        .set_response_timeout(Some(limits::REDIS_SENTINEL_WITHIN));
    let client = address.sentinel(host, *port).ok()?;
    let mut sentinel = client.get_multiplexed_async_connection_with_config(&config).await.ok()?;
    let mut both = redis::pipe();
    both.ignore_errors();
    // Two questions: during a failover only the first names the new one already.
    both.cmd("SENTINEL").arg("GET-MASTER-ADDR-BY-NAME").arg(name).cmd("SENTINEL").arg("MASTER").arg(name);
    let answers: Vec<Result<Value, RedisError>> = both.query_async(&mut sentinel).await.ok()?;
    let mut answers = answers.into_iter();
    let at: Option<Place> = from_redis_value(answers.next()?.ok()?).ok()?;
    // An account may be let ask no more than the first: then it counts for least, and is believed where it is alone.
    let more = answers.next().and_then(Result::ok).and_then(|more| from_redis_value(more).ok());
    let more: HashMap<String, String> = more.unwrap_or_default();
    let epoch = more.get("config-epoch").and_then(|epoch| epoch.parse().ok()).unwrap_or(0);
    Some(at.map_or(Says::Unknown, |at| Says::Master { at, epoch }))
}

/// Of the latest failover anybody knows of, what most say; of as many, the first in the list. Not what most say of all:
/// a failover was agreed on by most of them, and is told to the others only within seconds.
fn newest(said: &[Says]) -> Option<Place> {
    let named =
        || said.iter().filter_map(|s| if let Says::Master { at, epoch } = s { Some((at, *epoch)) } else { None });
    let latest = named().map(|(_, epoch)| epoch).max()?;
    let of_latest = || named().filter(|(_, epoch)| *epoch == latest).map(|(at, _)| at);
    let votes = |at: &Place| of_latest().filter(|other| *other == at).count();
    // `max_by_key` would take the last of equals.
    of_latest().rev().max_by_key(|at| votes(at)).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_failover_is_believed_and_not_the_first_of_the_list() {
        let says = |host: &str, epoch| Says::Master { at: (host.to_owned(), 1), epoch };
        let check = |said: &[Says], expected: Option<&str>| {
            let at = newest(said).map(|(host, _)| host);
            assert_eq!(at.as_deref(), expected, "{said:?}");
        };
        check(&[], None);
        check(&[Says::Nothing, Says::Unknown], None);
        check(&[says("a", 0)], Some("a"));
        check(&[Says::Nothing, Says::Unknown, says("b", 3)], Some("b"));
        // Cut off since before the failover.
        check(&[says("a", 1), says("b", 2), says("b", 2)], Some("b"));
        // Most have not been told yet.
        check(&[says("a", 1), says("a", 1), says("b", 2)], Some("b"));
        check(&[says("a", 2), says("b", 2), says("b", 2)], Some("b"));
        check(&[says("a", 2), says("b", 2)], Some("a"));
        check(&[says("a", 2), says("b", 2), says("c", 3), says("a", 2)], Some("c"));
    }
}
