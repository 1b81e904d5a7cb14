//! What sits on one part: its checks, findings, signals and risks, each a link to its rows.

use domain::evidence::Severity as Grade;
use domain::views::map::{PartCheck, PartDetail, PartFinding, PartRisk, PartRow, PartSignal};
use domain::{Band, Locale};
use leptos::prelude::*;

use super::{Asked, panel_forms};
use crate::components::{Glyph, Icon, LevelBadge, LocalTime, Severity};
use crate::href;
use crate::i18n::map;
use crate::query::Query;

/// The panel of the part that is asked for.
pub(super) fn panel(asked: &Asked) -> Option<AnyView> {
    let detail = asked.page.detail.as_ref()?;
    let row = asked.page.part(detail.id)?;
    let locale = asked.locale;
    let close = format!("{}#part-{}", asked.link("part", ""), row.id);
    let note = (!row.note.is_empty())
        .then(|| view! { <div class="c-note"><p>{row.note.clone()}</p></div> });
    let layer = domain::map::names::layer(row.layer, locale);
    let forms = asked.writable.then(|| panel_forms::forms(asked, row));
    Some(
        view! {
            <aside class="c-side c-mappanel" aria-label=row.name.clone()>
                <section class="c-side__part">
                    <div class="l-row l-row--between">
                        <h2 class="c-section__title">{row.name.clone()}</h2>
                        <a
                            class="c-btn c-btn--quiet c-btn--icon c-btn--small"
                            href=close
                            aria-label=map::panel_close(locale)
                            data-noscroll="true"
                        >
                            <Icon of=Glyph::Close />
                        </a>
                    </div>
                    <p class="u-muted u-small">{format!("{} · {layer}", row.kind.name(locale))}</p>
                    {note}
                    {asked.writable.then(|| panel_forms::ask(asked, row))}
                </section>
                {checks(asked, detail)}
                {findings(asked, row, detail)}
                {signals(asked, detail)}
                {risks(asked, detail)}
                {panel_forms::calls(asked, row)}
                {panel_forms::inventory(asked, row)}
                {forms}
            </aside>
        }
        .into_any(),
    )
}

fn section(title: String, body: AnyView) -> AnyView {
    view! {
        <section class="c-side__part">
            <h3 class="c-side__title">{title}</h3>
            {body}
        </section>
    }
    .into_any()
}

fn counted(title: &str, count: usize) -> String {
    if count == 0 {
        title.to_owned()
    } else {
        format!("{title} {count}")
    }
}

fn nothing(text: &'static str) -> AnyView {
    view! { <p class="u-muted u-small">{text}</p> }.into_any()
}

fn checks(asked: &Asked, detail: &PartDetail) -> AnyView {
    let (locale, id) = (asked.locale, asked.page.head.id);
    let row = |row: &PartCheck| {
        let heard = map::panel_levels(locale, row.assured, row.claimed);
        let conflicts = (row.conflicts > 0).then(|| {
            view! {
                <span class="c-badge c-badge--warn">
                    <Icon of=Glyph::Conflict small=true />
                    {map::panel_conflicts(locale, row.conflicts)}
                </span>
            }
        });
        let hand = row
            .by_hand
            .then(|| view! { <span class="c-badge">{map::panel_by_hand(locale)}</span> });
        view! {
            <li class="c-mappanel__row">
                <a class="c-mappanel__name" href=href::question(id, &row.check)>{format!("{} {}", row.check, row.name)}</a>
                <span class="l-row l-row--tight" title=heard>
                    <LevelBadge level=Some(row.assured) short=true />
                    <span class="u-muted u-small">{map::panel_levels(locale, row.assured, row.claimed)}</span>
                    {conflicts}
                    {hand}
                </span>
            </li>
        }
    };
    let body = if detail.checks.is_empty() {
        nothing(map::panel_no_checks(locale))
    } else {
        view! { <ul class="c-mappanel__list">{detail.checks.iter().map(row).collect_view()}</ul> }
            .into_any()
    };
    section(
        counted(map::panel_checks(locale), detail.checks.len()),
        body,
    )
}

