//! Audiences: who a document is made for, and the roles whose accounts hold them. The text form is the
//! contract's (`coordinator:us-rp`, `station:ORD`). Must not know: accounts, grants, what an audience may
//! see.

use super::place::{Airport, Malformed};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// One audience. One session serves exactly one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(extend("pattern" = PATTERN, "examples" = ["station:ORD"]))]
pub enum Audience {
    Coordinator(String),
    Station(Airport),
    Receiver(String),
    Authority(String),
    Escort(String),
    Display(Airport),
}

/// What a schema says of an audience.
const PATTERN: &str = "^((coordinator|receiver|authority|escort):[a-z0-9-]{1,40}|(station|display):[A-Z0-9]{3,4})$";

/// What an account is for. `Admin`, `Dpo` and `Feed` never open a movement document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    Coordinator,
    Station,
    Receiver,
    Authority,
    Escort,
    Feed,
    Display,
    Admin,
    Dpo,
}

impl Role {
    pub const ALL: [Self; 9] = [
        Self::Coordinator,
        Self::Station,
        Self::Receiver,
        Self::Authority,
        Self::Escort,
        Self::Feed,
        Self::Display,
        Self::Admin,
        Self::Dpo,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Coordinator => "coordinator",
            Self::Station => "station",
            Self::Receiver => "receiver",
            Self::Authority => "authority",
            Self::Escort => "escort",
            Self::Feed => "feed",
            Self::Display => "display",
            Self::Admin => "admin",
            Self::Dpo => "dpo",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Role {
    type Err = Malformed;
    fn from_str(text: &str) -> Result<Self, Malformed> {
        let expected = "expected one of coordinator, station, receiver, authority, escort, feed, display, admin, dpo";
        Self::ALL.into_iter().find(|r| r.as_str() == text).ok_or(Malformed { expected })
    }
}

/// A short name of accounts, programmes, receivers and authorities: 1 to 40 of `a-z 0-9 -`.
pub fn slug(text: &str) -> Option<&str> {
    let ok = !text.is_empty()
        && text.len() <= 40
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    ok.then_some(text)
}

/// What an account is bound to beyond its role, as an administrator said it. Only what its role uses counts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scopes {
    pub programmes: Vec<String>,
    pub stations: Vec<Airport>,
    pub receivers: Vec<String>,
    pub authorities: Vec<String>,
}

/// The audiences an account may open. A feed, an administrator and a data-protection officer have none,
/// whatever scopes were written beside them: they never see a movement.
#[must_use]
pub fn audiences_of(role: Role, account: &str, scopes: &Scopes) -> Vec<Audience> {
    match role {
        Role::Coordinator => scopes.programmes.iter().cloned().map(Audience::Coordinator).collect(),
        Role::Station => scopes.stations.iter().cloned().map(Audience::Station).collect(),
        Role::Receiver => scopes.receivers.iter().cloned().map(Audience::Receiver).collect(),
        Role::Authority => scopes.authorities.iter().cloned().map(Audience::Authority).collect(),
        Role::Escort => vec![Audience::Escort(account.to_owned())],
        Role::Display => scopes.stations.iter().cloned().map(Audience::Display).collect(),
        Role::Feed | Role::Admin | Role::Dpo => Vec::new(),
    }
}

impl Audience {
    pub fn role(&self) -> Role {
        match self {
            Self::Coordinator(_) => Role::Coordinator,
            Self::Station(_) => Role::Station,
            Self::Receiver(_) => Role::Receiver,
            Self::Authority(_) => Role::Authority,
            Self::Escort(_) => Role::Escort,
            Self::Display(_) => Role::Display,
        }
    }
}

impl fmt::Display for Audience {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let role = self.role().as_str();
        match self {
            Self::Coordinator(x) | Self::Receiver(x) | Self::Authority(x) | Self::Escort(x) => write!(f, "{role}:{x}"),
            Self::Station(a) | Self::Display(a) => write!(f, "{role}:{a}"),
        }
    }
}

impl FromStr for Audience {
    type Err = Malformed;
    fn from_str(text: &str) -> Result<Self, Malformed> {
        let bad = Malformed { expected: "expected an audience like station:ORD or coordinator:us-rp" };
        let (role, name) = text.split_once(':').ok_or(bad.clone())?;
        let named = slug(name).map(str::to_owned).ok_or(bad.clone());
        let airport = || Airport::parse(name);
        Ok(match role {
            "coordinator" => Self::Coordinator(named?),
            "station" => Self::Station(airport()?),
            "receiver" => Self::Receiver(named?),
            "authority" => Self::Authority(named?),
            "escort" => Self::Escort(named?),
            "display" => Self::Display(airport()?),
            _ => return Err(bad),
        })
    }
}

impl TryFrom<String> for Audience {
    type Error = Malformed;
    fn try_from(text: String) -> Result<Self, Malformed> {
        text.parse()
    }
}

impl From<Audience> for String {
    fn from(audience: Audience) -> String {
        audience.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_audience_reads_back_as_written_and_nothing_else_is_one() {
        for text in [
            "coordinator:us-rp",
            "station:ORD",
            "receiver:erie-reception",
            "authority:us-pop",
            "escort:escort-07",
            "display:JFK",
        ] {
            assert_eq!(text.parse::<Audience>().map(|a| a.to_string()), Ok(text.to_owned()));
        }
        for text in ["", "station", "station:", "station:X", "admin:me", "receiver:Erie Reception", "coordinator:"] {
            assert!(text.parse::<Audience>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_role_opens_its_own_audiences_and_no_others() {
        let scopes = Scopes {
            programmes: vec!["us-rp".into()],
            stations: vec![Airport::parse("ORD").unwrap(), Airport::parse("JFK").unwrap()],
            receivers: vec!["erie-reception".into()],
            authorities: vec!["us-pop".into()],
        };
        let check = |role: Role, expected: &[&str]| {
            let of = audiences_of(role, "ana", &scopes).iter().map(ToString::to_string).collect::<Vec<_>>();
            assert_eq!(of, expected, "{role}");
        };
        check(Role::Coordinator, &["coordinator:us-rp"]);
        check(Role::Station, &["station:ORD", "station:JFK"]);
        check(Role::Receiver, &["receiver:erie-reception"]);
        check(Role::Authority, &["authority:us-pop"]);
        check(Role::Escort, &["escort:ana"]);
        check(Role::Display, &["display:ORD", "display:JFK"]);
        for role in [Role::Feed, Role::Admin, Role::Dpo] {
            check(role, &[]);
        }
    }

    #[test]
    fn a_role_reads_back_as_written() {
        for role in Role::ALL {
            assert_eq!(role.as_str().parse(), Ok(role));
        }
        assert!("root".parse::<Role>().is_err());
    }

    #[test]
    fn a_slug_is_short_and_plain() {
        for (text, ok) in
            [("a", true), ("escort-07", true), ("", false), ("Ana", false), ("a/b", false), ("a b", false)]
        {
            assert_eq!(slug(text).is_some(), ok, "{text}");
        }
        assert!(slug(&"a".repeat(40)).is_some() && slug(&"a".repeat(41)).is_none());
    }
}
