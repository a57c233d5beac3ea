//! Setting a formula: order of factors, signs, brackets, fractions.
//!
//! Text and LaTeX differ in their signs only ([`Notation`]). Parts longer than a line have been
//! given names before ([`Plan`]), so what is set here is a few dozen levels deep at most.

use std::collections::{HashMap, VecDeque};

use kofn_algebra::{Expr, Function, Rational, Symbol, View, decimal};

use super::notation::{Kind, Notation, Over, Piece};
use super::plan::{Plan, free_index};
use super::{Formula, Style, expand};

/// Numbers are written as decimals when they end within so many digits.
const DECIMAL_DIGITS: usize = 20;

/// A formula that would be longer than this, in characters, is not printed.
const LONGEST_FORMULA: usize = 4_000_000;

/// A formula with more levels than this is not printed. Only what depends on an index can have
/// so many: anything else gets a name long before.
const DEEPEST_FORMULA: usize = 200;

/// Sets an expression and its named parts.
pub(super) fn typeset(expr: &Expr, style: &Style, notation: &dyn Notation) -> Formula {
    let plan = Plan::of(expr, style);
    let named = plan.named();
    if named > style.most_names {
        let (body, words) = (notation.too_many(named), notation.words());
        return Formula { body, names: Vec::new(), legend: None, words };
    }
    let mut setter = Setter {
        notation,
        time: !plan.taken.contains("t"),
        plan,
        letters: HashMap::new(),
        tried: 0,
        waiting: VecDeque::new(),
        legend: false,
    };
    let words = notation.words();
    let instead = |body: String| Formula { body, names: Vec::new(), legend: None, words };
    let Some(body) = setter.whole(&setter.plan.body.clone()) else {
        return instead(notation.too_long());
    };
    let mut names = Vec::new();
    while let Some((letter, part)) = setter.waiting.pop_front() {
        let Some(value) = setter.whole(&part) else {
            return instead(notation.too_long());
        };
        names.push((notation.name(&letter).text, value));
    }
    let legend = setter.legend.then(|| notation.at_least_legend());
    Formula { body, names, legend, words }
}

struct Setter<'a> {
    notation: &'a dyn Notation,
    plan: Plan,
    /// Whether the mission time may be written t.
    time: bool,
    /// The letters of the named parts mentioned so far.
    letters: HashMap<Symbol, String>,
    /// How many letters have been given, or passed over because they are an author's.
    tried: usize,
    /// Named parts that are mentioned and not yet set.
    waiting: VecDeque<(String, Expr)>,
    legend: bool,
}

