//! What was decided about a risk, and the forms to decide.

use domain::evidence::Severity;
use domain::views::accounts::Tie;
use domain::views::results::{RiskRow, RisksPage, TreatmentView};
use domain::views::workloads::{Person, WorkloadHead};
use domain::{Locale, RiskId, UserId};
use leptos::prelude::*;

use super::status::Status;
use crate::components::{ConfirmForm, Hidden, PostForm, SelectField, TextAreaField, TextField};
use crate::frame::use_frame;
use crate::href;
use crate::i18n::{evidence_words, register, risks};
use crate::pages::register::reject;

/// What was decided about one risk, and who looks at it.
#[derive(Clone, Copy)]
pub(crate) struct Decided<'a> {
    pub head: &'a WorkloadHead,
    pub people: &'a [Person],
    /// The reader.
    pub me: UserId,
    /// Which risk.
    pub id: &'a RiskId,
    pub treatment: &'a TreatmentView,
}

/// The unfolded part of a row.
pub(super) fn details(locale: Locale, page: &RisksPage, row: &RiskRow) -> AnyView {
    let decided = Decided {
        head: &page.head,
        people: &page.people,
        me: page.me,
        id: &row.score.id,
        treatment: &row.treatment,
    };
    view! {
        <div class="l-split l-split--even">
            <div class="l-stack l-stack--tight">
                <p class="u-measure">{row.text.clone()}</p>
                {mitigated_by(locale, page, row)}
                {linked(locale, page, row)}
                {acceptance(locale, decided)}
                {(!page.head.abilities.treat).then(|| note(row.treatment.note.as_str()))}
            </div>
            {form(locale, decided)}
        </div>
    }
    .into_any()
}

/// Open findings, actions, and the way to everything about the risk.
fn linked(locale: Locale, page: &RisksPage, row: &RiskRow) -> AnyView {
    let at = href::risk(page.head.id, &row.score.id);
    let counts = Severity::ALL.iter().zip(row.findings.iter().rev());
    let counts: Vec<_> = counts
        .filter(|(_, n)| **n > 0)
        .map(|(how, n)| register::count_of(locale, evidence_words::severity(locale, how), n))
        .collect();
    let findings = (!counts.is_empty()).then(|| {
        let text = format!(
            "{}: {}",
            register::linked_findings(locale),
            counts.join(", ")
        );
        view! { <li><a href=format!("{at}#findings")>{text}</a></li> }
    });
    let actions = (row.actions > 0).then(|| {
        let text = register::actions_lower(locale, row.actions);
        view! { <li><a href=format!("{at}#actions")>{text}</a></li> }
    });
    view! {
        <ul class="l-stack l-stack--tight">
            {findings}
            {actions}
            <li><a class="u-strong" href=at.clone()>{register::everything(locale)}</a></li>
        </ul>
    }
    .into_any()
}

fn mitigated_by(locale: Locale, page: &RisksPage, row: &RiskRow) -> AnyView {
    if row.checks.is_empty() {
        return view! { <p class="u-muted">{risks::nothing_mitigates(locale)}</p> }.into_any();
    }
    let check = |(id, name): &(domain::CheckId, String)| {
        view! { <li><a href=href::question(page.head.id, id)>{format!("{id} {name}")}</a></li> }
    };
    view! {
        <div>
            <p class="u-strong">{risks::mitigated_by(locale)}</p>
            <ul class="l-stack l-stack--tight">{row.checks.iter().map(check).collect_view()}</ul>
        </div>
    }
    .into_any()
}

