//! Verdicts that wait for somebody: conflicts first, then proposals; one by one or several at once.

use domain::views::evidence::{EvidencePage, Standing, VerdictRow};
use domain::{AssessmentState, Locale};
use leptos::context::Provider;
use leptos::prelude::*;

use super::decide::{both, remark};
use super::verdict::{change, standing, verdict};
use crate::components::form::FormState;
use crate::components::{Callout, Glyph, Icon};
use crate::frame::use_flash;
use crate::href;
use crate::i18n::{evidence, names};

/// The id of the form that decides several verdicts at once; the boxes in the rows belong to it.
const BULK: &str = "bulk";

/// The inbox.
pub(super) fn inbox(locale: Locale, page: &EvidencePage) -> AnyView {
    let of = |wanted: Standing| {
        page.verdicts
            .iter()
            .filter(move |row| row.standing == wanted)
    };
    let (conflicts, proposals) = (
        of(Standing::Conflict).count(),
        of(Standing::Proposal).count(),
    );
    let rows: Vec<_> = of(Standing::Conflict)
        .chain(of(Standing::Proposal))
        .collect();
    let note = (!rows.is_empty()).then(|| evidence::inbox_note(locale, conflicts, proposals));
    let body = if rows.is_empty() {
        empty(locale, page)
    } else {
        list(locale, page, &rows)
    };
    view! {
        <section class="c-section" id="inbox">
            <div class="c-section__head">
                <h2 class="c-section__title">{evidence::inbox(locale)}</h2>
                {note.map(|note| view! { <span class="c-section__note">{note}</span> })}
            </div>
            {body}
        </section>
    }
    .into_any()
}

fn empty(locale: Locale, page: &EvidencePage) -> AnyView {
    let new = page.readings.is_empty();
    let text = if new {
        evidence::inbox_empty_new(locale)
    } else {
        evidence::inbox_empty_done(locale)
    };
    let first = new.then(|| {
        view! { <a class="c-btn c-btn--small" href="#waiting" rel="external">{evidence::what_first(locale)}</a> }
    });
    view! {
        <div class="c-panel l-stack l-stack--tight">
            <p class="u-strong">{evidence::inbox_empty(locale)}</p>
            <p class="u-measure">{text}</p>
            {first.map(|first| view! { <div>{first}</div> })}
        </div>
    }
    .into_any()
}

fn list(locale: Locale, page: &EvidencePage, rows: &[&VerdictRow]) -> AnyView {
    let head = &page.head;
    let draft = head.assessment.state == AssessmentState::Draft;
    let writable = head.abilities.assess && draft;
    let why_not = match (head.abilities.assess, draft) {
        (true, true) => None,
        (true, false) => Some(evidence::in_review(locale)),
        (false, _) => Some(evidence::read_only(locale)),
    };
    let all = RwSignal::new(false);
    let items: Vec<_> = rows
        .iter()
        .map(|row| item(locale, page, row, writable.then_some(all)))
        .collect();
    view! {
        <p class="u-muted u-small u-measure">{evidence::inbox_hint(locale)}</p>
        {why_not.map(|text| view! { <Callout><p>{text}</p></Callout> })}
        <ul class="c-inbox">{items}</ul>
        {(writable && rows.len() > 1).then(|| bulk(locale, page, all))}
    }
    .into_any()
}

fn item(
    locale: Locale,
    page: &EvidencePage,
    row: &VerdictRow,
    all: Option<RwSignal<bool>>,
) -> AnyView {
    let workload = page.head.id;
    let back = href::workload(workload, "/evidence#inbox");
    let question = format!("{}#{}", href::question(workload, &row.check), row.criterion);
    let class = if row.standing == Standing::Conflict {
        "c-inbox__row c-inbox__row--conflict"
    } else {
        "c-inbox__row"
    };
    view! {
        <li class=class id=format!("v-{}", row.rule)>
            {all.map(|all| pick(locale, page, row, all))}
            <div class="c-inbox__body">
                <div class="c-inbox__head">
                    {standing(locale, row.standing)}
                    <a class="c-inbox__check" href=question>{format!("{} {}", row.criterion, row.check_name)}</a>
                    {change(locale, row)}
                </div>
                <p class="u-measure">{row.statement.clone()}</p>
                {verdict(locale, workload, row)}
                {all.map(|_| both(locale, workload, row, &back))}
            </div>
        </li>
    }
    .into_any()
}

/// The box that puts a row into the form for several.
fn pick(locale: Locale, page: &EvidencePage, row: &VerdictRow, all: RwSignal<bool>) -> AnyView {
    let value = format!("{} {}", row.rule, row.verdict.outcome.code());
    let state = FormState::of(&bulk_action(page), BULK, use_flash().get_untracked());
    let ticked = state.ticked("seen", &value).unwrap_or(false);
    let label = evidence::pick(locale, &row.criterion);
    view! {
        <label class="c-inbox__pick">
            <input
                class="c-choice__input"
                type="checkbox"
                name="seen"
                form=BULK
                value=value
                aria-label=label
                checked=ticked
                prop:checked=move || ticked || all.get()
            />
        </label>
    }
    .into_any()
}

