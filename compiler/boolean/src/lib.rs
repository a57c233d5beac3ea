//! Boolean formulas, decision diagrams, minimal path sets and network connectivity.
