//! Everything about one risk of a workload, and the page on which one is added.

mod history;
mod linked;
mod own;

use domain::views::register::{NewRiskPage as NewData, RiskPage as Data};
use domain::{Exact, Locale, RiskId, RiskScore, Set, WorkloadId};
use leptos::prelude::*;

use crate::components::number::decimal;
use crate::components::{Crumb, Page, PageHead, Severity, WorkloadTabs, set_link};
use crate::error::AppError;
use crate::href;
use crate::i18n::{common, register, risks, use_locale};
use crate::load::{loaded, resource, use_part};
use crate::pages::workload::head::workload_head;
use crate::pages::workload::risks::treatment::{Decided, acceptance, form, note};

/// Everything about a risk.
#[server(prefix = "/api/fn", endpoint = "workloads/risk", input = leptos::server_fn::codec::Json)]
pub async fn load_risk(id: Option<WorkloadId>, risk: Option<RiskId>) -> Result<Data, AppError> {
    let request = crate::server::request()?;
    let viewer = request.viewer()?;
    let (id, risk) = id.zip(risk).ok_or(services::Error::NotFound)?;
    let (services, locale) = (&request.services, request.locale);
    Ok(services::risks::risk_page(services, viewer, id, &risk, locale).await?)
}

/// What a risk of the workload's own is made of.
#[server(prefix = "/api/fn", endpoint = "workloads/new-risk", input = leptos::server_fn::codec::Json)]
pub async fn load_new_risk(id: Option<WorkloadId>) -> Result<NewData, AppError> {
    let request = crate::server::request()?;
    let viewer = request.viewer()?;
    let id = id.ok_or(services::Error::NotFound)?;
    Ok(services::risks::new_risk_page(&request.services, viewer, id, request.locale).await?)
}

/// One risk of a workload.
#[component]
pub fn RiskPage() -> impl IntoView {
    let (id, risk) = (use_part::<WorkloadId>("id"), use_part::<RiskId>("risk"));
    let page = resource(
        move || (id.get(), risk.get()),
        |(id, risk)| load_risk(id, risk),
    );
    loaded(page, draw)
}

/// The page on which a risk of the workload's own is added.
#[component]
pub fn NewRiskPage() -> impl IntoView {
    let id = use_part::<WorkloadId>("id");
    let page = resource(move || id.get(), load_new_risk);
    loaded(page, draw_new)
}

fn draw_new(page: NewData) -> AnyView {
    let locale = use_locale();
    let head = page.head.clone();
    view! {
        <Page title=register::one_title(locale, register::new_title(locale), &head.name)>
            {workload_head(&head, None, ().into_any())}
            <section class="c-section">
                <div class="c-section__head"><h2 class="c-section__title">{register::new_title(locale)}</h2></div>
                <div class="l-stack l-stack--tight">
                    <p class="u-measure">{register::new_text(locale)}</p>
                    {own::add(locale, &page)}
                </div>
            </section>
        </Page>
    }
    .into_any()
}

fn draw(page: Data) -> AnyView {
    let locale = use_locale();
    let name = format!("{} {}", page.id, page.name);
    let head = page.head.clone();
    let crumbs = vec![
        Crumb::new("/workloads", common::workloads(locale)),
        Crumb::new(href::workload(head.id, ""), head.name.clone()),
        Crumb::new(href::workload(head.id, "/risks"), register::link(locale)),
    ];
    let tabs = view! { <WorkloadTabs head=head.clone() /> }.into_any();
    view! {
        <Page title=register::one_title(locale, &name, &head.name)>
            <PageHead title=name crumbs=crumbs meta=meta(locale, &page) tabs=tabs />
            <div class="l-split l-split--wide">
                <div class="l-stack">
                    {what(locale, &page)}
                    {page.score.as_ref().map(|score| numbers(locale, &page, score))}
                    {linked::findings(locale, &page)}
                    {linked::actions(locale, &page)}
                    {history::course(locale, &page)}
                    {history::events(locale, &page)}
                </div>
                <div class="l-split__side l-stack">
                    {decision(locale, &page)}
                    {own::change(locale, &page)}
                </div>
            </div>
        </Page>
    }
    .into_any()
}

