//! Harm to what the store stands on: a disk without room, a record that is junk.
//! Must not know: what counts as a finding.

use super::context::{Context, StoreKind};
use crate::fixture::Place;
use crate::history::What;
use crate::rig::Rig;
use crate::rig::redis::Redis;
use anyhow::{Context as _, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

const DISK_MIB: u64 = 48;
const JUNK: &str = "0badc0de";

/// A file system of its own in memory, gone when dropped.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mount(at: &Path) -> Result<Self> {
        std::fs::create_dir_all(at)?;
        let size = format!("size={DISK_MIB}m");
        let status = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(at).status();
        if !status.context("no program `mount`")?.success() {
            bail!("a file system cannot be mounted; this row needs to be root");
        }
        Ok(Self(at.to_owned()))
    }

    fn filler(&self) -> PathBuf {
        self.0.join("filler")
    }

    /// Writes until nothing more fits.
    fn fill(&self) -> Result<u64> {
        use std::io::Write;
        let mut file = std::fs::File::create(self.filler())?;
        let mut bytes = 0;
        for block in [vec![7; 65_536], vec![7; 512], vec![7; 1]] {
            while let Ok(written) = file.write(&block) {
                bytes += written as u64;
            }
        }
        Ok(bytes)
    }

    fn make_room(&self) -> Result<()> {
        Ok(std::fs::remove_file(self.filler())?)
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazy: a process that is just ending may still have a file open.
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

pub async fn full(context: &Context<'_>) -> Result<Rig> {
    let folder = tempfile::Builder::new().prefix("onward-disk-").tempdir()?;
    let disk = SmallDisk::mount(&folder.path().join("disk"))?;
    let at = folder.path().join("disk");
    let mut rig = match context.store {
        StoreKind::Sqlite => {
            let store = format!("sqlite:{}", at.join("load.db").display());
            Rig::start(Place::new(context.program(), Some(store))?, &context.setup()).await?
        }
        StoreKind::Redis => {
            let redis = Redis::start_in(&at, &[]).await?;
            let mut rig = Rig::start(Place::new(context.program(), Some(redis.url()))?, &context.setup()).await?;
            rig.redis = Some(redis);
            rig
        }
    };
    rig.load().await?;
    for turn in 0..context.or_quick(4, 1) {
        rig.under_load(rig.chance(2_000, 4_000)).await;
        let in_flight = rig.in_flight();
        let filled = disk.fill()?;
        let seconds = context.or_quick(rig.chance(5, 20), rig.chance(3, 6));
        rig.under_load(seconds * 1000).await;
        let answering = rig.nodes[0].process.as_mut().is_some_and(crate::process::Process::is_running);
        if !answering {
            rig.world.log.rig(What::Wrong { text: "the hub ended when the disk was full".into() });
        }
        if turn % 2 == 1 {
            // A start on a disk without room may fail; the one after there is room again must not.
            rig.kill_node(0);
        }
        disk.make_room()?;
        if !answering || turn % 2 == 1 {
            rig.start_node(0).await?;
        }
        restart_redis(&mut rig).await?;
        rig.note(format!(
            "the disk was full for {seconds} s ({} KiB of filler, {in_flight} commands in flight), then had room{}",
            filled / 1024,
            if turn % 2 == 1 { "; the hub was killed while it was full" } else { "" }
        ));
        rig.all_live("with room again").await?;
    }
    rig.end().await?;
    // The hub and the store are gone before the ground under them is.
    rig.redis = None;
    drop(disk);
    Ok(rig)
}

/// Redis may have ended itself: it does when `appendfsync always` cannot be kept.
async fn restart_redis(rig: &mut Rig) -> Result<()> {
    let Some(redis) = &mut rig.redis else { return Ok(()) };
    if redis.is_running() {
        return Ok(());
    }
    redis.restart().await?;
    rig.note("Redis had ended when its disk was full, and was started again");
    Ok(())
}

pub async fn poison(context: &Context<'_>) -> Result<Rig> {
    let mut rig = context.deploy(&context.setup()).await?;
    rig.load().await?;
    rig.under_load(3_000).await;
    let number = rig.chance(0, rig.world.movements.borrow().len() as u64 - 1) as usize;
    let movement = rig.world.movements.borrow_mut().remove(number);
    rig.world.log.rig(What::Poisoned { movement: movement.id.clone() });
    // What is said about it from now on is said to a hub that still remembers it; then one that has to read it.
    rig.kill_node(0);
    let key = format!("movement/{}", movement.id);
    match context.store {
        StoreKind::Sqlite => junk_in_sqlite(&rig, &key)?,
        StoreKind::Redis => rig.redis.as_ref().context("no Redis")?.junk(&key).await?,
    }
    if let Err(error) = rig.start_node(0).await {
        rig.world.log.rig(What::Wrong { text: format!("one junk record keeps the hub from starting: {error:#}") });
        bail!("one junk record keeps the hub from starting: {error:#}");
    }
    rig.all_live("with a junk record").await?;
    rig.under_load(context.or_quick(20_000, 5_000)).await;
    let told = std::fs::read_to_string(rig.place.folder.path().join("log")).unwrap_or_default();
    let reports = told.lines().filter(|line| line.contains(&movement.id)).count();
    if reports == 0 {
        rig.world.log.rig(What::Wrong { text: format!("the hub's log says nothing of {key}, which is junk") });
    }
    rig.note(format!("the first record of one movement was junk; the hub's log names it {reports} times"));
    rig.end().await?;
    Ok(rig)
}

fn junk_in_sqlite(rig: &Rig, key: &str) -> Result<()> {
    let file = rig.place.store.strip_prefix("sqlite:").context("not SQLite")?;
    let statement = format!("UPDATE records SET bytes = x'{JUNK}' WHERE key = '{key}' AND n = 0; SELECT changes();");
    let output = Command::new("sqlite3").args([file, &statement]).output().context("no program `sqlite3`")?;
    let said = String::from_utf8_lossy(&output.stdout);
    if !output.status.success() || said.trim() != "1" {
        bail!("no record was made junk: {said} {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(())
}
