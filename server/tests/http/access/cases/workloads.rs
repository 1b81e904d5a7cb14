//! Forms about a workload itself.

use services::workload;

use super::{Case, form};
use crate::support::{CHECK, Role, World};

pub async fn prepare(world: &World, name: &str, unique: &str) -> Case {
    let fields = [
        ("name", "改过的名字"),
        ("tier", "2"),
        ("profile", "rag"),
        ("profile", "edge"),
        ("version", "1"),
    ];
    if name == "workloads" {
        let team = world.team.to_string();
        return form(
            "/workloads".to_owned(),
            &[("team", &team), ("name", unique), ("tier", "3")],
        );
    }
    let id = world.fresh(unique).await;
    if name == "workloads/restore" {
        workload::archive(&world.services, world.viewer(Role::Administrator), id)
            .await
            .unwrap();
    }
    let part = name.rsplit('/').next().unwrap();
    let path = format!("/workloads/{id}/{part}");
    match part {
        "edit" => {
            let renamed = format!("{} {unique}", fields[0].1);
            let mut fields = fields;
            fields[0].1 = &renamed;
            form(path, &fields)
        }
        "targets" => form(path, &[("check", CHECK), ("level", "5")]),
        _ => form(path, &[]),
    }
}
