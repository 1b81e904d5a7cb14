//! What telemetry and files named and what is not on the map; what is not wanted there; what was taken off.

use domain::evidence::Kind;
use domain::views::map::{FoundRow, RemovedRow};
use leptos::prelude::*;

use super::Asked;
use crate::components::{Callout, ConfirmForm, Glyph, Hidden, Icon, LocalTime, PostForm, choices};
use crate::i18n::{evidence_words, map, signals};

/// Rows that are shown one by one; all of them can be accepted at once.
const SHOWN: usize = 60;

/// What was found.
pub(super) fn found(asked: &Asked) -> AnyView {
    let (locale, rows) = (asked.locale, &asked.page.found);
    if rows.is_empty() {
        return ().into_any();
    }
    let all = asked.writable.then(|| {
        let (back, same) = (asked.back(), asked.back());
        view! {
            <div class="l-row">
                <PostForm action=asked.action("/found") id="found-all" class="l-row">
                    <Hidden name="decision" value="accept" />
                    <Hidden name="back" value=back />
                    <button class="c-btn c-btn--primary">{map::found_all(locale)}</button>
                </PostForm>
                <ConfirmForm
                    action=asked.action("/found")
                    label=map::found_ignore_all(locale)
                    question=map::found_ignore_question(locale, rows.len())
                >
                    <Hidden name="decision" value="ignore" />
                    <Hidden name="back" value=same />
                </ConfirmForm>
            </div>
        }
        .into_any()
    });
    let one_by_one = rows
        .iter()
        .take(SHOWN)
        .map(|row| one(asked, row))
        .collect_view();
    view! {
        <div id="found">
            <Callout title=map::found(locale, rows.len()) actions=all.unwrap_or_else(|| ().into_any())>
                <p>{map::found_text(locale)}</p>
                <details class="c-fold">
                    <summary class="c-fold__head"><Icon of=Glyph::Down />{map::found_rows(locale)}</summary>
                    <ul class="c-mapfound">{one_by_one}</ul>
                </details>
            </Callout>
        </div>
    }
    .into_any()
}

fn origin(asked: &Asked, row: &FoundRow) -> String {
    match row.origin.parse::<Kind>() {
        Ok(kind) => evidence_words::kind(asked.locale, &kind),
        Err(_) => signals::origin_telemetry(asked.locale).to_owned(),
    }
}

fn one(asked: &Asked, row: &FoundRow) -> AnyView {
    let locale = asked.locale;
    let name = row.content.name.to_string();
    let forms = asked.writable.then(|| decide(asked, row));
    view! {
        <li class="c-mapfound__row">
            <span class="c-mapfound__name">
                <span class="u-strong">{name}</span>
                <span class="u-muted u-small">{format!("{} · {}", row.kind.name(locale), origin(asked, row))}</span>
            </span>
            {forms}
        </li>
    }
    .into_any()
}

fn decide(asked: &Asked, row: &FoundRow) -> AnyView {
    let locale = asked.locale;
    let new = map::found_new(locale, row.kind.name(locale));
    let mut parts = vec![(String::new(), new)];
    parts.extend(asked.page.parts.iter().map(|part| {
        let text = format!("{} · {}", part.name, part.kind.name(locale));
        (part.id.to_string(), text)
    }));
    let same = row.same_as.map(|part| part.to_string()).unwrap_or_default();
    let label = format!("{} {}", map::found_as(locale), row.content.name);
    let (back, id) = (asked.back(), row.id.to_string());
    let (same_back, same_id) = (back.clone(), id.clone());
    view! {
        <span class="l-row l-row--tight">
            <PostForm action=asked.action("/found") id="found-one" class="l-row l-row--tight">
                <Hidden name="decision" value="accept" />
                <Hidden name="component" value=id />
                <Hidden name="back" value=back />
                <select class="c-select c-mapfound__as" name="part" aria-label=label>{choices(parts, &same)}</select>
                <button class="c-btn c-btn--small">{map::found_accept(locale)}</button>
            </PostForm>
            <PostForm action=asked.action("/found") id="found-not" class="l-row">
                <Hidden name="decision" value="ignore" />
                <Hidden name="component" value=same_id />
                <Hidden name="back" value=same_back />
                <button class="c-btn c-btn--quiet c-btn--small">{map::found_ignore(locale)}</button>
            </PostForm>
        </span>
    }
    .into_any()
}

/// What is not wanted, and what was taken off lately: both can come back.
pub(super) fn left(asked: &Asked) -> AnyView {
    let locale = asked.locale;
    let (ignored, removed) = (&asked.page.ignored, &asked.page.removed);
    let ignored = (!ignored.is_empty()).then(|| {
        let rows = ignored.iter().map(|row| again(asked, row)).collect_view();
        view! {
            <details class="c-fold" id="ignored">
                <summary class="c-fold__head"><Icon of=Glyph::Down />{map::ignored(locale, ignored.len())}</summary>
                <ul class="c-mapfound">{rows}</ul>
            </details>
        }
    });
    let removed = (!removed.is_empty()).then(|| {
        let rows = removed.iter().map(|row| off(asked, row)).collect_view();
        view! {
            <details class="c-fold" id="removed">
                <summary class="c-fold__head"><Icon of=Glyph::Down />{map::removed(locale, removed.len())}</summary>
                <ul class="c-mapfound">{rows}</ul>
            </details>
        }
    });
    view! {
        {ignored}
        {removed}
    }
    .into_any()
}

fn again(asked: &Asked, row: &FoundRow) -> AnyView {
    let locale = asked.locale;
    let form = asked.writable.then(|| {
        let (back, id) = (asked.back(), row.id.to_string());
        view! {
            <PostForm action=asked.action("/found") id="found-again" class="l-row">
                <Hidden name="decision" value="again" />
                <Hidden name="component" value=id />
                <Hidden name="back" value=back />
                <button class="c-btn c-btn--small">{map::ignored_again(locale)}</button>
            </PostForm>
        }
    });
    view! {
        <li class="c-mapfound__row">
            <span class="c-mapfound__name">
                <span class="u-strong">{row.content.name.to_string()}</span>
                <span class="u-muted u-small">{format!("{} · {}", row.kind.name(locale), origin(asked, row))}</span>
            </span>
            {form}
        </li>
    }
    .into_any()
}

fn off(asked: &Asked, row: &RemovedRow) -> AnyView {
    let locale = asked.locale;
    let form = asked.writable.then(|| {
        let back = asked.back();
        view! {
            <PostForm action=asked.action(&format!("/parts/{}/restore", row.id)) id="restore" class="l-row">
                <Hidden name="back" value=back />
                <button class="c-btn c-btn--small">{map::restore(locale)}</button>
            </PostForm>
        }
    });
    view! {
        <li class="c-mapfound__row">
            <span class="c-mapfound__name">
                <span class="u-strong">{row.name.clone()}</span>
                <span class="u-muted u-small">
                    {row.kind.name(locale)}" · "{map::removed_by(locale, &row.by_name)}" · "<LocalTime at=row.at.as_str() />
                </span>
            </span>
            {form}
        </li>
    }
    .into_any()
}
