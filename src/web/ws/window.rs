//! How much may be on the way to one client at once. What has been written cannot be replaced by something newer, and it
//! lies in more places than our kernel: in proxies, in radio networks, at the receiver. Only the other end can say that it
//! came: marks go along (pings of the websocket, which every client answers by itself), and what is not answered for may
//! be as much as the line has just carried in a second and a half.
//! Must not know: frames, sessions.

use crate::limits;
use std::collections::VecDeque;
use tokio::time::Instant;

#[derive(Debug)]
pub(super) struct Window {
    size: u64,
    /// Bytes written, and of them those the other end has answered for.
    sent: u64,
    came: u64,
    /// Marks that are not answered yet.
    marks: VecDeque<Mark>,
    /// Up to where the last mark stands, and when the first byte behind it was written.
    marked: u64,
    behind: Option<Instant>,
    written: Instant,
    answered: Instant,
}

#[derive(Debug, Clone, Copy)]
struct Mark {
    byte: u64,
    bytes: u64,
    /// When the first of them was written.
    since: Instant,
}

impl Window {
    pub fn new(now: Instant) -> Self {
        Self {
            size: limits::WINDOW_FIRST_BYTES,
            sent: 0,
            came: 0,
            marks: VecDeque::new(),
            marked: 0,
            behind: None,
            written: now,
            answered: now,
        }
    }

    /// Whether another frame may follow. Until the other end has answered once, the kernel's buffers are all that bounds
    /// it: a program that answers no pings is served as if there were no marks.
    pub fn is_open(&self) -> bool {
        self.came == 0 || self.sent - self.came < self.size
    }

    /// Bytes that the other end has answered for.
    pub fn came(&self) -> u64 {
        self.came
    }

    /// Notes a frame; the mark that has to follow it, if any.
    pub fn wrote(&mut self, bytes: usize, now: Instant) -> Option<u64> {
        if now - self.written >= limits::WINDOW_IDLE {
            // What the line carried before says little of what it carries now.
            self.size = self.size.min(limits::WINDOW_FIRST_BYTES);
        }
        self.written = now;
        self.behind.get_or_insert(now);
        self.sent += bytes as u64;
        self.mark(now)
    }

    /// Notes an answer; the mark that has to be written now, if any. Answers to what was never asked change nothing.
    pub fn answered(&mut self, mark: u64, now: Instant) -> Option<u64> {
        let at = self.marks.iter().position(|held| held.byte == mark)?;
        // An answer may stand for earlier ones too (RFC 6455 §5.5.3).
        let all: Vec<Mark> = self.marks.drain(..=at).collect();
        let (bytes, since) = (all.iter().map(|m| m.bytes).sum::<u64>(), all.first()?.since);
        self.came = mark;
        // What is written little by little makes a line look narrow; that costs a round trip, the opposite a full queue.
        let took = now - since.max(self.answered);
        self.answered = now;
        let in_time = bytes * limits::WINDOW_TIME.as_micros() as u64 / (took.as_micros() as u64).max(1);
        self.size = in_time.clamp(limits::WINDOW_LEAST_BYTES, limits::WINDOW_MOST_BYTES);
        self.mark(now)
    }

