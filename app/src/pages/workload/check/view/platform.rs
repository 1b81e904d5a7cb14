//! What platforms have to do with a criterion: its answer comes from one, or goes to others.

use domain::views::assessing::CriterionView;
use domain::views::platforms::PlatformSays;
use domain::{AnswerState, CriterionId, Provenance, Reason};
use leptos::prelude::*;

use super::Ctx;
use crate::components::form::FormState;
use crate::components::{Glyph, Hidden, Icon, LocalTime, StateBadge, TextArea, choices};
use crate::frame::use_flash;
use crate::href;
use crate::i18n::{common, names, platforms};
use crate::pages::workload::platforms::{platform_name, standing_words};

/// The longest reason, in characters.
const LONGEST: u32 = 2_000;

/// Whether the answer that the page was drawn with is a platform's.
pub(super) fn inherited(view: &CriterionView) -> bool {
    let answer = view.answer.as_ref();
    answer.is_some_and(|answer| answer.provenance == Provenance::Inherited)
}

fn own_form(id: &CriterionId) -> String {
    format!("own-{id}")
}

fn again_form(id: &CriterionId) -> String {
    format!("inherit-{id}")
}

fn action(ctx: &Ctx, id: &CriterionId, what: &str) -> String {
    href::workload(ctx.page.head.id, &format!("/inherited/{id}/{what}"))
}

/// The answer that is inherited, in place of the choice.
pub(super) fn answer(ctx: &Ctx, view: &CriterionView) -> AnyView {
    let state = view.answer.as_ref().map(|answer| answer.answer.state());
    view! {
        <p class="l-row l-row--tight">
            <StateBadge state=state />
            <span class="c-badge c-badge--info">
                <Icon of=Glyph::Link small=true />
                {platforms::inherited_badge(ctx.locale)}
            </span>
        </p>
    }
    .into_any()
}

/// Which platform answered, and since when that counts here.
pub(super) fn source(ctx: &Ctx, view: &CriterionView) -> AnyView {
    let (Some(says), Some(answer)) = (&view.platform, &view.answer) else {
        return ().into_any();
    };
    view! {
        <span>
            {platforms::from(ctx.locale)}
            " "
            {platform_name(&says.platform)}
            " "
            <LocalTime at=answer.at.clone() />
        </span>
    }
    .into_any()
}

/// Below the criterion: how to answer instead, how to inherit again, and whom the answer reaches.
pub(super) fn below(ctx: &Ctx, view: &CriterionView) -> AnyView {
    let reach = reach(ctx, view);
    let own = match &view.platform {
        Some(says) if inherited(view) => taken_over(ctx, view, says),
        Some(says) if view.answer.is_some() => instead(ctx, view, says),
        _ => ().into_any(),
    };
    view! { {own}{reach} }.into_any()
}

fn conflict(ctx: &Ctx, says: &PlatformSays) -> Option<AnyView> {
    let text = platforms::conflict(ctx.locale);
    says.conflict.then(|| {
        view! { <span class="c-badge c-badge--danger"><Icon of=Glyph::Conflict small=true />{text}</span> }
            .into_any()
    })
}

/// What the platform says beside an own answer, why that is not inherited, and how to inherit again.
fn instead(ctx: &Ctx, view: &CriterionView, says: &PlatformSays) -> AnyView {
    let l = ctx.locale;
    let why = if view.own_reason.is_empty() {
        platforms::own_before(l).to_owned()
    } else {
        platforms::own_because(l, &view.own_reason)
    };
    let again = ctx.writable.then(|| {
        view! {
            <button class="c-btn c-btn--quiet c-btn--small" form=again_form(&view.id)>
                {platforms::inherit_again(l)}
            </button>
        }
    });
    view! {
        <div class="c-inherit">
            <p class="c-inherit__line">
                <Icon of=Glyph::Link small=true />
                {platform_name(&says.platform)}
                <StateBadge state=Some(says.state) />
                {proof(ctx, says)}
                {conflict(ctx, says)}
                {again}
            </p>
            <p class="u-small">{why}</p>
        </div>
    }
    .into_any()
}

fn proof(ctx: &Ctx, says: &PlatformSays) -> String {
    let l = ctx.locale;
    match (says.standing, says.state) {
        (Some(standing), _) => standing_words(l, standing),
        (None, AnswerState::Met) => platforms::no_proof(l).to_owned(),
        (None, _) => String::new(),
    }
}

/// How to answer in the platform's place.
fn taken_over(ctx: &Ctx, view: &CriterionView, says: &PlatformSays) -> AnyView {
    let l = ctx.locale;
    let refused = last(ctx, &view.id);
    let open = use_flash()
        .get_untracked()
        .is_some_and(|flash| flash.form == action(ctx, &view.id, "own"));
    let form = ctx.writable.then(|| {
        view! {
            <details open=open>
                <summary class="c-more__toggle"><Icon of=Glyph::Down small=true />{platforms::own(l)}</summary>
                {fields(ctx, view, &refused)}
            </details>
        }
    });
    view! { <div class="c-inherit">{conflict(ctx, says)}{form}</div> }.into_any()
}

