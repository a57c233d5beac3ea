//! The codes of this phase's findings.

/// The codes of this phase's findings.
pub mod code {
    use kofn_diagnostics::Code;

    /// A name that is not declared.
    pub const UNKNOWN_NAME: Code = Code("unknown-name");
    /// A name declared twice, or hiding one of the file.
    pub const DUPLICATE_NAME: Code = Code("duplicate-name");
    /// A thing where a number must stand.
    pub const NOT_A_NUMBER: Code = Code("not-a-number");
    /// Something that is not a condition where one must stand.
    pub const NOT_A_CONDITION: Code = Code("not-a-condition");
    /// A number where something that works or fails must stand.
    pub const NOT_A_STRUCTURE: Code = Code("not-a-structure");
    /// A system named where one of its instances is needed.
    pub const SYSTEM_AS_MODULE: Code = Code("system-as-module");
    /// `0.9 * rack`.
    pub const ARITHMETIC_WITH_SYSTEM: Code = Code("arithmetic-with-system");
    /// A form known from other tools.
    pub const OTHER_SPELLING: Code = Code("other-spelling");
    /// What a block diagram cannot say.
    pub const ORDER_MATTERS: Code = Code("order-matters");
    /// A form of the language whose meaning this version does not compute.
    pub const NOT_SUPPORTED_YET: Code = Code("not-supported-yet");
    /// A type that does not exist.
    pub const UNKNOWN_TYPE: Code = Code("unknown-type");
    /// A function that does not exist.
    pub const UNKNOWN_FUNCTION: Code = Code("unknown-function");
    /// Arguments that do not fit.
    pub const WRONG_ARGUMENTS: Code = Code("wrong-arguments");
    /// An item where it must not stand.
    pub const MISPLACED_ITEM: Code = Code("misplaced-item");
    /// Two `works when`.
    pub const SECOND_WORKS_WHEN: Code = Code("second-works-when");
    /// A system that only holds things, used as if it could work.
    pub const NO_WORKS_WHEN: Code = Code("no-works-when");
    /// Systems that contain each other.
    pub const CYCLIC_SYSTEMS: Code = Code("cyclic-systems");
    /// Files that use each other.
    pub const CYCLIC_USE: Code = Code("cyclic-use");
    /// Numbers defined by each other.
    pub const CYCLIC_NUMBER: Code = Code("cyclic-number");
    /// The index of a declaration repeats its size.
    pub const SIZE_USED_AS_INDEX: Code = Code("size-used-as-index");
    /// An array without a word or an index where one thing must stand.
    pub const BARE_ARRAY: Code = Code("bare-array");
    /// A single module where a list must stand.
    pub const SINGLE_OPERAND: Code = Code("single-operand");
    /// `series()`.
    pub const EMPTY_LIST: Code = Code("empty-list");
    /// More or fewer indices than declared.
    pub const WRONG_INDEX_COUNT: Code = Code("wrong-index-count");
    /// A number literal that cannot be.
    pub const NUMBER_FORM: Code = Code("number-form");
    /// `6/h` where h is a name in scope.
    pub const UNIT_OR_NAME: Code = Code("unit-or-name");
    /// An instance that sets a parameter of the file.
    pub const FILE_PARAMETER_IN_INSTANCE: Code = Code("file-parameter-in-instance");
    /// A junction mentioned only once.
    pub const LONE_JUNCTION: Code = Code("lone-junction");
    /// An arrow made several times by an index it does not mention.
    pub const REPEATED_LINK: Code = Code("repeated-link");
    /// A private name of another file.
    pub const PRIVATE_NAME: Code = Code("private-name");
    /// A file whose name is not a name, used without `as`.
    pub const USE_NEEDS_ALIAS: Code = Code("use-needs-alias");
    /// K that is not whole for every value of its parameters.
    pub const K_NOT_WHOLE: Code = Code("k-not-whole");
    /// A module that nothing needs.
    pub const UNUSED_MODULE: Code = Code("unused-module");
    /// `not` makes a model non-coherent.
    pub const NON_COHERENT: Code = Code("non-coherent");
}
