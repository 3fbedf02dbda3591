//! Every bound of the program, with its reason, and the relations between bounds asserted at
//! compile time. A number that limits something lives here or in `config/`, never beside its use.
//! Must not know: anything else of the crate.

mod door;
mod drop_folder;
mod messages;
mod polling;

pub use door::*;
pub use drop_folder::*;
pub use messages::*;
pub use polling::*;

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
/// All records of one commit: a manifest in one record, its facts in others, and room.
pub const COMMIT_BYTES_MAX: usize = 8 * RECORD_BYTES_MAX;
/// How long a commit or a read waits for its turn, or for another process, before the store counts as away;
/// under the 5 s within which a command is told `later`.
pub const STORE_WAIT: Duration = Duration::from_secs(4);
/// Connections that read; more would only wait for the same disk.
pub const STORE_READERS: usize = 4;
/// How often another process's commits are looked for, and an owed erasure is tried again.
pub const STORE_POLL: Duration = Duration::from_secs(1);
/// Connecting to Redis and asking what it is.
pub const REDIS_CONNECT_WITHIN: Duration = Duration::from_millis(1500);
/// One answer of Redis; with the time to connect it stays within `STORE_WAIT`.
pub const REDIS_ANSWER_WITHIN: Duration = Duration::from_millis(2500);
/// Asking one Sentinel where the master is: three that hang must not use up the time to connect.
pub const REDIS_SENTINEL_WITHIN: Duration = Duration::from_millis(400);
/// After a failed connection everybody is told the same for this long, so that a crowd does not storm a Redis that is
/// just coming up.
pub const REDIS_RETRY_AFTER: Duration = Duration::from_millis(200);
/// Replicas have a commit within a millisecond or two; one that takes longer is not there.
pub const REDIS_REPLICA_WAIT: Duration = Duration::from_secs(1);
/// Replicas that may be waited for; Sentinel deployments have one or two.
pub const REDIS_REPLICAS_MAX: usize = 5;
/// Records in one group of commits: what Redis reads before it answers the first.
pub const REDIS_GROUP_BYTES: usize = 4 * 1024 * 1024;
/// A channel that was silent for this long is opened anew: it may be half open.
pub const REDIS_CHANNEL_SILENT: Duration = Duration::from_secs(60);
/// How long a removed key stays listed in the change feed, so that a reader that was away learns of it.
pub const TOMBSTONE_DAYS: i64 = 7;
/// One page of the change feed.
pub const CHANGES_PAGE: usize = 1000;
/// Movements read with one question before it is known how large they are: 16 of a usual 30 KiB fill a portion.
pub const PORTION_FIRST: usize = 16;
/// Movements read with one question, however small they are: each is two keys, and Redis answers nobody else meanwhile.
pub const PORTION_MOVEMENTS: usize = 250;
/// What the answer to one such question should take: 2 s at 2 Mbit/s, under [`REDIS_ANSWER_WITHIN`]. Estimated from the
/// portion before, because the store is not asked for sizes first.
pub const PORTION_BYTES: usize = 512 * 1024;
/// Small questions of the hub's own that are on their way at once: changed sign-ins, and what is owed to movements. More
/// would hold up commands that are written behind them.
pub const OWN_AT_ONCE: usize = 32;
/// Keys in one page of a whole copy: one question to the store stays well under [`STORE_WAIT`].
pub const COPY_PAGE_KEYS: usize = 500;
/// Records in one page of a whole copy: what a copy holds in memory, but for a single larger commit.
pub const COPY_PAGE_BYTES: usize = 4 * 1024 * 1024;
/// Pages of what was written while a copy was made. A page takes 500 commits or more in under a second; a store that
/// has not been caught up with after this many is written to quicker than it is read.
pub const COPY_BEHIND_PAGES_MAX: usize = 600;
/// One line of a backup: a key with all its records and ids. A movement of 5000 facts takes about 10 MiB.
pub const BACKUP_LINE_BYTES_MAX: usize = 256 * 1024 * 1024;

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
const _: () = assert!(REDIS_CONNECT_WITHIN.as_millis() + REDIS_ANSWER_WITHIN.as_millis() <= STORE_WAIT.as_millis());
const _: () = assert!(3 * REDIS_SENTINEL_WITHIN.as_millis() < REDIS_CONNECT_WITHIN.as_millis());
const _: () = assert!(REDIS_REPLICA_WAIT.as_millis() < REDIS_ANSWER_WITHIN.as_millis());
const _: () = assert!(FEED_BODY_BYTES_MAX <= 8 * RECORD_BYTES_MAX);

