//! Plans over many workloads: a list, a board, bars over days; and when the target levels are reached.

mod api;
mod assign;
mod board;
mod filter;
mod list;
mod marks;
mod page;
mod reach;
mod timeline;
mod views;

pub(crate) use marks::{settled_line, state_badge};
pub(crate) use page::asked;
pub use page::{OrganisationPlanPage, TeamPlanPage};
pub(crate) use reach::{form as capacity_form, outcome};
pub(crate) use views::{body, exports, switch};
