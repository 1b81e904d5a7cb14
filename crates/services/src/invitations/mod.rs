//! Links that let somebody join a team or take a role in the organisation.

mod accept;

pub use accept::{Accept, accept, accept_as, look};

use domain::{
    Email, FieldErrors, InvitationId, OrgRole, Problem, TeamId, TeamRole, Viewer,
    access::{ManageTeam, Read},
    views::accounts::{InvitationRow, IssuedLink, instant},
};
use serde_json::{Value, json};
use store::{
    StoreError, Tx,
    invitations::{self, Leave, NewInvitation, Target},
    members, teams, users,
};
use time::Duration;

use crate::{
    Error, Services,
    accounts::{Note, Secret, note, required},
};

/// How long an invitation can be accepted.
const VALID: Duration = Duration::days(7);

/// What both invitation forms send.
#[derive(Clone, Debug, Default)]
pub struct InvitationForm {
    /// `email`: for whom.
    pub email: String,
    /// `role`: a role in the team, or in the organisation.
    pub role: String,
}

impl InvitationForm {
    fn parse<R: std::str::FromStr>(&self) -> Result<(Email, R), Error> {
        let mut errors = FieldErrors::default();
        let email = errors.check("email", Email::parse(&self.email));
        let role = errors.check("role", required(&self.role));
        email.zip(role).ok_or(Error::Invalid(errors))
    }
}

/// Invites somebody to a team; an earlier open invitation of theirs to it stops working.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Forbidden`]; [`Error::Invalid`], with `email` [`Problem::Taken`] where they are in the
/// team already.
#[tracing::instrument(skip_all)]
pub async fn invite_to_team(
    services: &Services,
    viewer: &Viewer,
    team: TeamId,
    form: &InvitationForm,
) -> Result<IssuedLink, Error> {
    let (permit, read) = (
        viewer.permit::<ManageTeam>(team)?,
        viewer.permit::<Read>(team)?,
    );
    let (email, role) = form.parse::<TeamRole>()?;
    let mut tx = services.begin().await?;
    if !teams::lock(&mut tx, &permit).await? {
        return Err(Error::NotFound);
    }
    if members::list(&mut tx, &read)
        .await?
        .iter()
        .any(|member| member.email == email.as_str())
    {
        return Err(Error::field("email", Problem::Taken));
    }
    let details = json!({ "email": email, "role": role });
    issue(
        services,
        tx,
        &email,
        Target::Team(&permit, role),
        Some(team),
        details,
    )
    .await
}

/// Invites somebody to a role in the organisation; an earlier open invitation of theirs stops working.
///
/// # Errors
/// [`Error::Forbidden`] for everybody but administrators; [`Error::Invalid`], with `email` [`Problem::Taken`] where they
/// have an account already, whose role can be set.
#[tracing::instrument(skip_all)]
pub async fn invite_to_organisation(
    services: &Services,
    viewer: &Viewer,
    form: &InvitationForm,
) -> Result<IssuedLink, Error> {
    let permit = viewer.administer()?;
    let (email, role) = form.parse::<OrgRole>()?;
    let mut tx = services.begin().await?;
    if users::id_by_email(&mut tx, &email).await?.is_some() {
        return Err(Error::field("email", Problem::Taken));
    }
    let details = json!({ "email": email, "role": role });
    issue(
        services,
        tx,
        &email,
        Target::Organisation(&permit, role),
        None,
        details,
    )
    .await
}

async fn issue(
    services: &Services,
    mut tx: Tx,
    email: &Email,
    target: Target<'_>,
    team: Option<TeamId>,
    details: Value,
) -> Result<IssuedLink, Error> {
    let (id, secret, now) = (
        InvitationId(services.new_id()),
        Secret::new(services),
        services.now(),
    );
    let expires_at = now + VALID;
    let new = NewInvitation {
        id,
        token_hash: &secret.hash,
        email,
        target,
        created_at: now,
        expires_at,
    };
    invitations::insert(&mut tx, new).await?;
    let actor = Some(target.invited_by());
    note(
        &mut tx,
        Note {
            at: now,
            actor,
            team,
            action: "invitation.create",
            subject: &id,
            details,
        },
    )
    .await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(IssuedLink {
        token: secret.token,
        expires_at: instant(expires_at),
    })
}

/// The invitations to a team that can still be accepted, newest first.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn list_of_team(
    services: &Services,
    viewer: &Viewer,
    team: TeamId,
) -> Result<Vec<InvitationRow>, Error> {
    let permit = viewer.permit::<ManageTeam>(team)?;
    let mut db = services.pool.acquire().await.map_err(StoreError::from)?;
    Ok(invitations::open_of_team(&mut db, &permit, services.now()).await?)
}

/// All invitations that can still be accepted, newest first.
///
/// # Errors
/// [`Error::Forbidden`] for everybody but administrators.
#[tracing::instrument(skip_all)]
pub async fn list_all(services: &Services, viewer: &Viewer) -> Result<Vec<InvitationRow>, Error> {
    let permit = viewer.administer()?;
    let mut db = services.pool.acquire().await.map_err(StoreError::from)?;
    Ok(invitations::open_of_all(&mut db, &permit, services.now()).await?)
}

/// Revokes an open invitation.
///
/// # Errors
/// [`Error::NotFound`], also for those who may not know of it; [`Error::Forbidden`] for the team's other members.
#[tracing::instrument(skip_all)]
pub async fn revoke(services: &Services, viewer: &Viewer, id: InvitationId) -> Result<(), Error> {
    let now = services.now();
    let mut tx = services.begin().await?;
    let scope = invitations::scope(&mut tx, id, now)
        .await?
        .ok_or(Error::NotFound)?;
    let revoked = if let Some(team) = scope.team {
        let permit = viewer.permit::<ManageTeam>(team)?;
        invitations::revoke(&mut tx, Leave::Team(&permit), id, now).await?
    } else {
        let permit = viewer.administer().map_err(|_| Error::NotFound)?;
        invitations::revoke(&mut tx, Leave::Organisation(&permit), id, now).await?
    };
    if !revoked {
        return Err(Error::NotFound);
    }
    let details = json!({ "email": scope.email });
    let (actor, team) = (Some(viewer.user), scope.team);
    note(
        &mut tx,
        Note {
            at: now,
            actor,
            team,
            action: "invitation.revoke",
            subject: &id,
            details,
        },
    )
    .await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}
