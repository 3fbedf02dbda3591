//! The bounds of drop folders: how often is looked, what is taken, what is kept.
//! Times here are real time: the hub's clock may be replayed, a folder's is not.
//! Must not know: anything of the crate but the other bounds.

use std::time::Duration;

/// How often a folder is looked at: a telex is of use within seconds, and a network folder is asked a whole list each time.
pub const DROP_LOOK_EVERY: Duration = Duration::from_secs(2);
/// A file that has not changed for this long has been written to its end.
pub const DROP_STILL: Duration = Duration::from_secs(2);
/// One that is empty has rather not been begun.
pub const DROP_EMPTY_STILL: Duration = Duration::from_secs(60);
/// Files taken in one look: the lease is prolonged between them, and a stop is not kept waiting.
pub const DROP_FILES_PER_LOOK: usize = 100;
/// Names of a folder that are remembered: what lies there beyond has its turn when these have been moved.
pub const DROP_NAMES_MAX: usize = 10_000;
/// What was written longer ago is refused: nearly every telex names its day by the day of the month alone, and half a month
/// from its receipt that day falls into another month.
pub const DROP_OLD_DAYS: i64 = 14;
/// What was read is kept for looking at for so long; telexes that are not read at all, passenger lists among them, lie there too.
pub const DROP_READ_KEPT: Duration = Duration::from_secs(7 * 24 * 3600);
/// What was refused waits longer, because somebody has to come.
pub const DROP_REFUSED_KEPT: Duration = Duration::from_secs(30 * 24 * 3600);
/// How often it is looked for what is older.
pub const DROP_SWEEP_EVERY: Duration = Duration::from_secs(3600);
/// Who looks into a folder; after this another hub does. Two that do take the same files and change the same things.
pub const DROP_LEASE: Duration = Duration::from_secs(10);
/// A name with a time-ordered id behind it stays under the 255 bytes of file systems; a longer one gets the id alone.
pub const DROP_NAME_BYTES_MAX: usize = 200;

const _: () = assert!(DROP_NAME_BYTES_MAX + 1 + 36 + ".why".len() <= 255);
const _: () = assert!(2 * DROP_LOOK_EVERY.as_secs() < DROP_LEASE.as_secs());
