//! A new text in place of a file's.

use std::fs::{self, File, Metadata, OpenOptions, Permissions};
use std::io::{self, ErrorKind, Seek, Write};
use std::path::{Path, PathBuf};

/// So many names are tried for a new file.
const MOST_NAMES: u32 = 100;

/// Writes a new text in place of a file's: whoever reads it meanwhile sees the old or the new one,
/// whole. Where a new file would not be the same in other respects, since it has other names, belongs
/// to somebody else or the folder takes no files, the text is written into the file itself.
///
/// # Errors
///
/// The file has its old text where it cannot be written, or that is said.
pub(crate) fn replace(path: &Path, text: &str) -> io::Result<()> {
    let about = fs::metadata(path)?;
    if about.permissions().readonly() {
        return Err(io::Error::new(ErrorKind::PermissionDenied, "it may only be read"));
    }
    if has_other_names(&about) {
        return write_into(path, text.as_bytes());
    }
    let Ok((beside, mut file)) = new_file_beside(path) else {
        return write_into(path, text.as_bytes());
    };
    let alike = file.metadata().is_ok_and(|new| has_same_owner(&about, &new));
    let written = match alike {
        true => fill(&mut file, text.as_bytes(), about.permissions()),
        false => Ok(()),
    };
    drop(file);
    if alike && written.is_ok() && fs::rename(&beside, path).is_ok() {
        return Ok(());
    }
    // What is left of it is of no use; that it cannot be removed changes nothing.
    let _ = fs::remove_file(&beside);
    // Where there is no room for a new text, the old one is not touched.
    written?;
    write_into(path, text.as_bytes())
}

/// A file with a short name in the folder of another: that one's name may be as long as names can be.
fn new_file_beside(path: &Path) -> io::Result<(PathBuf, File)> {
    let mut number = 0;
    loop {
        let beside = path.with_file_name(format!(".kofn-{}-{number}.new", std::process::id()));
        match File::create_new(&beside) {
            Ok(file) => return Ok((beside, file)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists && number < MOST_NAMES => {
                number += 1;
            }
            Err(error) => return Err(error),
        }
    }
}

fn fill(file: &mut File, bytes: &[u8], permissions: Permissions) -> io::Result<()> {
    file.write_all(bytes)?;
    file.set_permissions(permissions)?;
    file.sync_all()
}

/// Writes into the file itself, which is no step that happens or does not: where it fails half-way, the
/// old text is put back.
fn write_into(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let old = fs::read(path)?;
    let mut file = OpenOptions::new().write(true).open(path)?;
    let mut put = |bytes: &[u8]| {
        file.rewind()?;
        file.write_all(bytes)?;
        file.set_len(bytes.len() as u64)?;
        file.sync_all()
    };
    put(bytes).map_err(|error| match put(&old) {
        Ok(()) => io::Error::new(error.kind(), format!("{error}; it has its old text again")),
        Err(why) => {
            let told = format!("{error}, and its old text could not be put back: {why}");
            io::Error::new(error.kind(), told)
        }
    })
}

#[cfg(unix)]
fn has_other_names(about: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    about.nlink() > 1
}

#[cfg(unix)]
fn has_same_owner(one: &Metadata, other: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (one.uid(), one.gid()) == (other.uid(), other.gid())
}

/// Elsewhere this is not told.
#[cfg(not(unix))]
fn has_other_names(_: &Metadata) -> bool {
    false
}

#[cfg(not(unix))]
fn has_same_owner(_: &Metadata, _: &Metadata) -> bool {
    true
}