/// Who asked for the acceptance, who decided, until when; and the buttons for a second person.
pub(crate) fn acceptance(locale: Locale, of: Decided<'_>) -> AnyView {
    let treatment = of.treatment;
    if treatment.treatment != "accept" {
        return ().into_any();
    }
    let status = Status::of(treatment);
    let approved = (!treatment.approved_by_name.is_empty())
        .then(|| risks::approved(locale, &treatment.approved_by_name));
    let rejected = (!treatment.rejected_by_name.is_empty())
        .then(|| register::rejected(locale, &treatment.rejected_by_name));
    let tie = treatment.tie.map(|tie| match tie {
        Tie::AskerInvited => risks::tied_asker(locale),
        Tie::Same | Tie::DeciderInvited => risks::tied_approver(locale),
    });
    let decide = (status == Status::Pending).then(|| decision(locale, of));
    // The buttons stand at the end: what they open grows towards the start.
    view! {
        <div class="l-row l-row--between">
            <p class="l-row">
                {status.badge(locale)}
                <span>{risks::asked(locale, &treatment.asked_by_name)}</span>
                {approved.or(rejected).map(|text| view! { <span>{text}</span> })}
                <span>{risks::until(locale, &treatment.expires_on)}</span>
            </p>
            {decide}
        </div>
        {tie.map(|text| view! { <p class="u-muted u-small">{text}</p> })}
        {note(&treatment.rejection)}
    }
    .into_any()
}

fn decision(locale: Locale, of: Decided<'_>) -> AnyView {
    let treatment = of.treatment;
    if treatment.asked_by == Some(of.me) {
        return view! { <p class="u-muted u-small">{risks::own_request(locale)}</p> }.into_any();
    }
    if !of.head.abilities.accept {
        return view! { <p class="u-muted u-small">{risks::waiting_owner(locale)}</p> }.into_any();
    }
    let version = treatment.version.to_string();
    let path = |what: &str| href::workload(of.head.id, &format!("/risks/{}/{what}", of.id));
    view! {
        <div class="l-row">
            <ConfirmForm
                action=path("approve")
                label=risks::approve(locale)
                question=risks::approve_question(locale, &treatment.asked_by_name, &treatment.expires_on)
            >
                <Hidden name="version" value=version.clone() />
            </ConfirmForm>
            {reject(locale, (path("reject"), "reject"), treatment.version, None)}
        </div>
    }
    .into_any()
}

/// What somebody wrote; nothing where nobody did.
pub(crate) fn note(text: &str) -> AnyView {
    (!text.is_empty())
        .then(|| view! { <div class="c-note"><p>{text.to_owned()}</p></div> })
        .into_any()
}

/// The form to decide, for who may.
pub(crate) fn form(locale: Locale, of: Decided<'_>) -> AnyView {
    if !of.head.abilities.treat {
        return view! { <p class="u-muted">{risks::read_only(locale)}</p> }.into_any();
    }
    let treatment = of.treatment;
    let kinds = [
        ("", crate::i18n::common::choose(locale)),
        ("mitigate", risks::mitigate(locale)),
        ("accept", risks::accept(locale)),
        ("transfer", risks::transfer(locale)),
        ("avoid", risks::avoid(locale)),
    ];
    let kinds = kinds
        .map(|(value, text)| (value.to_owned(), text.to_owned()))
        .to_vec();
    let mut owners = vec![(String::new(), risks::nobody(locale).to_owned())];
    owners.extend(
        of.people
            .iter()
            .map(|person| (person.id.to_string(), person.name.clone())),
    );
    let owner = treatment.owner.map(|id| id.to_string()).unwrap_or_default();
    let version = treatment.version.to_string();
    let (kind, text, expires) = (
        treatment.treatment.clone(),
        treatment.note.clone(),
        treatment.expires_on.clone(),
    );
    let today = use_frame().today.clone();
    view! {
        <PostForm action=href::workload(of.head.id, &format!("/risks/{}", of.id))>
            <Hidden name="version" value=version.clone() />
            <div class="c-form__line">
                <SelectField name="treatment" label=risks::decide(locale) options=kinds value=kind required=true />
                <SelectField name="owner" label=risks::owner(locale) options=owners value=owner />
            </div>
            <TextAreaField name="note" label=risks::note(locale) value=text hint=risks::note_hint(locale) rows=3 max_length=2_000u32 />
            <TextField
                name="expires_on"
                label=risks::expires_on(locale)
                value=expires
                kind="date"
                hint=risks::expires_hint(locale)
                min=today
                short=true
            />
            <p class="u-muted u-small">{risks::accept_hint(locale)}</p>
            <div class="c-form__actions"><button class="c-btn c-btn--primary">{risks::save(locale)}</button></div>
        </PostForm>
    }
    .into_any()
}
