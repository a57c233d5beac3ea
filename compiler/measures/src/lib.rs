//! Reliability of a reduced structure: closed form, exact value, certified enclosure.
