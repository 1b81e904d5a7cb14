//! Links to the files that a subject leaves as: kinds, forms, languages.

use domain::Locale;
use domain::views::reports::{ReportFormat, ReportKind};
use leptos::prelude::*;

use super::{Glyph, Icon};
use crate::i18n::{outward, reports, use_locale};
use crate::query::Query;

/// What a report is about, as its address has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportSubject {
    /// `/api/v1/workloads/{id}`, `/api/v1/teams/{id}` or `/api/v1/organisation`.
    pub api: String,
    /// Which workloads of a group.
    pub choice: Query,
    /// What links and schedules call it; none where they can't be about it.
    pub about: Option<String>,
    /// Address and name of each file of data that has no language of its own, and of each table.
    pub data: Vec<(String, &'static str)>,
}

impl ReportSubject {
    /// The address of a report.
    pub fn report(&self, kind: ReportKind, format: ReportFormat, locale: Locale) -> String {
        let query = self
            .choice
            .with("kind", kind.as_str())
            .with("lang", locale.tag());
        query.link(&format!("{}/report.{}", self.api, format.as_str()))
    }

    fn file(&self, name: &str, locale: Locale) -> String {
        let query = self.choice.with("lang", locale.tag());
        query.link(&format!("{}/{name}", self.api))
    }
}

const KINDS: [ReportKind; 3] = [ReportKind::Executive, ReportKind::Team, ReportKind::Auditor];

/// A kind's name, and what it is for.
pub fn kind_words(locale: Locale, kind: ReportKind) -> (&'static str, &'static str) {
    match kind {
        ReportKind::Executive => (reports::executive(locale), reports::executive_for(locale)),
        ReportKind::Team => (reports::team(locale), reports::team_for(locale)),
        ReportKind::Auditor => (reports::auditor(locale), reports::auditor_for(locale)),
    }
}

/// The reports on a subject, unfolded: a block for each kind and one for data.
#[component]
pub fn ReportLinks(
    /// What they are about.
    subject: ReportSubject,
) -> impl IntoView {
    let locale = use_locale();
    let blocks = KINDS.map(|kind| {
        let (name, text) = kind_words(locale, kind);
        block(name, text, documents(locale, &subject, kind))
    });
    let data = block(
        reports::data(locale),
        reports::data_for(locale),
        data(locale, &subject),
    );
    let outward = subject
        .about
        .as_deref()
        .map(|about| outward_links(locale, about));
    view! {
        <div class="c-reports">{blocks.collect_view()} {data}</div>
        {outward}
    }
}

/// The ways to a share link and to a schedule.
fn outward_links(locale: Locale, about: &str) -> AnyView {
    let about = Query::default().with("about", about);
    let share = about.link("/reports/shared");
    let schedule = format!("{}#new", about.link("/reports/schedules"));
    view! {
        <p class="c-reports__outward">
            <a href=share>{outward::share_this(locale)}</a>
            <a href=schedule>{outward::schedule_this(locale)}</a>
        </p>
    }
    .into_any()
}

fn block(name: &'static str, text: &'static str, links: AnyView) -> AnyView {
    view! {
        <section class="c-reports__block">
            <h3 class="c-reports__name">{name}</h3>
            <p class="c-reports__text">{text}</p>
            <div class="c-reports__links">{links}</div>
        </section>
    }
    .into_any()
}

/// PDF and web page of a kind in both languages.
fn documents(locale: Locale, subject: &ReportSubject, kind: ReportKind) -> AnyView {
    let (name, _) = kind_words(locale, kind);
    let forms = [
        (ReportFormat::Pdf, reports::pdf(locale)),
        (ReportFormat::Html, reports::html(locale)),
    ];
    let links = forms.into_iter().flat_map(|(format, form)| {
        let each = Locale::ALL.into_iter();
        each.map(move |language| (format, form, language))
    });
    links
        .map(|(format, form, language)| {
            let spoken = spoken(locale, language);
            let href = subject.report(kind, format, language);
            let label = reports::link_name(locale, name, form, spoken);
            link(href, label, format!("{form} · {spoken}"))
        })
        .collect_view()
        .into_any()
}

fn data(locale: Locale, subject: &ReportSubject) -> AnyView {
    let workbook = Locale::ALL.map(|language| {
        let href = subject.file("report.xlsx", language);
        let spoken = spoken(locale, language);
        let label =
            reports::link_name(locale, reports::data(locale), reports::xlsx(locale), spoken);
        link(href, label, format!("{} · {spoken}", reports::xlsx(locale)))
    });
    let files = subject.data.iter().map(|(file, name)| {
        let href = if file.starts_with('/') {
            file.clone()
        } else {
            subject.file(file, locale)
        };
        link(href, (*name).to_owned(), (*name).to_owned())
    });
    view! { {workbook.collect_view()} {files.collect_view()} }.into_any()
}

fn link(href: String, label: String, text: String) -> AnyView {
    view! { <a class="c-reports__link" href=href rel="external" aria-label=label>{text}</a> }
        .into_any()
}

const fn spoken(locale: Locale, language: Locale) -> &'static str {
    match language {
        Locale::Zh => reports::in_chinese(locale),
        Locale::En => reports::in_english(locale),
    }
}

/// The same folded into a menu, with the way to the page of all reports.
#[component]
pub fn ReportMenu(
    /// What they are about.
    subject: ReportSubject,
    /// The page with the same links unfolded.
    page: String,
    /// Whether it is the main thing to do here.
    #[prop(optional)]
    primary: bool,
) -> impl IntoView {
    let locale = use_locale();
    let class = if primary {
        "c-btn c-btn--primary"
    } else {
        "c-btn"
    };
    view! {
        <details class="c-menu c-menu--wide">
            <summary class=class><Icon of=Glyph::Export />{reports::menu(locale)}<Icon of=Glyph::Down small=true /></summary>
            <div class="c-menu__panel">
                <ReportLinks subject=subject />
                <a class="c-menu__item" href=page>{reports::all_reports(locale)}</a>
            </div>
        </details>
    }
}
