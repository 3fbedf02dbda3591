//! The loop of one connection: what happens goes into the session, what the session wants is done. It holds no
//! state of the protocol, and waits in one place only.
//! Must not know: the order of frames, limits of clients, what is in a document.

use super::Guest;
use super::commands::{Commands, Doors};
use super::line::{Came, Line};
use crate::clock::Clock;
use crate::hub::greeting::{Greeted, Greeting, Said};
use crate::hub::seat::Seat;
use crate::hub::session::{Effects, End, Event, Session, Who};
use crate::hub::worker::Worker;
use crate::limits;
use crate::wire::codes;
use crate::wire::frame::Hello;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, sleep_until};

/// Real time of this connection, in milliseconds.
#[derive(Clone, Copy)]
pub(super) struct Since(Instant);

impl Since {
    pub fn now() -> Self {
        Self(Instant::now())
    }
    fn ms(self) -> u64 {
        self.0.elapsed().as_millis() as u64
    }
    fn at(self, ms: u64) -> Instant {
        self.0 + Duration::from_millis(ms.min(u64::from(u32::MAX)))
    }
}

/// Runs a connection from its first frame, which has to be a `hello`, to its end.
pub(super) async fn greet_and_talk(mut line: impl Line, guest: Guest, worker: Worker, clock: Clock, doors: Doors) {
    let since = Since::now();
    let hello = match greet(&mut line, since).await {
        Ok(hello) => hello,
        Err(end) => return end_line(line, end).await,
    };
    let Some(audience) = guest.pick(&hello) else {
        tracing::info!(account = %guest.account, "hello for an audience the account does not hold");
        return line.close(codes::MALFORMED).await;
    };
    let begun = Begun::new(since, *hello, guest, audience, true, &worker, &clock);
    talk(line, begun, clock, doors).await;
}

/// A session that has its seat, and what it wants done first.
pub(super) struct Begun {
    since: Since,
    audience: Arc<str>,
    seat: Seat,
    pub session: Session,
    first: Effects,
}

impl Begun {
    /// `two_way` as in [`Who`].
    pub fn new(
        since: Since,
        hello: Hello,
        guest: Guest,
        audience: Arc<str>,
        two_way: bool,
        worker: &Worker,
        clock: &Clock,
    ) -> Self {
        let seat = worker.join(&audience, guest.account, guest.sign_in);
        let who = Who { session: uuid::Uuid::new_v4().to_string(), audience: audience.to_string(), two_way };
        let (session, first) = seat.begin(since.ms(), hello, who, clock);
        Self { since, audience, seat, session, first }
    }
}

/// Runs a session that has begun to its end.
pub(super) async fn talk(line: impl Line, begun: Begun, clock: Clock, doors: Doors) {
    let Begun { since, audience, seat, session, first } = begun;
    let commands = Commands::new(doors, audience);
    let mut talk = Talk { line, seat, session, commands, clock, since, sending_ms: None };
    let end = talk.run(first).await;
    let Talk { line, commands, seat, .. } = talk;
    drop(seat);
    actix_web::rt::spawn(commands.finish());
    end_line(line, end).await;
}

/// How a connection ends.
enum Over {
    Ours(End),
    Theirs(Option<u16>),
}

async fn end_line(line: impl Line, over: Over) {
    match over {
        Over::Ours(End::Close(close)) => line.close(close).await,
        Over::Ours(End::Dead) => line.cut(),
        Over::Theirs(code) => line.left(code).await,
    }
}

/// Waits for the `hello`; nothing can be sent before it, but pongs.
async fn greet(line: &mut impl Line, since: Since) -> Result<Box<Hello>, Over> {
    let mut greeting = Greeting::new(since.ms());
    loop {
        let until = since.at(greeting.until_ms());
        let came = tokio::select! {
            came = line.next() => came,
            () = sleep_until(until) => None,
        };
        let now = since.ms();
        let greeted = match came {
            None | Some(Came::Beat | Came::Answer) => greeting.on(now, Said::Nothing),
            Some(Came::Text(text)) => greeting.on(now, Said::Text(&text)),
            Some(Came::Binary) => greeting.on(now, Said::Binary),
            Some(Came::Broken(close)) => return Err(Over::Ours(End::Close(close))),
            Some(Came::Left(code)) => return Err(Over::Theirs(code)),
        };
        greeting = match greeted {
            Greeted::Waiting(greeting) => greeting,
            Greeted::Hello(hello) => return Ok(hello),
            Greeted::Close(close) => return Err(Over::Ours(End::Close(close))),
        };
        line.answer_ping();
    }
}

struct Talk<L> {
    line: L,
    seat: Seat,
    session: Session,
    commands: Commands,
    clock: Clock,
    since: Since,
    /// The frame on its way was written then.
    sending_ms: Option<u64>,
}

impl<L: Line> Talk<L> {
    async fn run(&mut self, first: Effects) -> Over {
        if let Some(end) = self.carry_out(first) {
            return Over::Ours(end);
        }
        loop {
            let effects = match self.wait().await {
                Ok(effects) => effects,
                Err(over) => return over,
            };
            if let Some(end) = self.carry_out(effects) {
                return Over::Ours(end);
            }
        }
    }

    /// Until something happens, and what the session makes of it.
    async fn wait(&mut self) -> Result<Effects, Over> {
        let now = self.since.ms();
        let slow = self.sending_ms.map_or(u64::MAX, |at| at + ms(limits::SEND_WITHIN));
        let wake = self.since.at(self.session.next_tick_ms(now).min(slow));
        tokio::select! {
            came = self.line.next() => match came {
                None => {
                    let sent = self.sending_ms.take().is_some();
                    Ok(self.on(if sent { Event::Room } else { Event::Tick }))
                }
                Some(Came::Text(text)) => Ok(self.on(Event::Text(&text))),
                Some(Came::Binary) => Ok(self.on(Event::Binary)),
                Some(Came::Beat) => Ok(self.on(Event::Heard)),
                Some(Came::Answer) => Ok(self.on(Event::Answered)),
                Some(Came::Broken(close)) => Ok(self.on(Event::Ended(close))),
                Some(Came::Left(code)) => Err(Over::Theirs(code)),
            },
            () = self.seat.woken() => Ok(self.seat.on(&mut self.session, self.since.ms(), None, &self.clock)),
            answer = self.commands.next() => Ok(match answer.event() {
                Some(event) => self.on(event),
                None => Effects::default(),
            }),
            () = sleep_until(wake) => {
                let slow = self.since.ms() >= slow;
                Ok(self.on(if slow { Event::Ended(codes::TOO_SLOW) } else { Event::Tick }))
            }
        }
    }

    fn on(&mut self, event: Event<'_>) -> Effects {
        self.seat.on(&mut self.session, self.since.ms(), Some(event), &self.clock)
    }

    fn carry_out(&mut self, effects: Effects) -> Option<End> {
        self.commands.ask(effects.asks);
        if effects.end.is_some() {
            return effects.end;
        }
        if let Some(frame) = effects.send {
            self.sending_ms = Some(self.since.ms());
            self.line.write(frame);
        }
        self.line.answer_ping();
        None
    }
}

fn ms(duration: Duration) -> u64 {
    duration.as_millis() as u64
}
