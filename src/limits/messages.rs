//! The bounds of what is read of one feed message, of what waits for a person, and of what is believed of a source.
//! Must not know: anything of the crate but the other bounds.
//! Times here are the hub's.

use chrono::TimeDelta;

/// One feed message (FORMATS.md §9).
pub const FEED_BODY_BYTES_MAX: usize = 1024 * 1024;
/// Elements inside elements in a feed's XML; real messages stay under 12.
pub const XML_DEPTH_MAX: usize = 64;
/// Attributes on one XML element; real messages stay under 15.
pub const XML_ATTRIBUTES_MAX: usize = 32;
/// Legs in one feed message.
pub const LEGS_PER_MESSAGE_MAX: usize = 2000;
/// Aircraft in one message of positions: a receiver sees a few hundred, a continent's feed ten thousand at once.
pub const SIGHTINGS_PER_MESSAGE_MAX: usize = 20_000;
/// Levels of arrays and objects in a JSON message; real ones have 10 (FORMATS.md §9).
pub const JSON_DEPTH_MAX: usize = 64;
/// One telex (FORMATS.md §9); longer ones are sent in parts.
pub const TELEX_BYTES_MAX: usize = 64 * 1024;
/// Messages without a flight that wait for a person: more than a shift can look through says that a source is set up wrong.
pub const UNMATCHED_MAX: usize = 500;
/// And how long they wait: after that the flight has come or gone.
pub const UNMATCHED_H: i64 = 48;
/// Cancellations of ridden flights by one source within `MASS_CANCELLATION_WITHIN_MIN`; one more, and a person is asked
/// first. An airport that shuts cancels more, and somebody knows of it; a feed that breaks cancels everything it has.
pub const MASS_CANCELLATION_RIDDEN: usize = 10;
/// Or this share of the flights ridden on the days around, where that is more: of hundreds, eleven at once are a bad hour.
pub const MASS_CANCELLATION_RIDDEN_PERCENT: usize = 20;
/// But never more than this many.
pub const MASS_CANCELLATION_RIDDEN_MOST: usize = 50;
/// And of all flights, ridden or not: a continent's worst quarter of an hour.
pub const MASS_CANCELLATION_ALL: usize = 500;
pub const MASS_CANCELLATION_WITHIN_MIN: i64 = 15;
/// How long a person's word that it is so holds for the rest of them.
pub const MASS_CANCELLATION_CONFIRMED_H: i64 = 6;
/// An actual time further from the day of its flight than this is kept and marked for a person (FORMATS.md §3.2).
pub const MOVED_FROM_DAY_HOURS: i64 = 36;
/// A schedule telex that names up to this many days of a flight in all is taken whole: it changes just these days.
pub const PERIOD_DAYS_WHOLE_MAX: usize = 31;
/// Of a longer one, a season, only days around the telex are taken: the flights that people are booked on by now. Flights that
/// nobody rides are kept for two days anyway.
pub const PERIOD_DAYS_BEFORE: i64 = 2;
pub const PERIOD_DAYS_AFTER: i64 = 62;
/// The longest period that is looked at day by day: two seasons.
pub const PERIOD_DAYS_MAX: i64 = 400;
/// A sender's clock may be so far ahead; what is reported later than this has no time of its own.
pub const REPORTED_AHEAD_MAX: TimeDelta = TimeDelta::minutes(10);
/// Faults reported for one message; the count goes on.
pub const FAULTS_PER_MESSAGE_MAX: usize = 100;
/// A landing at least so long after midnight belongs to that day's flight: one of the day before would be later than that.
pub const ARRIVAL_DAY_SURE_H: i64 = 6;
/// A short text field of a feed (gate, belt, terminal, code).
pub const FEED_TEXT_BYTES_MAX: usize = 64;
/// Distinct values whose first hearing is remembered per field and source.
pub const VALUES_REMEMBERED_MAX: usize = 64;
