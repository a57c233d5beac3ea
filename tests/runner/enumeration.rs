//! What a random model means, by the definition: every combination of working and failed things,
//! one by one. Shares no code with the compiler but exact fractions.

use crate::generator::{
    Element, File, Fraction, Index, Link, Module, Path, Quantity, Spec, Structure,
};
use kofn_algebra::{Integer, Rational};
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

/// When something works.
enum Condition {
    Constant(bool),
    Leaf(usize),
    All(Vec<Rc<Condition>>),
    AtLeast(usize, Vec<Rc<Condition>>),
    Not(Rc<Condition>),
    Network {
        works: Vec<Rc<Condition>>,
        edges: Vec<(usize, usize, Rc<Condition>)>,
        joined: Vec<(usize, usize)>,
    },
}

/// A thing: who it is, and when it works.
#[derive(Clone)]
struct Thing {
    identity: usize,
    works: Rc<Condition>,
}

/// The surroundings in which names are looked up: one instance of a system, or the file.
struct Surroundings {
    system: Option<usize>,
    hosts: Vec<Rc<Condition>>,
    numbers: BTreeMap<String, Fraction>,
    given: BTreeMap<String, Thing>,
}

struct Reference<'f> {
    file: &'f File,
    surroundings: Vec<Surroundings>,
    things: HashMap<(usize, String, usize), Thing>,
    instances: HashMap<(usize, String, usize), usize>,
    /// Own parts of links: surroundings, link, arrow, index.
    links: HashMap<(usize, usize, usize, usize), Rc<Condition>>,
    leaves: Vec<Fraction>,
    identities: usize,
}

/// Larger models are not enumerated.
pub const MOST_LEAVES: usize = 12;

