//! Reads `config/windows.toml`: from when to when each audience sees people and their names.
//! Every fault names the file and what was expected. Must not know: movements, how a window
//! is kept.

use super::Invalid;
use crate::domain::access::WindowTimes;
use serde::Deserialize;

pub const SHIPPED: &str = include_str!("../../config/windows.toml");
pub const FILE: &str = "config/windows.toml";

/// No window is opened longer than this before: names travel only when they are needed.
const LONGEST_H: i64 = 240;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    station_live_h: i64,
    station_names_h: i64,
    origin_names_h: i64,
    after_left_h: i64,
    receiver_names_h: i64,
}

/// Reads and checks the file.
///
/// # Errors
/// What is missing, unknown or out of bounds.
pub fn parse(text: &str, file: &str) -> Result<WindowTimes, Vec<Invalid>> {
    let w: Written = toml::from_str(text).map_err(|e| vec![Invalid::of_toml(file, text, &e)])?;
    let named = [
        ("station_live_h", w.station_live_h),
        ("station_names_h", w.station_names_h),
        ("origin_names_h", w.origin_names_h),
        ("after_left_h", w.after_left_h),
        ("receiver_names_h", w.receiver_names_h),
    ];
    let wrong: Vec<Invalid> = named
        .iter()
        .filter(|(_, hours)| !(0..=LONGEST_H).contains(hours))
        .map(|(name, _)| Invalid {
            file: file.to_owned(),
            table: (*name).to_owned(),
            expected: format!("expected 0 to {LONGEST_H} hours"),
        })
        .collect();
    if !wrong.is_empty() {
        return Err(wrong);
    }
    Ok(WindowTimes {
        station_live_h: w.station_live_h,
        station_names_h: w.station_names_h,
        origin_names_h: w.origin_names_h,
        after_left_h: w.after_left_h,
        receiver_names_h: w.receiver_names_h,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(edit: (&str, &str), expected: &[&str]) {
        let text = SHIPPED.replace(edit.0, edit.1);
        let wrong = parse(&text, FILE).map(|_| ()).map_err(|w| w.iter().map(ToString::to_string).collect::<Vec<_>>());
        let found = wrong.err().unwrap_or_default();
        assert_eq!(found.len(), expected.len(), "{found:?}");
        assert!(found.iter().zip(expected).all(|(f, e)| f.contains(e)), "{found:?}");
    }

    #[test]
    fn the_shipped_file_is_the_default_and_faults_are_named() {
        assert_eq!(parse(SHIPPED, FILE).unwrap(), WindowTimes::default());
        check(("", ""), &[]);
        check(("station_names_h = 6", "station_names_h = 9999"), &["station_names_h"]);
        check(("station_names_h = 6", "station_name_h = 6"), &["unknown field"]);
        check(("after_left_h = 2", ""), &["after_left_h"]);
    }
}
