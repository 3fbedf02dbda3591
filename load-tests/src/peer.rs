//! A peer to compare with: stock actix-web and actix-ws as their examples use them, one task and one channel per
//! connection, one worker. It is driven like the floor: `size N` and `go` on stdin, end of input ends it.
//! Must not know: Onward, and what is measured.

use crate::floor;
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use anyhow::{Context, Result};
use std::io::BufRead;
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::mpsc;

/// Messages that wait for one connection; actix-ws itself holds as many more.
const WAITING_MAX: usize = 32;
const LINES_MAX: usize = 16;

#[derive(clap::Args)]
pub struct Options {
    /// Where to listen; port 0 picks one. It is printed as `listening on ADDRESS`.
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// Bytes of the message.
    #[arg(long, default_value_t = floor::MESSAGE_BYTES)]
    size: usize,
}

type Everybody = Arc<Mutex<Vec<mpsc::Sender<Arc<str>>>>>;

pub fn run(options: &Options) -> Result<()> {
    let listener = TcpListener::bind(options.listen).context("cannot listen")?;
    listener.set_nonblocking(true)?;
    rustix::net::listen(&listener, 4096)?;
    let address = listener.local_addr()?;
    let everybody = Everybody::default();
    let (said, lines) = mpsc::channel(LINES_MAX);
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines().map_while(Result::ok) {
            if said.blocking_send(line).is_err() {
                break;
            }
        }
    });
    let size = options.size;
    actix_web::rt::System::new().block_on(async move {
        let shared = everybody.clone();
        let server = HttpServer::new(move || {
            App::new().app_data(web::Data::new(shared.clone())).default_service(web::get().to(upgrade))
        });
        // As the floor: no segment waits for the next, and nobody is held back when all come at once.
        let server = server.workers(1).max_connection_rate(4096).on_connect(|connection, _| {
            if let Some(stream) = connection.downcast_ref::<actix_web::rt::net::TcpStream>() {
                let _ = stream.set_nodelay(true);
            }
        });
        let server = server.disable_signals().listen(listener)?.run();
        println!("listening on {address}");
        tokio::select! {
            ended = server => ended?,
            () = drive(lines, everybody, size) => {}
        }
        Ok(())
    })
}

async fn drive(mut lines: mpsc::Receiver<String>, everybody: Everybody, size: usize) {
    let mut message: Arc<str> = floor::message(size).into();
    while let Some(line) = lines.recv().await {
        if let Some(size) = line.trim().strip_prefix("size ").and_then(|bytes| bytes.parse().ok()) {
            message = floor::message(size).into();
            continue;
        }
        let mut all = everybody.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|one| !one.is_closed());
        let sent = all.iter().filter(|one| one.try_send(message.clone()).is_ok()).count();
        println!("sent {sent} of {}", all.len());
    }
}

async fn upgrade(
    request: HttpRequest,
    body: web::Payload,
    everybody: web::Data<Everybody>,
) -> actix_web::Result<HttpResponse> {
    let (answer, mut session, mut incoming) = actix_ws::handle_with_protocols(&request, body, &["onward.v1"])?;
    let (sender, mut waiting) = mpsc::channel::<Arc<str>>(WAITING_MAX);
    everybody.lock().unwrap_or_else(PoisonError::into_inner).push(sender);
    actix_web::rt::spawn(async move {
        loop {
            tokio::select! {
                heard = incoming.recv() => match heard {
                    Some(Ok(actix_ws::Message::Close(_)) | Err(_)) | None => break,
                    Some(Ok(_)) => {}
                },
                Some(message) = waiting.recv() => {
                    if session.text(&*message).await.is_err() {
                        break;
                    }
                }
            }
        }
    });
    Ok(answer)
}
