//! Measures contenders in turns, so other work of the machine affects all of them.

use std::time::Duration;

use nix::time::{ClockId, clock_gettime};

/// The number of turns; every contender runs once in each.
const ROUNDS: usize = 31;
/// The approximate duration of a turn.
const TURN: Duration = Duration::from_millis(10);

/// The arguments of the command line.
pub(crate) struct Args {
    only: Option<String>,
    rounds: usize,
}

impl Args {
    /// `--only GROUP/NAME` runs that contender alone, `--rounds N` times: for callgrind.
    pub(crate) fn read() -> Self {
        let value = |name: &str| std::env::args().skip_while(|arg| arg != name).nth(1);
        let rounds = value("--rounds").and_then(|text| text.parse().ok()).unwrap_or(1);
        Self { only: value("--only"), rounds }
    }

    /// Whether to run a group with this name, or with a name that starts with it.
    pub(crate) fn wants(&self, group: &str) -> bool {
        self.only.as_ref().is_none_or(|only| only.starts_with(group))
    }
}

struct Contender<'a> {
    name: &'static str,
    work: Box<dyn FnMut() + 'a>,
    turns: Vec<f64>,
}

/// A group of contenders. The others are compared with the first one.
pub(crate) struct Contest<'a> {
    group: &'static str,
    contenders: Vec<Contender<'a>>,
}

impl<'a> Contest<'a> {
    pub(crate) fn new(group: &'static str) -> Self {
        Self { group, contenders: Vec::new() }
    }

    /// Adds a contender. Its result is dropped within its turn.
    pub(crate) fn add<T>(mut self, name: &'static str, mut work: impl FnMut() -> T + 'a) -> Self {
        let work = Box::new(move || drop(std::hint::black_box(work())));
        self.contenders.push(Contender { name, work, turns: Vec::new() });
        self
    }

    /// Runs the group, prints the table, and returns the microseconds of each contender.
    pub(crate) fn run(mut self, args: &Args) -> Vec<f64> {
        if let Some(only) = &args.only {
            let is_it = |contender: &&mut Contender<'_>| *only == format!("{}/{}", self.group, contender.name);
            for contender in self.contenders.iter_mut().filter(is_it) {
                (0..args.rounds).for_each(|_| one_round(&mut *contender.work));
                println!("{only}: {} rounds", args.rounds);
            }
            return Vec::new();
        }
        let times: Vec<u32> = self.contenders.iter_mut().map(|contender| repeats(&mut *contender.work)).collect();
        for _ in 0..ROUNDS {
            for (contender, times) in self.contenders.iter_mut().zip(&times) {
                contender.turns.push(time_turn(&mut *contender.work, *times));
            }
        }
        self.print();
        self.contenders.iter().map(Contender::best).collect()
    }

    fn print(&self) {
        println!("\n{:<28} {:>12} {:>8} {:>8}", self.group, "µs, best", "ratio", "median");
        let Some(first) = self.contenders.first() else { return };
        for contender in &self.contenders {
            let mut ratios: Vec<f64> =
                contender.turns.iter().zip(&first.turns).map(|(own, first)| own / first).collect();
            ratios.sort_by(f64::total_cmp);
            let (best, median) = (contender.best(), ratios[ratios.len() / 2]);
            println!("  {:<26} {best:>12.1} {:>8.2} {median:>8.2}", contender.name, best / first.best());
        }
    }
}

impl Contender<'_> {
    /// The time of the fastest turn, which other work disturbed the least.
    fn best(&self) -> f64 {
        self.turns.iter().copied().fold(f64::INFINITY, f64::min)
    }
}

/// The number of repetitions that fit into a turn.
fn repeats(work: &mut dyn FnMut()) -> u32 {
    let once = time_turn(work, 1).max(0.1) / 1e6;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 100,000")]
    let times = (TURN.as_secs_f64() / once).clamp(1.0, 1e5) as u32;
    times
}

/// The CPU time of this thread for the work in microseconds, user and system.
///
/// The first run is not measured: caches still contain the data of the previous contender, and the allocator cleans up late.
fn time_turn(work: &mut dyn FnMut(), times: u32) -> f64 {
    work();
    let before = cpu_time();
    (0..times).for_each(|_| one_round(work));
    cpu_time().saturating_sub(before).as_secs_f64() * 1e6 / f64::from(times)
}

fn cpu_time() -> Duration {
    clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID).expect("Linux has this clock").into()
}

/// Callgrind only collects within this function: `--toggle-collect='*one_round*'`.
#[inline(never)]
fn one_round(work: &mut dyn FnMut()) {
    work();
}
