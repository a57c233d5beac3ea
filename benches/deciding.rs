//! Deciding measured: `cargo build --release && cargo bench -p kofn-benches --bench deciding`.
//!
//! Our times are those of the library inside this process, from the structure's expression to the
//! answer; where whole processes are measured the claim says so. Rivals are programs of their own
//! and run in the same run. With `KOFN_UPDATE=1` the table goes to `benches/deciding.md`.

#![allow(clippy::print_stdout, reason = "a benchmark prints its table")]
#![allow(clippy::unwrap_used, reason = "a claim that cannot be measured ends the run")]

use kofn_algebra::{Expr, Integer, Rational, Relation, Symbol};
use kofn_benches::blocks::{Block, unrelated_pairs, weakened_pairs};
use kofn_benches::page::Page;
use kofn_benches::rival::{self, Outcome};
use kofn_benches::{median, program};
use kofn_decide::{
    Comparison, Condition, Counts, Parameters, Range, Solution, Verdict, assert, solve,
};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How long a rival may take for one answer.
const PATIENCE: Duration = Duration::from_secs(60);

const INTRODUCTION: &str = "\
# Deciding, measured

Written by `KOFN_UPDATE=1 cargo bench -p kofn-benches --bench deciding`, after `cargo build --release`.
The rivals come with `apt-get install pari-gp z3 qepcad` and `pip install sympy`; one that is missing
is not measured.

Times of kofn are medians of calls of the library, from the structure's expression to the answer.
PARI/GP and SymPy measure themselves inside a script, without their start-up; both are given the
coefficients of the polynomial in closed form, which kofn has to find. Z3 and QEPCAD are whole
processes. A ratio is the rival's time divided by that of kofn. Every answer is compared with that of
kofn, and a rival is stopped after 60 s. Redlog is not measured.
";

fn main() {
    let mut page = Page::default();
    threshold(&mut page);
    ten_roots(&mut page);
    counts(&mut page);
    assertions(&mut page, "of unrelated structures", &unrelated_pairs(1_000));
    assertions(&mut page, "of a structure and a weakened one", &weakened_pairs(1_000));
    table(&mut page);
    let sympy = "import sympy, sys; print(sympy.__version__, 'on Python', sys.version.split()[0])";
    let rivals = [
        ("PARI/GP (`gp`)", rival::version("gp", &["--version-short"])),
        ("SymPy (`python3`)", rival::version("python3", &["-c", sympy])),
        ("Z3 (`z3`)", rival::version("z3", &["--version"])),
        ("QEPCAD B (`qepcad`)", rival::version("qepcad", &["-v"])),
    ];
    let text = page.text(INTRODUCTION, &rivals);
    println!("{text}");
    if std::env::var_os("KOFN_UPDATE").is_some() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("deciding.md");
        std::fs::write(path, text).unwrap();
    }
}

fn number(numerator: i64, denominator: i64) -> Expr {
    Expr::number(Rational::new(numerator.into(), denominator.into()).unwrap())
}

fn compared(left: Expr, relation: Relation, right: Expr) -> Condition {
    Condition::Compare(Comparison { left, relation, right })
}

/// At least so many of a thousand units work.
fn of_thousand(needed: i64) -> Expr {
    Expr::at_least(needed.into(), 1_000.into(), Expr::symbol("p"))
}

/// The ends of the set where a condition on p holds, to 30 digits each.
fn ends(condition: &Condition) -> Vec<String> {
    let parameters = Parameters::from([(Symbol::new("p"), Range::probability())]);
    let Solution::Reals { set, .. } = solve(condition, &Symbol::new("p"), &parameters, &[]) else {
        panic!("the solutions are a set of real numbers");
    };
    let pieces = set.pieces();
    let ends = pieces.iter().flat_map(|piece| [&piece.lo, &piece.hi]);
    ends.filter_map(|end| end.number()).map(|end| end.decimal(30)).collect()
}

/// Whether all these numbers stand in a rival's answer, to 25 digits.
fn prints_all(answer: &str, numbers: &[String]) -> bool {
    numbers.iter().all(|number| answer.contains(number.get(..27).unwrap_or(number)))
}

/// The polynomials for at least k of 1,000, for PARI/GP.
const GP_TAILS: &str = "tail(k)=Pol(vector(1001,i,my(m=1001-i);\
    if(m<k,0,(-1)^(m-k)*binomial(m-1,k-1)*binomial(1000,m))));";

/// The same for SymPy.
const SYMPY_TAILS: &str = "\
from math import comb
x = symbols('x')
def tail(k):
    return Poly([(-1)**(m-k)*comb(m-1,k-1)*comb(1000,m) if m >= k else 0 for m in range(1000,-1,-1)], x)