/// Legs of one itinerary; the longest published resettlement journeys have 6.
pub const LEGS_MAX: usize = 12;
/// Travellers of one movement; the largest published group is 177.
pub const TRAVELLERS_MAX: usize = 500;
/// Facts of one movement; a few hundred are usual. Named when refused.
pub const FACTS_MAX: usize = 5000;
/// Free text: short by rule, because it dies with the names (`product.md`).
pub const TEXT_CHARS_MAX: usize = 200;
/// A count on the pad; larger is a slip of the thumb.
pub const COUNT_MAX: u16 = 999;
/// A staff word holds an hour unless said otherwise, and never longer than a shift's half.
pub const STAFF_WORD_DEFAULT: Duration = Duration::from_secs(3600);
pub const STAFF_WORD_MAX: Duration = Duration::from_secs(4 * 3600);
/// The person at a shared post, a code said by a guardian.
pub const PERSON_CHARS_MAX: usize = 40;
/// A party outside that nobody gave a time back: a walk with assistance, a talk at the border.
pub const BACK_BY_H: i64 = 4;
/// A hotel or a hospital: the next morning.
pub const BACK_BY_NIGHT_H: i64 = 16;
/// Two accounts hand a child over together; longer apart they were not there together.
pub const RELEASE_WITHIN_MIN: i64 = 15;
/// One's own slip of the thumb; later, others have acted on it.
pub const UNDO_WITHIN_MIN: i64 = 10;
/// An audience that the plan has left keeps its last word this long after the old plan's time there.
pub const FAREWELL_H: i64 = 2;
/// Not seen: this long after they were expected at a post (`product.md`, default settings).
pub const NOT_SEEN_AIRSIDE_MIN: i64 = 20;
/// And this long after the last landing.
pub const NOT_SEEN_AT_END_MIN: i64 = 45;
/// On their own, as planned, for at most this long where nobody can see them.
pub const ALONE_H: i64 = 3;
/// Refused commands kept of one movement, so that a device in a loop cannot fill its list of facts.
pub const REFUSED_KEPT_MAX: usize = 200;
/// What is kept of a refused command's body.
pub const REFUSED_CHARS_MAX: usize = 2000;
/// A publisher's name for a movement.
pub const REFERENCE_CHARS_MAX: usize = 64;
/// Refused commands, notes and the like in one live document: the newest; a document stays under 8 KiB.
pub const LINES_SHOWN_MAX: usize = 12;
/// Parts of one split: more than there are onward flights from any hub in a day.
pub const PARTS_MAX: usize = 12;
/// A party may report for this long what it did while in scope.
pub const LATE_REPORT: Duration = Duration::from_secs(72 * 3600);
/// What was done longer ago than any journey takes was done on a clock that jumped.
pub const ACTED_BEFORE_DAYS: i64 = 3660;
/// Years a plan may lie in: calculating with times near the end of the calendar must not end the hub.
pub const PLAN_YEARS: std::ops::RangeInclusive<i32> = 1990..=2200;
/// Device clocks further off than this are flagged.
pub const CLOCK_SKEW: Duration = Duration::from_secs(60);
/// A receiver is told again when the door moves by this much from what it was last told.
pub const DOOR_MOVED_MIN: i64 = 15;
/// From on-block to a waiting car with bags, where the plan gives more.
pub const GROUND_READY_MIN: i64 = 75;
/// One page of `GET /movements`.
pub const MOVEMENTS_PAGE: usize = 200;
pub const SEARCH_RESULTS_MAX: usize = 50;
pub const AIRPORTS_ASKED_MAX: usize = 200;
/// How long an answer waits for the board to show a commit.
pub const SHOWN_WAIT: Duration = Duration::from_secs(2);
/// Between two words to the people who wait.
pub const NEXT_WORD_MIN: i64 = 30;

