//! What can be wrong on the way between two parties, as a value: parsed from the command line, told in a verdict.
//! Loss is what TCP makes of it, late bytes and now and then a reset: packets themselves cannot be lost in a process.
//! Must not know: sockets.

use std::fmt;
use std::str::FromStr;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Bytes pass as they come.
    Pass,
    /// Connections are reset, new ones too.
    Cut,
    /// What the client says vanishes; the connection stays open.
    CutUp,
    /// What the server says vanishes; the connection stays open.
    CutDown,
    /// Nothing passes and nothing closes; what was said waits, as it does behind a dead radio link.
    HalfOpen,
    /// Each way, in milliseconds.
    DelayMs(u32),
    /// Bytes per second, each way.
    Drip(u32),
    /// Percent of the segments that come a retransmission late: 200 to 1,000 ms, and all behind them.
    Stall(u32),
    /// Percent of the segments at which the connection is reset.
    Reset(u32),
}

const WORDS: &str =
    "pass, cut, cut-up, cut-down, half-open, delay:MS, drip:BYTES_PER_SECOND, stall:PERCENT, reset:PERCENT";

impl FromStr for Fault {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (word, number) = text.split_once(':').unwrap_or((text, ""));
        let number = || number.parse::<u32>().map_err(|_| format!("`{text}` needs a number; one of {WORDS}"));
        let percent = || number().and_then(|n| if n <= 100 { Ok(n) } else { Err(format!("`{text}`: at most 100")) });
        Ok(match word {
            "pass" => Self::Pass,
            "cut" => Self::Cut,
            "cut-up" => Self::CutUp,
            "cut-down" => Self::CutDown,
            "half-open" => Self::HalfOpen,
            "delay" => Self::DelayMs(number()?),
            "drip" => Self::Drip(number()?.max(1)),
            "stall" => Self::Stall(percent()?),
            "reset" => Self::Reset(percent()?),
            _ => return Err(format!("no fault `{text}`; one of {WORDS}")),
        })
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pass => write!(f, "pass"),
            Self::Cut => write!(f, "cut"),
            Self::CutUp => write!(f, "cut-up"),
            Self::CutDown => write!(f, "cut-down"),
            Self::HalfOpen => write!(f, "half-open"),
            Self::DelayMs(ms) => write!(f, "delay:{ms}"),
            Self::Drip(bytes) => write!(f, "drip:{bytes}"),
            Self::Stall(percent) => write!(f, "stall:{percent}"),
            Self::Reset(percent) => write!(f, "reset:{percent}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_can_be_asked_for() {
        for text in ["pass", "cut", "cut-up", "cut-down", "half-open", "delay:500", "drip:1", "stall:5", "reset:2"] {
            assert_eq!(text.parse::<Fault>().unwrap().to_string(), text);
        }
        assert!("stall:101".parse::<Fault>().is_err() && "delay".parse::<Fault>().is_err());
    }
}
