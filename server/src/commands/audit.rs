//! `hexastyle audit verify`.

use store::{StoreError, change_log};
use uuid::Uuid;

use super::{CommandError, output};
use crate::config::DatabaseConfig;
use crate::database::Database;

/// Recomputes every hash of the change log.
pub(super) async fn verify(config: &DatabaseConfig) -> Result<(), CommandError> {
    let database = Database::join(config).await?;
    let found = async {
        let mut db = database.pool.acquire().await.map_err(StoreError::from)?;
        change_log::verify(&mut db).await
    };
    let found = found.await;
    database.close().await?;
    let (count, broken) = found?;
    let Some(broken) = broken else {
        return output::line(&format!("{count} entries, every chain holds."));
    };
    let chain = if broken.chain == Uuid::nil() {
        "the organisation's chain".to_owned()
    } else {
        format!("the chain of workload {}", broken.chain)
    };
    Err(CommandError::Refused(format!(
        "Entry {} of {chain} does not fit: it, or one before it, was changed outside the console.",
        broken.number
    )))
}
