//! "Did you mean …?": the known word nearest to a mistyped one.

/// The candidate within a third of the word's length in edits (insertion, deletion, substitution
/// or transposition of neighbours; case counts half), the nearest first, then in given order.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word: Vec<char> = word.chars().take(LONGEST).collect();
    let allowed = (word.len() * 2).div_ceil(3).max(2);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let other: Vec<char> = candidate.chars().take(LONGEST).collect();
        let distance = half_edits(&word, &other);
        if distance > 0
            && distance <= allowed
            && distance < 2 * word.len().max(other.len())
            && best.is_none_or(|(least, _)| distance < least)
        {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Longer words are compared by their beginning; the table below is quadratic.
const LONGEST: usize = 60;

/// Optimal string alignment distance, in half edits.
fn half_edits(a: &[char], b: &[char]) -> usize {
    let width = b.len() + 1;
    let mut table = vec![0; (a.len() + 1) * width];
    for (j, cell) in table.iter_mut().take(width).enumerate() {
        *cell = 2 * j;
    }
    for i in 1..=a.len() {
        table[i * width] = 2 * i;
        for j in 1..=b.len() {
            let (x, y) = (a[i - 1], b[j - 1]);
            let change = match () {
                () if x == y => 0,
                () if x.to_lowercase().eq(y.to_lowercase()) => 1,
                () => 2,
            };
            let mut least = (table[(i - 1) * width + j] + 2)
                .min(table[i * width + j - 1] + 2)
                .min(table[(i - 1) * width + j - 1] + change);
            if i > 1 && j > 1 && x == b[j - 2] && a[i - 2] == y {
                least = least.min(table[(i - 2) * width + j - 2] + 2);
            }
            table[i * width + j] = least;
        }
    }
    table[a.len() * width + b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_transposition_is_found_and_a_stranger_is_not() {
        assert_eq!(nearest("hypervsior", ["hardware", "hypervisor"]), Some("hypervisor"));
        assert_eq!(nearest("VM", ["vm", "machine"]), Some("vm"));
        assert_eq!(nearest("disk", ["hypervisor"]), None);
        assert_eq!(nearest("a", ["b"]), None);
    }
}
