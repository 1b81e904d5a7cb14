//! Pages of one workload.

mod check;
mod evidence;
mod evidence_parts;
mod findings;
pub(crate) mod head;
mod map;
mod plan;
pub(crate) mod platforms;
mod results;
mod review;
mod risk;
mod risks;
mod signals;
mod trend;

pub use check::{CheckPage, FirstOpenCheck};
pub use evidence::EvidencePage;
pub use findings::FindingsPage;
pub use map::MapPage;
pub use plan::PlanPage;
pub(crate) use plan::{days_after, days_between};
pub use platforms::{OfferPage, PlatformsPage};
pub use results::ResultsPage;
pub use review::ReviewPage;
pub use risk::{NewRiskPage, RiskPage};
pub use risks::RisksPage;
pub use signals::SignalsPage;
pub use trend::TrendPage;
