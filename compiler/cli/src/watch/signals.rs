//! What ends the watching: Ctrl-C, and the end of standard input where that is a pipe.

use super::Event;
use std::sync::mpsc::Sender;
use std::time::Duration;

/// What is not ended in order by then is ended as it is.
const MOST_PATIENCE: Duration = Duration::from_secs(1);

/// Tells of both from now on.
pub(super) fn install(events: &Sender<Event>) -> Result<(), ctrlc::Error> {
    let stop = events.clone();
    ctrlc::set_handler(move || {
        // Where nobody listens any more it is ending already.
        let _ = stop.send(Event::Stop);
        // Whoever listens may be reading what does not end, such as a pipe with a file's name.
        std::thread::sleep(MOST_PATIENCE);
        std::process::exit(0);
    })?;
    if input_is_a_pipe() {
        let stop = events.clone();
        std::thread::spawn(move || {
            // What is written there has no meaning; an error is an end as well.
            let _ = std::io::copy(&mut std::io::stdin().lock(), &mut std::io::sink());
            let _ = stop.send(Event::Stop);
        });
    }
    Ok(())
}

/// Whether some other program holds the other end of standard input. A terminal is not read, since a
/// program in the background is stopped for it, and `/dev/null` ends before anything has begun.
#[cfg(unix)]
fn input_is_a_pipe() -> bool {
    use std::os::fd::AsFd;
    use std::os::unix::fs::FileTypeExt;
    let Ok(input) = std::io::stdin().as_fd().try_clone_to_owned() else { return false };
    std::fs::File::from(input)
        .metadata()
        .is_ok_and(|about| about.file_type().is_fifo() || about.file_type().is_socket())
}

#[cfg(not(unix))]
fn input_is_a_pipe() -> bool {
    false
}
