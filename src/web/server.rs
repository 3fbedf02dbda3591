//! The HTTP server: its limits, what happens to every request, how it begins and how it ends.
//! What is served is `configure`'s affair; this file says what nobody can leave out. It prints nothing.
//! Must not know: any route but the screens'.

use super::assets::{self, Assets};
use super::headers::{self, Policy};
use super::metrics::{self, Metrics};
use super::peer::Proxies;
use super::problem;
use super::ws;
use crate::config::public_url::PublicUrl;
use crate::config::settings::Http;
use crate::limits;
use actix_web::body::MessageBody;
use actix_web::dev::{Extensions, Server, ServerHandle, ServiceRequest, ServiceResponse};
use actix_web::middleware::{Compress, Next, from_fn};
use actix_web::rt::net::TcpStream;
use actix_web::{App, Error, HttpServer, web};
use socket2::{Domain, SockRef, Socket, Type};
use std::any::Any;
use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, Shutdown, SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

/// An address that is taken, before anything is served on it: with port 0 this is where the port becomes known. Until it
/// is served, connections are refused at once, so that a proxy goes to another hub: listening already, the kernel would
/// accept them, and whoever asks would hang for as long as the store is read.
pub struct Bound {
    socket: Socket,
    address: SocketAddr,
}

impl Bound {
    /// # Errors
    /// When the address is taken or not this computer's. One that is taken by a hub that is starting as well is only
    /// found out by [`Bound::serve`].
    pub fn new(listen: SocketAddr) -> io::Result<Self> {
        let socket = Socket::new(Domain::for_address(listen), Type::STREAM, None)?;
        // A restart within a minute must find its port again.
        socket.set_reuse_address(true)?;
        socket.bind(&listen.into())?;
        Self::of(TcpListener::from(socket))
    }

    /// A listener that somebody else has made.
    ///
    /// # Errors
    /// When it has no address.
    pub fn of(listener: TcpListener) -> io::Result<Self> {
        let address = listener.local_addr()?;
        Ok(Self { socket: listener.into(), address })
    }

    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Begins to serve. `configure` runs once per worker and must only clone: routes and `web::Data` of the app.
    /// The server runs while the returned value is polled.
    ///
    /// # Errors
    /// When the policy cannot be written or the listener not used.
    pub fn serve<F>(
        self,
        http: &Http,
        public: &PublicUrl,
        metrics: web::Data<Metrics>,
        configure: F,
    ) -> io::Result<Server>
    where
        F: Fn(&mut web::ServiceConfig) + Clone + Send + 'static,
    {
        let assets = web::Data::new(Assets::embedded());
        let policy = web::Data::new(Policy::new(&assets.page(), public).map_err(io::Error::other)?);
        let proxies = web::Data::new(Proxies(http.trusted_proxies.clone()));
        let public = web::Data::new(public.clone());
        let crowd = Crowd { most: http.connections_per_peer, proxies: Proxies::clone(&proxies), peers: Arc::default() };
        let app = move || {
            App::new()
                .app_data(assets.clone())
                .app_data(policy.clone())
                .app_data(proxies.clone())
                .app_data(public.clone())
                .app_data(metrics.clone())
                .configure(problem::extractors)
                .configure(configure.clone())
                .configure(assets::routes)
                .default_service(web::to(assets::serve))
                // From the inside out: problems before compression, the log around everything.
                .wrap(from_fn(problem::only_problems))
                .wrap(Compress::default())
                .wrap(from_fn(headers::secure))
                .wrap(from_fn(log))
        };
        let workers = if http.workers > 0 { http.workers } else { std::thread::available_parallelism()?.get() };
        let server = HttpServer::new(app)
            .workers(workers)
            .max_connections(limits::CONNECTIONS_PER_WORKER_MAX)
            .keep_alive(limits::KEEP_ALIVE)
            .client_request_timeout(limits::REQUEST_HEAD_WAIT)
            .client_disconnect_timeout(limits::CLOSE_WITHIN)
            .shutdown_timeout(limits::STOP_WAIT_S)
            .tcp_nodelay(true)
            .on_connect(move |connection, extensions| {
                crowd.enter(connection, extensions);
                ws::on_connect(connection, extensions);
            })
            .disable_signals();
        self.socket.listen(i32::try_from(limits::ACCEPT_BACKLOG).unwrap_or(i32::MAX))?;
        Ok(server.listen(self.socket.into())?.run())
    }
}

