//! A monotone function of at most 32 variables as its minimal path sets and cut sets.

use std::collections::BTreeSet;

use crate::formula::Variable;

/// Sets of positions as bit masks.
pub(super) type Mask = u32;

/// Invariant: `paths` are the minimal path sets and `cuts` the minimal cut sets of one function,
/// each in ascending order. Either list determines the other; both are kept since what is a
/// search in one is a look at the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Clutter {
    paths: Vec<Mask>,
    cuts: Vec<Mask>,
}

impl Clutter {
    /// The function with these minimal sets; position `i` stands for `variables[i]`, and these
    /// are in ascending order.
    pub(super) fn of_sets(
        variables: &[Variable],
        paths: &[BTreeSet<Variable>],
        cuts: &[BTreeSet<Variable>],
    ) -> Self {
        let mask = |set: &BTreeSet<Variable>| {
            set.iter().filter_map(|member| variables.binary_search(member).ok()).fold(0, with)
        };
        let mut clutter =
            Self { paths: paths.iter().map(mask).collect(), cuts: cuts.iter().map(mask).collect() };
        clutter.paths.sort_unstable();
        clutter.cuts.sort_unstable();
        clutter
    }

    /// The constant that the function is, if it is one.
    pub(super) fn as_constant(&self) -> Option<bool> {
        match (self.paths.is_empty(), self.cuts.is_empty()) {
            (true, _) => Some(false),
            (_, true) => Some(true),
            _ => None,
        }
    }

    /// The positions that the function depends on.
    pub(super) fn support(&self) -> Mask {
        self.paths.iter().fold(0, |all, path| all | path)
    }

    /// The larger of the numbers of path sets and cut sets.
    pub(super) fn sets(&self) -> usize {
        self.paths.len().max(self.cuts.len())
    }

    /// The function when the position is decided.
    pub(super) fn cofactor(&self, position: u32, works: bool) -> Self {
        let Self { paths, cuts } = self;
        if works {
            Self { paths: contracted(paths, position), cuts: deleted(cuts, position) }
        } else {
            Self { paths: deleted(paths, position), cuts: contracted(cuts, position) }
        }
    }

    /// The functions without common variables whose disjunction this is; only itself if there
    /// are not several.
    ///
    /// Two variables belong together exactly if a chain of path sets leads from one to the other.
    pub(super) fn disjuncts(&self) -> Vec<Self> {
        let parts = components(&self.paths).into_iter().map(|part| Self {
            paths: within(&self.paths, part),
            cuts: projected(&self.cuts, part),
        });
        parts.collect()
    }

    /// The functions without common variables whose conjunction this is; only itself if there
    /// are not several.
    pub(super) fn conjuncts(&self) -> Vec<Self> {
        let parts = components(&self.cuts).into_iter().map(|part| Self {
            paths: projected(&self.paths, part),
            cuts: within(&self.cuts, part),
        });
        parts.collect()
    }

    /// Whether the function has two positions only as their conjunction: each path set has both
    /// or neither.
    pub(super) fn in_series(&self, first: u32, second: u32) -> bool {
        twins(&self.paths, first, second)
    }

    /// Whether the function has two positions only as their disjunction.
    pub(super) fn in_parallel(&self, first: u32, second: u32) -> bool {
        twins(&self.cuts, first, second)
    }

    /// The function with positions in series replaced by the first of them.
    pub(super) fn series_merged(&self, second: u32) -> Self {
        let bit = 1 << second;
        let mut paths: Vec<Mask> = self.paths.iter().map(|path| path & !bit).collect();
        paths.sort_unstable();
        Self { paths, cuts: deleted(&self.cuts, second) }
    }

    /// The function with positions in parallel replaced by the first of them.
    pub(super) fn parallel_merged(&self, second: u32) -> Self {
        let bit = 1 << second;
        let mut cuts: Vec<Mask> = self.cuts.iter().map(|cut| cut & !bit).collect();
        cuts.sort_unstable();
        Self { paths: deleted(&self.paths, second), cuts }
    }

    /// The `k` for which the function is "at least k of its positions".
    pub(super) fn as_at_least(&self) -> Option<usize> {
        let k = self.paths.first()?.count_ones();
        let all_of_size_k = self.paths.iter().all(|path| path.count_ones() == k);
        let choices = binomial(u64::from(self.support().count_ones()), u64::from(k));
        (all_of_size_k && self.paths.len() as u64 == choices).then_some(k as usize)
    }
}

/// The positions in a mask, ascending.
pub(super) fn positions(mask: Mask) -> impl Iterator<Item = u32> {
    (0..Mask::BITS).filter(move |position| mask >> position & 1 == 1)
}

fn with(mask: Mask, position: usize) -> Mask {
    mask | 1 << position
}

fn deleted(sets: &[Mask], position: u32) -> Vec<Mask> {
    sets.iter().copied().filter(|set| set >> position & 1 == 0).collect()
}

/// The minimal ones of the sets with the position taken out.
fn contracted(sets: &[Mask], position: u32) -> Vec<Mask> {
    let bit = 1 << position;
    let shorter: Vec<Mask> =
        sets.iter().filter(|&set| set & bit != 0).map(|set| set & !bit).collect();
    // A set can only have become superfluous by one that lost the position.
    let rest = deleted(sets, position);
    let needed = rest.into_iter().filter(|set| !shorter.iter().any(|short| short & !set == 0));
    let mut minimal: Vec<Mask> = needed.chain(shorter.iter().copied()).collect();
    minimal.sort_unstable();
    minimal
}

fn within(sets: &[Mask], part: Mask) -> Vec<Mask> {
    sets.iter().copied().filter(|set| set & !part == 0).collect()
}

fn projected(sets: &[Mask], part: Mask) -> Vec<Mask> {
    let mut projected: Vec<Mask> = sets.iter().map(|set| set & part).collect();
    projected.sort_unstable();
    projected.dedup();
    projected
}

/// The finest partition of the positions in which each set lies within one part, the part with
/// the smallest position first.
fn components(sets: &[Mask]) -> Vec<Mask> {
    let mut parts: Vec<Mask> = Vec::new();
    for &set in sets {
        let mut united = set;
        parts.retain(|&part| {
            let apart = part & united == 0;
            united |= if apart { 0 } else { part };
            apart
        });
        parts.push(united);
    }
    parts.sort_by_key(|part| part.trailing_zeros());
    parts
}

fn twins(sets: &[Mask], first: u32, second: u32) -> bool {
    sets.iter().all(|set| (set >> first ^ set >> second) & 1 == 0)
}

/// At most 32 choose 16, since positions fit a mask.
fn binomial(n: u64, k: u64) -> u64 {
    (0..k).fold(1, |product, i| product * (n - i) / (i + 1))
}
