//! From the inventory to the map: what telemetry and files named is accepted, or not wanted.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    CallId, ComponentId, PartId, Problem, Viewer, WorkloadId,
    access::Assess,
    evidence::{Component, ComponentKind, names},
    map::{Call, CallKind, MOST_CALLS, PartKind, PartName, PartNote, Undo},
    views::map::FoundRow,
};
use serde_json::json;
use store::{
    components,
    map::{
        calls, found,
        parts::{self, NewPart},
    },
};

use super::{
    page::{Drawing, read},
    room, taken,
    undo::{self, Back},
};
use crate::{Error, Services, assessing::open_for};

/// Facts of a component that name others, and what passes to them; of two parts the first says it.
const WAYS: [(&str, CallKind); 3] = [
    ("serves", CallKind::Reads),
    ("runs_on", CallKind::RunsOn),
    (Component::CALLS, CallKind::Calls),
];

/// What can be named so: manifests name services, telemetry also models, agents, tools and their servers. Of several with
/// one name the first is meant.
const ENDS: [ComponentKind; 5] = [
    ComponentKind::Service,
    ComponentKind::Model,
    ComponentKind::McpServer,
    ComponentKind::Tool,
    ComponentKind::Agent,
];

/// Puts what was found on the map, all of it or one: as the part of the same name where there is one, as `part` where one is
/// named, else as a new part. Calls that the inventory knows of are drawn.
///
/// # Errors
/// [`Error::Stale`] where nothing of it is left to accept; [`Error::State`] where it does not fit; [`Error::Invalid`] where
/// there is no such part; [`Error::NotFound`] or [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn accept_found(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    only: Option<ComponentId>,
    part: Option<PartId>,
) -> Result<u32, Error> {
    let mut tx = services.begin().await?;
    let (workload, permit) = open_for::<Assess>(&mut tx, viewer, id).await?;
    let drawing = read(&mut tx, id).await?;
    let wanted = wanted(&drawing, only)?;
    if part.is_some_and(|part| !drawing.parts.iter().any(|p| p.id == part)) {
        return Err(Error::field("part", Problem::Choice));
    }
    let (new, decisions) = settle(services, &wanted, part)?;
    room(&mut tx, id, new.len()).await?;
    let note = PartNote::default();
    let rows: Vec<_> = new
        .iter()
        .map(|(part, kind, name)| NewPart {
            id: *part,
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
    let links: Vec<_> = decisions.iter().map(|(c, p)| (*c, Some(*p))).collect();
    found::decide(&mut tx, &permit, id, &links, now).await?;
    let ways = ways(services, &drawing, &decisions);
    let drawn = calls::add(&mut tx, &permit, id, &ways, now).await?;
    let names: Vec<_> = wanted.iter().map(|row| row.content.name.as_str()).collect();
    let details = json!({ "components": names, "parts": rows.len(), "calls": drawn });
    let entry = ("map.found.accept", &*id.to_string(), details);
    let drawn_calls = ways.iter().map(|call| Undo::CallCame { call: call.id });
    let decided = decisions.iter().map(|(component, _)| Undo::Decided {
        component: *component,
    });
    let came = rows.iter().map(|part| Undo::PartCame {
        part: part.id,
        is: part.shape(),
    });
    let back = Back {
        permit: &permit,
        about: &several(&names),
        undo: drawn_calls.chain(decided).chain(came).collect(),
    };
    undo::draw(services, tx, viewer, &workload, entry, back).await?;
    Ok(u32::try_from(wanted.len()).unwrap_or(u32::MAX))
}

/// The first of several names.
fn several(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first, ..] => format!("{first} …"),
    }
}

/// What waits for a decision: all of it, or one.
fn wanted(drawing: &Drawing, only: Option<ComponentId>) -> Result<Vec<FoundRow>, Error> {
    let (mut found, _) = drawing.proposals();
    found.retain(|row| only.is_none_or(|only| row.id == only));
    if found.is_empty() {
        return Err(Error::Stale);
    }
    Ok(found)
}

type New = (PartId, PartKind, PartName);
/// Which part a component is.
type Decision = (ComponentId, PartId);

/// New parts, and which part each component is.
fn settle(
    services: &Services,
    wanted: &[FoundRow],
    part: Option<PartId>,
) -> Result<(Vec<New>, Vec<Decision>), Error> {
    let (mut new, mut decisions): (Vec<New>, Vec<_>) = (Vec::new(), Vec::new());
    for row in wanted {
        let name = domain::Bounded::<0, 80>::clip(row.content.name.as_str());
        let name = PartName::parse(name.as_str());
        let name = name.map_err(|e| Error::field("name", Problem::Text(e)))?;
        // Names that were cut can be the same.
        let same = new
            .iter()
            .find(|(_, kind, known)| *kind == row.kind && *known == name);
        let own = part.or(row.same_as).or(same.map(|(id, ..)| *id));
        let own = own.unwrap_or_else(|| {
            let id = PartId(services.new_id());
            new.push((id, row.kind, name));
            id
        });
        decisions.push((row.id, own));
    }
    Ok((new, decisions))
}

