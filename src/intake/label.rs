//! Labels: the short neutral name of a movement on signs, bag cards and the phone, unique on each day of its journey.
//! Letters and digits that are easily taken for another are left out, because it is read aloud in noise.
//! Must not know: people.

use super::{Intake, IntakeError};
use crate::domain::plan::Leg;
use crate::ledger::key;
use crate::store::{Change, Held, Record, Write};
use std::collections::BTreeSet;

const LETTERS: &[u8] = b"ACEFHKLMNPRTUVWX";
const DIGITS: &[u8] = b"23456789";

/// Picks as many labels as asked that no other movement has on any day of these legs, and the writes that take them.
/// Unique in the whole deployment, not only at each station: the coordinator hears labels of all stations on one phone.
///
/// # Errors
/// When the store is away.
pub async fn take<'a>(
    intake: &Intake,
    legs: impl IntoIterator<Item = &'a Leg>,
    many: usize,
) -> Result<(Vec<String>, Vec<Write>), IntakeError> {
    let instants = legs.into_iter().flat_map(|leg| [leg.scheduled_out, leg.scheduled_in]);
    let days: BTreeSet<_> = instants.map(|at| at.date_naive()).collect();
    let keys: Vec<_> = days.into_iter().map(key::labels).collect();
    let held = intake.movements.store().read_many(&keys).await?;
    let mut taken: BTreeSet<String> =
        held.iter().flat_map(|h| &h.records).map(|r| String::from_utf8_lossy(r).into_owned()).collect();
    let mut labels = Vec::new();
    for _ in 0..many {
        let label = first_free(&taken);
        taken.insert(label.clone());
        labels.push(label);
    }
    let records: Vec<Record> = labels.iter().map(|label| label.as_bytes().to_vec().into()).collect();
    let append = |(key, held): (_, Held)| {
        let change = Change::Append(records.clone());
        Write { key, expected: held.version, change }
    };
    let writes = keys.into_iter().zip(held).map(append).collect();
    Ok((labels, writes))
}

/// Two characters while they last, spread over the letters so that neighbours differ in more than the digit.
fn first_free(taken: &BTreeSet<String>) -> String {
    let two = (0..DIGITS.len() * LETTERS.len()).filter_map(|n| {
        let letter = LETTERS.get(n * 7 % LETTERS.len())?;
        let digit = DIGITS.get((n / LETTERS.len() + n) % DIGITS.len())?;
        Some(format!("{}{}", char::from(*letter), char::from(*digit)))
    });
    let three = (100..1000).flat_map(|n| LETTERS.iter().map(move |l| format!("{}{n}", char::from(*l))));
    two.chain(three).find(|l| !taken.contains(l)).unwrap_or_else(|| format!("Z{}", taken.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_never_given_twice_while_it_is_taken() {
        let mut taken = BTreeSet::new();
        for _ in 0..1000 {
            assert!(taken.insert(first_free(&taken)));
        }
    }
}
