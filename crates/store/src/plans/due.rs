//! Actions that should have been done.

use domain::{CriterionId, Fact, Profile, TeamId, UserId, WorkloadId};
use sqlx::PgConnection;
use time::Date;

use crate::{StoreError, rows::parse};

/// An action past its due date.
#[derive(Clone, Debug)]
pub struct OverdueAction {
    /// Whose.
    pub workload: WorkloadId,
    /// Its team.
    pub team: TeamId,
    /// Its facts: whether the criterion is in scope.
    pub profile: Profile,
    /// Of which criterion.
    pub criterion: CriterionId,
    /// Who should have done it, if they can sign in and are still in the team.
    pub owner: Option<UserId>,
    /// When it was due.
    pub due_on: Date,
}

/// Open actions of active workloads that were due within the last sixty days: later no step follows.
///
/// What is answered as met, here or by a platform, is done, unless a regression opened it again.
///
/// # Errors
/// When the database fails.
pub async fn overdue(db: &mut PgConnection, today: Date) -> Result<Vec<OverdueAction>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT a.workload_id, w.team_id, w.profile, a.criterion, u.id AS "owner?", a.due_on AS "due_on!"
           FROM actions a
           JOIN workloads w ON w.id = a.workload_id AND w.archived_at IS NULL
           JOIN assessments s ON s.workload_id = w.id AND s.state <> 'approved'
           LEFT JOIN answers k ON k.assessment_id = s.id AND k.criterion = a.criterion
           LEFT JOIN plan_rows p ON p.workload_id = a.workload_id AND p.criterion = a.criterion
           LEFT JOIN users u ON u.id = a.owner_id AND u.disabled_at IS NULL
                AND EXISTS (SELECT 1 FROM members m WHERE m.team_id = w.team_id AND m.user_id = u.id)
           WHERE a.state IN ('open', 'in_progress') AND a.due_on < $1 AND a.due_on >= $1::date - 60
             AND coalesce(p.state, a.state) IN ('open', 'in_progress')
             AND (k.state IS NULL OR k.state NOT IN ('met', 'not_applicable') OR (k.state = 'met' AND a.reopened_at IS NOT NULL))
           ORDER BY a.workload_id, a.criterion"#,
        today
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let facts = row.profile.iter();
            let profile = facts.map(|fact| parse::<Fact>(fact, "workloads", "profile"));
            Ok(OverdueAction {
                workload: WorkloadId(row.workload_id),
                team: TeamId(row.team_id),
                profile: profile.collect::<Result<_, _>>()?,
                criterion: parse(&row.criterion, "actions", "criterion")?,
                owner: row.owner.map(UserId),
                due_on: row.due_on,
            })
        })
        .collect()
}
