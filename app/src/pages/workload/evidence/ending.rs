//! Proof that ends soon, and what renews it.

use domain::views::evidence::{EndingProof, EvidencePage};
use domain::{Locale, ProofKind};
use leptos::prelude::*;

use crate::components::ProofBadge;
use crate::href;
use crate::i18n::{evidence, evidence_words};

/// Proof that ends within a day, a week, a month.
pub(super) fn ending(locale: Locale, page: &EvidencePage) -> AnyView {
    let within = |from: u32, to: u32| -> Vec<&EndingProof> {
        let rows = page.ending.iter();
        rows.filter(|row| (from..=to).contains(&row.days_left))
            .collect()
    };
    let groups = [
        (evidence::ends_1(locale), within(0, 1)),
        (evidence::ends_7(locale), within(2, 7)),
        (evidence::ends_30(locale), within(8, u32::MAX)),
    ];
    let groups = groups
        .into_iter()
        .filter(|(_, rows)| !rows.is_empty())
        .map(|(name, rows)| group(locale, page, name, &rows));
    let body = if page.ending.is_empty() {
        view! { <p class="u-muted">{evidence::ending_none(locale)}</p> }.into_any()
    } else {
        view! { <p class="u-muted u-small">{evidence::ending_note(locale)}</p> {groups.collect_view()} }.into_any()
    };
    view! {
        <section class="c-section" id="ending">
            <div class="c-section__head"><h2 class="c-section__title">{evidence::ending(locale)}</h2></div>
            {body}
        </section>
    }
    .into_any()
}

fn group(
    locale: Locale,
    page: &EvidencePage,
    name: &'static str,
    rows: &[&EndingProof],
) -> AnyView {
    // What ends on one day and is renewed in one way is one thing to do.
    let alike =
        |a: &&EndingProof, b: &&EndingProof| (a.until, a.by, &a.kinds) == (b.until, b.by, &b.kinds);
    let mut sorted = rows.to_vec();
    sorted.sort_by(|a, b| (a.until, a.by, &a.kinds).cmp(&(b.until, b.by, &b.kinds)));
    let rows: Vec<_> = sorted
        .chunk_by(alike)
        .map(|rows| entry(locale, page, rows))
        .collect();
    view! {
        <h3 class="c-fieldset__legend c-ending__within">{name}</h3>
        <ul class="c-ending">{rows}</ul>
    }
    .into_any()
}

fn entry(locale: Locale, page: &EvidencePage, rows: &[&EndingProof]) -> AnyView {
    let Some(first) = rows.first() else {
        return ().into_any();
    };
    let left = match first.days_left {
        0 => evidence::ends_today(locale).to_owned(),
        1 => evidence::ends_tomorrow(locale).to_owned(),
        days => evidence::ends_in(locale, days),
    };
    let class = if first.days_left <= 7 {
        "c-badge c-badge--warn"
    } else {
        "c-badge"
    };
    let criteria = rows.iter().map(|row| {
        let at = format!("{}#{}", href::question(page.head.id, &row.check), row.criterion);
        view! { <a class="u-target" href=at title=row.statement.clone()>{row.criterion.to_string()}</a> }
    });
    view! {
        <li class="c-ending__row">
            <div class="l-row l-row--tight">
                <ProofBadge kind=first.by />
                <span class=class>{left}</span>
                <span class="u-muted u-small">{first.until.to_string()}</span>
            </div>
            <div class="l-row l-row--tight c-ending__criteria">{criteria.collect_view()}</div>
            <p class="u-small u-muted">{renew(locale, first)}</p>
        </li>
    }
    .into_any()
}

fn renew(locale: Locale, row: &EndingProof) -> String {
    match row.by {
        ProofKind::Signal if row.kinds.is_empty() => {
            evidence::renew_signal_other(locale).to_owned()
        }
        ProofKind::Signal => {
            let kinds = row
                .kinds
                .iter()
                .map(|kind| evidence_words::kind(locale, kind));
            evidence::renew_signal(locale, kinds.collect::<Vec<_>>().join(" / "))
        }
        ProofKind::Document => evidence::renew_document(locale).to_owned(),
        ProofKind::Attestation => evidence::renew_attestation(locale).to_owned(),
    }
}
