//! From a model to its success graph, and from there to independent parts.