/// Flights nobody rides keep their latest values this long after their day.
pub const UNRIDDEN_FLIGHT_H: i64 = 48;
/// A live document is sent often and over weak lines.
pub const LIVE_BYTES_MAX: usize = 8 * 1024;
/// Notices in one live document: the newest; a document stays under 8 KiB.
pub const NOTICES_SHOWN_MAX: usize = 12;

// A split writes a key, its facts and a reference for each part, the day's labels and what stays behind.
const _: () = assert!(PARTS_MAX * 3 + LEGS_MAX * 2 + 2 <= COMMIT_KEYS_MAX);
const _: () = assert!(STAFF_WORD_DEFAULT.as_secs() <= STAFF_WORD_MAX.as_secs());
const _: () = assert!(TRAVELLERS_MAX * 400 <= RECORD_BYTES_MAX);
// What a connection may take, and what it may cost. Times are real time.

/// The first frame must be a `hello`: long enough for a slow phone to read its cache.
pub const HELLO_WITHIN: Duration = Duration::from_secs(5);
/// A command with a note or a report of 500 travellers stays well under this.
pub const CLIENT_FRAME_BYTES_MAX: usize = 64 * 1024;
/// `hello` and `have` name every document a client holds.
pub const HELLO_BYTES_MAX: usize = 1024 * 1024;
/// Documents one audience can have and still be named in one `hello`.
pub const DOCS_PER_SESSION_MAX: usize = 14_000;
/// Commands one `hello` can ask about: a day of one busy person is about 300.
pub const PENDING_MAX: usize = 1000;
/// `"<movement>/people":"<rev>",` in `have` takes 65 bytes, `"<movement>":"<rev>",` 58; half are of each kind.
pub const HAVE_ENTRY_BYTES: usize = 64;
/// `"<command>":"<movement>",` of `pending`, with room for blanks.
pub const PENDING_ENTRY_BYTES: usize = 96;
/// Ids waiting for one session: all it may hold, erased, and as many new ones. More means that it is not reading.
pub const DIRTY_IDS_MAX: usize = 2 * DOCS_PER_SESSION_MAX;
/// Nothing received for this long: ask. Mobile networks forget idle connections after 30 s at the soonest.
pub const PING_AFTER: Duration = Duration::from_secs(25);
/// Nothing received for this long: the connection is dead, whatever is being sent.
pub const DEAD_AFTER: Duration = Duration::from_secs(35);
/// Commands sent and not answered.
pub const UNANSWERED_MAX: usize = 16;
/// Frames a client may send a second in the long run; commands are bounded by their answers instead.
pub const FRAMES_PER_SECOND: u64 = 20;
/// And at once.
pub const FRAMES_BURST: u64 = 100;
/// Unreadable frames in a minute before the connection ends: a client in a loop, not a slip.
pub const BAD_FRAMES_A_MINUTE: usize = 10;
/// Answers to a client's pings that wait for room; older ones are of no use to it.
pub const PONGS_MAX: usize = 8;
/// A `check` goes out at least every 60 s; this leaves 10 s for a line that is busy.
pub const CHECK_EVERY: Duration = Duration::from_secs(50);
/// `fresh` is repeated at least every 60 s.
pub const FRESH_EVERY: Duration = Duration::from_secs(55);
/// A document that waited this long goes before more urgent ones, or `check` would never come.
pub const DIRTY_OLD: Duration = Duration::from_secs(120);
/// After this, nothing is known of a command: `later`.
pub const ANSWER_WITHIN: Duration = Duration::from_secs(5);
/// Documents are put together up to this size: about 3 s at 50 kbit/s, so a new alarm is not far behind.
pub const PUT_BYTES: usize = 16 * 1024;
/// Bytes that may be on the way to a client at once: what is under way cannot be replaced by something newer. To begin with,
/// after a rest, and while nothing is known of the line.
pub const WINDOW_FIRST_BYTES: u64 = 16 * 1024;
/// 1.3 s at 50 kbit/s, the narrowest line that has to be shown the newest within five.
pub const WINDOW_LEAST_BYTES: u64 = 8 * 1024;
/// 320 KB/s at 200 ms; a line that becomes narrow while it is full is caught up in ten seconds.
pub const WINDOW_MOST_BYTES: u64 = 64 * 1024;
/// What the line carries in this time may be on the way: longer than any round trip, shorter than anybody waits.
pub const WINDOW_TIME: Duration = Duration::from_millis(1500);
/// Marks without an answer; a window holds two, and what was written before it shrank a few more.
pub const WINDOW_MARKS_MAX: usize = 32;
/// After such a rest the line may be another.
pub const WINDOW_IDLE: Duration = Duration::from_secs(10);
/// Ids in one `gone`.
pub const GONE_IDS: usize = 256;
/// A frame that the connection does not take in this time ends it. The largest document takes 21 s at 50 kbit/s.
pub const SEND_WITHIN: Duration = Duration::from_secs(30);
/// How long a closed connection is read for the other side's close, so that ours is not lost.
pub const CLOSE_WITHIN: Duration = Duration::from_secs(2);
/// A stream that says nothing else says a comment: proxies cut a response that is silent for 30 s or more, and a client
/// that has gone is found out by writing to it.
pub const STREAM_COMMENT_EVERY: Duration = Duration::from_secs(15);
/// What the kernel may hold for one connection: small, because what is in there can no longer be replaced.
pub const SEND_BUFFER_BYTES: usize = 16 * 1024;
/// Unsent bytes at which the kernel asks for more.
pub const UNSENT_BYTES: u32 = 16 * 1024;
/// After this the kernel gives up a peer that acknowledges nothing, and frees its buffers.
pub const PEER_SILENT: Duration = Duration::from_secs(30);
/// Changes waiting for one worker. When it is full the worker reads the board again instead.
pub const FANOUT_QUEUE: usize = 4096;
/// Changes a worker takes before it lets its sessions send.
pub const FANOUT_TURN: usize = 256;
/// Receipts of one session waiting behind the one at work; clients repeat what is not shown.
pub const RECEIPTS_WAITING_MAX: usize = 4;

