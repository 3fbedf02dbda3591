//! The outgoing half of a connection that stays open: parts of bytes go in at one end, the connection takes them out
//! at the other. It asks for more only while its own buffer is short, so being taken is how a slow reader is felt.
//! Must not know: what the bytes mean, sessions.

use actix_web::body::{BodySize, MessageBody};
use bytes::Bytes;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::convert::Infallible;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use tokio::sync::Notify;

/// Where a session writes. Its writer waits for [`Moved::Taken`] before the next frame: that is what bounds it.
pub(super) struct Outlet {
    between: Rc<Between>,
    /// Something was put in since the last `Taken`.
    sending: bool,
}

/// What the framework sends, as the body of the response.
pub(super) struct Outflow(Rc<Between>);

#[derive(Default)]
struct Between {
    waiting: RefCell<VecDeque<Bytes>>,
    ended: Cell<bool>,
    /// Nobody will take anything any more.
    gone: Cell<bool>,
    taker: RefCell<Option<Waker>>,
    moved: Notify,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moved {
    /// Everything that was put in.
    Taken,
    /// The connection is no more.
    Gone,
}

pub(super) fn outlet() -> (Outlet, Outflow) {
    let between = Rc::new(Between::default());
    (Outlet { between: between.clone(), sending: false }, Outflow(between))
}

impl Outlet {
    /// Adds parts of a frame. They are kept as they are: most are shared with other sessions.
    pub fn put<const N: usize>(&mut self, parts: [Bytes; N]) {
        if self.between.gone.get() {
            return;
        }
        self.sending = true;
        self.between.waiting.borrow_mut().extend(parts.into_iter().filter(|part| !part.is_empty()));
        self.between.wake();
    }

    /// Whether something was put in and is not known to be taken.
    pub fn is_sending(&self) -> bool {
        self.sending
    }

    /// Says once that all was taken, or that the connection has gone. Safe to drop and call again.
    pub async fn moved(&mut self) -> Moved {
        loop {
            if self.between.gone.get() {
                return Moved::Gone;
            }
            if self.sending && self.between.waiting.borrow().is_empty() {
                self.sending = false;
                return Moved::Taken;
            }
            self.between.moved.notified().await;
        }
    }

    /// Nothing follows; returns when the connection has taken the last of it, or has gone.
    pub async fn end(&self) {
        self.between.ended.set(true);
        self.between.wake();
        while !self.between.gone.get() {
            self.between.moved.notified().await;
        }
    }
}

impl Drop for Outlet {
    fn drop(&mut self) {
        self.between.ended.set(true);
        self.between.wake();
    }
}

impl Between {
    fn wake(&self) {
        if let Some(taker) = self.taker.take() {
            taker.wake();
        }
    }
}

impl MessageBody for Outflow {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        let between = &self.0;
        let mut waiting = between.waiting.borrow_mut();
        let Some(part) = waiting.pop_front() else {
            if between.ended.get() {
                return Poll::Ready(None);
            }
            between.taker.replace(Some(cx.waker().clone()));
            return Poll::Pending;
        };
        if waiting.is_empty() {
            between.moved.notify_one();
        }
        Poll::Ready(Some(Ok(part)))
    }
}

impl Drop for Outflow {
    fn drop(&mut self) {
        self.0.gone.set(true);
        self.0.waiting.borrow_mut().clear();
        self.0.moved.notify_one();
    }
}
