//! Polynomials as expectations write them: names, numbers, `+ - * ^` and parentheses.

use kofn_algebra::{Polynomial, Rational, Variable};

/// The polynomial in variables `names`.
pub fn parse(text: &str, names: &[String]) -> Result<Polynomial, String> {
    let mut parser = Parser { rest: text.trim(), names };
    let polynomial = parser.sum()?;
    if parser.rest.is_empty() {
        Ok(polynomial)
    } else {
        Err(format!("cannot read `{}`", parser.rest))
    }
}

struct Parser<'a> {
    rest: &'a str,
    names: &'a [String],
}

impl Parser<'_> {
    fn take(&mut self, symbol: char) -> bool {
        match self.rest.strip_prefix(symbol) {
            Some(rest) => {
                self.rest = rest.trim_start();
                true
            }
            None => false,
        }
    }

    fn sum(&mut self) -> Result<Polynomial, String> {
        let mut sum = if self.take('-') { -&self.product()? } else { self.product()? };
        loop {
            if self.take('+') {
                sum = &sum + &self.product()?;
            } else if self.take('-') {
                sum = &sum - &self.product()?;
            } else {
                return Ok(sum);
            }
        }
    }

    fn product(&mut self) -> Result<Polynomial, String> {
        let mut product = self.power()?;
        loop {
            if self.take('*') {
                product = &product * &self.power()?;
            } else if self.take('/') {
                let divisor = self.power()?.to_constant().and_then(|number| number.reciprocal());
                product = product.scale(&divisor.ok_or("only numbers divide")?);
            } else {
                return Ok(product);
            }
        }
    }

    fn power(&mut self) -> Result<Polynomial, String> {
        let base = self.primary()?;
        if !self.take('^') {
            return Ok(base);
        }
        let exponent = self.primary()?.to_constant().and_then(|number| number.to_integer());
        let exponent =
            exponent.and_then(|number| number.to_u64()).and_then(|n| u32::try_from(n).ok());
        Ok(base.pow(exponent.ok_or("an exponent must be whole")?))
    }

    fn primary(&mut self) -> Result<Polynomial, String> {
        if self.take('(') {
            let inner = self.sum()?;
            return if self.take(')') { Ok(inner) } else { Err("a `)` is missing".to_owned()) };
        }
        let end = self
            .rest
            .char_indices()
            .find(|(_, c)| !(c.is_alphanumeric() || "_'.[]".contains(*c)))
            .map_or(self.rest.len(), |(at, _)| at);
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest.trim_start();
        if let Ok(number) = Rational::parse_decimal(word) {
            return Ok(Polynomial::constant(&number));
        }
        match self.names.iter().position(|name| name == word) {
            Some(at) => Ok(Polynomial::variable(Variable(u32::try_from(at).unwrap_or(u32::MAX)))),
            None => Err(format!("`{word}` is not among {}", self.names.join(", "))),
        }
    }
}
