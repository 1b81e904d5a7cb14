//! The register: all risks of all workloads, prepared together with the workloads' numbers.

mod keep;
mod kept;
mod read;
mod waiting;
mod worst;

pub use keep::{Kept, keep};
pub(crate) use kept::keep as keep_counts;
pub use read::{
    Cell, Counts, Filter, Listed, Named, Order, Owned, Place, count_by_cell, following, owners,
    page, workloads,
};
pub use waiting::{Waiting, waiting};
pub use worst::{own_titles, untreated, worst};

use domain::Band;

/// A band as the database sorts it.
const fn rank(band: Band) -> i16 {
    match band {
        Band::Low => 0,
        Band::Medium => 1,
        Band::High => 2,
        Band::Critical => 3,
    }
}

/// The band of a rank.
const fn band(rank: i16) -> Band {
    match rank {
        ..=0 => Band::Low,
        1 => Band::Medium,
        2 => Band::High,
        3.. => Band::Critical,
    }
}
