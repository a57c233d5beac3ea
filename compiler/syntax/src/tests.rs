use crate::tree::{ExprKind, ItemKind, QueryKind};
use crate::{code, parse, parse_query};
use kofn_diagnostics::FileId;

fn codes(text: &str) -> Vec<&'static str> {
    parse(FileId(0), text).1.iter().map(|diagnostic| diagnostic.code.0).collect()
}

#[test]
fn the_first_model_of_the_language_parses() {
    let text = "\
/// One server.

param R_H                        /// hardware
param n: count                   /// virtual machines

module hardware = R_H

system native {                  /// without hypervisor
    module machine = R_M on hardware
    works when machine
}

solve n where virtualized > 0.998 given R_H = 1, R_V in 0.9..1, p > 0
plot solve(R_V where virtualized > native) over R_M in 0.1..1 for n in (2, 3, 4)
assert slo: native >= virtualized(n = 1)
";
    let (tree, diagnostics) = parse(FileId(0), text);
    assert_eq!(diagnostics, []);
    assert_eq!(tree.doc.as_deref(), Some("One server."));
    assert_eq!(tree.items.len(), 7);
    assert_eq!(tree.items[0].doc.as_deref(), Some("hardware"));
    assert_eq!(tree.items[1].doc.as_deref(), Some("virtual machines"));
    assert_eq!(tree.items[3].doc.as_deref(), Some("without hypervisor"));
    let ItemKind::System { items, .. } = &tree.items[3].kind else { panic!("a system") };
    assert_eq!(items.len(), 2);
}

#[test]
fn the_doc_of_a_file_is_found_however_its_lines_end() {
    for text in [
        "/// One\n/// two.\n\nparam p /// doc\n",
        "/// One\r\n/// two.\r\n\r\nparam p /// doc\r\n",
        "\u{FEFF}/// One\n/// two.\n \u{FEFF}\nparam p /// doc",
        "\n\n/// One\n//// A comment.\n/// two.\n\n/// doc\nparam p",
    ] {
        let (tree, diagnostics) = parse(FileId(0), text);
        assert_eq!(diagnostics, []);
        assert_eq!(tree.doc.as_deref(), Some("One\ntwo."), "{text:?}");
        assert_eq!(tree.items[0].doc.as_deref(), Some("doc"), "{text:?}");
    }
}

#[test]
fn a_mistake_stays_inside_its_item() {
    assert_eq!(
        codes("module a = = 0.9\nmodule b = 0.8\nsystem s { works when ( }\nparam p ="),
        ["syntax", "syntax", "syntax"]
    );
    assert_eq!(codes("module a = 0.9\nmodul b = 0.8\nmodule c = 1"), ["unexpected-text"]);
    assert_eq!(codes("system s { module a = 1 \n system t { works when a }"), ["unclosed-system"]);
    assert_eq!(codes("module a = 1 }"), ["stray-brace"]);
    assert_eq!(codes("module table = 0.9"), ["reserved-word"]);
}

#[test]
fn precedence_is_that_of_the_language() {
    let shape = |text: &str| {
        let (item, diagnostics) = parse_query(FileId(0), text);
        assert_eq!(diagnostics, [], "{text}");
        let ItemKind::Query(query) = item.unwrap().kind else { panic!("a query") };
        let QueryKind::Value(value) = query.kind else { panic!("a value") };
        value.kind
    };
    assert!(matches!(shape("-2^2"), ExprKind::Negate(_)));
    assert!(matches!(shape("a + 1 of b"), ExprKind::Of(..)));
    assert!(matches!(shape("a < 1 and b or c"), ExprKind::Or(_)));
    assert!(matches!(shape("solve(min n where s > 0.9)"), ExprKind::Solve { .. }));
    assert!(matches!(shape("1/1000 /h"), ExprKind::Chain { .. }));
}

#[test]
fn no_nesting_overflows_the_stack() {
    for (open, close) in
        [("(", ")"), ("series(", ")"), ("a[", "]"), ("any of (", ")"), ("f(x = ", ")")]
    {
        let text = format!("works when {}a{}", open.repeat(100_000), close.repeat(100_000));
        assert_eq!(codes(&text), [code::NESTED_TOO_DEEPLY.0], "{open}");
        let fine = format!("works when {}a{}", open.repeat(100), close.repeat(100));
        assert_eq!(codes(&fine), [] as [&str; 0], "{open}");
    }
    for prefix in ["-", "- ", "not ", "2^", "2^-"] {
        let text = format!("let x = {}1", prefix.repeat(100_000));
        assert!(
            codes(&text).iter().all(|c| matches!(*c, "nested-too-deeply" | "syntax")),
            "{prefix}"
        );
    }
    let sum = format!("let x = 1{}", " + 1".repeat(100_000));
    assert_eq!(codes(&sum), [] as [&str; 0]);
    let comments = format!("let x = {} 1", "/*".repeat(100_000));
    assert!(!codes(&comments).is_empty());
}

#[test]
fn garbage_never_panics() {
    let mut seed = 1u64;
    let words = [
        "system",
        "module",
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        "a",
        "=",
        "on",
        "0.9",
        "..",
        "works when",
        "\"",
        "/*",
        "*/",
        "///",
        "\n",
        "é",
        "\u{FEFF}",
        "\u{A0}",
        "->",
        "of",
        "2",
        "use",
        "solve",
        ",",
        "'",
        "%",
    ];
    for _ in 0..3_000 {
        let mut text = String::new();
        for _ in 0..20 {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            text.push_str(words[(seed >> 33) as usize % words.len()]);
            if seed & (1 << 40) != 0 {
                text.push(' ');
            }
        }
        let _ = parse(FileId(0), &text);
        let _ = parse_query(FileId(0), &text);
    }
}