fn bulk_action(page: &EvidencePage) -> String {
    href::workload(page.head.id, "/verdicts")
}

/// What is done with all that are ticked.
fn bulk(locale: Locale, page: &EvidencePage, all: RwSignal<bool>) -> AnyView {
    let action = bulk_action(page);
    let state = FormState::of(&action, BULK, use_flash().get_untracked());
    let nothing = state.problem("seen").map(|_| {
        view! { <p class="c-field__error"><Icon of=Glyph::Warn small=true />{evidence::bulk_none(locale)}</p> }
    });
    let refused = state.problem("remark").is_some();
    view! {
        <form class="c-inbox__bulk" id=BULK method="post" action=action aria-label=evidence::bulk(locale)>
            <Provider value=state>
                // Enter in a box must not decide anything: the first button of a form is what it presses.
                <button disabled=true hidden=true></button>
                <PickAll all=all />
                {nothing}
                <button class="c-btn c-btn--small" name="decide" value="accept">{evidence::bulk_accept(locale)}</button>
                <details class="c-inbox__reject" open=refused>
                    <summary class="c-btn c-btn--small">{evidence::bulk_reject(locale)}</summary>
                    {remark(locale, "why-bulk".to_owned())}
                    <div class="c-form__actions">
                        <button class="c-btn c-btn--small" name="decide" value="reject">{evidence::reject_keep(locale)}</button>
                    </div>
                </details>
            </Provider>
        </form>
    }
    .into_any()
}

/// Ticks every row; needs script, so it is not there without.
#[component]
fn PickAll(all: RwSignal<bool>) -> impl IntoView {
    let locale = crate::i18n::use_locale();
    let works = RwSignal::new(false);
    Effect::new(move || works.set(true));
    view! {
        <label class="c-choice" hidden=move || !works.get()>
            <input
                class="c-choice__input"
                type="checkbox"
                prop:checked=move || all.get()
                on:change=move |event| all.set(event_target_checked(&event))
            />
            <span>{evidence::pick_all(locale)}</span>
        </label>
    }
}

/// Verdicts that ask nothing of anybody, folded; `wanted` is the standing to show, empty for all.
pub(super) fn settled(locale: Locale, page: &EvidencePage, wanted: &str) -> AnyView {
    let kinds = [Standing::Agreement, Standing::Rejected, Standing::NoData];
    let settled = |row: &&VerdictRow| kinds.contains(&row.standing);
    let all: Vec<_> = page.verdicts.iter().filter(settled).collect();
    if all.is_empty() {
        return ().into_any();
    }
    let at = href::workload(page.head.id, "/evidence");
    let chip = |code: &str, name: &str, count: usize| {
        let current = (code == wanted || (code.is_empty() && wanted == "all")).then_some("true");
        let href = format!(
            "{}#settled",
            crate::query::Query::default()
                .with("settled", if code.is_empty() { "all" } else { code })
                .link(&at)
        );
        view! { <a class="c-switch__item" href=href aria-current=current data-noscroll="true">{format!("{name} {count}")}</a> }.into_any()
    };
    let mut chips = vec![chip("", evidence::all(locale), all.len())];
    for standing in kinds {
        let count = all.iter().filter(|row| row.standing == standing).count();
        if count > 0 {
            let name = standing.name(locale);
            chips.push(chip(standing.as_str(), name, count));
        }
    }
    let shown = all
        .iter()
        .filter(|row| wanted.is_empty() || wanted == "all" || row.standing.as_str() == wanted)
        .map(|row| settled_row(locale, page, row))
        .collect_view();
    view! {
        <details class="c-fold" id="settled" open=!wanted.is_empty()>
            <summary class="c-fold__head"><Icon of=Glyph::Down small=true />{evidence::settled(locale)}<span class="c-tabs__count">{all.len()}</span></summary>
            <div class="c-switch" role="group" aria-label=evidence::show(locale)>{chips}</div>
            <ul class="c-inbox">{shown}</ul>
        </details>
    }
    .into_any()
}

fn settled_row(locale: Locale, page: &EvidencePage, row: &VerdictRow) -> AnyView {
    let question = format!(
        "{}#{}",
        href::question(page.head.id, &row.check),
        row.criterion
    );
    let decided = row.decided.as_ref().map(|(name, remark)| {
        let remark = (!remark.is_empty()).then(|| view! { " · "{remark.clone()} });
        view! { <p class="u-small u-muted">{evidence::decided_by(locale, name)}{remark}</p> }
    });
    view! {
        <li class="c-inbox__row">
            <div class="c-inbox__body">
                <div class="c-inbox__head">
                    {standing(locale, row.standing)}
                    <a class="c-inbox__check" href=question>{format!("{} {}", row.criterion, row.check_name)}</a>
                    <span class="u-small">{names::answer(locale, row.answer)}</span>
                </div>
                <p class="u-measure u-small">{row.statement.clone()}</p>
                {verdict(locale, page.head.id, row)}
                {decided}
            </div>
        </li>
    }
    .into_any()
}