impl Setter<'_> {
    /// A whole formula, unless it is too long or too deep.
    fn whole(&mut self, expr: &Expr) -> Option<String> {
        let measure = self.plan.measures.of(expr);
        let printable = measure.length <= LONGEST_FORMULA && measure.depth <= DEEPEST_FORMULA;
        printable.then(|| self.set(expr, false).text)
    }

    fn set(&mut self, expr: &Expr, tight: bool) -> Piece {
        if expr.coefficient().is_negative() {
            let mut piece = self.set_term(&expr.negate(), tight, true);
            piece.text.insert_str(0, self.notation.negative());
            piece.kind = Kind::Sum;
            return piece;
        }
        match expr.view() {
            View::Number(number) => self.number(number, tight),
            View::Symbol(symbol) => self.symbol(symbol),
            View::Indexed { symbol, index } => {
                let index = self.set(index, true);
                self.notation.indexed(symbol.name(), &index.text)
            }
            View::Sum(terms) => {
                let terms: Vec<(bool, Expr)> = terms.iter().map(signed).collect();
                self.sum(&terms, tight)
            }
            View::Complement(_) | View::AnyOf(_) => {
                self.sum(&[(false, Expr::one()), (true, expr.complement())], tight)
            }
            View::Product(powers) => self.product(powers, tight),
            View::AtLeast { k, n, of } => {
                let index = free_index(&self.plan.taken);
                self.set(&expand::at_least(k, n, of, &index), tight)
            }
            View::Pivot { on, works, fails } => self.set(&expand::pivot(on, works, fails), tight),
            View::AtLeastOf { k, of } => {
                self.legend = true;
                let parts: Vec<(Piece, u64)> = of
                    .iter()
                    .map(|(part, copies)| {
                        let piece = self.set(part, tight);
                        let together = *copies == 1 || piece.kind < Kind::Operator;
                        (if together { piece } else { self.bracket(piece) }, *copies)
                    })
                    .collect();
                let depth = parts.iter().map(|(part, _)| part.depth).max().unwrap_or(0);
                let parts: Vec<(String, u64)> =
                    parts.into_iter().map(|(part, copies)| (part.text, copies)).collect();
                Piece::new(self.notation.at_least_of(*k, &parts), Kind::Call, depth + 1)
            }
            View::Every { index, from, to, body } => {
                self.over(Over::Product, index, [from, to, body])
            }
            View::SumOver { index, from, to, body } => {
                self.over(Over::Sum, index, [from, to, body])
            }
            View::Function { name, args } => self.function(*name, args),
        }
    }

    fn number(&self, number: &Rational, tight: bool) -> Piece {
        if number.is_integer() {
            return Piece::new(number.to_string(), Kind::Number, 0);
        }
        match short_decimal(number).filter(|_| !(tight && has_small_divisor(number))) {
            Some(text) => match text.split_once('e') {
                None => Piece::new(text, Kind::Number, 0),
                Some((digits, exponent)) => {
                    let exponent = exponent.replace('-', self.notation.negative());
                    let text = self.notation.scientific(digits, &exponent);
                    Piece { powered: true, ..Piece::new(text, Kind::Number, 0) }
                }
            },
            None => {
                let above = Piece::new(number.numerator().to_string(), Kind::Number, 0);
                let below = Piece::new(number.denominator().to_string(), Kind::Number, 0);
                self.quotient(above, below, tight)
            }
        }
    }

    fn symbol(&mut self, symbol: &Symbol) -> Piece {
        if let Some(letter) = self.letters.get(symbol) {
            return self.notation.name(letter);
        }
        if let Some(part) = self.plan.parts.get(symbol).cloned() {
            let letter = self.next_letter();
            self.waiting.push_back((letter.clone(), part));
            let piece = self.notation.name(&letter);
            self.letters.insert(symbol.clone(), letter);
            return piece;
        }
        let name = if self.time && symbol.name() == "time" { "t" } else { symbol.name() };
        self.notation.name(name)
    }

    /// A, B, …, Z, A1, …, without the author's names and the letters of the notations
    /// `C(n,k)` and `P(≥ k of …)`.
    fn next_letter(&mut self) -> String {
        const LETTERS: &[u8; 24] = b"ABDEFGHIJKLMNOQRSTUVWXYZ";
        loop {
            let (round, place) = (self.tried / LETTERS.len(), self.tried % LETTERS.len());
            self.tried += 1;
            let mut name = char::from(LETTERS[place]).to_string();
            if round > 0 {
                name.push_str(&round.to_string());
            }
            if !self.plan.taken.contains(name.as_str()) {
                return name;
            }
        }
    }

    /// Terms with their signs. A sum does not begin with a minus when it need not.
    fn sum(&mut self, terms: &[(bool, Expr)], tight: bool) -> Piece {
        let first = terms.iter().position(|(negative, _)| !negative).unwrap_or(0);
        let order = [first].into_iter().chain((0..terms.len()).filter(|place| *place != first));
        let mut sum = Piece::new("", Kind::Sum, 0);
        for (place, (negative, term)) in order.filter_map(|place| terms.get(place)).enumerate() {
            let last = place + 1 == terms.len();
            let piece = self.set_term(term, tight, *negative || place > 0);
            let piece = if piece.open && !last { self.bracket(piece) } else { piece };
            sum.text.push_str(match (place, negative) {
                (0, false) => "",
                (0, true) => self.notation.negative(),
                (_, false) => self.notation.plus(tight),
                (_, true) => self.notation.minus(tight),
            });
            sum.text.push_str(&piece.text);
            sum.depth = sum.depth.max(piece.depth);
            sum.open = piece.open;
        }
        sum
    }

    /// A term, in brackets where it is a sum itself and a sign stands before it.
    fn set_term(&mut self, term: &Expr, tight: bool, behind_sign: bool) -> Piece {
        let piece = self.set(term, tight);
        if piece.kind == Kind::Sum && behind_sign { self.bracket(piece) } else { piece }
    }

    fn bracket(&self, piece: Piece) -> Piece {
        let text = self.notation.bracket(piece.depth, &piece.text);
        Piece::new(text, Kind::Bracket, piece.depth + 1)
    }

    /// A product that is not negative.
    fn product(&mut self, powers: &[(Expr, Expr)], tight: bool) -> Piece {
        let (mut above, mut below) = (Vec::new(), Vec::new());
        for (base, exponent) in powers {
            match base.as_number().filter(|_| exponent.is_one()) {
                Some(number) if as_quotient(number, powers, tight) => {
                    if !number.numerator().is_one() {
                        above.push(Piece::new(number.numerator().to_string(), Kind::Number, 0));
                    }
                    below.push(Piece::new(number.denominator().to_string(), Kind::Number, 0));
                }
                _ if exponent.coefficient().is_negative() => {
                    below.push(self.power(base, &exponent.negate(), tight));
                }
                _ => above.push(self.power(base, exponent, tight)),
            }
        }
        let above = self.juxtapose(above, tight);
        if below.is_empty() {
            return above;
        }
        let below = self.juxtapose(below, tight);
        self.quotient(above, below, tight)
    }

    /// Factors side by side: numbers, names, brackets, operators.
    fn juxtapose(&self, factors: Vec<Piece>, tight: bool) -> Piece {
        let single = factors.len() == 1;
        let mut factors: Vec<Piece> = factors
            .into_iter()
            .map(|factor| match factor.kind {
                Kind::Product | Kind::Quotient | Kind::Sum if !single => self.bracket(factor),
                _ => factor,
            })
            .collect();
        factors.sort_by_key(|factor| match factor.kind {
            Kind::Number => 0,
            Kind::Letter | Kind::Atom | Kind::Call => 1,
            Kind::Bracket | Kind::Product | Kind::Quotient | Kind::Sum => 2,
            Kind::Operator => 3,
        });
        let last = factors.pop();
        let mut factors: Vec<Piece> = factors
            .into_iter()
            .map(|factor| if factor.open { self.bracket(factor) } else { factor })
            .collect();
        factors.extend(last);
        let mut factors = factors.into_iter();
        let Some(mut product) = factors.next() else {
            return Piece::new("1", Kind::Number, 0);
        };
        let mut before = product.kind;
        for factor in factors {
            let letters = tight && before == Kind::Number && factor.kind == Kind::Letter;
            if !letters {
                product.text.push_str(self.notation.between(before, factor.kind));
            }
            product.text.push_str(&factor.text);
            product.depth = product.depth.max(factor.depth);
            product.open = factor.open;
            product.kind = Kind::Product;
            before = factor.kind;
        }
        product
    }

    fn quotient(&self, above: Piece, below: Piece, tight: bool) -> Piece {
        if let Some(stacked) = self.notation.stacked(&above, &below).filter(|_| !tight) {
            return stacked;
        }
        let above = match above.kind {
            Kind::Sum => self.bracket(above),
            _ if above.open => self.bracket(above),
            _ => above,
        };
        let below = match below.kind {
            Kind::Sum | Kind::Product | Kind::Quotient => self.bracket(below),
            _ if below.open => self.bracket(below),
            Kind::Number if below.powered => self.bracket(below),
            _ => below,
        };
        let short = !above.text.contains(' ') && !below.text.contains(' ');
        let slash = self.notation.slash(tight || short);
        let text = format!("{}{slash}{}", above.text, below.text);
        Piece::new(text, Kind::Quotient, above.depth.max(below.depth))
    }

    fn power(&mut self, base: &Expr, exponent: &Expr, tight: bool) -> Piece {
        let mut piece = self.set(base, tight);
        if exponent.is_one() {
            return piece;
        }
        if exponent.as_number().is_some_and(|e| e.numerator().is_one() && !e.is_integer())
            && exponent.as_number().is_some_and(|e| e.denominator().to_u64() == Some(2))
        {
            return self.notation.root(&piece);
        }
        if piece.powered || !matches!(piece.kind, Kind::Number | Kind::Letter | Kind::Atom) {
            piece = self.bracket(piece);
        }
        let exponent = self.set(exponent, true);
        piece.text.push_str(&self.notation.superscript(&exponent.text));
        piece.powered = true;
        piece
    }

    fn over(&mut self, sign: Over, index: &Symbol, parts: [&Expr; 3]) -> Piece {
        let [from, to, body] = parts;
        let body = self.set(body, false);
        let body = if body.kind == Kind::Sum { self.bracket(body) } else { body };
        let [from, to] = [from, to].map(|limit| self.set(limit, true).text);
        let index = self.notation.name(index.name()).text;
        let text = self.notation.over(sign, &index, &from, &to, &body.text);
        Piece::new(text, Kind::Operator, body.depth)
    }

    fn function(&mut self, name: Function, args: &[Expr]) -> Piece {
        match (name, args) {
            (Function::Floor, [x]) => {
                let inner = self.set(x, true);
                Piece::new(self.notation.floor(&inner.text), Kind::Atom, inner.depth)
            }
            (Function::Ceil, [x]) => {
                let inner = self.set(x, true);
                Piece::new(self.notation.ceil(&inner.text), Kind::Atom, inner.depth)
            }
            (Function::Exp, [x]) => {
                let exponent = self.set(x, true);
                let mut piece =
                    Piece::new(self.notation.exponential(&exponent.text), Kind::Atom, 0);
                piece.powered = true;
                piece
            }
            (Function::Binomial, [n, k]) => {
                let [n, k] = [n, k].map(|argument| self.set(argument, true).text);
                self.notation.binomial(&n, &k)
            }
            _ => {
                let args: Vec<Piece> = args.iter().map(|arg| self.set(arg, false)).collect();
                let depth = args.iter().map(|arg| arg.depth).max().unwrap_or(0);
                let args: Vec<String> = args.into_iter().map(|arg| arg.text).collect();
                Piece::new(self.notation.call(name.name(), &args), Kind::Call, depth + 1)
            }
        }
    }
}

