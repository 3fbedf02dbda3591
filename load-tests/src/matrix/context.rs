//! What a row is given: the program, the store of choice, a seed, and how long and large everything may be.
//! Must not know: rows.

use super::Options;
use crate::fixture::Place;
use crate::rewrite::Plant;
use crate::rig::redis::Redis;
use crate::rig::{Rig, Setup};
use anyhow::Result;
use std::path::Path;

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum StoreKind {
    Sqlite,
    Redis,
}

pub struct Context<'a> {
    pub row: &'static str,
    pub seed: u64,
    pub quick: bool,
    pub store: StoreKind,
    pub kills: Option<u32>,
    pub plant: Option<Plant>,
    options: &'a Options,
}

impl<'a> Context<'a> {
    pub fn new(options: &'a Options, row: &'static str, seed: u64) -> Result<Self> {
        let Options { quick, store, kills, plant, .. } = *options;
        Ok(Self { row, seed, quick, store, kills, plant, options })
    }

    pub fn program(&self) -> &Path {
        &self.options.onward
    }

    pub fn other(&self) -> Option<&Path> {
        self.options.other.as_deref()
    }

    /// One or the other, as quick as asked.
    pub fn or_quick<T>(&self, full: T, quick: T) -> T {
        if self.quick { quick } else { full }
    }

    pub fn kills_or(&self, full: u32, quick: u32) -> u32 {
        self.kills.unwrap_or(self.or_quick(full, quick))
    }

    pub fn setup(&self) -> Setup {
        Setup {
            row: self.row,
            seed: self.seed,
            nodes: 1,
            clients: self.options.clients,
            movements: self.options.movements,
            pace: self.options.pace,
            may_forget: false,
            proxied: false,
            plant: self.plant,
            clock_off_s: 0,
        }
    }

    /// A deployment on the store of choice.
    pub async fn deploy(&self, setup: &Setup) -> Result<Rig> {
        match self.store {
            StoreKind::Sqlite => Rig::start(Place::new(self.program(), None)?, setup).await,
            StoreKind::Redis => {
                let redis = Redis::start(&[]).await?;
                let mut rig = Rig::start(Place::new(self.program(), Some(redis.url()))?, setup).await?;
                rig.redis = Some(redis);
                Ok(rig)
            }
        }
    }
}
