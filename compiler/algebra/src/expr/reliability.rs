//! What a reliability is made of: complements, alternatives, votes, two cases.

use std::collections::HashMap;

use super::{Beside, Expr, View};
use crate::rational::Rational;

impl Expr {
    /// `1 − x`: that it fails. The complement of the complement is the expression itself.
    pub fn complement(&self) -> Expr {
        match self.view() {
            View::Number(number) => Expr::number(number.complement()),
            View::Complement(of) => of.clone(),
            View::Sum(terms) => self.complement_of_sum(terms),
            View::Product(powers) => self.complement_of_product(powers),
            View::AnyOf(_) => match self.beside() {
                Beside::Failures(failures) => failures.clone(),
                Beside::Nothing | Beside::Free(_) => self.plain_complement(),
            },
            View::Symbol(_)
            | View::Indexed { .. }
            | View::AtLeast { .. }
            | View::AtLeastOf { .. }
            | View::Pivot { .. }
            | View::Every { .. }
            | View::SumOver { .. }
            | View::Function { .. } => self.plain_complement(),
        }
    }

    fn plain_complement(&self) -> Expr {
        Expr::from_view(View::Complement(self.clone()))
    }

    /// Signs are carried into the sum. The number keeps its place, so that twice gives the
    /// same order again; a 1 that is not in front would lose it, and stays.
    fn complement_of_sum(&self, terms: &[Expr]) -> Expr {
        let place = terms.iter().position(|term| term.as_number().is_some());
        match place {
            None => Expr::sum([Expr::one()].into_iter().chain(terms.iter().map(Expr::negate))),
            Some(place) if place > 0 && terms[place].is_one() => self.plain_complement(),
            Some(_) => Expr::sum(terms.iter().map(|term| match term.as_number() {
                Some(number) => Expr::number(number.complement()),
                None => term.negate(),
            })),
        }
    }

    /// A product in which failures occur is what keeps an alternative from working.
    fn complement_of_product(&self, powers: &[(Expr, Expr)]) -> Expr {
        let coefficient = self.coefficient();
        if coefficient.is_negative() {
            return Expr::sum([Expr::one(), self.negate()]);
        }
        let failures = powers.iter().any(|(base, _)| matches!(base.view(), View::Complement(_)));
        let quotient = powers.iter().any(|(_, exponent)| exponent.coefficient().is_negative());
        if !failures || quotient || coefficient > Rational::one() {
            return self.plain_complement();
        }
        // The base of a root may be a product, of roots in turn; it is not taken apart here.
        let alternative = |base: &Expr| match base.view() {
            View::Product(_) => base.plain_complement(),
            _ => base.complement(),
        };
        let alternatives =
            powers.iter().map(|(base, exponent)| (alternative(base), exponent.clone())).collect();
        Expr::with_beside(View::AnyOf(alternatives), Beside::Failures(self.clone()))
    }

    /// `1 − ∏ (1 − x)^e`: at least one works of e independent copies of each x. 0 for none.
    pub fn any_of(parts: impl IntoIterator<Item = (Expr, Expr)>) -> Expr {
        let failures = parts.into_iter().map(|(part, copies)| (part.complement(), copies));
        Expr::product_of_powers(failures).complement()
    }

    /// At least `k` of `n` independent copies work. 1 for k ≤ 0, and 0 where k exceeds n.
    pub fn at_least(k: Expr, n: Expr, of: Expr) -> Expr {
        if k.as_number().is_some_and(|k| k.is_zero() || k.is_negative()) {
            return Expr::one();
        }
        if let (Some(k), Some(n)) = (k.as_number(), n.as_number()) {
            if k > n {
                return Expr::zero();
            }
            if of.is_one() {
                return Expr::one();
            }
        }
        if of.is_zero() {
            return Expr::zero();
        }
        if k.is_one() {
            return Expr::any_of([(of, n)]);
        }
        if k == n {
            return Expr::power(of, n);
        }
        Expr::from_view(View::AtLeast { k, n, of })
    }

    /// At least `k` work among independent parts, each given with the number of its copies.
    pub fn at_least_of(k: u64, parts: impl IntoIterator<Item = (Expr, u64)>) -> Expr {
        let mut needed = k;
        let mut of: Vec<(Expr, u64)> = Vec::new();
        let mut places = HashMap::new();
        for (part, copies) in parts {
            if part.is_one() {
                needed = needed.saturating_sub(copies);
            } else if !part.is_zero() && copies > 0 {
                let place = *places.entry(part.clone()).or_insert(of.len());
                match of.get_mut(place) {
                    Some((_, total)) => *total = total.saturating_add(copies),
                    None => of.push((part, copies)),
                }
            }
        }
        let total = of.iter().fold(0u64, |total, (_, copies)| total.saturating_add(*copies));
        let count = |copies: u64| Expr::number(crate::Integer::from(copies));
        let powers = |of: Vec<(Expr, u64)>| of.into_iter().map(move |(x, e)| (x, count(e)));
        match of.as_slice() {
            _ if needed == 0 => Expr::one(),
            _ if needed > total => Expr::zero(),
            [(part, copies)] => Expr::at_least(count(needed), count(*copies), part.clone()),
            _ if needed == 1 => Expr::any_of(powers(of)),
            _ if needed == total => Expr::product_of_powers(powers(of)),
            _ => Expr::from_view(View::AtLeastOf { k: needed, of }),
        }
    }

    /// `on·works + (1 − on)·fails`: what it takes when the module `on` works, and what when it
    /// has failed. Both cases are independent of `on`.
    pub fn pivot(on: Expr, works: Expr, fails: Expr) -> Expr {
        if on.is_one() || works == fails {
            return works;
        }
        if on.is_zero() {
            return fails;
        }
        if let View::Complement(of) = on.view() {
            return Expr::pivot_on(of.clone(), fails, works);
        }
        Expr::pivot_on(on, works, fails)
    }

    fn pivot_on(on: Expr, works: Expr, fails: Expr) -> Expr {
        if fails.is_zero() {
            return Expr::product([on, works]);
        }
        if works.is_zero() {
            return Expr::product([on.complement(), fails]);
        }
        if works.is_one() {
            return Expr::any_of([(on, Expr::one()), (fails, Expr::one())]);
        }
        if fails.is_one() {
            return Expr::product([on, works.complement()]).complement();
        }
        if let (Some(p), Some(high), Some(low)) =
            (on.as_number(), works.as_number(), fails.as_number())
        {
            return Expr::number(p * high + p.complement() * low);
        }
        Expr::from_view(View::Pivot { on, works, fails })
    }
}
