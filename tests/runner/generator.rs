//! Random models: a tree of declarations, its text, and nothing of what it means.
//!
//! The numbers come from a linear congruential generator, so a failure names the seed that
//! repeats it.

use std::fmt::Write;

/// Knuth's MMIX generator; the high bits are used.
pub struct Random(u64);

impl Random {
    /// A sequence of its own for each seed.
    pub fn new(seed: u64) -> Self {
        let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5851_F42D_4C95_7F2D);
        random.below(2);
        random
    }

    /// A number from 0 to `end − 1`.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % end as u64) as usize
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high - low + 1)
    }

    /// True so many times in a hundred.
    pub fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }

    /// One of these.
    pub fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    fn shuffle<T>(&mut self, all: &mut [T]) {
        for at in (1..all.len()).rev() {
            all.swap(at, self.below(at + 1));
        }
    }
}

/// A probability as a fraction.
pub type Fraction = (u32, u32);

/// An index: a number, or a variable and what is added to it.
#[derive(Clone, Debug)]
pub enum Index {
    Number(usize),
    Variable(&'static str, usize),
}

/// One step of a name: `rack[2]`.
pub type Step = (String, Option<Index>);

/// A name with the instances it is reached through: `rack[2].vm[i]`.
pub type Path = Vec<Step>;

/// A structure as it is written.
#[derive(Clone, Debug)]
pub enum Structure {
    Constant(bool),
    Thing(Path),
    Series(Vec<Element>),
    Parallel(Vec<Element>),
    Count(Quantity, Vec<Element>),
    Not(Box<Structure>),
    Path(Path, Path),
    Connected(Vec<Path>),
}

/// How many of a list must work.
#[derive(Clone, Copy, Debug)]
pub enum Quantity {
    Number(usize),
    Any,
    All,
    Majority,
}

/// An element of a list.
#[derive(Clone, Debug)]
pub enum Element {
    One(Structure),
    /// A whole array, with its size.
    Array(Path, usize),
    Slice(Path, usize, usize),
    For(Structure, &'static str, usize, usize),
}

/// What a module is.
#[derive(Clone, Debug)]
pub enum Spec {
    /// The same for all elements.
    Chance(Fraction),
    /// `i/(i + d)` for element `i`.
    Ramp(u32),
    /// A parameter of the system.
    Parameter(String),
    /// An instance of a system: arguments for its number parameters and its module parameters.
    Instance(usize, Vec<(String, Fraction)>, Vec<(String, Path)>),
}

/// A declaration of one module or array. Its hosts may use `i`, its own index.
#[derive(Clone, Debug)]
pub struct Module {
    pub name: String,
    pub size: Option<usize>,
    pub spec: Spec,
    pub hosts: Vec<Structure>,
}

/// A chain of arrows; `true` leads one way only.
#[derive(Clone, Debug)]
pub struct Link {
    pub nodes: Vec<Path>,
    pub directed: Vec<bool>,
    pub chance: Option<Fraction>,
    pub hosts: Vec<Structure>,
    /// `for i in 1..size`
    pub size: Option<usize>,
}

/// A system.
#[derive(Clone, Debug, Default)]
pub struct System {
    pub name: String,
    /// With a default value.
    pub numbers: Vec<(String, Fraction)>,
    pub things: Vec<String>,
    pub modules: Vec<Module>,
    pub blocks: Vec<(String, Structure)>,
    pub links: Vec<Link>,
    pub works: Option<Structure>,
}

/// A file; the last system is the one that is asked for.
#[derive(Clone, Debug, Default)]
pub struct File {
    pub modules: Vec<Module>,
    pub systems: Vec<System>,
}

/// What may be named in a scope.
#[derive(Clone)]
struct Known {
    path: Path,
    size: Option<usize>,
    /// Whether it can be a node of a network.
    node: bool,
}

struct Generator<'r> {
    random: &'r mut Random,
    known: Vec<Known>,
    /// Index variables with their ends.
    variables: Vec<(&'static str, usize)>,
    /// Whether there are links, so that ways through them can be asked for.
    nodes: Vec<Path>,
    networked: bool,
    non_coherent: bool,
}

/// A random file.
pub fn file(random: &mut Random) -> File {
    let mut file = File::default();
    let mut generator = Generator {
        random,
        known: Vec::new(),
        variables: Vec::new(),
        nodes: Vec::new(),
        networked: false,
        non_coherent: false,
    };
    generator.non_coherent = generator.random.percent(15);
    for at in 0..generator.random.below(3) {
        let module = generator.module(&format!("shared{at}"), &[], &file.systems);
        generator.declare(&module, &file.systems);
        file.modules.push(module);
    }
    let templates = generator.random.below(3);
    for at in 0..=templates {
        let system = generator.system(at, at == templates, &file.systems);
        file.systems.push(system);
    }
    file
}

impl Generator<'_> {
    fn fraction(&mut self) -> Fraction {
        if self.random.percent(4) {
            return *self.random.pick(&[(0, 1), (1, 1)]);
        }
        *self.random.pick(&[
            (1, 2),
            (9, 10),
            (3, 4),
            (1, 3),
            (99, 100),
            (2, 7),
            (1, 10),
            (5, 6),
            (4, 5),
        ])
    }

