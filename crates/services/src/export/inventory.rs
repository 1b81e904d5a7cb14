//! What telemetry and files named as parts of a workload: the table of it, and its lines in reports.

use domain::{
    Locale, Viewer, WorkloadId, access::Read, evidence::ComponentKind,
    views::signals::ComponentStanding,
};
use report::{csv::Part, model::ComponentLine};
use store::{StoreError, components};

use super::{Page, Paged, Table, page};
use crate::{Error, Services};

/// What of the inventory is asked for, as the address says it; what makes no sense is left out.
#[derive(Clone, Debug, Default)]
pub struct InventoryQuery {
    /// A kind of component.
    pub kind: String,
    /// What a person says of it.
    pub standing: String,
}

impl InventoryQuery {
    /// Whether a component is asked for.
    fn takes(&self) -> impl Fn(&components::Stored) -> bool + use<> {
        let kind: Option<ComponentKind> = serde_json::from_value(self.kind.as_str().into()).ok();
        let standing: Option<ComponentStanding> = self.standing.parse().ok();
        move |row| {
            kind.is_none_or(|kind| kind == row.content.kind)
                && standing.is_none_or(|standing| standing == row.standing)
        }
    }
}

/// What telemetry and files named as parts of a workload as CSV, by kind and name.
///
/// # Errors
/// [`Error::NotFound`] where it may not be read.
#[tracing::instrument(skip_all)]
pub async fn inventory_csv(
    services: &Services,
    viewer: &Viewer,
    (id, locale): (WorkloadId, Locale),
    query: &InventoryQuery,
) -> Result<Table, Error> {
    let mut tx = services.begin().await?;
    let stored = store::workloads::lookup(&mut tx, id).await?;
    viewer.permit::<Read>(stored.ok_or(Error::NotFound)?.team)?;
    drop(tx);
    let rows = Components {
        services: services.clone(),
        of: (id, query.clone()),
        after: None,
        locale,
    };
    Ok(Table::new(rows, i64::MAX))
}

struct Components {
    services: Services,
    of: (WorkloadId, InventoryQuery),
    /// Kind and name of the last component that was read.
    after: Option<(String, String)>,
    locale: Locale,
}

impl Paged for Components {
    async fn page(&mut self, part: Part, rows: i64) -> Result<Page, Error> {
        let (id, query) = &self.of;
        let mut tx = self.services.begin().await?;
        let after = (self.after.as_ref(), rows);
        let (found, last) = components::following(&mut tx, *id, after).await?;
        tx.commit().await.map_err(StoreError::from)?;
        let (takes, locale) = (query.takes(), self.locale);
        self.after = last;
        page(found.len(), move || {
            let rows = found.into_iter().filter(takes);
            let rows: Vec<_> = rows.map(component).collect();
            report::csv::inventory(&rows, (part, locale))
        })
        .await
    }
}

/// A component for a report.
pub(super) fn component(stored: components::Stored) -> ComponentLine {
    let version = stored.content.version.as_ref();
    ComponentLine {
        kind: stored.content.kind,
        name: stored.content.name.to_string(),
        version: version.map(ToString::to_string),
        standing: stored.standing,
        reviewed: stored.by_name.map(|name| (stored.remark, name)),
        origin: stored.origin,
        first_at: stored.first_at,
        last_at: stored.last_at,
    }
}