fn last(ctx: &Ctx, id: &CriterionId) -> FormState {
    let flash = use_flash().get_untracked();
    FormState::of(&action(ctx, id, "own"), "own", flash)
}

fn fields(ctx: &Ctx, view: &CriterionView, last: &FormState) -> AnyView {
    let (l, form) = (ctx.locale, own_form(&view.id));
    let choose = || (String::new(), common::choose(l).to_owned());
    let mut states = vec![choose()];
    states.extend(AnswerState::ALL.iter().map(|state| {
        let name = names::answer(l, Some(*state));
        (state.as_str().to_owned(), name.to_owned())
    }));
    let mut reasons = vec![choose()];
    reasons.extend(Reason::ALL.iter().map(|reason| {
        let name = names::reason(l, *reason);
        (reason.as_str().to_owned(), name.to_owned())
    }));
    let why = format!("{form}-own_reason");
    let (hint, error) = (format!("{why}-hint"), format!("{why}-err"));
    let problem = last.problem("own_reason");
    let invalid = problem.is_some();
    let described = if invalid {
        format!("{hint} {error}")
    } else {
        hint.clone()
    };
    let wrong_text = problem.map(|problem| wrong(ctx, problem, error));
    view! {
        <div class="l-stack l-stack--tight">
            <div class="c-form__line">
                {select(ctx, last, (&form, "state"), platforms::own_state(l), states)}
                {select(ctx, last, (&form, "reason"), platforms::own_na(l), reasons)}
            </div>
            <div class="c-field">
                <label class="c-field__label" for=why.clone()>{platforms::own_reason(l)}</label>
                <span class="c-field__hint" id=hint>{platforms::own_reason_hint(l)}</span>
                <TextArea
                    name="own_reason"
                    id=why
                    form=form.clone()
                    value=Signal::stored(last.value("own_reason").unwrap_or_default())
                    rows=2
                    max_length=Some(LONGEST)
                    required=true
                    invalid=Signal::stored(invalid)
                    described_by=Some(described)
                />
                {wrong_text}
            </div>
            <div><button class="c-btn c-btn--small" form=form>{platforms::own_save(l)}</button></div>
        </div>
    }
    .into_any()
}

fn wrong(ctx: &Ctx, problem: domain::Problem, id: String) -> AnyView {
    let words = names::problem(ctx.locale, problem);
    view! { <p class="c-field__error" id=id><Icon of=Glyph::Warn small=true />{words}</p> }
        .into_any()
}

fn select(
    ctx: &Ctx,
    last: &FormState,
    (form, name): (&str, &'static str),
    label: &'static str,
    options: Vec<(String, String)>,
) -> AnyView {
    let id = format!("{form}-{name}");
    let error = format!("{id}-err");
    let problem = last.problem(name);
    let chosen = last.value(name).unwrap_or_default();
    let invalid = problem.is_some();
    let described = invalid.then(|| error.clone());
    let wrong_text = problem.map(|problem| wrong(ctx, problem, error));
    view! {
        <div class="c-field">
            <label class="c-field__label" for=id.clone()>{label}</label>
            <select
                class="c-select"
                id=id
                name=name
                form=form.to_owned()
                required=name == "state"
                aria-invalid=invalid.then_some("true")
                aria-describedby=described
            >
                {choices(options, &chosen)}
            </select>
            {wrong_text}
        </div>
    }
    .into_any()
}

/// How many workloads inherit the answer: who changes it, changes theirs.
fn reach(ctx: &Ctx, view: &CriterionView) -> AnyView {
    let Some(count) = view.reach else {
        return ().into_any();
    };
    let l = ctx.locale;
    let at = format!(
        "{}?criterion={}#consumers",
        href::workload(ctx.page.head.id, "/offer"),
        view.id
    );
    let words = if count > 0 {
        platforms::reaches(l, count)
    } else {
        platforms::offered_no_one(l).to_owned()
    };
    view! {
        <p class="c-inherit__line"><Icon of=Glyph::Link small=true /><a href=at>{words}</a></p>
    }
    .into_any()
}

/// The forms that the fields and buttons above belong to, since forms don't nest.
pub(super) fn forms(ctx: &Ctx, view: &CriterionView) -> AnyView {
    let Some(_) = &view.platform else {
        return ().into_any();
    };
    let back = format!("{}#{}", ctx.here(), view.id);
    if inherited(view) {
        return view! {
            <form method="post" id=own_form(&view.id) action=action(ctx, &view.id, "own")>
                <Hidden name="back" value=back />
            </form>
        }
        .into_any();
    }
    let version = view.answer.as_ref().map_or(0, |answer| answer.version);
    view! {
        <form method="post" id=again_form(&view.id) action=action(ctx, &view.id, "again")>
            <Hidden name="version" value=version.to_string() />
            <Hidden name="back" value=back />
        </form>
    }
    .into_any()
}
