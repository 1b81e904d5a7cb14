//! What is to be sent now, and what became of it.

use domain::{
    DeliveryId, EventId, Locale, UserId, WebhookId,
    notice::{Failure, HookAddress, MOST_TRIES, backoff},
    views::notices::NoticeRow,
};
use store::{
    PgConnection, StoreError,
    deliveries::{self, Claimed, Recipient, Tried},
    notices::{events, inbox, mail},
    schedules, webhooks,
};
use time::{Duration, OffsetDateTime};

use super::{inbox::row, secrets};
use crate::{Error, Services};

/// Deliveries that are taken on at once.
const AT_ONCE: i64 = 20;
/// A delivery that nobody reports on within this time is taken for lost.
const LOST: Duration = Duration::minutes(5);

/// Larger files are not put into mails: many servers refuse them.
const LARGEST_ATTACHMENT: usize = 10 * 1024 * 1024;

/// A delivery that was taken on.
pub struct Work {
    /// Which.
    pub id: DeliveryId,
    attempt: i32,
    /// What is to be sent.
    pub job: Job,
}

/// What is to be sent.
pub enum Job {
    /// A mail.
    Mail(Letter),
    /// A mail that brings a report.
    Report(ReportLetter),
    /// A call of a webhook.
    Call(Call),
    /// Nothing: why not.
    Nothing(Failure),
}

/// A mail; what its reader may not see any more is not in it.
pub struct Letter {
    /// The address.
    pub to: String,
    /// The reader's name.
    pub name: String,
    /// The reader's language.
    pub locale: Locale,
    /// The oldest first; at least one.
    pub notices: Vec<NoticeRow>,
}

/// A mail that brings a report; who may no longer read it is sent nothing.
pub struct ReportLetter {
    /// The address.
    pub to: String,
    /// The reader's name.
    pub name: String,
    /// The reader's language.
    pub locale: Locale,
    /// What the report is about.
    pub about: String,
    /// What the file is called.
    pub file_name: String,
    /// Its media type.
    pub media_type: &'static str,
    /// The file; none where it is too large for a mail.
    pub file: Option<Vec<u8>>,
}

/// A call of a webhook.
pub struct Call {
    /// Where.
    pub url: HookAddress,
    /// Signs it.
    pub secret: Vec<u8>,
    /// What happened; nothing in a test.
    pub notice: Option<NoticeRow>,
    /// When it happened.
    pub at: OffsetDateTime,
}

/// Takes on what is due now.
///
/// # Errors
/// When the database fails. What was taken on is due again after five minutes.
#[tracing::instrument(skip_all)]
pub async fn take(services: &Services) -> Result<Vec<Work>, Error> {
    let now = services.now();
    let mut db = services.pool.acquire().await.map_err(StoreError::from)?;
    // A statement of its own, so that nothing is locked while things are sent.
    let claimed = deliveries::claim(&mut db, (now, now + LOST), AT_ONCE).await?;
    let mut work = Vec::with_capacity(claimed.len());
    for one in claimed {
        let job = match one.to {
            Recipient::Person(user) => letter(services, &mut db, one.id, user).await?,
            Recipient::Webhook(hook, event) => call(services, &mut db, &one, hook, event).await?,
        };
        work.push(Work {
            id: one.id,
            attempt: one.attempt,
            job,
        });
    }
    Ok(work)
}

async fn letter(
    services: &Services,
    db: &mut PgConnection,
    delivery: DeliveryId,
    user: UserId,
) -> Result<Job, Error> {
    let Some(addressee) = mail::addressee(db, user).await? else {
        return Ok(Job::Nothing(Failure::NothingLeft));
    };
    let locale = addressee.locale.unwrap_or_default();
    if let Some((report, about, format)) = schedules::attachment(db, delivery).await? {
        let readable = addressee.viewer.readable();
        let Some((file_name, bytes)) = schedules::download(db, user, &readable, report).await?
        else {
            return Ok(Job::Nothing(Failure::NothingLeft));
        };
        return Ok(Job::Report(ReportLetter {
            to: addressee.email,
            name: addressee.name,
            locale,
            about,
            file_name,
            media_type: format.media_type(),
            file: Some(bytes).filter(|bytes| bytes.len() <= LARGEST_ATTACHMENT),
        }));
    }
    let told = inbox::of_delivery(db, delivery, &addressee.viewer.readable()).await?;
    let notices: Vec<_> = told
        .into_iter()
        .map(|told| row(services.framework, told, true, locale))
        .collect();
    if notices.is_empty() {
        return Ok(Job::Nothing(Failure::NothingLeft));
    }
    Ok(Job::Mail(Letter {
        to: addressee.email,
        name: addressee.name,
        locale,
        notices,
    }))
}

async fn call(
    services: &Services,
    db: &mut PgConnection,
    claimed: &Claimed,
    hook: WebhookId,
    event: Option<EventId>,
) -> Result<Job, Error> {
    let Some(target) = webhooks::target(db, hook).await? else {
        return Ok(Job::Nothing(Failure::NothingLeft));
    };
    let mut at = claimed.created_at;
    let notice = match event {
        // A webhook that was turned off is sent tests only.
        Some(_) if !target.active => return Ok(Job::Nothing(Failure::TurnedOff)),
        Some(id) => {
            let Some(told) = events::get(db, id).await? else {
                return Ok(Job::Nothing(Failure::NothingLeft));
            };
            at = told.at;
            Some(row(services.framework, told, true, Locale::En))
        }
        None => None,
    };
    let Some(secret) = secrets::open(services, hook, &target.secret) else {
        return Ok(Job::Nothing(Failure::SecretLost));
    };
    Ok(Job::Call(Call {
        url: target.url,
        secret,
        notice,
        at,
    }))
}

/// Notes what became of a delivery.
///
/// # Errors
/// When the database fails. Then it is sent again: a receiver knows it by its id.
#[tracing::instrument(skip_all)]
pub async fn report(
    services: &Services,
    (id, attempt): (DeliveryId, i32),
    result: Result<(), Failure>,
) -> Result<(), Error> {
    let now = services.now();
    let tried = match result {
        Ok(()) => Tried::Sent,
        Err(failure) if failure.is_final() || attempt >= MOST_TRIES => Tried::GivenUp(failure),
        Err(failure) => {
            let mut chance = [0];
            (services.randomness.0)(&mut chance);
            let [chance] = chance;
            Tried::Again(failure, now + backoff(attempt, chance))
        }
    };
    let mut db = services.pool.acquire().await.map_err(StoreError::from)?;
    deliveries::finish(&mut db, (id, attempt), &tried, now).await?;
    Ok(())
}

impl Work {
    /// What a report names it by: the delivery and the try.
    pub const fn key(&self) -> (DeliveryId, i32) {
        (self.id, self.attempt)
    }
}
