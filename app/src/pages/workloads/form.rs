//! The guided form: what a workload is, how much it matters, which facts hold.

use domain::views::workloads::{ProfileFact, ProfileForm, WorkloadHead};
use domain::{Fact, Locale, Profile, Tier};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlInputElement;
use serde::{Deserialize, Serialize};

use super::scope::Scope;
use crate::components::form::{FormState, use_form};
use crate::components::{
    Choice, Glyph, Hidden, Icon, PostForm, SelectField, TextAreaField, TextField,
};
use crate::frame::use_flash;
use crate::i18n::{common, names, use_locale, workloads};

/// What the form asks, and what its answers bring in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormPage {
    /// Facts, teams, the workload being edited.
    pub form: ProfileForm,
    /// Conditions of checks, criteria and risks.
    pub scope: Scope,
}

/// The form of a new workload, or of the one in it.
pub(super) fn workload_form(page: FormPage, action: String) -> AnyView {
    let locale = use_locale();
    let FormPage {
        form: ProfileForm {
            facts,
            teams,
            workload,
        },
        scope,
    } = page;
    let last = FormState::of(&action, "f", use_flash().get_untracked());
    let holds = |fact: Fact| {
        let stands = workload.as_ref().is_some_and(|w| w.profile.contains(&fact));
        last.ticked("profile", fact.as_str()).unwrap_or(stands)
    };
    let chosen = RwSignal::new(
        facts
            .iter()
            .map(|f| f.id)
            .filter(|f| holds(*f))
            .collect::<Profile>(),
    );
    let actions = match &workload {
        Some(head) => view! {
            <Hidden name="version" value=head.version.to_string() />
            <div class="c-form__actions">
                <button class="c-btn c-btn--primary">{workloads::save(locale)}</button>
                <a class="c-btn" href=crate::href::workload(head.id, "")>{common::cancel(locale)}</a>
            </div>
        }
        .into_any(),
        None => view! {
            <div class="c-form__actions">
                <button class="c-btn c-btn--primary">{workloads::create_submit(locale)}</button>
                <a class="c-btn" href="/workloads">{common::cancel(locale)}</a>
            </div>
        }
        .into_any(),
    };
    view! {
        <PostForm action=action>
            <Basics workload=workload.clone() teams=teams />
            <Tiers chosen=workload.as_ref().map(|w| w.tier) />
            <Facts facts=facts scope=scope chosen=chosen />
            {actions}
        </PostForm>
    }
    .into_any()
}

/// Name, team, description.
#[component]
fn Basics(workload: Option<WorkloadHead>, teams: Vec<(domain::TeamId, String)>) -> impl IntoView {
    let locale = use_locale();
    let (name, description) = workload
        .as_ref()
        .map(|w| (w.name.clone(), w.description.clone()))
        .unwrap_or_default();
    // The team is chosen once: a workload stays where its answers were given.
    let team = workload.is_none().then(|| team_field(locale, teams));
    view! {
        <TextField name="name" label=workloads::name(locale) value=name hint=workloads::name_hint(locale) required=true max_length=120u32 />
        {team}
        <TextAreaField
            name="description"
            label=workloads::description(locale)
            value=description
            hint=workloads::description_hint(locale)
            rows=3
            max_length=2_000u32
        />
    }
}

fn team_field(locale: Locale, teams: Vec<(domain::TeamId, String)>) -> AnyView {
    let mut options: Vec<_> = teams
        .into_iter()
        .map(|(id, name)| (id.to_string(), name))
        .collect();
    // Only who may choose is asked to.
    if options.len() > 1 {
        options.insert(0, (String::new(), common::choose(locale).to_owned()));
    }
    view! {
        <SelectField name="team" label=workloads::team(locale) options=options hint=workloads::team_hint(locale) required=true />
    }
    .into_any()
}

