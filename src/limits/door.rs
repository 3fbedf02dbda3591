//! The bounds of the feeds' door: what is pushed to it, how it is proven, what waits for a person, and when a source counts
//! as silent. Minutes and hours are the hub's.
//! Must not know: anything of the crate but the other bounds.

/// How far the time in a signature may be from ours (Standard Webhooks): what was recorded is of no use later.
pub const WEBHOOK_SKEW_S: i64 = 300;
/// Signatures looked at in one header: two keys while one is changed for another, and room.
pub const WEBHOOK_SIGNATURES_MAX: usize = 8;
/// The id of a signed message: a UUID or a name with a prefix.
pub const WEBHOOK_ID_BYTES_MAX: usize = 256;
/// A secret that signs, as Standard Webhooks wants it.
pub const WEBHOOK_SECRET_BYTES_MIN: usize = 24;
/// A path that stands for a password: 24 characters of base64 are 144 bits.
pub const HINT_PATH_CHARS_MIN: usize = 24;
/// A file with one secret in it.
pub const SECRET_FILE_BYTES_MAX: u64 = 4096;
/// Flights that one hint may ask for: an alert names one, a subscription to an airport a screenful.
pub const HINT_FLIGHTS_MAX: usize = 20;
/// Flights proposed for one message that waits: more are no longer one look.
pub const PROPOSED_MAX: usize = 5;
/// A message that names too little may be of yesterday's flight or of tomorrow's.
pub const PROPOSED_WITHIN_DAYS: i64 = 2;
/// How often the hub that hears a source says so to the others: well inside the 7 minutes after which one is late.
pub const HEARD_TOLD_EVERY_S: i64 = 30;
/// Sources kept of one deployment when all are read again.
pub const SOURCES_MAX: usize = 1000;
/// What each source covers is looked at this often, in seconds of the tick.
pub const COVERED_EVERY_S: u64 = 60;
/// Silence raises after this long, close to a flight that is covered and ridden (`product.md`).
pub const SILENT_NEAR_MIN: i64 = 15;
/// And otherwise, as long as there is such a flight ahead. At half of either a source is late.
pub const SILENT_FAR_MIN: i64 = 60;
/// Close: from this long before the flight leaves until it is in.
pub const COVERED_NEAR_H: i64 = 3;
/// Without a flight in this time a source has nothing to say to us, and may be quiet.
pub const COVERED_AHEAD_H: i64 = 12;
/// A flight that nobody says is in is watched for this long after it was due: the silence may be why.
pub const COVERED_AFTER_DUE_H: i64 = 3;
const _: () = assert!(HEARD_TOLD_EVERY_S * 2 < SILENT_NEAR_MIN * 60 / 2 && SILENT_NEAR_MIN < SILENT_FAR_MIN);
const _: () = assert!(COVERED_NEAR_H < COVERED_AHEAD_H);
