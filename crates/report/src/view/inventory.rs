//! The inventory: what telemetry and files named as parts of the workload.

use domain::{Band, Locale, views::signals::ComponentStanding, views::words};
use serde::Serialize;

use super::common::{Banded, clean};
use crate::{dates, lookup::Lookup, model::ComponentLine, table::inventory, words::Worded};

/// Rows in a report; the table has all.
const ROWS: usize = 300;

/// The section; without components everything in it is empty.
#[derive(Serialize)]
pub struct InventoryView {
    pub rows: Vec<InventoryRow>,
    pub more: String,
}

/// One component.
#[derive(Serialize)]
pub struct InventoryRow {
    pub kind: String,
    pub name: String,
    pub standing: Banded,
    pub reviewed: String,
    pub origin: String,
    pub first: String,
    pub last: String,
}

/// Gathers the section.
pub fn view(lookup: &Lookup<'_>) -> InventoryView {
    let (all, locale) = (&lookup.report.inventory, lookup.locale);
    let more = match (all.len().saturating_sub(ROWS), locale) {
        (0, _) => String::new(),
        (more, Locale::Zh) => format!("另有{more}个组件未列出；全部组件见inventory.csv。"),
        (more, Locale::En) => format!("And {more} more; inventory.csv has them all."),
    };
    let rows = all.iter().take(ROWS).map(|line| row(line, locale));
    InventoryView {
        rows: rows.collect(),
        more,
    }
}

fn row(line: &ComponentLine, locale: Locale) -> InventoryRow {
    let band = match line.standing {
        ComponentStanding::Unreviewed => Band::Medium,
        ComponentStanding::Allowed => Band::Low,
        ComponentStanding::Refused => Band::High,
    };
    let version = line.version.as_deref().unwrap_or_default();
    let name = [clean(&line.name), clean(version)].join(" ");
    let (why, who) = line.reviewed.clone().unwrap_or_default();
    let reviewed = [clean(&who), clean(&why)];
    let reviewed = reviewed.into_iter().filter(|part| !part.is_empty());
    InventoryRow {
        kind: words::component(locale, &line.kind),
        name: name.trim().to_owned(),
        standing: Banded::word(line.standing.word(locale), band),
        reviewed: reviewed.collect::<Vec<_>>().join(" · "),
        origin: inventory::origin(&line.origin, locale),
        first: dates::iso(line.first_at.date()),
        last: dates::iso(line.last_at.date()),
    }
}
