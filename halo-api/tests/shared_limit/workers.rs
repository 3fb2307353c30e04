//! Four processes, one Redis, one budget: undisturbed, and with a process killed, Redis restarted, and Redis frozen.
//!
//! This binary is its own worker: a test starts it with the name of [`worker`] and the variables below.

use std::collections::{BTreeMap, HashSet};
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use halo_api::mock::{MockHalo, MockResponse, MockServer};
use halo_api::redis::RedisLimiter;
use halo_api::transport::BoxFuture;
use halo_api::{Error, Halo, Lane, Method, Permit, RateLimit, RateLimiter, RateStatus, RetryPolicy};
use serde_json::json;

use super::{RedisServer, limit};

const HALO: &str = "HALO_TEST_WORKER_HALO";
const REDIS: &str = "HALO_TEST_WORKER_REDIS";
const FOLDER: &str = "HALO_TEST_WORKER_FOLDER";
const NUMBER: &str = "HALO_TEST_WORKER_NUMBER";

const WORKERS: usize = 4;
const REQUESTS_EACH: usize = 500;
const REQUESTS: usize = WORKERS * REQUESTS_EACH;
/// The limit of Halo.
const LIMIT: usize = 200;
const WINDOW: Duration = Duration::from_secs(2);
/// The calls of a worker that are in flight together.
const TASKS: usize = 4;

/// Microseconds since 1970: the processes of one machine share this clock.
fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    u64::try_from(since.as_micros()).unwrap()
}

/// A limiter that writes down when it granted each permit.
struct Noted {
    limiter: RedisLimiter,
    file: Mutex<File>,
}

impl RateLimiter for Noted {
    fn acquire(&self, lane: Lane, at_most: Duration) -> BoxFuture<'_, Result<Permit, Error>> {
        Box::pin(async move {
            let permit = self.limiter.acquire(lane, at_most).await?;
            note(&self.file, now());
            Ok(permit)
        })
    }

    fn throttled(&self, wait: Duration, stated: Option<RateLimit>) -> BoxFuture<'_, ()> {
        self.limiter.throttled(wait, stated)
    }

    fn status(&self) -> RateStatus {
        self.limiter.status()
    }
}

/// Writes a line at once, so that a killed process leaves whole ones.
fn note(file: &Mutex<File>, line: impl std::fmt::Display) {
    file.lock().unwrap().write_all(format!("{line}\n").as_bytes()).unwrap();
}

fn append(path: &Path) -> File {
    OpenOptions::new().create(true).append(true).open(path).unwrap()
}

/// Sends the requests of one worker that were not answered in an earlier run.
#[test]
fn worker() {
    let Ok(base_url) = std::env::var(HALO) else { return };
    let folder = PathBuf::from(std::env::var(FOLDER).unwrap());
    let number = std::env::var(NUMBER).unwrap();
    let run = std::process::id();
    let limiter = RedisLimiter::builder(std::env::var(REDIS).unwrap(), "acme");
    let limiter = limiter.rate_limit(limit(200, 2_000)).timeout(Duration::from_millis(500)).build().unwrap();
    let limiter = Noted { limiter, file: Mutex::new(append(&folder.join(format!("permits-{run}")))) };
    let retry = RetryPolicy::default().throttle_backoff(Duration::from_millis(100), Duration::from_millis(100));
    let halo =
        Halo::builder(base_url).client_credentials("id", "s").rate_limiter(limiter).retry(retry).build().unwrap();

    let done_file = folder.join(format!("done-{number}"));
    let done: HashSet<usize> = lines(&done_file).into_iter().map(|line| line.parse().unwrap()).collect();
    let left: Vec<usize> = (0..REQUESTS_EACH).filter(|request| !done.contains(request)).collect();
    let (left, done) = (Arc::new(Mutex::new(left)), Arc::new(Mutex::new(append(&done_file))));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let tasks = (0..TASKS).map(|_| {
            let (halo, left, done, number) = (halo.clone(), Arc::clone(&left), Arc::clone(&done), number.clone());
            tokio::spawn(async move {
                loop {
                    let Some(request) = left.lock().unwrap().pop() else { return };
                    let call = halo
                        .request(Method::GET, "/Ping")
                        .query("worker", &number)
                        .query("request", request)
                        .query("run", run);
                    call.await.unwrap();
                    note(&done, request);
                }
            })
        });
        for task in tasks.collect::<Vec<_>>() {
            task.await.unwrap();
        }
    });
}

