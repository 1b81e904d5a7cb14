//! Mails and calls of webhooks: what waits, what was sent, what failed.

use domain::{
    DeliveryId, EventId, UserId, WebhookId,
    access::Administer,
    notice::{Channel, DeliveryState, Failure, MOST_TRIES, NoticeKind},
};
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{
    StoreError,
    rows::{from_json, parse, to_json},
};

/// To whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recipient {
    /// A mail to a person.
    Person(UserId),
    /// A call of a webhook: an event, or none for a test.
    Webhook(WebhookId, Option<EventId>),
}

/// A delivery to be made.
#[derive(Clone, Copy, Debug)]
pub struct NewDelivery {
    /// Its id.
    pub id: DeliveryId,
    /// To whom.
    pub to: Recipient,
}

/// Adds deliveries, due at once.
///
/// # Errors
/// When the database fails.
pub async fn add(
    db: &mut PgConnection,
    new: &[NewDelivery],
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    let ids: Vec<_> = new.iter().map(|one| one.id.0).collect();
    let mut columns = (Vec::new(), Vec::new(), Vec::new());
    for one in new {
        let (user, webhook, event) = match one.to {
            Recipient::Person(user) => (Some(user.0), None, None),
            Recipient::Webhook(webhook, event) => (None, Some(webhook.0), event.map(|e| e.0)),
        };
        columns.0.push(user);
        columns.1.push(webhook);
        columns.2.push(event);
    }
    let (users, webhooks, events) = columns;
    sqlx::query!(
        "INSERT INTO deliveries (id, user_id, webhook_id, event_id, next_at, created_at)
         SELECT new.id, new.user_id, new.webhook_id, new.event_id, $5, $5
         FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[]) AS new (id, user_id, webhook_id, event_id)",
        &ids,
        &users as &[Option<uuid::Uuid>],
        &webhooks as &[Option<uuid::Uuid>],
        &events as &[Option<uuid::Uuid>],
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A delivery that somebody has taken on.
#[derive(Clone, Copy, Debug)]
pub struct Claimed {
    /// Which.
    pub id: DeliveryId,
    /// To whom.
    pub to: Recipient,
    /// The how manieth try this is, from 1.
    pub attempt: i32,
    /// When the delivery came to be.
    pub created_at: OffsetDateTime,
}

/// Takes on some deliveries that are due. What nobody reports on until `lost` is due again: a process may die.
///
/// # Errors
/// When the database fails.
pub async fn claim(
    db: &mut PgConnection,
    (now, lost): (OffsetDateTime, OffsetDateTime),
    limit: i64,
) -> Result<Vec<Claimed>, StoreError> {
    let rows = sqlx::query!(
        "UPDATE deliveries d SET attempts = d.attempts + 1, next_at = $2
         FROM (
             SELECT id FROM deliveries WHERE state IN ('waiting', 'failed') AND next_at <= $1
             ORDER BY next_at LIMIT $3 FOR UPDATE SKIP LOCKED
         ) AS due
         WHERE d.id = due.id RETURNING d.id, d.user_id, d.webhook_id, d.event_id, d.attempts, d.created_at",
        now,
        lost,
        limit
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let to = match (row.user_id, row.webhook_id) {
                (Some(user), _) => Recipient::Person(UserId(user)),
                (None, Some(id)) => Recipient::Webhook(WebhookId(id), row.event_id.map(EventId)),
                (None, None) => {
                    return Err(StoreError::Inconsistent {
                        table: "deliveries",
                        column: "webhook_id",
                    });
                }
            };
            Ok(Claimed {
                id: DeliveryId(row.id),
                to,
                attempt: row.attempts,
                created_at: row.created_at,
            })
        })
        .collect()
}

/// What became of a try.
#[derive(Clone, Debug)]
pub enum Tried {
    /// It was taken.
    Sent,
    /// It failed, and is tried again then.
    Again(Failure, OffsetDateTime),
    /// It failed, and is not tried again.
    GivenUp(Failure),
}

/// Reports on a try; `false` where a later one has begun.
///
/// # Errors
/// When the database fails.
pub async fn finish(
    db: &mut PgConnection,
    (id, attempt): (DeliveryId, i32),
    result: &Tried,
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    let (state, failure, next, done) = match result {
        Tried::Sent => (DeliveryState::Sent, None, at, Some(at)),
        Tried::Again(failure, next) => (DeliveryState::Failed, Some(failure), *next, None),
        Tried::GivenUp(failure) => (DeliveryState::GivenUp, Some(failure), at, Some(at)),
    };
    let failure = failure
        .map(|failure| to_json(failure, "deliveries", "failure"))
        .transpose()?;
    let written = sqlx::query!(
        "UPDATE deliveries SET state = $3, failure = $4, next_at = $5, done_at = $6
         WHERE id = $1 AND attempts = $2 AND state IN ('waiting', 'failed')",
        id.0,
        attempt,
        state.as_str(),
        failure,
        next,
        done
    )
    .execute(db)
    .await?;
    Ok(written.rows_affected() == 1)
}

