//! What to say of a value of the wrong shape: what was expected, never what was sent. It may be a name that stands
//! in the wrong field, and refusals are copied into logs, tickets and mails.
//! Must not know: which shape, who sent it.

/// An error of the JSON reader without the value it met.
pub fn expected(error: &str) -> String {
    for kind in ["invalid type", "invalid value", "unknown variant"] {
        let quotes = error.strip_prefix(kind).is_some_and(|rest| rest.starts_with([':', ' ']));
        if let Some((_, expected)) = error.rsplit_once(", expected ").filter(|_| quotes) {
            return format!("{kind}, expected {expected}");
        }
    }
    error.to_owned()
}

#[cfg(test)]
mod tests {
    use super::expected;

    #[test]
    fn what_was_sent_is_not_said_again() {
        for (error, says) in [
            (r#"invalid type: string "Ana", expected u8 at line 1"#, "invalid type, expected u8 at line 1"),
            (r#"invalid value: string ", expected Ana", expected a date"#, "invalid value, expected a date"),
            ("unknown variant `Ana`, expected `flight` or `ground`", "unknown variant, expected `flight` or `ground`"),
            ("unknown field `nmae`, expected `name`", "unknown field `nmae`, expected `name`"),
            ("missing field `name`", "missing field `name`"),
        ] {
            assert_eq!(expected(error), says);
        }
    }
}
