//! Files of a workload.

use domain::Locale;
use domain::views::workloads::WorkloadHead;
use leptos::prelude::*;

use crate::components::{Glyph, Icon};
use crate::i18n::results;

/// The menu with every file that a workload leaves as.
pub(super) fn menu(locale: Locale, head: &WorkloadHead) -> AnyView {
    let lang = locale.tag();
    let of_workload =
        |file: &str, lang: &str| format!("/api/v1/workloads/{}/{file}?lang={lang}", head.id);
    let files = [
        (
            of_workload("report.pdf", Locale::Zh.tag()),
            results::pdf_zh(locale),
        ),
        (
            of_workload("report.pdf", Locale::En.tag()),
            results::pdf_en(locale),
        ),
        (
            of_workload("answers.csv", lang),
            results::csv_answers(locale),
        ),
        (of_workload("risks.csv", lang), results::csv_risks(locale)),
        (of_workload("plan.csv", lang), results::csv_plan(locale)),
        (
            format!("/api/v1/assessments/{}", head.assessment.id),
            results::json(locale),
        ),
    ];
    let item =
        |(href, label)| view! { <a class="c-menu__item" href=href rel="external">{label}</a> };
    view! {
        <details class="c-menu">
            <summary class="c-btn"><Icon of=Glyph::Export />{results::export(locale)}<Icon of=Glyph::Down small=true /></summary>
            <div class="c-menu__panel">{files.map(item).collect_view()}</div>
        </details>
    }
    .into_any()
}
