//! What a run owes to the process that watches.

/// The variable that says to a run that it is watched.
pub(super) const WATCHED: &str = "KOFN_WATCHED";

/// How a watched run ends whose reader went away, as a shell tells of it.
pub(crate) const NOBODY_READS: u8 = 141;

/// Whether this process is a run of `kofn watch`.
pub(crate) fn is_watched() -> bool {
    std::env::var_os(WATCHED).is_some()
}

/// Ends this process, if it is watched, as soon as the one that watches has ended: that holds the
/// other end of standard input, and writes nothing there.
pub(crate) fn end_with_watcher() {
    if is_watched() {
        std::thread::spawn(|| {
            let _ = std::io::copy(&mut std::io::stdin().lock(), &mut std::io::sink());
            std::process::exit(0);
        });
    }
}
