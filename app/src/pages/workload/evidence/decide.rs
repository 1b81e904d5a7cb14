//! Accepting and rejecting: two small forms for each verdict.

use domain::views::evidence::VerdictRow;
use domain::{Locale, WorkloadId};
use leptos::prelude::*;

use super::verdict::proposed;
use crate::components::form::use_form;
use crate::components::{Glyph, Hidden, Icon, PostForm, TextArea};
use crate::frame::use_flash;
use crate::href;
use crate::i18n::{evidence, names};

/// The longest reason, in characters.
const LONGEST: u32 = 2_000;

/// Both ways out; `back` is the page to come back to.
pub(in crate::pages::workload) fn both(
    locale: Locale,
    workload: WorkloadId,
    row: &VerdictRow,
    back: &str,
) -> AnyView {
    let Some(to) = proposed(row.verdict.outcome) else {
        return ().into_any();
    };
    let code = row.verdict.outcome.code();
    let action = href::workload(workload, &format!("/verdicts/{}", row.rule));
    // A form that was refused is shown again with what was typed.
    let refused = use_flash()
        .get_untracked()
        .is_some_and(|flash| flash.form == action && flash.values.contains_key("remark"));
    let id = format!("why-{}", row.rule);
    let carried = {
        let back = back.to_owned();
        move |decide: &'static str| {
            view! {
                <Hidden name="verdict" value=code />
                <Hidden name="decide" value=decide />
                <Hidden name="back" value=back.clone() />
            }
        }
    };
    let accept = evidence::accept_as(locale, names::answer(locale, Some(to)));
    let rejecting = carried.clone();
    view! {
        <div class="c-inbox__decide">
            <PostForm action=action.clone() class="l-row">
                {carried("accept")}
                <button class="c-btn c-btn--small">{accept}</button>
            </PostForm>
            <details class="c-inbox__reject" open=refused>
                <summary class="c-btn c-btn--small">{evidence::reject(locale)}</summary>
                <PostForm action=action>
                    {rejecting("reject")}
                    {remark(locale, id)}
                    <div class="c-form__actions">
                        <button class="c-btn c-btn--small">{evidence::reject_keep(locale)}</button>
                    </div>
                </PostForm>
            </details>
        </div>
    }
    .into_any()
}

/// Why a verdict is rejected; `id` is that of the field's element.
pub(super) fn remark(locale: Locale, id: String) -> AnyView {
    // Drawn inside the form, whose state it reads.
    view! { <Remark locale=locale id=id /> }.into_any()
}

#[component]
fn Remark(locale: Locale, id: String) -> impl IntoView {
    let form = use_form();
    let problem = form.problem("remark");
    let value = form.value("remark").unwrap_or_default();
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-err"));
    let described = match &problem {
        Some(_) => format!("{hint_id} {error_id}"),
        None => hint_id.clone(),
    };
    let invalid = problem.is_some();
    let error = problem.map(|problem| {
        let words = names::problem(locale, problem);
        view! { <p class="c-field__error" id=error_id.clone()><Icon of=Glyph::Warn small=true />{words}</p> }
    });
    view! {
        <div class="c-field">
            <label class="c-field__label" for=id.clone()>{evidence::reject_why(locale)}</label>
            <span class="c-field__hint" id=hint_id>{evidence::reject_hint(locale)}</span>
            <TextArea
                name="remark"
                id=id
                value=Signal::stored(value)
                rows=2
                max_length=Some(LONGEST)
                invalid=Signal::stored(invalid)
                described_by=Some(described)
            />
            {error}
        </div>
    }
}
