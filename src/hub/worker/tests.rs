//! The fan-out with real workers on one thread: who is told what, and that a full channel loses nothing.
//! Nothing sleeps: a turn of the scheduler is enough.
//! Must not know: sockets.

use crate::clock::Clock;
use crate::config::settings::ClockSetting;
use crate::hub::doc::{AccountChange, BoardSnapshot, Change, Doc, DocId};
use crate::hub::fanout::Fanout;
use crate::hub::seat::Seat;
use crate::hub::session::{Effects, End, Event, Known, Session, Who};
use crate::hub::worker::Worker;
use crate::limits;
use crate::store::Seq;
use crate::wire::frame::{Have, Held, Hello};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};

/// A board as small as can be: it changes itself, then sends.
struct Board {
    shows: Arc<Mutex<BoardSnapshot>>,
    fanout: Fanout,
    worker: Worker,
}

impl Board {
    fn new() -> Self {
        let shows = Arc::new(Mutex::new(BoardSnapshot::default()));
        let read = shows.clone();
        let fanout = Fanout::new(Arc::new(move || read.lock().unwrap().clone()));
        let worker = fanout.worker();
        Self { shows, fanout, worker }
    }
    fn put(&self, audience: &str, id: &str, body: &str) {
        let doc = Arc::new(Doc::new(DocId::new(id), body, None, 1, Seq(1)));
        let mut shows = self.shows.lock().unwrap();
        shows.audiences.entry(audience.into()).or_default().insert(doc.id.clone(), doc.clone());
        drop(shows);
        self.fanout.send(Change::Put { audience: audience.into(), doc });
    }
    fn gone(&self, audience: &str, id: &str) {
        self.shows.lock().unwrap().audiences.get_mut(audience).unwrap().remove(id);
        self.fanout.send(Change::Gone { audience: audience.into(), id: DocId::new(id), seq: Seq(1) });
    }
    fn join(&self, audience: &str, account: &str, sign_in: &str) -> Client {
        let seat = self.worker.join(&audience.into(), account.into(), Some(sign_in.into()));
        let who = Who { session: "s".into(), audience: audience.into(), two_way: true };
        let hello = Hello { have: Have::Each(Held::new()), audience: None, pending: [].into(), app: None };
        let (session, out) = seat.begin(0, hello, who, &clock());
        let mut client = Client { seat, session, read: Vec::new(), end: None };
        client.take(out);
        client.on(Event::Known(Known::default()));
        client.read_all();
        client
    }
}

struct Client {
    seat: Seat,
    session: Session,
    read: Vec<String>,
    end: Option<End>,
}

impl Client {
    fn take(&mut self, out: Effects) -> bool {
        self.end = self.end.or(out.end);
        let wrote = out.send.is_some();
        self.read.extend(out.send.map(|frame| frame.to_string()));
        wrote
    }
    fn on(&mut self, event: Event<'_>) -> bool {
        let out = self.seat.on(&mut self.session, 0, Some(event), &clock());
        self.take(out)
    }
    fn read_all(&mut self) {
        let out = self.seat.on(&mut self.session, 0, None, &clock());
        self.take(out);
        while self.on(Event::Room) {}
    }
    /// What it was told since the last time.
    fn told(&mut self) -> String {
        self.read_all();
        std::mem::take(&mut self.read).concat()
    }
    fn closed(&mut self) -> Option<u16> {
        self.read_all();
        match self.end {
            Some(End::Close(close)) => Some(close.code),
            _ => None,
        }
    }
}

fn clock() -> Clock {
    Clock::new(ClockSetting::Real)
}

async fn turn() {
    for _ in 0..3 * limits::FANOUT_QUEUE / limits::FANOUT_TURN {
        tokio::task::yield_now().await;
    }
}

fn local(test: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    tokio::task::LocalSet::new().block_on(&runtime, test);
}

