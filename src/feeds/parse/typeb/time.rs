//! Which day a telex means. It writes days without a month and times without a day; the rules that follow are those of
//! the movement manuals and of what senders do, and they are all here.
//! Must not know: lines, what a time is the time of, the clock of this machine.

use super::grammar::{Date, Written};
use chrono::{DateTime, Datelike, Days, Months, NaiveDate, TimeDelta, Utc};

/// How far back a change of the schedule may reach that names no year.
const PAST_DAYS: u64 = 31;

/// What the days of one telex are counted from.
#[derive(Debug, Clone, Copy)]
pub struct Calendar {
    /// When it was sent, else when it was received.
    reference: DateTime<Utc>,
    sent: Option<DateTime<Utc>>,
}

/// An event of the same telex that comes before the one to be placed.
#[derive(Debug, Clone, Copy)]
pub struct Before {
    pub at: DateTime<Utc>,
    /// Its day was written, or follows from one that was, so that it stands whatever the reference is.
    pub dated: bool,
}

/// The line of origin: its day, hour and minute, and the month where the sender adds it.
#[derive(Debug, Clone, Copy)]
pub struct Origin {
    pub written: Written,
    pub month: Option<(u32, Option<i32>)>,
}

impl Calendar {
    /// Rule 1: the reference is the time of the origin line, in the month that puts it nearest to the receipt; else the
    /// receipt. `None` for an origin on a day that its month does not have.
    pub fn of(origin: Option<Origin>, received: DateTime<Utc>) -> Option<Calendar> {
        let Some(Origin { written, month }) = origin else {
            return Some(Self::received(received));
        };
        let day = written.day?;
        let sent = match month {
            Some((month, year)) => {
                let date = near_date(Date { day, month: Some(month), year }, received)?;
                on(date, written.minutes)?
            }
            None => near_month(day, written.minutes, received)?,
        };
        Some(Calendar { reference: sent, sent: Some(sent) })
    }

    pub fn received(at: DateTime<Utc>) -> Calendar {
        Calendar { reference: at, sent: None }
    }

    pub fn sent(&self) -> Option<DateTime<Utc>> {
        self.sent
    }

    pub fn reference(&self) -> DateTime<Utc> {
        self.reference
    }

    /// Rule 2: with a day, the month that puts it nearest to the reference. Rule 3: without one, the day that puts it
    /// nearest to the reference, then one day later if it falls before the event that comes before it. Where nobody
    /// said when the telex was sent, an event whose day is written is a better reference than the receipt.
    pub fn time(&self, written: Written, before: Option<Before>) -> Option<DateTime<Utc>> {
        if let Some(day) = written.day {
            return near_month(day, written.minutes, self.reference);
        }
        let reference = match before {
            Some(Before { at, dated: true }) if self.sent.is_none() => at,
            _ => self.reference,
        };
        let at = near_day(written.minutes, reference)?;
        let early = before.is_some_and(|before| at < before.at);
        if early { at.checked_add_signed(TimeDelta::days(1)) } else { Some(at) }
    }

    /// The day of a flight: nearest to the reference in what is not written of it.
    pub fn date(&self, date: Date) -> Option<NaiveDate> {
        near_date(date, self.reference)
    }

    /// The day of a flight in a change of the schedule. Such telexes look ahead: without a year it is the one that
    /// comes next, or lies less than [`PAST_DAYS`] back.
    pub fn coming(&self, date: Date) -> Option<NaiveDate> {
        match date {
            Date { day, month: Some(month), year: None } => self
                .years()
                .find_map(|year| NaiveDate::from_ymd_opt(year, month, day).filter(|date| *date >= self.earliest())),
            _ => self.date(date),
        }
    }

    /// The first and last day of a period. A season has often begun when it is changed: without a year it is the one
    /// that ends next.
    pub fn period(&self, from: Date, to: Date) -> Option<(NaiveDate, NaiveDate)> {
        let day = |date: Date, year: i32| NaiveDate::from_ymd_opt(date.year.unwrap_or(year), date.month?, date.day);
        let of_year = |year| {
            let first = day(from, year)?;
            let last = [first.year(), first.year() + 1].into_iter().find_map(|y| day(to, y).filter(|d| *d >= first))?;
            (from.year.is_some() || last >= self.earliest()).then_some((first, last))
        };
        self.years().find_map(of_year)
    }

    fn years(&self) -> std::ops::RangeInclusive<i32> {
        self.reference.year() - 1..=self.reference.year() + 1
    }

    fn earliest(&self) -> NaiveDate {
        let today = self.reference.date_naive();
        today.checked_sub_days(Days::new(PAST_DAYS)).unwrap_or(today)
    }
}

fn on(date: NaiveDate, minutes: u32) -> Option<DateTime<Utc>> {
    date.and_hms_opt(0, 0, 0)?.and_utc().checked_add_signed(TimeDelta::minutes(i64::from(minutes)))
}

/// The nearest; of two just as near the earlier, as a telex tells what has been.
fn nearest(reference: DateTime<Utc>, among: impl Iterator<Item = DateTime<Utc>>) -> Option<DateTime<Utc>> {
    among.min_by_key(|at| ((*at - reference).abs(), *at))
}

fn near_day(minutes: u32, reference: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let first = reference.date_naive().checked_sub_days(Days::new(2))?;
    nearest(reference, (0..5).filter_map(|days| on(first.checked_add_days(Days::new(days))?, minutes)))
}

fn near_month(day: u32, minutes: u32, reference: DateTime<Utc>) -> Option<DateTime<Utc>> {
    // Of two months that follow each other one has 31 days, so the neighbours are enough.
    let first = reference.date_naive().with_day(1)?.checked_sub_months(Months::new(1))?;
    let in_month = |months| on(first.checked_add_months(Months::new(months))?.with_day(day)?, minutes);
    nearest(reference, (0..3).filter_map(in_month))
}

fn near_date(date: Date, reference: DateTime<Utc>) -> Option<NaiveDate> {
    // Days are weighed at noon, so that the hour of the reference decides nothing.
    const NOON: u32 = 720;
    let Date { day, month, year } = date;
    let noon = match (month, year) {
        (None, _) => near_month(day, NOON, reference),
        (Some(month), Some(year)) => on(NaiveDate::from_ymd_opt(year, month, day)?, NOON),
        (Some(month), None) => {
            let in_year = |year| on(NaiveDate::from_ymd_opt(year, month, day)?, NOON);
            nearest(reference, (reference.year() - 1..=reference.year() + 1).filter_map(in_year))
        }
    };
    noon.map(|at| at.date_naive())
}