type Variables = Vec<(&'static str, usize)>;

/// The probability that the last system works; `None` where it has too many things.
pub fn reliability(file: &File) -> Option<Rational> {
    let mut reference = Reference {
        file,
        surroundings: vec![Surroundings {
            system: None,
            hosts: Vec::new(),
            numbers: BTreeMap::new(),
            given: BTreeMap::new(),
        }],
        things: HashMap::new(),
        instances: HashMap::new(),
        links: HashMap::new(),
        leaves: Vec::new(),
        identities: 0,
    };
    let whole =
        reference.surround(file.systems.len() - 1, Vec::new(), BTreeMap::new(), BTreeMap::new());
    let works = reference.system_works(whole);
    if reference.leaves.len() > MOST_LEAVES {
        return None;
    }
    let count = reference.leaves.len();
    let table = Tables { count, done: HashMap::new() }.table(&works);
    let mut weights: Vec<u128> = vec![1];
    let mut whole: u128 = 1;
    for (above, below) in &reference.leaves {
        let (works, fails) = (u128::from(*above), u128::from(below - above));
        let failing: Vec<u128> = weights.iter().map(|weight| weight * fails).collect();
        let working = weights.iter().map(|weight| weight * works);
        weights = failing.into_iter().chain(working).collect();
        whole *= u128::from(*below);
    }
    let sum: u128 = (0..1usize << count)
        .filter(|state| table[state / 64] >> (state % 64) & 1 == 1)
        .map(|state| weights[state])
        .sum();
    let integer = |number: u128| -> Integer { number.to_string().parse().unwrap() };
    Rational::new(integer(sum), integer(whole))
}

impl Reference<'_> {
    fn surround(
        &mut self,
        system: usize,
        hosts: Vec<Rc<Condition>>,
        numbers: BTreeMap<String, Fraction>,
        given: BTreeMap<String, Thing>,
    ) -> usize {
        self.surroundings.push(Surroundings { system: Some(system), hosts, numbers, given });
        self.surroundings.len() - 1
    }

    fn system_works(&mut self, at: usize) -> Rc<Condition> {
        let file = self.file;
        let system = self.surroundings[at].system.unwrap();
        self.structure(file.systems[system].works.as_ref().unwrap(), at, &Vec::new())
    }

    /// The declaration of a name, and where it belongs.
    fn module(&self, name: &str, at: usize) -> Option<(usize, Module)> {
        let inside = self.surroundings[at].system.and_then(|system| {
            self.file.systems[system].modules.iter().find(|module| module.name == name)
        });
        let outside = || self.file.modules.iter().find(|module| module.name == name);
        match inside {
            Some(module) => Some((at, module.clone())),
            None => outside().map(|module| (0, module.clone())),
        }
    }

    fn index(index: Option<&Index>, variables: &Variables) -> usize {
        match index {
            None => 0,
            Some(Index::Number(number)) => *number,
            Some(Index::Variable(name, more)) => {
                variables.iter().rev().find(|(known, _)| known == name).unwrap().1 + more
            }
        }
    }

    fn thing(&mut self, name: &str, element: usize, at: usize) -> Thing {
        if let Some(given) = self.surroundings[at].given.get(name) {
            return given.clone();
        }
        let (at, module) =
            self.module(name, at).unwrap_or_else(|| panic!("{name} is not declared"));
        let key = (at, name.to_owned(), element);
        if let Some(thing) = self.things.get(&key) {
            return thing.clone();
        }
        let mut all = self.surroundings[at].hosts.clone();
        let variables = vec![("i", element)];
        for host in &module.hosts {
            all.push(self.structure(host, at, &variables));
        }
        let own = match &module.spec {
            Spec::Chance(chance) => Some(*chance),
            Spec::Ramp(more) => Some((element as u32, element as u32 + more)),
            Spec::Parameter(name) => Some(self.surroundings[at].numbers[name]),
            Spec::Instance(..) => None,
        };
        match own {
            Some(chance) => all.push(self.leaf(chance)),
            None => {
                let inside = self.instance(name, element, at);
                all.push(self.system_works(inside));
            }
        }
        self.identities += 1;
        let thing = Thing { identity: self.identities, works: Rc::new(Condition::All(all)) };
        self.things.insert(key, thing.clone());
        thing
    }

    fn leaf(&mut self, chance: Fraction) -> Rc<Condition> {
        self.leaves.push(chance);
        Rc::new(Condition::Leaf(self.leaves.len() - 1))
    }

    fn instance(&mut self, name: &str, element: usize, at: usize) -> usize {
        let (at, module) = self.module(name, at).unwrap();
        let key = (at, name.to_owned(), element);
        if let Some(inside) = self.instances.get(&key) {
            return *inside;
        }
        let Spec::Instance(number, numbers, things) = &module.spec else {
            panic!("{name} has no inside")
        };
        let variables = vec![("i", element)];
        let mut hosts = self.surroundings[at].hosts.clone();
        for host in &module.hosts {
            hosts.push(self.structure(host, at, &variables));
        }
        let mut values: BTreeMap<String, Fraction> =
            self.file.systems[*number].numbers.iter().cloned().collect();
        values.extend(numbers.iter().cloned());
        let mut given = BTreeMap::new();
        for (name, path) in things {
            given.insert(name.clone(), self.path(path, at, &variables).unwrap());
        }
        let inside = self.surround(*number, hosts, values, given);
        self.instances.insert(key, inside);
        inside
    }

    /// The surroundings of a name's last step.
    fn inside(&mut self, path: &Path, at: usize, variables: &Variables) -> usize {
        let mut at = at;
        for (name, index) in &path[..path.len() - 1] {
            at = self.instance(name, Self::index(index.as_ref(), variables), at);
        }
        at
    }

    /// What a name stands for, where it is a thing.
    fn path(&mut self, path: &Path, at: usize, variables: &Variables) -> Option<Thing> {
        let inside = self.inside(path, at, variables);
        let (name, index) = path.last().unwrap();
        let known = self.surroundings[inside].given.contains_key(name)
            || self.module(name, inside).is_some();
        known.then(|| self.thing(name, Self::index(index.as_ref(), variables), inside))
    }

    fn structure(
        &mut self,
        structure: &Structure,
        at: usize,
        variables: &Variables,
    ) -> Rc<Condition> {
        let file = self.file;
        match structure {
            Structure::Constant(works) => Rc::new(Condition::Constant(*works)),
            Structure::Thing(path) => match self.path(path, at, variables) {
                Some(thing) => thing.works,
                None => {
                    let inside = self.inside(path, at, variables);
                    let system = self.surroundings[inside].system.unwrap();
                    let name = &path.last().unwrap().0;
                    let block = file.systems[system].blocks.iter().find(|(block, _)| block == name);
                    self.structure(&block.unwrap().1, inside, &Vec::new())
                }
            },
            Structure::Series(all) => Rc::new(Condition::All(self.list(all, at, variables))),
            Structure::Parallel(any) => {
                Rc::new(Condition::AtLeast(1, self.list(any, at, variables)))
            }
            Structure::Count(quantity, of) => {
                let of = self.list(of, at, variables);
                let k = match quantity {
                    Quantity::Number(number) => *number,
                    Quantity::Any => 1,
                    Quantity::All => of.len(),
                    Quantity::Majority => of.len() / 2 + 1,
                };
                Rc::new(Condition::AtLeast(k, of))
            }
            Structure::Not(inner) => Rc::new(Condition::Not(self.structure(inner, at, variables))),
            Structure::Path(from, to) => self.network(&[from.clone(), to.clone()], false, at),
            Structure::Connected(nodes) => self.network(nodes, true, at),
        }
    }

    fn list(&mut self, all: &[Element], at: usize, variables: &Variables) -> Vec<Rc<Condition>> {
        let mut found = Vec::new();
        for element in all {
            match element {
                Element::One(structure) => found.push(self.structure(structure, at, variables)),
                Element::Array(path, _) | Element::Slice(path, ..) => {
                    let (low, high) = match element {
                        Element::Array(_, size) => (1, *size),
                        Element::Slice(_, low, high) => (*low, *high),
                        _ => unreachable!(),
                    };
                    let inside = self.inside(path, at, variables);
                    for index in low..=high {
                        found.push(self.thing(&path.last().unwrap().0, index, inside).works);
                    }
                }
                Element::For(body, name, low, high) => {
                    for value in *low..=*high {
                        let mut inner = variables.clone();
                        inner.push((name, value));
                        found.push(self.structure(body, at, &inner));
                    }
                }
            }
        }
        found
    }

    /// Whether nodes reach each other, or the second from the first, over the links of a system
    /// and of all instances in it.
    fn network(&mut self, nodes: &[Path], mutual: bool, at: usize) -> Rc<Condition> {
        let mut network = Network::default();
        self.add_links(at, &mut network);
        let ends: Vec<usize> =
            nodes.iter().map(|node| self.node(node, at, &Vec::new(), &mut network)).collect();
        let mut joined = Vec::new();
        for from in &ends {
            for to in &ends {
                if mutual || (*from, *to) == (ends[0], ends[1]) {
                    joined.push((*from, *to));
                }
            }
        }
        Rc::new(Condition::Network { works: network.works, edges: network.edges, joined })
    }

    fn node(
        &mut self,
        node: &Path,
        at: usize,
        variables: &Variables,
        network: &mut Network,
    ) -> usize {
        let (identity, works) = match self.path(node, at, variables) {
            Some(thing) => (Node::Thing(thing.identity), thing.works),
            None => (Node::Junction(at, node[0].0.clone()), Rc::new(Condition::Constant(true))),
        };
        let next = network.works.len();
        let number = *network.numbers.entry(identity).or_insert(next);
        if number == next {
            network.works.push(works);
        }
        number
    }

    fn add_links(&mut self, at: usize, network: &mut Network) {
        let file = self.file;
        let Some(system) = self.surroundings[at].system else { return };
        for (place, link) in file.systems[system].links.iter().enumerate() {
            match link.size {
                None => self.add_link((place, link), at, 0, network),
                Some(size) => (1..=size).for_each(|i| self.add_link((place, link), at, i, network)),
            }
        }
        for module in &file.systems[system].modules {
            let Spec::Instance(number, ..) = &module.spec else { continue };
            if self.has_links(*number) {
                let elements = match module.size {
                    None => 0..=0,
                    Some(size) => 1..=size,
                };
                for element in elements {
                    let inside = self.instance(&module.name, element, at);
                    self.add_links(inside, network);
                }
            }
        }
    }

    fn has_links(&self, system: usize) -> bool {
        let system = &self.file.systems[system];
        !system.links.is_empty()
            || system.modules.iter().any(|module| match &module.spec {
                Spec::Instance(number, ..) => self.has_links(*number),
                _ => false,
            })
    }

    fn add_link(
        &mut self,
        (number, link): (usize, &Link),
        at: usize,
        i: usize,
        network: &mut Network,
    ) {
        let variables = &vec![("i", i)];
        let nodes: Vec<usize> =
            link.nodes.iter().map(|node| self.node(node, at, variables, network)).collect();
        for (place, directed) in link.directed.iter().enumerate() {
            let mut all = self.surroundings[at].hosts.clone();
            for host in &link.hosts {
                all.push(self.structure(host, at, variables));
            }
            if let Some(chance) = link.chance {
                let key = (at, number, place, i);
                let own = match self.links.get(&key) {
                    Some(own) => own.clone(),
                    None => self.leaf(chance),
                };
                self.links.insert(key, own.clone());
                all.push(own);
            }
            let works = Rc::new(Condition::All(all));
            network.edges.push((nodes[place], nodes[place + 1], works.clone()));
            if !directed {
                network.edges.push((nodes[place + 1], nodes[place], works));
            }
        }
    }
}

