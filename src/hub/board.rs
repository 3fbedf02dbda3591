//! The board: for every audience, the documents it should hold now, each encoded once. It renders a movement
//! when the follower says it was touched, compares revisions, and hands only what differs to the fan-out: a
//! hidden field that changed sends nothing. Must not know: feeds, commands, the clock, sockets.

use super::doc::{BoardSnapshot, Change, Doc, DocId};
use super::fanout::Fanout;
use crate::domain::access::{self, WindowTimes};
use crate::domain::connection_rules::Rules as ConnectionRules;
use crate::domain::plan::Places;
use crate::domain::view::{self, Documents, Scene};
use crate::ledger::movement::Loaded;
use crate::ledger::shelf::Shelf;
use crate::store::Seq;
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, PoisonError, RwLock};
use tokio::sync::watch;
use uuid::Uuid;

type Shown = HashMap<Arc<str>, BTreeMap<DocId, Arc<Doc>>>;

/// What every audience holds; shared by the follower, which writes, and whoever answers a read.
pub struct Board<P> {
    inner: Arc<RwLock<Inner>>,
    fanout: Fanout,
    rules: Arc<BoardRules<P>>,
    progress: Arc<watch::Sender<Seq>>,
}

impl<P> Clone for Board<P> {
    fn clone(&self) -> Self {
        Self {
            inner: self.inner.clone(),
            fanout: self.fanout.clone(),
            rules: self.rules.clone(),
            progress: self.progress.clone(),
        }
    }
}

/// What a view needs beside the movement and its flights.
pub struct BoardRules<P> {
    pub places: P,
    pub connection: ConnectionRules,
    pub windows: WindowTimes,
}

#[derive(Default)]
struct Inner {
    shown: Shown,
    /// Which audiences hold something of a movement.
    holders: HashMap<Uuid, HashSet<Arc<str>>>,
    caught: Seq,
}

impl<P: Places> Board<P> {
    /// A board and the fan-out that its workers read from.
    pub fn new(rules: BoardRules<P>) -> (Self, Fanout) {
        let inner: Arc<RwLock<Inner>> = Arc::default();
        let shown = inner.clone();
        let fanout = Fanout::new(Arc::new(move || {
            let inner = shown.read().unwrap_or_else(PoisonError::into_inner);
            BoardSnapshot { audiences: inner.shown.clone(), caught: inner.caught }
        }));
        let (progress, _) = watch::channel(Seq::default());
        let board = Self { inner, fanout: fanout.clone(), rules: Arc::new(rules), progress: Arc::new(progress) };
        (board, fanout)
    }

    /// Renders a movement for all its audiences and sends what differs; returns how many documents did.
    pub fn show(&self, shelf: &Shelf, loaded: &Loaded, seq: Seq) -> usize {
        let changes = self.compare(loaded.movement.id, self.rendered(shelf, loaded, seq), seq);
        let count = changes.len();
        for change in changes {
            self.fanout.send(change);
        }
        count
    }

    /// A movement that is gone from the store is gone from every audience.
    pub fn remove(&self, id: Uuid, seq: Seq) {
        for change in self.compare(id, HashMap::new(), seq) {
            self.fanout.send(change);
        }
    }

    /// Everything up to here has been shown: whoever waits for the effect of a commit may go on.
    pub fn caught(&self, seq: Seq) {
        self.write(|inner| inner.caught = seq);
        self.progress.send_replace(seq);
        self.fanout.send(Change::Caught(seq));
    }

    fn rendered(&self, shelf: &Shelf, loaded: &Loaded, seq: Seq) -> HashMap<Arc<str>, Vec<Arc<Doc>>> {
        let rules = &*self.rules;
        let flights = shelf.flights(loaded);
        let connections = flights.connections(&loaded.movement, &rules.connection, &rules.places);
        let scene = Scene {
            movement: &loaded.movement,
            flights: &flights,
            connections: &connections,
            rules: &rules.connection,
            places: &rules.places,
        };
        access::audiences(&loaded.movement, &rules.places)
            .iter()
            .filter_map(|audience| {
                let grant = access::grant(&loaded.movement, audience, &flights, &rules.windows)?;
                let documents = view::render(&scene, &grant);
                Some((Arc::from(audience.to_string()), encoded(loaded.movement.id, documents, grant.people_until, seq)))
            })
            .collect()
    }

    fn compare(&self, id: Uuid, mut now: HashMap<Arc<str>, Vec<Arc<Doc>>>, seq: Seq) -> Vec<Change> {
        self.write(|inner| {
            let before = inner.holders.remove(&id).unwrap_or_default();
            inner.holders.insert(id, now.keys().cloned().collect());
            let mut changes = Vec::new();
            for audience in before {
                now.entry(audience).or_default();
            }
            for (audience, docs) in now {
                let held = inner.shown.entry(audience.clone()).or_default();
                for gone in ids(id).into_iter().filter(|i| !docs.iter().any(|d| d.id == *i)) {
                    if held.remove(&gone).is_some() {
                        changes.push(Change::Gone { audience: audience.clone(), id: gone, seq });
                    }
                }
                for doc in docs {
                    if held.get(&doc.id).is_some_and(|h| h.rev == doc.rev && h.until == doc.until) {
                        continue;
                    }
                    held.insert(doc.id.clone(), doc.clone());
                    changes.push(Change::Put { audience: audience.clone(), doc });
                }
                if held.is_empty() {
                    inner.shown.remove(&audience);
                }
            }
            if inner.holders.get(&id).is_some_and(HashSet::is_empty) {
                inner.holders.remove(&id);
            }
            changes
        })
    }

    /// Changes whenever more has been shown.
    pub fn progress(&self) -> watch::Receiver<Seq> {
        self.progress.subscribe()
    }

    pub fn seq(&self) -> Seq {
        self.read(|inner| inner.caught)
    }

    /// One audience's documents of one movement: live, and people if the window is open.
    pub fn documents(&self, audience: &str, id: Uuid) -> (Option<Arc<Doc>>, Option<Arc<Doc>>) {
        let [live, people] = ids(id);
        self.read(|inner| {
            let held = inner.shown.get(audience);
            let get = |id: &DocId| held.and_then(|h| h.get(id)).cloned();
            (get(&live), get(&people))
        })
    }

    /// Every document of an audience, in order of id.
    pub fn all(&self, audience: &str) -> Vec<Arc<Doc>> {
        self.read(|inner| inner.shown.get(audience).into_iter().flat_map(BTreeMap::values).cloned().collect())
    }

    fn read<T>(&self, look: impl FnOnce(&Inner) -> T) -> T {
        look(&self.inner.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn write<T>(&self, act: impl FnOnce(&mut Inner) -> T) -> T {
        act(&mut self.inner.write().unwrap_or_else(PoisonError::into_inner))
    }
}

fn encoded(id: Uuid, documents: Documents, people_until: Option<DateTime<Utc>>, seq: Seq) -> Vec<Arc<Doc>> {
    let [live, people] = ids(id);
    let mut docs =
        vec![Arc::new(Doc::new(live, &documents.live.to_string(), documents.live_until, documents.urgency, seq))];
    if let Some(body) = documents.people {
        docs.push(Arc::new(Doc::new(people, &body.to_string(), people_until, documents.urgency, seq)));
    }
    docs
}

/// The ids a movement's documents can have.
fn ids(id: Uuid) -> [DocId; 2] {
    [DocId::new(id.to_string()), DocId::new(format!("{id}/people"))]
}
