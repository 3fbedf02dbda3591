//! A server with the real websocket route, fan-out and worker, and a board that is a map. And clients: one that
//! speaks websocket, and one that writes bytes, for what a decent client would never send.
//! Must not know: what is tested.

use actix_web::{App, HttpRequest, HttpServer, web};
use futures_util::{FutureExt, SinkExt, StreamExt};
use onward::clock::Clock;
use onward::config::public_url::PublicUrl;
use onward::config::settings::ClockSetting;
use onward::hub::doc::{BoardSnapshot, Change, Doc, DocId};
use onward::hub::fanout::Fanout;
use onward::hub::session::Known;
use onward::hub::worker::Worker;
use onward::store::Seq;
use onward::web::ws::{self, Doors, Guest};
use onward::wire::codes::Outcome;
use onward::wire::frame::Hello;
use onward::wire::problem::Problem;
use onward::wire::say::Done;
use std::net::SocketAddr;
use std::rc::Rc;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
pub use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

pub type Client = WebSocketStream<MaybeTlsStream<TcpStream>>;

pub struct Hub {
    address: SocketAddr,
    shows: Arc<Mutex<BoardSnapshot>>,
    pub fanout: Fanout,
    server: actix_web::dev::ServerHandle,
}

impl Drop for Hub {
    fn drop(&mut self) {
        drop(self.server.stop(false));
    }
}

fn doors() -> Doors {
    Doors {
        command: Rc::new(|_, command| async move { (Done::new(command.id, Outcome::Applied), None) }.boxed_local()),
        receipts: Rc::new(|_, _| async {}.boxed_local()),
        known: Rc::new(|_, _| async { Ok(Known::default()) }.boxed_local()),
    }
}

async fn connected(
    request: HttpRequest,
    payload: web::Payload,
    worker: web::Data<Worker>,
    public: web::Data<PublicUrl>,
) -> Result<actix_web::HttpResponse, Problem> {
    let audiences = vec!["station:ORD".into(), "station:JFK".into()];
    let guest = Guest { account: "ana".into(), sign_in: None, audiences };
    ws::open(&request, payload, guest, &worker, Clock::new(ClockSetting::Real), &public, doors())
}

async fn streamed(
    request: HttpRequest,
    hello: web::Json<Hello>,
    worker: web::Data<Worker>,
) -> Result<actix_web::HttpResponse, Problem> {
    let guest = Guest { account: "ana".into(), sign_in: None, audiences: vec!["station:ORD".into()] };
    ws::stream(&request, hello.0, guest, &worker, Clock::new(ClockSetting::Real), doors())
}

impl Hub {
    pub async fn start() -> Self {
        let shows = Arc::new(Mutex::new(BoardSnapshot::default()));
        let read = shows.clone();
        let fanout = Fanout::new(Arc::new(move || read.lock().unwrap().clone()));
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (of_app, public) = (fanout.clone(), PublicUrl::of_listen(address).unwrap());
        let server = HttpServer::new(move || {
            App::new()
                .app_data(web::Data::new(of_app.worker()))
                .app_data(web::Data::new(public.clone()))
                .route("/api/v1/ws", web::get().to(connected))
                .route("/api/v1/stream", web::post().to(streamed))
        })
        .workers(1)
        .on_connect(ws::on_connect)
        .disable_signals()
        .listen(listener)
        .unwrap()
        .run();
        let handle = server.handle();
        actix_web::rt::spawn(server);
        Self { address, shows, fanout, server: handle }
    }

    pub fn sessions(&self) -> u64 {
        self.fanout.counters().sessions.load(Ordering::Relaxed)
    }

