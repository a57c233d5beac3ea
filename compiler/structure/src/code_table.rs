//! The codes of this phase's findings.

/// The codes of this phase's findings.
pub mod code {
    use kofn_diagnostics::Code;

    /// A probability outside of 0 to 1.
    pub const PROBABILITY_OUT_OF_RANGE: Code = Code("probability-out-of-range");
    /// A divisor that is 0.
    pub const DIVISION_BY_ZERO: Code = Code("division-by-zero");
    /// A value outside of its parameter's domain.
    pub const OUTSIDE_DOMAIN: Code = Code("outside-domain");
    /// A size or index that is not whole.
    pub const NOT_WHOLE: Code = Code("not-whole");
    /// More needed than listed.
    pub const K_EXCEEDS_N: Code = Code("k-exceeds-n");
    /// Fewer than one needed.
    pub const K_NOT_POSITIVE: Code = Code("k-not-positive");
    /// A k that is not whole.
    pub const K_NOT_WHOLE: Code = Code("k-not-whole");
    /// An array of no elements.
    pub const SIZE_NOT_POSITIVE: Code = Code("size-not-positive");
    /// An index outside of its array.
    pub const INDEX_OUT_OF_RANGE: Code = Code("index-out-of-range");
    /// Hosts that stand on each other.
    pub const CYCLIC_HOSTS: Code = Code("cyclic-hosts");
    /// Blocks that contain each other.
    pub const CYCLIC_BLOCK: Code = Code("cyclic-block");
    /// A system that only holds things, used as if it could work.
    pub const NO_WORKS_WHEN: Code = Code("no-works-when");
    /// An element or slice of a group whose size is open.
    pub const GROUP_ELEMENT: Code = Code("group-element");
    /// Thresholds of an array and of the hosts it stands on.
    pub const GROUP_TWO_LEVELS: Code = Code("group-two-levels");
    /// Thresholds of one group whose order is not known.
    pub const GROUP_THRESHOLDS: Code = Code("group-thresholds");
    /// Unlike elements counted at open size.
    pub const GROUP_UNLIKE: Code = Code("group-unlike");
    /// A network over an array of open size.
    pub const GROUP_NETWORK: Code = Code("group-network");
    /// More things than can be handled one by one.
    pub const TOO_LARGE: Code = Code("too-large");
    /// A chain of hosts, instances or blocks deeper than any walk may go.
    pub const NESTED_TOO_DEEPLY: Code = Code("nested-too-deeply");
    /// A node that cannot be reached.
    pub const UNREACHABLE: Code = Code("unreachable");
    /// Alternatives that share a host.
    pub const SHARED_HOST: Code = Code("shared-host");
    /// `not` makes a model non-coherent.
    pub const NON_COHERENT: Code = Code("non-coherent");
    /// A thing from outside that no argument gives.
    pub const MISSING_ARGUMENT: Code = Code("missing-argument");
}
