//! The map as a page shows it.

use std::collections::BTreeMap;

use domain::{
    ComponentId, Layer, Locale, PartId, Viewer, WorkloadId,
    map::{PartKind, Template},
    views::{
        map::{CallRow, FoundRow, MapPage, PartRow, RemovedRow, UndoRow},
        signals::ComponentStanding,
    },
};
use store::{
    Tx, components,
    map::{calls, found, parts},
};
use time::Duration;

use super::{
    detail,
    sits::{self, Sits},
    undo,
};
use crate::{Error, Services, basis::Basis, results, texts, workload};

/// How long what was taken off is offered back.
const OFFERED_BACK: Duration = Duration::days(30);

/// The map of a workload, with everything that sits on one part where one is asked for.
///
/// # Errors
/// [`Error::NotFound`] where it may not be read.
#[tracing::instrument(skip_all)]
pub async fn map_page(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    locale: Locale,
    asked: Option<PartId>,
) -> Result<MapPage, Error> {
    let mut tx = services.begin().await?;
    let (basis, evaluation) = results::of_workload(services, &mut tx, id).await?;
    let head = workload::head(viewer, &basis.workload, basis.attention)?;
    let drawing = read(&mut tx, id).await?;
    let names = drawing.names();
    let about = (&basis, &evaluation);
    let sits = sits::gather(services, &mut tx, about, &drawing.parts, &names).await?;
    let since = services.now() - OFFERED_BACK;
    let removed = parts::removed(&mut tx, id, since).await?;
    let step = if head.abilities.assess {
        undo::last(&mut tx, viewer, id, services.now()).await?
    } else {
        None
    };
    tx.commit().await.map_err(store::StoreError::from)?;
    let (found, ignored) = drawing.proposals();
    let part = asked.filter(|asked| drawing.parts.iter().any(|part| part.id == *asked));
    let detail = part.map(|part| detail::of(services, &sits, part, locale));
    Ok(MapPage {
        head,
        unplaced: unplaced(services, &drawing, &sits, locale),
        parts: drawing.rows(&sits),
        calls: drawing.calls.iter().map(call).collect(),
        found,
        ignored,
        removed: removed.into_iter().map(removed_row).collect(),
        templates: templates(&basis),
        detail,
        undo: step.map(|step| UndoRow {
            number: step.number,
            action: step.action,
            about: step.about,
        }),
    })
}

/// What is drawn, and the inventory beside it.
pub(super) struct Drawing {
    pub parts: Vec<parts::Stored>,
    pub calls: Vec<domain::map::Call>,
    pub components: Vec<components::Stored>,
    pub decided: BTreeMap<ComponentId, Option<PartId>>,
}

pub(super) async fn read(tx: &mut Tx, id: WorkloadId) -> Result<Drawing, Error> {
    Ok(Drawing {
        parts: parts::list(tx, id).await?,
        calls: calls::list(tx, id).await?,
        components: components::list(tx, id).await?,
        decided: found::decided(tx, id).await?,
    })
}

impl Drawing {
    /// What parts are called in other tools' words, in lower case: their own names and those of the inventory.
    pub fn names(&self) -> BTreeMap<PartId, Vec<String>> {
        let mut names: BTreeMap<PartId, Vec<String>> = self
            .parts
            .iter()
            .map(|part| (part.id, vec![part.name.to_lowercase()]))
            .collect();
        for component in &self.components {
            let part = self.decided.get(&component.id).copied().flatten();
            if let Some(names) = part.and_then(|part| names.get_mut(&part)) {
                names.push(component.content.name.as_str().to_lowercase());
            }
        }
        names
    }

    fn rows(&self, sits: &Sits) -> Vec<PartRow> {
        let components = |id: PartId| {
            let of = |c: &&components::Stored| self.decided.get(&c.id) == Some(&Some(id));
            let own = self.components.iter().filter(of);
            own.map(|c| (c.id, c.content.name.to_string())).collect()
        };
        let row = |part: &parts::Stored| PartRow {
            id: part.id,
            kind: part.kind,
            layer: part.layer,
            name: part.name.clone(),
            note: part.note.clone(),
            pin: part.pin,
            version: part.version,
            facts: sits.facts(part.id),
            components: components(part.id),
        };
        let mut rows: Vec<_> = self.parts.iter().map(row).collect();
        let from_top = |layer: Layer| Layer::ALL.iter().rev().position(|l| *l == layer);
        rows.sort_by_key(|row| (from_top(row.layer), row.kind, row.name.clone()));
        rows
    }

    /// What was found and is not on the map, and what of that is not wanted there.
    pub fn proposals(&self) -> (Vec<FoundRow>, Vec<FoundRow>) {
        let (mut found, mut ignored) = (Vec::new(), Vec::new());
        for component in &self.components {
            let refused = component.standing == ComponentStanding::Refused;
            let Some(kind) = PartKind::of(&component.content).filter(|_| !refused) else {
                continue;
            };
            let row = || FoundRow {
                id: component.id,
                content: component.content.clone(),
                origin: component.origin.clone(),
                kind,
                same_as: self.same(kind, component.content.name.as_str()),
                last_at: texts::instant(component.last_at),
            };
            match self.decided.get(&component.id) {
                None => found.push(row()),
                Some(None) => ignored.push(row()),
                Some(Some(_)) => {}
            }
        }
        (found, ignored)
    }

    /// The part of a name: of the same kind, else of any.
    fn same(&self, kind: PartKind, name: &str) -> Option<PartId> {
        let name = name.to_lowercase();
        let mut same: Vec<_> = self
            .parts
            .iter()
            .filter(|part| part.name.to_lowercase() == name)
            .collect();
        same.sort_by_key(|part| part.kind != kind);
        same.first().map(|part| part.id)
    }
}

fn call(call: &domain::map::Call) -> CallRow {
    CallRow {
        id: call.id,
        from: call.from,
        to: call.to,
        kind: call.kind,
    }
}

fn removed_row(removed: parts::Removed) -> RemovedRow {
    RemovedRow {
        id: removed.id,
        kind: removed.kind,
        name: removed.name,
        by_name: removed.by_name,
        at: texts::instant(removed.at),
    }
}

/// On an empty map that would be every check.
fn unplaced(
    services: &Services,
    drawing: &Drawing,
    sits: &Sits,
    locale: Locale,
) -> Vec<(domain::CheckId, String)> {
    if drawing.parts.is_empty() {
        return Vec::new();
    }
    let nowhere = sits.checks.iter().filter(|check| check.parts.is_empty());
    nowhere
        .map(|check| {
            let name = texts::check_name(services.framework, &check.id, locale);
            (check.id.clone(), name)
        })
        .collect()
}

fn templates(basis: &Basis) -> Vec<(Template, bool)> {
    let suits = |template: &Template| (*template, template.suits(&basis.workload.profile));
    Template::ALL.iter().map(suits).collect()
}
