//! Maps of the demo's workloads: from templates, and for some with what `demo/maps.toml` adds.

use std::collections::BTreeMap;

use domain::map::Template;
use domain::{Locale, PartId, Viewer, WorkloadId};
use services::Services;
use services::map::{self, CallForm, PartForm};

use super::chance::percent;
use super::error::DemoError;
use super::files::{self, DrawnMap};

/// Of a hundred workloads so many have a map.
const DRAWN: u16 = 60;

/// Draws the map of one workload.
pub(super) async fn play(
    services: &Services,
    architect: &Viewer,
    id: WorkloadId,
    (name, profile): (&str, &[String]),
) -> Result<(), DemoError> {
    let maps = files::maps()?;
    let own = maps.iter().find(|map| map.workload == name);
    if own.is_none() && percent(&["map", name]) >= DRAWN {
        return Ok(());
    }
    let facts = profile
        .iter()
        .filter_map(|fact| fact.parse().ok())
        .collect();
    let mut templates: Vec<String> = Template::ALL
        .iter()
        .filter(|template| template.suits(&facts))
        .map(|template| template.as_str().to_owned())
        .collect();
    if templates.is_empty() {
        templates.push(Template::CommercialApi.as_str().to_owned());
    }
    let doing = || DemoError::during(format!("{name}: drawing its map"));
    map::apply_templates(services, architect, id, &templates, Locale::Zh)
        .await
        .map_err(doing())?;
    match own {
        Some(own) => add(services, architect, id, own).await,
        None => Ok(()),
    }
}

async fn add(
    services: &Services,
    architect: &Viewer,
    id: WorkloadId,
    own: &DrawnMap,
) -> Result<(), DemoError> {
    let doing = |what: &str| DemoError::during(format!("{}: drawing {what}", own.workload));
    for (kind, name, note) in &own.parts {
        let form = PartForm {
            kind: kind.clone(),
            name: name.clone(),
            note: note.clone(),
            ..PartForm::default()
        };
        map::add_part(services, architect, id, &form)
            .await
            .map_err(doing(name))?;
    }
    let page = map::map_page(services, architect, id, Locale::Zh, None)
        .await
        .map_err(doing("lines"))?;
    let named: BTreeMap<&str, PartId> = page
        .parts
        .iter()
        .map(|part| (part.name.as_str(), part.id))
        .collect();
    for (from, kind, to) in &own.calls {
        let end = |name: &str| {
            let found = named.get(name).map(ToString::to_string);
            found.ok_or_else(|| DemoError::Content {
                file: "maps.toml",
                what: format!("{}: there is no part {name}", own.workload),
            })
        };
        let form = CallForm {
            from: end(from)?,
            to: end(to)?,
            kind: kind.clone(),
        };
        map::add_call(services, architect, id, &form)
            .await
            .map_err(doing(from))?;
    }
    Ok(())
}
