//! Rules over telemetry: what hours of series and traces say.
//!
//! Telemetry arrives reduced to hours ([`Hour`]); a rule names signals by their canonical names, never by what one
//! serving engine calls them.

mod apart;
mod beside;
mod cached;
mod changed;
mod collected;
mod cover;
mod daily;
mod days;
mod decisions;
mod efficiency;
mod failover;
mod happened;
mod hours;
mod instances;
mod judge;
mod levels;
mod listed;
mod load;
mod look;
mod mean;
mod metered;
mod mix;
mod overspent;
mod presence;
mod ratio;
mod scaling;
mod spread;
mod tiers;
mod traces;

pub use beside::{Beside, Evaluated, Live, Stated};
pub use cached::{Cached, Calls, Counted, Rate};
pub use collected::Collected;
pub use daily::{Daily, Day, daily};
pub use decisions::{Alerts, Decisions};
pub use efficiency::Efficiency;
pub use failover::Failover;
pub use hours::{Hour, Names, Series, Signals, TraceCount};
pub use instances::Instances;
pub use judge::judge;
pub use load::Batch;
pub use look::{List, Mark, Pick, SignalLook, SignalName, SignalTest};
pub use overspent::Overspent;
pub use presence::{Least, Presence};
pub use scaling::Scaling;