    fn system(&mut self, number: usize, last: bool, before: &[System]) -> System {
        let outside = self.known.clone();
        let letter = [b'a', b'f', b'p'][number] as char;
        let name = if last { "Whole".to_owned() } else { format!("Part{number}") };
        let mut system = System { name, ..System::default() };
        if !last {
            if self.random.percent(40) {
                system.numbers.push((format!("r{number}"), self.fraction()));
            }
            if self.random.percent(40) {
                let thing = format!("feed{number}");
                self.known.push(Known {
                    path: vec![(thing.clone(), None)],
                    size: None,
                    node: true,
                });
                system.things.push(thing);
            }
        }
        for at in 0..self.random.between(1, if last { 6 } else { 3 }) {
            let name = format!("{letter}{at}");
            let module = self.module(&name, &system.numbers, before);
            self.declare(&module, before);
            system.modules.push(module);
        }
        self.networked = self.random.percent(30);
        if self.networked {
            self.links(&mut system);
        }
        for at in 0..self.random.below(3) {
            let structure = self.structure(2);
            let block = format!("{letter}block{at}");
            self.known.push(Known { path: vec![(block.clone(), None)], size: None, node: false });
            system.blocks.push((block, structure));
        }
        system.works = Some(self.structure(3));
        self.known = outside;
        self.networked = false;
        system
    }

    fn module(&mut self, name: &str, numbers: &[(String, Fraction)], before: &[System]) -> Module {
        let size =
            if self.random.percent(35) { Some(*self.random.pick(&[1, 2, 2, 3, 3])) } else { None };
        let spec = match self.random.below(10) {
            0..=2 if !before.is_empty() => self.instance(before),
            3 if size.is_some() => Spec::Ramp(self.random.between(1, 3) as u32),
            4..=6 if !numbers.is_empty() => Spec::Parameter(numbers[0].0.clone()),
            _ => Spec::Chance(self.fraction()),
        };
        let mut hosts = Vec::new();
        if let Some(size) = size {
            self.variables.push(("i", size));
        }
        if self.random.percent(45) && !self.known.is_empty() {
            for _ in 0..self.random.between(1, 2) {
                let host =
                    if self.random.percent(60) { self.thing() } else { Some(self.structure(1)) };
                hosts.extend(host);
            }
        }
        self.variables.clear();
        Module { name: name.to_owned(), size, spec, hosts }
    }

