//! `--limit-time`: an end for work that takes too long.

use crate::Status;
use kofn::Interrupt;
use std::sync::OnceLock;
use std::thread;
use std::time::Duration;

/// A time as `--limit-time` writes it, in seconds.
pub(crate) fn parsed(seconds: &str) -> Result<Duration, String> {
    let number: f64 = seconds.parse().map_err(|_| "write seconds, as 5 or 0.5".to_owned())?;
    match Duration::try_from_secs_f64(number) {
        Ok(time) if !time.is_zero() => Ok(time),
        _ => Err("write more than 0 seconds".to_owned()),
    }
}

/// What is raised when this time is over, counted from the first call. Work that does not look at it
/// ends a little later with the program.
pub(crate) fn interrupt(time: Option<Duration>) -> Interrupt {
    static FIRST: OnceLock<Interrupt> = OnceLock::new();
    let Some(time) = time else { return Interrupt::never() };
    FIRST
        .get_or_init(|| {
            let interrupt = Interrupt::new();
            let raised = interrupt.clone();
            thread::spawn(move || {
                thread::sleep(time);
                raised.raise();
                let seconds = time.as_secs_f64();
                eprintln!("kofn: the time limit of {seconds} s is reached");
                // What is known by then is still told.
                thread::sleep((time / 4).max(Duration::from_secs(1)));
                eprintln!("kofn: what was begun could not be ended in time, and nothing is told");
                // Whoever is writing is let finish.
                let _out = std::io::stdout().lock();
                std::process::exit(i32::from(Status::Limit.code()));
            });
            interrupt
        })
        .clone()
}
