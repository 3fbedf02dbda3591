//! Every bound of the program, with its reason, and the relations between bounds asserted at
//! compile time. A number that limits something lives here or in `config/`, never beside its use.
//! Must not know: anything else of the crate.

use std::time::Duration;

/// A store key. Flight keys are the longest at about 40 bytes; hashes take 64 and a prefix.
pub const KEY_BYTES_MAX: usize = 120;
/// One record in the store. A manifest of 500 travellers takes about 200 KiB.
pub const RECORD_BYTES_MAX: usize = 1024 * 1024;
/// Keys in one commit: a movement, its reference, its key and a few flights.
pub const COMMIT_KEYS_MAX: usize = 64;
/// Commits waiting for the writer. One group commit takes what is there; a full queue answers `later`.
pub const COMMIT_QUEUE: usize = 1024;
/// Commits in one SQLite transaction: large enough to share one fsync, small enough to stay under 50 ms.
pub const GROUP_COMMIT_MAX: usize = 256;
/// How long a removed key stays listed in the change feed, so that a reader that was away learns of it.
pub const TOMBSTONE_DAYS: i64 = 7;
/// One page of the change feed.
pub const CHANGES_PAGE: usize = 1000;

/// One feed message (FORMATS.md §9).
pub const FEED_BODY_BYTES_MAX: usize = 1024 * 1024;
/// Elements inside elements in a feed's XML; real messages stay under 12.
pub const XML_DEPTH_MAX: usize = 64;
/// Attributes on one XML element; real messages stay under 15.
pub const XML_ATTRIBUTES_MAX: usize = 32;
/// Legs in one feed message.
pub const LEGS_PER_MESSAGE_MAX: usize = 2000;
/// Faults reported for one message; the count goes on.
pub const FAULTS_PER_MESSAGE_MAX: usize = 100;
/// A short text field of a feed (gate, belt, terminal, code).
pub const FEED_TEXT_BYTES_MAX: usize = 64;
/// Distinct values whose first hearing is remembered per field and source.
pub const VALUES_REMEMBERED_MAX: usize = 64;
/// Reports this close together count as simultaneous; then the source order decides.
pub const SIMULTANEOUS: Duration = Duration::from_secs(600);
/// Actual times this many minutes apart contradict each other (FORMATS.md §9); closer is rounding.
pub const ACTUALS_DIFFER_MIN: i64 = 10;
/// Estimates move all the time: only this many minutes apart is worth showing twice.
pub const ESTIMATES_DIFFER_MIN: i64 = 15;
/// From landing to the stand: the median of 29,920 United States arrivals on 1 and 2 January 2015 (BTS).
pub const TAXI_IN_MIN: i64 = 6;
/// A margin under this is watched, in minutes (`product.md`, words: band).
pub const BAND_WATCH_BELOW_MIN: i64 = 30;
/// A margin under this is tight; under zero it is broken.
pub const BAND_TIGHT_BELOW_MIN: i64 = 15;
/// A band's alert is lowered only with this many minutes to spare: estimates tremble by less.
pub const MARGIN_SLACK_MIN: i64 = 5;

const _: () = assert!(0 < BAND_TIGHT_BELOW_MIN && BAND_TIGHT_BELOW_MIN < BAND_WATCH_BELOW_MIN);
const _: () = assert!(MARGIN_SLACK_MIN < BAND_TIGHT_BELOW_MIN);
const _: () = assert!(GROUP_COMMIT_MAX <= COMMIT_QUEUE);
const _: () = assert!(FEED_BODY_BYTES_MAX <= 8 * RECORD_BYTES_MAX);
