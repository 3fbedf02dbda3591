//! Failover: a master, a replica, three Sentinels that decide by two.
//! Must not know: what counts as a finding.

use super::context::Context;
use super::redis_rows::{reconnect_all, taken_again};
use crate::fault::Fault;
use crate::fixture::Place;
use crate::proxy::Proxy;
use crate::rig::Rig;
use crate::rig::redis::Redis;
use anyhow::{Context as _, Result, bail};
use std::time::{Duration, Instant};

const SYNCED_WITHIN: Duration = Duration::from_secs(20);
const FAILED_OVER_WITHIN: Duration = Duration::from_secs(40);

struct Servers {
    master: Redis,
    /// Between replica and master.
    proxy: Proxy,
    replica: Redis,
    sentinels: Vec<Redis>,
}

pub async fn in_sync(context: &Context<'_>) -> Result<Rig> {
    let mut servers = Servers::start(context.seed).await?;
    let mut rig = deploy(context, &servers).await?;
    rig.load().await?;
    rig.under_load(context.or_quick(10_000, 4_000)).await;
    fail_over(&mut rig, &mut servers).await?;
    finish(rig).await
}

pub async fn cut(context: &Context<'_>) -> Result<Rig> {
    let mut servers = Servers::start(context.seed).await?;
    let mut rig = deploy(context, &servers).await?;
    rig.load().await?;
    rig.under_load(3_000).await;
    let before = rig.world.applied.get();
    // Sentinel leads a replica that follows elsewhere to the master itself, past the proxy; this keeps it out there too.
    servers.replica.ask(&["config", "set", "masteruser", "nobody"]).await?;
    servers.replica.ask(&["config", "set", "masterauth", "cut-off"]).await?;
    servers.proxy.set(Fault::Cut);
    rig.under_load(10_000).await;
    if servers.replica.info("master_link_status").await? == "up" {
        bail!("the replica was not cut off");
    }
    let applied = rig.world.applied.get() - before;
    rig.note(format!("the replica was cut off for 10 s, in which {applied} commands were called applied"));
    fail_over(&mut rig, &mut servers).await?;
    finish(rig).await
}

async fn deploy(context: &Context<'_>, servers: &Servers) -> Result<Rig> {
    let mut setup = context.setup();
    setup.may_forget = true;
    let rig = Rig::start(Place::new(context.program(), Some(servers.url()))?, &setup).await?;
    // A publication has no client that says it again.
    rig.world.republishing.set(false);
    Ok(rig)
}

async fn fail_over(rig: &mut Rig, servers: &mut Servers) -> Result<()> {
    let in_flight = rig.in_flight();
    let took = servers.fail_over().await?;
    rig.note(format!(
        "the master was killed with {in_flight} commands in flight; the replica was named after {:.1} s",
        took.as_secs_f64()
    ));
    Ok(())
}

async fn finish(mut rig: Rig) -> Result<Rig> {
    taken_again(&mut rig, "after the failover").await?;
    reconnect_all(&mut rig).await?;
    rig.under_load(2_000).await;
    rig.end().await?;
    Ok(rig)
}

impl Servers {
    async fn start(seed: u64) -> Result<Self> {
        let master = Redis::start(&[]).await?;
        let proxy = Proxy::start(master.address, seed, None).await?;
        let follows = format!("replicaof 127.0.0.1 {}", proxy.address.port());
        // Sentinel goes by what the master says of its replicas; behind a proxy the replica names itself.
        let replica = Redis::start(&[&follows, "replica-announce-ip 127.0.0.1"]).await?;
        let start = Instant::now();
        while replica.info("master_link_status").await? != "up" {
            if start.elapsed() > SYNCED_WITHIN {
                bail!("the replica does not follow");
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        let mut sentinels = Vec::new();
        for _ in 0..3 {
            sentinels.push(Redis::sentinel(master.address, 2).await?);
        }
        let servers = Self { master, proxy, replica, sentinels };
        servers.agreed().await?;
        Ok(servers)
    }

    /// Each Sentinel knows the replica and the two others: before that none can be made master.
    async fn agreed(&self) -> Result<()> {
        let start = Instant::now();
        loop {
            let mut agreed = true;
            for sentinel in &self.sentinels {
                for (of, count) in [("replicas", 1), ("sentinels", 2)] {
                    let text = sentinel.ask(&["sentinel", of, "onward"]).await?;
                    agreed &= text.lines().filter(|line| *line == "runid").count() == count;
                }
            }
            if agreed {
                return Ok(());
            }
            if start.elapsed() > FAILED_OVER_WITHIN {
                bail!("the Sentinels do not know each other");
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }

    fn url(&self) -> String {
        let hosts: Vec<String> = self.sentinels.iter().map(|sentinel| sentinel.address.to_string()).collect();
        format!("redis+sentinel://{}/onward", hosts.join(","))
    }

    /// SIGKILL of the master; returns when the Sentinels name the replica.
    async fn fail_over(&mut self) -> Result<Duration> {
        let start = Instant::now();
        self.master.kill();
        let first = self.sentinels.first().context("no Sentinel")?;
        let port = self.replica.address.port().to_string();
        let named = ["sentinel", "get-master-addr-by-name", "onward"];
        while !first.ask(&named).await?.lines().any(|line| line == port) {
            if start.elapsed() > FAILED_OVER_WITHIN {
                bail!("the Sentinels did not fail over within {FAILED_OVER_WITHIN:?}");
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Ok(start.elapsed())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_replica_takes_over_with_what_it_was_given() {
        if std::process::Command::new("redis-server").arg("--version").output().is_err() {
            println!("no redis-server here: not tested");
            return;
        }
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        tokio::task::LocalSet::new().block_on(&runtime, async {
            let mut servers = Servers::start(1).await.unwrap();
            servers.master.ask(&["set", "before", "1"]).await.unwrap();
            while servers.replica.ask(&["get", "before"]).await.unwrap() != "1" {
                tokio::task::yield_now().await;
            }
            servers.proxy.set(Fault::Cut);
            servers.master.ask(&["set", "after", "1"]).await.unwrap();
            servers.fail_over().await.unwrap();
            assert_eq!(servers.replica.ask(&["get", "before"]).await.unwrap(), "1");
            assert_eq!(servers.replica.ask(&["get", "after"]).await.unwrap(), "");
        });
    }
}
