//! The personal half of a fact: people, free text, who said it at a shared
//! post. Sealed wherever it is stored, and destroyed with the movement's
//! key. Must not know: how it is sealed, who may read it.

use crate::domain::manifest::Sex;
use crate::domain::plan::{People, Person};
use serde::{Deserialize, Serialize};

/// The personal half of a fact: sealed wherever it is stored, destroyed with the movement's key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Private {
    People(Box<People>),
    Said(Box<Confidence>),
}

/// What was said beside a fact: free text, who said it at a shared post, and whom it names.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Confidence {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The person at a shared post.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The party outside, by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub named: Option<String>,
    /// A person who was added.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<Box<Person>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub correction: Option<Box<Correction>>,
    /// What a guardian said to prove who they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locator: Option<String>,
}

/// What is put right about a person; absent stays as it was.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Correction {
    pub called: Option<String>,
    pub name: Option<String>,
    pub name_local: Option<String>,
    pub sex: Option<Sex>,
    pub languages: Option<Vec<String>>,
    pub bags: Option<u8>,
}

impl Confidence {
    /// `None` if nothing was said.
    pub fn kept(self) -> Option<Private> {
        (self != Self::default()).then(|| Private::Said(Box::new(self)))
    }
}
