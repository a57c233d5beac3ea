//! Sums and products, and their canonical form.

use std::collections::HashMap;

use super::{Expr, View};
use crate::rational::Rational;

/// Powers of numbers are written out while they stay below this many binary digits.
const FOLDED_BITS: u64 = 4096;

impl Expr {
    /// The sum of the terms; 0 for none. Terms that differ in their coefficient only are added.
    pub fn sum(terms: impl IntoIterator<Item = Expr>) -> Expr {
        let mut sum = Terms::default();
        for term in terms {
            sum.add(&Rational::one(), &term);
        }
        sum.finish()
    }

    /// `left − right`.
    pub fn difference(left: Expr, right: Expr) -> Expr {
        Expr::sum([left, right.negate()])
    }

    /// The product of the factors; 1 for none. Equal factors become a power.
    pub fn product(factors: impl IntoIterator<Item = Expr>) -> Expr {
        Expr::product_of_powers(factors.into_iter().map(|factor| (factor, Expr::one())))
    }

    /// The product of the powers `base^exponent`; 1 for none.
    pub fn product_of_powers(powers: impl IntoIterator<Item = (Expr, Expr)>) -> Expr {
        let mut product = Factors::default();
        for (base, exponent) in powers {
            product.multiply(&base, &exponent);
        }
        product.finish()
    }

    /// `dividend / divisor`. What both have in common is cancelled.
    pub fn quotient(dividend: Expr, divisor: Expr) -> Expr {
        Expr::product_of_powers([(dividend, Expr::one()), (divisor, Expr::from(-1))])
    }

    /// `base^exponent`.
    pub fn power(base: Expr, exponent: Expr) -> Expr {
        Expr::product_of_powers([(base, exponent)])
    }

    /// `−x`.
    pub fn negate(&self) -> Expr {
        Expr::product([Expr::from(-1), self.clone()])
    }

    /// The number in front of a product, 1 where there is none; of a number, itself.
    pub fn coefficient(&self) -> Rational {
        match self.view() {
            View::Number(number) => number.clone(),
            View::Product(powers) => powers
                .first()
                .filter(|(_, exponent)| exponent.is_one())
                .and_then(|(base, _)| base.as_number())
                .cloned()
                .unwrap_or_else(Rational::one),
            _ => Rational::one(),
        }
    }

    /// Whether this is surely a whole number when every symbol is; see the module's introduction
    /// on symbols in exponents.
    fn is_whole(&self) -> bool {
        /// Deeper exponents than this are not looked into.
        const DEEPEST: u32 = 8;
        fn whole(expr: &Expr, depth: u32) -> bool {
            let below = |part: &Expr| depth < DEEPEST && whole(part, depth + 1);
            match expr.view() {
                View::Number(number) => number.is_integer(),
                View::Symbol(_) | View::Indexed { .. } => true,
                View::Sum(terms) => terms.iter().all(below),
                View::Complement(of) => below(of),
                View::Product(powers) => powers.iter().all(|(base, exponent)| {
                    below(base)
                        && exponent.as_number().is_some_and(|e| e.is_integer() && !e.is_negative())
                }),
                View::Function { name, args } => {
                    name.is_whole_for_whole() && args.iter().all(below) || name.rounds()
                }
                _ => false,
            }
        }
        whole(self, 0)
    }
}

/// A sum under construction: coefficients of different terms, in order of first mention.
/// The number in the sum is the coefficient of 1.
#[derive(Default)]
struct Terms {
    terms: Vec<(Rational, Expr)>,
    places: HashMap<Expr, usize>,
}

impl Terms {
    /// Adds `sign · term`, where the sign is 1 or −1.
    fn add(&mut self, sign: &Rational, term: &Expr) {
        match term.view() {
            View::Number(number) => self.add_multiple(sign * number, Expr::one()),
            View::Sum(terms) => terms.iter().for_each(|term| self.add(sign, term)),
            View::Complement(of) => {
                self.add_multiple(sign.clone(), Expr::one());
                self.add(&-sign, of);
            }
            View::Product(powers) => match powers.split_first() {
                Some(((first, exponent), rest)) if exponent.is_one() => match first.as_number() {
                    Some(number) => {
                        let rest = Expr::product_of_powers(rest.iter().cloned());
                        self.add_multiple(sign * number, rest);
                    }
                    None => self.add_multiple(sign.clone(), term.clone()),
                },
                _ => self.add_multiple(sign.clone(), term.clone()),
            },
            _ => self.add_multiple(sign.clone(), term.clone()),
        }
    }

    fn add_multiple(&mut self, coefficient: Rational, term: Expr) {
        match self.places.get(&term) {
            Some(&place) => self.terms[place].0 += coefficient,
            None => {
                self.places.insert(term.clone(), self.terms.len());
                self.terms.push((coefficient, term));
            }
        }
    }

