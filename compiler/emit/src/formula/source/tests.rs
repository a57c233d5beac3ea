//! What is written is read again by an independent evaluator, a few lines long.

use super::*;
use kofn_algebra::Integer;

/// Reads and computes an expression of the language, with a value for every name.
struct Reader<'a> {
    rest: &'a str,
    values: Vec<(String, Rational)>,
}

impl Reader<'_> {
    fn eat(&mut self, token: &str) -> bool {
        self.rest = self.rest.trim_start();
        let found = self.rest.strip_prefix(token);
        self.rest = found.unwrap_or(self.rest);
        found.is_some()
    }

    fn expect(&mut self, token: &str) {
        assert!(self.eat(token), "{token} expected at {:?}", self.rest);
    }

    fn sum(&mut self) -> Rational {
        let mut sum = self.product();
        loop {
            if self.eat("+") {
                sum += self.product();
            } else if self.eat("-") {
                sum -= self.product();
            } else {
                return sum;
            }
        }
    }

    fn product(&mut self) -> Rational {
        let mut product = self.signed();
        loop {
            if self.eat("*") {
                product *= self.signed();
            } else if self.eat("/") {
                product = product.checked_div(&self.signed()).unwrap();
            } else {
                return product;
            }
        }
    }

    fn signed(&mut self) -> Rational {
        if self.eat("-") { -self.signed() } else { self.power() }
    }

    fn power(&mut self) -> Rational {
        let base = self.atom();
        if !self.eat("^") {
            return base;
        }
        let exponent = self.signed().to_integer().unwrap().to_i64().unwrap();
        base.pow(i32::try_from(exponent).unwrap()).unwrap()
    }

    fn word(&mut self, part: impl Fn(char) -> bool) -> String {
        self.rest = self.rest.trim_start();
        let end = self.rest.find(|c| !part(c)).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word.to_owned()
    }

    fn atom(&mut self) -> Rational {
        if self.eat("(") {
            let value = self.sum();
            self.expect(")");
            return value;
        }
        if self.rest.trim_start().starts_with(|c: char| c.is_ascii_digit()) {
            let (number, rest) = match self.rest.find("..") {
                // Up to a range's dots only.
                Some(dots) => (&self.rest[..dots], &self.rest[dots..]),
                None => (self.rest, ""),
            };
            let mut inner = Reader { rest: number, values: Vec::new() };
            let mut word = inner.word(|c| c.is_ascii_alphanumeric() || c == '.');
            if word.ends_with('e') && inner.eat("-") {
                word = format!("{word}-{}", inner.word(|c| c.is_ascii_digit()));
            }
            let read = number.len() - inner.rest.len();
            self.rest = if read == number.len() { rest } else { &self.rest[read..] };
            return Rational::parse_decimal(&word).unwrap();
        }
        let name = self.word(|c| c.is_alphanumeric() || c == '_' || c == '\'');
        if self.eat("(") {
            return self.call(&name);
        }
        let name = if self.eat("[") {
            let index = self.sum();
            self.expect("]");
            format!("{name}[{index}]")
        } else {
            name
        };
        let found = self.values.iter().rev().find(|(known, _)| *known == name);
        found.unwrap_or_else(|| panic!("no value for {name:?} at {:?}", self.rest)).1.clone()
    }

    fn call(&mut self, name: &str) -> Rational {
        if name == "sum" || name == "product" {
            return self.range(name);
        }
        let mut args = vec![self.sum()];
        while self.eat(",") {
            args.push(self.sum());
        }
        self.expect(")");
        let whole = |number: &Rational| number.to_integer().unwrap().to_u64().unwrap();
        match name {
            "binomial" => kofn_algebra::binomial(whole(&args[0]), whole(&args[1])).unwrap().into(),
            "floor" => args[0].floor().into(),
            "max" => args.into_iter().max().unwrap(),
            _ => panic!("function {name}"),
        }
    }

    /// The body stands before its range: it is skipped, and read once for each index.
    fn range(&mut self, name: &str) -> Rational {
        let body = self.rest;
        let mut depth = 0;
        let end = body.char_indices().find(|(at, c)| {
            depth += i32::from(*c == '(') - i32::from(*c == ')');
            depth == 0 && body[*at..].starts_with(" for ")
        });
        self.rest = &body[end.unwrap().0..];
        self.expect("for");
        let index = self.word(char::is_alphanumeric);
        self.expect("in");
        let from = self.sum();
        self.expect("..");
        let to = self.sum();
        self.expect(")");
        let mut total = if name == "sum" { Rational::zero() } else { Rational::one() };
        let mut at = from;
        while at <= to {
            let mut values = self.values.clone();
            values.push((index.clone(), at.clone()));
            let value = Reader { rest: body, values }.sum();
            total = if name == "sum" { total + value } else { total * value };
            at += Rational::one();
        }
        total
    }
}

