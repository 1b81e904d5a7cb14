//! What both pages let choose: subject, reader, form, language.

use domain::Locale;
use domain::views::outward::{About, Subjects};
use domain::views::reports::{ReportFormat, ReportKind};
use leptos::prelude::*;

use crate::components::SelectField;
use crate::href;
use crate::i18n::{outward, use_locale};

/// What a report is about.
pub(super) fn subject(locale: Locale, subjects: &Subjects) -> AnyView {
    let name = |(value, name): &(String, String)| {
        let text = match About::parse(value) {
            Some(About::Team(_)) => outward::team_of(locale, name),
            Some(About::Workload(_)) => outward::workload_of(locale, name),
            _ => outward::organisation_of(locale, name),
        };
        (value.clone(), text)
    };
    let options = subjects.choices.iter().map(name).collect();
    let chosen = subjects.chosen.clone();
    view! {
        <SelectField
            name="about"
            label=outward::about(locale)
            options=options
            value=chosen
            hint=outward::about_hint(locale).to_owned()
        />
    }
    .into_any()
}

/// For whom, in which form and language.
#[component]
pub(super) fn Form(
    /// What is chosen at first.
    #[prop(default = ReportKind::Team)]
    kind: ReportKind,
    /// What is chosen at first.
    #[prop(default = ReportFormat::Pdf)]
    format: ReportFormat,
    /// What is chosen at first.
    language: Locale,
) -> impl IntoView {
    let locale = use_locale();
    let kinds = ReportKind::ALL.iter().map(|kind| {
        (
            kind.as_str().to_owned(),
            outward::kind_of(locale, *kind).to_owned(),
        )
    });
    let formats = ReportFormat::ALL.iter().map(|format| {
        (
            format.as_str().to_owned(),
            outward::format_of(locale, *format).to_owned(),
        )
    });
    let languages = [(Locale::Zh, "中文"), (Locale::En, "English")];
    let languages = languages.map(|(tag, name)| (tag.tag().to_owned(), name.to_owned()));
    view! {
        <div class="c-form__line">
            <SelectField name="kind" label=outward::kind(locale) options=kinds.collect() value=kind.as_str() />
            <SelectField name="format" label=outward::format(locale) options=formats.collect() value=format.as_str() />
            <SelectField name="locale" label=outward::language(locale) options=languages.to_vec() value=language.tag() />
        </div>
        <p class="c-field__hint">{outward::kind_hint(locale)}</p>
    }
}

/// A subject's name with the way to its page.
pub(super) fn subject_link(locale: Locale, about: About, name: &str) -> AnyView {
    let (to, text) = match about {
        About::Organisation if name.is_empty() => {
            ("/".to_owned(), outward::organisation(locale).to_owned())
        }
        About::Organisation => ("/".to_owned(), name.to_owned()),
        About::Team(id) => (format!("/teams/{id}"), name.to_owned()),
        About::Workload(id) => (href::workload(id, ""), name.to_owned()),
    };
    view! { <a class="c-table__main" href=to>{text}</a> }.into_any()
}

/// For whom, in which form and language, in a few words.
pub(super) fn words(
    locale: Locale,
    (kind, format, language): (ReportKind, ReportFormat, Locale),
) -> String {
    let language = match language {
        Locale::Zh => "中文",
        Locale::En => "English",
    };
    let format_name = outward::format_of(locale, format);
    if format.has_kinds() {
        let kind = outward::kind_of(locale, kind);
        std::format!("{kind} · {format_name} · {language}")
    } else {
        std::format!("{format_name} · {language}")
    }
}
