//! Places in a text as editors count them: lines, and units of an encoding in a line.

use lsp_types::{Position, Range};

/// In what an editor counts along a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// Units of UTF-16: what every editor understands.
    Utf16,
}

/// Where the lines of a text begin. A line ends with `\n`, `\r\n` or `\r`.
#[derive(Clone, Debug)]
pub struct Lines {
    starts: Vec<usize>,
    /// Which lines have nothing but ASCII: there a byte is a unit of any encoding.
    ascii: Vec<bool>,
}

impl Lines {
    /// The lines of a text.
    pub fn new(text: &str) -> Lines {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (at, byte) in bytes.iter().enumerate() {
            let ends = match byte {
                b'\n' => true,
                b'\r' => bytes.get(at + 1) != Some(&b'\n'),
                _ => false,
            };
            if ends {
                starts.push(at + 1);
            }
        }
        let ends = starts.iter().skip(1).copied().chain([bytes.len()]);
        let ascii = starts.iter().zip(ends).map(|(start, end)| bytes[*start..end].is_ascii());
        Lines { ascii: ascii.collect(), starts }
    }

    /// The byte of a position. One behind the end of a line is its end, one behind the last line
    /// the end of the text, one inside a character its beginning.
    pub fn byte(&self, text: &str, position: Position, encoding: Encoding) -> usize {
        let line = position.line as usize;
        let Some(&start) = self.starts.get(line) else { return text.len() };
        let end = self.starts.get(line + 1).copied().unwrap_or(text.len());
        let words = text[start..end].trim_end_matches(['\n', '\r']);
        let wanted = position.character as usize;
        let along = match encoding {
            _ if self.ascii[line] => wanted.min(words.len()),
            Encoding::Utf8 => words.floor_char_boundary(wanted.min(words.len())),
            Encoding::Utf16 => {
                let mut units = 0;
                let within = |(_, c): &(usize, char)| {
                    units += c.len_utf16();
                    units > wanted
                };
                words.char_indices().find(within).map_or(words.len(), |(at, _)| at)
            }
        };
        start + along
    }

    /// The position of a byte of the text.
    pub fn position(&self, text: &str, byte: usize, encoding: Encoding) -> Position {
        let byte = text.floor_char_boundary(byte.min(text.len()));
        let line = self.starts.partition_point(|start| *start <= byte) - 1;
        let before = &text[self.starts[line]..byte];
        let character = match encoding {
            Encoding::Utf8 => before.len(),
            Encoding::Utf16 if self.ascii[line] => before.len(),
            Encoding::Utf16 => before.chars().map(char::len_utf16).sum(),
        };
        Position { line: number(line), character: number(character) }
    }

    /// The range of some bytes.
    pub fn range(&self, text: &str, start: usize, end: usize, encoding: Encoding) -> Range {
        Range {
            start: self.position(text, start, encoding),
            end: self.position(text, end.max(start), encoding),
        }
    }
}

/// Texts are bounded far below 2³² bytes.
pub fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(line: u32, character: u32) -> Position {
        Position { line, character }
    }

    #[test]
    fn positions_and_bytes_are_each_others_inverse() {
        let text = "a\né𝕏λ\r\nb\rc\u{FEFF}\n";
        let lines = Lines::new(text);
        for encoding in [Encoding::Utf8, Encoding::Utf16] {
            for (byte, _) in text.char_indices() {
                // `\r\n` is one end of a line, and no place is inside of it.
                if text[..byte].ends_with('\r') && text[byte..].starts_with('\n') {
                    continue;
                }
                let position = lines.position(text, byte, encoding);
                assert_eq!(lines.byte(text, position, encoding), byte, "{byte} {position:?}");
            }
        }
    }

    #[test]
    fn units_of_utf16_are_counted() {
        let text = "x\n𝕏é = 1";
        let lines = Lines::new(text);
        let byte = text.find('=').unwrap();
        assert_eq!(lines.position(text, byte, Encoding::Utf16), at(1, 4));
        assert_eq!(lines.position(text, byte, Encoding::Utf8), at(1, 7));
        // Inside the pair of units that 𝕏 is.
        assert_eq!(lines.byte(text, at(1, 1), Encoding::Utf16), 2);
        assert_eq!(lines.byte(text, at(1, 99), Encoding::Utf16), text.len());
        assert_eq!(lines.byte(text, at(9, 0), Encoding::Utf16), text.len());
    }
}
