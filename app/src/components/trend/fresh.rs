//! How much of what is claimed is proven, and for how long.

use domain::views::trend::Freshness;
use leptos::prelude::*;

use crate::components::number::grouped;
use crate::i18n::{trend as words, use_locale};

/// Facts about proof, each with a link to its rows.
#[component]
pub fn FreshnessFacts(
    /// The numbers.
    of: Freshness,
    /// Where the rows are of what ends within 7, 30, 90 days, and of what has ended.
    rows: [String; 4],
    /// Where the rows are of proof that is up to 30, 90, 180 days old, and older.
    aged: [String; 4],
    /// Where the share that is proven is explained.
    explain: String,
) -> impl IntoView {
    let locale = use_locale();
    let share = domain::Exact::ratio(i64::from(of.proven) * 100, of.met.max(1)).decimal(0);
    let count = |n: u32, href: String| {
        if n == 0 {
            "0".into_any()
        } else {
            view! { <a href=href>{grouped(u64::from(n))}</a> }.into_any()
        }
    };
    let [rows_7, rows_30, rows_90, rows_ended] = rows;
    let age = of
        .median_age
        .map_or_else(|| "–".to_owned(), |days| words::age_days(locale, days));
    let names = [
        words::age_30(locale),
        words::age_90(locale),
        words::age_180(locale),
        words::age_older(locale),
    ];
    let all = of.ages.iter().sum::<u32>().max(1);
    let bar = |((name, n), href): ((&'static str, u32), String)| {
        let share = domain::Exact::ratio(i64::from(n) * 100, all).decimal(1);
        view! {
            <dt class="c-ages__name">{name}</dt>
            <dd class="c-ages__row">
                <svg class="c-agebar" aria-hidden="true"><rect class="c-chart__bar" width=format!("{share}%") height="100%"></rect></svg>
                <span class="c-ages__count">{count(n, href)}</span>
            </dd>
        }
    };
    view! {
        <dl class="c-facts">
            <dt>{words::proven_share(locale)}</dt>
            <dd><a href=explain>{share}"%"</a>" "<span class="u-muted">{words::proven_count(locale, grouped(u64::from(of.proven)), grouped(u64::from(of.met)))}</span></dd>
            <dt>{words::ends_7(locale)}</dt><dd>{count(of.ends_7, rows_7)}</dd>
            <dt>{words::ends_30(locale)}</dt><dd>{count(of.ends_30, rows_30)}</dd>
            <dt>{words::ends_90(locale)}</dt><dd>{count(of.ends_90, rows_90)}</dd>
            <dt>{words::ended(locale)}</dt><dd>{count(of.ended, rows_ended)}</dd>
            <dt>{words::median_age(locale)}</dt><dd><a href="#proof-ages">{age}</a></dd>
        </dl>
        <h3 class="c-ages__title" id="proof-ages">{words::ages(locale)}</h3>
        <dl class="c-ages">{names.into_iter().zip(of.ages).zip(aged).map(bar).collect_view()}</dl>
    }
}
