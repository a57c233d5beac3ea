//! The concrete syntax of kofn and nothing else.
