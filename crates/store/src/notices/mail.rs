//! From notices to mails: several to one person are one mail.

use domain::{DeliveryId, EventId, Locale, OrgRole, TeamId, UserId, Viewer, notice::NoticeKind};
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{
    StoreError,
    rows::{parse, parse_opt},
};

/// People with a notice that came before `until` and for which no mail was considered.
const AT_ONCE: i64 = 500;

/// A notice for which a mail is considered now, and never again.
#[derive(Clone, Debug)]
pub struct Gathered {
    /// Whose.
    pub user: UserId,
    /// Of what.
    pub event: EventId,
    /// Its kind.
    pub kind: NoticeKind,
    /// When it came.
    pub at: OffsetDateTime,
}

/// Takes all notices of people whose oldest has waited until `until` for others to join it.
///
/// # Errors
/// When the database fails.
pub async fn gather(
    db: &mut PgConnection,
    until: OffsetDateTime,
) -> Result<Vec<Gathered>, StoreError> {
    let users = sqlx::query_scalar!(
        "SELECT DISTINCT user_id FROM notices WHERE NOT gathered AND at <= $1 ORDER BY user_id LIMIT $2",
        until,
        AT_ONCE
    )
    .fetch_all(&mut *db)
    .await?;
    // Another instance that took them meanwhile leaves nothing: a locked row is looked at again.
    let rows = sqlx::query!(
        "UPDATE notices n SET gathered = true FROM notice_events e
         WHERE e.id = n.event_id AND n.user_id = ANY ($1) AND NOT n.gathered
         RETURNING n.user_id, n.event_id, e.kind, n.at",
        &users
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Gathered {
                user: UserId(row.user_id),
                event: EventId(row.event_id),
                kind: parse(&row.kind, "notice_events", "kind")?,
                at: row.at,
            })
        })
        .collect()
}

/// Puts notices into their mails.
///
/// # Errors
/// When the database fails.
pub async fn assign(
    db: &mut PgConnection,
    notices: &[(UserId, EventId, DeliveryId)],
) -> Result<(), StoreError> {
    let users: Vec<_> = notices.iter().map(|(user, ..)| user.0).collect();
    let events: Vec<_> = notices.iter().map(|(_, event, _)| event.0).collect();
    let mails: Vec<_> = notices.iter().map(|(.., mail)| mail.0).collect();
    sqlx::query!(
        "UPDATE notices n SET delivery_id = new.delivery_id
         FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS new (user_id, event_id, delivery_id)
         WHERE n.user_id = new.user_id AND n.event_id = new.event_id",
        &users,
        &events,
        &mails
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Who a mail goes to, with the roles that hold at this moment.
#[derive(Clone, Debug)]
pub struct Addressee {
    /// What they may see.
    pub viewer: Viewer,
    /// Where to.
    pub email: String,
    /// Their name.
    pub name: String,
    /// Their language; none where they never chose one.
    pub locale: Option<Locale>,
}

/// Who a mail goes to; nobody where the account is disabled.
///
/// # Errors
/// When the database fails.
pub async fn addressee(
    db: &mut PgConnection,
    user: UserId,
) -> Result<Option<Addressee>, StoreError> {
    let row = sqlx::query!(
        r#"SELECT u.email, u.name, u.locale, u.org_role,
                  ARRAY(SELECT team_id FROM members m WHERE m.user_id = u.id ORDER BY team_id) AS "teams!",
                  ARRAY(SELECT role FROM members m WHERE m.user_id = u.id ORDER BY team_id) AS "roles!"
           FROM users u WHERE u.id = $1 AND u.disabled_at IS NULL"#,
        user.0
    )
    .fetch_optional(db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let roles = row.teams.into_iter().zip(row.roles);
    let teams = roles
        .map(|(team, role)| Ok((TeamId(team), parse(&role, "members", "role")?)))
        .collect::<Result<_, StoreError>>()?;
    let org_role = parse_opt::<OrgRole>(row.org_role.as_deref(), "users", "org_role")?;
    Ok(Some(Addressee {
        viewer: Viewer {
            user,
            org_role,
            teams,
        },
        email: row.email,
        name: row.name,
        locale: row.locale.as_deref().and_then(Locale::from_tag),
    }))
}
