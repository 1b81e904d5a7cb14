//! Webhooks: other systems that are told of events.

use std::collections::BTreeMap;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::{
    DeliveryId, FieldErrors, Name, Problem, Viewer, WebhookId,
    notice::{HookAddress, NoticeKind},
    views::notices::{SecretState, WebhookRow, WebhooksPage},
};
use serde_json::{Value, json};
use store::{
    StoreError, Tx,
    deliveries::{self, NewDelivery, Recipient},
    webhooks::{self, Fields, Webhook},
};

use super::secrets;
use crate::{
    Error, Services,
    accounts::{Note, note},
    texts,
};

/// What a secret's text starts with: the Standard Webhooks specification's prefix, which scanners know.
const PREFIX: &str = "whsec_";

/// What the webhook form sends.
#[derive(Clone, Debug, Default)]
pub struct WebhookForm {
    /// What people call it.
    pub name: String,
    /// Where it is.
    pub url: String,
    /// Names of [`NoticeKind`]s.
    pub kinds: Vec<String>,
    /// Whether it is sent anything.
    pub active: bool,
    /// The version that the writer saw; 0 for a new one.
    pub version: i32,
}

struct Parsed {
    name: Name,
    url: HookAddress,
    kinds: Vec<NoticeKind>,
    active: bool,
}

impl WebhookForm {
    fn parse(&self) -> Result<Parsed, Error> {
        let mut errors = FieldErrors::default();
        let name = errors.check("name", Name::parse(&self.name).map_err(Problem::Text));
        let url = errors.check("url", HookAddress::parse(&self.url).map_err(Problem::Text));
        let kinds: Result<Vec<NoticeKind>, _> =
            self.kinds.iter().map(|kind| kind.parse()).collect();
        let kinds = kinds.ok().filter(|kinds| !kinds.is_empty());
        let kinds = errors.check("kinds", kinds.ok_or(Problem::Choice));
        match (name, url, kinds) {
            (Some(name), Some(url), Some(mut kinds)) => {
                kinds.sort_unstable();
                kinds.dedup();
                Ok(Parsed {
                    name,
                    url,
                    kinds,
                    active: self.active,
                })
            }
            _ => Err(Error::Invalid(errors)),
        }
    }
}

impl Parsed {
    fn fields(&self) -> Fields<'_> {
        Fields {
            name: self.name.as_str(),
            url: &self.url,
            kinds: &self.kinds,
            active: self.active,
        }
    }

    /// For the change log; the address may carry a secret of the receiver, so only its machine is named.
    fn details(&self) -> Value {
        json!({ "name": self.name, "host": self.url.host(), "kinds": self.kinds, "active": self.active })
    }
}

/// All webhooks, without their secrets.
///
/// # Errors
/// [`Error::Forbidden`] for everybody but administrators.
#[tracing::instrument(skip_all)]
pub async fn webhooks_page(services: &Services, viewer: &Viewer) -> Result<WebhooksPage, Error> {
    viewer.administer()?;
    let mut db = services.pool.acquire().await.map_err(StoreError::from)?;
    let rows = webhooks::list(&mut db).await?;
    let kept: BTreeMap<_, _> = webhooks::kept(&mut db).await?.into_iter().collect();
    let seen = |hook: Webhook| {
        // One that was added between the two queries is kept as all new ones are.
        let secret = kept.get(&hook.id).map_or(SecretState::Sealed, |kept| {
            secrets::state(services, hook.id, kept)
        });
        row(hook, secret)
    };
    Ok(WebhooksPage {
        rows: rows.into_iter().map(seen).collect(),
    })
}

fn row(hook: Webhook, secret: SecretState) -> WebhookRow {
    WebhookRow {
        secret,
        id: hook.id,
        name: hook.name,
        url: hook.url.into(),
        kinds: hook.kinds,
        active: hook.active,
        by: hook.by_name,
        at: texts::instant(hook.created_at),
        version: hook.version,
    }
}