def roots_between(f):
    return [N((a+b)/2, 30) for (a, b), _ in f.intervals(inf=0, sup=1, eps=Rational(1, 10**32))]";

/// The voting threshold of degree 1,000.
fn threshold(page: &mut Page) {
    let claim = "p where P(500 of 1,000 work) = 99/100, 30 certain digits";
    let condition = compared(of_thousand(500), Relation::AtLeast, number(99, 100));
    let root = &ends(&condition)[..1];
    let ours = median(21, || {
        ends(&condition);
    });
    let agrees = |answer: &str| prints_all(answer, root);
    let outcome = rival::gp(GP_TAILS, "polrootsreal(tail(500)-99/100,[0,1])", PATIENCE);
    page.row(claim, ours, "PARI/GP `polrootsreal`, isolated exactly", &outcome, agrees);
    let sum = "above(p)=my(t=binomial(1000,500)*p^500*(1-p)^500,s=t,r=p/(1-p));\
        for(k=500,999,t*=(1000-k)/(k+1)*r;s+=t);s;";
    let outcome = rival::gp(sum, "solve(p=0.4,0.7,above(p)-0.99)", PATIENCE);
    page.row(claim, ours, "PARI/GP `solve`, 38 digits, not certified", &outcome, agrees);
    let outcome =
        rival::python(SYMPY_TAILS, "roots_between(tail(500) - Rational(99, 100))", PATIENCE);
    page.row(claim, ours, "SymPy `Poly.intervals`", &outcome, agrees);
    let sum = "\
import mpmath as m
m.mp.dps = 38
def above(p):
    t = s = m.binomial(1000, 500) * p**500 * (1-p)**500
    for k in range(500, 1000):
        t = t * (1000-k) / (k+1) * p / (1-p); s += t
    return s";
    let find = "m.findroot(lambda p: above(p) - m.mpf('0.99'), (m.mpf('0.4'), m.mpf('0.7')), solver='ridder')";
    let outcome = rival::python(sum, find, PATIENCE);
    page.row(claim, ours, "mpmath `findroot`, 38 digits, not certified", &outcome, agrees);
}

/// A polynomial of degree 1,000 that goes up and down.
fn ten_roots(page: &mut Page) {
    let claim = "p where 50…149, 250…349, … or 850…949 of 1,000 work with chance 1/2: ten roots";
    let terms = (0..10i64).map(|at| {
        let tail = of_thousand(50 + 100 * at);
        if at % 2 == 0 { tail } else { tail.negate() }
    });
    let condition = compared(Expr::sum(terms), Relation::AtLeast, number(1, 2));
    let roots = ends(&condition);
    assert_eq!(roots.len(), 10);
    let ours = median(9, || {
        ends(&condition);
    });
    let agrees = |answer: &str| prints_all(answer, &roots);
    let sum = "sum(j=0,9,(-1)^j*tail(50+100*j))-1/2";
    let outcome = rival::gp(GP_TAILS, &format!("polrootsreal({sum},[0,1])"), PATIENCE);
    page.row(claim, ours, "PARI/GP `polrootsreal`, isolated exactly", &outcome, agrees);
    let sum = "sum(((-1)**j*tail(50+100*j) for j in range(10)), Poly(0, x)) - Rational(1, 2)";
    let outcome = rival::python(SYMPY_TAILS, &format!("roots_between({sum})"), PATIENCE);
    page.row(claim, ours, "SymPy `Poly.intervals`", &outcome, agrees);
}

/// How many units are needed.
fn counts(page: &mut Page) {
    let bisection = "first(works,top)=my(lo=0,hi=top,m);\
        while(hi-lo>1,m=(lo+hi)\\2;if(works(m),hi=m,lo=m));hi;";
    for (zeros, needed, top) in [(6, 1, 6), (12, 1, 12), (5, 2, 6), (11, 2, 12)] {
        let chance = number(1, 10i64.pow(zeros));
        let (name, gp) = match needed {
            1 => ("any", "1-(1-p)^n"),
            _ => ("2", "1-(1-p)^n-n*p*(1-p)^(n-1)"),
        };
        let claim = format!("least n ≤ 10^{top} where {name} of n work, p = 10^−{zeros}, with 1/2");
        let of_n = Expr::at_least(needed.into(), Expr::symbol("n"), chance);
        let condition = compared(of_n, Relation::AtLeast, number(1, 2));
        let hi = Some(Integer::from(10i64.pow(top)));
        let range = Range::Count { lo: Integer::one(), hi };
        let parameters = Parameters::from([(Symbol::new("n"), range)]);
        let least = || match solve(&condition, &Symbol::new("n"), &parameters, &[]) {
            Solution::Counts(Counts { set, .. }) => set.least().unwrap(),
            other => panic!("the solutions are counts, and not {other:?}"),
        };
        let answer = least().to_string();
        let agrees = |theirs: &str| theirs == answer;
        let ours = median(21, || {
            least();
        });
        let definitions = format!("{bisection}\np=10.^-{zeros};");
        let outcome = rival::gp(&definitions, &format!("first(n->{gp}>=1/2,10^{top})"), PATIENCE);
        page.row(&claim, ours, "PARI/GP bisection, 38 digits, not certified", &outcome, agrees);
        let definitions = format!("p = Rational(1, 10**{zeros})\nn = symbols('n', positive=True)");
        let formula = match needed {
            1 => "ceiling(log(Rational(1, 2))/log(1-p))",
            _ => "solve(1-(1-p)**n-n*p*(1-p)**(n-1)-Rational(1, 2), n)",
        };
        let outcome = rival::python(&definitions, formula, PATIENCE);
        let rival = if needed == 1 { "SymPy, closed form by hand" } else { "SymPy `solve`" };
        page.row(&claim, ours, rival, &outcome, agrees);
    }
}

