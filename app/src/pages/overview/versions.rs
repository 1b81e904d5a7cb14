//! Where workloads answer different framework versions: said, and never averaged.

use domain::views::overview::{OverviewPage as Data, VersionRow};
use leptos::prelude::*;

use super::base;
use crate::components::{Callout, ProofBar};
use crate::i18n::{trend, use_locale};
use crate::query::Query;

#[component]
pub(super) fn Versions(data: Data) -> impl IntoView {
    let l = use_locale();
    let Some(shown) = data.versions.iter().find(|v| v.shown) else {
        return ().into_any();
    };
    let text = trend::versions_text(l, &shown.version);
    let base = base(&data);
    let row = move |of: &VersionRow| {
        let explain = explained(&base, &of.version);
        let label = trend::version_row(l, &of.version, of.assessed);
        view! {
            <tr>
                <th scope="row">{label.clone()}</th>
                <td class="c-table__bar"><ProofBar score=of.index.clone() explain=explain label=label /></td>
            </tr>
        }
    };
    let rows = data.versions.iter().map(row).collect_view();
    view! {
        <Callout title=trend::versions(l)>
            <p>{text}</p>
            <table class="c-table" aria-label=trend::versions(l)><tbody>{rows}</tbody></table>
        </Callout>
    }
    .into_any()
}

/// Where the mean of the workloads that answer a version opens.
fn explained(base: &str, version: &str) -> String {
    Query::default()
        .with("number", "index")
        .with("version", version)
        .link(&format!("{base}/explain"))
}
