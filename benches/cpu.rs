//! CPU time, user and system: it says what work costs, also on a machine that does other work.

use std::time::Duration;

/// What all threads of this process have used.
#[cfg(unix)]
pub fn own() -> Duration {
    let clock = nix::time::ClockId::CLOCK_PROCESS_CPUTIME_ID;
    nix::time::clock_gettime(clock).map_or(Duration::ZERO, Duration::from)
}

/// What the processes have used that this one has started and waited for.
#[cfg(unix)]
pub fn of_children() -> Duration {
    use nix::sys::resource::{UsageWho, getrusage};
    let time = |time: nix::sys::time::TimeVal| {
        let micros = time.tv_sec().unsigned_abs() * 1_000_000 + time.tv_usec().unsigned_abs();
        Duration::from_micros(micros)
    };
    getrusage(UsageWho::RUSAGE_CHILDREN)
        .map_or(Duration::ZERO, |usage| time(usage.user_time()) + time(usage.system_time()))
}

/// What a process has used so far, in hundredths of a second; nothing where the system does not say.
pub fn of_process(id: u32) -> Option<Duration> {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // Behind the name, which may have spaces and ends with the last parenthesis, user time is the
    // twelfth field and system time the one after it.
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let mut ticks = || fields.next()?.parse::<u64>().ok();
    Some(Duration::from_millis(10 * (ticks()? + ticks()?)))
}

/// Elsewhere the time that passes.
#[cfg(not(unix))]
pub fn own() -> Duration {
    static START: std::sync::LazyLock<std::time::Instant> =
        std::sync::LazyLock::new(std::time::Instant::now);
    START.elapsed()
}

/// Elsewhere the time that passes.
#[cfg(not(unix))]
pub fn of_children() -> Duration {
    own()
}

/// The median CPU time of `runs` runs of some work in this process.
pub fn median(runs: usize, mut work: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..runs.max(1))
        .map(|_| {
            let start = own();
            work();
            own().saturating_sub(start)
        })
        .collect();
    times.sort();
    times[times.len() / 2]
}
