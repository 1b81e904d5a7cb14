//! All rows of a workload out.

use domain::{AssessmentId, WorkloadId};
use serde::de::DeserializeOwned;
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

use super::history;
use super::parts::{
    ActionPart, AssessmentPart, AssumptionPart, AttestationPart, BudgetPart, ComponentPart,
    EvidencePart, FactorsPart, FindingPart, MapBearing, MapCall, MapPart, MapPlace, MilestonePart,
    OwnRiskPart, PlatformPart, ReadingPart, ReviewPart, Rows, SubscriptionPart, TreatmentPart,
    VerdictPart,
};
use crate::{StoreError, rows::from_json};

/// Reads a table's rows of a workload.
macro_rules! table {
    ($db:expr, $table:literal, $query:literal, $id:expr) => {{
        let rows: Value = sqlx::query_scalar!($query, $id)
            .fetch_one(&mut *$db)
            .await?;
        read(rows, $table)?
    }};
}

fn read<T: DeserializeOwned>(rows: Value, table: &'static str) -> Result<T, StoreError> {
    from_json(rows, table, "row")
}

/// Everything about a workload.
///
/// # Errors
/// When the database fails.
pub async fn rows(
    db: &mut PgConnection,
    workload: WorkloadId,
    open: AssessmentId,
) -> Result<Rows, StoreError> {
    let id = workload.0;
    let answers = table!(
        db,
        "answers",
        r#"SELECT coalesce(jsonb_agg(to_jsonb(a) ORDER BY criterion), '[]') AS "rows!"
               FROM answers a WHERE assessment_id = $1"#,
        open.0
    );
    let notes = table!(
        db,
        "check_notes",
        r#"SELECT coalesce(jsonb_agg(to_jsonb(n) ORDER BY check_id), '[]') AS "rows!"
               FROM check_notes n WHERE assessment_id = $1"#,
        open.0
    );
    let (assessments, reviews, milestones) = assessing(db, id).await?;
    let (evidence, attestations) = proof(db, id).await?;
    let (treatments, actions, own_risks) = decisions(db, id).await?;
    let (readings, findings, verdicts, components) = tools(db, id).await?;
    let (platform, subscriptions) = shared(db, id).await?;
    let (map_parts, map_calls, map_places, map_bearings) = map(db, id).await?;
    let (budgets, factors, assumptions) = cost(db, id).await?;
    let history = history::read(db, workload).await?;
    Ok(Rows {
        assessments,
        reviews,
        answers,
        notes,
        evidence,
        attestations,
        treatments,
        actions,
        readings,
        findings,
        verdicts,
        components,
        milestones,
        own_risks,
        platform,
        subscriptions,
        map_parts,
        map_calls,
        map_places,
        map_bearings,
        budgets,
        factors,
        assumptions,
        history,
    })
}

/// Assessments with what was said of them.
type AssessingRows = (Vec<AssessmentPart>, Vec<ReviewPart>, Vec<MilestonePart>);

async fn assessing(db: &mut PgConnection, id: Uuid) -> Result<AssessingRows, StoreError> {
    Ok((
        table!(
            db,
            "assessments",
            r#"SELECT coalesce(jsonb_agg(to_jsonb(a) ORDER BY number), '[]') AS "rows!"
               FROM assessments a WHERE workload_id = $1"#,
            id
        ),
        table!(
            db,
            "reviews",
            r#"SELECT coalesce(jsonb_agg(to_jsonb(r) ORDER BY r.at, r.id), '[]') AS "rows!"
               FROM reviews r JOIN assessments a ON a.id = r.assessment_id WHERE a.workload_id = $1"#,
            id
        ),
        table!(
            db,
            "milestones",
            r#"SELECT coalesce(jsonb_agg(to_jsonb(m) ORDER BY number), '[]') AS "rows!"
               FROM milestones m WHERE workload_id = $1"#,
            id
        ),
    ))
}

/// Documents and confirmations.
type ProofRows = (Vec<EvidencePart>, Vec<AttestationPart>);

async fn proof(db: &mut PgConnection, id: Uuid) -> Result<ProofRows, StoreError> {
    Ok((
        table!(
            db,
            "evidence",
            r#"SELECT coalesce(jsonb_agg(to_jsonb(e) || jsonb_build_object('criteria',
                      ARRAY(SELECT criterion FROM evidence_criteria c WHERE c.evidence_id = e.id ORDER BY criterion))
                      ORDER BY e.received_at, e.id), '[]') AS "rows!"
               FROM evidence e WHERE workload_id = $1 AND withdrawn_at IS NULL"#,
            id
        ),
        table!(
            db,
            "attestations",
            r#"SELECT coalesce(jsonb_agg(to_jsonb(a) ORDER BY a.at, a.id), '[]') AS "rows!"
               FROM attestations a WHERE workload_id = $1 AND withdrawn_at IS NULL"#,
            id
        ),
    ))
}

/// What people decided.
type DecisionsRows = (Vec<TreatmentPart>, Vec<ActionPart>, Vec<OwnRiskPart>);

async fn decisions(db: &mut PgConnection, id: Uuid) -> Result<DecisionsRows, StoreError> {
    Ok((
        table!(
            db,
            "treatments",
            r#"SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY risk), '[]') AS "rows!"
               FROM treatments t WHERE workload_id = $1"#,
            id
        ),
        table!(
            db,
            "actions",
            r#"SELECT coalesce(jsonb_agg(to_jsonb(a) || jsonb_build_object('requires',
                      ARRAY(SELECT r.requires FROM action_requires r
                            WHERE r.workload_id = a.workload_id AND r.criterion = a.criterion ORDER BY r.requires))
                      ORDER BY a.criterion), '[]') AS "rows!"
               FROM actions a WHERE workload_id = $1"#,
            id
        ),
        table!(
            db,
            "own_risks",
            r#"SELECT coalesce(jsonb_agg(to_jsonb(r) ORDER BY number), '[]') AS "rows!"
               FROM own_risks r WHERE workload_id = $1"#,
            id
        ),
    ))
}

