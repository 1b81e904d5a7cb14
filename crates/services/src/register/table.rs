//! The register as a table to take away.

use domain::{Locale, Viewer, views::register::RegisterQuery};
use store::{StoreError, register};

use super::{page::row, query::asked};
use crate::{Error, Services, results};

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
) -> Result<Vec<u8>, Error> {
    let (today, readable) = (services.today(), viewer.readable());
    let (asked, errors) = asked(services.framework, viewer, readable, query, today);
    Error::check(errors)?;
    let mut tx = services.begin().await?;
    results::refresh(services, &mut tx).await?;
    let all = (0, IN_A_TABLE);
    let rows = register::page(&mut tx, &asked.filter, asked.cell, asked.order, all).await?;
    tx.commit().await.map_err(StoreError::from)?;
    let (framework, viewer) = (services.framework, viewer.clone());
    let table = tokio::task::spawn_blocking(move || {
        let rows = rows.into_iter();
        let rows = rows.map(|listed| row(framework, &viewer, listed, locale));
        report::csv::register(rows, framework, locale)
    });
    let table = table
        .await
        .map_err(|e| Error::Internal("csv", Box::new(e)))?;
    table.map_err(|e| Error::Internal("csv", Box::new(e)))
}
