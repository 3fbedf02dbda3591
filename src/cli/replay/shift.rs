//! Moving a recorded day to another date: every instant in a message by the same amount, and the bare dates
//! that follow from them. Pure text to text, so that what is sent stays the message that was recorded.
//! Must not know: sending, files.

use super::Line;
use chrono::{DateTime, Duration, SecondsFormat, Utc};

/// How far a day is moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shift(Duration);

impl Shift {
    pub fn days(days: i64) -> Self {
        Self(Duration::days(days))
    }

    /// From one instant to another: local midnight to local midnight, where the zone's offset may differ.
    pub fn between(from: DateTime<Utc>, to: DateTime<Utc>) -> Self {
        Self(to - from)
    }

    pub fn at(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        at + self.0
    }

    /// Whole days, for bare dates.
    pub fn whole_days(&self) -> i64 {
        (self.0 + Duration::hours(12)).num_hours().div_euclid(24)
    }

    pub fn line(&self, line: Line) -> Line {
        Line { at: self.at(line.at), body: self.origin_dates(&self.instants(&line.body)), ..line }
    }

    /// Every `YYYY-MM-DDTHH:MM:SSZ` of a text.
    pub fn instants(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, instant, after)) = next_instant(rest) {
            out.push_str(before);
            out.push_str(&self.at(instant).to_rfc3339_opts(SecondsFormat::Secs, true));
            rest = after;
        }
        out.push_str(rest);
        out
    }

    /// AIDX `OriginDate` is the UTC date of the scheduled off-block, which may cross midnight when the offset of
    /// the zone differs between the two days: it is taken from the moved off-block of its own leg where there is one.
    fn origin_dates(&self, text: &str) -> String {
        const OPEN: &str = "OriginDate>";
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find(OPEN) {
            let (before, from) = rest.split_at(at + OPEN.len());
            out.push_str(before);
            let date = from.get(..10).and_then(|d| chrono::NaiveDate::parse_from_str(d, "%Y-%m-%d").ok());
            let Some(date) = date else {
                rest = from;
                continue;
            };
            let moved =
                scheduled_off_block(from).map_or(date + Duration::days(self.whole_days()), |at| at.date_naive());
            out.push_str(&moved.to_string());
            rest = from.get(10..).unwrap_or_default();
        }
        out.push_str(rest);
        out
    }
}

/// The first instant of a text with what stands before and after it.
fn next_instant(text: &str) -> Option<(&str, DateTime<Utc>, &str)> {
    const LEN: usize = "2013-03-08T19:30:00Z".len();
    let mut from = 0;
    while let Some(found) = text.get(from..)?.find('T') {
        let middle = from + found;
        let start = middle.checked_sub(10);
        let candidate = start.and_then(|s| text.get(s..s + LEN));
        if let (Some(start), Some(instant)) =
            (start, candidate.filter(|c| c.ends_with('Z')).and_then(|c| c.parse::<DateTime<Utc>>().ok()))
        {
            return Some((text.get(..start)?, instant, text.get(start + LEN..)?));
        }
        from = middle + 1;
    }
    None
}

/// The scheduled off-block of the leg a text begins in.
fn scheduled_off_block(leg: &str) -> Option<DateTime<Utc>> {
    let leg = leg.get(..leg.find("FlightLeg>").unwrap_or(leg.len()))?;
    let time = leg.split("OperationTime").find(|t| t.contains("\"OFB\"") && t.contains("\"SCT\""))?;
    next_instant(time).map(|(_, at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(shift: Shift, text: &str, expected: &str) {
        let at = "2013-03-08T00:00:00Z".parse().unwrap();
        let line = Line { at, source: "s".into(), content_type: "c".into(), body: text.into() };
        assert_eq!(shift.line(line).body, expected);
    }

    #[test]
    fn instants_move_and_other_texts_stay() {
        check(Shift::days(1), "TO 2013-03-08T19:30:00Z, T5 gate T2", "TO 2013-03-09T19:30:00Z, T5 gate T2");
        check(
            Shift::days(-8),
            "a2013-03-08T19:30:00Zb2013-12-31T00:00:00Z",
            "a2013-02-28T19:30:00Zb2013-12-23T00:00:00Z",
        );
    }

    #[test]
    fn an_origin_date_follows_its_own_off_block_over_midnight() {
        let hour = Shift(Duration::days(1) - Duration::hours(1));
        let leg = |date: &str, at: &str| {
            format!(
                "<FlightLeg><OriginDate>{date}</OriginDate><OperationTime OperationQualifier=\"OFB\" TimeType=\"SCT\">{at}</OperationTime></FlightLeg>"
            )
        };
        check(hour, &leg("2013-03-09", "2013-03-09T00:30:00Z"), &leg("2013-03-09", "2013-03-09T23:30:00Z"));
        check(Shift::days(2), "<OriginDate>2013-03-08</OriginDate>", "<OriginDate>2013-03-10</OriginDate>");
    }
}
