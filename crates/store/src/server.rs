//! What the database server and its schema say of themselves.

use sqlx::PgConnection;

use crate::StoreError;

/// The server's major version.
///
/// # Errors
/// When the database fails.
pub async fn major_version(db: &mut PgConnection) -> Result<i32, StoreError> {
    let number =
        sqlx::query_scalar!(r#"SELECT current_setting('server_version_num')::int AS "number!""#);
    Ok(number.fetch_one(db).await? / 10_000)
}

/// How many migrations the database has had; none before the migrator's first run.
///
/// # Errors
/// When the database fails.
pub async fn migrations_done(db: &mut PgConnection) -> Result<usize, StoreError> {
    let exists =
        sqlx::query_scalar!(r#"SELECT to_regclass('_sqlx_migrations') IS NOT NULL AS "exists!""#);
    if !exists.fetch_one(&mut *db).await? {
        return Ok(0);
    }
    // Not checked at compile time: the table is the migrator's, and not there before its first run.
    let done = sqlx::query_scalar("SELECT count(*) FROM _sqlx_migrations WHERE success");
    let done: i64 = done.fetch_one(db).await?;
    Ok(usize::try_from(done).unwrap_or(0))
}
