//! Inherited criteria that are not met: the platforms' part of the way.

use domain::Locale;
use domain::views::platforms::PlatformWork;
use domain::views::results::PlanPage;
use leptos::prelude::*;

use crate::components::{Glyph, Icon, PillarMark, StateBadge};
use crate::href;
use crate::i18n::platforms;
use crate::pages::workload::platforms::platform_name;

/// The section; nothing where platforms have met all that is inherited.
pub(super) fn of_platforms(locale: Locale, page: &PlanPage) -> AnyView {
    if page.of_platforms.is_empty() {
        return ().into_any();
    }
    let rows: Vec<_> = page
        .of_platforms
        .iter()
        .map(|row| entry(locale, page, row))
        .collect();
    view! {
        <section class="c-section" id="of-platforms">
            <div class="c-section__head">
                <h2 class="c-section__title">{platforms::work(locale)}</h2>
                <span class="c-section__note">{platforms::work_note(locale)}</span>
            </div>
            <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=platforms::work(locale) tabindex="0">
                <table class="c-table c-table--cards">
                    <thead><tr>
                        <th scope="col" class="c-table__grow">{platforms::criterion(locale)}</th>
                        <th scope="col">{platforms::platform(locale)}</th>
                        <th scope="col">{platforms::platform_answer(locale)}</th>
                        <th scope="col">{platforms::holds_up(locale)}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

fn entry(locale: Locale, page: &PlanPage, row: &PlatformWork) -> AnyView {
    let question = format!(
        "{}#{}",
        href::question(page.head.id, &row.check),
        row.criterion
    );
    let holds_up: Vec<_> = row.holds_up.iter().map(ToString::to_string).collect();
    let holds_up = if holds_up.is_empty() {
        "–".to_owned()
    } else {
        holds_up.join(" ")
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
            <td data-label=platforms::platform(locale)>{platform_name(&row.platform)}</td>
            <td data-label=platforms::platform_answer(locale)><StateBadge state=Some(row.state) /></td>
            <td data-label=platforms::holds_up(locale)>{holds_up}</td>
        </tr>
    }
    .into_any()
}

/// In place of "never": the rest is up to the platforms.
pub(super) fn waits(locale: Locale) -> AnyView {
    view! {
        <a class="c-badge c-badge--warn c-reach" href="#of-platforms">
            <Icon of=Glyph::Link small=true />
            {platforms::waits_for_platforms(locale)}
        </a>
    }
    .into_any()
}
