//! The small words of telexes: times with and without a day, dates with and without a month, flights, delay groups.
//! Words are read as they are written; which day of which month is meant is worked out in `time`.
//! Must not know: lines, envelopes, which telex a word stands in.

use super::super::leg::Designator;
use crate::domain::place::designator;
use winnow::Result;
use winnow::combinator::{alt, opt, preceded, separated};
use winnow::prelude::*;
use winnow::token::{one_of, take_till, take_while};

/// A time of day, with the day of the month where one is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    pub day: Option<u32>,
    /// Minutes from the beginning of that day; 1440 is `2400`, its end.
    pub minutes: u32,
}

/// A day of the month, with month and year where they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date {
    pub day: u32,
    pub month: Option<u32>,
    pub year: Option<i32>,
}

const MONTHS: [&str; 12] = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

fn digits<'a>(count: usize) -> impl Parser<&'a str, u32, winnow::error::ContextError> {
    take_while(count, |c: char| c.is_ascii_digit()).parse_to()
}

fn hour_and_minute(input: &mut &str) -> Result<u32> {
    (digits(2), digits(2))
        .verify(|(hour, minute): &(u32, u32)| (*hour < 24 && *minute < 60) || (*hour == 24 && *minute == 0))
        .map(|(hour, minute)| hour * 60 + minute)
        .parse_next(input)
}

fn day(input: &mut &str) -> Result<u32> {
    digits(2).verify(|day: &u32| (1..=31).contains(day)).parse_next(input)
}

/// `1105` or `211105`; some add the Z of UTC, which all are.
pub fn written(input: &mut &str) -> Result<Written> {
    let length = input.bytes().take_while(u8::is_ascii_digit).count();
    let day = if length == 6 { Some(day.parse_next(input)?) } else { None };
    let minutes = hour_and_minute.parse_next(input)?;
    opt('Z').parse_next(input)?;
    Ok(Written { day, minutes })
}

/// `t1`, `t1/t2`, `/t2`, `t1/`: two events, each time on its own.
pub fn pair(input: &mut &str) -> Result<(Option<Written>, Option<Written>)> {
    (opt(written), opt(preceded('/', opt(written))))
        .map(|(first, second)| (first, second.flatten()))
        .verify(|(first, second)| first.is_some() || second.is_some())
        .parse_next(input)
}

pub fn month(input: &mut &str) -> Result<u32> {
    take_while(3, |c: char| c.is_ascii_uppercase())
        .verify_map(|name: &str| MONTHS.iter().position(|m| *m == name))
        .verify_map(|index| u32::try_from(index + 1).ok())
        .parse_next(input)
}

/// `25` is 2025: telexes speak of this century.
pub fn year(input: &mut &str) -> Result<i32> {
    let full = digits(4).verify(|year: &u32| (2000..=2099).contains(year));
    alt((full, digits(2).map(|year| 2000 + year))).verify_map(|year| i32::try_from(year).ok()).parse_next(input)
}

/// `21`, `21MAY`, `21MAY26`.
pub fn date(input: &mut &str) -> Result<Date> {
    let day = day.parse_next(input)?;
    let month = opt(month).parse_next(input)?;
    let year = if month.is_some() { opt(year).parse_next(input)? } else { None };
    Ok(Date { day, month, year })
}

/// `BA117`, `6E25`, `KLM0642D`; a carrier has a letter.
pub fn flight(text: &str) -> Option<Designator> {
    designator(text).filter(|(carrier, _, _)| carrier.as_str().bytes().any(|b| b.is_ascii_alphabetic()))
}

/// `BA117/21`, `KLM0642D/21MAY`.
pub fn dated_flight(input: &mut &str) -> Result<(Designator, Date)> {
    let flight = take_till(3..=9, '/').verify_map(flight).parse_next(input)?;
    Ok((flight, preceded('/', date).parse_next(input)?))
}

/// One piece of a delay group: a code of two digits with or without a letter, or of two or three letters; or a duration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delay {
    Code(String),
    /// `None` where the sender left it open.
    Minutes(Option<u32>),
}

/// A delay may be longer than a day, so its hours are not those of a clock.
fn duration(input: &mut &str) -> Result<u32> {
    (digits(2), digits(2).verify(|minute: &u32| *minute < 60))
        .map(|(hours, minutes)| hours * 60 + minutes)
        .parse_next(input)
}

