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
    let bridge = "\"bridge\" == {\"number\":\"12231/12500\"} for all values in the ranges";
    let square = "not always \"square\" >= \"x\": not at {\"x\":\"1/2\"}";
    assert_eq!([said("bridge"), said("refutation")], [bridge, square]);
    let list = Value::Array(vec![example("bridge"), example("refutation")]);
    let claim = format!("{bridge}; {square}");
    assert_eq!(verify(&list.to_string()), Verdict::Certified { claim });
}

#[test]
fn what_is_no_certificate_is_refused_with_its_place() {
    let mut unknown = example("bridge");
    unknown["structure"]["nodes"][0]["comment"] = json!("");
    let path = "/structure/nodes/0".to_owned();
    let reason = "not an object with one field".to_owned();
    assert_eq!(verify(&unknown.to_string()), Verdict::Refused { path, reason });

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

/// With another open parameter the ends look settled while what is between does not.
#[test]
fn a_threshold_has_one_open_parameter() {
    let mut certificate = example("algebraic threshold");
    certificate["structure"]["parameters"] =
        json!([{"name": "x", "range": ["0", "1"]}, {"name": "y", "range": ["-1", "1"]}]);
    certificate["structure"]["nodes"] =
        json!([{"parameter": "x"}, {"not": 0}, {"parameter": "y"}, {"product": [0, 1, 2]}]);
    certificate["structure"]["designs"] = json!({"cube": 3});
    certificate["claim"]["right"] = json!({"number": "0"});
    certificate["claim"]["roots"] = json!([["0", "0"], ["1", "1"]]);
    certificate["claim"]["holds"] = json!([false, false, false]);
    certificate["steps"][0]["cuts"] = json!(["0", "1"]);
    let verdict = verify(&certificate.to_string());
    assert!(matches!(verdict, Verdict::NotCertified { .. }), "{verdict:?}");
}

/// The state of a module means nothing outside of what shares it.
#[test]
fn a_design_is_no_state() {
    let mut certificate = example("bridge");
    certificate["structure"]["designs"] = json!({"bridge": 12});
    assert!(matches!(verify(&certificate.to_string()), Verdict::Refused { .. }));
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
    let power: fn(usize) -> Value = |i| json!({"power": {"of": i, "exponent": 20000}});
    let vote: fn(usize) -> Value =
        |i| json!({"at_least": {"k": 900, "of": [[i, 1000], [i, 1000]]}});
    for gate in [square, power, vote] {
        let verdict = squares(json!({"parameter": "x"}), gate);
        assert!(matches!(verdict, Verdict::NotCertified { .. }), "{verdict:?}");
    }
    assert!(!matches!(squares(json!({"number": "2/3"}), square), Verdict::Certified { .. }));
}

/// Voting with 1,000 replicas: a polynomial of degree 1,000 with numbers of 300 digits.
#[test]
fn a_threshold_of_degree_1000() {
    let certificate = |from: &str, to: &str| {
        json!({"kofn": 1, "structure": {
                "parameters": [{"name": "p", "range": ["0", "1"]}],
                "nodes": [{"parameter": "p"}, {"group": {"k": 500, "n": 1000, "of": 0}}],
                "designs": {"vote": 1}},
            "claim": {"kind": "threshold", "left": "vote", "relation": ">=", "parameter": "p",
                "right": {"number": "99/100"}, "roots": [[from, to]], "holds": [false, true, true]},
            "steps": [{"step": "roots", "cuts": ["0", from, to, "1"]}]})
    };
    // 1/2 and a bit more than two standard deviations of 0.0158.
    let verdict = verify(&certificate("53/100", "54/100").to_string());
    assert!(matches!(verdict, Verdict::Certified { .. }), "{verdict:?}");
    let verdict = verify(&certificate("52/100", "53/100").to_string());
    assert!(matches!(verdict, Verdict::NotCertified { .. }), "{verdict:?}");
}
