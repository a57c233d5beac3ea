//! Which item a `///` comment belongs to.

/// A doc comment at its place.
#[derive(Debug)]
pub(crate) struct DocComment {
    /// Its first byte.
    pub start: usize,
    /// Its words.
    pub text: String,
    /// One past the last byte before it that is neither space nor comment.
    pub previous_token: usize,
}

/// The doc comments of a file, handed out to items in the order of the text.
pub(crate) struct Docs<'a> {
    text: &'a str,
    comments: std::iter::Peekable<std::vec::IntoIter<DocComment>>,
}

impl<'a> Docs<'a> {
    pub fn new(text: &'a str, comments: Vec<DocComment>) -> Self {
        Docs { text, comments: comments.into_iter().peekable() }
    }

    /// The block at the top of the file that is followed by an empty line.
    pub fn of_file(&mut self) -> Option<String> {
        let first = self.comments.peek()?;
        if first.previous_token != 0 {
            return None;
        }
        let mut lines = self
            .text
            .split_inclusive('\n')
            .map(|line| line.trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}'))
            .skip_while(|line| line.is_empty())
            .peekable();
        let mut found = 0;
        while let Some(line) = lines.next_if(|line| line.starts_with("///")) {
            // `////` is an ordinary comment.
            found += usize::from(!line.starts_with("////"));
        }
        if found == 0 || lines.next().is_some_and(|line| !line.is_empty()) {
            return None;
        }
        let texts: Vec<String> = self.comments.by_ref().take(found).map(|doc| doc.text).collect();
        Some(texts.join("\n"))
    }

    /// The comments above the item that begins at `start`, and those that follow a token of the
    /// item on the same line, up to `end`.
    pub fn of_item(&mut self, start: usize, end: usize) -> Option<String> {
        let mut lines = Vec::new();
        while let Some(doc) = self.comments.peek() {
            let above = doc.start < start;
            if !above && !beside(self.text, doc, start, end) {
                break;
            }
            if let Some(doc) = self.comments.next() {
                lines.push(doc.text);
            }
        }
        if lines.is_empty() { None } else { Some(lines.join("\n")) }
    }
}

/// Whether `doc` follows a token of `start..end` on that token's line.
fn beside(text: &str, doc: &DocComment, start: usize, end: usize) -> bool {
    doc.previous_token > start
        && doc.previous_token <= end
        && text.get(doc.previous_token..doc.start).is_some_and(|gap| !gap.contains('\n'))
}
