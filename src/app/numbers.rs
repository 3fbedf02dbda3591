//! What the hub and the shelf count, for `/metrics`. Counts only: no name, no id,
//! no label that a client could make up. Must not know: how the numbers are
//! shown.

use super::App;
use crate::domain::coverage::State;
use crate::hub::pulse::StoreState;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric};
use prometheus_client::metrics::MetricType;
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::gauge::ConstGauge;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

/// Reads the numbers when they are asked for.
pub struct Numbers(pub App);

impl fmt::Debug for Numbers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Numbers")
    }
}

impl Collector for Numbers {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let counters = self.0.fanout.counters();
        let total = |n: &AtomicU64| ConstCounter::new(n.load(Ordering::Relaxed));
        gauge(&mut encoder, "sessions", "Websockets open now", counters.sessions.load(Ordering::Relaxed))?;
        for (name, help, value) in [
            ("frames", "Frames sent to clients", total(&counters.frames)),
            ("frame_bytes", "Bytes of those frames", total(&counters.bytes)),
            ("conflated", "Versions a slow client skipped", total(&counters.conflated)),
            ("rereads", "Times a worker had to read the whole board again", total(&counters.rereads)),
            ("too_slow", "Sessions closed because nothing could be sent", total(&counters.too_slow)),
        ] {
            let metric = encoder.encode_descriptor(name, help, None, value.metric_type())?;
            value.encode(metric)?;
        }
        let word = self.0.pulse.word();
        for (name, help, value) in [
            (
                "store_up",
                "1 if the store answers, takes what is written, and is believed",
                u64::from(word.state() == StoreState::Ok),
            ),
            (
                "store_suspect",
                "1 while the store is not believed to be the one that was shown",
                u64::from(word.suspect.is_some()),
            ),
            ("behind_seconds", "Seconds since the change feed was last read to its end", word.behind().as_secs()),
            ("draining", "1 while this node leaves", u64::from(self.0.pulse.is_draining())),
        ] {
            gauge(&mut encoder, name, help, value)?;
        }
        for (name, help, value) in [
            ("reloads", "Times everything was read again", self.0.pulse.reloads()),
            (
                "writes_not_taken",
                "Times the store did not take what the hub itself had to write",
                self.0.pulse.untaken(),
            ),
        ] {
            let value = ConstCounter::new(value);
            let metric = encoder.encode_descriptor(name, help, None, value.metric_type())?;
            value.encode(metric)?;
        }
        let movements = self.0.intake.shelf.movements().len();
        gauge(&mut encoder, "movements", "Movements held", u64::try_from(movements).unwrap_or(u64::MAX))?;
        let unreadable = u64::try_from(self.0.intake.shelf.unreadable()).unwrap_or(u64::MAX);
        gauge(
            &mut encoder,
            "movements_unreadable",
            "Movements whose records cannot be read, and that nobody is shown",
            unreadable,
        )?;
        self.feeds(&mut encoder)?;
        gauge(&mut encoder, "shown_seq", "The last commit that every audience has been shown", self.0.board.seq().0)
    }
}

impl Numbers {
    /// By source, because one that is silent hides behind the others. Sources are named by whoever makes feed accounts.
    fn feeds(&self, encoder: &mut DescriptorEncoder<'_>) -> fmt::Result {
        let sources = self.0.health.list(self.0.clock.now());
        let now = self.0.clock.now();
        let help = "Seconds since any hub heard a source, by the hub's clock";
        let mut ages = encoder.encode_descriptor("feed_age_seconds", help, None, MetricType::Gauge)?;
        for source in &sources {
            let Some(heard) = source.heard else { continue };
            let age = ConstGauge::new((now - heard).num_seconds());
            age.encode(ages.encode_family(&[("source", source.source.as_str())])?)?;
        }
        let help = "1 while a source is silent that covers flights ridden in the next hours";
        let mut silent = encoder.encode_descriptor("feed_silent", help, None, MetricType::Gauge)?;
        for source in &sources {
            let is_silent = ConstGauge::new(i64::from(source.state == State::Silent));
            is_silent.encode(silent.encode_family(&[("source", source.source.as_str())])?)?;
        }
        self.polls(encoder)
    }

    /// Sources here are those of the settings, and outcomes those of the program.
    fn polls(&self, encoder: &mut DescriptorEncoder<'_>) -> fmt::Result {
        let help = "Questions to a source, by what came of them";
        let mut polls = encoder.encode_descriptor("polls", help, None, MetricType::Counter)?;
        for ((source, outcome), count) in self.0.asking.polls() {
            let labels = [("source", source.as_str()), ("outcome", outcome)];
            ConstCounter::new(count).encode(polls.encode_family(&labels)?)?;
        }
        let (_, plan) = self.0.asking.plan();
        let help = "What is left of a source's budget for today (UTC)";
        let mut left = encoder.encode_descriptor("poll_budget_left", help, None, MetricType::Gauge)?;
        for source in &plan {
            let day = ConstGauge::new(i64::from(source.hour.left.day));
            day.encode(left.encode_family(&[("source", source.source.as_str())])?)?;
        }
        let help = "What the next hour's plan takes of a source's budget";
        let mut planned = encoder.encode_descriptor("poll_hour_cost", help, None, MetricType::Gauge)?;
        for source in &plan {
            let cost = ConstGauge::new(i64::from(source.hour.cost));
            cost.encode(planned.encode_family(&[("source", source.source.as_str())])?)?;
        }
        Ok(())
    }
}

fn gauge(encoder: &mut DescriptorEncoder<'_>, name: &str, help: &str, value: u64) -> fmt::Result {
    let gauge = ConstGauge::new(i64::try_from(value).unwrap_or(i64::MAX));
    let metric = encoder.encode_descriptor(name, help, None, gauge.metric_type())?;
    gauge.encode(metric)
}
