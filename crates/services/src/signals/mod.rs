//! Telemetry: senders' batches are acknowledged once they are durable, folded into rollups soon after, and judged by
//! rules when something changed.

mod beside;
mod bounds;
mod changed;
mod charts;
mod components;
pub(crate) mod file;
mod fold;
mod journal;
mod judging;
mod page;
mod pull;
mod receive;
mod reports;
mod selector;
mod series;
mod state;
mod traces;
mod upkeep;

pub use bounds::{bound_of, set_bound};
pub(crate) use changed::filed;
pub(crate) use charts::drawn as drawn_charts;
pub use charts::{chart_svg, charts, charts_of};
pub(crate) use components::keep as keep_components;
pub use components::review_component;
pub use fold::fold_waiting;
pub use judging::judge_due;

pub(crate) use page::signal as signal_of;
pub use page::signals_page;
pub use pull::{Fetch, pull_due, set_pull};
pub use receive::{Door, Machine, Receipt, Refusal, admit, receive, receive_once};
pub use reports::signals_csv;
pub(crate) use reports::{all_series, in_report};
pub(crate) use series::Days;
pub use state::{Limits, State};
pub use upkeep::upkeep;