/// What each tier means.
#[component]
fn Tiers(chosen: Option<Tier>) -> impl IntoView {
    let locale = use_locale();
    let chosen = chosen.unwrap_or(Tier::Two).number().to_string();
    let chosen = use_form().value("tier").unwrap_or(chosen);
    let choice = |tier: Tier| {
        let hint = match tier {
            Tier::One => workloads::tier_1_hint(locale),
            Tier::Two => workloads::tier_2_hint(locale),
            Tier::Three => workloads::tier_3_hint(locale),
        };
        let value = tier.number().to_string();
        let checked = value == chosen;
        view! { <Choice name="tier" value=value label=names::tier(locale, tier) hint=hint checked=checked radio=true /> }
    };
    view! {
        <fieldset>
            <legend class="c-fieldset__legend">{workloads::tier_legend(locale)}</legend>
            {Tier::ALL.map(choice).collect_view()}
        </fieldset>
    }
}

/// The profile, and what applies with it as it is ticked.
#[component]
fn Facts(facts: Vec<ProfileFact>, scope: Scope, chosen: RwSignal<Profile>) -> impl IntoView {
    let locale = use_locale();
    let live = RwSignal::new(false);
    let ids: Vec<_> = facts.iter().map(|fact| fact.id).collect();
    // What was ticked before the script ran, or was restored by the browser, counts as well.
    Effect::new(move || {
        chosen.set(
            ids.iter()
                .copied()
                .filter(|fact| is_ticked(*fact))
                .collect(),
        );
        live.set(true);
    });
    let applying = move || {
        let counts = chosen.with(|profile| scope.applying(profile));
        workloads::scope(locale, counts.checks, counts.criteria, counts.risks)
    };
    view! {
        <fieldset>
            <legend class="c-fieldset__legend">{workloads::profile_legend(locale)}</legend>
            <div class="l-stack l-stack--tight">
                <div class="c-callout" role="status">
                    <Icon of=Glyph::Info />
                    <p>{applying}" "<span class="u-muted" hidden=move || live.get()>{workloads::scope_static(locale)}</span></p>
                </div>
                <div class="c-choices">{facts.into_iter().map(|f| fact(locale, f, chosen)).collect_view()}</div>
            </div>
        </fieldset>
    }
}

/// One fact: when to tick it, and what it switches on.
fn fact(locale: Locale, fact: ProfileFact, chosen: RwSignal<Profile>) -> AnyView {
    let id = fact.id;
    let checked = chosen.with_untracked(|profile| profile.contains(&id));
    let changed = move |event| {
        let ticked = event_target_checked(&event);
        chosen.update(|profile| {
            if ticked {
                profile.insert(id);
            } else {
                profile.remove(&id);
            }
        });
    };
    view! {
        <div>
            <label class="c-choice">
                <input
                    class="c-choice__input"
                    type="checkbox"
                    id=element_id(id)
                    name="profile"
                    value=id.as_str()
                    checked=checked
                    on:change=changed
                />
                <span>{fact.name}</span>
                <span class="c-choice__hint">{fact.hint}</span>
            </label>
            {brings_in(locale, fact.switches_on, fact.risks)}
        </div>
    }
    .into_any()
}

fn brings_in(
    locale: Locale,
    checks: Vec<(String, String)>,
    risks: Vec<(String, String)>,
) -> AnyView {
    let summary = match (checks.len(), risks.len()) {
        (0, 0) => return ().into_any(),
        (0, risks) => workloads::adds_risks_only(locale, risks),
        (checks, 0) => workloads::adds_checks_only(locale, checks),
        (checks, risks) => workloads::adds(locale, checks, risks),
    };
    let list = |label: &'static str, rows: Vec<(String, String)>| {
        let text: Vec<_> = rows
            .into_iter()
            .map(|(id, name)| format!("{id} {name}"))
            .collect();
        (!text.is_empty()).then(|| view! { <dt>{label}</dt><dd>{text.join(" · ")}</dd> })
    };
    view! {
        <details class="u-small">
            <summary class="c-more__toggle"><Icon of=Glyph::Down small=true />{summary}</summary>
            <dl class="c-facts">
                {list(workloads::adds_checks(locale), checks)}
                {list(workloads::adds_risks(locale), risks)}
            </dl>
        </details>
    }
    .into_any()
}

fn element_id(fact: Fact) -> String {
    format!("f-profile-{}", fact.as_str())
}

/// Whether the box is ticked in the document; runs in browsers only.
fn is_ticked(fact: Fact) -> bool {
    let element = document().get_element_by_id(&element_id(fact));
    element
        .and_then(|e| e.dyn_into::<HtmlInputElement>().ok())
        .is_some_and(|input| input.checked())
}
