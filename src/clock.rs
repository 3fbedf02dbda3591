//! What time it is: really, or in a day that is replayed at some speed.
//! Rules never ask; whoever calls them passes the time on. Heartbeats, time-outs, sign-ins and rate limits do
//! not ask here either: they always live in real time.
//! Must not know: who asks, or what for.

use crate::config::settings::ClockSetting;
use chrono::{DateTime, TimeDelta, Utc};
use std::sync::{Arc, OnceLock};
use std::time::Instant;

/// Cheap to clone; every clone tells the same time.
#[derive(Debug, Clone)]
pub struct Clock(Kind);

#[derive(Debug, Clone)]
enum Kind {
    Real,
    Replay {
        start: DateTime<Utc>,
        rate: f64,
        /// Empty while the clock stands at its start.
        since: Arc<OnceLock<Instant>>,
    },
}

impl Clock {
    /// A replayed clock begins to run at this call.
    #[must_use]
    pub fn new(setting: ClockSetting) -> Self {
        match setting {
            ClockSetting::Real => Self(Kind::Real),
            ClockSetting::Replay { start, rate } => {
                let clock = Self::standing(start, rate);
                clock.begin();
                clock
            }
        }
    }

    /// A replayed clock that stands at its start until [`Clock::begin`]: a day is prepared before it is lived.
    #[must_use]
    pub fn standing(start: DateTime<Utc>, rate: f64) -> Self {
        Self(Kind::Replay { start, rate, since: Arc::default() })
    }

    /// Lets a standing clock run. A second call changes nothing.
    pub fn begin(&self) {
        if let Kind::Replay { since, .. } = &self.0 {
            since.get_or_init(Instant::now);
        }
    }

    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        match &self.0 {
            Kind::Real => Utc::now(),
            Kind::Replay { start, rate, since } => {
                replayed(*start, *rate, since.get().map_or(0.0, |s| s.elapsed().as_secs_f64()))
            }
        }
    }

    /// How fast this clock runs; 1 outside replay.
    #[must_use]
    pub fn rate(&self) -> f64 {
        match &self.0 {
            Kind::Real => 1.0,
            Kind::Replay { rate, .. } => *rate,
        }
    }

    #[must_use]
    pub fn is_real(&self) -> bool {
        matches!(self.0, Kind::Real)
    }
}

/// Stands still at the end of what a calendar can say, rather than fail.
fn replayed(start: DateTime<Utc>, rate: f64, elapsed_s: f64) -> DateTime<Utc> {
    let ahead = std::time::Duration::try_from_secs_f64(elapsed_s * rate).unwrap_or(std::time::Duration::MAX);
    let ahead = TimeDelta::from_std(ahead).unwrap_or(TimeDelta::MAX);
    start.checked_add_signed(ahead).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

#[cfg(test)]
mod tests {
    use super::replayed;
    use chrono::{DateTime, Utc};

    #[test]
    fn a_replayed_day_runs_at_its_speed_and_never_fails() {
        let start: DateTime<Utc> = "2015-01-02T10:00:00Z".parse().unwrap();
        let check = |rate: f64, elapsed_s: f64, expected: &str| {
            assert_eq!(
                replayed(start, rate, elapsed_s),
                expected.parse::<DateTime<Utc>>().unwrap(),
                "{rate} × {elapsed_s}"
            );
        };
        check(1.0, 0.0, "2015-01-02T10:00:00Z");
        check(60.0, 60.0, "2015-01-02T11:00:00Z");
        check(0.5, 10.0, "2015-01-02T10:00:05Z");
        assert_eq!(replayed(start, 1e9, 1e12), DateTime::<Utc>::MAX_UTC);
    }
}
