//! Rules: what signals or evidence must show for a criterion, and the verdict on what they do show.
//!
//! A rule is data: what it looks at ([`Look`]) and its thresholds, which an installation may change. A rule never
//! writes an answer; its verdict proposes one.

mod judge;
mod parts;
mod runs;
mod scan;
mod share;
mod test;
mod verdict;

pub use judge::{Dated, Evidence, judge};
pub use test::{Better, Look, Need, Select, Test, Thresholds};
pub use verdict::{Gap, Outcome, Quote, Quoted, Verdict};