fn lines(path: &Path) -> Vec<String> {
    std::fs::read_to_string(path).unwrap_or_default().lines().map(str::to_owned).collect()
}

/// A Halo that notes when each request arrives, and four workers.
struct Site {
    server: MockServer,
    mock: MockHalo,
    /// When requests arrived, by the process that sent them.
    arrivals: Arc<Mutex<BTreeMap<String, Vec<u64>>>>,
    folder: PathBuf,
    redis_url: String,
}

impl Site {
    fn new(name: &str, redis: &RedisServer) -> Self {
        let mock = MockHalo::new();
        mock.route(Method::GET, "/Ping", |_| MockResponse::json(&json!({"ok": true})));
        let arrivals = Arc::<Mutex<BTreeMap<String, Vec<u64>>>>::default();
        let noted = Arc::clone(&arrivals);
        mock.faults_by(move |request| {
            if let Some(run) = request.param("run") {
                noted.lock().unwrap().entry(run.to_owned()).or_default().push(now());
            }
            None
        });
        let folder = std::env::temp_dir().join(format!("halo-api-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        Self { server: MockServer::start(mock.clone()).unwrap(), mock, arrivals, folder, redis_url: redis.url() }
    }

    fn start(&self, number: usize) -> Child {
        Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "workers::worker", "--nocapture"])
            .env(HALO, self.server.base_url())
            .env(REDIS, &self.redis_url)
            .env(FOLDER, &self.folder)
            .env(NUMBER, number.to_string())
            .stdout(Stdio::null())
            .spawn()
            .unwrap()
    }

    fn run(&self, run: &str, arrivals: &[u64]) -> Run {
        let permits = lines(&self.folder.join(format!("permits-{run}")));
        let mut permits: Vec<u64> = permits.iter().map(|line| line.parse().unwrap()).collect();
        permits.sort_unstable();
        Run { permits, arrivals: arrivals.to_vec() }
    }

    /// Checks what was sent, and prints figures.
    fn check(&self, name: &str) -> Figures {
        let answered: HashSet<(String, String)> = self
            .mock
            .requests()
            .into_iter()
            .filter(|request| request.status.is_some_and(|status| status.is_success()))
            .filter_map(|request| Some((request.param("worker")?.to_owned(), request.param("request")?.to_owned())))
            .collect();
        assert_eq!(answered.len(), REQUESTS, "nothing is lost");
        let done: usize = (0..WORKERS).map(|number| lines(&self.folder.join(format!("done-{number}"))).len()).sum();
        assert_eq!(done, REQUESTS, "and nothing is done twice");
        let runs: Vec<Run> =
            self.arrivals.lock().unwrap().iter().map(|(run, arrivals)| self.run(run, arrivals)).collect();
        let refused = self.mock.answered_with(halo_api::StatusCode::TOO_MANY_REQUESTS);
        let figures = Figures::new(&runs, refused);
        let _ = writeln!(std::io::stderr(), "{name}: {figures:?}");
        std::fs::remove_dir_all(&self.folder).unwrap();
        figures
    }
}

/// When a process got permits, and when its requests arrived.
struct Run {
    permits: Vec<u64>,
    arrivals: Vec<u64>,
}

#[derive(Debug)]
#[expect(dead_code, reason = "printed")]
struct Figures {
    arrived: usize,
    refused: usize,
    /// How long all of it took, from the first arrival to the last.
    took: Duration,
    /// The part of the limit that was used.
    used: f64,
    /// The longest time from a permit to an arrival.
    jitter: Duration,
    /// The most permits and arrivals in any window.
    most_permits: usize,
    most_arrivals: usize,
    /// The most arrivals in any window that is shorter by the jitter.
    most_arrivals_less_jitter: usize,
}

