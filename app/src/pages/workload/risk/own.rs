//! Forms of a risk of the workload's own: add, change, close, open again.

use domain::views::register::{NewRiskPage, OwnRiskChoices, OwnRiskView, RiskPage};
use domain::{CheckId, Locale, OwnRisk};
use leptos::prelude::*;

use crate::components::form::use_form;
use crate::components::{
    Callout, Choice, ConfirmForm, Glyph, Hidden, Icon, LocalTime, PostForm, SelectField,
    TextAreaField, TextField, Tone,
};
use crate::frame::use_flash;
use crate::href;
use crate::i18n::{common, names, register, use_locale};

/// The form that adds one.
pub(super) fn add(locale: Locale, page: &NewRiskPage) -> AnyView {
    let (form, save) = (page.form.clone(), register::save_new(locale));
    view! {
        <PostForm action=href::workload(page.head.id, "/risks")>
            <Fields form=form risk=None />
            <div class="c-form__actions"><button class="c-btn c-btn--primary">{save}</button></div>
        </PostForm>
    }
    .into_any()
}

/// What can be changed about one, for who may; who closed it and why, for everybody.
pub(super) fn change(locale: Locale, page: &RiskPage) -> AnyView {
    let Some(own) = &page.own else {
        return ().into_any();
    };
    let may = page.head.abilities.treat;
    let at = href::risk(page.head.id, &page.id);
    if let Some((by, when, reason)) = &own.closed {
        let again = may.then(|| reopen(locale, own, &at));
        let (by, when, reason) = (
            register::closed_by(locale, by),
            when.clone(),
            reason.clone(),
        );
        return view! {
            <Callout tone=Tone::Warn>
                <p>{by}" "<LocalTime at=when /></p>
                <p>{reason}</p>
                {again}
            </Callout>
        }
        .into_any();
    }
    may.then(|| {
        view! {
            {edit(locale, page, own, &at)}
            {close(locale, own, &at)}
        }
    })
    .into_any()
}

fn refused(action: &str) -> bool {
    use_flash()
        .get_untracked()
        .is_some_and(|flash| flash.form == action)
}

fn edit(locale: Locale, page: &RiskPage, own: &OwnRiskView, at: &str) -> AnyView {
    let action = format!("{at}/own");
    let open = refused(&action);
    let (form, risk, version) = (page.form.clone(), own.risk.clone(), own.version.to_string());
    view! {
        <details class="c-fold" id="edit" open=open>
            <summary class="c-fold__head"><Icon of=Glyph::Down small=true />{register::edit(locale)}</summary>
            <PostForm action=action id="own">
                <Hidden name="version" value=version.clone() />
                <Fields form=form risk=Some(risk) />
                <div class="c-form__actions"><button class="c-btn">{register::save_changes(locale)}</button></div>
            </PostForm>
        </details>
    }
    .into_any()
}

fn close(locale: Locale, own: &OwnRiskView, at: &str) -> AnyView {
    let action = format!("{at}/close");
    let open = refused(&action);
    let version = own.version.to_string();
    view! {
        <details class="c-fold" id="close" open=open>
            <summary class="c-fold__head"><Icon of=Glyph::Down small=true />{register::close(locale)}</summary>
            <PostForm action=action id="close">
                <Hidden name="version" value=version.clone() />
                <TextAreaField
                    name="reason"
                    label=register::close_reason(locale)
                    hint=register::close_hint(locale)
                    rows=3
                    required=true
                    max_length=2_000u32
                />
                <div class="c-form__actions"><button class="c-btn c-btn--danger">{register::close(locale)}</button></div>
            </PostForm>
        </details>
    }
    .into_any()
}

fn reopen(locale: Locale, own: &OwnRiskView, at: &str) -> AnyView {
    let version = own.version.to_string();
    let (label, question) = (register::reopen(locale), register::reopen_question(locale));
    view! {
        <ConfirmForm action=format!("{at}/reopen") label=label question=question>
            <Hidden name="version" value=version.clone() />
        </ConfirmForm>
    }
    .into_any()
}

/// The fields of one, empty or filled.
#[component]
fn Fields(
    /// What to choose from.
    form: OwnRiskChoices,
    /// What stands; none for a new one.
    risk: Option<OwnRisk>,
) -> impl IntoView {
    let l = use_locale();
    let text = |of: fn(&OwnRisk) -> String| risk.as_ref().map(of).unwrap_or_default();
    let mut pillars = vec![(String::new(), common::choose(l).to_owned())];
    let named = form.pillars.iter();
    pillars.extend(named.map(|(id, name, _)| (id.to_string(), name.clone())));
    let scale: Vec<_> = [(String::new(), common::choose(l).to_owned())]
        .into_iter()
        .chain((1..=5).map(|n| (n.to_string(), n.to_string())))
        .collect();
    view! {
        <TextField name="title" label=register::risk_title(l) value=text(|r| r.title.clone()) required=true max_length=120u32 />
        <TextAreaField name="text" label=register::risk_text(l) value=text(|r| r.text.clone()) rows=4 max_length=2_000u32 />
        <SelectField name="pillar" label=register::pillar(l) options=pillars value=text(|r| r.pillar.to_string()) required=true />
        <div class="c-form__line">
            <SelectField name="likelihood" label=register::likelihood(l) options=scale.clone() value=text(|r| r.likelihood.to_string()) required=true />
            <SelectField name="impact" label=register::impact(l) options=scale value=text(|r| r.impact.to_string()) required=true />
        </div>
        {checks(l, &form, risk.as_ref())}
    }
}

/// All checks by pillar; a pillar is unfolded where one of its checks is ticked.
fn checks(l: Locale, form: &OwnRiskChoices, risk: Option<&OwnRisk>) -> AnyView {
    let state = use_form();
    let is_ticked = |id: &CheckId| {
        let before = risk.is_some_and(|risk| risk.checks.contains(id));
        state.ticked("checks", id.as_str()).unwrap_or(before)
    };
    let choice = |(id, name): &(CheckId, String)| {
        let (value, label) = (id.to_string(), format!("{id} {name}"));
        view! { <Choice name="checks" value=value label=label checked=is_ticked(id) /> }
    };
    let pillar = |(_, name, checks): &(domain::PillarId, String, Vec<(CheckId, String)>)| {
        let open = checks.iter().any(|(id, _)| is_ticked(id));
        view! {
            <details class="c-fold" open=open>
                <summary class="c-fold__head"><Icon of=Glyph::Down small=true />{name.clone()}</summary>
                <div class="l-stack l-stack--tight">{checks.iter().map(choice).collect_view()}</div>
            </details>
        }
    };
    let wrong = state.problem("checks").map(|problem| {
        view! { <p class="c-field__error"><Icon of=Glyph::Warn small=true />{names::problem(l, problem)}</p> }
    });
    view! {
        <fieldset class="c-field">
            <legend class="c-field__label">{register::linked(l)}</legend>
            <p class="c-field__hint">{register::linked_hint(l)}</p>
            {form.pillars.iter().map(pillar).collect_view()}
            {wrong}
        </fieldset>
    }
    .into_any()
}
