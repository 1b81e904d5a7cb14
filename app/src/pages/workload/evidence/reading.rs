//! What a file says: the same facts before it is handed in and afterwards.

use domain::Locale;
use domain::evidence::{BySeverity, Completeness, Ignored, Severity, Tally, Unusable};
use domain::views::evidence::{ReadingRow, TelemetryFile, TelemetryForm};
use leptos::prelude::*;

use super::glance;
use crate::components::number::bytes;
use crate::components::{Glyph, Icon};
use crate::i18n::{evidence, evidence_words, signals};

/// A severity of a tool's finding: sign, colour and word.
pub(in crate::pages::workload) fn severity(
    locale: Locale,
    severity: Severity,
    count: Option<u64>,
) -> AnyView {
    let (class, glyph) = match severity {
        Severity::Critical => ("c-sev c-sev--critical", Glyph::SevCritical),
        Severity::High => ("c-sev c-sev--high", Glyph::SevHigh),
        Severity::Medium => ("c-sev c-sev--medium", Glyph::SevMedium),
        Severity::Low => ("c-sev c-sev--low", Glyph::SevLow),
        Severity::Info => ("c-sev c-sev--low", Glyph::Info),
    };
    let word = evidence_words::severity(locale, &severity);
    let count = count.map(|count| format!(" {count}"));
    view! { <span class=class><Icon of=glyph small=true />{word}{count}</span> }.into_any()
}

/// Whether a run covered what it was to: sign and word.
pub(super) fn completeness(locale: Locale, of: Completeness) -> AnyView {
    let (class, glyph) = match of {
        Completeness::Complete => ("c-badge c-badge--ok", Glyph::Ok),
        Completeness::Partial(_) => ("c-badge c-badge--warn", Glyph::Warn),
        Completeness::NothingScanned | Completeness::Failed(_) => {
            ("c-badge c-badge--danger", Glyph::Close)
        }
    };
    let word = evidence_words::completeness(locale, &of);
    view! { <span class=class><Icon of=glyph small=true />{word}</span> }.into_any()
}

/// Findings by severity, the worst first.
pub(super) fn tally(locale: Locale, tally: &Tally) -> AnyView {
    let count = |severity: Severity| {
        let BySeverity {
            critical,
            high,
            medium,
            low,
            info,
        } = tally.open;
        match severity {
            Severity::Critical => critical,
            Severity::High => high,
            Severity::Medium => medium,
            Severity::Low => low,
            Severity::Info => info,
        }
    };
    let marks: Vec<_> = Severity::ALL
        .into_iter()
        .filter(|of| count(*of) > 0)
        .map(|of| severity(locale, of, Some(count(of))))
        .collect();
    let none = marks
        .is_empty()
        .then(|| view! { <span class="u-muted">{evidence::found_none(locale)}</span> });
    let suppressed = tally.suppressed.total();
    let suppressed = (suppressed > 0).then(|| {
        view! { <span class="u-muted u-small">{evidence::suppressed(locale, suppressed)}</span> }
    });
    let passed = (tally.passed > 0).then(
        || view! { <span class="u-muted u-small">{evidence::passed(locale, tally.passed)}</span> },
    );
    view! { <span class="l-row l-row--tight">{marks}{none}{suppressed}{passed}</span> }.into_any()
}

/// Tool and version.
pub(super) fn tool(row: &ReadingRow) -> String {
    match &row.tool_version {
        Some(version) => format!("{} {version}", row.tool),
        None => row.tool.clone(),
    }
}

/// The facts of a file; `more` adds what only those that were handed in have.
pub(super) fn facts(locale: Locale, row: &ReadingRow, more: Option<AnyView>) -> AnyView {
    let day = if row.dated {
        row.day.to_string()
    } else {
        format!("{} · {}", row.day, evidence::day_received(locale))
    };
    let why = match row.completeness {
        Completeness::Partial(reason) | Completeness::Failed(reason) => {
            Some(evidence_words::reason(locale, &reason))
        }
        Completeness::Complete | Completeness::NothingScanned => None,
    };
    let named = tool(row);
    let named =
        (!named.is_empty()).then(|| view! { <dt>{evidence::tool(locale)}</dt><dd>{named}</dd> });
    let content = content(locale, row).map(|content| {
        view! { <dt>{evidence::content(locale)}</dt><dd>{content}</dd> }
    });
    let about = row.subject.clone();
    let about =
        (!about.is_empty()).then(|| view! { <dt>{evidence::subject(locale)}</dt><dd>{about}</dd> });
    view! {
        <dl class="c-facts">
            <dt>{evidence::read_as(locale)}</dt><dd>{evidence_words::kind(locale, &row.kind)}</dd>
            {named}
            {about}
            <dt>{evidence::day(locale)}</dt><dd>{day}</dd>
            <dt>{evidence::completeness(locale)}</dt><dd>{completeness(locale, row.completeness)}" "{why}</dd>
            <dt>{evidence::found(locale)}</dt><dd>{tally(locale, &row.tally)}</dd>
            {glance::findings(locale, &row.glance)}
            {content}
            {glance::numbers(locale, &row.glance)}
            {glance::components(locale, &row.glance)}
            {ignored(locale, &row.ignored)}
            {warnings(locale, row)}
            <dt>{evidence::size(locale)}</dt><dd>{bytes(i64::try_from(row.size).unwrap_or(i64::MAX))}</dd>
            <dt>"SHA-256"</dt><dd><code class="c-secret__value u-xs">{row.sha256.clone()}</code></dd>
            {more}
        </dl>
    }
    .into_any()
}

