//! Calls between parts, drawn and erased.

use domain::{
    CallId, FieldErrors, PartId, Problem, Viewer, WorkloadId,
    access::Assess,
    map::{Call, CallKind, MOST_CALLS, Undo},
};
use serde_json::json;
use store::map::{calls, parts};

use super::{
    one_of,
    undo::{self, Back},
};
use crate::{Error, Services, assessing::open_for};

/// What the form of a call sends.
#[derive(Clone, Debug, Default)]
pub struct CallForm {
    /// The part that calls.
    pub from: String,
    /// The part that is called.
    pub to: String,
    /// A [`CallKind`].
    pub kind: String,
}

/// Draws a call; one that is there already stays.
///
/// # Errors
/// [`Error::Invalid`] field by field; [`Error::State`] where the map is full; [`Error::NotFound`] or [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn add_call(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    form: &CallForm,
) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    let (workload, permit) = open_for::<Assess>(&mut tx, viewer, id).await?;
    let stored = parts::list(&mut tx, id).await?;
    let mut errors = FieldErrors::default();
    let part = |text: &str| {
        let part: PartId = text.trim().parse().map_err(|_| Problem::Choice)?;
        one_of(&stored, part).map_err(|_| Problem::Choice)
    };
    let from = errors.check("from", part(&form.from));
    let to = errors.check("to", part(&form.to));
    let kind = form.kind.parse::<CallKind>();
    let kind = errors.check("kind", kind.map_err(|_| Problem::Choice));
    if let (Some(from), Some(to)) = (from, to)
        && from.id == to.id
    {
        errors.add("to", Problem::Choice);
    }
    Error::check(errors)?;
    let (Some(from), Some(to), Some(kind)) = (from, to, kind) else {
        return Err(Error::NotFound);
    };
    if calls::list(&mut tx, id).await?.len() >= MOST_CALLS {
        return Err(Error::State("map_full"));
    }
    let call = Call {
        id: CallId(services.new_id()),
        from: from.id,
        to: to.id,
        kind,
    };
    let drawn = calls::add(&mut tx, &permit, id, &[call], services.now()).await?;
    let details = json!({ "from": from.name, "to": to.name, "kind": kind });
    let entry = ("map.call.add", &*call.id.to_string(), details);
    // A line that was there before is nobody's step.
    let came = (drawn > 0).then_some(Undo::CallCame { call: call.id });
    let back = Back {
        permit: &permit,
        about: &format!("{} → {}", from.name, to.name),
        undo: came.into_iter().collect(),
    };
    undo::draw(services, tx, viewer, &workload, entry, back).await
}

/// Erases a call; who did can take it back.
///
/// # Errors
/// [`Error::NotFound`] where it is not there; [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn remove_call(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    call: CallId,
) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    let (workload, permit) = open_for::<Assess>(&mut tx, viewer, id).await?;
    let stored = parts::list(&mut tx, id).await?;
    let all = calls::list(&mut tx, id).await?;
    let found = all
        .iter()
        .find(|one| one.id == call)
        .ok_or(Error::NotFound)?;
    let name = |part: PartId| one_of(&stored, part).map(|part| part.name.clone());
    let (from, to) = (name(found.from)?, name(found.to)?);
    let details = json!({ "from": from, "to": to, "kind": found.kind });
    if !calls::remove(&mut tx, &permit, id, call).await? {
        return Err(Error::NotFound);
    }
    let entry = ("map.call.remove", &*call.to_string(), details);
    let back = Back {
        permit: &permit,
        about: &format!("{from} → {to}"),
        undo: vec![Undo::CallGone { call: *found }],
    };
    undo::draw(services, tx, viewer, &workload, entry, back).await
}