const _: () = assert!(DOCS_PER_SESSION_MAX * HAVE_ENTRY_BYTES + PENDING_MAX * PENDING_ENTRY_BYTES <= HELLO_BYTES_MAX);
const _: () = assert!(CLIENT_FRAME_BYTES_MAX < HELLO_BYTES_MAX);
const _: () = assert!(PING_AFTER.as_secs() < DEAD_AFTER.as_secs() && PEER_SILENT.as_secs() < DEAD_AFTER.as_secs());
const _: () = assert!(STREAM_COMMENT_EVERY.as_secs() < PING_AFTER.as_secs());
const _: () = assert!(SEND_WITHIN.as_secs() < DEAD_AFTER.as_secs() && SHOWN_WAIT.as_secs() < ANSWER_WITHIN.as_secs());
const _: () = assert!(FANOUT_TURN <= FANOUT_QUEUE);

/// Passwords: shorter is guessed, longer only costs the hash.
pub const PASSWORD_CHARS_MIN: usize = 8;
pub const PASSWORD_CHARS_MAX: usize = 256;
/// Password hashes computed at once: 19 MiB and about 20 ms of a core each.
pub const HASHES_AT_ONCE: usize = 4;
/// How long a sign-in waits for its turn to be hashed.
pub const HASH_WAIT: Duration = Duration::from_secs(4);
/// A session, token or link as presented; ours take 43 to 50 bytes.
pub const PROOF_BYTES_MAX: usize = 128;
/// A one-time link: long enough to be read on another device, over before a mailbox is somebody else's.
pub const LINK_VALID_MIN: chrono::TimeDelta = chrono::TimeDelta::minutes(30);
pub const LINK_VALID_MAX: chrono::TimeDelta = chrono::TimeDelta::hours(72);
/// A session that was taken back is still recognised for this long, to be told so and to hand in its queue.
pub const REVOKED_SESSION_HEARD: chrono::TimeDelta = chrono::TimeDelta::hours(72);
/// After this many commits that came second, the answer is *later*.
pub const STALE_TRIES: usize = 3;
/// A verified session is believed this long without asking the store; the change feed ends it sooner.
pub const CALLER_KEPT: Duration = Duration::from_secs(2);
/// And this long while the store does not answer: a revocation could not be read either, and whoever is connected stays.
/// The time of the sign-in itself still ends it.
pub const CALLER_BELIEVED: Duration = Duration::from_secs(3600);
/// How long a store that hangs is asked about somebody who is believed.
pub const CALLER_ASKED_WITHIN: Duration = Duration::from_secs(1);
/// How long the store is asked what it knows of a client's commands, before it is told `later`; under
/// [`ANSWER_WITHIN`], after which a greeting ends.
pub const LOOK_UP_WITHIN: Duration = Duration::from_secs(4);
/// Verified sessions kept; beyond it they are asked for each time.
pub const CALLERS_KEPT_MAX: usize = 50_000;
/// Rate limits are counted in this many buckets per kind, so that made-up names and addresses take no memory.
pub const RATE_BUCKETS: u64 = 8192;
/// A sign-in, a new password: two short texts.
pub const SMALL_BODY_BYTES_MAX: usize = 4096;
/// Any other JSON body; a manifest of 500 travellers takes about 200 KiB.
pub const JSON_BODY_BYTES_MAX: usize = 1024 * 1024;
/// A request's head must be here by then: a client that sends one byte a second holds a socket, not a worker.
pub const REQUEST_HEAD_WAIT: Duration = Duration::from_secs(5);
/// A connection that asks nothing more is closed; above what proxies keep theirs open for.
pub const KEEP_ALIVE: Duration = Duration::from_secs(75);
/// Connections waiting to be accepted: all tablets of a region reconnect at once.
pub const ACCEPT_BACKLOG: u32 = 4096;
/// Connections of one worker, websockets included.
pub const CONNECTIONS_PER_WORKER_MAX: usize = 50_000;
/// Going, from the signal to the exit, takes less than 15 s: after that a supervisor kills. First the time in which clients
/// reconnect elsewhere, each at a random moment, so that the other nodes are not met by all of them at once.
pub const DRAIN_SPREAD: Duration = Duration::from_secs(4);
/// Then those that have not gone are closed, spread over this: they come back at once.
pub const DRAIN_CLOSE_SPREAD: Duration = Duration::from_secs(2);
/// A session whose moment has come waits this long for the answer to its commands, and no longer.
pub const LEAVE_WAIT: Duration = Duration::from_millis(1500);
/// Requests under way, and sockets that are being closed.
pub const STOP_WAIT_S: u64 = 3;
/// For the store to write what it has taken. A file that somebody else has locked is left as it is: what was answered
/// is in it.
pub const STORE_CLOSE_WAIT: Duration = Duration::from_secs(2);
/// How often it is looked whether the last session has gone.
pub const DRAIN_LOOK: Duration = Duration::from_millis(20);
/// After a store that came back as another one, sessions are closed over this time: each says what it holds and what it
/// did, and the store is asked about every command of a day.
pub const RELOAD_SPREAD: Duration = Duration::from_secs(5);
/// Fewer groups than this say nothing about a store that lacks some of them: they may have been removed.
pub const SUSPECT_SHOWN_MIN: usize = 3;
/// How often a store that is not believed is read to the end, to see whether it is whole again.
pub const SUSPECT_LOOK_EVERY: Duration = Duration::from_secs(2);
/// And how often the log says so.
pub const SUSPECT_SAID_EVERY: Duration = Duration::from_secs(60);
/// For the ticker to give up its lease; if it cannot, the lease runs out.
pub const LEASE_GIVEN_UP_WITHIN: Duration = Duration::from_millis(500);
/// A change feed that has not been read to its end for this long: what is shown is too old to send anybody here.
pub const BEHIND_MAX: Duration = Duration::from_secs(15);

