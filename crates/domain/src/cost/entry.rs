//! One amount of one day, and where it is from.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::ReadingId;

/// Stands for the features of a file together that are beyond those kept by name.
pub const OTHERS: &str = "…";

crate::answer::wire_enum! {
    /// What is counted.
    Quantity {
        /// Tokens that models read, those of a cache included.
        TokensIn = "tokens_in",
        /// Tokens that models wrote.
        TokensOut = "tokens_out",
        /// Of those read, the ones that a cache held.
        TokensCached = "tokens_cached",
        /// Money.
        Spend = "spend",
        /// Hours of GPUs that reported.
        GpuHours = "gpu_hours",
        /// The same hours times their utilisation.
        GpuBusy = "gpu_busy",
        /// Metered energy in kilowatt-hours.
        Energy = "energy",
        /// Energy that files state, in kilowatt-hours.
        EnergyStated = "energy_stated",
        /// Emissions that files state, in grams of CO₂ equivalent.
        Carbon = "carbon",
        /// Tokens that were looked up in a prefix cache.
        PrefixAsked = "prefix_asked",
        /// Of those, the ones that were found.
        PrefixFound = "prefix_found",
        /// Calls of models.
        Calls = "calls",
        /// Of those, short ones.
        CallsShort = "calls_short",
    }
}

/// Where an amount is from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum Origin {
    /// Series of this name, as it was sent.
    Series {
        /// The name.
        name: String,
    },
    /// A file.
    File {
        /// Which.
        reading: ReadingId,
    },
}

/// One amount of one day.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The day, in UTC.
    pub day: Date,
    /// What is counted.
    pub quantity: Quantity,
    /// Where it is from.
    pub origin: Origin,
    /// The model; empty where nothing names it.
    pub model: String,
    /// The feature or consumer; empty where nothing names it.
    pub feature: String,
    /// The currency of money, else empty.
    pub currency: String,
    /// How much.
    pub amount: f64,
}