fn read(text: &str, values: &[(String, Rational)]) -> Rational {
    let mut reader = Reader { rest: text, values: values.to_vec() };
    let value = reader.sum();
    assert_eq!(reader.rest.trim(), "", "in {text}");
    value
}

struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
        (self.0 >> 33) % bound
    }

    fn fraction(&mut self) -> Rational {
        let [above, below] = [self.below(7), 1 + self.below(6)].map(Integer::from);
        Rational::new(above, below).unwrap()
    }

    fn expr(&mut self, depth: u32) -> Expr {
        if depth == 0 || self.below(7) == 0 {
            return match self.below(6) {
                0 => Expr::number(self.fraction()),
                1 => Expr::symbol("h"),
                2 => Expr::symbol("R_M'"),
                3 => Expr::indexed("R", Expr::from(1)),
                _ => Expr::symbol("b"),
            };
        }
        let mut sub = || self.expr(depth - 1);
        let [x, y, z] = [sub(), sub(), sub()];
        let number = Expr::number(Integer::from(1 + self.below(4)));
        match self.below(12) {
            0 => Expr::sum([x, y, z]),
            1 => Expr::difference(x, y),
            2 => Expr::product([x, y, z]),
            3 => Expr::quotient(x, Expr::sum([Expr::power(y, Expr::from(2)), Expr::one()])),
            4 => Expr::power(x, number),
            5 => x.complement(),
            6 => Expr::any_of([(x, number), (y, Expr::one())]),
            7 => Expr::at_least(number, Expr::symbol("n"), x),
            8 => Expr::at_least_of(2, [(x, 1), (y, 1 + self.below(5)), (z, 1)]),
            9 => Expr::pivot(x, y, z),
            10 => {
                let body = Expr::product([Expr::indexed("R", Expr::symbol("i")), x]);
                Expr::any_indexed("i", Expr::one(), Expr::symbol("n"), body)
            }
            _ => Expr::function(Function::Max, [x, y]),
        }
    }
}

#[test]
fn what_is_written_has_the_same_value_when_read() {
    let mut random = Random(3);
    let mut read_again = 0;
    for _ in 0..1500 {
        let expr = random.expr(3);
        let values: Vec<(String, Rational)> = ["h", "R_M'", "b", "R[1]", "R[2]", "R[3]"]
            .into_iter()
            .map(|name| (name.to_owned(), random.fraction()))
            .chain([("n".to_owned(), Rational::from(3))])
            .collect();
        let known = |symbol: &Symbol| {
            values.iter().find(|(name, _)| name == symbol.name()).map(|(_, value)| value.clone())
        };
        // A quotient may be undefined at the chosen point.
        let Ok(value) = expr.evaluate(&known) else { continue };
        let text = source(&expr).unwrap();
        assert_eq!(read(&text, &values), value, "{text}");
        read_again += 1;
    }
    assert!(read_again > 1000);
}

#[test]
fn units_are_not_read_into_quotients() {
    let rate = Expr::quotient(Expr::from(6), Expr::symbol("h"));
    assert_eq!(source(&rate).unwrap(), "6/(h)");
    let other = Expr::quotient(Expr::symbol("x"), Expr::symbol("h"));
    assert_eq!(source(&other).unwrap(), "x/h");
}

#[test]
fn nested_votes_use_different_indices() {
    let half = Expr::function(Function::Floor, [Expr::quotient(Expr::symbol("n"), Expr::from(2))]);
    let vote = |of: Expr| Expr::at_least(half.clone(), Expr::symbol("n"), of);
    let nested = vote(Expr::product([Expr::symbol("i"), vote(Expr::symbol("x"))]));
    let text = source(&nested).unwrap();
    assert!(text.contains("for h in") && text.contains("for j in"), "{text}");
}
