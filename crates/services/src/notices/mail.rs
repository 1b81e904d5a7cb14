//! From notices to mails.

use std::collections::{BTreeMap, BTreeSet};

use domain::{DeliveryId, UserId};
use store::{
    StoreError,
    deliveries::{self, NewDelivery, Recipient},
    notices::mail,
};
use time::Duration;

use super::choices::Wanted;
use crate::{Error, Services};

/// Notices that come within this time of a person's first one go in the same mail.
const GATHER: Duration = Duration::minutes(3);
/// Older ones are no news: they came while no mail was sent.
const OLDEST: Duration = Duration::days(1);

/// Makes mails of notices that have waited for others to join them; how many.
///
/// # Errors
/// When the database fails; the next call makes them.
#[tracing::instrument(skip_all)]
pub async fn gather(services: &Services) -> Result<usize, Error> {
    let now = services.now();
    let mut tx = services.begin().await?;
    let mut gathered = mail::gather(&mut tx, now - GATHER).await?;
    gathered.retain(|one| services.sends_mail && one.at > now - OLDEST);
    let users: BTreeSet<_> = gathered.iter().map(|one| one.user).collect();
    let wanted = Wanted::read(&mut tx, &users.into_iter().collect::<Vec<_>>()).await?;
    gathered.retain(|one| wanted.mail(one.user, one.kind));
    let mut mails: BTreeMap<UserId, DeliveryId> = BTreeMap::new();
    let mut assigned = Vec::new();
    for one in gathered {
        let mail = mails
            .entry(one.user)
            .or_insert_with(|| DeliveryId(services.new_id()));
        assigned.push((one.user, one.event, *mail));
    }
    let new: Vec<_> = mails
        .iter()
        .map(|(user, id)| NewDelivery {
            id: *id,
            to: Recipient::Person(*user),
        })
        .collect();
    if !new.is_empty() {
        deliveries::add(&mut tx, &new, now).await?;
        mail::assign(&mut tx, &assigned).await?;
    }
    tx.commit().await.map_err(StoreError::from)?;
    Ok(new.len())
}
