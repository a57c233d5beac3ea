//! Other programs, which run by themselves and are given a script.

use crate::cpu;
use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// What became of a rival's run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is not installed.
    Missing,
    /// It ended without an answer.
    NoAnswer,
    /// It was stopped after this time.
    TooLong(Duration),
    /// It printed an answer.
    Answered {
        /// What it printed.
        answer: String,
        /// How long it took.
        time: Duration,
    },
}

/// Runs a program with a script as its input, start-up included in the time.
pub fn run(program: &str, arguments: &[&str], script: &str, limit: Duration) -> Outcome {
    let start = Instant::now();
    watched(program, arguments, script, limit, |_| start.elapsed())
}

/// Runs a program until the clock, which is shown its number, says that the time is up.
fn watched(
    program: &str,
    arguments: &[&str],
    script: &str,
    limit: Duration,
    clock: impl Fn(u32) -> Duration,
) -> Outcome {
    let start = Instant::now();
    let child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut child) = child else { return Outcome::Missing };
    let (input, output) = (child.stdin.take(), child.stdout.take());
    thread::scope(|scope| {
        // What a program that has ended does not read is lost, and that is all right.
        scope.spawn(|| input.map(|mut input| input.write_all(script.as_bytes())));
        let printed = scope.spawn(|| {
            let mut text = String::new();
            output.and_then(|mut output| output.read_to_string(&mut text).ok()).map(|_| text)
        });
        let ended = loop {
            match child.try_wait() {
                Ok(Some(status)) => break status,
                Ok(None) if clock(child.id()) < limit => {
                    let pause = start.elapsed() / 100;
                    let pause = pause.clamp(Duration::from_micros(200), Duration::from_millis(100));
                    thread::sleep(pause);
                }
                _ => {
                    let _ = child.kill();
                    let _ = child.wait();
                    return Outcome::TooLong(limit);
                }
            }
        };
        let time = start.elapsed();
        match printed.join() {
            Ok(Some(answer)) if ended.success() && !answer.trim().is_empty() => {
                Outcome::Answered { answer: answer.trim().to_owned(), time }
            }
            _ => Outcome::NoAnswer,
        }
    })
}

/// Runs a program as [`run`] does, but counts its CPU time, start-up included, and ends it when it
/// has used so much of that. No other process may be started meanwhile.
pub fn run_on_cpu(program: &str, arguments: &[&str], script: &str, limit: Duration) -> Outcome {
    let before = cpu::of_children();
    let start = Instant::now();
    let clock = |id| cpu::of_process(id).unwrap_or_else(|| start.elapsed());
    let outcome = watched(program, arguments, script, limit, clock);
    let used = cpu::of_children().saturating_sub(before);
    match outcome {
        Outcome::Answered { answer, .. } => Outcome::Answered { answer, time: used },
        other => other,
    }
}

impl Outcome {
    /// The outcome of a script that measures itself, and prints the seconds as its last line.
    pub fn measured_by_itself(self) -> Outcome {
        let Outcome::Answered { answer, .. } = self else { return self };
        let last = answer.rsplit_once('\n').and_then(|(answer, seconds)| {
            // PARI/GP writes small numbers as `1.5 E-5`.
            let seconds: f64 = seconds.replace(' ', "").parse().ok()?;
            let time = Duration::try_from_secs_f64(seconds).ok()?;
            Some(Outcome::Answered { answer: answer.trim().to_owned(), time })
        });
        last.unwrap_or(Outcome::NoAnswer)
    }
}

/// A PARI/GP script that answers `answer`, after some definitions, and how long that takes on
/// average while it is done again and again for a third of a second.
pub fn gp(definitions: &str, answer: &str, limit: Duration) -> Outcome {
    let script = format!(
        "default(parisizemax,2*10^9);default(realprecision,38);\n{definitions}\n\
         answer()={answer};\n\
         seconds()=my(n=1,t,d);while(1,t=getwalltime();for(i=1,n,answer());d=getwalltime()-t;\
         if(d>=300,return(d/n/1000.));n*=4);\n\
         print(answer());print(seconds());\n"
    );
    run("gp", &["-fq"], &script, limit).measured_by_itself()
}

/// A Python script that answers the expression `answer` after some definitions.
pub fn python(definitions: &str, answer: &str, limit: Duration) -> Outcome {
    if version("python3", &["-c", "import sympy"]).is_none() {
        return Outcome::Missing;
    }
    let script = format!(
        "import time\nfrom sympy import *\n{definitions}\nstart = time.perf_counter()\n\
         answer = {answer}\nstop = time.perf_counter()\nprint(answer)\nprint(stop - start)\n"
    );
    run("python3", &["-"], &script, limit).measured_by_itself()
}

/// What a program prints about itself, where it is installed and runs without error.
pub fn version(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()
        .filter(|output| output.status.success())?;
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
