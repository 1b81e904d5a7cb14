//! Drawing by hand: parts come, change, move, go and come back.

use domain::{
    CheckId, FieldErrors, Layer, PartId, Problem, Viewer, WorkloadId,
    access::Assess,
    map::{PartKind, PartName, PartNote, Pin, Shape, Undo},
};
use serde_json::json;
use store::map::{
    bearings,
    parts::{self, Change, NewPart},
};

use super::{
    one_of, room, taken,
    undo::{self, Back, named},
};
use crate::{Error, Services, assessing::open_for};

/// What the form of a part sends.
#[derive(Clone, Debug, Default)]
pub struct PartForm {
    /// A [`PartKind`].
    pub kind: String,
    /// A layer, or empty for the kind's own.
    pub layer: String,
    /// Its name.
    pub name: String,
    /// What there is to know about it.
    pub note: String,
    /// The version that the writer saw; of a new part it says nothing.
    pub version: i32,
}

struct Parsed {
    kind: PartKind,
    layer: Layer,
    name: PartName,
    note: PartNote,
}

fn parse(form: &PartForm) -> Result<Parsed, Error> {
    let mut errors = FieldErrors::default();
    let kind = form.kind.parse::<PartKind>();
    let kind = errors.check("kind", kind.map_err(|_| Problem::Choice));
    let layer = match form.layer.as_str() {
        "" => Ok(None),
        text => layer(text).map(Some).ok_or(Problem::Choice),
    };
    let layer = errors.check("layer", layer);
    let name = errors.check("name", PartName::parse(&form.name).map_err(Problem::Text));
    let note = errors.check("note", PartNote::parse(&form.note).map_err(Problem::Text));
    match (kind, layer, name, note) {
        (Some(kind), Some(layer), Some(name), Some(note)) => Ok(Parsed {
            kind,
            layer: layer.unwrap_or_else(|| kind.layer()),
            name,
            note,
        }),
        _ => Err(Error::Invalid(errors)),
    }
}

impl Parsed {
    fn shape(&self, pin: Option<Pin>) -> Shape {
        Shape {
            kind: self.kind,
            layer: self.layer,
            name: self.name.to_string(),
            note: self.note.to_string(),
            pin,
        }
    }
}

/// A part that a step changed; nothing where it is as before.
fn changed(part: PartId, was: Shape, is: Shape) -> Option<Undo> {
    (was != is).then_some(Undo::PartChanged { part, was, is })
}

/// A layer by its name on the wire.
fn layer(text: &str) -> Option<Layer> {
    Layer::ALL.into_iter().find(|layer| layer.as_str() == text)
}

/// Puts a part on the map.
///
/// # Errors
/// [`Error::Invalid`] field by field; [`Error::State`] where the map is full; [`Error::NotFound`] or [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn add_part(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    form: &PartForm,
) -> Result<PartId, Error> {
    let mut tx = services.begin().await?;
    let (workload, permit) = open_for::<Assess>(&mut tx, viewer, id).await?;
    let parsed = parse(form)?;
    room(&mut tx, id, 1).await?;
    let part = PartId(services.new_id());
    let new = NewPart {
        id: part,
        kind: parsed.kind,
        layer: parsed.layer,
        name: &parsed.name,
        note: &parsed.note,
    };
    parts::add(&mut tx, &permit, id, &[new], services.now())
        .await
        .map_err(taken)?;
    let details = json!({ "kind": parsed.kind, "layer": parsed.layer, "name": parsed.name });
    let entry = ("map.part.add", &*part.to_string(), details);
    let is = parsed.shape(None);
    let back = Back {
        permit: &permit,
        about: parsed.name.as_str(),
        undo: vec![Undo::PartCame { part, is }],
    };
    undo::draw(services, tx, viewer, &workload, entry, back).await?;
    Ok(part)
}

/// Renames a part, says what it is, or moves it to another layer.
///
/// # Errors
/// [`Error::Stale`] where somebody was faster; as [`add_part`].
#[tracing::instrument(skip_all)]
pub async fn change_part(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    part: PartId,
    form: &PartForm,
) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    let (workload, permit) = open_for::<Assess>(&mut tx, viewer, id).await?;
    let stored = parts::list(&mut tx, id).await?;
    let before = one_of(&stored, part)?.clone();
    let parsed = parse(form)?;
    let change = Change {
        kind: parsed.kind,
        layer: parsed.layer,
        name: &parsed.name,
        note: &parsed.note,
    };
    let seen = (part, form.version);
    if !parts::change(&mut tx, &permit, id, seen, change)
        .await
        .map_err(taken)?
    {
        return Err(Error::Stale);
    }
    let details = json!({
        "before": { "kind": before.kind, "layer": before.layer, "name": before.name, "note": before.note },
        "after": { "kind": parsed.kind, "layer": parsed.layer, "name": parsed.name, "note": parsed.note },
    });
    let entry = ("map.part.change", &*part.to_string(), details);
    // In another layer it lost its place.
    let pin = before.pin.filter(|_| before.layer == parsed.layer);
    let undo = changed(part, before.shape(), parsed.shape(pin));
    let back = Back {
        permit: &permit,
        about: parsed.name.as_str(),
        undo: undo.into_iter().collect(),
    };
    undo::draw(services, tx, viewer, &workload, entry, back).await
}