/// What a file of telemetry holds, and where to find it.
pub(super) fn telemetry(locale: Locale, held: &TelemetryFile) -> AnyView {
    let form = match held.form {
        TelemetryForm::Otlp => evidence::form_otlp(locale),
        TelemetryForm::Exposition => evidence::form_exposition(locale),
    };
    let dropped = held.dropped.iter().map(|(code, count)| {
        let reason = signals::left_out(locale, code);
        view! { <li>{format!("{reason} × {count}")}</li> }
    });
    let dropped = (!held.dropped.is_empty()).then(|| {
        view! { <dt>{signals::dropped(locale)}</dt><dd><ul class="c-readings__list">{dropped.collect_view()}</ul></dd> }
    });
    let now = (held.form == TelemetryForm::Exposition).then(|| {
        view! { <p class="u-small u-muted">{evidence::measured_now(locale)}</p> }
    });
    view! {
        <dl class="c-facts">
            <dt>{evidence::read_as(locale)}</dt><dd>{form}</dd>
            <dt>{evidence::content(locale)}</dt>
            <dd>{evidence::telemetry_content(locale, held.points, held.series, held.traces)}</dd>
            {dropped}
        </dl>
        {now}
        <p class="u-small u-muted">{evidence::telemetry_goes(locale)}</p>
    }
    .into_any()
}

fn content(locale: Locale, row: &ReadingRow) -> Option<String> {
    let measures = (row.measures > 0).then(|| evidence::measures(locale, row.measures));
    let components = (row.components > 0).then(|| evidence::components(locale, row.components));
    let parts: Vec<_> = measures.into_iter().chain(components).collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

fn ignored(locale: Locale, ignored: &[Ignored]) -> Option<AnyView> {
    if ignored.is_empty() {
        return None;
    }
    let line = |one: &Ignored| {
        let what = evidence_words::ignored_what(locale, &one.what);
        let why = evidence_words::ignored_why(locale, &one.why);
        let text = evidence::ignored_line(locale, one.count, what, why);
        let text = match one.line {
            Some(line) => evidence::ignored_at(locale, text, line),
            None => text,
        };
        view! { <li>{text}</li> }
    };
    let lines = ignored.iter().map(line).collect_view();
    Some(view! { <dt>{evidence::ignored(locale)}</dt><dd><ul class="c-readings__list">{lines}</ul></dd> }.into_any())
}

fn warnings(locale: Locale, row: &ReadingRow) -> Option<AnyView> {
    if row.warnings.is_empty() {
        return None;
    }
    let warnings = row.warnings.iter();
    let lines = warnings
        .map(|warning| view! { <li>{evidence_words::warning(locale, warning)}</li> })
        .collect_view();
    Some(view! { <dt>{evidence::warnings(locale)}</dt><dd><ul class="c-readings__list">{lines}</ul></dd> }.into_any())
}

/// Why a file can't be read, and how it begins where that helps.
pub(super) fn unusable(locale: Locale, why: &Unusable) -> AnyView {
    let keys = match why {
        Unusable::UnknownFormat { syntax, keys } => {
            let keys: Vec<_> = keys.iter().map(domain::evidence::Label::as_str).collect();
            let syntax = evidence_words::syntax(locale, syntax);
            let begins = if keys.is_empty() {
                syntax
            } else {
                format!("{syntax}: {}", keys.join(", "))
            };
            Some(evidence::found_keys(locale, begins))
        }
        Unusable::Incomplete { kind, .. } | Unusable::OtherKind { kind } => {
            Some(evidence_words::kind(locale, kind))
        }
        _ => None,
    };
    let keys = keys.map(|keys| view! { <span class="u-muted u-small u-block">{keys}</span> });
    view! { <div><span>{evidence_words::unusable(locale, why)}</span>{keys}</div> }.into_any()
}