/// What became of claims, each in a word, and the time for all of them.
fn decided(pairs: &[(Block, Block)]) -> (Vec<&'static str>, Duration) {
    let claims: Vec<Condition> =
        pairs.iter().map(|(a, b)| compared(a.expr(), Relation::AtLeast, b.expr())).collect();
    let probability = |name| (Symbol::new(name), Range::probability());
    let parameters = Parameters::from(["p", "q"].map(probability));
    let all = || claims.iter().map(|claim| word(&assert(claim, &[], &parameters))).collect();
    let words: Vec<&str> = all();
    let time = median(7, || {
        assert_eq!(all(), words);
    });
    (words, time)
}

fn word(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Proven { .. } => "proven",
        Verdict::Refuted(_) => "refuted",
        Verdict::Undecided(_) => "undecided",
    }
}

/// One structure is at least as reliable as another one, whatever p and q are.
fn assertions(page: &mut Page, which: &str, pairs: &[(Block, Block)]) {
    let (words, all) = decided(pairs);
    let many = |word: &str| words.iter().filter(|one| **one == word).count();
    let (proven, refuted) = (many("proven"), many("refuted"));
    let each = |time: Duration, pairs: usize| time / u32::try_from(pairs).unwrap();
    let ours = each(all, pairs.len());
    let claim = format!(
        "A ≥ B for all p and q, one of {} pairs {which}, 6–8 modules each: {proven} proven, \
         {refuted} refuted, {} undecided, {:.0} claims a second",
        pairs.len(),
        many("undecided"),
        pairs.len() as f64 / all.as_secs_f64(),
    );

    // A grid refutes and proves nothing.
    let grid = grid(pairs);
    let found = match &grid {
        Outcome::Answered { answer, .. } => format!("{answer} refuted"),
        _ => String::new(),
    };
    let outcome = shared(grid, pairs.len());
    let rival = format!("PARI/GP, exact values on a grid of 20×20, which proves nothing ({found})");
    let possible = |found: &str| found.parse().is_ok_and(|found: usize| found <= refuted);
    page.row(&claim, ours, &rival, &outcome, possible);

    let few = &pairs[..200];
    let claim = format!("A ≥ B, one of the first {} of these pairs", few.len());
    let (words, ours) = decided(few);
    let ours = each(ours, few.len());
    let outcome = z3(few);
    let theirs = match &outcome {
        Outcome::Answered { answer, .. } => answer.as_str(),
        _ => "",
    };
    let verdicts = theirs.lines().map(|line| match line {
        "unsat" => "proven",
        "sat" => "refuted",
        _ => "undecided",
    });
    let (open, same) = compare(&words, verdicts);
    let rival = format!("Z3, 1 s for each claim ({open} undecided)");
    page.row(&claim, ours, &rival, &shared(outcome, few.len()), |_| same);

    let (theirs, started, outcome) = qepcad(few);
    let (open, same) = compare(&words, theirs.into_iter());
    let started = each(started, few.len()).as_secs_f64() * 1e3;
    let rival = format!(
        "QEPCAD B, a process for each claim, {started:.1} ms of it after start-up by its own clock \
         ({open} undecided)"
    );
    page.row(&claim, ours, &rival, &shared(outcome, few.len()), |_| same);
}

/// How many claims a rival left open, and whether the others ended as ours.
fn compare<'w>(ours: &[&str], theirs: impl Iterator<Item = &'w str>) -> (usize, bool) {
    let theirs: Vec<&str> = theirs.collect();
    let open = theirs.iter().filter(|word| **word == "undecided").count();
    let same = ours.iter().zip(&theirs).all(|(a, b)| a == b || *b == "undecided");
    (open, same && ours.len() == theirs.len())
}