    fn instance(&mut self, before: &[System]) -> Spec {
        let number = self.random.below(before.len());
        let system = &before[number];
        let mut numbers = Vec::new();
        for (name, _) in &system.numbers {
            if self.random.percent(60) {
                numbers.push((name.clone(), self.fraction()));
            }
        }
        let mut things = Vec::new();
        for name in &system.things {
            let singles: Vec<Path> = self
                .known
                .iter()
                .filter(|known| known.size.is_none() && known.node)
                .map(|known| known.path.clone())
                .collect();
            if singles.is_empty() {
                return Spec::Chance(self.fraction());
            }
            things.push((name.clone(), self.random.pick(&singles).clone()));
        }
        Spec::Instance(number, numbers, things)
    }

    /// Makes a module, and what is inside an instance, known to what comes behind it.
    fn declare(&mut self, module: &Module, before: &[System]) {
        let path = vec![(module.name.clone(), None)];
        self.known.push(Known { path, size: module.size, node: true });
        let Spec::Instance(number, ..) = &module.spec else { return };
        let index = module.size.map(|size| Index::Number(self.random.between(1, size)));
        let outer = (module.name.clone(), index);
        let system = &before[*number];
        for inner in &system.modules {
            let path = vec![outer.clone(), (inner.name.clone(), None)];
            self.known.push(Known { path, size: inner.size, node: true });
        }
        for (name, _) in &system.blocks {
            let path = vec![outer.clone(), (name.clone(), None)];
            self.known.push(Known { path, size: None, node: false });
        }
    }

    fn links(&mut self, system: &mut System) {
        self.nodes = (0..self.random.between(1, 3))
            .map(|at| vec![(format!("{}j{at}", system.name), None)])
            .collect();
        let things: Vec<Known> = self.known.iter().filter(|known| known.node).cloned().collect();
        for known in things.iter().take(4) {
            let mut path = known.path.clone();
            if let (Some(size), Some(last)) = (known.size, path.last_mut()) {
                last.1 = Some(Index::Number(self.random.between(1, size)));
            }
            self.nodes.push(path);
        }
        for _ in 0..self.random.between(2, 6) {
            let mut nodes = vec![self.random.pick(&self.nodes).clone()];
            let mut directed = Vec::new();
            for _ in 0..self.random.between(1, 2) {
                nodes.push(self.random.pick(&self.nodes).clone());
                directed.push(self.random.percent(50));
            }
            let chance = if self.random.percent(50) { Some(self.fraction()) } else { None };
            let mut hosts = Vec::new();
            if self.random.percent(30) {
                hosts.extend(self.thing());
            }
            system.links.push(Link { nodes, directed, chance, hosts, size: None });
        }
        let arrays: Vec<Known> =
            self.known.iter().filter(|known| known.node && known.size.is_some()).cloned().collect();
        if !arrays.is_empty() && self.random.percent(40) {
            let array = self.random.pick(&arrays);
            let mut far = array.path.clone();
            if let Some(last) = far.last_mut() {
                last.1 = Some(Index::Variable("i", 0));
            }
            let near = self.random.pick(&self.nodes).clone();
            system.links.push(Link {
                nodes: vec![near, far],
                directed: vec![self.random.percent(50)],
                chance: Some(self.fraction()),
                hosts: Vec::new(),
                size: array.size,
            });
        }
    }

    /// A reference to one thing, where there is any.
    fn thing(&mut self) -> Option<Structure> {
        if self.known.is_empty() {
            return None;
        }
        let known = self.random.pick(&self.known).clone();
        let mut path = known.path;
        if let (Some(size), Some(last)) = (known.size, path.last_mut()) {
            let fitting: Vec<_> =
                self.variables.iter().filter(|(_, end)| *end <= size).copied().collect();
            last.1 = Some(if !fitting.is_empty() && self.random.percent(70) {
                let (name, end) = *self.random.pick(&fitting);
                Index::Variable(name, self.random.below(size - end + 1))
            } else {
                Index::Number(self.random.between(1, size))
            });
        }
        Some(Structure::Thing(path))
    }

