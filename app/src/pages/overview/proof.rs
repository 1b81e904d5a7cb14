//! How much of what is claimed is proven, and for how long.

use domain::views::overview::OverviewPage as Data;
use leptos::prelude::*;

use super::{base, having};
use crate::components::{FreshnessFacts, set_link};
use crate::href;
use crate::i18n::{trend, use_locale};

#[component]
pub(super) fn Freshness(data: Data) -> impl IntoView {
    let l = use_locale();
    let rows = ["ending-7", "ending-30", "ending-90", "ended"].map(|has| having(&data, has));
    let aged = ["age-30", "age-90", "age-180", "age-older"].map(|has| having(&data, has));
    let explain = set_link(
        &href::explain(&base(&data), "index", ""),
        domain::Set::Assured,
    );
    view! {
        <section class="c-section" id="proof">
            <div class="c-section__head"><h2 class="c-section__title">{trend::freshness(l)}</h2></div>
            <FreshnessFacts of=data.freshness rows=rows aged=aged explain=explain />
        </section>
    }
}
