//! Forms about the organisation: people, settings, rules, imports, webhooks.

use services::accounts;
use services::assessing::NewFile;
use services::rules::ThresholdForm;

use super::{Case, form, webhooks::webhook};
use crate::support::{Role, World, multipart};

pub async fn prepare(world: &World, name: &str, number: usize) -> Case {
    let admin = world.viewer(Role::Administrator);
    let settings = services::settings::get(&world.services, admin)
        .await
        .unwrap();
    let version = settings.version.to_string();
    match name {
        "admin/invite" => form(
            "/admin/invite".to_owned(),
            &[("email", "boss@example.test"), ("org_role", "manager")],
        ),
        "admin/settings" => form(
            "/admin/settings".to_owned(),
            &[("name", "新组织"), ("version", &version)],
        ),
        "admin/priorities" => form(
            "/admin/priorities".to_owned(),
            &[("priority.cost", "4"), ("version", &version)],
        ),
        "admin/rules" => form(
            "/admin/rules/C04.gpu_util".to_owned(),
            &[("supports", "60"), ("remark", "低负载"), ("version", "0")],
        ),
        "admin/rules/reset" => {
            let rule = "P04.gpu".parse().unwrap();
            let numbers = ThresholdForm {
                numbers: [("supports".to_owned(), "60".to_owned())].into(),
                remark: "低负载".to_owned(),
                version: 0,
            };
            services::rules::set_thresholds(&world.services, admin, &rule, &numbers)
                .await
                .unwrap();
            form(format!("/admin/rules/{rule}/reset"), &[("version", "1")])
        }
        files if files.starts_with("admin/import") => import(world, files, number).await,
        hooks if hooks.starts_with("admin/webhooks") || hooks.starts_with("admin/deliveries") => {
            webhook(world, hooks).await
        }
        person => {
            let id = world.member(&format!("person-{number}@example.test")).await;
            if person == "admin/people/enable" {
                accounts::disable(&world.services, admin, id, 1)
                    .await
                    .unwrap();
            }
            let version = if person == "admin/people/enable" {
                "2"
            } else {
                "1"
            };
            let part = person.rsplit('/').next().unwrap();
            form(
                format!("/admin/people/{id}/{part}"),
                &[("org_role", "manager"), ("version", version)],
            )
        }
    }
}

/// An export without workloads, so that it is one entry in the log.
async fn import(world: &World, name: &str, number: usize) -> Case {
    let file = format!(
        "{{\"export\":{{\"format\":1,\"kind\":\"organisation\",\"exported_at\":\"2026-01-01T00:00:00.{number:03}Z\",\
         \"organisation\":{{\"name\":\"别处\",\"priorities\":{{}}}},\"thresholds\":[]}}}}\n\
         {{\"export\":{{\"format\":1,\"kind\":\"end\",\"workloads\":0}}}}\n"
    );
    if name == "admin/import" {
        let (kind, body) = multipart(&[], Some(("all.ndjson", file.as_bytes())));
        return Case {
            path: "/admin/import".to_owned(),
            kind,
            body,
        };
    }
    let file = NewFile {
        name: "all.ndjson".to_owned(),
        bytes: file.into_bytes(),
    };
    let admin = world.viewer(Role::Administrator);
    let id = services::transfer::upload(&world.services, admin, Some(&file), true)
        .await
        .unwrap();
    let part = name.rsplit('/').next().unwrap();
    form(format!("/admin/import/{id}/{part}"), &[])
}
