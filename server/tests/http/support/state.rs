//! What the database holds, to see that nothing changed.

use sqlx::PgPool;

/// Tables that people write to; prepared numbers, sessions and counted tries are no writes of theirs.
const TABLES: [&str; 42] = [
    "users",
    "teams",
    "members",
    "invitations",
    "password_resets",
    "organisation",
    "frameworks",
    "workloads",
    "assessments",
    "answers",
    "check_notes",
    "reviews",
    "milestones",
    "blobs",
    "evidence",
    "evidence_criteria",
    "attestations",
    "treatments",
    "own_risks",
    "actions",
    "action_requires",
    "tokens",
    "readings",
    "findings",
    "verdicts",
    "components",
    "map_parts",
    "map_calls",
    "map_components",
    "map_bearings",
    "map_steps",
    "signal_pulls",
    "pull_bounds",
    "rule_thresholds",
    "cost_assumptions",
    "notice_events",
    "notices",
    "notice_choices",
    "webhooks",
    "deliveries",
    "imports",
    "imported_history",
];

/// One text that differs when any row does.
pub async fn checksum(pool: &PgPool) -> String {
    let parts: Vec<_> = TABLES
        .iter()
        .map(|table| format!("SELECT '{table}' AS name, md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) AS sum FROM {table} t"))
        .collect();
    let query = format!(
        "SELECT string_agg(name || sum, ',' ORDER BY name) FROM ({}) AS all_tables",
        parts.join(" UNION ALL ")
    );
    sqlx::query_scalar(sqlx::AssertSqlSafe(query))
        .fetch_one(pool)
        .await
        .unwrap()
}

/// How many writes the change log tells of.
pub async fn log_entries(pool: &PgPool) -> i64 {
    sqlx::query_scalar("SELECT count(*) FROM change_log")
        .fetch_one(pool)
        .await
        .unwrap()
}