/// Puts a part into a cell of a layer; without one it is laid out by itself again.
///
/// # Errors
/// [`Error::Stale`] where somebody was faster; [`Error::Invalid`] where there is no such layer; [`Error::NotFound`] or
/// [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn pin_part(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    (part, version): (PartId, i32),
    (to, pin): (&str, Option<Pin>),
) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    let (workload, permit) = open_for::<Assess>(&mut tx, viewer, id).await?;
    let stored = parts::list(&mut tx, id).await?;
    let before = one_of(&stored, part)?;
    let layer = layer(to).ok_or_else(|| Error::field("layer", Problem::Choice))?;
    let seen = (part, version);
    if !parts::pin_to(&mut tx, &permit, id, seen, (layer, pin)).await? {
        return Err(Error::Stale);
    }
    let details = json!({ "layer": layer, "pin": pin });
    let entry = ("map.part.pin", &*part.to_string(), details);
    let is = Shape {
        layer,
        pin,
        ..before.shape()
    };
    let back = Back {
        permit: &permit,
        about: &before.name,
        undo: changed(part, before.shape(), is).into_iter().collect(),
    };
    undo::draw(services, tx, viewer, &workload, entry, back).await
}

/// Lets the whole map be laid out by itself again.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn lay_out(services: &Services, viewer: &Viewer, id: WorkloadId) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    let (workload, permit) = open_for::<Assess>(&mut tx, viewer, id).await?;
    let stored = parts::list(&mut tx, id).await?;
    let freed = parts::unpin(&mut tx, &permit, id).await?;
    let entry = ("map.layout", &*id.to_string(), json!({ "freed": freed }));
    let free = |part: &parts::Stored| {
        let was = part.shape();
        let is = Shape {
            pin: None,
            ..was.clone()
        };
        changed(part.id, was, is)
    };
    let back = Back {
        permit: &permit,
        about: "",
        undo: stored.iter().filter_map(free).collect(),
    };
    undo::draw(services, tx, viewer, &workload, entry, back).await
}

/// Takes a part off the map; it can come back with its calls.
///
/// # Errors
/// [`Error::Stale`] where somebody was faster; [`Error::NotFound`] or [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn remove_part(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    (part, version): (PartId, i32),
) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    let (workload, permit) = open_for::<Assess>(&mut tx, viewer, id).await?;
    let stored = parts::list(&mut tx, id).await?;
    let name = one_of(&stored, part)?.name.clone();
    let seen = (part, version);
    if !parts::remove(&mut tx, &permit, id, seen, services.now()).await? {
        return Err(Error::Stale);
    }
    let entry = (
        "map.part.remove",
        &*part.to_string(),
        json!({ "name": name }),
    );
    let back = Back {
        permit: &permit,
        about: &name,
        undo: vec![Undo::PartGone { part }],
    };
    undo::draw(services, tx, viewer, &workload, entry, back).await
}

/// Puts a part back that was taken off.
///
/// # Errors
/// [`Error::Invalid`] where another of its kind and name took its place; [`Error::State`] where the map is full;
/// [`Error::NotFound`] or [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn restore_part(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    part: PartId,
) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    let (workload, permit) = open_for::<Assess>(&mut tx, viewer, id).await?;
    room(&mut tx, id, 1).await?;
    let restored = parts::restore(&mut tx, &permit, id, part).await;
    let name = restored.map_err(named)?.ok_or(Error::NotFound)?;
    let stored = parts::list(&mut tx, id).await?;
    let is = one_of(&stored, part)?.shape();
    let entry = (
        "map.part.restore",
        &*part.to_string(),
        json!({ "name": name }),
    );
    let back = Back {
        permit: &permit,
        about: &name,
        undo: vec![Undo::PartCame { part, is }],
    };
    undo::draw(services, tx, viewer, &workload, entry, back).await
}

/// What a person says of a check and a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bearing {
    /// It sits there.
    Sits,
    /// It does not.
    Elsewhere,
    /// As the kinds say.
    Usual,
}

/// Says whether a check sits on a part.
///
/// # Errors
/// [`Error::Invalid`] where there is no such check; [`Error::NotFound`] or [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn set_bearing(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    (part, check): (PartId, &CheckId),
    bearing: Bearing,
) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    let (workload, permit) = open_for::<Assess>(&mut tx, viewer, id).await?;
    let stored = parts::list(&mut tx, id).await?;
    let name = &one_of(&stored, part)?.name;
    if services.framework.check(check).is_none() {
        return Err(Error::field("check", Problem::Choice));
    }
    let sits = match bearing {
        Bearing::Sits => Some(true),
        Bearing::Elsewhere => Some(false),
        Bearing::Usual => None,
    };
    let on = (part, check);
    let said = bearings::said(&mut tx, id).await?;
    let was = said.get(&(part, check.clone())).copied();
    bearings::say(&mut tx, &permit, id, on, sits, services.now()).await?;
    let details = json!({ "check": check, "sits": sits });
    let entry = ("map.bearing", &*part.to_string(), details);
    let undo = Undo::Said {
        part,
        check: check.clone(),
        was,
    };
    let back = Back {
        permit: &permit,
        about: &format!("{check} · {name}"),
        undo: (was != sits).then_some(undo).into_iter().collect(),
    };
    undo::draw(services, tx, viewer, &workload, entry, back).await
}