fn delay_piece(input: &mut &str) -> Result<Delay> {
    let letter = || one_of(|c: char| c.is_ascii_uppercase());
    let numeric = (digits(2), opt(letter())).take();
    let alpha = take_while(2..=3, |c: char| c.is_ascii_uppercase());
    alt((
        duration.map(|minutes| Delay::Minutes(Some(minutes))),
        alt((numeric, alpha)).map(|code: &str| Delay::Code(code.to_owned())),
        "".map(|_| Delay::Minutes(None)),
    ))
    .parse_next(input)
}

/// `72/0015`, `31/62/0005/0017`, `93A`, `RA/0120`: codes, then how long each held the flight.
pub fn delays(input: &mut &str) -> Result<Vec<Delay>> {
    separated(1..=9, delay_piece, '/')
        .verify(|pieces: &Vec<Delay>| matches!(pieces.first(), Some(Delay::Code(_))))
        .parse_next(input)
}

/// `112`, `30/185`, `215+0INF`: added up, with the number of infants where it is given apart.
pub fn counts(input: &mut &str) -> Result<u32> {
    let number = || take_while(1..=4, |c: char| c.is_ascii_digit()).parse_to::<u32>();
    let mut total: u32 = number().parse_next(input)?;
    for _ in 0..9 {
        match opt(preceded(one_of(['/', '+']), number())).parse_next(input)? {
            Some(more) => total += more,
            None => break,
        }
    }
    opt("INF").parse_next(input)?;
    Ok(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> Option<(Option<u32>, u32)> {
        written.parse(text).ok().map(|w| (w.day, w.minutes))
    }

    #[test]
    fn a_time_has_four_digits_or_six() {
        assert_eq!(time("0005"), Some((None, 5)));
        assert_eq!(time("2400"), Some((None, 1440)));
        assert_eq!(time("2400Z"), Some((None, 1440)));
        assert_eq!(time("312359"), Some((Some(31), 1439)));
        for wrong in ["", "5", "005", "00055", "2401", "1260", "2500", "001200", "321200", "1200ZZ", "0012005"] {
            assert_eq!(time(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn each_side_of_a_slash_stands_on_its_own() {
        let read =
            |text: &str| pair.parse(text).ok().map(|(a, b)| (a.map(|w| w.minutes), b.map(|w| (w.day, w.minutes))));
        assert_eq!(read("1100"), Some((Some(660), None)));
        assert_eq!(read("1100/"), Some((Some(660), None)));
        assert_eq!(read("2355/010010"), Some((Some(1435), Some((Some(1), 10)))));
        assert_eq!(read("/1115"), Some((None, Some((None, 675)))));
        for wrong in ["", "/", "1100/1", "1100//1115", "1100/1115/1120"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_date_may_have_a_month_and_a_year() {
        let read = |text: &str| date.parse(text).ok().map(|d| (d.day, d.month, d.year));
        assert_eq!(read("09"), Some((9, None, None)));
        assert_eq!(read("16DEC"), Some((16, Some(12), None)));
        assert_eq!(read("29FEB28"), Some((29, Some(2), Some(2028))));
        assert_eq!(read("29FEB2028"), Some((29, Some(2), Some(2028))));
        for wrong in ["9", "00", "32", "16DEZ", "1626", "16DEC1"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_delay_group_is_codes_then_durations() {
        let codes = |text: &str| {
            let pieces = delays.parse(text).ok()?;
            let code = |d: &Delay| {
                if let Delay::Code(code) = d { Some(code.clone()) } else { None }
            };
            Some(pieces.iter().filter_map(code).collect::<Vec<_>>().join(" "))
        };
        assert_eq!(codes("72/0015").as_deref(), Some("72"));
        assert_eq!(codes("31/62/0005/0017").as_deref(), Some("31 62"));
        assert_eq!(codes("93A/RA/0015").as_deref(), Some("93A RA"));
        assert_eq!(codes("81").as_deref(), Some("81"));
        assert_eq!(codes("81/").as_deref(), Some("81"));
        assert_eq!(codes("89A/0010/").as_deref(), Some("89A"));
        for wrong in ["", "/0015", "0015", "7", "727", "72/15X5", "72-0015", "ABCD/0015", "72/2560"] {
            assert_eq!(codes(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn passengers_are_added_up() {
        let read = |text: &str| counts.parse(text).ok();
        assert_eq!(read("112"), Some(112));
        assert_eq!(read("30/185"), Some(215));
        assert_eq!(read("215+3INF"), Some(218));
        for wrong in ["", "/1", "112X", "1/", "12345"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
