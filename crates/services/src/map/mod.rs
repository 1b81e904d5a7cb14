//! The three-layer map: what stands on it, what sits where, and how people draw it.

mod calls;
mod detail;
mod document;
mod found;
mod page;
mod parts;
mod sits;
mod template;
mod undo;

pub use calls::{CallForm, add_call, remove_call};
pub use document::{map_json, map_svg};
pub use found::{accept_found, ignore_found, propose_again};
pub use page::map_page;
pub use parts::{
    Bearing, PartForm, add_part, change_part, lay_out, pin_part, remove_part, restore_part,
    set_bearing,
};
pub use template::apply_templates;
pub use undo::take_back;

use domain::{PartId, Problem, WorkloadId, map::MOST_PARTS};
use store::{StoreError, Tx, map::parts as stored};

use crate::{Error, assessing::close};

/// The parts of a map, where so many more fit on it.
async fn room(tx: &mut Tx, id: WorkloadId, more: usize) -> Result<Vec<stored::Stored>, Error> {
    let parts = stored::list(tx, id).await?;
    if parts.len() + more > MOST_PARTS {
        return Err(Error::State("map_full"));
    }
    Ok(parts)
}

/// Two parts of one kind and name can't be told apart.
fn taken(error: StoreError) -> Error {
    match error.constraint() {
        Some("map_parts_name_key") => Error::field("name", Problem::Taken),
        _ => Error::Store(error),
    }
}

/// The part of these, or [`Error::NotFound`].
fn one_of(parts: &[stored::Stored], id: PartId) -> Result<&stored::Stored, Error> {
    parts
        .iter()
        .find(|part| part.id == id)
        .ok_or(Error::NotFound)
}
