//! What a session keeps of time: who was heard when, what is due, how much a client has sent. Real time, in
//! milliseconds, as an argument. Must not know: frames, documents.
//! The numbers it is measured by are in `limits`.

use super::ms;
use crate::limits;
use std::collections::VecDeque;

/// A frame costs a thousand of these.
const FRAME: u64 = 1000;

#[derive(Debug)]
pub(super) struct Pace {
    heard_ms: u64,
    /// Asked since anything was heard; counts the pings.
    pinged: bool,
    pings: u64,
    pub checked_ms: u64,
    pub check_due: bool,
    pub freshed_ms: u64,
    pub fresh_due: bool,
    purse: u64,
    filled_ms: u64,
    bad_ms: VecDeque<u64>,
}

impl Pace {
    pub fn new(now_ms: u64) -> Self {
        Self {
            heard_ms: now_ms,
            pinged: false,
            pings: 0,
            checked_ms: now_ms,
            check_due: false,
            freshed_ms: now_ms,
            fresh_due: true,
            purse: limits::FRAMES_BURST * FRAME,
            filled_ms: now_ms,
            bad_ms: VecDeque::new(),
        }
    }

    pub fn heard(&mut self, now_ms: u64) {
        self.heard_ms = now_ms;
        self.pinged = false;
    }
    pub fn is_dead(&self, now_ms: u64) -> bool {
        now_ms >= self.heard_ms + ms(limits::DEAD_AFTER)
    }

    /// The number of the ping that is due, once for every silence.
    pub fn ping(&mut self, now_ms: u64) -> Option<u64> {
        if self.pinged || now_ms < self.heard_ms + ms(limits::PING_AFTER) {
            return None;
        }
        self.pinged = true;
        self.pings += 1;
        Some(self.pings)
    }

    pub fn is_check_due(&self, now_ms: u64) -> bool {
        self.check_due || now_ms >= self.checked_ms + ms(limits::CHECK_EVERY)
    }
    pub fn is_fresh_due(&self, now_ms: u64) -> bool {
        self.fresh_due || now_ms >= self.freshed_ms + ms(limits::FRESH_EVERY)
    }
    pub fn checked(&mut self, now_ms: u64) {
        self.checked_ms = now_ms;
        self.check_due = false;
    }
    pub fn freshed(&mut self, now_ms: u64) {
        self.freshed_ms = now_ms;
        self.fresh_due = false;
    }

    pub fn next_periodic_ms(&self) -> u64 {
        (self.checked_ms + ms(limits::CHECK_EVERY)).min(self.freshed_ms + ms(limits::FRESH_EVERY))
    }
    pub fn next_liveness_ms(&self) -> u64 {
        let after = if self.pinged { limits::DEAD_AFTER } else { limits::PING_AFTER };
        self.heard_ms + ms(after)
    }

    /// Whether one more frame is within the rate. A large one counts as several: reading it costs more.
    pub fn admits(&mut self, now_ms: u64, bytes: usize) -> bool {
        let earned = now_ms.saturating_sub(self.filled_ms) * limits::FRAMES_PER_SECOND;
        self.purse = (self.purse + earned).min(limits::FRAMES_BURST * FRAME);
        self.filled_ms = now_ms;
        let cost = (1 + (bytes / limits::CLIENT_FRAME_BYTES_MAX) as u64) * FRAME;
        let admitted = self.purse >= cost;
        self.purse = self.purse.saturating_sub(cost);
        admitted
    }

    /// Notes an unreadable frame; true if there have been too many in a minute.
    pub fn is_one_bad_too_many(&mut self, now_ms: u64) -> bool {
        self.bad_ms.retain(|at| now_ms.saturating_sub(*at) < 60_000);
        self.bad_ms.push_back(now_ms);
        self.bad_ms.len() >= limits::BAD_FRAMES_A_MINUTE
    }
}
