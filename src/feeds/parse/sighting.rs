//! What receivers of aircraft's transmissions have in common: addresses, call signs, positions, and moments as seconds
//! since 1970.
//! Must not know: any format, or which flight an aircraft may be.

use super::report::Report;
use chrono::{DateTime, Utc};

/// Later than this is no time that a receiver can have: the end of the year 9999.
const SECONDS_MAX: f64 = 253_402_300_799.0;
/// Characters of a call sign, by the format of the transmission.
const CALLSIGN_MAX: usize = 8;

/// The 24-bit address, in lower case; `None` for what is no address of ICAO's.
pub fn address(text: &str) -> Option<String> {
    let text = text.trim().to_ascii_lowercase();
    (text.len() == 6 && text.bytes().all(|b| b.is_ascii_hexdigit())).then_some(text)
}

/// As transmitted, without its padding; a transponder that was not told one sends blanks or signs.
pub fn callsign(text: &str, at: &str, report: &mut Report) -> Option<String> {
    let text = text.trim();
    if text.len() > CALLSIGN_MAX {
        report.fault("expected a call sign of up to 8 characters", at);
        return None;
    }
    let plain = !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric());
    plain.then(|| text.to_ascii_uppercase())
}

/// Degrees north and east; none without both.
pub fn position(lat: Option<f64>, lon: Option<f64>, at: &str, report: &mut Report) -> Option<(f64, f64)> {
    let (lat, lon) = (lat?, lon?);
    if lat.abs() <= 90.0 && lon.abs() <= 180.0 {
        return Some((lat, lon));
    }
    report.fault("expected degrees of latitude and longitude", at);
    None
}

/// Whole seconds: an aircraft is not followed to the metre.
#[expect(clippy::cast_possible_truncation, reason = "judged to be in range first")]
pub fn moment(seconds: f64) -> Option<DateTime<Utc>> {
    if (1.0..=SECONDS_MAX).contains(&seconds) { DateTime::from_timestamp(seconds as i64, 0) } else { None }
}
