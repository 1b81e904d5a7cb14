//! What somebody wants to see in the console, and what by mail.

use std::collections::BTreeMap;

use domain::{UserId, Viewer, notice::NoticeKind, views::notices::NoticeChoices};
use serde_json::json;
use store::{
    StoreError,
    notices::choices::{self as kept, Chosen},
};

use crate::{
    Error, Services,
    accounts::{Note, note},
};

/// What some people want: what they chose, else the default.
pub(super) struct Wanted(BTreeMap<(UserId, NoticeKind), Chosen>);

impl Wanted {
    pub(super) async fn read(
        db: &mut store::PgConnection,
        users: &[UserId],
    ) -> Result<Self, StoreError> {
        let chosen = kept::of(db, users).await?.into_iter();
        Ok(Self(
            chosen
                .map(|(user, chosen)| ((user, chosen.kind), chosen))
                .collect(),
        ))
    }

    pub(super) fn mail(&self, user: UserId, kind: NoticeKind) -> bool {
        let chosen = self.0.get(&(user, kind));
        chosen.map_or_else(|| kind.mailed_by_default(), |chosen| chosen.mail)
    }

    /// What the store goes by where it writes a notice.
    fn console(&self, user: UserId, kind: NoticeKind) -> bool {
        self.0
            .get(&(user, kind))
            .is_none_or(|chosen| chosen.console)
    }
}

/// What somebody wants to see, and what by mail.
///
/// # Errors
/// When the database fails.
#[tracing::instrument(skip_all)]
pub async fn choices(services: &Services, viewer: &Viewer) -> Result<NoticeChoices, Error> {
    let mut db = services.pool.acquire().await.map_err(StoreError::from)?;
    let wanted = Wanted::read(&mut db, &[viewer.user]).await?;
    let console = |kind: &NoticeKind| (*kind, wanted.console(viewer.user, *kind));
    let mail = |kind: &NoticeKind| (*kind, wanted.mail(viewer.user, *kind));
    Ok(NoticeChoices {
        console: NoticeKind::ALL.iter().map(console).collect(),
        mail: NoticeKind::ALL.iter().map(mail).collect(),
        sends: services.sends_mail,
    })
}

/// Chooses which kinds the console shows from now on and which come by mail; the others do neither.
///
/// # Errors
/// When the database fails.
#[tracing::instrument(skip_all)]
pub async fn choose(
    services: &Services,
    viewer: &Viewer,
    (console, mail): (&[NoticeKind], &[NoticeKind]),
) -> Result<(), Error> {
    let choice = |kind: &NoticeKind| Chosen {
        kind: *kind,
        console: console.contains(kind),
        mail: mail.contains(kind),
    };
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
            details: json!({ "console": console, "mail": mail }),
        },
    )
    .await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}