/// Severities of findings as bands of risks show them: one scale for the eye.
const fn band(grade: Grade) -> Band {
    match grade {
        Grade::Critical => Band::Critical,
        Grade::High => Band::High,
        Grade::Medium => Band::Medium,
        Grade::Low | Grade::Info => Band::Low,
    }
}

fn findings(asked: &Asked, part: &PartRow, detail: &PartDetail) -> AnyView {
    let (locale, id) = (asked.locale, asked.page.head.id);
    let total = usize::try_from(part.facts.open_findings()).unwrap_or(0);
    let row = |row: &PartFinding| {
        let query = Query::default()
            .with("finding", row.id)
            .with("state", "open");
        let query = match &row.check {
            Some(check) => query.with("check", check),
            None => query,
        };
        let to = format!(
            "{}#{}",
            query.link(&href::workload(id, "/findings")),
            row.id
        );
        let named = row.named.then(
            || view! { <span class="u-muted u-small">{map::panel_finding_named(locale)}</span> },
        );
        view! {
            <li class="c-mappanel__row">
                <a class="c-mappanel__name" href=to>{row.title.clone()}</a>
                <span class="l-row l-row--tight"><Severity band=band(row.severity) />{named}</span>
            </li>
        }
    };
    let more = (total > detail.findings.len()).then(
        || view! { <p class="u-muted u-small">{map::panel_findings_more(locale, total)}</p> },
    );
    let body = if detail.findings.is_empty() {
        nothing(map::panel_no_findings(locale))
    } else {
        let rows = detail.findings.iter().map(row).collect_view();
        view! {
            <ul class="c-mappanel__list">{rows}</ul>
            {more}
        }
        .into_any()
    };
    section(counted(map::panel_findings(locale), total), body)
}

fn signals(asked: &Asked, detail: &PartDetail) -> AnyView {
    let (locale, id) = (asked.locale, asked.page.head.id);
    let row = |row: &PartSignal| {
        let query = Query::default().with("rule", &row.rule);
        let to = format!("{}#rule", query.link(&href::workload(id, "/signals")));
        view! {
            <li class="c-mappanel__row">
                <a class="c-mappanel__name" href=to><code>{row.signal.clone()}</code></a>
                {age(locale, row)}
            </li>
        }
    };
    let body = if detail.signals.is_empty() {
        nothing(map::panel_no_signals(locale))
    } else {
        view! { <ul class="c-mappanel__list">{detail.signals.iter().map(row).collect_view()}</ul> }
            .into_any()
    };
    section(
        counted(map::panel_signals(locale), detail.signals.len()),
        body,
    )
}

fn age(locale: Locale, row: &PartSignal) -> AnyView {
    let Some(at) = &row.last_at else {
        return view! { <span class="u-muted u-small">{map::panel_signal_never(locale)}</span> }
            .into_any();
    };
    let old = (row.fresh == Some(false)).then(|| {
        view! { <span class="c-badge c-badge--warn"><Icon of=Glyph::Expired small=true />{map::panel_signal_old(locale)}</span> }
    });
    view! { <span class="l-row l-row--tight u-small"><LocalTime at=at.as_str() />{old}</span> }
        .into_any()
}

fn risks(asked: &Asked, detail: &PartDetail) -> AnyView {
    let (locale, id) = (asked.locale, asked.page.head.id);
    let row = |row: &PartRisk| {
        let query = Query::default().with("risk", &row.risk);
        let to = format!("{}#{}", query.link(&href::workload(id, "/risks")), row.risk);
        let accepted = row
            .accepted
            .then(|| view! { <span class="u-muted u-small">{map::panel_accepted(locale)}</span> });
        let score = format!("{} {}", map::panel_residual(locale), row.assured.decimal(1));
        view! {
            <li class="c-mappanel__row">
                <a class="c-mappanel__name" href=to>{format!("{} {}", row.risk, row.name)}</a>
                <span class="l-row l-row--tight">
                    <Severity band=row.band />
                    <span class="u-muted u-small">{score}</span>
                    {accepted}
                </span>
            </li>
        }
    };
    let body = if detail.risks.is_empty() {
        nothing(map::panel_no_risks(locale))
    } else {
        view! { <ul class="c-mappanel__list">{detail.risks.iter().map(row).collect_view()}</ul> }
            .into_any()
    };
    section(counted(map::panel_risks(locale), detail.risks.len()), body)
}