impl Figures {
    fn new(runs: &[Run], refused: usize) -> Self {
        // The permits of a killed process that it did not use are its last ones.
        let late = runs
            .iter()
            .flat_map(|run| run.permits.iter().zip(&run.arrivals).map(|(from, to)| to.saturating_sub(*from)));
        let jitter = Duration::from_micros(late.max().unwrap_or(0));
        let sorted = |of: fn(&Run) -> &Vec<u64>| {
            let mut all: Vec<u64> = runs.iter().flat_map(|run| of(run).iter().copied()).collect();
            all.sort_unstable();
            all
        };
        let (permits, arrivals) = (sorted(|run| &run.permits), sorted(|run| &run.arrivals));
        let (permits, arrivals) = (&permits[..], &arrivals[..]);
        let took = Duration::from_micros(arrivals[arrivals.len() - 1] - arrivals[0]);
        // The first window is there at once.
        let windows = u32::try_from(REQUESTS / LIMIT - 1).unwrap();
        Self {
            arrived: arrivals.len(),
            refused,
            took,
            used: (WINDOW * windows).as_secs_f64() / took.as_secs_f64(),
            jitter,
            most_permits: most_within(permits, WINDOW),
            most_arrivals: most_within(arrivals, WINDOW),
            most_arrivals_less_jitter: most_within(arrivals, WINDOW.saturating_sub(jitter)),
        }
    }
}

fn most_within(sorted: &[u64], window: Duration) -> usize {
    let window = u64::try_from(window.as_micros()).unwrap();
    let mut most = 0;
    for (first, start) in sorted.iter().enumerate() {
        most = most.max(sorted[first..].partition_point(|at| at - start < window));
    }
    most
}

/// Held by the test that measures: another one would make the machine busy.
static MEASURING: Mutex<()> = Mutex::new(());

/// A machine on which requests arrive later than this is too busy to say how much of the limit is used.
const BUSY: Duration = Duration::from_millis(50);

#[test]
fn four_processes_use_one_limit_and_all_of_it() {
    let Some(redis) = RedisServer::start("four_processes_use_one_limit") else { return };
    let _alone = MEASURING.lock().unwrap_or_else(PoisonError::into_inner);
    let site = Site::new("workers", &redis);
    let workers: Vec<Child> = (0..WORKERS).map(|number| site.start(number)).collect();
    for mut worker in workers {
        assert!(worker.wait().unwrap().success());
    }
    let figures = site.check("four processes");
    assert!(figures.most_permits <= LIMIT && figures.most_arrivals_less_jitter <= LIMIT, "{figures:?}");
    if figures.jitter <= BUSY {
        assert!(figures.used >= 0.95, "{figures:?}");
    } else {
        let _ = writeln!(std::io::stderr(), "NOT JUDGED: the use of the limit; this machine is too busy");
    }
}

#[test]
fn a_kill_a_restart_and_a_freeze_lose_nothing_and_exceed_nothing() {
    let Some(mut redis) = RedisServer::start("a_kill_a_restart_and_a_freeze") else { return };
    let _alone = MEASURING.lock().unwrap_or_else(PoisonError::into_inner);
    let site = Site::new("disturbed", &redis);
    let mut workers: Vec<Child> = (0..WORKERS).map(|number| site.start(number)).collect();
    let pause = |seconds| std::thread::sleep(Duration::from_secs(seconds));
    pause(4);
    workers[0].kill().unwrap();
    workers[0].wait().unwrap();
    pause(1);
    workers[0] = site.start(0);
    pause(3);
    redis.kill();
    assert!(redis.run().unwrap());
    pause(4);
    redis.signal("-STOP");
    pause(5);
    redis.signal("-CONT");
    for mut worker in workers {
        assert!(worker.wait().unwrap().success());
    }
    let figures = site.check("killed, restarted, frozen");
    assert!(figures.most_permits <= LIMIT && figures.most_arrivals_less_jitter <= LIMIT, "{figures:?}");
}
