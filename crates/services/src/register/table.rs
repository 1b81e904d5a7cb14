//! The register as a table to take away.

use domain::{Locale, Viewer, views::register::RegisterQuery};
use report::csv::Part;
use store::{
    StoreError,
    register::{self, Place},
};

use super::{
    page::row,
    query::{Asked, asked},
};
use crate::{
    Error, Services,
    export::{self, Page, Paged, Table},
    results,
};

/// Risks in a table to take away.
pub const IN_A_TABLE: i64 = 500_000;

/// All rows that match as CSV, in their order.
///
/// # Errors
/// [`Error::Invalid`] where a filter makes no sense.
#[tracing::instrument(skip_all)]
pub async fn csv(
    services: &Services,
    viewer: &Viewer,
    query: &RegisterQuery,
    locale: Locale,
) -> Result<Table, Error> {
    let (today, readable) = (services.today(), viewer.readable());
    let (asked, errors) = asked(services.framework, viewer, readable, query, today);
    Error::check(errors)?;
    let mut tx = services.begin().await?;
    results::refresh(services, &mut tx).await?;
    tx.commit().await.map_err(StoreError::from)?;
    let rows = Rows {
        services: services.clone(),
        viewer: viewer.clone(),
        asked,
        after: None,
        locale,
    };
    Ok(Table::new(rows, IN_A_TABLE))
}

struct Rows {
    services: Services,
    viewer: Viewer,
    asked: Asked,
    /// The last row that was given.
    after: Option<Place>,
    locale: Locale,
}

impl Paged for Rows {
    async fn page(&mut self, part: Part, rows: i64) -> Result<Page, Error> {
        let Asked {
            filter,
            cell,
            order,
            ..
        } = &self.asked;
        let mut tx = self.services.begin().await?;
        let after = (self.after.as_ref(), rows);
        let rows = register::following(&mut tx, filter, *cell, *order, after).await?;
        tx.commit().await.map_err(StoreError::from)?;
        if let Some((_, place)) = rows.last() {
            self.after = Some(place.clone());
        }
        let (framework, viewer, locale) =
            (self.services.framework, self.viewer.clone(), self.locale);
        export::page(rows.len(), move || {
            let rows = rows.into_iter();
            let rows = rows.map(|(listed, _)| row(framework, &viewer, listed, locale));
            report::csv::register(rows, framework, (part, locale))
        })
        .await
    }
}
