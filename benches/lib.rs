//! Models and clocks for the measured claims.

pub mod blocks;
pub mod cpu;
pub mod formulas;
pub mod page;
pub mod rival;

use std::fmt::Write;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// The median time of `runs` runs.
pub fn median(runs: usize, mut work: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..runs.max(1))
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .collect();
    times.sort();
    times[times.len() / 2]
}

/// The program that was built beside the benchmark.
pub fn program() -> Option<PathBuf> {
    let mut path = std::env::current_exe().ok()?;
    path.pop();
    path.pop();
    path.push(if cfg!(windows) { "kofn.exe" } else { "kofn" });
    path.exists().then_some(path)
}

/// A square grid of links with one parameter; from one corner to the opposite one.
pub fn grid(side: usize) -> String {
    let mut text = String::from("param p\nsystem grid {\n");
    for row in 0..side {
        for column in 0..side {
            // Writing to a string cannot fail.
            if column + 1 < side {
                let _ = writeln!(text, "    link v{row}_{column} -- v{row}_{} = p", column + 1);
            }
            if row + 1 < side {
                let _ = writeln!(text, "    link v{row}_{column} -- v{}_{column} = p", row + 1);
            }
        }
    }
    let last = side - 1;
    let _ = writeln!(text, "    works when path(v0_0, v{last}_{last})\n}}");
    text
}

/// Alike units that are counted.
pub fn units(n: u64, k: u64, p: &str) -> String {
    format!(
        "module unit[{n}] = {p}\n\
         system any_unit {{ works when any of unit }}\n\
         system all_units {{ works when all of unit }}\n\
         system k_units {{ works when {k} of unit }}\n"
    )
}

/// Racks of unlike modules, each module declared and placed by itself: a generated file.
pub fn racks(racks: usize, modules: usize) -> String {
    let mut text = String::new();
    let mut seed = 1u64;
    let mut digits = |from: u64, to: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        from + (seed >> 33) % (to - from)
    };
    for rack in 0..racks {
        let _ = writeln!(text, "module pdu{rack} = 0.99{}", digits(1, 10));
        let _ = writeln!(text, "module tor{rack} = 0.999{} on pdu{rack}", digits(1, 10));
        for module in 2..modules {
            let _ = writeln!(text, "module m{rack}_{module} = 0.9{} on tor{rack}", digits(10, 100));
        }
    }
    let _ = writeln!(text, "system racks {{\n    works when {} of (", racks - racks / 100);
    for rack in 0..racks {
        let all: Vec<String> = (2..modules).map(|module| format!("m{rack}_{module}")).collect();
        let comma = if rack + 1 < racks { "," } else { "" };
        let _ = writeln!(text, "        2 of ({}){comma}", all.join(", "));
    }
    text.push_str("    )\n}\n");
    text
}
