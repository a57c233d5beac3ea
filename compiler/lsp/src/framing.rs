//! Messages as they come over a pipe: a header with a length, then JSON.

use lsp_server::{Message, RequestId};
use serde_json::Value;
use std::io::{self, BufRead, Read};

/// A longer line of a header is none.
const LONGEST_HEADER: u64 = 8 << 10;

/// No message is longer: a text of 64 MiB with every character escaped fits.
const LONGEST_MESSAGE: u64 = 512 << 20;

/// What came.
#[derive(Debug)]
pub enum Incoming {
    /// A message.
    Message(Message),
    /// Something in a sound frame that is no message, and why.
    NoMessage {
        /// Why.
        why: String,
        /// What it calls itself where it asks for something: somebody waits for an answer.
        id: Option<RequestId>,
    },
}

/// The next message; nothing where the other side has closed the pipe between two messages.
///
/// Fails where the frame is broken: nobody knows then where the next message begins.
pub fn read(input: &mut impl BufRead) -> io::Result<Option<Incoming>> {
    let mut length = None;
    let mut first = true;
    loop {
        let mut line = Vec::new();
        input.take(LONGEST_HEADER).read_until(b'\n', &mut line)?;
        if line.is_empty() && first {
            return Ok(None);
        }
        let Some(header) = line.strip_suffix(b"\r\n") else {
            return Err(broken(format!("{:?} is no header", String::from_utf8_lossy(&line))));
        };
        if header.is_empty() {
            break;
        }
        first = false;
        let header = String::from_utf8_lossy(header);
        let Some((name, value)) = header.split_once(':') else {
            return Err(broken(format!("{header:?} is no header")));
        };
        if name.trim().eq_ignore_ascii_case("content-length") {
            let value = value.trim();
            let bytes =
                value.parse::<u64>().map_err(|_| broken(format!("{value:?} is no length")))?;
            if bytes > LONGEST_MESSAGE {
                return Err(broken(format!("a message of {bytes} bytes is too long")));
            }
            length = Some(bytes);
        }
    }
    let length = length.ok_or_else(|| broken("a message without its length".to_owned()))?;
    let mut body = Vec::new();
    input.take(length).read_to_end(&mut body)?;
    if (body.len() as u64) < length {
        return Err(broken(format!("a message ends after {} of {length} bytes", body.len())));
    }
    Ok(Some(match serde_json::from_slice::<Message>(&body) {
        Ok(message) => Incoming::Message(message),
        Err(error) => Incoming::NoMessage { why: error.to_string(), id: request(&body) },
    }))
}

/// The id of what would be a request.
fn request(body: &[u8]) -> Option<RequestId> {
    let mut body = serde_json::from_slice::<Value>(body).ok()?;
    let answers = ["result", "error"].iter().any(|key| body.get(key).is_some());
    let id = body.get_mut("id")?.take();
    serde_json::from_value(id).ok().filter(|_| !answers)
}

fn broken(why: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(bytes: &[u8]) -> Vec<String> {
        let mut input = io::BufReader::new(bytes);
        let mut found = Vec::new();
        loop {
            match read(&mut input) {
                Ok(Some(Incoming::Message(Message::Notification(one)))) => found.push(one.method),
                Ok(Some(Incoming::Message(_))) => found.push("other".to_owned()),
                Ok(Some(Incoming::NoMessage { id: None, .. })) => {
                    found.push("no message".to_owned());
                }
                Ok(Some(Incoming::NoMessage { id: Some(id), .. })) => found.push(id.to_string()),
                Ok(None) => return found,
                Err(error) => {
                    found.push(format!("error: {error}"));
                    return found;
                }
            }
        }
    }

    fn framed(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    #[test]
    fn messages_follow_each_other() {
        let hello = framed(r#"{"jsonrpc":"2.0","method":"é"}"#);
        let typed = format!("Content-Type: x\r\n{hello}");
        assert_eq!(all(format!("{hello}{typed}").as_bytes()), ["é", "é"]);
    }

    #[test]
    fn what_is_no_message_is_passed_over() {
        let hello = framed(r#"{"method":"a"}"#);
        for garbage in ["", "{", "[1]", "\u{0}", "{\"id\":[]}", &"[".repeat(100_000)] {
            assert_eq!(all(format!("{}{hello}", framed(garbage)).as_bytes()), ["no message", "a"]);
        }
    }

    #[test]
    fn what_asks_for_an_answer_gets_one() {
        for (garbage, id) in [
            (r#"{"jsonrpc":"2.0","id":7,"method":5}"#, "7"),
            (r#"{"id":"seven"}"#, "\"seven\""),
            (r#"{"id":7,"error":2}"#, "no message"),
            (r#"{"id":7.5,"method":5}"#, "no message"),
        ] {
            assert_eq!(all(framed(garbage).as_bytes()), [id]);
        }
    }

    #[test]
    fn a_broken_frame_ends_the_session() {
        for (bytes, why) in [
            ("hello\r\n", "\"hello\" is no header"),
            ("Content-Length: x\r\n\r\n", "\"x\" is no length"),
            (
                "Content-Length: 99999999999999\r\n\r\n",
                "a message of 99999999999999 bytes is too long",
            ),
            ("Content-Length: 5\r\n\r\n{}", "a message ends after 2 of 5 bytes"),
            ("A: b\r\n\r\n", "a message without its length"),
        ] {
            assert_eq!(all(bytes.as_bytes()), [format!("error: {why}")]);
        }
        assert_eq!(all(&[b'x'; 100_000]).len(), 1);
    }
}
