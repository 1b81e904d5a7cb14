//! Forms that draw a map.

use domain::{CallId, Locale, PartId, WorkloadId};
use services::map::{self, CallForm, PartForm};

use super::cases::{Case, component, form};
use crate::support::{CHECK, Role, World};

/// A part that an administrator put there.
pub async fn part(world: &World, id: WorkloadId, name: &str, kind: &str) -> PartId {
    let sent = PartForm {
        kind: kind.to_owned(),
        name: name.to_owned(),
        ..PartForm::default()
    };
    map::add_part(
        &world.services,
        world.viewer(Role::Administrator),
        id,
        &sent,
    )
    .await
    .unwrap()
}

/// A call between two new parts.
pub async fn call(world: &World, id: WorkloadId) -> (PartId, PartId, CallId) {
    let from = part(world, id, "应用", "application").await;
    let to = part(world, id, "模型网关", "gateway").await;
    let sent = CallForm {
        from: from.to_string(),
        to: to.to_string(),
        kind: "calls".to_owned(),
    };
    let admin = world.viewer(Role::Administrator);
    map::add_call(&world.services, admin, id, &sent)
        .await
        .unwrap();
    let page = map::map_page(&world.services, admin, id, Locale::Zh, None)
        .await
        .unwrap();
    (from, to, page.calls.first().unwrap().id)
}

/// Something that a person drew last, where they may draw; else somebody else's.
async fn step(world: &World, id: WorkloadId, role: Role) -> i64 {
    let by = match role {
        Role::Architect | Role::Owner => role,
        _ => Role::Administrator,
    };
    let sent = PartForm {
        kind: "gateway".to_owned(),
        name: "模型网关".to_owned(),
        ..PartForm::default()
    };
    let viewer = world.viewer(by);
    map::add_part(&world.services, viewer, id, &sent)
        .await
        .unwrap();
    let page = map::map_page(&world.services, viewer, id, Locale::Zh, None).await;
    page.unwrap().undo.unwrap().number
}

/// Makes what the form needs.
pub async fn prepare(world: &World, name: &str, role: Role, unique: &str) -> Case {
    let id = world.fresh(unique).await;
    let base = format!("/workloads/{id}/map");
    match name {
        "map/parts" => form(
            format!("{base}/parts"),
            &[
                ("name", "推理服务"),
                ("kind", "serving"),
                ("note", "两副本"),
            ],
        ),
        "map/calls" => {
            let from = part(world, id, "应用", "application").await.to_string();
            let to = part(world, id, "模型网关", "gateway").await.to_string();
            form(
                format!("{base}/calls"),
                &[("from", &from), ("to", &to), ("kind", "calls")],
            )
        }
        "map/calls/remove" => {
            let (.., call) = call(world, id).await;
            form(format!("{base}/calls/{call}/remove"), &[])
        }
        "map/layout" => form(format!("{base}/layout"), &[]),
        "map/template" => form(
            format!("{base}/template"),
            &[("template", "rag"), ("template", "agent")],
        ),
        "map/found" => {
            component(world, id).await;
            form(format!("{base}/found"), &[("decision", "accept")])
        }
        "map/found/ignore" => {
            let one = component(world, id).await.to_string();
            form(
                format!("{base}/found"),
                &[("decision", "ignore"), ("component", &one)],
            )
        }
        "map/undo" => {
            let step = step(world, id, role).await.to_string();
            form(format!("{base}/undo"), &[("step", &step)])
        }
        of_part => {
            let part = part(world, id, "模型网关", "gateway").await;
            if of_part == "map/parts/restore" {
                let admin = world.viewer(Role::Administrator);
                map::remove_part(&world.services, admin, id, (part, 1))
                    .await
                    .unwrap();
            }
            let fields: &[(&str, &str)] = match of_part {
                "map/parts/change" => {
                    return form(
                        format!("{base}/parts/{part}"),
                        &[("name", "统一网关"), ("kind", "gateway"), ("version", "1")],
                    );
                }
                "map/parts/pin" => &[
                    ("layer", "architecture"),
                    ("column", "3"),
                    ("row", "2"),
                    ("version", "1"),
                ],
                "map/parts/checks" => &[("check", CHECK), ("says", "sits")],
                _ => &[("version", "1")],
            };
            let last = of_part.rsplit('/').next().unwrap();
            form(format!("{base}/parts/{part}/{last}"), fields)
        }
    }
}
