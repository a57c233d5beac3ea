//! The addresses by which editors know files, and paths.

use kofn::plain_path;
use lsp_types::Uri;
use std::borrow::Cow;
use std::path::Path;
use std::str::FromStr;

/// The path of a `file:` address; what has no path, such as a file that was never saved, is called
/// by its address.
pub fn path_of(uri: &str) -> String {
    let Some(rest) = uri.strip_prefix("file://") else { return uri.to_owned() };
    // The host is this machine.
    let path = &rest[rest.find('/').unwrap_or(rest.len())..];
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let path = decoded(path);
    let drive = path.as_bytes();
    let path = match drive {
        [b'/', letter, b':', ..] if letter.is_ascii_alphabetic() => path[1..].to_owned(),
        _ => path,
    };
    real(Path::new(&path))
}

/// One path for a file, however it is reached.
pub fn real(path: &Path) -> String {
    let plain = plain_path(path);
    match std::fs::canonicalize(&plain) {
        Ok(real) => real.to_string_lossy().into_owned(),
        // A file that is not there yet, in a folder that is.
        Err(_) => match (plain.parent().map(std::fs::canonicalize), plain.file_name()) {
            (Some(Ok(folder)), Some(name)) => folder.join(name).to_string_lossy().into_owned(),
            _ => plain.to_string_lossy().into_owned(),
        },
    }
}

/// The address of a path.
pub fn uri_of(path: &str) -> Option<Uri> {
    let path = path.strip_prefix(r"\\?\").unwrap_or(path);
    let absolute = path.starts_with('/');
    let drive = matches!(path.as_bytes(), [letter, b':', ..] if letter.is_ascii_alphabetic());
    if !absolute && !drive {
        return Uri::from_str(path).ok().filter(|uri| uri.scheme().is_some());
    }
    let mut address = String::from(if absolute { "file://" } else { "file:///" });
    for byte in path.bytes() {
        match byte {
            b'/' | b'-' | b'_' | b'.' | b'~' | b':' => address.push(byte as char),
            b'\\' if drive => address.push('/'),
            _ if byte.is_ascii_alphanumeric() => address.push(byte as char),
            _ => address.push_str(&format!("%{byte:02X}")),
        }
    }
    Uri::from_str(&address).ok()
}

/// An address with whatever must not stand in one written as `%20`. The name of a host is left as
/// it is.
pub fn legal(uri: &str) -> Cow<'_, str> {
    let path = match uri.split_once("://") {
        Some((scheme, rest)) => scheme.len() + 3 + rest.find('/').unwrap_or(rest.len()),
        None => 0,
    };
    let bytes = uri.as_bytes();
    let fragment = uri.find('#');
    let illegal = |at: usize| match bytes[at] {
        b'%' => {
            let digits = bytes.get(at + 1..at + 3).unwrap_or(&[]);
            digits.len() < 2 || !digits.iter().all(u8::is_ascii_hexdigit)
        }
        // A fragment begins once.
        b'#' => fragment.is_some_and(|first| first < at),
        byte => !byte.is_ascii_alphanumeric() && !b"-._~:/?@!$&'()*+,;=".contains(&byte),
    };
    if !(path..bytes.len()).any(illegal) {
        return Cow::Borrowed(uri);
    }
    let mut legal = uri[..path].to_owned();
    for (at, byte) in bytes.iter().enumerate().skip(path) {
        match illegal(at) {
            true => legal.push_str(&format!("%{byte:02X}")),
            false => legal.push(*byte as char),
        }
    }
    Cow::Owned(legal)
}

/// Text with `%C3%A9` as what it stands for.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let coded = match rest {
            [b'%', high, low, ..] => hex(*high).zip(hex(*low)),
            _ => None,
        };
        match coded {
            Some((high, low)) => {
                bytes.push(high << 4 | low);
                rest = &rest[3..];
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hex(digit: u8) -> Option<u8> {
    (digit as char).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_paths_are_each_others_inverse() {
        for path in ["/a b/hôte 100%.rbd", "/x/y#1?.rbd"] {
            let uri = uri_of(path).unwrap();
            assert_eq!(path_of(uri.as_str()), path, "{}", uri.as_str());
        }
        assert_eq!(path_of("file://localhost/a/./b/../c.rbd"), "/a/c.rbd");
        assert_eq!(path_of("file:///c%3A/models/a.rbd"), "c:/models/a.rbd");
        assert_eq!(uri_of(r"C:\models\a.rbd").unwrap().as_str(), "file:///C:/models/a.rbd");
    }

    #[test]
    fn addresses_are_made_legal() {
        for (spelt, right) in [
            ("file:///a b/[x]|^é.rbd", "file:///a%20b/%5Bx%5D%7C%5E%C3%A9.rbd"),
            ("file:///100%/%zz/%41", "file:///100%25/%25zz/%41"),
            ("file:///a#b#c?d", "file:///a#b%23c?d"),
            ("untitled:Untitled 1", "untitled:Untitled%201"),
            ("", ""),
        ] {
            assert_eq!(legal(spelt), right);
            assert_eq!(legal(right), right);
            assert_eq!(path_of(&legal("file:///a b/[é]")), "/a b/[é]");
        }
        // A host keeps its brackets.
        assert_eq!(legal("http://[::1]/a b"), "http://[::1]/a%20b");
    }

    #[test]
    fn a_text_without_a_file_is_called_by_its_address() {
        assert_eq!(path_of("untitled:Untitled-1"), "untitled:Untitled-1");
        assert_eq!(uri_of("untitled:Untitled-1").unwrap().as_str(), "untitled:Untitled-1");
        assert!(uri_of("std/voting").is_none());
    }
}
