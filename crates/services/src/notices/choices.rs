//! What somebody wants by mail. In the console everybody is told of everything.

use std::collections::BTreeMap;

use domain::{UserId, Viewer, notice::NoticeKind, views::notices::NoticeChoices};
use serde_json::json;
use store::{StoreError, notices::choices as kept};

use crate::{
    Error, Services,
    accounts::{Note, note},
};

/// What some people want by mail: what they chose, else the default.
pub(super) struct Wanted(BTreeMap<(UserId, NoticeKind), bool>);

impl Wanted {
    pub(super) async fn read(
        db: &mut store::PgConnection,
        users: &[UserId],
    ) -> Result<Self, StoreError> {
        let chosen = kept::of(db, users).await?.into_iter();
        Ok(Self(
            chosen
                .map(|(user, kind, mail)| ((user, kind), mail))
                .collect(),
        ))
    }

    pub(super) fn mail(&self, user: UserId, kind: NoticeKind) -> bool {
        let chosen = self.0.get(&(user, kind)).copied();
        chosen.unwrap_or_else(|| kind.mailed_by_default())
    }
}

/// What somebody wants by mail.
///
/// # Errors
/// When the database fails.
#[tracing::instrument(skip_all)]
pub async fn choices(services: &Services, viewer: &Viewer) -> Result<NoticeChoices, Error> {
    let mut db = services.pool.acquire().await.map_err(StoreError::from)?;
    let wanted = Wanted::read(&mut db, &[viewer.user]).await?;
    let choice = |kind: &NoticeKind| (*kind, wanted.mail(viewer.user, *kind));
    Ok(NoticeChoices {
        mail: NoticeKind::ALL.iter().map(choice).collect(),
        sends: services.sends_mail,
    })
}

/// Chooses which kinds come by mail; the others don't.
///
/// # Errors
/// When the database fails.
#[tracing::instrument(skip_all)]
pub async fn choose(
    services: &Services,
    viewer: &Viewer,
    mail: &[NoticeKind],
) -> Result<(), Error> {
    let choice = |kind: &NoticeKind| (*kind, mail.contains(kind));
    let choices: Vec<_> = NoticeKind::ALL.iter().map(choice).collect();
    let mut tx = services.begin().await?;
    kept::set(&mut tx, viewer.user, &choices).await?;
    note(
        &mut tx,
        Note {
            at: services.now(),
            actor: Some(viewer.user),
            team: None,
            action: "user.notices",
            subject: &viewer.user,
            details: json!({ "mail": mail }),
        },
    )
    .await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}
