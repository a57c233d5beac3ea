//! What the editor has said and nobody has answered yet.

use crate::spelling::Spelling;
use crossbeam_channel::Receiver;
use lsp_server::{Message, Notification, Request, RequestId};
use std::collections::{BTreeSet, VecDeque};

/// Messages in the order in which they came, with what the newest of them take back.
pub(crate) struct Inbox {
    receiver: Receiver<Message>,
    queue: VecDeque<Message>,
    /// Requests that the editor takes back.
    pub cancelled: BTreeSet<RequestId>,
    /// The request that is being answered.
    pub current: Option<RequestId>,
    /// How the editor spells addresses.
    pub spelling: Spelling,
}

impl Inbox {
    pub fn new(receiver: Receiver<Message>) -> Inbox {
        Inbox {
            receiver,
            queue: VecDeque::new(),
            cancelled: BTreeSet::new(),
            current: None,
            spelling: Spelling::default(),
        }
    }

    /// The next message, where one has come.
    pub fn next(&mut self) -> Option<Message> {
        self.receive();
        self.queue.pop_front()
    }

    /// Takes in what has come meanwhile.
    fn receive(&mut self) {
        while let Ok(message) = self.receiver.try_recv() {
            self.take_in(message);
        }
    }

    /// Queues a message; what it takes back is known from now on.
    pub fn take_in(&mut self, mut message: Message) {
        match &mut message {
            Message::Request(Request { params, .. })
            | Message::Notification(Notification { params, .. }) => self.spelling.correct(params),
            Message::Response(_) => {}
        }
        if let Message::Notification(one) = &message
            && one.method == "$/cancelRequest"
            && let Some(id) = one.params.get("id")
            && let Ok(id) = serde_json::from_value::<RequestId>(id.clone())
        {
            self.cancelled.insert(id);
        }
        self.queue.push_back(message);
    }

    /// Whether the editor has taken back what is being answered.
    pub fn is_taken_back(&mut self) -> bool {
        self.receive();
        self.current.as_ref().is_some_and(|id| self.cancelled.contains(id))
    }
}