fn meta(locale: Locale, page: &Data) -> AnyView {
    let band = page
        .score
        .as_ref()
        .map(|score| view! { <Severity band=score.residual.assured.band /> });
    let own = page.own.as_ref().map(|own| {
        let closed = own.closed.is_some().then(
            || view! { <span class="c-badge c-badge--warn">{register::closed_badge(locale)}</span> },
        );
        view! {
            <span class="c-badge">{register::own_badge(locale)}</span>
            {closed}
            <span>{register::entered(locale, &own.created_by)}</span>
        }
    });
    view! { {band}<span>{page.pillar.1.clone()}</span>{own} }.into_any()
}

fn what(locale: Locale, page: &Data) -> AnyView {
    let check = |(id, name): &(domain::CheckId, String)| {
        view! { <li><a href=href::question(page.head.id, id)>{format!("{id} {name}")}</a></li> }
    };
    let checks = if page.checks.is_empty() {
        view! { <p class="u-muted">{risks::nothing_mitigates(locale)}</p> }.into_any()
    } else {
        view! {
            <p class="u-strong">{risks::mitigated_by(locale)}</p>
            <ul class="l-stack l-stack--tight">{page.checks.iter().map(check).collect_view()}</ul>
        }
        .into_any()
    };
    view! {
        <section class="c-section">
            <div class="c-section__head"><h2 class="c-section__title">{register::what(locale)}</h2></div>
            <div class="l-stack l-stack--tight">
                <p class="u-measure">{page.text.clone()}</p>
                {checks}
            </div>
        </section>
    }
    .into_any()
}

/// Inherent, claimed, assured: each a link to how it came to be.
fn numbers(locale: Locale, page: &Data, score: &RiskScore) -> AnyView {
    let id = page.id.as_str();
    let explain = href::explain(&href::workload(page.head.id, ""), "risk", id);
    let stat = |label: &'static str, set: Set, value: String, heard: String, of: domain::Band| {
        let heard = format!("{value} {heard}");
        view! {
            <div class="c-stat">
                <span class="c-stat__label">{label}</span>
                <a class="c-stat__value" href=set_link(&explain, set) aria-label=heard>{value}</a>
                <span class="c-stat__note"><Severity band=of /></span>
            </div>
        }
    };
    let value = |value: &Exact| decimal(Some(value));
    let (claimed, assured) = (&score.residual.claimed, &score.residual.assured);
    let product = risks::product(
        locale,
        score.likelihood,
        score.impact,
        score.inherent.decimal(0),
    );
    let reopened: Vec<_> = score.reopened_by.iter().map(ToString::to_string).collect();
    let reopened = (!reopened.is_empty())
        .then(|| view! { <p>{risks::reopened(locale, reopened.join(", "))}</p> });
    view! {
        <section class="c-section">
            <div class="c-section__head"><h2 class="c-section__title">{register::numbers(locale)}</h2></div>
            <div class="c-stats">
                {stat(risks::assured(locale), Set::Assured, value(&assured.score), risks::explain_assured(locale, id), assured.band)}
                {stat(risks::claimed(locale), Set::Claimed, value(&claimed.score), risks::explain_claimed(locale, id), claimed.band)}
                {stat(risks::inherent(locale), Set::Claimed, product, risks::explain_inherent(locale, id), score.band)}
            </div>
            {reopened}
        </section>
    }
    .into_any()
}

fn decision(locale: Locale, page: &Data) -> AnyView {
    if page.score.is_none() {
        return ().into_any();
    }
    let decided = Decided {
        head: &page.head,
        people: &page.people,
        me: page.me,
        id: &page.id,
        treatment: &page.treatment,
    };
    view! {
        <section class="c-section" id="decision">
            <div class="c-section__head"><h2 class="c-section__title">{register::decision(locale)}</h2></div>
            <div class="l-stack l-stack--tight">
                {acceptance(locale, decided)}
                {(!page.head.abilities.treat).then(|| note(&page.treatment.note))}
                {form(locale, decided)}
            </div>
        </section>
    }
    .into_any()
}
