//! Words of a shell's command line.

/// A text as one word that a shell takes as it is.
pub(crate) fn word(text: &str) -> String {
    let plain = |character: char| character.is_alphanumeric() || "-_./".contains(character);
    match text.chars().all(plain) && !text.starts_with('-') {
        true => text.to_owned(),
        false if text.starts_with('-') => format!("-- '{}'", text.replace('\'', r"'\''")),
        false => format!("'{}'", text.replace('\'', r"'\''")),
    }
}
