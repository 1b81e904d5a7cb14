//! What ends soon, in all workloads at once.

use domain::{CriterionId, Fact, Profile, ProofKind, RiskId, RuleId, TeamId, UserId, WorkloadId};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use crate::{StoreError, rows::parse};

/// Notes that somebody looks today; `false` where that was done already. Whoever asks second waits for the first.
///
/// # Errors
/// When the database fails.
pub async fn begin(
    db: &mut PgConnection,
    today: Date,
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "INSERT INTO notice_rounds (day, at) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        today,
        at
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// What the framework says of proof: its rows for the query.
#[derive(Clone, Debug, Default)]
pub struct Needs {
    /// Each criterion with the weakest kind of proof that it takes.
    pub criteria: Vec<(CriterionId, ProofKind)>,
    /// Each rule with the criterion that it tests and the days that its data counts.
    pub rules: Vec<(RuleId, CriterionId, u16)>,
}

const fn strength(kind: ProofKind) -> i16 {
    match kind {
        ProofKind::Attestation => 1,
        ProofKind::Document => 2,
        ProofKind::Signal => 3,
    }
}

/// Proof of a claimed criterion that ends within thirty days, with nothing that lasts longer.
#[derive(Clone, Debug)]
pub struct EndingProof {
    /// Whose.
    pub workload: WorkloadId,
    /// Its team.
    pub team: TeamId,
    /// Its facts: whether the criterion is in scope.
    pub profile: Profile,
    /// Of what.
    pub criterion: CriterionId,
    /// The first day on which it counts.
    pub since: Date,
    /// The last.
    pub until: Date,
}

/// All proof of claimed criteria in active workloads that ends within thirty days and that nothing outlasts.
///
/// It starts from what ends and looks for something that lasts longer, so its cost follows what ends and not what there
/// is. What has passed no step since it began is left out at once, as telemetry that goes on
/// ([`domain::notice::due`] says which step it is).
///
/// # Errors
/// When the database fails.
pub async fn proof(
    db: &mut PgConnection,
    needs: &Needs,
    today: Date,
) -> Result<Vec<EndingProof>, StoreError> {
    let criteria: Vec<_> = needs
        .criteria
        .iter()
        .map(|(id, _)| id.to_string())
        .collect();
    let strengths: Vec<_> = needs
        .criteria
        .iter()
        .map(|(_, kind)| strength(*kind))
        .collect();
    let rules: Vec<_> = needs
        .rules
        .iter()
        .map(|(rule, ..)| rule.to_string())
        .collect();
    let tested: Vec<_> = needs
        .rules
        .iter()
        .map(|(_, of, _)| of.to_string())
        .collect();
    let days: Vec<_> = needs
        .rules
        .iter()
        .map(|(.., days)| i32::from(*days))
        .collect();
    let rows = sqlx::query!(
        r#"WITH needs AS (SELECT * FROM unnest($2::text[], $3::smallint[]) AS n (criterion, strength)),
                rules AS (SELECT * FROM unnest($4::text[], $5::text[], $6::integer[]) AS r (rule, criterion, days)),
                ending AS (
                    SELECT e.workload_id, c.criterion, 2::smallint AS strength,
                           greatest(e.effective, (e.received_at AT TIME ZONE 'UTC')::date) AS since, e.valid_until AS until,
                           NULL::uuid AS by_user, NULL::timestamptz AS at
                    FROM evidence e JOIN evidence_criteria c ON c.evidence_id = e.id
                    WHERE e.withdrawn_at IS NULL AND e.effective <= $1 AND e.valid_until BETWEEN $1 AND $1 + 30
                    UNION ALL
                    SELECT a.workload_id, a.criterion, 1::smallint, (a.at AT TIME ZONE 'UTC')::date,
                           (a.at AT TIME ZONE 'UTC')::date + 364, a.by_user, a.at
                    FROM attestations a
                    WHERE a.withdrawn_at IS NULL
                      AND a.at >= ($1 - 364)::timestamp AT TIME ZONE 'UTC' AND a.at < ($1 - 333)::timestamp AT TIME ZONE 'UTC'
                    UNION ALL
                    SELECT v.workload_id, r.criterion, 3::smallint, v.fresh_until - r.days, v.fresh_until, NULL, NULL
                    FROM verdicts v JOIN rules r ON r.rule = v.rule
                    WHERE v.outcome = 'supports' AND v.decision IS DISTINCT FROM 'rejected'
                      AND v.fresh_until BETWEEN $1 AND $1 + 30
                )
           SELECT DISTINCT ON (w.id, p.criterion)
                  w.id AS "workload!", w.team_id AS "team!", w.profile AS "profile!",
                  p.criterion AS "criterion!", p.since AS "since!", p.until AS "until!"
           FROM ending p
           JOIN needs n ON n.criterion = p.criterion AND n.strength <= p.strength
           JOIN workloads w ON w.id = p.workload_id AND w.archived_at IS NULL
           JOIN assessments s ON s.workload_id = w.id AND s.state <> 'approved'
           JOIN answers k ON k.assessment_id = s.id AND k.criterion = p.criterion AND k.state = 'met'
           WHERE (p.by_user IS NULL OR (p.by_user <> k.answered_by AND p.at >= k.answered_at))
             AND ((p.until - $1 <= 1 AND p.until - p.since > 1)
                  OR (p.until - $1 <= 7 AND p.until - p.since > 7)
                  OR (p.until - $1 <= 30 AND p.until - p.since > 30))
             AND NOT EXISTS (
                 SELECT 1 FROM evidence e JOIN evidence_criteria c ON c.evidence_id = e.id
                 WHERE e.workload_id = p.workload_id AND c.criterion = p.criterion AND e.withdrawn_at IS NULL
                   AND n.strength <= 2 AND e.effective <= $1 AND e.valid_until > p.until)
             AND NOT EXISTS (
                 SELECT 1 FROM attestations a
                 WHERE a.workload_id = p.workload_id AND a.criterion = p.criterion AND a.withdrawn_at IS NULL
                   AND n.strength <= 1 AND a.by_user <> k.answered_by AND a.at >= k.answered_at
                   AND (a.at AT TIME ZONE 'UTC')::date + 364 > p.until)
             AND NOT EXISTS (
                 SELECT 1 FROM verdicts v JOIN rules r ON r.rule = v.rule
                 WHERE v.workload_id = p.workload_id AND r.criterion = p.criterion AND v.outcome = 'supports'
                   AND v.decision IS DISTINCT FROM 'rejected' AND v.fresh_until > p.until)
           ORDER BY w.id, p.criterion, p.until DESC, p.since"#,
        today,
        &criteria,
        &strengths,
        &rules,
        &tested,
        &days
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let facts = row.profile.iter();
            let profile = facts.map(|fact| parse::<Fact>(fact, "workloads", "profile"));
            Ok(EndingProof {
                workload: WorkloadId(row.workload),
                team: TeamId(row.team),
                profile: profile.collect::<Result<_, _>>()?,
                criterion: parse(&row.criterion, "answers", "criterion")?,
                since: row.since,
                until: row.until,
            })
        })
        .collect()
}

