//! A map from templates.

use domain::{
    CallId, Locale, PartId, Problem, Viewer, WorkloadId,
    access::Assess,
    map::{Call, PartName, PartNote, Template, Undo},
};
use serde_json::json;
use store::map::{
    calls,
    parts::{self, NewPart},
};

use super::{
    room, taken,
    undo::{self, Back},
};
use crate::{Error, Services, assessing::open_for};

/// Puts the parts and calls of templates on the map; parts of the same kind and name that are there stay.
///
/// # Errors
/// [`Error::Invalid`] where none is chosen; [`Error::State`] where they don't fit; [`Error::NotFound`] or
/// [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn apply_templates(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    chosen: &[String],
    locale: Locale,
) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    let (workload, permit) = open_for::<Assess>(&mut tx, viewer, id).await?;
    let templates: Result<Vec<Template>, _> = chosen.iter().map(|name| name.parse()).collect();
    let templates = templates.map_err(|_| Error::field("template", Problem::Choice))?;
    if templates.is_empty() {
        let required = Problem::Text(domain::TextError::Required);
        return Err(Error::field("template", required));
    }
    let (wanted, ways) = Template::together(&templates);
    let stored = room(&mut tx, id, wanted.len()).await?;
    let (mut places, mut new) = (Vec::new(), Vec::new());
    for part in &wanted {
        let name = part.name(locale);
        let there = stored
            .iter()
            .find(|s| s.kind == part.kind && s.name == name);
        let own = there.map_or_else(|| PartId(services.new_id()), |part| part.id);
        places.push(own);
        if there.is_none() {
            let name = PartName::parse(name).map_err(|e| Error::field("name", Problem::Text(e)))?;
            new.push((own, part.kind, name));
        }
    }
    let note = PartNote::default();
    let rows: Vec<_> = new
        .iter()
        .map(|(id, kind, name)| NewPart {
            id: *id,
            kind: *kind,
            layer: kind.layer(),
            name,
            note: &note,
        })
        .collect();
    let now = services.now();
    parts::add(&mut tx, &permit, id, &rows, now)
        .await
        .map_err(taken)?;
    let call = |(from, kind, to): &(usize, domain::map::CallKind, usize)| {
        Some(Call {
            id: CallId(services.new_id()),
            from: *places.get(*from)?,
            to: *places.get(*to)?,
            kind: *kind,
        })
    };
    let drawn: Vec<Call> = ways.iter().filter_map(call).collect();
    let added = calls::add(&mut tx, &permit, id, &drawn, now).await?;
    let details = json!({ "templates": templates, "parts": rows.len(), "calls": added });
    let entry = ("map.template", &*id.to_string(), details);
    // Calls first: those of a part that is off wait for it.
    let lines = drawn.iter().map(|call| Undo::CallCame { call: call.id });
    let came = rows.iter().map(|part| Undo::PartCame {
        part: part.id,
        is: part.shape(),
    });
    let back = Back {
        permit: &permit,
        about: "",
        undo: if added == 0 && rows.is_empty() {
            Vec::new()
        } else {
            lines.chain(came).collect()
        },
    };
    undo::draw(services, tx, viewer, &workload, entry, back).await
}