/// What other tools said.
type ToolsRows = (
    Vec<ReadingPart>,
    Vec<FindingPart>,
    Vec<VerdictPart>,
    Vec<ComponentPart>,
);

async fn tools(db: &mut PgConnection, id: Uuid) -> Result<ToolsRows, StoreError> {
    Ok((
        table!(
            db,
            "readings",
            r#"SELECT coalesce(jsonb_agg(to_jsonb(r) || jsonb_build_object('sender', coalesce(user_id, token_id))
                      ORDER BY r.received_at, r.id), '[]') AS "rows!"
               FROM readings r WHERE workload_id = $1"#,
            id
        ),
        table!(
            db,
            "findings",
            r#"SELECT coalesce(jsonb_agg(to_jsonb(f) ORDER BY f.series, f.fingerprint), '[]') AS "rows!"
               FROM findings f WHERE workload_id = $1"#,
            id
        ),
        table!(
            db,
            "verdicts",
            r#"SELECT coalesce(jsonb_agg(to_jsonb(v) ORDER BY rule), '[]') AS "rows!"
               FROM verdicts v WHERE workload_id = $1"#,
            id
        ),
        table!(
            db,
            "components",
            r#"SELECT coalesce(jsonb_agg(to_jsonb(c) ORDER BY kind, name), '[]') AS "rows!"
               FROM components c WHERE workload_id = $1"#,
            id
        ),
    ))
}

/// What is answered for others, and taken over from them.
type SharedRows = (Option<PlatformPart>, Vec<SubscriptionPart>);

async fn shared(db: &mut PgConnection, id: Uuid) -> Result<SharedRows, StoreError> {
    Ok((
        table!(
            db,
            "platforms",
            r#"SELECT coalesce((
                   SELECT to_jsonb(p) || jsonb_build_object('offers',
                       ARRAY(SELECT criterion FROM platform_offers o WHERE o.platform_id = p.workload_id ORDER BY criterion))
                   FROM platforms p WHERE workload_id = $1), 'null') AS "rows!""#,
            id
        ),
        table!(
            db,
            "platform_subscriptions",
            r#"SELECT coalesce(jsonb_agg(to_jsonb(s) || jsonb_build_object('platform_name', w.name) ORDER BY s.platform_id), '[]')
                      AS "rows!"
               FROM platform_subscriptions s JOIN workloads w ON w.id = s.platform_id WHERE s.consumer_id = $1"#,
            id
        ),
    ))
}

/// The map.
type MapRows = (Vec<MapPart>, Vec<MapCall>, Vec<MapPlace>, Vec<MapBearing>);

async fn map(db: &mut PgConnection, id: Uuid) -> Result<MapRows, StoreError> {
    Ok((
        table!(
            db,
            "map_parts",
            r#"SELECT coalesce(jsonb_agg(to_jsonb(p) ORDER BY p.id), '[]') AS "rows!" FROM map_parts p WHERE workload_id = $1"#,
            id
        ),
        table!(
            db,
            "map_calls",
            r#"SELECT coalesce(jsonb_agg(to_jsonb(c) ORDER BY c.id), '[]') AS "rows!" FROM map_calls c WHERE workload_id = $1"#,
            id
        ),
        table!(
            db,
            "map_components",
            r#"SELECT coalesce(jsonb_agg(to_jsonb(c) ORDER BY component_id), '[]') AS "rows!"
               FROM map_components c WHERE workload_id = $1"#,
            id
        ),
        table!(
            db,
            "map_bearings",
            r#"SELECT coalesce(jsonb_agg(to_jsonb(b) ORDER BY part_id, check_id), '[]') AS "rows!"
               FROM map_bearings b WHERE workload_id = $1"#,
            id
        ),
    ))
}

/// What is set about cost.
type CostRows = (Vec<BudgetPart>, Vec<FactorsPart>, Vec<AssumptionPart>);

async fn cost(db: &mut PgConnection, id: Uuid) -> Result<CostRows, StoreError> {
    Ok((
        table!(
            db,
            "budgets",
            r#"SELECT coalesce(jsonb_agg(to_jsonb(b) || jsonb_build_object('marks',
                      (SELECT coalesce(jsonb_agg(to_jsonb(m) ORDER BY m.month, m.step), '[]')
                       FROM budget_marks m WHERE m.budget_id = b.id)) ORDER BY b.currency), '[]') AS "rows!"
               FROM budgets b WHERE workload_id = $1"#,
            id
        ),
        // As text: a reader of JSON may lose the last bit of a number.
        table!(
            db,
            "cost_factors",
            r#"SELECT coalesce(jsonb_agg(to_jsonb(f) || jsonb_build_object('pue', f.pue::text,
                      'intensity', f.intensity::text, 'embodied', f.embodied::text)), '[]') AS "rows!"
               FROM cost_factors f WHERE workload_id = $1"#,
            id
        ),
        table!(
            db,
            "cost_assumptions",
            r#"SELECT coalesce(jsonb_agg(to_jsonb(a) ORDER BY currency), '[]') AS "rows!"
               FROM cost_assumptions a WHERE workload_id = $1"#,
            id
        ),
    ))
}
