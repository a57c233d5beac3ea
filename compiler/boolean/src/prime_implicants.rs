//! Prime implicants: what makes a function true that need not be monotone.
//!
//! An implicant is a set of literals that make the function true together, whatever the other
//! variables are; a prime one includes no other. Of a monotone function they are the minimal path
//! sets. With `f = x f₁ ∨ ¬x f₀`, those without x are the primes of `f₀ f₁`; those with x are the
//! primes of `f₁` that are none of `f₀ f₁`, and likewise with ¬x.
//!
//! Coudert & Madre, *Implicit and incremental computation of primes and essential primes of
//! Boolean functions*, DAC 1992; Rauzy & Dutuit, *Exact and truncated computations of prime
//! implicants of coherent and non-coherent fault trees within Aralia*, Reliab. Eng. Syst. Saf. 58
//! (1997).

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use crate::bdd::{Bdd, Ref};
use crate::diagram::{Diagram, Link};
use crate::limits::{LimitReached, Limits};
use crate::numbering::FixedHasher;
use crate::set_family::{Literal, SetFamily};
use crate::zdd::{Families, Family};

/// The prime implicants of a function.
pub fn prime_implicants(diagram: &Diagram, limits: &Limits) -> Result<SetFamily, LimitReached> {
    let mut bdd = Bdd::new(limits);
    let mut refs: Vec<Ref> = Vec::with_capacity(diagram.node_count());
    let reference = |link, refs: &[Ref]| match link {
        Link::False => Ref::FALSE,
        Link::True => Ref::TRUE,
        Link::Node(at) => refs[at as usize],
    };
    for (node, position) in diagram.nodes().iter().zip(0..) {
        let (works, fails) = (reference(node.works, &refs), reference(node.fails, &refs));
        refs.push(bdd.make(diagram.level(Link::Node(position)), works, fails)?);
    }
    let root = reference(diagram.root(), &refs);
    let mut families = Families::new(limits);
    let family = primes(&mut bdd, &mut families, root)?;
    let members = diagram
        .order()
        .into_iter()
        .flat_map(|variable| [Literal::of(variable), Literal::not(variable)])
        .collect();
    Ok(SetFamily::extract(&families, family, members))
}

/// The primes of a function; the literals of the variable at level l have levels 2l and 2l + 1.
///
/// The walk keeps its own stack: a diagram is as deep as it has variables.
fn primes(bdd: &mut Bdd, families: &mut Families, root: Ref) -> Result<Family, LimitReached> {
    let mut known: HashMap<Ref, Family, BuildHasherDefault<FixedHasher>> = HashMap::default();
    known.insert(Ref::FALSE, Family::NONE);
    known.insert(Ref::TRUE, Family::UNIT);
    let mut pending = vec![root];
    while let Some(&function) = pending.last() {
        if known.contains_key(&function) {
            pending.pop();
            continue;
        }
        let node = bdd.node(function);
        let both = bdd.and(node.works, node.fails)?;
        let of = [both, node.works, node.fails];
        let missing: Vec<Ref> = of.into_iter().filter(|one| !known.contains_key(one)).collect();
        if !missing.is_empty() {
            pending.extend(missing);
            continue;
        }
        let [either, works, fails] = of.map(|one| known[&one]);
        let works = families.difference(works, either)?;
        let fails = families.difference(fails, either)?;
        let rest = families.make(2 * node.level + 1, fails, either)?;
        known.insert(function, families.make(2 * node.level, works, rest)?);
        pending.pop();
    }
    Ok(known[&root])
}
