//! Emissions as cloud providers report them, in CSV: AWS' export of carbon emissions, and Google Cloud's Carbon
//! Footprint. Accounts and projects are not kept.
//!
//! Measures by `service` and `part` (`storage`, `other`): `carbon.cloud` in grams, located; `carbon.cloud_lines`, the rows
//! behind it; `carbon.months`, how many it covers. Date: the start of the newest month.

use std::collections::{BTreeMap, BTreeSet};

use domain::evidence::{IgnoredWhat, IgnoredWhy, Kind, Reason, Unit};

use super::Reader;
use crate::{
    draft::{Draft, instant},
    fields::{exact, many, number},
    intake::{Content, Row, Table},
};

pub static READER: Reader = Reader {
    kind: Kind::CarbonExport,
    tool: "",
    writes_nothing: false,
    matches: |content| matches!(content, Content::Csv(table) if Form::of(table).is_some()),
    read,
};

/// Whose export it is, by the names of its columns.
struct Form {
    provider: &'static str,
    service: &'static [&'static str],
    month: &'static [&'static str],
    amount: &'static [&'static str],
    /// Grams in the unit of the amount.
    grams: f64,
}

static FORMS: [Form; 2] = [
    Form {
        provider: "AWS",
        service: &["product_code"],
        month: &["usage_period_start", "usage_month"],
        amount: &["total_lbm_emissions_value", "total_mbm_emissions_value"],
        grams: 1e6,
    },
    Form {
        provider: "Google Cloud",
        service: &["service.description", "service_description"],
        month: &["usage_month"],
        amount: &[
            "carbon_footprint_total_kgCO2e.location_based",
            "carbon_footprint_total_kgCO2e_location_based",
            "carbon_footprint_total_kgCO2e",
        ],
        grams: 1e3,
    },
];

impl Form {
    fn of(table: &Table<'_>) -> Option<&'static Self> {
        let any = |names: &[&str]| names.iter().any(|name| table.has(&[name]));
        let fits = |form: &&Self| [form.service, form.month, form.amount].into_iter().all(any);
        FORMS.iter().find(fits)
    }
}

/// Words in the names of services that store.
const STORAGE: [&str; 10] = [
    "s3",
    "storage",
    "ebs",
    "efs",
    "glacier",
    "fsx",
    "backup",
    "filestore",
    "disk",
    "snapshot",
];

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let Content::Csv(table) = content else { return };
    let Some(form) = Form::of(table) else {
        return draft.incomplete("emissions");
    };
    draft.tool(form.provider, None);
    let mut services: BTreeMap<String, (f64, u64)> = BTreeMap::new();
    let (mut newest, mut unreadable) = (None, 0);
    let mut months = BTreeSet::new();
    for row in table.rows() {
        let row = match row {
            Ok(row) => row,
            Err(error) => return draft.refuse(error),
        };
        let Some((service, grams)) = one(form, &row) else {
            unreadable += 1;
            draft.ignore(IgnoredWhat::Line, IgnoredWhy::Incomplete, Some(row.line));
            continue;
        };
        let entry = services.entry(service).or_default();
        entry.0 += grams;
        entry.1 += 1;
        let month = any(&row, form.month).map(month);
        // Of a timestamp the year and the month: what one row gives to the day another may give to the hour.
        months.extend(
            month
                .as_ref()
                .map(|date| date.chars().take(7).collect::<String>()),
        );
        newest = newest.max(month.and_then(|date| Some((instant(&date)?, date))));
    }
    if let Some((_, date)) = newest {
        draft.taken_at(&date);
    }
    for (service, (grams, lines)) in &services {
        let labels = [("service", service.as_str()), ("part", part(service))];
        draft.measure("carbon.cloud", &labels, *grams, Unit::GramsCo2e, None);
        draft.measure(
            "carbon.cloud_lines",
            &labels,
            exact(*lines),
            Unit::Count,
            None,
        );
    }
    draft.count("carbon.months", many(months.len()));
    if services.is_empty() {
        draft.nothing_scanned();
    }
    if unreadable > 0 {
        draft.partial(Reason::PartsUnreadable { count: unreadable });
    }
}

fn one(form: &Form, row: &Row<'_>) -> Option<(String, f64)> {
    let service = any(row, form.service)?;
    let amount = number(&any(row, form.amount)?.into()).filter(|amount| *amount >= 0.0)?;
    Some((service.to_owned(), amount * form.grams))
}

fn any<'r>(row: &'r Row<'_>, names: &[&str]) -> Option<&'r str> {
    names.iter().find_map(|name| row.get(name))
}

/// `2026-02` stands for its first day.
fn month(text: &str) -> String {
    let bare = text.len() == 7 && text.contains('-');
    let day = if bare { "-01" } else { "" };
    format!("{text}{day}")
}

fn part(service: &str) -> &'static str {
    let lower = service.to_lowercase();
    let stores = STORAGE.iter().any(|word| lower.contains(word));
    if stores { "storage" } else { "other" }
}