/// The acceptance of a risk that ends or ended within thirty days.
#[derive(Clone, Debug)]
pub struct EndingAcceptance {
    /// Whose.
    pub workload: WorkloadId,
    /// Its team.
    pub team: TeamId,
    /// Of which risk.
    pub risk: RiskId,
    /// Who approved it.
    pub approver: UserId,
    /// Who asked for it.
    pub asked_by: Option<UserId>,
    /// Whose the risk is.
    pub owner: Option<UserId>,
    /// The day on which they did.
    pub since: Date,
    /// The last day on which it holds.
    pub until: Date,
}

/// All acceptances in active workloads that end or ended within thirty days.
///
/// # Errors
/// When the database fails.
pub async fn acceptances(
    db: &mut PgConnection,
    today: Date,
) -> Result<Vec<EndingAcceptance>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT t.workload_id, w.team_id, t.risk, t.approved_by AS "approver!", t.asked_by, t.owner_id,
                  (t.approved_at AT TIME ZONE 'UTC')::date AS "since!", t.expires_on AS "until!"
           FROM treatments t JOIN workloads w ON w.id = t.workload_id AND w.archived_at IS NULL
           WHERE t.approved_by IS NOT NULL AND t.expires_on BETWEEN $1::date - 30 AND $1 + 30
           ORDER BY t.workload_id, t.risk"#,
        today
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(EndingAcceptance {
                workload: WorkloadId(row.workload_id),
                team: TeamId(row.team_id),
                risk: parse(&row.risk, "treatments", "risk")?,
                approver: UserId(row.approver),
                asked_by: row.asked_by.map(UserId),
                owner: row.owner_id.map(UserId),
                since: row.since,
                until: row.until,
            })
        })
        .collect()
}
