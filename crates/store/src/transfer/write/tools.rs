//! What other tools said, and what rules make of it.

use domain::WorkloadId;
use sqlx::PgConnection;

use super::{super::parts::Rows, json};
use crate::StoreError;

pub(super) async fn tools(
    db: &mut PgConnection,
    workload: WorkloadId,
    rows: &Rows,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO readings (id, workload_id, sha256, file_name, size, kind, series, day, content, received_at, user_id,
                               withdrawn_at, said)
         SELECT id, $1, sha256, file_name, size, kind, series, day, content, received_at, sender, withdrawn_at, said
         FROM jsonb_to_recordset($2::jsonb) AS r(id uuid, sha256 text, file_name text, size bigint, kind text, series text,
             day date, content jsonb, received_at timestamptz, sender uuid, withdrawn_at timestamptz,
             said text)",
        workload.0,
        json(&rows.readings, "readings")?
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "INSERT INTO findings (id, workload_id, series, fingerprint, reading_id, kind, severity, checks, content, first_day,
                               last_day, fixed_day, triage, triage_until, remark, triaged_by, triaged_at, version, tool)
         SELECT r.id, $1, r.series, r.fingerprint, d.id, r.kind, r.severity,
                ARRAY(SELECT jsonb_array_elements_text(r.checks)), r.content, r.first_day, r.last_day, r.fixed_day, r.triage,
                r.triage_until, r.remark, r.triaged_by, r.triaged_at, r.version, r.tool
         FROM jsonb_to_recordset($2::jsonb) AS r(id uuid, series text, fingerprint text, reading_id uuid, kind text,
             severity smallint, checks jsonb, content jsonb, first_day date, last_day date, fixed_day date, triage text,
             triage_until date, remark text, triaged_by uuid, triaged_at timestamptz, version integer, tool text)
         LEFT JOIN readings d ON d.id = r.reading_id AND d.workload_id = $1",
        workload.0,
        json(&rows.findings, "findings")?
    )
    .execute(&mut *db)
    .await?;
    // The outcome has a column of its own, and so has the day until which it is fresh.
    let outcomes: Vec<_> = rows
        .verdicts
        .iter()
        .map(|v| v.content.outcome.code().to_owned())
        .collect();
    sqlx::query!(
        "INSERT INTO verdicts (workload_id, rule, outcome, content, judged_at, decision, remark, decided_by, decided_at, fresh_until)
         SELECT $1, r.rule, r.outcome, r.content, r.judged_at, r.decision, r.remark, r.decided_by, r.decided_at,
                (r.content ->> 'fresh_until')::date
         FROM ROWS FROM (jsonb_to_recordset($2::jsonb) AS (rule text, content jsonb, judged_at timestamptz, decision text,
             remark text, decided_by uuid, decided_at timestamptz), unnest($3::text[]))
             AS r(rule, content, judged_at, decision, remark, decided_by, decided_at, outcome)",
        workload.0,
        json(&rows.verdicts, "verdicts")?,
        &outcomes
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "INSERT INTO components (id, workload_id, kind, name, origin, first_at, last_at, content, standing, remark, reviewed_by,
                                 reviewed_at, version)
         SELECT id, $1, kind, name, origin, first_at, last_at, content, standing, remark, reviewed_by, reviewed_at, version
         FROM jsonb_to_recordset($2::jsonb) AS r(id uuid, kind text, name text, origin text, first_at timestamptz,
             last_at timestamptz, content jsonb, standing text, remark text, reviewed_by uuid, reviewed_at timestamptz,
             version integer)",
        workload.0,
        json(&rows.components, "components")?
    )
    .execute(db)
    .await?;
    Ok(())
}
