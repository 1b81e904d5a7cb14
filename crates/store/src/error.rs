//! What can go wrong in the database.

/// A failure of the database, or rows that contradict the types.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database failed or could not be reached.
    #[error("the database failed")]
    Database(#[from] sqlx::Error),
    /// A migration failed.
    #[error("a migration failed")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// A row holds a value that no version of the product writes.
    #[error("table {table}, column {column}: the value is not one we write")]
    Inconsistent {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
    },
    /// Stored JSON is not of the expected form.
    #[error("table {table}, column {column}: the JSON is not of the expected form")]
    Json {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// What is wrong with it.
        #[source]
        source: serde_json::Error,
    },
}

impl StoreError {
    /// The named constraint that a write broke, if that is what happened.
    pub fn constraint(&self) -> Option<&str> {
        match self {
            Self::Database(sqlx::Error::Database(error)) => error.constraint(),
            _ => None,
        }
    }
}
