//! The outgoing half of an upgraded connection, with a signal when the connection has taken what was written.
//! It asks for more only while its own buffer is short, so the signal is how a slow reader is felt.
//! Must not know: frames, sessions.

use actix_web::HttpResponse;
use actix_web::body::{BodySize, BoxBody, MessageBody};
use bytes::Bytes;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use tokio::sync::Notify;

struct Paced {
    body: BoxBody,
    taken: Rc<Notify>,
}

/// The response, and what tells that it has taken everything written so far.
pub(super) fn paced(response: HttpResponse) -> (HttpResponse, Rc<Notify>) {
    let taken = Rc::new(Notify::new());
    let signal = taken.clone();
    (response.map_body(|_, body| Paced { body, taken: signal }.boxed()), taken)
}

impl MessageBody for Paced {
    type Error = <BoxBody as MessageBody>::Error;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        let polled = Pin::new(&mut self.body).poll_next(cx);
        if matches!(polled, Poll::Ready(Some(Ok(_)))) {
            self.taken.notify_one();
        }
        polled
    }
}
