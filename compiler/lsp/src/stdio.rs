//! The server over standard input and output.

use crate::framing::{Incoming, read};
use crate::server::{Ended, Options, serve};
use crossbeam_channel::unbounded;
use lsp_server::{Connection, ErrorCode, Message, Notification, Response};
use std::io::{self, BufReader, Write};

/// Speaks with the editor over standard input and output until it says goodbye.
///
/// Fails where what comes in is not framed as messages are, and where nothing can be written.
pub fn serve_stdio(options: Options) -> io::Result<Ended> {
    let (to_editor, outgoing) = unbounded::<Message>();
    let (to_server, incoming) = unbounded::<Message>();
    let complaints = to_editor.clone();
    let reader = std::thread::Builder::new().name("kofn-reader".to_owned()).spawn(move || {
        let mut input = BufReader::new(io::stdin());
        while let Some(one) = read(&mut input)? {
            match one {
                Incoming::Message(message) => {
                    let last = is_exit(&message);
                    // Behind the last message nothing is read, so that the program can end.
                    if to_server.send(message).is_err() || last {
                        break;
                    }
                }
                Incoming::NoMessage { why, id: Some(id) } => {
                    let text = format!("this is no request: {why}");
                    let code = ErrorCode::InvalidRequest as i32;
                    let _ = complaints.send(Response::new_err(id, code, text).into());
                }
                Incoming::NoMessage { why, id: None } => {
                    let text = format!("kofn: this is no message: {why}");
                    let params = serde_json::json!({"type": 2, "message": text});
                    let method = "window/logMessage".to_owned();
                    let _ = complaints.send(Notification { method, params }.into());
                }
            }
        }
        Ok::<(), io::Error>(())
    })?;
    let writer = std::thread::Builder::new().name("kofn-writer".to_owned()).spawn(move || {
        let mut output = io::stdout();
        for message in outgoing {
            message.write(&mut output)?;
        }
        output.flush()
    })?;
    let ended = serve(Connection { sender: to_editor, receiver: incoming }, options);
    // The reader has ended where the pipe has, or was told of the exit; otherwise it still waits
    // for input that nobody needs.
    let read =
        if reader.is_finished() || ended == Ended::Closed { Some(reader.join()) } else { None };
    let broken = match read {
        Some(Ok(Err(error))) => Some(error),
        Some(Err(_)) => Some(io::Error::other("the reader of messages has failed")),
        Some(Ok(Ok(()))) | None => None,
    };
    if let Ok(Err(error)) = writer.join() {
        return Err(error);
    }
    match broken {
        Some(error) => Err(error),
        None => Ok(ended),
    }
}

fn is_exit(message: &Message) -> bool {
    matches!(message, Message::Notification(one) if one.method == "exit")
}
