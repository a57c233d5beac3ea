//! Reliability of a reduced structure: closed form, exact value, certified enclosure, polynomial.
//!
//! One evaluation serves all of them: [`chance`] walks the parts once in whatever ring it is
//! given. The closed form is the structure itself, written as an expression.

mod chance;
mod count;
mod cut_shares;
mod enclosure;
mod exact;
mod expanded;
mod expression;
mod gradient;
mod importance;
mod method;
mod others;
mod sets;
mod size;
mod slope_formula;
mod state_sums;
mod trouble;
mod value;
mod work;

pub use chance::{LeafChance, chance};
pub use cut_shares::{CutRests, cut_shares};
pub use enclosure::{enclosure, exact_takes_long};
pub use expanded::{Expanded, expanded, polynomial_of_expression};
pub use expression::{expression, expression_over};
pub use gradient::{Differences, Gradient, gradient};
pub use importance::{Importance, Measured, Ranking, ThingImportance, importance};
pub use method::{Arithmetic, Method, NotExact, methods};
pub use sets::{Sets, minimal_sets, smallest_cut};
pub use slope_formula::ThingFormulas;
pub use state_sums::StateSums;
pub use trouble::{Bounds, OTHER_LIMIT, Trouble};
pub use value::{
    Exactness, Value, certified, of_rational, reliability, reliability_told, standing,
};
pub use work::polynomial_work;
