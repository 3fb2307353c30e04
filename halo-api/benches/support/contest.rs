//! Contenders that take turns, so that whatever else the machine does falls on all of them.

use std::time::Duration;

use nix::time::{ClockId, clock_gettime};

/// Every contender runs once in each.
const ROUNDS: usize = 31;
/// A turn takes about this long.
const TURN: Duration = Duration::from_millis(10);

/// What the command line asks for.
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

    /// Whether a group, or one whose name begins so, is to run.
    pub(crate) fn wants(&self, group: &str) -> bool {
        self.only.as_ref().is_none_or(|only| only.starts_with(group))
    }
}

struct Contender<'a> {
    name: &'static str,
    work: Box<dyn FnMut() + 'a>,
    turns: Vec<f64>,
}

/// A group of contenders. The first one is what the others are compared with.
pub(crate) struct Contest<'a> {
    group: &'static str,
    contenders: Vec<Contender<'a>>,
}

impl<'a> Contest<'a> {
    pub(crate) fn new(group: &'static str) -> Self {
        Self { group, contenders: Vec::new() }
    }

    /// Adds a contender. What it returns is dropped within its turn.
    pub(crate) fn add<T>(mut self, name: &'static str, mut work: impl FnMut() -> T + 'a) -> Self {
        let work = Box::new(move || drop(std::hint::black_box(work())));
        self.contenders.push(Contender { name, work, turns: Vec::new() });
        self
    }

    /// Runs it and prints the table. Gives the microseconds of each.
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
                contender.turns.push(turn(&mut *contender.work, *times));
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
    /// The fastest turn is what the work takes; the others had company.
    fn best(&self) -> f64 {
        self.turns.iter().copied().fold(f64::INFINITY, f64::min)
    }
}

/// How often the work fits into a turn.
fn repeats(work: &mut dyn FnMut()) -> u32 {
    let once = turn(work, 1).max(0.1) / 1e6;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 100,000")]
    let times = (TURN.as_secs_f64() / once).clamp(1.0, 1e5) as u32;
    times
}

/// Microseconds of this thread's CPU, user and system, that the work takes. Once is for nothing: caches hold what the one before
/// left, and the allocator puts off tidying up after it.
fn turn(work: &mut dyn FnMut(), times: u32) -> f64 {
    work();
    let before = cpu_time();
    (0..times).for_each(|_| one_round(work));
    cpu_time().saturating_sub(before).as_secs_f64() * 1e6 / f64::from(times)
}

fn cpu_time() -> Duration {
    clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID).expect("Linux has this clock").into()
}

/// Callgrind collects within this function alone: `--toggle-collect='*one_round*'`.
#[inline(never)]
fn one_round(work: &mut dyn FnMut()) {
    work();
}
