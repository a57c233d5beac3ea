#![allow(clippy::all, clippy::print_stdout, clippy::unwrap_used)]
use kofn::{Certification, Compilation, ReadError, Settings, World};
struct W;
impl World for W {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        std::fs::read(path).map_err(|e| ReadError(e.to_string()))
    }
    fn resolve(&self, _: &str, target: &str) -> String { target.to_owned() }
}
#[test]
fn all() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files: Vec<_> = std::fs::read_dir(root.join("examples")).unwrap().chain(std::fs::read_dir(root.join("examples/paper")).unwrap()).map(|e| e.unwrap().path()).filter(|p| p.extension().is_some_and(|e| e == "rbd")).collect();
    files.sort();
    let out = root.join("target/certificates");
    std::fs::create_dir_all(&out).unwrap();
    let mut i = 0;
    for f in files {
        let text = std::fs::read_to_string(&f).unwrap();
        let mut c = Compilation::new(&W, f.to_str().unwrap());
        for line in text.lines().filter(|l| ["assert ", "solve ", "compare ", "//= "].iter().any(|p| l.starts_with(p))) {
            let q = if let Some(v) = line.strip_prefix("//= ") {
                if v.starts_with("text") || v.starts_with("latex") || v.starts_with("expanded") { continue }
                v.split(" = ").next().unwrap().split(" ~ ").next().unwrap().to_owned()
            } else {
                let (kw, rest) = line.split_once(' ').unwrap();
                match rest.split_once(": ") { Some((name, r)) if !name.contains(' ') => format!("{kw} {r}"), _ => line.to_owned() }
            };
            let start = std::time::Instant::now();
            let r = c.certificate(&q, &Settings::default());
            let t = start.elapsed();
            match r {
                Ok(Certification::Certificate(text)) => {
                    i += 1;
                    std::fs::write(out.join(format!("{i:03}.json")), &text).unwrap();
                    println!("{i:03} OK {} bytes {t:?} | {} | {q}", text.len(), f.file_name().unwrap().to_str().unwrap());
                }
                Ok(Certification::NotCertified(why)) => println!("--- {why} {t:?} | {} | {q}", f.file_name().unwrap().to_str().unwrap()),
                Err(e) => println!("ERR {:?} | {q}", e.first().map(|d| d.message.clone())),
            }
        }
    }
}