    fn structure(&mut self, depth: usize) -> Structure {
        let leaf = self.thing().unwrap_or(Structure::Constant(true));
        if depth == 0 || self.random.percent(if depth > 2 { 3 } else { 15 }) {
            return leaf;
        }
        match self.random.below(100) {
            0..=27 => Structure::Series(self.elements(depth)),
            28..=55 => Structure::Parallel(self.elements(depth)),
            56..=79 => {
                let elements = self.elements(depth);
                let count: usize = elements.iter().map(Element::count).sum();
                let quantity = match self.random.below(5) {
                    0 => Quantity::Any,
                    1 => Quantity::All,
                    2 => Quantity::Majority,
                    _ => Quantity::Number(self.random.between(1, count)),
                };
                // One single module is refused, since it is always a slip.
                match elements.as_slice() {
                    [Element::One(_)] => Structure::Series(elements),
                    _ => Structure::Count(quantity, elements),
                }
            }
            80..=93 if self.networked => {
                let (a, b) =
                    (self.random.pick(&self.nodes).clone(), self.random.pick(&self.nodes).clone());
                if self.random.percent(70) {
                    Structure::Path(a, b)
                } else {
                    Structure::Connected(vec![a, b, self.random.pick(&self.nodes).clone()])
                }
            }
            94..=96 if self.non_coherent => Structure::Not(Box::new(self.structure(depth - 1))),
            97 if depth < 3 => Structure::Constant(self.random.percent(50)),
            _ => leaf,
        }
    }