/// Returns when the process is told to stop (SIGTERM, SIGINT), with the name of the signal.
///
/// # Errors
/// When the system gives no handler.
pub async fn told_to_stop() -> io::Result<&'static str> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut term, mut int) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    tokio::select! {
        _ = term.recv() => Ok("SIGTERM"),
        _ = int.recv() => Ok("SIGINT"),
    }
}

/// Takes no more connections, lets requests finish, and ends within [`limits::STOP_WAIT_S`]. Sessions that live on a
/// socket are cut: tell them to drain first.
pub async fn stop(handle: &ServerHandle) {
    handle.stop(true).await;
}

/// Connections by address: one hostile client must not hold all sockets of a worker.
#[derive(Clone)]
struct Crowd {
    most: usize,
    proxies: Proxies,
    peers: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

/// One connection that is counted, until it is dropped with what the connection owns.
struct Counted {
    peer: IpAddr,
    peers: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

impl Crowd {
    fn enter(&self, connection: &dyn Any, extensions: &mut Extensions) {
        let Some(stream) = connection.downcast_ref::<TcpStream>() else { return };
        let Ok(peer) = stream.peer_addr().map(|address| address.ip().to_canonical()) else { return };
        // Behind a proxy all callers share its address; this computer's programs are the operator's.
        if peer.is_loopback() || self.proxies.trusts(peer) {
            return;
        }
        match self.count(peer) {
            Some(counted) => drop(extensions.insert(counted)),
            None => {
                tracing::warn!("too many connections from one address");
                drop(SockRef::from(stream).shutdown(Shutdown::Both));
            }
        }
    }

    fn count(&self, peer: IpAddr) -> Option<Counted> {
        let mut peers = self.peers.lock().unwrap_or_else(PoisonError::into_inner);
        let open = peers.entry(peer).or_default();
        if *open >= self.most {
            return None;
        }
        *open += 1;
        Some(Counted { peer, peers: Arc::clone(&self.peers) })
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        let mut peers = self.peers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(open) = peers.get_mut(&self.peer) {
            *open -= 1;
            if *open == 0 {
                peers.remove(&self.peer);
            }
        }
    }
}

/// One line per request: method, route, status, time. The route is its pattern: a path could hold an id, a query a
/// token somebody pasted, and what matches no route could hold anything.
async fn log<B: MessageBody>(request: ServiceRequest, next: Next<B>) -> Result<ServiceResponse<B>, Error> {
    let began = Instant::now();
    let counted = request.app_data::<web::Data<Metrics>>().cloned();
    let method = request.method().clone();
    let response = next.call(request).await?;
    let (route, status) = (response.request().match_pattern(), response.status().as_u16());
    let (route, took) = (route.as_deref().unwrap_or("-"), began.elapsed());
    if let Some(counted) = counted {
        counted.answered(route, &method, status, took);
    }
    tracing::info!(method = metrics::known(&method), route, status, ms = took.as_millis(), "answered");
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::{Arc, Bound, Crowd, Proxies};
    use std::net::TcpStream;

    #[test]
    fn an_address_that_is_taken_and_not_served_refuses() {
        let bound = Bound::new("127.0.0.1:0".parse().unwrap()).unwrap();
        let refused = TcpStream::connect(bound.address()).unwrap_err();
        assert_eq!(refused.kind(), std::io::ErrorKind::ConnectionRefused);
        let listener = std::net::TcpListener::from(bound.socket);
        assert_eq!(listener.local_addr().unwrap(), bound.address);
    }

    #[test]
    fn one_address_has_so_many_connections_and_gets_them_back() {
        let crowd = Crowd { most: 2, proxies: Proxies::default(), peers: Arc::default() };
        let (here, there) = ("192.0.2.1".parse().unwrap(), "192.0.2.2".parse().unwrap());
        let (first, second) = (crowd.count(here), crowd.count(here));
        assert!(first.is_some() && second.is_some() && crowd.count(here).is_none());
        assert!(crowd.count(there).is_some());
        drop(first);
        assert!(crowd.count(here).is_some());
        drop(second);
        assert!(crowd.peers.lock().unwrap().is_empty());
    }
}
