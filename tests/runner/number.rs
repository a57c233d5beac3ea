//! Numbers as expectations write them: `10/19`, `10/19 ~ 0.5263`, `~ 0.5263`,
//! `root(50 -147 98 near 0.5213)`, `inf`.

use crate::polynomial;
use crate::words::inside;
use kofn::emit::report::{Algebraic, End};
use kofn_algebra::{Integer, Rational};

/// A number that is expected.
#[derive(Clone, Debug)]
pub enum Number {
    /// This number: whole numbers, decimals, `+ - * / ^` and parentheses; and perhaps what it is
    /// rounded to.
    Exact(Rational, Option<Rounded>),
    /// A number that is rounded to this one.
    Rounded(Rounded),
    /// The root of a polynomial that is rounded to this number; coefficients from low to high.
    Root(Vec<Integer>, Rounded),
    /// No end.
    Infinite,
}

/// A decimal, which stands for all numbers that are rounded to it.
#[derive(Clone, Debug)]
pub struct Rounded {
    lo: Rational,
    hi: Rational,
}

impl Rounded {
    /// Reads `0.5213` or `-1.5e-7`.
    pub fn read(text: &str) -> Result<Rounded, String> {
        let value = signed(text)?;
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let places = mantissa.split_once('.').map_or(0, |(_, places)| places.len());
        let exponent: i32 = exponent.parse().map_err(|_| format!("`{text}` is not a decimal"))?;
        let places = i32::try_from(places).map_err(|_| format!("`{text}` is too long"))?;
        let unit = Rational::from(10).pow(exponent - places).ok_or("there is no last digit")?;
        let half = unit * Rational::new(1.into(), 2.into()).ok_or("a half is a number")?;
        Ok(Rounded { lo: &value - &half, hi: &value + &half })
    }

    /// Whether a decimal with more digits is rounded to this one.
    pub fn matches(&self, found: &str) -> Result<(), String> {
        let number = signed(found)?;
        let near = self.lo <= number && number <= self.hi;
        if near { Ok(()) } else { Err(format!("found {found}")) }
    }
}

/// A decimal with its sign.
fn signed(text: &str) -> Result<Rational, String> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text),
    };
    let number =
        Rational::parse_decimal(digits).map_err(|_| format!("`{text}` is not a decimal"))?;
    Ok(if negative { -&number } else { number })
}

/// A rational number: whole numbers and decimals with `+ - * / ^` and parentheses.
pub fn rational(text: &str) -> Result<Rational, String> {
    let number = polynomial::parse(text, &[]).map_err(|why| format!("`{text}`: {why}"))?;
    number.to_constant().ok_or_else(|| format!("`{text}` is not a number"))
}

/// A whole number.
pub fn whole(text: &str) -> Result<Integer, String> {
    rational(text)?.to_integer().ok_or_else(|| format!("`{text}` is not whole"))
}

impl Number {
    /// Reads a number.
    pub fn read(text: &str) -> Result<Number, String> {
        let text = text.trim();
        if matches!(text, "inf" | "-inf") {
            return Ok(Number::Infinite);
        }
        if let Some(decimal) = text.strip_prefix('~') {
            return Ok(Number::Rounded(Rounded::read(decimal.trim())?));
        }
        if let Some(root) = text.strip_prefix("root") {
            let wrong = || format!("write `root(COEFFICIENT … near DECIMAL)`, not `{text}`");
            let (coefficients, near) =
                inside(root.trim()).and_then(|root| root.split_once(" near ")).ok_or_else(wrong)?;
            let coefficients: Result<Vec<Integer>, String> =
                coefficients.split_whitespace().map(whole).collect();
            return Ok(Number::Root(coefficients?, Rounded::read(near.trim())?));
        }
        match text.split_once('~') {
            Some((exact, decimal)) => {
                Ok(Number::Exact(rational(exact)?, Some(Rounded::read(decimal.trim())?)))
            }
            None => Ok(Number::Exact(rational(text)?, None)),
        }
    }

    /// Whether this is the number that was found.
    pub fn matches_end(&self, end: &End) -> Result<(), String> {
        let wrong = || Err(format!("found {}", shown(end)));
        match (self, &end.exact, &end.algebraic, &end.decimal) {
            (Number::Exact(wanted, rounded), Some(found), _, Some(decimal)) if wanted == found => {
                rounded.as_ref().map_or(Ok(()), |rounded| rounded.matches(decimal))
            }
            (Number::Infinite, None, None, None) => Ok(()),
            // What is rational, or has a polynomial, is stated so.
            (Number::Rounded(wanted), None, None, Some(found)) => wanted.matches(found),
            (Number::Root(wanted, near), None, Some(found), Some(decimal)) => {
                if found.polynomial != *wanted {
                    return wrong();
                }
                near.matches(decimal)?;
                is_root(near, found)
            }
            _ => wrong(),
        }
    }

    /// Whether this is the value that was found.
    pub fn matches_value(&self, exact: Option<&Rational>, decimal: &str) -> Result<(), String> {
        match (self, exact) {
            (Number::Exact(wanted, rounded), Some(found)) if wanted == found => {
                rounded.as_ref().map_or(Ok(()), |rounded| rounded.matches(decimal))
            }
            (Number::Rounded(wanted), None) => wanted.matches(decimal),
            (_, Some(found)) => Err(format!("found {found}")),
            (_, None) => Err(format!("found a number that is not rational, {decimal}")),
        }
    }
}

/// The polynomial changes its sign where the decimal and the interval meet, so the interval's only
/// root is the one that is rounded to the decimal.
fn is_root(near: &Rounded, found: &Algebraic) -> Result<(), String> {
    let (lo, hi) = &found.interval;
    let (lo, hi) = (lo.max(&near.lo), hi.min(&near.hi));
    let zero = Rational::zero();
    let value = |x: &Rational| {
        found.polynomial.iter().rev().fold(Rational::zero(), |sum, coefficient| {
            sum * x.clone() + Rational::from(coefficient)
        })
    };
    if lo < hi && value(lo) * value(hi) < zero {
        Ok(())
    } else {
        Err(format!("there is no root between {lo} and {hi}"))
    }
}

/// An end in the words of an expectation.
pub fn shown(end: &End) -> String {
    match (&end.exact, &end.algebraic, &end.decimal) {
        (Some(exact), ..) => exact.to_string(),
        (None, Some(root), Some(decimal)) => {
            let coefficients: Vec<String> =
                root.polynomial.iter().map(|coefficient| coefficient.to_string()).collect();
            format!("root({} near {decimal})", coefficients.join(" "))
        }
        (None, _, Some(decimal)) => format!("~ {decimal}"),
        (None, _, None) => "inf".to_owned(),
    }
}
