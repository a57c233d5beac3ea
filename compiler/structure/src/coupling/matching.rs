//! Which thing of one design is taken for which of another.

use crate::build::Built;
use crate::graph::{Leaf, LeafId};
use kofn_algebra::Expr;
use rustc_hash::FxHashMap as HashMap;
use std::collections::{BTreeMap, VecDeque};

/// Pairs of a thing of the first design and a thing of the second; each occurs once.
pub(super) type Matching = Vec<(LeafId, LeafId)>;

/// Whether the first probability is at least the second; equal ones are not asked about.
type AtLeast<'a> = &'a mut dyn FnMut(&Expr, &Expr) -> bool;

/// Classes of probabilities are compared with each other up to so many pairs.
const MOST_PAIRS: usize = 4_096;

/// The pairings that are tried, each once: by names first, and by the order of declaration alone.
pub(super) fn matchings(a: &Built, b: &Built, at_least: AtLeast<'_>) -> Vec<Matching> {
    let mut classes = Classes { numbers: HashMap::default(), at_least, known: HashMap::default() };
    let above = classes.things(a);
    let below = classes.things(b);
    let mut by_name = Pairing::new(&above, &below);
    by_name.alike(&mut classes, |thing| Some(thing.leaf.name.clone()));
    by_name.alike(&mut classes, |thing| indices(&thing.leaf.name));
    by_name.in_order(&mut classes);
    let mut by_order = Pairing::new(&above, &below);
    by_order.in_order(&mut classes);
    let (by_name, by_order) = (by_name.pairs(), by_order.pairs());
    if by_name == by_order { vec![by_name] } else { vec![by_name, by_order] }
}

/// A thing that may be paired.
struct Thing<'g> {
    id: LeafId,
    leaf: &'g Leaf,
    /// The number of its probability.
    class: usize,
}

/// Probabilities by number.
struct Classes<'g, 'a> {
    numbers: HashMap<&'g Expr, usize>,
    at_least: AtLeast<'a>,
    known: HashMap<(usize, usize), bool>,
}

impl<'g> Classes<'g, '_> {
    fn things(&mut self, built: &'g Built) -> Vec<Thing<'g>> {
        let ids = built.graph.leaves_of(built.root).into_iter();
        ids.map(|id| {
            let leaf = built.graph.leaf(id);
            let next = self.numbers.len();
            let class = *self.numbers.entry(&leaf.value).or_insert(next);
            Thing { id, leaf, class }
        })
        .collect()
    }

    fn at_least(&mut self, above: &Thing<'_>, below: &Thing<'_>) -> bool {
        let pair = (above.class, below.class);
        if pair.0 == pair.1 {
            return true;
        }
        if let Some(known) = self.known.get(&pair) {
            return *known;
        }
        let is = (self.at_least)(&above.leaf.value, &below.leaf.value);
        self.known.insert(pair, is);
        is
    }
}

/// A pairing on its way.
struct Pairing<'t, 'g> {
    above: &'t [Thing<'g>],
    below: &'t [Thing<'g>],
    taken: Vec<bool>,
    /// For each thing of the second design the place of its partner.
    partner: Vec<Option<usize>>,
}

impl<'t, 'g> Pairing<'t, 'g> {
    fn new(above: &'t [Thing<'g>], below: &'t [Thing<'g>]) -> Self {
        let (taken, partner) = (vec![false; above.len()], vec![None; below.len()]);
        Pairing { above, below, taken, partner }
    }

    /// Pairs things with the same word, those of equal probability first.
    fn alike(
        &mut self,
        classes: &mut Classes<'_, '_>,
        word: impl Fn(&Thing<'_>) -> Option<String>,
    ) {
        let mut free: HashMap<String, Vec<usize>> = HashMap::default();
        for (at, thing) in self.above.iter().enumerate().filter(|(at, _)| !self.taken[*at]) {
            if let Some(word) = word(thing) {
                free.entry(word).or_default().push(at);
            }
        }
        for equal in [true, false] {
            for (at, thing) in self.below.iter().enumerate() {
                if self.partner[at].is_some() {
                    continue;
                }
                let Some(places) = word(thing).and_then(|word| free.get_mut(&word)) else {
                    continue;
                };
                // Names are rarely shared; with few places to look at this stays linear.
                let found = places.iter().take(FEW).position(|place| {
                    let above = &self.above[*place];
                    if equal { above.class == thing.class } else { classes.at_least(above, thing) }
                });
                if let Some(found) = found {
                    let place = places.remove(found);
                    self.taken[place] = true;
                    self.partner[at] = Some(place);
                }
            }
        }
    }

    /// Pairs what is left in the order of declaration, first with equals, then with what is more
    /// likely to work.
    fn in_order(&mut self, classes: &mut Classes<'_, '_>) {
        let mut free: BTreeMap<usize, VecDeque<usize>> = BTreeMap::new();
        for (at, thing) in self.above.iter().enumerate().filter(|(at, _)| !self.taken[*at]) {
            free.entry(thing.class).or_default().push_back(at);
        }
        for (at, thing) in self.below.iter().enumerate() {
            if self.partner[at].is_none() {
                self.partner[at] = free.get_mut(&thing.class).and_then(VecDeque::pop_front);
            }
        }
        free.retain(|_, places| !places.is_empty());
        let mut asked = 0;
        for (at, thing) in self.below.iter().enumerate() {
            if self.partner[at].is_some() {
                continue;
            }
            asked += free.len();
            if asked > MOST_PAIRS {
                break;
            }
            let better = free.iter().find_map(|(class, places)| {
                let place = *places.front()?;
                classes.at_least(&self.above[place], thing).then_some(*class)
            });
            if let Some(class) = better
                && let Some(places) = free.get_mut(&class)
            {
                self.partner[at] = places.pop_front();
                if places.is_empty() {
                    free.remove(&class);
                }
            }
        }
    }

    fn pairs(self) -> Matching {
        let pair = |(at, partner): (usize, Option<usize>)| {
            partner.map(|place| (self.above[place].id, self.below[at].id))
        };
        self.partner.iter().copied().enumerate().filter_map(pair).collect()
    }
}

/// Things of one word that are looked at for one thing.
const FEW: usize = 16;

/// The indices in a name: `[2][1]` of `rack[2].vm[1]`.
fn indices(name: &str) -> Option<String> {
    let mut inside = false;
    let indices: String = name
        .chars()
        .filter(|letter| {
            let keep = inside || *letter == '[';
            inside = keep && *letter != ']';
            keep
        })
        .collect();
    (!indices.is_empty()).then_some(indices)
}
