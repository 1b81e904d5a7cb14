//! Forms about what a workload inherits or offers.

use domain::WorkloadId;
use domain::views::platforms::OfferQuery;
use services::assessing;
use services::platforms::{self, OfferForm, OwnForm};

use super::{Case, form};
use crate::support::{CRITERION, Role, World, check, criterion};

/// Forms about what a workload inherits or offers; of the team that roles are about it is the consumer, and the
/// platform in the last two.
pub async fn prepare(world: &World, name: &str, role: Role, unique: &str) -> Case {
    let (services, admin) = (&world.services, world.viewer(Role::Administrator));
    let (own, other) = (world.fresh(unique).await, world.foreign);
    let offers = ["platforms/offer", "platforms/end"].contains(&name);
    let (platform, consumer) = if offers { (own, other) } else { (other, own) };
    let query = OfferQuery::default();
    let before = platforms::offer_page(services, admin, platform, &query, domain::Locale::Zh);
    let sent = OfferForm {
        criteria: vec![CRITERION.to_owned()],
        version: before.await.unwrap().version,
        ..OfferForm::default()
    };
    if name == "platforms/offer" {
        return form(
            format!("/workloads/{own}/offer"),
            &[("criteria", CRITERION), ("checks", "S02"), ("version", "0")],
        );
    }
    // The platform stays from one case to the next: what it says stands already.
    let said = workload_answers(world, platform).await;
    if !said {
        world
            .answer(Role::Administrator, platform, CRITERION, 0)
            .await;
    }
    platforms::set_offer(services, admin, platform, &sent)
        .await
        .unwrap();
    if name == "platforms/subscribe" {
        let platform = platform.to_string();
        return form(
            format!("/workloads/{own}/platforms"),
            &[("platform", &platform)],
        );
    }
    platforms::subscribe(services, admin, consumer, platform)
        .await
        .unwrap();
    let inherited = format!("/workloads/{own}/inherited/{CRITERION}");
    match name {
        "platforms/unsubscribe" => form(
            format!("/workloads/{own}/platforms/{platform}/unsubscribe"),
            &[],
        ),
        "platforms/own" => form(
            format!("{inherited}/own"),
            &[("state", "not_met"), ("own_reason", "绕过网关")],
        ),
        "platforms/again" => {
            let own_answer = OwnForm {
                state: "not_met".to_owned(),
                own_reason: "绕过网关".to_owned(),
                reason: String::new(),
            };
            platforms::answer_for_ourselves(services, admin, own, &criterion(), &own_answer)
                .await
                .unwrap();
            form(format!("{inherited}/again"), &[("version", "1")])
        }
        "platforms/end" => form(
            format!("/workloads/{own}/offer/{consumer}/end"),
            &[("reason", "流量不经过这里")],
        ),
        other => panic!("{other} {role:?}"),
    }
}

/// Whether a workload has answered the criterion of the tests.
async fn workload_answers(world: &World, id: WorkloadId) -> bool {
    let admin = world.viewer(Role::Administrator);
    let check = check();
    let page = assessing::check_page(&world.services, admin, id, &check, domain::Locale::Zh);
    let criteria = page.await.unwrap().criteria;
    criteria
        .iter()
        .any(|k| k.id == criterion() && k.answer.is_some())
}
