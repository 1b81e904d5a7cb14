//! Forms about risks, the catalogue's and the workload's own.

use domain::{RiskId, WorkloadId};
use services::risks::{self, OwnRiskForm, TreatmentForm};

use super::{Case, form};
use crate::support::{Role, World};

pub async fn risk(world: &World, name: &str, id: WorkloadId) -> Case {
    let risk: RiskId = "K-S3".parse().unwrap();
    let path = format!("/workloads/{id}/risks/{risk}");
    let until = (world.services.today() + time::Duration::days(90)).to_string();
    match name {
        "risks" => form(
            path,
            &[
                ("treatment", "mitigate"),
                ("note", "加过滤"),
                ("version", "0"),
            ],
        ),
        "risks/accept" => form(
            path,
            &[
                ("treatment", "accept"),
                ("note", "影响小"),
                ("expires_on", &until),
                ("version", "0"),
            ],
        ),
        _ => {
            let asked = TreatmentForm {
                treatment: "accept".to_owned(),
                note: "影响小".to_owned(),
                expires_on: until,
                ..TreatmentForm::default()
            };
            risks::treat(
                &world.services,
                world.viewer(Role::Architect),
                id,
                &risk,
                &asked,
            )
            .await
            .unwrap();
            if name == "risks/reject" {
                return form(
                    format!("{path}/reject"),
                    &[("version", "1"), ("reason", "先缓解")],
                );
            }
            form(format!("{path}/approve"), &[("version", "1")])
        }
    }
}

/// What the form of an own risk sends.
pub const OWN_RISK: [(&str, &str); 6] = [
    ("title", "供应商停服"),
    ("text", "客服中断"),
    ("pillar", "reliability"),
    ("likelihood", "3"),
    ("impact", "4"),
    ("checks", "R01"),
];

/// A risk of the workload's own, closed where it is to be opened again.
pub async fn own_risk(world: &World, name: &str, id: WorkloadId) -> Case {
    let (services, architect) = (&world.services, world.viewer(Role::Architect));
    let sent = OwnRiskForm {
        title: "供应商停服".to_owned(),
        pillar: "reliability".to_owned(),
        likelihood: "3".to_owned(),
        impact: "4".to_owned(),
        ..OwnRiskForm::default()
    };
    let risk = risks::add_own(services, architect, id, &sent)
        .await
        .unwrap();
    let path = format!("/workloads/{id}/risks/{risk}");
    match name {
        "risks/own" => {
            let mut fields = OWN_RISK.to_vec();
            fields.push(("version", "1"));
            form(format!("{path}/own"), &fields)
        }
        "risks/close" => form(
            format!("{path}/close"),
            &[("version", "1"), ("reason", "已换供应商")],
        ),
        _ => {
            risks::close_own(services, architect, id, &risk, (1, "已换供应商"))
                .await
                .unwrap();
            form(format!("{path}/reopen"), &[("version", "2")])
        }
    }
}
