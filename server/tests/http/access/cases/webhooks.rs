//! Forms about webhooks and what they are sent.

use domain::notice::Failure;
use services::notices::{self, WebhookForm};

use super::{Case, form};
use crate::support::{Role, World};

pub async fn webhook(world: &World, name: &str) -> Case {
    let (admin, services) = (world.viewer(Role::Administrator), &world.services);
    let fields = [
        ("name", "值班群"),
        ("url", "https://hooks.example/"),
        ("kinds", "conflict"),
        ("version", "1"),
    ];
    if name == "admin/webhooks" {
        return form(format!("/{name}"), &fields);
    }
    let sent = WebhookForm {
        name: name.to_owned(),
        url: "https://hooks.example/".to_owned(),
        kinds: vec!["conflict".to_owned()],
        active: true,
        version: 0,
    };
    notices::add_webhook(services, admin, &sent).await.unwrap();
    let page = notices::webhooks_page(services, admin).await.unwrap();
    let id = page.rows.iter().find(|row| row.name == name).unwrap().id;
    if name == "admin/deliveries/retry" {
        notices::test_webhook(services, admin, id).await.unwrap();
        let work = notices::take(services).await.unwrap().remove(0);
        let failed = Err(Failure::TimedOut);
        notices::report(services, work.key(), failed).await.unwrap();
        return form(format!("/admin/deliveries/{}/retry", work.id), &[]);
    }
    let part = name.strip_prefix("admin/webhooks").unwrap();
    let part = part.strip_prefix("/change").unwrap_or(part);
    form(format!("/admin/webhooks/{id}{part}"), &fields)
}
