//! Tokens: leave for machines to send evidence for one workload.

use domain::{
    FieldErrors, Name, Problem, TokenId, Viewer, WorkloadId, access::EditWorkload,
    views::evidence::TokenScope,
};
use serde_json::json;
use store::tokens::{self, NewToken};
use time::Duration;

use crate::{
    Error, Services,
    accounts::{Secret, token_hash},
    assessing::{finish_apart, open_for},
};

/// What a token's text starts with, so that secret scanners recognise it.
pub(crate) const PREFIX: &str = "hxs_";
/// How long a token may live, in days.
const LONGEST: i64 = 366;

/// Makes a token; the text that is shown once.
///
/// # Errors
/// [`Error::Invalid`] field by field; [`Error::NotFound`] or [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn create_token(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    scope: TokenScope,
    (name, days): (&str, &str),
) -> Result<String, Error> {
    let mut tx = services.begin().await?;
    let (workload, permit) = open_for::<EditWorkload>(&mut tx, viewer, id).await?;
    let mut errors = FieldErrors::default();
    let name = errors.check("name", Name::parse(name).map_err(Problem::Text));
    let days = days.trim().parse::<i64>().ok();
    let days = days.filter(|days| (1..=LONGEST).contains(days));
    let days = errors.check("days", days.ok_or(Problem::Number));
    let (Some(name), Some(days)) = (name, days) else {
        return Err(Error::Invalid(errors));
    };
    let text = format!("{PREFIX}{}", Secret::new(services).token);
    let (token, now) = (TokenId(services.new_id()), services.now());
    let new = NewToken {
        id: token,
        name: name.as_str(),
        hash: &token_hash(&text),
        scope: scope.as_str(),
        expires_at: now + Duration::days(days),
    };
    tokens::add(&mut tx, &permit, id, new, now).await?;
    let details = json!({ "name": name, "days": days, "scope": scope });
    let entry = ("token.add", &*token.to_string(), details);
    finish_apart(services, tx, viewer, &workload, entry).await?;
    Ok(text)
}

/// Ends a token at once.
///
/// # Errors
/// [`Error::NotFound`] where there is none to end; [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn revoke_token(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    token: TokenId,
) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    let (workload, permit) = open_for::<EditWorkload>(&mut tx, viewer, id).await?;
    if !tokens::revoke(&mut tx, &permit, id, token, services.now()).await? {
        return Err(Error::NotFound);
    }
    let entry = ("token.revoke", &*token.to_string(), json!({}));
    finish_apart(services, tx, viewer, &workload, entry).await
}

/// Which workload a token opens. Wrong, ended and expired ones are told nothing more than that.
///
/// # Errors
/// When the database fails.
pub async fn admit(
    services: &Services,
    text: &str,
) -> Result<Option<(TokenId, WorkloadId)>, Error> {
    if !text.starts_with(PREFIX) {
        return Ok(None);
    }
    let mut tx = services.begin().await?;
    let found = tokens::admit(
        &mut tx,
        &token_hash(text),
        TokenScope::Evidence.as_str(),
        services.now(),
    )
    .await?;
    tx.commit().await.map_err(store::StoreError::from)?;
    Ok(found)
}