#[derive(PartialEq, Eq, Hash)]
enum Node {
    Thing(usize),
    Junction(usize, String),
}

#[derive(Default)]
struct Network {
    numbers: HashMap<Node, usize>,
    works: Vec<Rc<Condition>>,
    edges: Vec<(usize, usize, Rc<Condition>)>,
}

/// Truth tables: bit `s` says whether the condition holds in state `s`, whose bit `v` says whether
/// leaf `v` works.
struct Tables {
    count: usize,
    done: HashMap<*const Condition, Vec<u64>>,
}

impl Tables {
    fn words(&self) -> usize {
        (1usize << self.count).div_ceil(64)
    }

    fn table(&mut self, condition: &Rc<Condition>) -> Vec<u64> {
        if let Some(done) = self.done.get(&Rc::as_ptr(condition)) {
            return done.clone();
        }
        let words = self.words();
        let table = match &**condition {
            Condition::Constant(works) => vec![if *works { u64::MAX } else { 0 }; words],
            Condition::Leaf(leaf) => (0..words)
                .map(|word| {
                    (0..64)
                        .filter(|bit| (word * 64 + bit) >> leaf & 1 == 1)
                        .map(|bit| 1u64 << bit)
                        .sum()
                })
                .collect(),
            Condition::All(all) => {
                let mut table = vec![u64::MAX; words];
                for one in all {
                    intersect(&mut table, &self.table(one));
                }
                table
            }
            Condition::AtLeast(k, of) => {
                // reached[j]: at least j work.
                let mut reached = vec![vec![0u64; words]; k + 1];
                reached[0] = vec![u64::MAX; words];
                for one in of {
                    let one = self.table(one);
                    for j in (1..=*k).rev() {
                        for word in 0..words {
                            reached[j][word] |= reached[j - 1][word] & one[word];
                        }
                    }
                }
                reached.swap_remove(*k)
            }
            Condition::Not(inner) => self.table(inner).iter().map(|word| !word).collect(),
            Condition::Network { works, edges, joined } => {
                let works: Vec<Vec<u64>> = works.iter().map(|one| self.table(one)).collect();
                let edges: Vec<(usize, usize, Vec<u64>)> =
                    edges.iter().map(|(from, to, one)| (*from, *to, self.table(one))).collect();
                let mut table = vec![u64::MAX; words];
                for (from, to) in joined {
                    intersect(&mut table, &reached(&works, &edges, *from)[*to]);
                }
                table
            }
        };
        self.done.insert(Rc::as_ptr(condition), table.clone());
        table
    }
}

fn intersect(table: &mut [u64], other: &[u64]) {
    for (word, more) in table.iter_mut().zip(other) {
        *word &= more;
    }
}

/// When each node is reached from a start.
fn reached(works: &[Vec<u64>], edges: &[(usize, usize, Vec<u64>)], start: usize) -> Vec<Vec<u64>> {
    let mut reached: Vec<Vec<u64>> = works.iter().map(|one| vec![0; one.len()]).collect();
    reached[start] = works[start].clone();
    loop {
        let mut changed = false;
        for (from, to, edge) in edges {
            for word in 0..edge.len() {
                let new = reached[*to][word] | reached[*from][word] & edge[word] & works[*to][word];
                changed |= new != reached[*to][word];
                reached[*to][word] = new;
            }
        }
        if !changed {
            return reached;
        }
    }
}
