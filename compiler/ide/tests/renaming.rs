//! Another name is written wherever the old one stood, or it is said why not.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

use kofn::{Reading, SingleFile};
use kofn_diagnostics::FileId;
use kofn_ide::fixes::edited;
use kofn_ide::rename::Renaming;

fn read(text: &str) -> Reading {
    Reading::new(&SingleFile::new("m.rbd", text), "m.rbd")
}

/// The text with the name at the mark `|` changed.
fn renamed(text: &str, new: &str) -> Result<String, String> {
    let byte = text.find('|').unwrap();
    let text = text.replacen('|', "", 1);
    let before = read(&text);
    let renaming = Renaming::new(&before, FileId(0), byte, new)?;
    let text = edited(&text, &renaming.edits(&before));
    renaming.keeps(&before, &read(&text))?;
    Ok(text)
}

#[test]
fn every_mention_is_renamed() {
    for (text, new, wanted) in [
        ("param |p\nlet q = p^2\nmodule a = p", "R", "param R\nlet q = R^2\nmodule a = R"),
        (
            "system s { param n: count module a[n] = 0.9 works when any of a }\nsolve |s.n where s > 0.9",
            "pair",
            "system pair { param n: count module a[n] = 0.9 works when any of a }\nsolve pair.n where pair > 0.9",
        ),
        (
            "system s { param n: count module a[n] = 0.9 works when any of a }\nsolve s.|n where s(n = 2) > 0.9",
            "k",
            "system s { param k: count module a[k] = 0.9 works when any of a }\nsolve s.k where s(k = 2) > 0.9",
        ),
        (
            "system s { module a, b link x -> a -> y link x -> b -> y works when path(|x, y) }",
            "start",
            "system s { module a, b link start -> a -> y link start -> b -> y works when path(start, y) }",
        ),
        (
            "module h[2] = 0.9\nmodule a[|i in 1..2], b[j in 1..2] = 0.9 on h[i]",
            "k",
            "module h[2] = 0.9\nmodule a[k in 1..2], b[j in 1..2] = 0.9 on h[k]",
        ),
        ("use std/voting\nmodule a = |voting.tmr", "v", "use std/voting as v\nmodule a = v.tmr"),
        ("use std/voting as |v\nmodule a = v.tmr", "w", "use std/voting as w\nmodule a = w.tmr"),
        // The parameter of a module without a number goes with it, from either side.
        (
            "system s { module |disk works when disk }\nassert s > 0.5 given R_disk = 0.9",
            "d",
            "system s { module d works when d }\nassert s > 0.5 given R_d = 0.9",
        ),
        (
            "param R_disk\nsystem s { module disk works when disk }\nassert s > 0.5 given |R_disk = 0.9",
            "R_d",
            "param R_d\nsystem s { module d works when d }\nassert s > 0.5 given R_d = 0.9",
        ),
        // However an accent was typed.
        ("param hôte\nmodule a = |ho\u{302}te", "h", "param h\nmodule a = h"),
    ] {
        assert_eq!(renamed(text, new).as_deref(), Ok(wanted), "{text}");
    }
}

#[test]
fn names_that_cannot_be_are_refused() {
    for (text, new, why) in [
        ("param |p", "works", "`works` is a word of the language"),
        ("param |p\nparam q", "q", "`q` cannot be the name: `q` is declared twice"),
        (
            "param |p\nsystem s { module a = p works when a }",
            "a",
            "`a` cannot be the name: `a` is already declared in this file",
        ),
        (
            "module |floor_of = 0.9",
            "2nd",
            "`2nd` is not a name: names are words of letters, digits and `_` that begin with a letter and may end in primes",
        ),
        (
            "use std/voting\nmodule a = voting.|tmr",
            "t",
            "`tmr` belongs to the standard library and keeps its name",
        ),
        (
            "use std/|voting",
            "t",
            "a file gets another name where files are kept; here it can get a prefix, `use … as NAME`",
        ),
        ("module a = 0.9 |", "t", "no name of the model stands here"),
        (
            "system s { module disk works when disk }\nassert s > 0.5 given |R_disk = 0.9",
            "d",
            "`R_disk` is the probability of a module that is called so; write `R_` and the module's new name",
        ),
        // A junction that gets the name of a module would be that module.
        (
            "system s { module a, b link |x -> a -> y link x -> b -> y works when path(x, y) }",
            "a",
            "with the name `a`, `x` in line 1 of m.rbd would stand for something else",
        ),
        // A function of the language comes before a system of that name.
        (
            "param p = 0.5\nsystem |s { param n: count = 1 module a[n] = p works when any of a }\nassert s(n = 2) > 0.5",
            "floor",
            "`floor` cannot be the name: `floor` does not take these arguments",
        ),
        // Results print this parameter with the system's name in it.
        (
            "system |s { module disk works when disk }\nsystem t { module disk works when disk }\nassert s > 0.5 given R_s.disk = 0.9",
            "u",
            "`u` cannot be the name: `R_s` is not declared",
        ),
    ] {
        assert_eq!(renamed(text, new), Err(why.to_owned()), "{text}");
    }
}
