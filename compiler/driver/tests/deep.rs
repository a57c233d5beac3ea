//! Blocks on each other, as the gates of fault trees are, in long chains.

use kofn::emit::report::{AnswerKind, Outcome};
use kofn::{Compilation, Settings, SingleFile};
use kofn_algebra::Rational;

/// Parallel and series by turns, each of one module and the block below.
fn chain(blocks: usize) -> String {
    let mut text = format!("system chain {{\n    module m[{}] = 0.99\n", blocks + 1);
    for block in 0..blocks {
        let kind = ["parallel", "series"][block % 2];
        let below = match block + 1 == blocks {
            true => format!("m[{}]", blocks + 1),
            false => format!("b{}", block + 1),
        };
        text.push_str(&format!("    block b{block} = {kind}(m[{}], {below})\n", block + 1));
    }
    text.push_str("    works when b0\n}\n");
    text
}

#[test]
fn a_long_chain_of_blocks_is_computed() {
    const BLOCKS: usize = 1_900;
    let text = chain(BLOCKS);
    let mut compilation = Compilation::new(&SingleFile::new("chain.rbd", &text), "chain.rbd");
    let settings = Settings { exactness: kofn::Exactness::Always, ..Settings::default() };
    let answer = compilation.ask("chain", &settings).expect("answered");
    let AnswerKind::Value { value: Outcome::Value(value), .. } = answer.kind else {
        panic!("a value was asked for");
    };
    let p = Rational::parse_decimal("0.99").expect("a decimal");
    let works = (0..BLOCKS).rev().fold(p.clone(), |below, block| match block % 2 {
        0 => (p.complement() * below.complement()).complement(),
        _ => &p * &below,
    });
    assert_eq!(value.exact, Some(works));
}

#[test]
fn a_longer_chain_is_an_error_however_it_is_begun() {
    let text = chain(20_000);
    // The second begins with its lowest blocks, so that no walk is deep.
    let lowest: Vec<String> = (0..20_000).rev().step_by(100).map(|b| format!("b{b}")).collect();
    let works = format!("works when series({})", lowest.join(", "));
    for text in [text.clone(), text.replace("works when b0", &works)] {
        let mut compilation = Compilation::new(&SingleFile::new("chain.rbd", &text), "chain.rbd");
        let answer = compilation.ask("chain", &Settings::default());
        let codes: Vec<&str> = match &answer {
            Ok(_) => Vec::new(),
            Err(findings) => findings.iter().map(|finding| finding.code.0).collect(),
        };
        assert_eq!(codes, ["nested-too-deeply"]);
    }
}
