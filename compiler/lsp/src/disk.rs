//! The disk as the program and the language server read it.

use kofn::ReadError;
use std::fs::{File, Metadata};
use std::io::{Error, ErrorKind, Read, Result};

/// More bytes than the compiler takes are not even read; one more tells it so.
pub const MOST_BYTES: u64 = (64 << 20) + 1;

/// The bytes of a file that models lead to. A pipe or a device is none: whoever opens it may wait
/// for ever.
pub fn read_used(path: &str) -> std::result::Result<Vec<u8>, ReadError> {
    read(path, |found| match found.is_file() {
        true => Ok(()),
        false => Err(Error::other("it is a pipe or a device, and no file")),
    })
}

/// The bytes of what somebody named: a file, or a pipe as shells make them.
pub fn read_named(path: &str) -> std::result::Result<Vec<u8>, ReadError> {
    read(path, |_| Ok(()))
}

fn read(path: &str, fits: fn(&Metadata) -> Result<()>) -> std::result::Result<Vec<u8>, ReadError> {
    let read = || -> Result<Vec<u8>> {
        // Before it is opened: a pipe without a writer is not opened at once.
        let found = std::fs::metadata(path)?;
        if found.is_dir() {
            return Err(Error::other("it is a directory"));
        }
        fits(&found)?;
        let mut bytes = Vec::new();
        File::open(path)?.take(MOST_BYTES).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    read().map_err(|error| match error.kind() {
        ErrorKind::NotFound => ReadError("there is no such file".to_owned()),
        _ => ReadError(error.to_string()),
    })
}
