//! A narrow column for each pillar: proven and claimed, with the proof bar in small.

use domain::views::workloads::WorkloadRow;
use domain::{Exact, Locale, PillarId, Set, Triple};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::components::number::{percent, whole};
use crate::components::{Glyph, Icon, PillarMark, set_link};
use crate::href;
use crate::i18n::workloads;
use crate::query::Query;

/// The pillar's mark, as a link that sorts by what is claimed in it.
pub(super) fn pillar_head(locale: Locale, id: &PillarId, name: &str, query: &Query) -> AnyView {
    let (order, next, glyph) = match query.get("sort") {
        sort if sort == id.as_str() => (Some("ascending"), format!("-{id}"), Some(Glyph::SortAsc)),
        sort if sort.strip_prefix('-') == Some(id.as_str()) => {
            (Some("descending"), id.to_string(), Some(Glyph::SortDesc))
        }
        // Numbers: the greatest first.
        _ => (None, format!("-{id}"), None),
    };
    let path = use_location().pathname.get_untracked();
    let href = query.with("sort", next).without("page").link(&path);
    let text = workloads::pillar_by_claim(locale, name);
    let hint = text.clone();
    view! {
        <th scope="col" class="c-table__num" aria-sort=order>
            <a class="c-table__sort" href=href title=hint>
                <PillarMark id=id.clone() name="" />
                <span class="u-vh">{text}</span>
                {glyph.map(|glyph| view! { <Icon of=glyph small=true /> })}
            </a>
        </th>
    }
    .into_any()
}

/// One pillar of one workload.
pub(super) fn pillar_cell(
    locale: Locale,
    workload: &WorkloadRow,
    id: &PillarId,
    name: &str,
) -> AnyView {
    let found = workload
        .pillars
        .iter()
        .find(|(pillar, _)| pillar == id)
        .map(|(_, score)| score.clone());
    let score = found.filter(|score| workload.assessed && score.claimed.is_some());
    let Some(score) = score else {
        return view! { <td class="c-table__num u-muted" data-label=name.to_owned()>"–"</td> }
            .into_any();
    };
    let (assured, claimed) = (whole(score.assured.as_ref()), whole(score.claimed.as_ref()));
    let heard = workloads::pillar_cell(locale, &workload.name, name, &assured, &claimed);
    let explain = href::explain(&href::workload(workload.id, ""), "pillar", id.as_str());
    view! {
        <td class="c-table__num" data-label=name.to_owned()>
            <a class="c-proof__num u-block" href=set_link(&explain, Set::Assured) aria-label=heard>
                <span class="c-proof__num--assured">{assured}</span>" "{claimed}
            </a>
            {small_bar(&score)}
        </td>
    }
    .into_any()
}

fn small_bar(score: &Triple<Option<Exact>>) -> AnyView {
    view! {
        <svg class="c-proof__bar c-proof__bar--thin" aria-hidden="true">
            <rect class="c-proof__possible" width=percent(score.possible.as_ref()) height="100%"></rect>
            <rect width=percent(score.claimed.as_ref()) height="100%" fill="url(#hatch)"></rect>
            <rect class="c-proof__assured" width=percent(score.assured.as_ref()) height="100%"></rect>
        </svg>
    }
    .into_any()
}
