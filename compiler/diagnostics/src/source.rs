//! Source texts and places in them.

/// A file of one compilation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A byte range in a file. `start <= end`; both stand on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The bytes `start..end` of `file`.
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        Span { file, start: offset(start), end: offset(end) }
    }

    /// The empty place where this span begins.
    pub fn at_start(self) -> Span {
        Span { end: self.start, ..self }
    }

    /// The empty place where this span ends.
    pub fn at_end(self) -> Span {
        Span { start: self.end, ..self }
    }

    /// What stands between the end of this span and the beginning of `other`.
    pub fn until(self, other: Span) -> Span {
        Span { file: self.file, start: self.end, end: other.start.max(self.end) }
    }

    /// Whether a byte belongs to this span, or stands right behind it.
    pub fn touches(self, byte: usize) -> bool {
        self.start as usize <= byte && byte <= self.end as usize
    }

    /// From the beginning of this span to the end of `other`.
    pub fn to(self, other: Span) -> Span {
        Span { file: self.file, start: self.start, end: other.end.max(self.start) }
    }
}

/// Sources are refused above 1 GiB long before an offset could pass 32 bits.
fn offset(byte: usize) -> u32 {
    u32::try_from(byte).unwrap_or(u32::MAX)
}

/// A place as people count: lines and characters from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Character in the line, from 1.
    pub column: usize,
    /// Byte in the file, from 0.
    pub byte: usize,
}

/// A text and the name under which the user knows it.
#[derive(Clone, Debug)]
pub struct Source {
    name: String,
    text: String,
    line_starts: Vec<u32>,
}

impl Source {
    /// A text shown as `name` in messages.
    pub fn new(name: String, text: String) -> Self {
        let mut line_starts = vec![0];
        line_starts.extend(
            text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| offset(i + 1)),
        );
        Source { name, text, line_starts }
    }

    /// The name shown in messages.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where a byte stands, in lines and characters.
    pub fn position(&self, byte: usize) -> Position {
        let byte = self.text.floor_char_boundary(byte.min(self.text.len()));
        let line = self.line_starts.partition_point(|start| *start as usize <= byte);
        let start = self.line_starts[line - 1] as usize;
        Position { line, column: self.text[start..byte].chars().count() + 1, byte }
    }
}

/// All texts of one compilation, in the order in which they were met.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    all: Vec<Source>,
}

impl Sources {
    /// Adds a text.
    pub fn add(&mut self, source: Source) -> FileId {
        self.all.push(source);
        FileId(offset(self.all.len() - 1))
    }

    /// The text of a file of this compilation.
    pub fn get(&self, file: FileId) -> &Source {
        &self.all[file.0 as usize]
    }

    /// All texts, in the order in which they were met.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.all.iter().map(Source::text)
    }

    /// The words at a place.
    pub fn slice(&self, span: Span) -> &str {
        let text = self.get(span.file).text();
        text.get(span.start as usize..span.end as usize).unwrap_or("")
    }
}