/// The time for one of so many claims.
fn shared(outcome: Outcome, claims: usize) -> Outcome {
    let each = |time: Duration| time / u32::try_from(claims).unwrap();
    match outcome {
        Outcome::Answered { answer, time } => Outcome::Answered { answer, time: each(time) },
        Outcome::TooLong(limit) => Outcome::TooLong(each(limit)),
        other => other,
    }
}

/// How many claims fail at a point of a grid.
fn grid(pairs: &[(Block, Block)]) -> Outcome {
    let pairs: Vec<String> = pairs
        .iter()
        .map(|(a, b)| format!("[(p,q)->{},(p,q)->{}]", a.infix("*"), b.infix("*")))
        .collect();
    let definitions = format!(
        "pairs=[{}];\nfails(a,b)=for(i=0,19,for(j=0,19,my(p=i/19,q=j/19);\
         if(a(p,q)<b(p,q),return(1))));0;",
        pairs.join(",")
    );
    rival::gp(&definitions, "sum(i=1,#pairs,fails(pairs[i][1],pairs[i][2]))", PATIENCE)
}

fn z3(pairs: &[(Block, Block)]) -> Outcome {
    let claim = |(a, b): &(Block, Block)| {
        format!(
            "(reset)(set-option :timeout 1000)(set-logic QF_NRA)\
             (declare-const p Real)(declare-const q Real)\
             (assert (and (<= 0 p) (<= p 1) (<= 0 q) (<= q 1)))\
             (assert (< {} {}))(check-sat)\n",
            a.smt(),
            b.smt()
        )
    };
    let script: String = pairs.iter().map(claim).collect();
    rival::run("z3", &["-in"], &script, Duration::from_secs(2 * pairs.len() as u64))
}

/// What becomes of each claim, and the time for all of them: without start-up as the program gives
/// it, then that of the processes.
fn qepcad(pairs: &[(Block, Block)]) -> (Vec<&'static str>, Duration, Outcome) {
    let mut words = Vec::new();
    let mut started = Duration::ZERO;
    let mut total = Duration::ZERO;
    for (a, b) in pairs {
        let script = format!(
            "[]\n(p,q)\n0\n(A p)(A q)[[0<=p /\\ p<=1 /\\ 0<=q /\\ q<=1] ==> {} >= {}].\nfinish\n",
            a.infix(" "),
            b.infix(" ")
        );
        let start = Instant::now();
        let outcome = rival::run("qepcad", &["-noecho"], &script, PATIENCE);
        total += start.elapsed();
        let Outcome::Answered { answer, .. } = outcome else {
            if outcome == Outcome::Missing {
                return (Vec::new(), started, Outcome::Missing);
            }
            words.push("undecided");
            continue;
        };
        let own = answer.split("after the initialization:").nth(1).unwrap_or_default();
        let own = own.split_whitespace().next().and_then(|number| number.parse().ok());
        started += Duration::from_millis(own.unwrap_or(0));
        let is = |word: &str| answer.lines().any(|line| line.trim() == word);
        words.push(match (is("TRUE"), is("FALSE")) {
            (true, false) => "proven",
            (false, true) => "refuted",
            _ => "undecided",
        });
    }
    (words, started, Outcome::Answered { answer: String::new(), time: total })
}

/// A table through the program, with all cores and with one.
fn table(page: &mut Page) {
    let claim = "table of 100×100 exact values, whole process, all cores";
    let Some(program) = program() else {
        return page.alone(claim, Duration::ZERO, "run `cargo build --release` first");
    };
    let model = "param p in 0..1\nparam q in 0..1\nsystem farm {\n    module unit[100] = p\n    \
        module store[5] = q\n    works when series(60 of unit, 3 of store)\n}\n";
    let path = std::env::temp_dir().join(format!("kofn-benches-{}.rbd", std::process::id()));
    std::fs::write(&path, model).unwrap();
    let query = "table farm over p in 0.01..1 step 0.01, q in 0.01..1 step 0.01";
    let run = |mut command: Command| {
        let start = Instant::now();
        let command = command.arg("ask").arg(&path).args([query, "--format", "csv"]);
        let ended = command.stdout(Stdio::null()).status();
        ended.is_ok_and(|status| status.success()).then(|| start.elapsed())
    };
    assert!(run(Command::new(&program)).is_some(), "the program answers the table");
    let ours = median(9, || {
        run(Command::new(&program));
    });
    let on_one = || {
        let mut command = Command::new("taskset");
        command.args(["-c", "0"]).arg(&program);
        command
    };
    let outcome = match run(on_one()) {
        None => Outcome::Missing,
        Some(_) => {
            let time = median(9, || {
                run(on_one());
            });
            Outcome::Answered { answer: String::new(), time }
        }
    };
    page.row(claim, ours, "the same with one core (`taskset`)", &outcome, |_| true);
    let _ = std::fs::remove_file(&path);
}
