//! The proxy between real sockets: what passes, what vanishes, what waits, what is reset. No time is asserted.
//! Must not know: how the proxy does it.

use super::Proxy;
use crate::fault::Fault;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Long enough that only a test that hangs meets it.
const WITHIN: Duration = Duration::from_secs(10);

fn run(test: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let test = async { tokio::time::timeout(WITHIN, test).await.expect("it hangs") };
    tokio::task::LocalSet::new().block_on(&runtime, test);
}

/// Says back what it hears; what it heard is in the channel too.
async fn echo() -> (SocketAddr, tokio::sync::mpsc::Receiver<u8>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (heard, hears) = tokio::sync::mpsc::channel(64);
    tokio::task::spawn_local(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let heard = heard.clone();
            tokio::task::spawn_local(async move {
                while let Ok(byte) = stream.read_u8().await {
                    let _ = heard.try_send(byte);
                    if stream.write_u8(byte).await.is_err() {
                        break;
                    }
                }
            });
        }
    });
    (address, hears)
}

async fn said(stream: &mut TcpStream, byte: u8) -> u8 {
    stream.write_u8(byte).await.unwrap();
    stream.read_u8().await.unwrap()
}

#[test]
fn bytes_pass_and_come_late_and_slowly_but_all() {
    run(async {
        let proxy = Proxy::start(echo().await.0, 1, None).await.unwrap();
        let mut client = TcpStream::connect(proxy.address).await.unwrap();
        for fault in [Fault::Pass, Fault::DelayMs(5), Fault::Drip(200), Fault::Stall(50)] {
            proxy.set(fault);
            assert_eq!(said(&mut client, 7).await, 7, "{fault}");
        }
    });
}

#[test]
fn a_cut_resets_those_who_are_there_and_those_who_come() {
    run(async {
        let proxy = Proxy::start(echo().await.0, 1, None).await.unwrap();
        let mut client = TcpStream::connect(proxy.address).await.unwrap();
        assert_eq!(said(&mut client, 1).await, 1);
        proxy.set(Fault::Cut);
        assert!(client.read_u8().await.is_err());
        let mut late = TcpStream::connect(proxy.address).await.unwrap();
        assert!(late.read_u8().await.is_err());
        proxy.set(Fault::Pass);
        let mut client = TcpStream::connect(proxy.address).await.unwrap();
        assert_eq!(said(&mut client, 2).await, 2);
    });
}

#[test]
fn one_way_cut_vanishes_and_the_stream_is_reset_when_that_ends() {
    run(async {
        let (to, mut hears) = echo().await;
        let proxy = Proxy::start(to, 1, None).await.unwrap();
        let mut client = TcpStream::connect(proxy.address).await.unwrap();
        assert_eq!(said(&mut client, 1).await, 1);
        assert_eq!(hears.recv().await, Some(1));
        proxy.set(Fault::CutDown);
        client.write_u8(2).await.unwrap();
        // The server has heard it, and the client will never hear the answer.
        assert_eq!(hears.recv().await, Some(2));
        while hears.try_recv().is_ok() {}
        tokio::task::yield_now().await;
        client.write_u8(3).await.unwrap();
        assert_eq!(hears.recv().await, Some(3));
        proxy.set(Fault::Pass);
        assert!(client.read_u8().await.is_err());
    });
}

#[test]
fn half_open_keeps_what_was_said_until_it_passes_again() {
    run(async {
        let (to, mut hears) = echo().await;
        let proxy = Proxy::start(to, 1, None).await.unwrap();
        let mut client = TcpStream::connect(proxy.address).await.unwrap();
        assert_eq!(said(&mut client, 1).await, 1);
        proxy.set(Fault::HalfOpen);
        let mut late = TcpStream::connect(proxy.address).await.unwrap();
        client.write_u8(2).await.unwrap();
        late.write_u8(3).await.unwrap();
        assert_eq!(hears.recv().await, Some(1));
        // A third party that is let through shows that time has passed, and nothing of this.
        let mut direct = TcpStream::connect(to).await.unwrap();
        assert_eq!(said(&mut direct, 9).await, 9);
        assert_eq!(hears.recv().await, Some(9));
        assert!(hears.try_recv().is_err());
        proxy.set(Fault::Pass);
        assert_eq!(client.read_u8().await.unwrap(), 2);
        assert_eq!(late.read_u8().await.unwrap(), 3);
    });
}

#[test]
fn it_leads_elsewhere_when_told() {
    run(async {
        let ((first, _one), (second, mut hears)) = (echo().await, echo().await);
        let proxy = Proxy::start(first, 1, None).await.unwrap();
        proxy.lead_to(second);
        let mut client = TcpStream::connect(proxy.address).await.unwrap();
        assert_eq!(said(&mut client, 5).await, 5);
        assert_eq!(hears.recv().await, Some(5));
    });
}
