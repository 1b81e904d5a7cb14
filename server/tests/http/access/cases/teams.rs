//! Forms about a team, its members and invitations.

use services::invitations::{InvitationForm, invite_to_team};

use super::{Case, form};
use crate::support::{Role, World};

pub async fn prepare(world: &World, name: &str, unique: &str) -> Case {
    let (team, admin) = (world.team, world.viewer(Role::Administrator));
    let now = services::teams::get(&world.services, admin, team)
        .await
        .unwrap();
    let version = now.version.to_string();
    match name {
        "teams" => form("/teams".to_owned(), &[("name", unique), ("capacity", "10")]),
        "teams/edit" => form(
            format!("/teams/{team}/edit"),
            &[("name", unique), ("capacity", "7"), ("version", &version)],
        ),
        "teams/priorities" => form(
            format!("/teams/{team}/priorities"),
            &[("priority.security", "3"), ("version", &version)],
        ),
        "teams/pulls" => form(
            format!("/teams/{team}/pulls"),
            &[("matchers", "namespace=~\"chat-.*\""), ("version", "0")],
        ),
        "teams/invite" => form(
            format!("/teams/{team}/invite"),
            &[("email", "new@example.test"), ("role", "viewer")],
        ),
        "invitations/revoke" => {
            let invitation = InvitationForm {
                email: "open@example.test".to_owned(),
                role: "viewer".to_owned(),
            };
            invite_to_team(&world.services, admin, team, &invitation)
                .await
                .unwrap();
            let open = services::invitations::list_of_team(&world.services, admin, team)
                .await
                .unwrap();
            let id = open
                .iter()
                .find(|row| row.email == "open@example.test")
                .unwrap()
                .id;
            form(format!("/invitations/{id}/revoke"), &[("back", "/teams")])
        }
        change => {
            let user = world
                .member(&format!("{}@example.test", change.replace('/', "-")))
                .await
                .to_string();
            form(
                format!("/teams/{team}/{}", &change[6..]),
                &[("user", &user), ("role", "architect")],
            )
        }
    }
}
