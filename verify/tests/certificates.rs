//! Every kind of certificate is certified, and nothing that is not true.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its input has failed")]

mod support;

use kofn_verify::{Verdict, verify};
use serde_json::{Value, json};
use support::examples;

fn example(name: &str) -> Value {
    examples().into_iter().find(|(found, _)| *found == name).unwrap().1
}

#[test]
fn true_claims_are_certified() {
    for (name, certificate) in examples() {
        let verdict = verify(&certificate.to_string());
        assert!(matches!(verdict, Verdict::Certified { .. }), "{name}: {verdict:?}");
    }
}

#[test]
fn the_claim_is_said_in_words() {
    let said = |name| match verify(&example(name).to_string()) {
        Verdict::Certified { claim } => claim,
        other => panic!("{other:?}"),
    };
    assert_eq!(said("bridge"), "bridge = 12231/12500");
    assert_eq!(said("vertex and factor"), "hosted <= 1 for all values in the ranges");
    assert_eq!(said("refutation"), "not always square >= x: 1/4 against 1/2");
    assert_eq!(said("exponential"), "virtualized > native for exactly these n: [[\"5\",null]]");
}

#[test]
fn what_is_no_certificate_is_refused_with_its_place() {
    let mut unknown = example("bridge");
    unknown["structure"]["nodes"][0]["comment"] = json!("");
    let path = "/structure/nodes/0".to_owned();
    let reason = "not an object with one field".to_owned();
    assert_eq!(verify(&unknown.to_string()), Verdict::Refused { path, reason });

    let text = example("bridge").to_string();
    let twice = text.replacen("{\"kofn\":1", "{\"kofn\":2,\"kofn\":1", 1);
    let reason = "a field stands twice".to_owned();
    assert_eq!(verify(&twice), Verdict::Refused { path: String::new(), reason });
    for text in ["", "{", "[]", "null", "{\"kofn\": 1}", "\u{0}", "\"\\"] {
        assert!(matches!(verify(text), Verdict::Refused { .. }), "{text}");
    }
}

#[test]
fn an_open_decomposition_is_not_certified() {
    let mut certificate = example("roots");
    certificate["steps"] = json!([{"step": "open-cad"}]);
    let reason = "open CAD".to_owned();
    assert_eq!(verify(&certificate.to_string()), Verdict::NotCertified { reason });
}

/// Text that asks for much gets little: every one of these ends by a limit.
#[test]
fn hostile_text_is_bounded() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(matches!(verify(&deep), Verdict::Refused { .. }));

    let squares = |first: Value, gate: fn(usize) -> Value| {
        let nodes: Vec<Value> = std::iter::once(first).chain((0..200).map(gate)).collect();
        let mut certificate = example("roots");
        certificate["structure"]["nodes"] = json!(nodes);
        certificate["structure"]["designs"] = json!({"x": 0, "parabola": 200});
        verify(&certificate.to_string())
    };
    let square: fn(usize) -> Value = |i| json!({"product": [i, i]});
    let power: fn(usize) -> Value = |i| json!({"power": {"of": i, "exponent": "1000000000"}});
    let vote: fn(usize) -> Value =
        |i| json!({"at_least": {"k": 9000, "of": [[i, 20000], [i, 20000]]}});
    for gate in [square, power, vote] {
        let verdict = squares(json!({"parameter": "x"}), gate);
        assert!(matches!(verdict, Verdict::NotCertified { .. }), "{verdict:?}");
    }
    assert!(!matches!(squares(json!({"number": "2/3"}), square), Verdict::Certified { .. }));
}

/// Voting with 1,000 replicas: a polynomial of degree 1,000 with numbers of 300 digits.
#[test]
fn a_threshold_of_degree_1000() {
    use num_bigint::BigInt;
    let (n, k) = (1000i64, 500i64);
    let choose = |n: i64, k: i64| (0..k).fold(BigInt::from(1), |c, i| c * (n - i) / (i + 1));
    let mut f = vec![BigInt::ZERO; n as usize + 1];
    for j in k..=n {
        let c = choose(j - 1, k - 1) * choose(n, j) * 100;
        f[j as usize] = if (j - k) % 2 == 0 { c } else { -c };
    }
    f[0] = BigInt::from(-99);
    let f: Vec<String> = f.iter().map(BigInt::to_string).collect();
    let certificate = |from: &str, to: &str| {
        json!({"kofn": 1, "structure": {
                "parameters": [{"name": "p", "range": ["0", "1"]}],
                "nodes": [{"parameter": "p"}, {"group": {"k": "500", "n": "1000", "of": 0}}],
                "designs": {"vote": 1}},
            "claim": {"kind": "threshold", "left": "vote", "relation": ">=", "parameter": "p",
                "right": {"number": "99/100"}, "holds": [
                    {"lo": {"polynomial": f, "interval": [from, to], "open": false},
                     "hi": {"exact": "1", "open": false}}]},
            "steps": [{"step": "roots", "factors": [{"polynomial": f, "power": 1,
                "divisor_power": 0, "cuts": ["0", from, to, "1"]}]}]})
    };
    // 1/2 and a bit more than two standard deviations of 0.0158.
    let verdict = verify(&certificate("53/100", "54/100").to_string());
    assert!(matches!(verdict, Verdict::Certified { .. }), "{verdict:?}");
    let verdict = verify(&certificate("52/100", "53/100").to_string());
    assert!(matches!(verdict, Verdict::NotCertified { .. }), "{verdict:?}");
}

/// 2 of n with a replica of 1/1000 reach 999/1000 at n = 9,230 and not before.
#[test]
fn a_count_of_thousands() {
    let certificate = |first: i64| {
        let before = (first - 1).to_string();
        json!({"kofn": 1, "structure": {
                "parameters": [{"name": "n", "count": ["1", null]}],
                "nodes": [{"number": "1/1000"}, {"group": {"k": "2", "of": 0,
                    "n": {"parameter": "n", "times": "1", "plus": "0"}}}],
                "designs": {"two": 1}},
            "claim": {"kind": "count", "left": "two", "relation": ">=", "parameter": "n",
                "right": {"number": "999/1000"}, "holds": [[first.to_string(), null]]},
            "steps": [{"step": "exponential", "links": [
                {"base": "999/1000",
                 "ranges": [["1", before, "-"], [first.to_string(), null, "+"]]},
                {"base": "999/1000", "ranges": [["1", "6904", "-"], ["6905", null, "+"]]},
                {"base": "1", "ranges": [["1", null, "+"]]}]}]})
    };
    let verdict = verify(&certificate(9230).to_string());
    assert!(matches!(verdict, Verdict::Certified { .. }), "{verdict:?}");
    for wrong in [9229, 9231] {
        let verdict = verify(&certificate(wrong).to_string());
        assert!(matches!(verdict, Verdict::NotCertified { .. }), "{verdict:?}");
    }
}
