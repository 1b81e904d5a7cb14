//! The risk register of a workload: what is left, where it stands, who decided what.

mod matrix;
mod status;
mod table;
pub(crate) mod treatment;

use std::sync::Arc;

use domain::views::results::RisksPage as Risks;
use domain::{Band, Locale, WorkloadId};
use leptos::prelude::*;

use crate::components::{EmptyState, FilterForm, FilterSelect, Folds, Glyph, Icon, Page};
use crate::error::AppError;
use crate::href;
use crate::i18n::{names, register, risks, use_locale};
use crate::load::{loaded, resource, use_part, use_query};
use crate::pages::workload::head::workload_head;
use crate::query::Query;
use status::Status;

/// The risks of a workload.
#[server(prefix = "/api/fn", endpoint = "workloads/risks")]
pub async fn load_risks(id: WorkloadId) -> Result<Risks, AppError> {
    let request = crate::server::request()?;
    Ok(
        services::risks::risks_page(&request.services, request.viewer()?, id, request.locale)
            .await?,
    )
}

/// The risk register of a workload.
#[component]
pub fn RisksPage() -> impl IntoView {
    let id = use_part::<WorkloadId>("id");
    let query = use_query();
    let page = resource(
        move || id.get(),
        |id| async move { load_risks(id.ok_or(AppError::NotFound)?).await },
    );
    loaded(page, move |page| draw(page, query))
}

fn draw(page: Risks, query: Memo<Query>) -> AnyView {
    let locale = use_locale();
    let head = page.head.clone();
    let csv = format!(
        "/api/v1/workloads/{}/risks.csv?lang={}",
        head.id,
        locale.tag()
    );
    let add = head.abilities.treat.then(|| {
        let at = href::workload(head.id, "/risks/new");
        view! { <a class="c-btn" href=at><Icon of=Glyph::Plus />{register::add(locale)}</a> }
    });
    let actions = view! {
        {add}
        <a class="c-btn" href=csv rel="external"><Icon of=Glyph::Export />{risks::csv(locale)}</a>
    }
    .into_any();
    let body = if page.rows.is_empty() {
        nothing(locale, &page)
    } else {
        list(locale, page, query)
    };
    view! {
        <Page title=risks::title(locale, &head.name)>
            {workload_head(&head, None, actions)}
            {body}
        </Page>
    }
    .into_any()
}

fn nothing(locale: Locale, page: &Risks) -> AnyView {
    let edit = page.head.abilities.edit.then(|| {
        let at = href::workload(page.head.id, "/edit");
        view! { <a class="c-btn" href=at>{crate::i18n::results::check_profile(locale)}</a> }
    });
    view! { <EmptyState title=risks::none_title(locale) text=risks::none_text(locale)>{edit}</EmptyState> }.into_any()
}

fn list(locale: Locale, page: Risks, query: Memo<Query>) -> AnyView {
    let page = Arc::new(page);
    let forms = href::workload(page.head.id, "/risks/");
    let folds = Folds::new(query, "risk", &forms);
    let wanted = Memo::new(move |_| {
        query.with(|q| (q.get("band").to_owned(), q.get("treatment").to_owned()))
    });
    let (left, right) = (page.clone(), page);
    let list = move || {
        let (band, treatment) = wanted.get();
        let rows: Vec<_> = left
            .rows
            .iter()
            .filter(|row| shown(row, &band, &treatment))
            .cloned()
            .collect();
        view! {
            {filter(locale, &query.get_untracked(), rows.len(), left.rows.len())}
            {table::table(locale, left.clone(), rows, folds)}
        }
        .into_any()
    };
    view! {
        <div class="l-split l-split--wide">
            <section class="c-section">{list}{closed(locale, &right)}</section>
            {matrix::matrix(locale, &right)}
        </div>
    }
    .into_any()
}

/// Risks of the workload's own that are closed.
fn closed(locale: Locale, page: &Risks) -> AnyView {
    if page.closed.is_empty() {
        return ().into_any();
    }
    let item = |(id, title): &(domain::RiskId, String)| {
        view! { <li><a href=href::risk(page.head.id, id)>{format!("{id} {title}")}</a></li> }
    };
    let items: Vec<_> = page.closed.iter().map(item).collect();
    view! {
        <details class="c-fold" id="closed">
            <summary class="c-fold__head"><Icon of=Glyph::Down small=true />{register::closed(locale)}<span class="c-tabs__count">{items.len()}</span></summary>
            <ul class="l-stack l-stack--tight">{items}</ul>
        </details>
    }
    .into_any()
}

fn shown(row: &domain::views::results::RiskRow, band: &str, treatment: &str) -> bool {
    (band.is_empty() || row.score.residual.assured.band.as_str() == band)
        && (treatment.is_empty() || Status::of(&row.treatment).as_str() == treatment)
}

fn filter(locale: Locale, query: &Query, rows: usize, total: usize) -> AnyView {
    let all = || vec![(String::new(), risks::all(locale).to_owned())];
    let mut bands = all();
    bands.extend(
        Band::ALL
            .iter()
            .rev()
            .map(|b| (b.as_str().to_owned(), names::band(locale, *b).to_owned())),
    );
    let mut treatments = all();
    treatments.extend(Status::ALL.map(|s| (s.as_str().to_owned(), s.name(locale).to_owned())));
    // The unfolded row is not a filter.
    let query = query.without("risk");
    let end = view! { <span>{risks::rows(locale, rows, total)}</span> }.into_any();
    view! {
        <FilterForm query=query.clone() end=end>
            <FilterSelect name="band" label=risks::band(locale) options=bands query=query.clone() />
            <FilterSelect name="treatment" label=risks::treatment(locale) options=treatments query=query.clone() />
        </FilterForm>
    }
    .into_any()
}
