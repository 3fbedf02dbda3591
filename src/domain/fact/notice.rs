//! Notices as facts: what a party must be told, in words that are
//! data, and how far it has come with that party. Must not know:
//! who is told what (that is `notice`), screens.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Something a party must be told. Addressed to one party; its text names nobody.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Notice {
    pub kind: NoticeKind,
    /// The audience that is told.
    pub party: String,
    /// Why: the fact that turned.
    pub cause: Uuid,
    pub must_ack: bool,
    pub words: Words,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_word: Option<DateTime<Utc>>,
}

/// What a notice says, as data: screens put it into the reader's language, `text` is the English.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Words {
    pub text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flight: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    /// How many people it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoticeKind {
    Cancelled,
    Diverted,
    Reinstated,
    Returned,
    Departed,
    Broken,
    Tight,
    Watch,
    Recovered,
    Door,
    Manifest,
    MovementCancelled,
    CountMismatch,
    Contradiction,
    /// Not seen when expected, not back in time, alone too long, or reported missing.
    NotKnown,
    LeftBehind,
    HandoverRefused,
    ReceptionProblem,
    AloneTooLong,
    Rerouted,
    /// The new plan no longer comes through here.
    Farewell,
    Split,
    Joined,
    Callback,
    NotReceived,
}

/// How far a notice has come with one party.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    Told,
    Delivered,
    Seen,
    Acknowledged,
}

impl NoticeKind {
    /// Its cause is an alert, which may be over.
    pub fn of_an_alarm(self) -> bool {
        matches!(
            self,
            Self::CountMismatch
                | Self::Contradiction
                | Self::NotKnown
                | Self::LeftBehind
                | Self::HandoverRefused
                | Self::ReceptionProblem
                | Self::AloneTooLong
                | Self::Callback
                | Self::NotReceived
        )
    }
}

impl Stage {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Told => "told",
            Self::Delivered => "delivered",
            Self::Seen => "seen",
            Self::Acknowledged => "acknowledged",
        }
    }
}