    /// A mark every half window; and one at once where the window is shut and nothing would open it.
    fn mark(&mut self, now: Instant) -> Option<u64> {
        let bytes = self.sent - self.marked;
        let stuck = !self.is_open() && self.marks.is_empty();
        if (bytes < self.size / 2 && !stuck) || self.marks.len() >= limits::WINDOW_MARKS_MAX {
            return None;
        }
        self.marks.push_back(Mark { byte: self.sent, bytes, since: self.behind.take().unwrap_or(now) });
        self.marked = self.sent;
        Some(self.sent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::time::Duration;

    /// What buffers take that nobody counts.
    const BUFFERS: u64 = 64 * 1024;

    /// Writes frames of `frame` bytes while the window is open and the buffers have room, over a line of so many bytes a
    /// second that answers after `delay`; what lay on the way at most once the window had found its size.
    fn most_on_the_way(frame: usize, bytes_per_s: u64, delay: Duration, frames: usize) -> u64 {
        let start = Instant::now();
        let (mut window, mut now, mut free_at) = (Window::new(start), start, start);
        let mut answers: VecDeque<(Instant, u64)> = VecDeque::new();
        let on_the_way = |free_at: Instant, now: Instant| (free_at - now).as_micros() as u64 * bytes_per_s / 1_000_000;
        let mut most = 0;
        for written in 0..frames {
            while !window.is_open() || on_the_way(free_at, now) > BUFFERS {
                let (at, mark) = answers.pop_front().expect("there is an answer on the way");
                now = now.max(at);
                if let Some(mark) = window.answered(mark, now) {
                    answers.push_back((free_at.max(now) + delay, mark));
                }
            }
            free_at = free_at.max(now) + Duration::from_micros(frame as u64 * 1_000_000 / bytes_per_s);
            if let Some(mark) = window.wrote(frame, now) {
                answers.push_back((free_at + delay, mark));
            }
            if written > frames / 2 {
                most = most.max(on_the_way(free_at, now));
            }
        }
        most
    }

    #[test]
    fn a_narrow_line_holds_little_and_a_wide_one_is_filled() {
        // 50 kbit/s: the newest follows within four seconds.
        let narrow = most_on_the_way(1_600, 6_250, Duration::from_millis(100), 400);
        assert!(narrow <= limits::WINDOW_LEAST_BYTES * 2 + 1_600, "{narrow}");
        let batches = most_on_the_way(limits::PUT_BYTES, 6_250, Duration::from_millis(100), 100);
        assert!(batches <= 4 * 6_250, "{batches}");
        // 10 Mbit/s far away: a window of the first size would fill a tenth of it.
        let far = most_on_the_way(1_600, 1_250_000, Duration::from_millis(600), 2_000);
        assert!(far > limits::WINDOW_MOST_BYTES / 2, "{far}");
    }

    #[test]
    fn who_answers_nothing_is_served_all_the_same() {
        let start = Instant::now();
        let mut window = Window::new(start);
        for _ in 0..100 {
            assert!(window.is_open());
            window.wrote(limits::PUT_BYTES, start);
        }
        assert!(window.marks.len() <= limits::WINDOW_MARKS_MAX);
    }

    #[test]
    fn after_a_rest_it_begins_small_again_and_answers_that_nobody_asked_for_change_nothing() {
        let start = Instant::now();
        let mut window = Window::new(start);
        for _ in 0..20 {
            if let Some(mark) = window.wrote(limits::PUT_BYTES, start) {
                assert_eq!(window.answered(mark + 1, start), None);
                window.answered(mark, start);
            }
        }
        assert_eq!(window.size, limits::WINDOW_MOST_BYTES);
        window.wrote(1, start + limits::WINDOW_IDLE);
        assert_eq!(window.size, limits::WINDOW_FIRST_BYTES);
    }

    proptest! {
        /// Whatever is written and however late answers come, a shut window has a mark on the way.
        #[test]
        fn a_shut_window_is_never_stuck(steps in proptest::collection::vec((1usize..70_000, 0u64..20_000, any::<bool>()), 1..200)) {
            let mut now = Instant::now();
            let mut window = Window::new(now);
            for (bytes, wait_ms, answers) in steps {
                now += Duration::from_millis(wait_ms);
                if window.is_open() {
                    window.wrote(bytes, now);
                }
                if let (true, Some(mark)) = (answers, window.marks.front().map(|m| m.byte)) {
                    window.answered(mark, now);
                }
                prop_assert!(window.is_open() || !window.marks.is_empty());
                prop_assert!(window.marks.len() <= limits::WINDOW_MARKS_MAX);
            }
        }
    }
}
