//! From syntax trees to a model: names bound, kinds checked, numbers exact.