    /// Until the board has no session any more.
    pub async fn empty(&self, within: Duration) {
        let began = Instant::now();
        while self.sessions() > 0 {
            assert!(began.elapsed() < within, "{} sessions are left", self.sessions());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Tells all to go and waits for the server to end, as a process that stops.
    pub async fn stop(&self) {
        self.fanout.send(Change::Stop);
        self.server.stop(true).await;
    }

    /// A stream whose client takes little at once, and reads what it is told to.
    pub async fn stream(&self) -> TcpStream {
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(4096).unwrap();
        let mut stream = socket.connect(self.address).await.unwrap();
        let head = "POST /api/v1/stream HTTP/1.1\r\nHost: hub\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";
        stream.write_all(head.as_bytes()).await.unwrap();
        stream
    }

    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn put(&self, audience: &str, id: &str, body: &str) {
        let doc = Arc::new(Doc::new(DocId::new(id), body, None, 1, Seq(1)));
        let mut shows = self.shows.lock().unwrap();
        shows.audiences.entry(audience.into()).or_default().insert(doc.id.clone(), doc.clone());
        drop(shows);
        self.fanout.send(Change::Put { audience: audience.into(), doc });
    }

    pub fn gone(&self, audience: &str, id: &str) {
        self.shows.lock().unwrap().audiences.get_mut(audience).unwrap().remove(id);
        self.fanout.send(Change::Gone { audience: audience.into(), id: DocId::new(id), seq: Seq(1) });
    }

    pub async fn connect(&self) -> Client {
        let url = format!("ws://{}/api/v1/ws", self.address);
        let mut request = url.into_client_request().unwrap();
        request.headers_mut().insert("sec-websocket-protocol", "onward.v1".parse().unwrap());
        connect_async(request).await.unwrap().0
    }

    /// A client that has read `live` and `fresh`.
    pub async fn live(&self, audience: &str) -> Client {
        let mut client = self.connect().await;
        client.send(text(&format!(r#"{{"t":"hello","audience":"{audience}"}}"#))).await.unwrap();
        while !read(&mut client).await.contains(r#""t":"fresh""#) {}
        client
    }

    /// A connection after a handshake by hand.
    pub async fn raw(&self) -> TcpStream {
        let (status, _, stream) = self.handshake(Some("onward.v1"), None).await;
        assert_eq!(status, 101);
        stream
    }

    pub async fn shake(&self, protocol: Option<&str>, origin: Option<&str>) -> (u16, String) {
        let (status, head, _) = self.handshake(protocol, origin).await;
        (status, head)
    }

    async fn handshake(&self, protocol: Option<&str>, origin: Option<&str>) -> (u16, String, TcpStream) {
        let mut headers = vec![
            ("Connection", "Upgrade"),
            ("Upgrade", "websocket"),
            ("Sec-WebSocket-Version", "13"),
            ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
        ];
        headers.extend(protocol.map(|p| ("Sec-WebSocket-Protocol", p)));
        headers.extend(origin.map(|o| ("Origin", o)));
        self.get(&headers).await
    }

    /// What is answered to a request for the websocket with these headers and no others.
    pub async fn ask(&self, headers: &[(&str, &str)]) -> (u16, String) {
        let (status, head, _) = self.get(headers).await;
        (status, head)
    }

    async fn get(&self, headers: &[(&str, &str)]) -> (u16, String, TcpStream) {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        let mut head = format!("GET /api/v1/ws HTTP/1.1\r\nHost: {}\r\n", self.address);
        headers.iter().for_each(|(name, value)| head.push_str(&format!("{name}: {value}\r\n")));
        head.push_str("\r\n");
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        while !answer.ends_with(b"\r\n\r\n") {
            answer.push(soon(stream.read_u8()).await.unwrap());
        }
        let answer = String::from_utf8(answer).unwrap();
        let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
        (status, answer.replace('\r', ""), stream)
    }
}

pub fn text(text: &str) -> Message {
    Message::text(text)
}

pub async fn soon<T>(what: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(10), what).await.expect("nothing came within 10 s")
}

/// The next text frame.
pub async fn read(client: &mut Client) -> String {
    loop {
        match soon(client.next()).await {
            Some(Ok(Message::Text(text))) => return text.to_string(),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
            other => panic!("expected a frame: {other:?}"),
        }
    }
}

/// Reads on to the close code.
pub async fn closed(client: &mut Client) -> u16 {
    loop {
        match soon(client.next()).await {
            Some(Ok(Message::Close(Some(frame)))) => return frame.code.into(),
            Some(Ok(_)) => {}
            other => panic!("expected a close frame: {other:?}"),
        }
    }
}