/// Sealed keys that are tried at the start with the key file: one that opens is enough, and some may be damaged.
pub const KEYS_TRIED: usize = 16;
/// Between two signs of life the follower may wait for a connection, for an answer and for its next look; a watchdog
/// needs three times that, or it would kill a hub whose store hangs.
pub const WATCHDOG_MIN: Duration = Duration::from_secs(30);

/// While a hub starts, its supervisor hears this often how far it has come.
pub const START_SAID_EVERY: Duration = Duration::from_secs(5);
/// And ends a start that says nothing for this long.
pub const START_SILENT_MAX: Duration = Duration::from_secs(60);

const _: () = assert!(
    3 * (2 * STORE_WAIT.as_secs() + STORE_POLL.as_secs() + START_SAID_EVERY.as_secs()) <= START_SILENT_MAX.as_secs()
);
const _: () = assert!(PORTION_FIRST <= PORTION_MOVEMENTS && 2 * PORTION_MOVEMENTS <= COPY_PAGE_KEYS);
const _: () = assert!(3 * (2 * STORE_WAIT.as_secs() + STORE_POLL.as_secs()) <= WATCHDOG_MIN.as_secs());
const _: () = assert!(
    DRAIN_SPREAD.as_millis()
        + DRAIN_CLOSE_SPREAD.as_millis()
        + LEAVE_WAIT.as_millis()
        + LEASE_GIVEN_UP_WITHIN.as_millis()
        + STORE_CLOSE_WAIT.as_millis()
        <= 14_000 - STOP_WAIT_S as u128 * 1000
);