/// Adds a webhook; the text of its secret, which is shown once.
///
/// # Errors
/// [`Error::Invalid`] field by field; [`Error::Forbidden`] for everybody but administrators.
#[tracing::instrument(skip_all)]
pub async fn add_webhook(
    services: &Services,
    viewer: &Viewer,
    form: &WebhookForm,
) -> Result<String, Error> {
    let permit = viewer.administer()?;
    let parsed = form.parse()?;
    let (id, secret) = (WebhookId(services.new_id()), services.secret());
    let mut tx = services.begin().await?;
    let fields = parsed.fields();
    let kept = secrets::keep(services, id, &secret)?;
    webhooks::add(&mut tx, &permit, id, fields, &kept, services.now()).await?;
    log(services, tx, viewer, id, ("webhook.add", parsed.details())).await?;
    Ok(shown(&secret))
}

/// The text of a secret, as receivers' libraries take it.
fn shown(secret: &[u8]) -> String {
    format!("{PREFIX}{}", STANDARD.encode(secret))
}

/// Changes a webhook; its secret stays.
///
/// # Errors
/// [`Error::Invalid`] field by field; [`Error::Stale`]; [`Error::Forbidden`] for everybody but administrators.
#[tracing::instrument(skip_all)]
pub async fn change_webhook(
    services: &Services,
    viewer: &Viewer,
    id: WebhookId,
    form: &WebhookForm,
) -> Result<(), Error> {
    let permit = viewer.administer()?;
    let parsed = form.parse()?;
    let mut tx = services.begin().await?;
    if !webhooks::set(&mut tx, &permit, id, parsed.fields(), form.version).await? {
        return Err(Error::Stale);
    }
    log(
        services,
        tx,
        viewer,
        id,
        ("webhook.update", parsed.details()),
    )
    .await
}

/// Gives a webhook a new secret, which is shown once; the old one signs nothing any more.
///
/// # Errors
/// [`Error::Stale`]; [`Error::Forbidden`] for everybody but administrators.
#[tracing::instrument(skip_all)]
pub async fn new_secret(
    services: &Services,
    viewer: &Viewer,
    id: WebhookId,
    version: i32,
) -> Result<String, Error> {
    let permit = viewer.administer()?;
    let secret = services.secret();
    let mut tx = services.begin().await?;
    let kept = secrets::keep(services, id, &secret)?;
    if !webhooks::set_secret(&mut tx, &permit, id, &kept, version).await? {
        return Err(Error::Stale);
    }
    log(services, tx, viewer, id, ("webhook.secret", json!({}))).await?;
    Ok(shown(&secret))
}

/// Removes a webhook with the list of its deliveries.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`] for everybody but administrators.
#[tracing::instrument(skip_all)]
pub async fn remove_webhook(
    services: &Services,
    viewer: &Viewer,
    id: WebhookId,
) -> Result<(), Error> {
    let permit = viewer.administer()?;
    let mut tx = services.begin().await?;
    let name = webhooks::remove(&mut tx, &permit, id).await?;
    let name = name.ok_or(Error::NotFound)?;
    log(
        services,
        tx,
        viewer,
        id,
        ("webhook.remove", json!({ "name": name })),
    )
    .await
}

/// Sends a webhook something that says that it is a test; the outcome is in the list of deliveries.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`] for everybody but administrators.
#[tracing::instrument(skip_all)]
pub async fn test_webhook(
    services: &Services,
    viewer: &Viewer,
    id: WebhookId,
) -> Result<(), Error> {
    viewer.administer()?;
    let mut tx = services.begin().await?;
    let known = webhooks::target(&mut tx, id).await?;
    known.ok_or(Error::NotFound)?;
    let test = NewDelivery {
        id: DeliveryId(services.new_id()),
        to: Recipient::Webhook(id, None),
    };
    deliveries::add(&mut tx, &[test], services.now()).await?;
    log(services, tx, viewer, id, ("webhook.test", json!({}))).await
}

async fn log(
    services: &Services,
    mut tx: Tx,
    viewer: &Viewer,
    id: WebhookId,
    (action, details): (&str, Value),
) -> Result<(), Error> {
    let entry = Note {
        at: services.now(),
        actor: Some(viewer.user),
        team: None,
        action,
        subject: &id,
        details,
    };
    note(&mut tx, entry).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}
