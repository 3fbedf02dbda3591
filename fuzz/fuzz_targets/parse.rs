//! One parser against any bytes; which one is told by `ONWARD_FUZZ_KIND`. It must not panic, must stay within its bounds of
//! output, time and memory, and must read the same bytes the same way twice.
//! Must not know: the format.
#![no_main]

use cpu_time::ThreadTime;
use libfuzzer_sys::fuzz_target;
use onward_fuzz::bounds::broken;
use onward_fuzz::config::atlas::{Atlas, Sources};
use onward_fuzz::counted::{Counted, peak_bytes};
use onward_fuzz::domain::place::Airport;
use onward_fuzz::feeds::{About, Kind, Parsed, parse};
use std::sync::LazyLock;
use std::time::Duration;

#[global_allocator]
static MEMORY: Counted = Counted;

/// The time that 64 KiB may take, of the processor and not of the clock on the wall: others work beside a fuzzer.
const CPU_MAX: Duration = Duration::from_millis(50);
const CHUNK_BYTES: usize = 64 * 1024;
/// A JSON value of two bytes takes 32 in memory, and a growing list twice that.
const MEMORY_FACTOR: usize = 256;
const MEMORY_FLOOR_BYTES: usize = 1024 * 1024;
const RECEIVED: &str = "2026-11-23T12:00:00Z";

struct World {
    kind: Kind,
    atlas: Atlas,
    board: Airport,
}

static WORLD: LazyLock<World> = LazyLock::new(|| {
    let kind = std::env::var("ONWARD_FUZZ_KIND").expect("ONWARD_FUZZ_KIND names the kind, e.g. aidx");
    World {
        kind: kind.parse().expect("a kind that can be read"),
        atlas: Atlas::read(&Sources::with_folder(None)).expect("the shipped airports"),
        board: Airport::parse("AMS").expect("a code"),
    }
});

fn read(body: &[u8]) -> Parsed {
    let received = RECEIVED.parse().expect("a time");
    // Whose board it is was told to some and not to others.
    let airport = (body.len() % 2 == 0).then_some(&WORLD.board);
    parse(WORLD.kind, body, &About { received, airport, atlas: &WORLD.atlas })
}

fuzz_target!(|body: &[u8]| {
    LazyLock::force(&WORLD);
    let started = ThreadTime::now();
    let (parsed, held) = peak_bytes(|| read(body));
    let mut took = started.elapsed();
    let max = CPU_MAX * u32::try_from(body.len().div_ceil(CHUNK_BYTES).max(1)).unwrap_or(u32::MAX);
    if took > max {
        // A page that had to be fetched counts as time of ours: only what is slow again is slow.
        for _ in 0..3 {
            let started = ThreadTime::now();
            read(body);
            took = took.min(started.elapsed());
        }
    }
    assert!(took <= max, "{} bytes took {took:?}, at most {max:?}", body.len());
    let room = MEMORY_FLOOR_BYTES + MEMORY_FACTOR * body.len();
    assert!(held <= room, "{} bytes took {held} bytes of memory, at most {room}", body.len());
    if let Err(promise) = broken(&parsed) {
        panic!("{promise}");
    }
    assert_eq!(parsed, read(body), "the same bytes were read in two ways");
});