/// A delivery as lists show it.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// Which.
    pub id: DeliveryId,
    /// Which way.
    pub channel: Channel,
    /// The person's or the webhook's name.
    pub to: String,
    /// What it tells of; nothing of a test, and of a report.
    pub kinds: Vec<NoticeKind>,
    /// Whether it brings a report.
    pub report: bool,
    /// What became of it.
    pub state: DeliveryState,
    /// How often it was tried.
    pub attempts: i32,
    /// When it is tried next.
    pub next_at: OffsetDateTime,
    /// Why it failed last.
    pub failure: Option<Failure>,
    /// When it came to be.
    pub created_at: OffsetDateTime,
    /// When it was sent or given up.
    pub done_at: Option<OffsetDateTime>,
}

/// What a list leaves out.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter {
    /// Only these.
    pub state: Option<DeliveryState>,
    /// Only these.
    pub channel: Option<Channel>,
}

/// Some deliveries, the newest first; how many there are.
///
/// # Errors
/// When the database fails.
pub async fn list(
    db: &mut PgConnection,
    _permit: &Administer,
    filter: Filter,
    (limit, offset): (i64, i64),
) -> Result<(Vec<Delivery>, i64), StoreError> {
    let state = filter.state.map(DeliveryState::as_str);
    let mail = filter.channel.map(|channel| channel == Channel::Mail);
    let total = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM deliveries d
           WHERE ($1::text IS NULL OR d.state = $1) AND ($2::boolean IS NULL OR (d.user_id IS NOT NULL) = $2)"#,
        state,
        mail
    )
    .fetch_one(&mut *db)
    .await?;
    let rows = sqlx::query!(
        r#"SELECT d.id, d.user_id IS NOT NULL AS "mail!", d.report_id IS NOT NULL AS "report!", COALESCE(u.name, h.name) AS "to!", d.state, d.attempts, d.next_at,
                  d.failure, d.created_at, d.done_at,
                  ARRAY(SELECT DISTINCT e.kind FROM notice_events e
                        WHERE e.id = d.event_id OR e.id IN (SELECT n.event_id FROM notices n WHERE n.delivery_id = d.id)
                        ORDER BY e.kind) AS "kinds!"
           FROM deliveries d LEFT JOIN users u ON u.id = d.user_id LEFT JOIN webhooks h ON h.id = d.webhook_id
           WHERE ($1::text IS NULL OR d.state = $1) AND ($2::boolean IS NULL OR (d.user_id IS NOT NULL) = $2)
           ORDER BY d.created_at DESC, d.id LIMIT $3 OFFSET $4"#,
        state,
        mail,
        limit,
        offset
    )
    .fetch_all(db)
    .await?;
    let rows = rows.into_iter().map(|row| {
        let kinds = row.kinds.iter();
        let failure = row
            .failure
            .map(|value| from_json(value, "deliveries", "failure"));
        Ok(Delivery {
            id: DeliveryId(row.id),
            channel: if row.mail {
                Channel::Mail
            } else {
                Channel::Webhook
            },
            to: row.to,
            kinds: kinds
                .map(|kind| parse(kind, "notice_events", "kind"))
                .collect::<Result<_, _>>()?,
            report: row.report,
            state: parse(&row.state, "deliveries", "state")?,
            attempts: row.attempts,
            next_at: row.next_at,
            failure: failure.transpose()?,
            created_at: row.created_at,
            done_at: row.done_at,
        })
    });
    Ok((rows.collect::<Result<_, StoreError>>()?, total))
}

/// Has a failed delivery tried now, once more where it was given up; `false` where there is no such.
///
/// # Errors
/// When the database fails.
pub async fn retry(
    db: &mut PgConnection,
    _permit: &Administer,
    id: DeliveryId,
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE deliveries SET state = 'failed', next_at = $2, done_at = NULL, attempts = least(attempts, $3)
         WHERE id = $1 AND state IN ('failed', 'given_up')",
        id.0,
        at,
        MOST_TRIES - 1
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Forgets deliveries that came to be before.
///
/// # Errors
/// When the database fails.
pub async fn forget(db: &mut PgConnection, before: OffsetDateTime) -> Result<u64, StoreError> {
    let done = sqlx::query!("DELETE FROM deliveries WHERE created_at < $1", before)
        .execute(db)
        .await?;
    Ok(done.rows_affected())
}
