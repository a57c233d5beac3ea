//! Whether two texts say the same: item by item, word by word, comment by comment.

use crate::comments::comments;
use kofn_diagnostics::FileId;
use kofn_grammar::Node;
use kofn_syntax::SyntaxTree;
use kofn_syntax::tree::{Item, ItemKind};

/// A text without errors of syntax.
pub(crate) struct Read<'a> {
    pub text: &'a str,
    pub tree: SyntaxTree,
    /// The node of each item, with the place where it begins.
    pub nodes: Vec<(usize, Node)>,
}

/// Whether `text` follows the grammar and differs from what was read in blanks only: the same items
/// in the same systems, the same words in the same nodes, the same doc comments and comments.
pub(crate) fn says_the_same(file: FileId, before: &Read<'_>, text: &str) -> bool {
    let mut all = before.nodes.iter();
    let mut same = true;
    let (tree, findings) = kofn_syntax::parse_with(file, text, &mut |start, node| {
        same = same
            && all.next().is_some_and(|(before_start, before_node)| {
                same_nodes(&before.text[*before_start..], before_node, &text[start..], &node)
            });
    });
    let all_comments = comments(before.text).into_iter().map(|comment| comment.text);
    same && all.next().is_none()
        && findings.is_empty()
        && before.tree.doc == tree.doc
        && same_items(&before.tree.items, &tree.items)
        && all_comments.eq(comments(text).into_iter().map(|comment| comment.text))
}

/// The shape of items and what is documented.
fn same_items(a: &[Item], b: &[Item]) -> bool {
    a.len() == b.len()
        && a.iter().zip(b).all(|(a, b)| {
            a.doc == b.doc
                && match (&a.kind, &b.kind) {
                    (ItemKind::System { items: a, .. }, ItemKind::System { items: b, .. }) => {
                        same_items(a, b)
                    }
                    (ItemKind::System { .. }, _) | (_, ItemKind::System { .. }) => false,
                    _ => true,
                }
        })
}

/// Whether the same rules matched the same words.
fn same_nodes(text_a: &str, a: &Node, text_b: &str, b: &Node) -> bool {
    a.rule == b.rule
        && a.children.len() == b.children.len()
        && (!a.children.is_empty() || text_a[a.range.clone()] == text_b[b.range.clone()])
        && a.children.iter().zip(&b.children).all(|(a, b)| same_nodes(text_a, a, text_b, b))
}

#[cfg(test)]
mod tests {
    use super::{Read, says_the_same};
    use kofn_diagnostics::FileId;

    const FILE: FileId = FileId(0);

    /// Whether the second text may stand for the first.
    fn same(before: &str, after: &str) -> bool {
        let mut nodes = Vec::new();
        let (tree, findings) =
            kofn_syntax::parse_with(FILE, before, &mut |start, node| nodes.push((start, node)));
        assert_eq!(findings, [], "{before}");
        says_the_same(FILE, &Read { text: before, tree, nodes }, after)
    }

    #[test]
    fn only_blanks_may_differ() {
        let text = "/// doc\nmodule a = 6 / h /// beside\nsystem s { works when a } // end";
        assert!(same(text, text));
        assert!(same(
            text,
            "/// doc\nmodule a\n  = 6 / h /// beside\n\nsystem s {\nworks when a\n} // end\n"
        ));
        for (what, other) in [
            ("a rate, not a quotient", text.replace("6 / h", "6/h")),
            ("another name", text.replace("when a", "when b")),
            ("one item less", text.replace("works when a", "")),
            ("one item more", format!("{text}\nparam p")),
            ("an item outside of its system", text.replace("works when a }", "} works when a")),
            ("a lost comment", text.replace("// end", "")),
            ("a changed comment", text.replace("// end", "// an end")),
            ("a doc comment of another item", text.replace(" /// beside\n", "\n/// beside\n")),
            ("a doc comment of the file", text.replace("/// doc\n", "/// doc\n\n")),
            ("an error", text.replace("works", "work")),
        ] {
            assert!(!same(text, &other), "{what}");
        }
    }
}
