//! The band of a connection's margin. The alert on it is damped (`connection::damp`); this is the plain
//! band. Source of the figures: `product.md`, Words. Must not know: how a margin is computed, whom it
//! concerns.

use crate::limits;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// From good to bad; the order is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Band {
    Safe,
    Watch,
    Tight,
    Broken,
}

impl Band {
    /// The plain band of a margin in minutes.
    pub fn of(margin_min: i64) -> Self {
        match margin_min {
            m if m < 0 => Self::Broken,
            m if m < limits::BAND_TIGHT_BELOW_MIN => Self::Tight,
            m if m < limits::BAND_WATCH_BELOW_MIN => Self::Watch,
            _ => Self::Safe,
        }
    }

    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Watch => "watch",
            Self::Tight => "tight",
            Self::Broken => "broken",
        }
    }
}
