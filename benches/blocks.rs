//! Random block diagrams over two parameters, and how other programs write them.

use kofn_algebra::{Expr, Symbol};

/// A structure of independent modules; each works with the probability p or q.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A module that works with probability p.
    P,
    /// A module that works with probability q.
    Q,
    /// All must work.
    Series(Vec<Block>),
    /// One must work.
    Parallel(Vec<Block>),
    /// Two of three must work.
    Vote(Box<[Block; 3]>),
}

/// A generator of numbers that gives the same ones in every run.
///
/// Knuth, *The Art of Computer Programming* 2, ch. 3.3.4, the multiplier of MMIX.
pub struct Random(u64);

impl Random {
    /// The generator that starts from a number.
    pub fn new(seed: u64) -> Random {
        Random(seed)
    }

    /// A number below the limit.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

impl Block {
    /// A random structure of so many modules: any gate that fits, its modules shared out at random.
    pub fn random(modules: u64, random: &mut Random) -> Block {
        if modules <= 1 {
            return if random.below(2) == 0 { Block::P } else { Block::Q };
        }
        let gate = random.below(if modules > 2 { 3 } else { 2 });
        if gate == 2 {
            let first = 1 + random.below(modules - 2);
            let second = 1 + random.below(modules - first - 1);
            let mut part = |modules| Block::random(modules, random);
            return Block::Vote(Box::new([
                part(first),
                part(second),
                part(modules - first - second),
            ]));
        }
        let first = 1 + random.below(modules - 1);
        let parts = vec![Block::random(first, random), Block::random(modules - first, random)];
        if gate == 0 { Block::Series(parts) } else { Block::Parallel(parts) }
    }

    /// A structure that works at most when this one does: one gate, drawn at random, needs more.
    pub fn weakened(&self, random: &mut Random) -> Block {
        let parts: &[Block] = match self {
            Block::P => return Block::Series(vec![Block::P, Block::Q]),
            Block::Q => return Block::Series(vec![Block::Q, Block::P]),
            Block::Series(parts) | Block::Parallel(parts) => parts,
            Block::Vote(parts) => parts.as_slice(),
        };
        let own = random.below(parts.len() as u64 + 1) as usize;
        if own < parts.len() {
            let mut parts = parts.to_vec();
            parts[own] = parts[own].weakened(random);
            return self.with(parts);
        }
        match self {
            Block::Series(_) => Block::Series([parts, &[Block::P]].concat()),
            _ => Block::Series(parts.to_vec()),
        }
    }

    fn with(&self, parts: Vec<Block>) -> Block {
        match (self, <Box<[Block; 3]>>::try_from(parts.clone())) {
            (Block::Vote(_), Ok(parts)) => Block::Vote(parts),
            (Block::Series(_), _) => Block::Series(parts),
            _ => Block::Parallel(parts),
        }
    }

    /// Its reliability.
    pub fn expr(&self) -> Expr {
        let one = |block: &Block| (block.expr(), Expr::one());
        match self {
            Block::P => Expr::symbol(Symbol::new("p")),
            Block::Q => Expr::symbol(Symbol::new("q")),
            Block::Series(parts) => Expr::product(parts.iter().map(Block::expr)),
            Block::Parallel(parts) => Expr::any_of(parts.iter().map(one)),
            Block::Vote(parts) => Expr::at_least_of(2, parts.iter().map(|block| (block.expr(), 1))),
        }
    }

    /// Its reliability with this sign for products, and those signs that most programs read.
    pub fn infix(&self, times: &str) -> String {
        let all = |parts: &[Block], before: &str| -> String {
            let parts: Vec<String> =
                parts.iter().map(|part| format!("({before}({}))", part.infix(times))).collect();
            parts.join(times)
        };
        match self {
            Block::P => "p".to_owned(),
            Block::Q => "q".to_owned(),
            Block::Series(parts) => all(parts, ""),
            Block::Parallel(parts) => format!("1-{}", all(parts, "1-")),
            Block::Vote(parts) => {
                let [a, b, c] = parts.each_ref().map(|part| format!("({})", part.infix(times)));
                format!("{a}{times}{b}+{a}{times}{c}+{b}{times}{c}-2{times}{a}{times}{b}{times}{c}")
            }
        }
    }

    /// Its reliability as an SMT-LIB term.
    pub fn smt(&self) -> String {
        let all = |parts: &[Block]| parts.iter().map(Block::smt).collect::<Vec<_>>();
        match self {
            Block::P => "p".to_owned(),
            Block::Q => "q".to_owned(),
            Block::Series(parts) => format!("(* {})", all(parts).join(" ")),
            Block::Parallel(parts) => {
                let fails: Vec<_> = all(parts).iter().map(|part| format!("(- 1 {part})")).collect();
                format!("(- 1 (* {}))", fails.join(" "))
            }
            Block::Vote(parts) => {
                let [a, b, c] = parts.each_ref().map(Block::smt);
                format!("(- (+ (* {a} {b}) (* {a} {c}) (* {b} {c})) (* 2 {a} {b} {c}))")
            }
        }
    }
}

/// Pairs of structures of 6 to 8 modules each, drawn independently of each other.
pub fn unrelated_pairs(count: usize) -> Vec<(Block, Block)> {
    let mut random = Random::new(1);
    let mut block = || {
        let modules = 6 + random.below(3);
        Block::random(modules, &mut random)
    };
    (0..count).map(|_| (block(), block())).collect()
}

/// Pairs of a structure of 6 to 8 modules and the same one with a gate that needs more, so that
/// the first is at least as reliable.
pub fn weakened_pairs(count: usize) -> Vec<(Block, Block)> {
    let mut random = Random::new(2);
    let mut pair = || {
        let modules = 6 + random.below(3);
        let block = Block::random(modules, &mut random);
        let weakened = block.weakened(&mut random);
        (block, weakened)
    };
    (0..count).map(|_| pair()).collect()
}
