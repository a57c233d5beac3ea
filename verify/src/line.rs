//! Polynomials in one variable on an interval: where their roots are, and their signs between.

use crate::number::{Checked, Q, no, sign};
use crate::polynomial::Poly;
use crate::reading::Node;
use std::cmp::Ordering;

/// Signs along an interval, each different from the one before, and the roots where they are 0.
pub struct Line {
    /// Each the only one strictly between two numbers, or both of them.
    pub roots: Vec<(Q, Q)>,
    pub signs: Vec<Ordering>,
}

/// The line of f from lo to hi, cut so finely that the Bernstein coefficients of every piece change
/// their sign at most once: as often as f has roots strictly between (Descartes' rule of signs).
pub fn line(cuts: &Node<'_>, (f, v): (&Poly, &str), ends: &[Q; 2]) -> Checked<Line> {
    let (w, mut line) = (cuts.work, Line { roots: Vec::new(), signs: Vec::new() });
    let cuts = cuts.each(|cut| cut.number())?;
    if [cuts.first(), cuts.last()] != ends.each_ref().map(Some)
        || f.variables().iter().any(|x| x != v)
    {
        return no("the cuts are not those of the interval, or another parameter is open");
    }
    for (i, cut) in cuts.iter().enumerate() {
        let Some(value) = f.with(v, &Poly::constant(cut), w)?.as_constant() else {
            return no("another parameter is open");
        };
        line.signs.push(sign(&value.n));
        if sign(&value.n).is_eq() {
            line.roots.push((cut.clone(), cut.clone()));
        }
        let Some(next) = cuts.get(i + 1) else { break };
        let piece = f.with(v, &Poly::segment(v, cut, next, w)?, w)?.bernstein(w)?;
        let mut signs: Vec<Ordering> = piece.terms.values().rev().map(sign).collect();
        signs.dedup();
        if cut.compare(next).is_ge() || signs.is_empty() || signs.len() > 2 {
            return no("cuts that do not increase, or not fine enough");
        }
        if signs.len() == 2 {
            line.roots.push((cut.clone(), next.clone()));
            signs.insert(1, Ordering::Equal);
        }
        line.signs.extend(signs);
    }
    line.signs.dedup();
    Ok(line)
}
