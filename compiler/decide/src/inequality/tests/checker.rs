//! Checks proofs with nothing but polynomial arithmetic: every rule as it is documented.

use kofn_algebra::{End, Integer, Work};

use super::*;

fn number(n: i64) -> Rational {
    Rational::from(n)
}

/// The Bernstein coefficients on the unit cube, by their definition
/// `bᵢ = Σ C(i, k) / C(n, k) · aₖ`, with the places they have.
fn bernstein(polynomial: &Polynomial) -> BTreeMap<Vec<u64>, Rational> {
    let variables: Vec<Variable> = polynomial.variables().into_iter().collect();
    let degrees: Vec<u64> = variables.iter().map(|x| polynomial.degree_in(*x)).collect();
    let places = degrees.iter().fold(vec![Vec::new()], |places: Vec<Vec<u64>>, degree| {
        places
            .iter()
            .flat_map(|place| (0..=*degree).map(|i| [place.as_slice(), &[i]].concat()))
            .collect()
    });
    let choose =
        |n: u64, k: u64| (0..k).fold(number(1), |c, i| c * fraction((n - i) as i64, i as i64 + 1));
    let terms = polynomial.terms();
    let coefficient = |place: &Vec<u64>| {
        let term = |(monomial, number): &(kofn_algebra::Monomial, Rational)| {
            let mut value = number.clone();
            for (axis, x) in variables.iter().enumerate() {
                let own = monomial.powers().iter().find(|(y, _)| y == x);
                let k = own.map_or(0, |(_, exponent)| *exponent);
                if k > place[axis] {
                    return Rational::zero();
                }
                let share = choose(place[axis], k).checked_div(&choose(degrees[axis], k));
                value *= &share.unwrap();
            }
            value
        };
        terms.iter().map(term).sum::<Rational>()
    };
    places.iter().map(|place| (place.clone(), coefficient(place))).collect()
}

fn has_sign(polynomial: &Polynomial, strict: bool) -> bool {
    let degrees: Vec<u64> =
        polynomial.variables().into_iter().map(|x| polynomial.degree_in(x)).collect();
    bernstein(polynomial).iter().all(|(place, value)| {
        let corner = place.iter().zip(&degrees).all(|(i, n)| *i == 0 || i == n);
        let vanishes = strict && corner && value.is_zero();
        !value.is_negative() && !vanishes
    })
}

/// How many roots a square-free polynomial in one variable has in the open interval.
fn roots_between(polynomial: &Polynomial, x: Variable, lo: &Rational, hi: &Rational) -> usize {
    let inner = polynomial.affine(x, lo, &(hi - lo)).unwrap();
    let row: Vec<Rational> = bernstein(&inner).into_values().collect();
    let signs: Vec<bool> = row.iter().filter(|n| !n.is_zero()).map(Rational::is_negative).collect();
    match signs.windows(2).filter(|pair| pair[0] != pair[1]).count() {
        few @ (0 | 1) => few,
        _ => {
            let middle = (lo + hi) * fraction(1, 2);
            let at = polynomial.at(x, &middle).unwrap().is_zero();
            roots_between(polynomial, x, lo, &middle)
                + usize::from(at)
                + roots_between(polynomial, x, &middle, hi)
        }
    }
}

fn roots_are(row: &[Integer], x: Variable, roots: &[(Rational, Rational)]) -> bool {
    let polynomial = point::in_powers(row, x);
    let is_root = |at: &Rational| polynomial.at(x, at).unwrap().is_zero();
    let ends = [number(0), number(1)];
    let inside = roots_between(&polynomial, x, &ends[0], &ends[1]);
    let all = inside + ends.iter().filter(|end| is_root(end)).count();
    let each = roots.iter().all(|(lo, hi)| {
        if lo == hi { is_root(lo) } else { roots_between(&polynomial, x, lo, hi) == 1 }
    });
    all == roots.len() && each && roots.windows(2).all(|pair| pair[0].1 <= pair[1].0)
}