/// Calls that the inventory knows of, where an end is new on the map: those that were erased before stay erased. Where a
/// line joins two parts already, it stays the only one.
fn ways(services: &Services, drawing: &Drawing, decisions: &[(ComponentId, PartId)]) -> Vec<Call> {
    let new: BTreeSet<ComponentId> = decisions.iter().map(|(id, _)| *id).collect();
    let mut part_of: BTreeMap<ComponentId, PartId> = drawing
        .decided
        .iter()
        .filter_map(|(id, part)| Some((*id, (*part)?)))
        .collect();
    part_of.extend(decisions.iter().copied());
    let there: BTreeSet<(PartId, PartId)> = drawing
        .calls
        .iter()
        .map(|call| (call.from, call.to))
        .collect();
    let known = Directory::of(&drawing.components);
    let mut drawn: BTreeMap<(PartId, PartId), CallKind> = BTreeMap::new();
    let mut draw = |from: &components::Stored, to: &components::Stored, kind: CallKind| {
        let ends = part_of.get(&from.id).zip(part_of.get(&to.id));
        if let Some((from_part, to_part)) = ends.filter(|(a, b)| a != b)
            && (new.contains(&from.id) || new.contains(&to.id))
            && !there.contains(&(*from_part, *to_part))
            && there.len() + drawn.len() < MOST_CALLS
        {
            drawn.entry((*from_part, *to_part)).or_insert(kind);
        }
    };
    for component in &drawing.components {
        let content = &component.content;
        for (fact, kind) in WAYS {
            let fact = content
                .attributes
                .iter()
                .find(|(name, _)| name.as_str() == fact);
            for name in fact.iter().flat_map(|(_, text)| names(text.as_str())) {
                let ends = ENDS.iter().filter_map(|kind| known.named(*kind, name));
                // A service can have the name of its agent.
                let mut others = ends.filter(|other| other.id != component.id);
                if let Some(other) = others.next() {
                    draw(component, other, kind);
                }
            }
        }
        // A tool says which server offers it.
        if content.kind == ComponentKind::Tool
            && let Some(source) = &content.source
            && let Some(server) = known.named(ComponentKind::McpServer, source.as_str())
        {
            draw(server, component, CallKind::Calls);
        }
    }
    let call = |((from, to), kind): ((PartId, PartId), CallKind)| Call {
        id: CallId(services.new_id()),
        from,
        to,
        kind,
    };
    drawn.into_iter().map(call).collect()
}

/// The inventory by kind and name, which are unique: a large one has thousands of names to look up.
struct Directory<'d>(BTreeMap<(ComponentKind, &'d str), &'d components::Stored>);

impl<'d> Directory<'d> {
    fn of(all: &'d [components::Stored]) -> Self {
        let entry = |one: &'d components::Stored| {
            let key = (one.content.kind, one.content.name.as_str());
            (key, one)
        };
        Self(all.iter().map(entry).collect())
    }

    fn named(&self, kind: ComponentKind, name: &str) -> Option<&'d components::Stored> {
        self.0.get(&(kind, name)).copied()
    }
}

/// Keeps what was found off the map, all of it or one.
///
/// # Errors
/// As [`accept_found`].
#[tracing::instrument(skip_all)]
pub async fn ignore_found(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    only: Option<ComponentId>,
) -> Result<u32, Error> {
    let mut tx = services.begin().await?;
    let (workload, permit) = open_for::<Assess>(&mut tx, viewer, id).await?;
    let drawing = read(&mut tx, id).await?;
    let wanted = wanted(&drawing, only)?;
    let decisions: Vec<_> = wanted.iter().map(|row| (row.id, None)).collect();
    found::decide(&mut tx, &permit, id, &decisions, services.now()).await?;
    let names: Vec<_> = wanted.iter().map(|row| row.content.name.as_str()).collect();
    let details = json!({ "components": names });
    let entry = ("map.found.ignore", &*id.to_string(), details);
    let undo = decisions.iter().map(|(component, _)| Undo::Decided {
        component: *component,
    });
    let back = Back {
        permit: &permit,
        about: &several(&names),
        undo: undo.collect(),
    };
    undo::draw(services, tx, viewer, &workload, entry, back).await?;
    Ok(u32::try_from(wanted.len()).unwrap_or(u32::MAX))
}

/// Proposes a component again that was not wanted, or that is no longer the part that it was.
///
/// # Errors
/// [`Error::Stale`] where nothing was decided of it; [`Error::NotFound`] or [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn propose_again(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    component: ComponentId,
) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    let (workload, permit) = open_for::<Assess>(&mut tx, viewer, id).await?;
    let decided = found::decided(&mut tx, id).await?;
    if !found::forget(&mut tx, &permit, id, component).await? {
        return Err(Error::Stale);
    }
    let entry = ("map.found.again", &*component.to_string(), json!({}));
    // What was decided of a part that is off by now decides nothing.
    let undo = decided.get(&component).map(|part| Undo::Forgotten {
        component,
        part: *part,
    });
    let back = Back {
        permit: &permit,
        about: "",
        undo: undo.into_iter().collect(),
    };
    undo::draw(services, tx, viewer, &workload, entry, back).await
}
