//! The three-layer map: what stands on it, what sits where, and how people draw it.

mod calls;
mod detail;
mod document;
mod found;
mod page;
mod parts;
mod sits;
mod template;

pub use calls::{CallForm, add_call, remove_call};
pub use document::{map_json, map_svg};
pub use found::{accept_found, ignore_found, propose_again};
pub use page::map_page;
pub use parts::{
    Bearing, PartForm, add_part, change_part, lay_out, pin_part, remove_part, restore_part,
    set_bearing,
};
pub use template::apply_templates;

use domain::{PartId, Problem, Viewer, WorkloadId, map::MOST_PARTS};
use store::{
    StoreError, Tx,
    change_log::{self, Chain},
    map::parts as stored,
    workloads::Workload,
};

use crate::{Error, Services};

/// Writes the change log and commits. A map changes no number, so nothing has to be computed anew.
async fn close(
    services: &Services,
    mut tx: Tx,
    viewer: &Viewer,
    workload: &Workload,
    (action, subject, details): (&str, &str, serde_json::Value),
) -> Result<(), Error> {
    let entry = change_log::Entry {
        chain: Chain::Workload(workload.id),
        at: services.now(),
        actor: Some(viewer.user),
        team: Some(workload.team),
        action,
        subject,
        details,
    };
    change_log::append(&mut tx, entry).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}

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
