//! The three-layer map of a workload: its parts, the calls between them, where everything stands, and what sits on what.
//!
//! Pure: a picture follows from parts and calls alone, so that the page, the file and the report draw the same one.

mod bearing;
mod facts;
mod kind;
mod label;
mod layout;
pub mod names;
mod part;
mod template;
mod undo;

pub use bearing::{Bearings, kinds_of_check, kinds_of_risk, names_part};
pub use facts::{Facts, Freshness, Lens, RiskFact, Step};
pub use kind::{CallKind, PartKind};
pub use layout::{Band, Direction, Line, Picture, Placed, draw};
pub use part::{Call, MOST_CALLS, MOST_PARTS, Part, PartName, PartNote, Pin};
pub use template::{Template, TemplatePart};
pub use undo::{Shape, Undo};
