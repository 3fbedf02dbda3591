//! Medians, and the tables they are told in: figures of one run beside each other, with the machine they came from.
//! A ratio is taken between medians of the same run; a figure without its floor says little.
//! Must not know: how anything was measured.

use crate::machine::{self, Machine, Ticks};
use std::time::Duration;

/// What one subject (the floor, or the hub) gave over all blocks.
#[derive(Default)]
pub struct Figures {
    pub name: String,
    /// Seconds until all held their state: the first time with nothing, later with what they held.
    pub first_connect: Option<f64>,
    pub reconnects: Vec<f64>,
    /// KiB of user memory per client: connected, and after all rounds of the first block.
    pub idle_kib: Option<f64>,
    pub after_kib: Option<f64>,
    pub rss_after_kib: Option<f64>,
    /// Per round, in milliseconds.
    pub p50: Vec<f64>,
    pub p99: Vec<f64>,
    pub last: Vec<f64>,
    /// Over all rounds.
    pub server_cpu: Duration,
    pub generator_cpu: Duration,
    pub frames: u64,
    pub bytes: u64,
    pub lost: u64,
    pub findings: Vec<String>,
}

pub fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => None,
        odd if odd % 2 == 1 => Some(sorted[middle]),
        _ => Some(f64::midpoint(sorted[middle - 1], sorted[middle])),
    }
}

/// The value below which this share of the ascending times lies.
pub fn share(times: &[Duration], share: f64) -> Option<f64> {
    let index = ((times.len() as f64 * share).ceil() as usize).clamp(1, times.len().max(1)) - 1;
    times.get(index).map(|time| time.as_secs_f64() * 1000.0)
}

impl Figures {
    fn cpu_per_delivery(&self) -> Option<f64> {
        (self.frames > 0).then(|| self.server_cpu.as_secs_f64() * 1e6 / self.frames as f64)
    }

    fn rows(&self) -> [Option<f64>; 9] {
        [
            median(&self.p50),
            median(&self.p99),
            median(&self.last),
            self.cpu_per_delivery(),
            self.idle_kib,
            self.after_kib,
            self.rss_after_kib,
            self.first_connect,
            median(&self.reconnects),
        ]
    }
}

const ROWS: [(&str, bool); 9] = [
    ("change → client, p50, ms", true),
    ("change → client, p99, ms", true),
    ("change → last client, ms", true),
    ("server CPU per delivery, µs", true),
    ("user memory per client, connected, KiB (PSS)", false),
    ("user memory per client, after traffic, KiB (PSS)", false),
    ("the same, RSS", false),
    ("first connection of all, s", true),
    ("reconnection of all with their state, s", true),
];

fn cell(value: Option<f64>) -> String {
    match value {
        None => "–".to_owned(),
        Some(value) if value.abs() >= 100.0 => format!("{value:.0}"),
        Some(value) if value.abs() >= 10.0 => format!("{value:.1}"),
        Some(value) => format!("{value:.2}"),
    }
}

/// The table; the floor comes first and the others are told as multiples of it.
pub fn table(all: &[&Figures]) -> String {
    let [floor, others @ ..] = all else { return String::new() };
    let mut text = format!("| | {} |", floor.name);
    others.iter().for_each(|figures| text += &format!(" {} | × floor |", figures.name));
    text += &format!("\n|---|---|{}\n", "---|---|".repeat(others.len()));
    for (index, (name, with_ratio)) in ROWS.into_iter().enumerate() {
        let base = floor.rows()[index];
        text += &format!("| {name} | {} |", cell(base));
        for figures in others {
            let value = figures.rows()[index];
            let ratio = value.zip(base).filter(|(_, base)| with_ratio && *base > 0.0).map(|(value, base)| value / base);
            text += &format!(" {} | {} |", cell(value), cell(ratio));
        }
        text += "\n";
    }
    for (name, of) in [("messages received", 0), ("bytes per message", 1), ("clients not reached", 2)] {
        text += &format!("| {name} |");
        for (index, figures) in all.iter().enumerate() {
            let value = [figures.frames, figures.bytes / figures.frames.max(1), figures.lost][of];
            text += &format!(" {value} |{}", if index > 0 { " |" } else { "" });
        }
        text += "\n";
    }
    text
}

/// What has to stand beside every table.
pub fn circumstances(machine: &Machine, before: Ticks, ours: Duration, took: Duration, calibration: &[f64]) -> String {
    let (busy, cores) = machine::ticks().cores_busy_since(before);
    let own = ours.as_secs_f64() / took.as_secs_f64().max(0.001);
    let speed = median(calibration).map_or("no openssl here".to_owned(), |speed| format!("{speed:.0} MB/s"));
    format!(
        "{}, {} cores, {} GiB, Linux {}. Calibration: SHA-256 on one core {speed} (before and after: {}). \
         Over the {:.0} s of the run {busy:.2} of {cores:.0} cores were busy, {:.2} of them with others' work; \
         load average at the end {}. No TLS, loopback.\n",
        machine.model,
        machine.cores,
        machine.memory_gib,
        machine.kernel,
        calibration.iter().map(|speed| format!("{speed:.0}")).collect::<Vec<_>>().join(", "),
        took.as_secs_f64(),
        (busy - own).max(0.0),
        machine::load_average()
    )
}

/// The same where what we used ourselves is not known: how busy the machine was with everybody.
pub fn surroundings(machine: &Machine, before: Ticks, took: Duration) -> String {
    let (busy, cores) = machine::ticks().cores_busy_since(before);
    format!(
        "{}, {} cores, {} GiB, Linux {}. Over the {:.0} s of the run {busy:.2} of {cores:.0} cores were busy, our own \
         work included; load average at the end {}. No TLS, loopback.\n",
        machine.model,
        machine.cores,
        machine.memory_gib,
        machine.kernel,
        took.as_secs_f64(),
        machine::load_average()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians_and_shares() {
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), Some(2.5));
        let times: Vec<Duration> = (1..=100).map(Duration::from_millis).collect();
        assert_eq!(share(&times, 0.5), Some(50.0));
        assert_eq!(share(&times, 0.99), Some(99.0));
        assert_eq!(share(&times, 1.0), Some(100.0));
        assert_eq!(share(&[], 0.5), None);
    }

    #[test]
    fn the_table_tells_multiples_of_the_floor() {
        let figures = |name: &str, last: f64| Figures { name: name.into(), last: vec![last], ..Figures::default() };
        let text = table(&[&figures("floor", 8.0), &figures("onward", 10.0)]);
        assert!(text.contains("| change → last client, ms | 8.00 | 10.0 | 1.25 |"), "{text}");
    }
}
