//! How often somebody may try to sign in: per account, against guessing one password, and per address, against
//! trying one password on many accounts. Real time, whatever day is replayed.
//! Keys fall into a fixed number of buckets by a hash with a secret of this process: made-up names and addresses take
//! no memory, and nobody can choose whose bucket to fill. Must not know: accounts, passwords.

use super::problem::retry_after;
use crate::config::settings::{Rate, SignIn};
use crate::limits::RATE_BUCKETS;
use crate::wire::problem::{Problem, TOO_MANY};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::hash::{BuildHasher, Hash, RandomState};
use std::net::IpAddr;
use std::num::NonZeroU32;

pub struct Attempts {
    accounts: DefaultKeyedRateLimiter<u64>,
    peers: DefaultKeyedRateLimiter<u64>,
    hasher: RandomState,
}

impl Attempts {
    #[must_use]
    pub fn new(settings: &SignIn) -> Self {
        Self {
            accounts: RateLimiter::keyed(quota(settings.account)),
            peers: RateLimiter::keyed(quota(settings.peer)),
            hasher: RandomState::new(),
        }
    }

    /// # Errors
    /// 429 with the time until the next try.
    pub fn of_account(&self, account: &str) -> Result<(), Problem> {
        self.check(&self.accounts, account)
    }

    /// An IPv6 address counts as its /64: one subscriber has that many addresses for nothing. Callers whose address
    /// is not known share one bucket.
    ///
    /// # Errors
    /// As [`Self::of_account`].
    pub fn of_peer(&self, peer: Option<IpAddr>) -> Result<(), Problem> {
        let network = peer.map(|address| match address {
            IpAddr::V4(v4) => (4, u64::from(v4.to_bits())),
            IpAddr::V6(v6) => (6, u64::try_from(v6.to_bits() >> 64).unwrap_or_default()),
        });
        self.check(&self.peers, network)
    }

    fn check(&self, limiter: &DefaultKeyedRateLimiter<u64>, key: impl Hash) -> Result<(), Problem> {
        let bucket = self.hasher.hash_one(key) % RATE_BUCKETS;
        limiter.check_key(&bucket).map_err(|until| {
            let wait = until.wait_time_from(DefaultClock::default().now());
            retry_after(Problem::new(TOO_MANY, "too many tries to sign in"), wait.as_secs() + 1)
        })
    }
}

fn quota(rate: Rate) -> Quota {
    let some = |n: u32| NonZeroU32::new(n).unwrap_or(NonZeroU32::MIN);
    Quota::per_minute(some(rate.per_minute)).allow_burst(some(rate.burst))
}

#[cfg(test)]
mod tests {
    use super::{Attempts, Rate, SignIn};
    use std::time::Duration;

    fn attempts() -> Attempts {
        let rate = Rate { burst: 3, per_minute: 1 };
        Attempts::new(&SignIn { session: Duration::from_secs(60), account: rate, peer: rate })
    }

    #[test]
    fn after_the_burst_comes_a_wait() {
        let attempts = attempts();
        for _ in 0..3 {
            assert!(attempts.of_account("ana").is_ok());
        }
        let problem = attempts.of_account("ana").unwrap_err();
        let wait = problem.extra["retry_after_s"].as_u64().unwrap();
        assert!(problem.status == 429 && (1..=61).contains(&wait), "{wait}");
    }

    #[test]
    fn one_subscriber_is_one_peer() {
        let attempts = attempts();
        let tries = (0..4).map(|n| attempts.of_peer(Some(format!("2001:db8:0:1::{n}").parse().unwrap())).is_ok());
        assert_eq!(tries.collect::<Vec<_>>(), [true, true, true, false]);
    }

    #[test]
    fn made_up_names_take_no_memory() {
        let attempts = attempts();
        for n in 0..50_000 {
            drop(attempts.of_account(&n.to_string()));
        }
        assert!(attempts.accounts.len() as u64 <= crate::limits::RATE_BUCKETS);
    }
}
