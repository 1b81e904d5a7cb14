//! Pages of one workload.

mod check;
pub(crate) mod head;
mod plan;
mod results;
mod review;
mod risks;
mod unfolded;

pub use check::{CheckPage, FirstOpenCheck};
pub use plan::PlanPage;
pub use results::ResultsPage;
pub use review::ReviewPage;
pub use risks::RisksPage;
