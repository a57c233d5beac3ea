use std::time::Instant;
fn main() {
    let path = std::env::args().nth(1).unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    let world = kofn::SingleFile::new("m.rbd", &text);
    for _ in 0..3 {
        let t = Instant::now();
        let (tree, d) = kofn::syntax::parse(kofn::diagnostics::FileId(0), &text);
        let parse = t.elapsed();
        let t = Instant::now();
        let tree2 = tree.clone();
        let clone = t.elapsed();
        let t = Instant::now();
        let unit = kofn::model::Unit { tree: tree2, uses: vec![], library: false };
        let (r, d2) = kofn::model::resolve(&[unit]);
        let resolve = t.elapsed();
        println!("parse {parse:?} clone {clone:?} resolve {resolve:?} items {} findings {} {} mentions {}", tree.items.len(), d.len(), d2.len(), r.mentions().len());
        for x in d.iter().take(2) { println!("{}", x.message); }
    }
    let t = Instant::now();
    let mut c = kofn::Compilation::new(&world, "m.rbd");
    println!("new {:?}", t.elapsed());
    let t = Instant::now();
    c.check();
    println!("check {:?} {}", t.elapsed(), c.diagnostics().len());
    let t = Instant::now();
    let a = c.ask("s0", &kofn::Settings::default()).is_ok();
    println!("ask {a} {:?}", t.elapsed());
    let t = Instant::now();
    let r = c.report(&kofn::Settings::default(), &[]).is_some();
    println!("report {r} {:?}", t.elapsed());
}
