//! An action's own effort and order, and what happened to it.

use domain::views::results::{LogView, PlanPage, PlanRow};
use domain::{CriterionId, Effort, Locale};
use leptos::prelude::*;

use crate::components::{Hidden, Imported, LocalTime, PostForm, TextField};
use crate::href;
use crate::i18n::plans;

/// The form to set effort and order.
pub(super) fn form(locale: Locale, page: &PlanPage, row: &PlanRow) -> AnyView {
    let own = !row.effort_reason.is_empty();
    let days = own.then(|| row.action.effort_days.to_string());
    let hint = if own {
        plans::effort_days_reset(locale).to_owned()
    } else {
        plans::effort_days_hint(locale, row.action.effort_days)
    };
    let ids: Vec<_> = row.own_requires.iter().map(CriterionId::as_str).collect();
    let (requires, reason) = (ids.join(" "), row.effort_reason.clone());
    let version = row.version.to_string();
    let action = href::workload(
        page.head.id,
        &format!("/plan/{}/effort", row.action.criterion),
    );
    view! {
        <PostForm action=action id="effort">
            <p class="u-strong">{plans::effort_head(locale)}</p>
            <Hidden name="version" value=version.clone() />
            <div class="c-form__line">
                <TextField
                    name="effort_days"
                    label=plans::effort_days(locale)
                    hint=hint
                    kind="number"
                    min="1"
                    max="1000"
                    value=days.unwrap_or_default()
                />
                <TextField name="effort_reason" label=plans::effort_reason(locale) value=reason max_length=2_000u32 />
            </div>
            <TextField
                name="requires"
                label=plans::own_requires(locale)
                hint=plans::own_requires_hint(locale).to_owned()
                value=requires
                max_length=1_000u32
            />
            <div class="c-form__actions"><button class="c-btn c-btn--small">{plans::effort_save(locale)}</button></div>
        </PostForm>
    }
    .into_any()
}

/// The effort with its letter, or the one that somebody set.
pub(super) fn shown(locale: Locale, row: &PlanRow) -> String {
    let days = row.action.effort_days;
    if !row.effort_reason.is_empty() {
        return format!(
            "{} ({})",
            plans::days(locale, days),
            plans::own_effort(locale)
        );
    }
    let effort = match days {
        2 => Effort::S,
        8 => Effort::M,
        _ => Effort::L,
    };
    crate::i18n::names::effort(locale, effort)
}

/// What became of it, the newest first.
pub(super) fn history(locale: Locale, row: &PlanRow) -> AnyView {
    let entry = |entry: &LogView| {
        let who = &entry.actor;
        let text = match entry.action.as_str() {
            "action.move" => plans::did_move(locale, who),
            "action.effort" => plans::did_effort(locale, who),
            "action.close" => plans::did_close(locale).to_owned(),
            "action.reopen" => plans::did_reopen(locale).to_owned(),
            _ => plans::did_set(locale, who),
        };
        let origin = entry.origin.clone();
        view! { <li><LocalTime at=entry.at.as_str() />" "{text}<Imported origin=origin /></li> }
    };
    let entries: Vec<_> = row.history.iter().map(entry).collect();
    let why = (!row.effort_reason.is_empty()).then(
        || view! { <p class="u-measure">{plans::effort_why(locale, &row.effort_reason)}</p> },
    );
    let list = if entries.is_empty() {
        view! { <p class="u-muted u-small">{plans::history_none(locale)}</p> }.into_any()
    } else {
        view! { <ul class="l-stack l-stack--tight u-small">{entries}</ul> }.into_any()
    };
    view! {
        {why}
        <div>
            <p class="u-strong">{plans::history(locale)}</p>
            {list}
        </div>
    }
    .into_any()
}
