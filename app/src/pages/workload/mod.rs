//! Pages of one workload.

pub(crate) mod head;
pub mod plan;
pub mod results;
pub mod risks;