/// How long `/readyz` waits for the store.
pub const READY_WAIT: Duration = Duration::from_secs(2);

const _: () =
    assert!(CALLER_KEPT.as_secs() < CALLER_BELIEVED.as_secs() && LOOK_UP_WITHIN.as_secs() < ANSWER_WITHIN.as_secs());
const _: () = assert!(PASSWORD_CHARS_MIN < PASSWORD_CHARS_MAX);
const _: () = assert!(PASSWORD_CHARS_MAX * 4 < SMALL_BODY_BYTES_MAX);
const _: () = assert!(LINK_VALID_MIN.num_seconds() < LINK_VALID_MAX.num_seconds());
const _: () = assert!(REVOKED_SESSION_HEARD.num_seconds() as u64 >= LATE_REPORT.as_secs());

/// Who ticks; another node takes over within 10 s.
pub const TICK_LEASE: Duration = Duration::from_secs(5);
/// How often a command that needs all hubs stopped asks whether the last one's lease has run out.
pub const LEASE_TRY_EVERY: Duration = Duration::from_millis(250);
/// How far a hub's clock may be ahead of the clock of a command that needs all hubs stopped, and the hub still be seen.
pub const LEASE_AHEAD: Duration = Duration::from_secs(60);
/// How often a command that takes long says how far it has come.
pub const PROGRESS_EVERY: Duration = Duration::from_secs(1);
/// Old flights and tombstones are looked for this often, in seconds of the tick.
pub const SWEEP_EVERY_S: u64 = 300;
/// `fresh` goes out on change and this often, in seconds of the tick.
pub const FRESH_EVERY_S: u64 = 60;
/// Movements that take turns share this many stripes; two in one stripe only wait for each other.
pub const TURN_STRIPES: usize = 256;
