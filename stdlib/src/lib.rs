//! The standard library of kofn, written in kofn.
