//! What was decided about a finding, and the form to decide.

use domain::Locale;
use domain::views::evidence::{FindingRow, FindingStanding, FindingsPage};
use leptos::prelude::*;

use super::table::standing;
use crate::components::{Hidden, PostForm, SelectField, TextAreaField, TextField};
use crate::frame::use_frame;
use crate::href;
use crate::i18n::evidence;

/// What was decided, and where to decide.
pub(super) fn triage(locale: Locale, page: &FindingsPage, row: &FindingRow, back: &str) -> AnyView {
    let gone = row.standing == FindingStanding::Fixed && !row.fixed_by_hand;
    let form = if gone {
        view! { <p class="u-muted">{evidence::triage_gone(locale)}</p> }.into_any()
    } else if page.head.abilities.treat {
        form(locale, page, row, back)
    } else {
        view! { <p class="u-muted">{evidence::triage_read_only(locale)}</p> }.into_any()
    };
    view! { <div class="l-stack l-stack--tight">{decided(locale, row)}{form}</div> }.into_any()
}

fn decided(locale: Locale, row: &FindingRow) -> AnyView {
    let Some((name, remark)) = &row.decided else {
        return ().into_any();
    };
    let until = row
        .accepted_until
        .map(|day| view! { <span>{evidence::accepted_until(locale, day)}</span> });
    view! {
        <div class="c-note">
            <p class="l-row l-row--tight">{standing(locale, row.standing)}{until}</p>
            <p>{remark.clone()}</p>
            <p class="c-note__meta">{evidence::decided_by(locale, name)}</p>
        </div>
    }
    .into_any()
}

fn form(locale: Locale, page: &FindingsPage, row: &FindingRow, back: &str) -> AnyView {
    let options = [
        ("open", evidence::triage_open(locale)),
        ("accepted", evidence::triage_accept(locale)),
        ("false_positive", evidence::triage_false(locale)),
        ("fixed", evidence::triage_fixed(locale)),
    ];
    let options = options
        .map(|(value, text)| (value.to_owned(), text.to_owned()))
        .to_vec();
    let chosen = match row.standing {
        FindingStanding::Open => "open",
        FindingStanding::Fixed => "fixed",
        FindingStanding::Accepted => "accepted",
        FindingStanding::FalsePositive => "false_positive",
    };
    let remark = row.decided.as_ref().map(|(_, remark)| remark.clone());
    let until = row
        .accepted_until
        .map(|day| day.to_string())
        .unwrap_or_default();
    let (version, back) = (row.version.to_string(), back.to_owned());
    let today = use_frame().today.clone();
    view! {
        <PostForm action=href::workload(page.head.id, &format!("/findings/{}", row.id)) id="triage">
            <Hidden name="version" value=version />
            <Hidden name="back" value=back />
            <div class="c-form__line">
                <SelectField name="decision" label=evidence::triage(locale) options=options value=chosen />
                <TextField
                    name="until"
                    label=evidence::triage_until(locale)
                    hint=evidence::triage_until_hint(locale).to_owned()
                    value=until
                    kind="date"
                    min=today
                    short=true
                />
            </div>
            <TextAreaField
                name="remark"
                label=evidence::triage_why(locale)
                hint=evidence::triage_why_hint(locale).to_owned()
                value=remark.unwrap_or_default()
                rows=2
                max_length=2_000_u32
            />
            <div class="c-form__actions"><button class="c-btn c-btn--primary c-btn--small">{evidence::triage_save(locale)}</button></div>
        </PostForm>
    }
    .into_any()
}
