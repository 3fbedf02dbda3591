//! The kernel's side of a connection: small send buffers, because what lies there can no longer be replaced by
//! something newer, and an end for peers that acknowledge nothing.
//! Must not know: frames, sessions, HTTP beyond the request a connection belongs to.

use crate::limits;
use actix_web::HttpRequest;
use actix_web::dev::Extensions;
use actix_web::rt::net::TcpStream;
use socket2::{SockRef, Socket};
use std::any::Any;
use std::cell::RefCell;
use std::net::Shutdown;
use std::time::Duration;

/// A second handle on a connection's socket, kept with the connection until it is upgraded.
struct Handle(RefCell<Option<Socket>>);

/// For `HttpServer::on_connect`: keeps what [`narrow`] will need.
pub fn on_connect(connection: &dyn Any, kept: &mut Extensions) {
    let Some(stream) = connection.downcast_ref::<TcpStream>() else { return };
    let socket = SockRef::from(stream);
    // A refused option costs memory, not correctness.
    let _ = socket.set_tcp_nodelay(true);
    let _ = socket.set_tcp_user_timeout(Some(limits::PEER_SILENT));
    if let Ok(own) = socket.try_clone() {
        kept.insert(Handle(RefCell::new(Some(own))));
    }
}

/// Makes the connection of an upgraded request a narrow one. Only now: plain responses want large buffers.
pub(super) fn narrow(request: &HttpRequest) -> Option<Socket> {
    let socket = request.conn_data::<Handle>()?.0.borrow_mut().take()?;
    let _ = socket.set_send_buffer_size(limits::SEND_BUFFER_BYTES);
    let _ = socket.set_tcp_notsent_lowat(limits::UNSENT_BYTES);
    Some(socket)
}

/// Ends a connection that takes nothing: dropping the handles of the framework would leave it standing.
pub(super) fn cut(socket: &Socket) {
    let _ = socket.set_linger(Some(Duration::ZERO));
    let _ = socket.shutdown(Shutdown::Both);
}