#[test]
fn a_change_reaches_its_audience_and_nobody_else() {
    local(async {
        let board = Board::new();
        let (mut ord, mut jfk) = (board.join("station:ORD", "o", "1"), board.join("station:JFK", "j", "1"));
        ord.told();
        jfk.told();
        board.put("station:ORD", "secret", "1");
        turn().await;
        assert!(ord.told().contains("secret"));
        assert_eq!(jfk.told(), "");
        board.gone("station:ORD", "secret");
        turn().await;
        assert_eq!(ord.told(), r#"{"t":"gone","ids":["secret"]}"#);
        assert_eq!(jfk.told(), "");
    });
}

#[test]
fn the_same_content_again_wakes_nobody() {
    local(async {
        let board = Board::new();
        board.put("a", "x", "1");
        let mut client = board.join("a", "o", "1");
        turn().await;
        client.told();
        board.put("a", "x", "1");
        turn().await;
        assert_eq!(client.told(), "");
        assert_eq!(board.fanout.counters().conflated.load(Ordering::Relaxed), 0);
    });
}

#[test]
fn a_full_channel_is_made_up_for_by_reading_the_board_again() {
    local(async {
        let board = Board::new();
        for id in ["left", "stays", "changes"] {
            board.put("a", id, "1");
        }
        turn().await;
        let mut client = board.join("a", "o", "1");
        let mut elsewhere = board.join("b", "p", "1");
        client.told();
        elsewhere.told();
        for n in 0..2 * limits::FANOUT_QUEUE {
            board.put("a", "changes", &n.to_string());
        }
        // None of these finds room in the channel.
        board.gone("a", "left");
        board.put("a", "new", "1");
        board.fanout.send(Change::Fresh(r#""sources":[1]"#.into()));
        board.fanout.send(Change::Account { account: "p".into(), what: AccountChange::Revoked });
        board.shows.lock().unwrap().caught = Seq(9);
        turn().await;
        let rereads = board.fanout.counters().rereads.load(Ordering::Relaxed);
        assert!((2..5).contains(&rereads), "{rereads}");
        assert_eq!(board.worker.caught(), Seq(9));
        let told = client.told();
        assert_eq!(client.closed(), Some(4510), "an account changed and nobody knows which");
        assert_eq!(elsewhere.closed(), Some(4510));
        assert_eq!(told, "", "a session that ends is told nothing more");
        let mut again = board.join("a", "o", "1");
        let told = again.told();
        let last = format!(r#""body":{}}}"#, 2 * limits::FANOUT_QUEUE - 1);
        assert!(told.contains(&last) && told.contains("new") && told.contains("stays"), "{told}");
        assert!(!told.contains("left"), "{told}");
        assert!(told.contains(r#"{"t":"fresh","sources":[1]}"#), "{told}");
    });
}

#[test]
fn a_full_channel_without_an_account_ends_nobody() {
    local(async {
        let board = Board::new();
        board.put("a", "left", "1");
        turn().await;
        let mut client = board.join("a", "o", "1");
        client.told();
        for n in 0..2 * limits::FANOUT_QUEUE {
            board.put("a", "changes", &n.to_string());
        }
        board.gone("a", "left");
        turn().await;
        let told = client.told();
        assert_eq!(client.closed(), None);
        assert!(told.contains(r#"{"t":"gone","ids":["left"]}"#), "{told}");
        assert!(told.contains(&format!(r#""body":{}}}"#, 2 * limits::FANOUT_QUEUE - 1)), "{told}");
        assert!(told.len() < 1000, "the newest only: {told}");
    });
}

#[test]
fn an_account_that_changes_ends_its_own_sessions() {
    local(async {
        let board = Board::new();
        let mut one = board.join("a", "ana", "1");
        let mut two = board.join("b", "ana", "2");
        let mut other = board.join("a", "ben", "3");
        let account: Arc<str> = "ana".into();
        // Whose it was is not known any more when a sign-in has ended.
        board.fanout.send(Change::Account { account: "".into(), what: AccountChange::Expired("2".into()) });
        turn().await;
        assert_eq!((one.closed(), two.closed(), other.closed()), (None, Some(4401), None));
        board.fanout.send(Change::Account { account: account.clone(), what: AccountChange::Revoked });
        board.fanout.send(Change::Account { account, what: AccountChange::Scope });
        turn().await;
        assert_eq!((one.closed(), other.closed()), (Some(4403), None), "the first reason stands");
        board.fanout.send(Change::Stop);
        turn().await;
        assert_eq!(other.closed(), Some(4503));
        assert_eq!(board.join("a", "late", "4").closed(), Some(4503));
    });
}

#[test]
fn who_comes_while_the_node_drains_is_told_too() {
    local(async {
        let board = Board::new();
        let mut early = board.join("a", "ana", "1");
        early.told();
        board.fanout.send(Change::Drain { in_ms: 5, spread_ms: 6 });
        turn().await;
        let drain = r#"{"t":"drain","in_ms":5,"spread_ms":6}"#;
        assert_eq!(early.told(), drain);
        assert!(board.join("a", "ben", "1").told().contains(drain));
    });
}

#[test]
fn marks_wait_as_a_set_and_a_seat_leaves_nothing_behind() {
    local(async {
        let board = Board::new();
        let mut client = board.join("a", "ana", "1");
        client.told();
        for n in 0..50_000 {
            board.put("a", ["x", "y", "z"][n % 3], &n.to_string());
            if n % 1000 == 0 {
                turn().await;
            }
        }
        turn().await;
        assert!(client.seat.post.ids_waiting() < 128, "{}", client.seat.post.ids_waiting());
        assert_eq!(board.fanout.counters().sessions.load(Ordering::Relaxed), 1);
        drop(client);
        assert_eq!(board.fanout.counters().sessions.load(Ordering::Relaxed), 0);
        let empty = board.join("nobody", "ana", "1");
        drop(empty);
        assert_eq!(board.worker.0.audiences.borrow().len(), 1, "an audience of nothing and nobody is forgotten");
    });
}

#[test]
fn a_session_is_woken_and_told_when_the_board_has_caught_up() {
    local(async {
        let board = Board::new();
        let mut client = board.join("a", "ana", "1");
        client.told();
        let id = uuid::Uuid::from_u128(1);
        let at = "1970-01-01T00:00:00Z";
        client.on(Event::Text(&format!(
            r#"{{"t":"do","id":"{id}","kind":"count","movement":"{id}","at":"{at}","sent":"{at}"}}"#
        )));
        let done = crate::wire::say::Done::new(id, crate::wire::codes::Outcome::Applied);
        client.on(Event::Done(done, Some(Seq(7))));
        assert_eq!(client.told(), "");
        board.put("a", &id.to_string(), "1");
        board.fanout.send(Change::Caught(Seq(7)));
        client.seat.woken().await;
        turn().await;
        let told = client.told();
        let (put, done) = (told.find(r#""put""#).unwrap(), told.find(r#""done""#).unwrap());
        assert!(put < done, "{told}");
    });
}
