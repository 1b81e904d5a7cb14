//! What is open: named by check, so that nobody submits or approves it unseen.

use domain::views::assessing::{OpenCheck, ReviewPage};
use domain::{CriterionId, Locale, WorkloadId};
use leptos::prelude::*;

use crate::components::{Callout, Stat, Tone};
use crate::href;
use crate::i18n::review;

/// Counts, then the three lists.
pub(super) fn audit(l: Locale, page: &ReviewPage) -> AnyView {
    let lists = [
        (
            "unanswered",
            review::unanswered(l),
            review::unanswered_hint(l),
            &page.unanswered,
        ),
        (
            "unknown",
            review::unknown(l),
            review::unknown_hint(l),
            &page.unknown,
        ),
        (
            "unproven",
            review::unproven(l),
            review::unproven_hint(l),
            &page.unproven,
        ),
    ];
    let complete = lists.iter().all(|(.., checks)| checks.is_empty()).then(|| {
        view! {
            <Callout tone=Tone::Ok title=review::complete_title(l)><p>{review::complete_text(l)}</p></Callout>
        }
    });
    let figures = lists
        .map(|(id, title, _, checks)| figure(id, title, checks))
        .collect_view();
    let sections = lists
        .map(|(id, title, hint, checks)| section(l, page.head.id, (id, title, hint), checks))
        .collect_view();
    let inherited = ("inherited", review::inherited(l), review::inherited_hint(l));
    let inherited_figure =
        (!page.inherited.is_empty()).then(|| figure(inherited.0, inherited.1, &page.inherited));
    let inherited_section = section(l, page.head.id, inherited, &page.inherited);
    view! {
        <div class="c-stats">
            <Stat
                label=review::answered(l)
                value=page.counts.answered().to_string()
                unit=format!("/ {}", page.counts.in_scope)
                href=href::workload(page.head.id, "/checks")
            />
            {figures}
            {inherited_figure}
        </div>
        {complete}
        {sections}
        {inherited_section}
    }
    .into_any()
}

fn total(checks: &[OpenCheck]) -> usize {
    checks.iter().map(|check| check.criteria.len()).sum()
}

fn figure(id: &'static str, title: &'static str, checks: &[OpenCheck]) -> AnyView {
    let count = total(checks);
    if count == 0 {
        return view! { <Stat label=title value="0" /> }.into_any();
    }
    view! { <Stat label=title value=count.to_string() href=format!("#{id}") /> }.into_any()
}

fn section(
    l: Locale,
    workload: WorkloadId,
    (id, title, hint): (&'static str, &'static str, &'static str),
    checks: &[OpenCheck],
) -> AnyView {
    if checks.is_empty() {
        return ().into_any();
    }
    let rows = checks
        .iter()
        .map(|check| row(l, workload, check))
        .collect_view();
    view! {
        <section class="c-section" id=id>
            <div class="c-section__head">
                <h2 class="c-section__title">{title}</h2>
                <span class="c-section__note">{hint}</span>
            </div>
            <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=title tabindex="0">
                <table class="c-table c-table--cards">
                    <thead>
                        <tr>
                            <th scope="col">{review::check(l)}</th>
                            <th scope="col">{review::criterion(l)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

fn row(l: Locale, workload: WorkloadId, check: &OpenCheck) -> AnyView {
    let href = href::question(workload, &check.id);
    let link = |id: &CriterionId| {
        let to = format!("{href}#{id}");
        // The check's id stands beside it.
        let short = id
            .as_str()
            .strip_prefix(check.id.as_str())
            .map_or(id.as_str(), |rest| rest.trim_start_matches('.'));
        view! { <a href=to aria-label=id.to_string()>{short.to_owned()}</a>" " }
    };
    view! {
        <tr>
            <th scope="row"><a class="c-table__main" href=href.clone()>{format!("{} {}", check.id, check.name)}</a></th>
            <td data-label=review::criterion(l)>{check.criteria.iter().map(link).collect_view()}</td>
        </tr>
    }
    .into_any()
}
