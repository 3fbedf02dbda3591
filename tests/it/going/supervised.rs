//! What a supervisor hears of the real program, on a socket as systemd gives it: that it serves, that its follower
//! lives also while the store is away, that it leaves.
//! Must not know: systemd.

use super::program::{Program, SOON};
use serde_json::json;
use tokio::net::UnixDatagram;

struct Supervisor {
    socket: UnixDatagram,
    folder: tempfile::TempDir,
}

impl Supervisor {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { socket: UnixDatagram::bind(folder.path().join("notify")).unwrap(), folder }
    }

    fn serve(&self, more: &[(&str, &str)]) -> Program {
        let path = self.folder.path().join("notify");
        Program::serve_in(&[&[("NOTIFY_SOCKET", path.to_str().unwrap())], more].concat())
    }

    async fn told(&self) -> String {
        let mut bytes = [0; 1024];
        let told = tokio::time::timeout(SOON, self.socket.recv(&mut bytes)).await.expect("nothing is told").unwrap();
        String::from_utf8(bytes[..told].to_vec()).unwrap()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_says_when_it_serves_and_when_it_leaves() {
    let supervisor = Supervisor::new();
    let mut program = supervisor.serve(&[]);
    // A start that takes long says so before.
    while !supervisor.told().await.lines().any(|l| l == "READY=1") {}
    assert_eq!(program.get("/readyz").await.0, 200, "the first request is answered");
    let mut socket = program.live().await;
    program.signal("TERM");
    let told = supervisor.told().await;
    assert!(told.lines().any(|l| l == "STOPPING=1"), "without a watchdog there is nothing between: {told}");
    socket.to("drain").await;
    drop(socket);
    assert_eq!(program.ended().await.code(), Some(0), "{}", program.log());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_that_hangs_is_not_a_hub_that_hangs() {
    let supervisor = Supervisor::new();
    let mut program = supervisor.serve(&[("WATCHDOG_USEC", "30000")]);
    while !supervisor.told().await.contains("READY=1") {}
    let file = program.file();
    file.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let ready = program.until("/readyz", |status, _| status == 503).await;
    assert_eq!(ready["type"], json!("store-away"));
    // What was sent until now may have been for the time before.
    while supervisor.socket.try_recv(&mut [0; 1024]).is_ok() {}
    for _ in 0..4 {
        assert_eq!(supervisor.told().await.trim(), "WATCHDOG=1");
    }
    file.execute_batch("ROLLBACK").unwrap();
    program.signal("TERM");
    while !supervisor.told().await.contains("STOPPING=1") {}
    assert_eq!(program.ended().await.code(), Some(0), "{}", program.log());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_supervisor_that_has_gone_holds_nothing_up() {
    let mut program = Program::serve_in(&[("NOTIFY_SOCKET", "/nowhere/notify"), ("WATCHDOG_USEC", "30000")]);
    assert_eq!(program.get("/readyz").await.0, 200);
    program.signal("TERM");
    assert_eq!(program.ended().await.code(), Some(0), "{}", program.log());
}
