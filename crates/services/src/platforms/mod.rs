//! Shared services: a platform's team answers once, and the workloads that stand on it inherit live.

mod beside;
mod listening;
mod offer;
mod offer_page;
mod own;
mod page;
mod reach;
mod subscribe;
mod work;

pub(crate) use beside::BesidePlatforms;
pub(crate) use listening::{Heard, answers_of, inherited_by, offerings};
pub use offer::{OfferForm, set_offer};
pub use offer_page::offer_page;
pub use own::{OwnForm, answer_for_ourselves, inherit_again};
pub use page::platforms_page;
pub(crate) use reach::{Reach, heirs, reached};
pub use subscribe::{end_subscription, subscribe, unsubscribe};
pub(crate) use work::work_of_platforms;

use domain::{TeamId, Viewer, access::Read, platform::Platform, views::platforms::PlatformName};

/// The name of a platform, and where it is for those who may read it.
fn name_of(viewer: &Viewer, platform: &Platform, team_name: &str) -> PlatformName {
    PlatformName {
        name: platform.name.clone(),
        readable: reads(viewer, platform.team).then(|| (platform.id, team_name.to_owned())),
    }
}

fn reads(viewer: &Viewer, team: TeamId) -> bool {
    viewer.permit::<Read>(team).is_ok()
}
