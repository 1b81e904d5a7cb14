//! Actions whose criterion is met, and those that a regression opened again.

use domain::Locale;
use domain::views::plans::PlansRow;
use domain::views::results::PlanPage;
use leptos::prelude::*;

use crate::components::PillarMark;
use crate::href;
use crate::i18n::plans;
use crate::pages::plans::{settled_line, state_badge};

/// The section; nothing where there are none.
pub(super) fn settled(locale: Locale, page: &PlanPage) -> AnyView {
    if page.settled.is_empty() {
        return ().into_any();
    }
    let rows: Vec<_> = page.settled.iter().map(|row| entry(locale, row)).collect();
    view! {
        <section class="c-section" id="settled">
            <div class="c-section__head">
                <h2 class="c-section__title">{plans::settled(locale)}</h2>
                <span class="c-section__note">{plans::settled_note(locale)}</span>
            </div>
            <div class="c-tablewrap" role="region" aria-label=plans::settled(locale) tabindex="0">
                <table class="c-table">
                    <thead><tr>
                        <th scope="col">{plans::action(locale)}</th>
                        <th scope="col">{plans::owner(locale)}</th>
                        <th scope="col">{plans::state(locale)}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

fn entry(locale: Locale, row: &PlansRow) -> AnyView {
    let question = format!(
        "{}#{}",
        href::question(row.workload, &row.check),
        row.criterion
    );
    let said =
        settled_line(locale, row).map(|said| view! { <span class="c-table__sub">{said}</span> });
    let owner = if row.owner_name.is_empty() {
        "–".to_owned()
    } else {
        row.owner_name.clone()
    };
    view! {
        <tr>
            <th scope="row">
                <span class="c-pillar">
                    <span><PillarMark id=row.pillar.clone() name="" /></span>
                    <a class="c-table__main" href=question>{row.criterion.to_string()}</a>
                </span>
                <span class="c-table__sub">{row.statement.clone()}</span>
            </th>
            <td>{owner}</td>
            <td>{state_badge(locale, row.state)}{said}</td>
        </tr>
    }
    .into_any()
}
