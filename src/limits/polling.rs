//! The bounds of what is asked of others (`docs/feeds/polling.md`): how often, how much, how long it is waited for.
//! Times are real time.
//! Must not know: anything of the crate but the other bounds.

use super::{FEED_BODY_BYTES_MAX, TICK_LEASE};
use std::time::Duration;

/// Who asks; another node takes over within 10 s.
pub const POLL_LEASE: Duration = TICK_LEASE;
/// Flights further ahead than this are not asked for: no service that is read knows more of them than the plan says.
pub const NEED_AHEAD_H: i64 = 48;
/// A flight that is in is asked for this long after, for its belt and its stand.
pub const NEED_AFTER_IN_MIN: i64 = 30;
/// A cancelled flight may be reinstated until this long after it should have left.
pub const NEED_AFTER_CANCELLED_MIN: i64 = 60;
/// A flight that should have arrived this long ago, and of which nobody says so: the source does not know it.
pub const NEED_AFTER_DUE_H: i64 = 6;
/// How many times a flight is asked for on the way to its next event, each time after the same part of what is left.
pub const NEED_TIMES: u32 = 24;
/// What is needed is worked out again this often, in seconds: a margin moves by minutes.
pub const NEEDS_EVERY_S: i64 = 5;
/// Flights that are asked for at once, of one source. More than a region of hundreds of groups rides in two days.
pub const NEEDED_MAX: usize = 2000;
/// Exchanges under way at one time: each may hold one body of `FEED_BODY_BYTES_MAX`.
pub const POLLS_AT_ONCE: usize = 16;
/// And with one source: it may be small, and must not take all.
pub const POLLS_PER_SOURCE: usize = 4;
/// Hints waiting to be looked at; one more is dropped, because the thing will be asked for anyway.
pub const HINTS_MAX: usize = 256;
/// A hint that was left longer ago says nothing to a node that has just begun to ask.
pub const HINT_OLD_S: i64 = 60;
/// Pages of one answer that are followed, where the setting of the kind allows more than one.
pub const POLL_PAGES_MAX: u32 = 3;
/// Redirects of one request.
pub const POLL_REDIRECTS_MAX: usize = 3;
/// Connecting to a source.
pub const POLL_CONNECT_WITHIN: Duration = Duration::from_secs(5);
/// A source that sends nothing for this long.
pub const POLL_IDLE: Duration = Duration::from_secs(10);
/// One exchange, redirects and pages included: a body that drips must not hold its place for ever.
pub const POLL_WITHIN: Duration = Duration::from_secs(30);
/// The first wait after a failure is at most this, twice as long after each further one.
pub const POLL_RETRY_FIRST: Duration = Duration::from_secs(5);
/// And never longer: a source that is back must not be missed for an hour.
pub const POLL_RETRY_MAX: Duration = Duration::from_secs(600);
/// A refused key waits for a person; asking every minute gets an account locked.
pub const POLL_REFUSED_WAIT: Duration = Duration::from_secs(900);
/// The longest wait that a source may ask for: one that says a year has made a mistake.
pub const POLL_WAIT_MAX: Duration = Duration::from_secs(6 * 3600);
/// A source that asks to wait and does not say how long.
pub const POLL_WAIT_DEFAULT: Duration = Duration::from_secs(60);
/// And never kept longer: some say that theirs never end.
pub const POLL_TOKEN_MAX: Duration = Duration::from_secs(86_400);
/// A token is renewed this long before its end.
pub const POLL_TOKEN_SPARE: Duration = Duration::from_secs(60);
/// A secret in a file: a key, not a certificate.
pub const SECRET_BYTES_MAX: usize = 4096;
/// Asks of one source in the plan that is shown; the count goes on.
pub const PLAN_SHOWN_MAX: usize = 200;
/// The most that may be set for a minute: the window of a minute is kept request by request.
pub const POLL_PER_MINUTE_MAX: u32 = 6000;
/// What `onward feeds test` shows of an answer.
pub const TEST_LINES_SHOWN: usize = 10;
/// How often `onward feeds record` reads what is needed.
pub const RECORD_NEEDS_EVERY_S: i64 = 60;

const _: () = assert!(POLLS_PER_SOURCE <= POLLS_AT_ONCE && POLL_CONNECT_WITHIN.as_secs() < POLL_WITHIN.as_secs());
const _: () =
    assert!(POLL_IDLE.as_secs() < POLL_WITHIN.as_secs() && POLL_RETRY_FIRST.as_secs() < POLL_RETRY_MAX.as_secs());
const _: () = assert!(POLLS_AT_ONCE * FEED_BODY_BYTES_MAX <= 64 * 1024 * 1024);