/// A term without its sign, and whether that was a minus.
pub(super) fn signed(term: &Expr) -> (bool, Expr) {
    match term.coefficient().is_negative() {
        true => (true, term.negate()),
        false => (false, term.clone()),
    }
}

/// The decimal that is the number, if it ends soon.
pub(super) fn short_decimal(number: &Rational) -> Option<String> {
    let text = decimal(number, DECIMAL_DIGITS);
    let positive = text.strip_prefix('-').unwrap_or(&text);
    let exact = Rational::parse_decimal(positive).is_ok_and(|read| read == number.abs());
    exact.then_some(text)
}

/// Whether a number in a product goes above and below the line, `n/2`: where it has no short
/// decimal, in counts, and next to other divisors or sums when the divisor is small.
fn as_quotient(number: &Rational, powers: &[(Expr, Expr)], tight: bool) -> bool {
    let divided = |(base, exponent): &(Expr, Expr)| {
        exponent.coefficient().is_negative() || matches!(base.view(), View::Sum(_))
    };
    let few = number.denominator().to_u64().is_some_and(|divisor| divisor < 10);
    !number.is_integer()
        && (short_decimal(number).is_none()
            || tight && has_small_divisor(number)
            || few && powers.iter().any(divided))
}

/// Whether a number is more readable as a fraction where it counts something.
fn has_small_divisor(number: &Rational) -> bool {
    number.denominator().to_u64().is_some_and(|divisor| divisor < 100)
}
