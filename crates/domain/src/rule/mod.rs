//! Rules: what signals or evidence must show for a criterion, and the verdict on what they do show.
//!
//! A rule is data: what it looks at ([`Look`]) and its thresholds, which an installation may change. A rule never
//! writes an answer; its verdict proposes one.

mod alerts;
mod all;
mod digests;
mod figure;
mod files;
mod judge;
mod model;
mod name;
mod need;
mod pairs;
mod parts;
mod quoted;
mod runs;
mod scan;
mod select;
mod share;
pub mod signal;
mod test;
mod thresholds;
mod verdict;
mod weigh;

pub use alerts::watched;
pub use digests::Digests;
pub use figure::{Add, Figures};
pub use files::Dated;
pub use judge::{Evidence, host, judge};
pub use need::Need;
pub use pairs::{Pair, scored};
pub use quoted::Quoted;
pub use runs::Runs;
pub use scan::Aside;
pub use select::{Only, Pick, Select};
pub use share::Share;
pub use test::{Better, Look, Part, Test};
pub use thresholds::Thresholds;
pub use verdict::{Gap, Outcome, Quote, Verdict};
