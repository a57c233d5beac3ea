//! What is stated of answers is read exactly: a wrong statement fails, and so does one that cannot
//! be read.

use kofn::{Compilation, SingleFile};
use kofn_suite::expectation::Expectation;

const MODEL: &str = "
    param R_H, R_V, R_M
    param n: count
    module hardware = R_H
    system native { module machine = R_M on hardware  works when machine }
    system virtualized {
        module hypervisor = R_V on hardware
        module vm[n] = R_M on hypervisor
        works when any of vm
    }
";

fn checked(line: &str) -> Result<(), String> {
    let mut compilation = Compilation::new(&SingleFile::new("model.rbd", MODEL), "model.rbd");
    Expectation::parse(line).and_then(|one| one.check(&mut compilation))
}

/// A query with a statement that is right, and others that are not.
const STATEMENTS: &[(&str, &str, &[&str])] = &[
    (
        "solve n where virtualized > native given R_H = 1, R_V = 0.3, R_M = 0.1",
        "4..; at 4 = 10317/100000 ~ 0.103, at 3 = 813/10000; bound > ~ 3.84836",
        &[
            "",
            "none",
            "3..",
            "4",
            "4..9",
            "4.. step 2",
            "4..,",
            "1, 4..",
            "[4, inf)",
            "4...",
            "4..; at 4 = 0.1",
            "4..; at 4 = 10317/100000 ~ 0.104",
            "4..; at 5 = 1/2",
            "4..; at 4",
            "4..; bound >= ~ 3.84836",
            "4..; bound > ~ 3.84835",
            "4..; bound > 4",
            "4..; bound none",
            "4..; supremum 0.3 not attained",
            "4..; without range none",
            "4..; when R_H > 0",
            "4..; ",
            "error[wrong-arguments]",
        ],
    ),
    (
        "solve n where virtualized > 0.98 given R_H = 1, R_V = 0.999, R_M = 0.1, n in 1..16",
        "none; supremum 0.999*(1 - 0.9^16) attained at 16; without range 38..; \
         without range, supremum 0.999 not attained",
        &[
            "none; supremum 0.999*(1 - 0.9^16) attained at 15",
            "none; supremum 0.999*(1 - 0.9^16) not attained",
            "none; supremum ~ 0.814 attained at 16",
            "none; infimum 0.999*(1 - 0.9^16) attained at 16",
            "none; without range 37..",
            "none; without range, supremum 1 not attained",
        ],
    ),
    (
        "solve R_V where virtualized > native given R_H = 1, R_M = 0.1, n = 2",
        "(10/19 ~ 0.526, 1]",
        &[
            "[10/19, 1]",
            "(10/19, 1)",
            "(10/19 ~ 0.527, 1]",
            "(0.526, 1]",
            "(~ 0.526, 1]",
            "(10/19, inf)",
            "(10/19, 1] or {1}",
            "(10/19, 1",
            "(10/19 1]",
            "{10/19}",
            "formula R_V > 10/19",
        ],
    ),
    (
        "solve R_M where virtualized > native given R_H = 1, R_V = 9/10, n = 4",
        "(0, root(-26 54 -36 9 near 0.8999096744))",
        &[
            "(0, root(-26 54 -36 9 near 0.8999096743))",
            "(0, root(26 -54 36 -9 near 0.8999096744))",
            "(0, root(-26 54 -36 near 0.8999096744))",
            "(0, root(-26 54 -36 9))",
            "(0, ~ 0.8999096744)",
            "(0, 0.8999096744)",
        ],
    ),
    (
        "solve R_V where virtualized > native",
        "formula R_V > R_M/(1 - (1 - R_M)^n); when R_M > 0, R_H > 0; feasible n >= 2, R_M < 1; \
         otherwise never when R_H == 0; otherwise never when R_M == 0",
        &[
            "formula R_V >= R_M/(1 - (1 - R_M)^n); when R_M > 0, R_H > 0; feasible n >= 2, R_M < 1",
            "formula R_V > R_M/(1 - (1 - R_M)^(n + 1)); when R_M > 0, R_H > 0; feasible n >= 2, R_M < 1",
            "formula R_M > R_M/(1 - (1 - R_M)^n); when R_M > 0, R_H > 0; feasible n >= 2, R_M < 1",
            "formula R_V > R_M/(1 - (1 - R_M)^n); when R_M > 0; feasible n >= 2, R_M < 1",
            "formula R_V > R_M/(1 - (1 - R_M)^n); when R_M > 0, R_H >= 0; feasible n >= 2, R_M < 1",
            "formula R_V > R_M/(1 - (1 - R_M)^n); when R_M > 0, R_H > 0; feasible n >= 2",
            "formula R_V > R_M/(1 - (1 - R_M)^n); when R_M > 0, R_H > 0",
            "formula always; when R_M > 0, R_H > 0",
            "none",
        ],
    ),
    (
        "assert native > virtualized(n = 1)",
        "refuted at R_H = 0, R_M = 0, R_V = 0; except R_M = 0 or R_H = 0 or R_V = 1",
        &[
            "proven",
            "refuted",
            "refuted; except R_M = 0 or R_H = 0",
            "refuted; except R_M = 0 or R_H = 0 or R_V = 0",
            "refuted; except R_M = 0 and R_H = 0 or R_V = 1",
            "refuted at R_H = 1; except R_M = 0 or R_H = 0 or R_V = 1",
            "refutedly; except R_M = 0 or R_H = 0 or R_V = 1",
            "undecided limit",
        ],
    ),
    (
        "assert native >= virtualized(n = 1)",
        "proven",
        &["refuted", "proven; except R_V = 1", "undecided transcendental"],
    ),
    (
        "compare virtualized, native over R_M in 0..1 given R_H = 1, R_V = 9/10, n = 2",
        "first (0, 8/9); second (8/9, 1]; equal {0} or {8/9}; dominates none",
        &[
            "first (0, 8/9); second (8/9, 1]; equal {0} or {8/9}",
            "first (0, 8/9); second (8/9, 1]; dominates none",
            "first (0, 8/9); second (8/9, 1); equal {0} or {8/9}; dominates none",
            "first (0, 8/9); second (8/9, 1]; equal {0}; dominates none",
            "first (0, 8/9); second (8/9, 1]; equal {0} or {8/9}; dominates first",
            "first (0, 8/9); second (8/9, 1]; equal {0} or {8/9}; dominates none; third none",
        ],
    ),
    (
        "table solve(min n where virtualized > native), native over R_M in (1/10, 3/10) given R_H = 1, R_V = 0.3",
        "(1/10, 4, 1/10), (3/10, gap, 3/10)",
        &[
            "(1/10, 4, 1/10)",
            "(1/10, 4), (3/10, gap)",
            "(1/10, 4, 1/10), (3/10, 5, 3/10)",
            "(1/10, gap, 1/10), (3/10, gap, 3/10)",
            "(1/10, 4, 1/10), (3/10, gap, ~ 0.3)",
            "(1/10, 4, 1/10), 3/10, gap, 3/10",
        ],
    ),
    ("solve n where native", "error[not-a-condition]", &["none", "error[syntax]"]),
];

#[test]
fn right_statements_hold_and_wrong_ones_fail() {
    let mut failures = Vec::new();
    for (query, right, wrong) in STATEMENTS {
        if let Err(why) = checked(&format!("{query} => {right}")) {
            failures.push(format!("{query} => {right}\n    {why}"));
        }
        for wrong in *wrong {
            if checked(&format!("{query} => {wrong}")).is_ok() {
                failures.push(format!("{query} => {wrong}\n    is accepted"));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn what_is_no_expectation_is_said() {
    for line in
        ["native", "native => 1", "native = assert native > 0", "assert native > 0 = proven"]
    {
        assert!(checked(line).is_err(), "{line}");
    }
}
