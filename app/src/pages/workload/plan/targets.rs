//! Target levels: the tier's for every check, single ones by choice.

use domain::views::results::PlanPage;
use domain::{CheckId, Locale};
use leptos::prelude::*;

use crate::components::{Hidden, PostForm, SelectField};
use crate::href;
use crate::i18n::{common, plan};

/// What differs from the tier, and the form to set it.
pub(super) fn targets(locale: Locale, page: &PlanPage) -> AnyView {
    let may = page.head.abilities.edit && !page.head.archived;
    let own = if page.targets.is_empty() {
        view! { <p class="u-muted">{plan::targets_none(locale)}</p> }.into_any()
    } else {
        let rows = page
            .targets
            .iter()
            .map(|(check, level)| own(locale, page, check, *level, may));
        view! { <ul class="l-stack l-stack--tight">{rows.collect_view()}</ul> }.into_any()
    };
    view! {
        <section class="c-section" id="targets">
            <div class="c-section__head">
                <h2 class="c-section__title">{plan::targets(locale)}</h2>
                <span class="c-section__note">{plan::targets_note(locale, page.head.tier.target())}</span>
            </div>
            <div class="l-stack l-stack--tight">
                {own}
                {may.then(|| form(locale, page))}
            </div>
        </section>
    }
    .into_any()
}

fn name(page: &PlanPage, check: &CheckId) -> String {
    format!(
        "{check} {}",
        page.names.checks.get(check).map_or("", String::as_str)
    )
}

fn own(locale: Locale, page: &PlanPage, check: &CheckId, level: u8, may: bool) -> AnyView {
    let at = href::workload(page.head.id, "");
    let id = check.to_string();
    let back = back(page);
    let reset = may.then(|| view! {
        <PostForm action=format!("{at}/targets") class="l-row l-row--tight">
            <Hidden name="check" value=id.clone() />
            <Hidden name="level" value="" />
            <Hidden name="back" value=back.clone() />
            <button class="c-btn c-btn--quiet c-btn--small">{plan::target_reset(locale)}</button>
        </PostForm>
    });
    view! {
        <li class="l-row">
            <a href=href::question(page.head.id, check)>{name(page, check)}</a>
            <span class="u-muted">{plan::target_is(locale, level)}</span>
            {reset}
        </li>
    }
    .into_any()
}

fn form(locale: Locale, page: &PlanPage) -> AnyView {
    let mut checks = vec![(String::new(), common::choose(locale).to_owned())];
    checks.extend(
        page.names
            .checks
            .keys()
            .map(|check| (check.to_string(), name(page, check))),
    );
    let mut levels = vec![(
        String::new(),
        plan::target_by_tier(locale, page.head.tier.target()),
    )];
    levels.extend((2..=5).map(|level| (level.to_string(), plan::levels_to(locale, level))));
    let back = back(page);
    view! {
        <PostForm action=href::workload(page.head.id, "/targets") id="target">
            <Hidden name="back" value=back.clone() />
            <div class="c-form__line">
                <SelectField name="check" label=plan::target_check(locale) options=checks required=true />
                <SelectField name="level" label=plan::target_level(locale) options=levels />
            </div>
            <div class="c-form__actions"><button class="c-btn">{plan::target_save(locale)}</button></div>
        </PostForm>
    }
    .into_any()
}

fn back(page: &PlanPage) -> String {
    format!("{}#targets", href::workload(page.head.id, "/plan"))
}
