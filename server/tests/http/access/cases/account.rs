//! Forms about one's own account.

use services::accounts;

use super::{Case, form};
use crate::support::{Role, World};

pub async fn prepare(world: &World, name: &str, role: Role) -> Case {
    if name == "account/sessions/revoke-others" {
        return form(format!("/{name}"), &[]);
    }
    if name == "account/notices" {
        return form(format!("/{name}"), &[("mail", "conflict")]);
    }
    let who = if role == Role::Anonymous {
        Role::Viewer
    } else {
        role
    };
    let own = accounts::own(&world.services, world.viewer(who))
        .await
        .unwrap();
    form(
        "/account/profile".to_owned(),
        &[("name", "新名字"), ("version", &own.version.to_string())],
    )
}