/// Whether the proof shows that the polynomial is at least 0 (or greater) on the unit cube.
pub(super) fn shows(proof: &Proof, polynomial: &Polynomial, strict: bool) -> bool {
    match proof {
        Proof::Identity => polynomial.is_zero() && !strict,
        Proof::Bernstein => has_sign(polynomial, strict),
        Proof::Split { variable, low, high } => {
            let half = fraction(1, 2);
            let on = |shift: Rational| polynomial.affine(*variable, &shift, &half).unwrap();
            shows(low, &on(number(0)), strict) && shows(high, &on(half.clone()), strict)
        }
        Proof::Vertices { variable, low, high } => {
            let at = |end| polynomial.at(*variable, &number(end)).unwrap();
            polynomial.degree_in(*variable) <= 1
                && shows(low, &at(0), strict)
                && shows(high, &at(1), strict)
        }
        Proof::Monotone { variable, end, value } => {
            let slope = polynomial.derivative(*variable);
            let (upwards, at) = match end {
                End::Low => (slope, 0),
                End::High => (-&slope, 1),
            };
            has_sign(&upwards, false)
                && shows(value, &polynomial.at(*variable, &number(at)).unwrap(), strict)
        }
        Proof::Factors { parts } => {
            let product = parts.iter().fold(Polynomial::one(), |product, part| {
                &product * &part.polynomial.pow(part.power as u32)
            });
            let mut work = Work::new(1 << 40);
            let ratio = polynomial.exact_quotient(&product, &mut work).unwrap();
            let ratio = ratio.unwrap().to_constant().unwrap();
            let turned = parts.iter().filter(|part| part.turned && part.power % 2 == 1).count();
            let parts = parts.iter().all(|part| match &part.sign {
                None => part.power % 2 == 0 && !strict,
                Some(sign) if part.turned => shows(sign, &-&part.polynomial, strict),
                Some(sign) => shows(sign, &part.polynomial, strict),
            });
            parts && ratio.is_negative() == (turned % 2 == 1) && !ratio.is_zero()
        }
        Proof::Roots { variable, square_free, roots, samples } => {
            let own = point::in_powers(square_free, *variable);
            let power = own.pow(polynomial.degree() as u32);
            let mut work = Work::new(1 << 40);
            let above = |at: &Rational| {
                let value = polynomial.at(*variable, at).unwrap().to_constant().unwrap();
                !value.is_negative() && !value.is_zero()
            };
            // Every gap of the roots needs a sample.
            let starts = std::iter::once(number(0)).chain(roots.iter().map(|(_, hi)| hi.clone()));
            let ends = roots.iter().map(|(lo, _)| lo.clone()).chain([number(1)]);
            let gaps = starts.zip(ends).all(|(start, end)| {
                let is_root = own.at(*variable, &start).unwrap().is_zero();
                (start == end && is_root)
                    || samples.iter().any(|sample| &start <= sample && sample <= &end)
            });
            power.exact_quotient(polynomial, &mut work).unwrap().is_some()
                && roots_are(square_free, *variable, roots)
                && samples.iter().all(above)
                && gaps
                && (!strict || roots.is_empty())
        }
        Proof::Sectors { corner, sectors } => {
            let upright = corner.iter().fold(polynomial.clone(), |upright, (x, end)| match end {
                End::Low => upright,
                End::High => upright.affine(*x, &number(1), &number(-1)).unwrap(),
            });
            corner.len() == sectors.len()
                && !strict
                && corner.iter().zip(sectors).all(|((largest, _), (power, proof))| {
                    let y = Polynomial::variable(*largest);
                    let others = corner.iter().filter(|(x, _)| x != largest);
                    let products = others.map(|(x, _)| (*x, &y * &Polynomial::variable(*x)));
                    let inner = upright.compose(&products.collect(), 100_000).unwrap();
                    let mut work = Work::new(1 << 40);
                    let quotient = inner.exact_quotient(&y.pow(*power as u32), &mut work);
                    shows(proof, &quotient.unwrap().unwrap(), strict)
                })
        }
        // There is no short proof: the samples are compared with a grid elsewhere.
        Proof::Cells { .. } => !strict,
        Proof::Touching { weak, variable, other, edges, lines } => {
            let mut work = Work::new(1 << 40);
            let slope = polynomial.derivative(*other);
            let resultant = polynomial.resultant(&slope, *other, &mut work).unwrap();
            let (_, factors) = resultant.square_free_factors(&mut work).unwrap();
            let simple = factors.iter().fold(Polynomial::one(), |p, (factor, _)| &p * factor);
            let found = roots_between(&simple, *variable, &number(0), &number(1));
            let at = |x: &Variable, value: &Rational| polynomial.at(*x, value).unwrap();
            let ends = [(variable, 0), (variable, 1), (other, 0), (other, 1)];
            shows(weak, polynomial, false)
                && !resultant.is_zero()
                && found == lines.len()
                && edges.len() == 4
                && ends.iter().zip(edges).all(|((x, end), e)| shows(e, &at(x, &number(*end)), true))
                && lines.iter().all(|(root, proof)| {
                    simple.at(*variable, root).unwrap().is_zero()
                        && shows(proof, &at(variable, root), true)
                })
        }
        Proof::Pieces(pieces) => pieces.iter().all(|piece| {
            let substitution = piece.substitution.iter().cloned().collect();
            let inner = polynomial.compose(&substitution, 1_000_000).unwrap();
            shows(&piece.proof, &inner, strict)
        }),
        Proof::Both(above, below) => {
            shows(above, polynomial, false) && shows(below, &-polynomial, false)
        }
        Proof::Negated(proof) => shows(proof, &-polynomial, strict),
        Proof::Elsewhere { weak } => shows(weak, polynomial, false),
        // What is given is looked at on a grid.
        Proof::Vacuous | Proof::Signs { .. } | Proof::Given { .. } | Proof::Covered(_) => true,
    }
}

/// Whether the proof shows the claim.
pub(super) fn shows_claim(proof: &Proof, claim: &Claim<'_>) -> bool {
    // Pieces say themselves what each variable is.
    let mut polynomial = claim.polynomial.clone();
    let pieces = match proof {
        Proof::Pieces(_) => true,
        Proof::Elsewhere { weak } => matches!(**weak, Proof::Pieces(_)),
        _ => false,
    };
    for (x, (lo, hi)) in claim.bounds {
        if lo == hi {
            polynomial = polynomial.at(*x, lo).unwrap();
        } else if !pieces {
            polynomial = polynomial.affine(*x, lo, &(hi - lo)).unwrap();
        }
    }
    let upright = match claim.relation {
        Relation::AtMost | Relation::Less => -&polynomial,
        _ => polynomial,
    };
    shows(proof, &upright, claim.relation.is_strict())
}