    fn elements(&mut self, depth: usize) -> Vec<Element> {
        let mut elements = Vec::new();
        for _ in 0..*self.random.pick(&[1, 2, 2, 3, 3]) {
            let arrays: Vec<Known> =
                self.known.iter().filter(|known| known.size.is_some()).cloned().collect();
            let element = match self.random.below(10) {
                0..=2 if !arrays.is_empty() => {
                    let array = self.random.pick(&arrays).clone();
                    let size = array.size.unwrap_or(1);
                    match self.random.percent(70) {
                        true => Element::Array(array.path, size),
                        false => {
                            let low = self.random.between(1, size);
                            Element::Slice(array.path, low, self.random.between(low, size))
                        }
                    }
                }
                3 if self.variables.len() < 2 => {
                    let name =
                        if self.variables.iter().any(|(name, _)| *name == "i") { "j" } else { "i" };
                    let (low, high) = (1, self.random.between(1, 3));
                    self.variables.push((name, high));
                    let body = self.structure(depth - 1);
                    self.variables.pop();
                    Element::For(body, name, low, high)
                }
                _ => Element::One(self.structure(depth - 1)),
            };
            elements.push(element);
        }
        elements
    }
}

impl Element {
    /// How many elements it stands for.
    pub fn count(&self) -> usize {
        match self {
            Element::One(_) => 1,
            Element::Array(_, size) => *size,
            Element::Slice(_, low, high) | Element::For(_, _, low, high) => high - low + 1,
        }
    }
}

impl File {
    /// The file's text; items in any order, since order does not matter.
    pub fn text(&self, random: &mut Random) -> String {
        let mut items: Vec<String> = self.modules.iter().map(|module| module.text(self)).collect();
        items.extend(self.systems.iter().map(|system| system.text(self, random)));
        random.shuffle(&mut items);
        items.join("\n") + "\n"
    }
}

impl System {
    fn text(&self, file: &File, random: &mut Random) -> String {
        let mut items = Vec::new();
        for (name, value) in &self.numbers {
            items.push(format!("param {name} = {}", fraction(*value)));
        }
        for name in &self.things {
            items.push(format!("param {name}: module"));
        }
        items.extend(self.modules.iter().map(|module| module.text(file)));
        for (name, structure) in &self.blocks {
            items.push(format!("block {name} = {}", text(structure)));
        }
        items.extend(self.links.iter().map(Link::text));
        if let Some(works) = &self.works {
            items.push(format!("works when {}", text(works)));
        }
        random.shuffle(&mut items);
        format!("system {} {{\n    {}\n}}", self.name, items.join("\n    "))
    }
}

impl Module {
    fn text(&self, file: &File) -> String {
        let size = match self.size {
            None => String::new(),
            Some(size) => format!("[i in 1..{size}]"),
        };
        let spec = match &self.spec {
            Spec::Chance(value) => fraction(*value),
            Spec::Ramp(more) => format!("i/(i + {more})"),
            Spec::Parameter(name) => name.clone(),
            Spec::Instance(number, numbers, things) => {
                let mut arguments: Vec<String> = numbers
                    .iter()
                    .map(|(name, value)| format!("{name} = {}", fraction(*value)))
                    .collect();
                arguments
                    .extend(things.iter().map(|(name, thing)| format!("{name} = {}", path(thing))));
                let name = &file.systems[*number].name;
                if arguments.is_empty() {
                    name.clone()
                } else {
                    format!("{name}({})", arguments.join(", "))
                }
            }
        };
        format!("module {}{size} = {spec}{}", self.name, hosts(&self.hosts))
    }
}

impl Link {
    fn text(&self) -> String {
        let mut all = format!("link {}", path(&self.nodes[0]));
        for (directed, node) in self.directed.iter().zip(&self.nodes[1..]) {
            let _ = write!(all, " {} {}", if *directed { "->" } else { "--" }, path(node));
        }
        if let Some(chance) = self.chance {
            let _ = write!(all, " = {}", fraction(chance));
        }
        all.push_str(&hosts(&self.hosts));
        if let Some(size) = self.size {
            let _ = write!(all, " for i in 1..{size}");
        }
        all
    }
}

fn hosts(all: &[Structure]) -> String {
    if all.is_empty() {
        return String::new();
    }
    format!(" on {}", all.iter().map(text).collect::<Vec<_>>().join(", "))
}

fn fraction((above, below): Fraction) -> String {
    match below {
        1 => above.to_string(),
        10 => format!("0.{above}"),
        100 => format!("{above}%"),
        _ => format!("{above}/{below}"),
    }
}

fn index(index: &Index) -> String {
    match index {
        Index::Number(number) => number.to_string(),
        Index::Variable(name, 0) => (*name).to_owned(),
        Index::Variable(name, more) => format!("{name} + {more}"),
    }
}

/// A name as it is written.
pub fn path(steps: &Path) -> String {
    let steps: Vec<String> = steps
        .iter()
        .map(|(name, at)| match at {
            None => name.clone(),
            Some(at) => format!("{name}[{}]", index(at)),
        })
        .collect();
    steps.join(".")
}

fn element(element: &Element) -> String {
    match element {
        Element::One(structure) => text(structure),
        Element::Array(array, _) => path(array),
        Element::Slice(array, low, high) => format!("{}[{low}..{high}]", path(array)),
        Element::For(body, name, low, high) => {
            format!("{} for {name} in {low}..{high}", text(body))
        }
    }
}

fn list(all: &[Element]) -> String {
    all.iter().map(element).collect::<Vec<_>>().join(", ")
}

/// A structure as it is written.
pub fn text(structure: &Structure) -> String {
    match structure {
        Structure::Constant(works) => works.to_string(),
        Structure::Thing(thing) => path(thing),
        Structure::Series(all) => format!("series({})", list(all)),
        Structure::Parallel(any) => format!("parallel({})", list(any)),
        Structure::Count(quantity, of) => {
            let quantity = match quantity {
                Quantity::Number(number) => number.to_string(),
                Quantity::Any => "any".to_owned(),
                Quantity::All => "all".to_owned(),
                Quantity::Majority => "majority".to_owned(),
            };
            match of.as_slice() {
                [array @ Element::Array(..)] => format!("{quantity} of {}", element(array)),
                _ => format!("{quantity} of ({})", list(of)),
            }
        }
        Structure::Not(inner) => format!("not {}", text(inner)),
        Structure::Path(from, to) => format!("path({}, {})", path(from), path(to)),
        Structure::Connected(nodes) => {
            format!("connected({})", nodes.iter().map(path).collect::<Vec<_>>().join(", "))
        }
    }
}