    fn finish(mut self) -> Expr {
        self.terms.retain(|(coefficient, _)| !coefficient.is_zero());
        if let [(a, x), (b, y)] = self.terms.as_slice() {
            // 1 − x is a complement, whichever of the two was written first.
            if a.is_one() && x.is_one() && b.is_negative() {
                return multiple(-b, y).complement();
            }
            if b.is_one() && y.is_one() && a.is_negative() {
                return multiple(-a, x).complement();
            }
        }
        // Adding up can leave a bracket with the coefficient 1 or −1, which is then opened.
        let opens = |coefficient: &Rational, term: &Expr| {
            coefficient.abs().is_one()
                && self.terms.len() > 1
                && matches!(term.view(), View::Sum(_) | View::Complement(_))
        };
        let open = self.terms.iter().any(|(coefficient, term)| opens(coefficient, term));
        let mut terms = self.terms.into_iter().map(|(c, term)| multiple(c, &term));
        match terms.len() {
            0 => Expr::zero(),
            1 => terms.next().unwrap_or_else(Expr::zero),
            _ if open => Expr::sum(terms),
            _ => Expr::from_view(View::Sum(terms.collect())),
        }
    }
}

fn multiple(coefficient: Rational, term: &Expr) -> Expr {
    if coefficient.is_one() {
        return term.clone();
    }
    Expr::product([Expr::number(coefficient), term.clone()])
}

/// A product under construction: exponents of different bases, in order of first mention.
struct Factors {
    coefficient: Rational,
    powers: Vec<(Expr, Expr)>,
    places: HashMap<Expr, usize>,
}

impl Default for Factors {
    fn default() -> Self {
        Factors { coefficient: Rational::one(), powers: Vec::new(), places: HashMap::new() }
    }
}

impl Factors {
    fn multiply(&mut self, base: &Expr, exponent: &Expr) {
        if exponent.is_zero() || base.is_one() {
            return;
        }
        match base.view() {
            View::Number(number) => match folded_power(number, exponent) {
                Some(power) => self.coefficient *= power,
                None => self.gather(base.clone(), exponent.clone()),
            },
            View::Product(powers) if exponent.is_one() => {
                for (base, exponent) in powers {
                    // A product holds no product to a whole power, so this ends at once.
                    self.multiply_factor(base, exponent.clone());
                }
            }
            View::Product(powers) if exponent.is_whole() => {
                for (base, inner) in powers {
                    let exponent = Expr::product([inner.clone(), exponent.clone()]);
                    self.multiply_factor(base, exponent);
                }
            }
            _ => self.gather(base.clone(), exponent.clone()),
        }
    }

    /// Multiplies by a power whose base is not to be taken apart.
    fn multiply_factor(&mut self, base: &Expr, exponent: Expr) {
        match base.as_number().and_then(|number| folded_power(number, &exponent)) {
            Some(power) => self.coefficient *= power,
            None => self.gather(base.clone(), exponent),
        }
    }

    fn gather(&mut self, base: Expr, exponent: Expr) {
        match self.places.get(&base) {
            Some(&place) => {
                let sum = Expr::sum([self.powers[place].1.clone(), exponent]);
                self.powers[place].1 = sum;
            }
            None => {
                self.places.insert(base.clone(), self.powers.len());
                self.powers.push((base, exponent));
            }
        }
    }

    fn finish(mut self) -> Expr {
        self.powers.retain(|(_, exponent)| !exponent.is_zero());
        // Exponents that add up to a whole number make foldable what was not before.
        let unfinished = self.powers.iter().any(|(base, exponent)| match base.view() {
            View::Number(number) => folded_power(number, exponent).is_some(),
            View::Product(_) => exponent.is_whole(),
            _ => false,
        });
        if unfinished {
            self.powers.insert(0, (Expr::number(self.coefficient), Expr::one()));
            return Expr::product_of_powers(self.powers);
        }
        // A zero divisor keeps its product from being anything but itself.
        let undefined = self.powers.iter().any(|(base, _)| base.is_zero());
        if self.coefficient.is_zero() && !undefined {
            return Expr::zero();
        }
        match self.powers.as_slice() {
            [] => return Expr::number(self.coefficient),
            [(base, exponent)] if exponent.is_one() => {
                if self.coefficient.is_one() {
                    return base.clone();
                }
                if (-&self.coefficient).is_one() {
                    match base.view() {
                        View::Sum(terms) => return Expr::sum(terms.iter().map(Expr::negate)),
                        View::Complement(of) => return Expr::sum([of.clone(), Expr::from(-1)]),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
        if !self.coefficient.is_one() {
            self.powers.insert(0, (Expr::number(self.coefficient), Expr::one()));
        }
        Expr::from_view(View::Product(self.powers))
    }
}

/// A number's power as a number, if it is one, defined, and not too long.
fn folded_power(number: &Rational, exponent: &Expr) -> Option<Rational> {
    if number.is_one() {
        return Some(Rational::one());
    }
    let exponent = exponent.as_number()?;
    if number.is_zero() && !exponent.is_negative() && !exponent.is_zero() {
        return Some(Rational::zero());
    }
    let exponent = exponent.to_integer()?.to_i64()?;
    let exponent = i32::try_from(exponent).ok()?;
    let bits = number.big_numerator().bits().max(number.big_denominator().bits());
    let longest = bits.saturating_mul(exponent.unsigned_abs().into());
    if exponent != 1 && longest > FOLDED_BITS {
        return None;
    }
    number.pow(exponent)
}
