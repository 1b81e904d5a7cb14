//! What must be there before a form is sent, and what it sends.

mod account;
mod admin;
mod assessing;
mod cost;
mod machines;
mod platforms;
mod reports;
mod risks;
mod teams;
mod webhooks;
mod workloads;

pub use assessing::evidence;
pub use machines::{LEAK, RULE, component};

use domain::{AssessmentId, WorkloadId};
use services::workload;
use uuid::Uuid;

use crate::support::{Role, World};

/// A form that is ready to be sent.
pub struct Case {
    pub path: String,
    pub kind: String,
    pub body: Vec<u8>,
}

/// A form of these fields.
pub fn form(path: String, fields: &[(&str, &str)]) -> Case {
    let pair = |(name, value): &(&str, &str)| format!("{name}={}", app::query::encode(value));
    let body = fields.iter().map(pair).collect::<Vec<_>>().join("&");
    Case {
        path,
        kind: "application/x-www-form-urlencoded".to_owned(),
        body: body.into_bytes(),
    }
}

/// Makes what the form needs; `number` keeps names apart.
pub async fn prepare(world: &World, name: &str, role: Role, number: usize) -> Case {
    let unique = format!("{name} {number}");
    match name.split('/').next().unwrap() {
        "account" => account::prepare(world, name, role).await,
        "platforms" => platforms::prepare(world, name, role, &unique).await,
        "teams" | "invitations" => teams::prepare(world, name, &unique).await,
        "admin" => admin::prepare(world, name, number).await,
        "reports" => reports::prepare(world, name).await,
        "workloads" => workloads::prepare(world, name, &unique).await,
        "map" => super::map::prepare(world, name, role, &unique).await,
        "cost" => cost::prepare(world, name, &unique, number).await,
        _ => assessing::prepare(world, name, role, &unique).await,
    }
}

/// The open assessment of a workload.
pub async fn assessment(world: &World, id: WorkloadId) -> AssessmentId {
    let head = workload::look(&world.services, world.viewer(Role::Administrator), id)
        .await
        .unwrap();
    assert_ne!(head.assessment.id.0, Uuid::nil());
    head.assessment.id
}
