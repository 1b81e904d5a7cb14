//! Numbers of rules that this installation sets otherwise than the framework.

use domain::{RuleId, access::Administer, rule::Thresholds};
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{
    StoreError,
    rows::{from_json, parse, to_json},
};

/// A rule's numbers as this installation sets them.
#[derive(Clone, Debug)]
pub struct Stored {
    /// Of which rule.
    pub rule: RuleId,
    /// The numbers.
    pub thresholds: Thresholds,
    /// Why.
    pub remark: String,
    /// Who set them.
    pub by_name: String,
    /// When.
    pub at: OffsetDateTime,
    /// For optimistic writes.
    pub version: i32,
}

/// All of them, by rule.
///
/// # Errors
/// When the database fails.
pub async fn list(db: &mut PgConnection) -> Result<Vec<Stored>, StoreError> {
    let rows = sqlx::query!(
        "SELECT t.rule, t.content, t.remark, u.name AS by_name, t.changed_at, t.version
         FROM rule_thresholds t JOIN users u ON u.id = t.changed_by ORDER BY t.rule"
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Stored {
                rule: parse(&row.rule, "rule_thresholds", "rule")?,
                thresholds: from_json(row.content, "rule_thresholds", "content")?,
                remark: row.remark,
                by_name: row.by_name,
                at: row.changed_at,
                version: row.version,
            })
        })
        .collect()
}

/// Sets a rule's numbers; `false` where somebody was faster. Version 0: none are set yet.
///
/// # Errors
/// When the database fails.
pub async fn set(
    db: &mut PgConnection,
    permit: &Administer,
    (rule, version): (&RuleId, i32),
    (thresholds, remark): (&Thresholds, &str),
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    let content = to_json(thresholds, "rule_thresholds", "content")?;
    let done = if version == 0 {
        sqlx::query!(
            "INSERT INTO rule_thresholds (rule, content, remark, changed_by, changed_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (rule) DO NOTHING",
            rule.as_str(),
            content,
            remark,
            permit.user().0,
            at
        )
        .execute(db)
        .await?
    } else {
        sqlx::query!(
            "UPDATE rule_thresholds SET content = $3, remark = $4, changed_by = $5, changed_at = $6, version = version + 1
             WHERE rule = $1 AND version = $2",
            rule.as_str(),
            version,
            content,
            remark,
            permit.user().0,
            at
        )
        .execute(db)
        .await?
    };
    Ok(done.rows_affected() == 1)
}

/// Goes back to the framework's numbers; `false` where somebody was faster.
///
/// # Errors
/// When the database fails.
pub async fn reset(
    db: &mut PgConnection,
    _permit: &Administer,
    rule: &RuleId,
    version: i32,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "DELETE FROM rule_thresholds WHERE rule = $1 AND version = $2",
        rule.as_str(),
        version
    );
    Ok(done.execute(db).await?.rows_affected() == 1)
}
