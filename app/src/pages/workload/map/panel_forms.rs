//! What can be done with one part: change, place, connect, take off.

use domain::map::Pin;
use domain::views::map::{CallRow, PartRow};
use leptos::prelude::*;

use super::{Asked, forms as own};
use crate::components::{
    Callout, ConfirmForm, Glyph, Hidden, Icon, PostForm, SelectField, TextAreaField, TextField,
    Tone,
};
use crate::href;
use crate::i18n::{common, map};

fn fold(id: &'static str, title: &'static str, open: bool, body: AnyView) -> AnyView {
    view! {
        <details class="c-fold" id=id open=open>
            <summary class="c-fold__head"><Icon of=Glyph::Down />{title}</summary>
            {body}
        </details>
    }
    .into_any()
}

/// Change, place, bearings.
pub(super) fn forms(asked: &Asked, row: &PartRow) -> AnyView {
    let locale = asked.locale;
    // A form that was refused is open again.
    let refused = crate::frame::use_flash()
        .get_untracked()
        .is_some_and(|flash| {
            flash.form == asked.action(&format!("/parts/{}", row.id))
                && !matches!(flash.outcome, domain::views::frame::Outcome::Done { .. })
        });
    view! {
        <section class="c-side__part">
            {fold("change", map::panel_change(locale), refused, change(asked, row))}
            {fold("place", map::panel_move(locale), false, place(asked, row))}
            {fold("bearing", map::panel_bearing(locale), false, bearing(asked, row))}
        </section>
    }
    .into_any()
}

fn change(asked: &Asked, row: &PartRow) -> AnyView {
    let locale = asked.locale;
    let (version, back) = (row.version.to_string(), asked.back());
    let (name, note) = (row.name.clone(), row.note.clone());
    let (kind, layer) = (row.kind.as_str(), row.layer.as_str());
    view! {
        <PostForm action=asked.action(&format!("/parts/{}", row.id)) id="change">
            <Hidden name="version" value=version />
            <Hidden name="back" value=back />
            <TextField name="name" label=map::part_name(locale) value=name required=true max_length=80_u32 />
            <SelectField name="kind" label=map::part_kind(locale) options=own::kinds(locale) value=kind required=true />
            <SelectField name="layer" label=map::part_layer(locale) options=own::layers(locale) value=layer required=true />
            <TextAreaField name="note" label=map::part_note(locale) value=note rows=3 max_length=500_u32 />
            <div class="c-form__actions"><button class="c-btn">{map::panel_save(locale)}</button></div>
        </PostForm>
    }
    .into_any()
}

/// A column and a row, counted from 1 for people.
fn place(asked: &Asked, row: &PartRow) -> AnyView {
    let locale = asked.locale;
    let action = asked.action(&format!("/parts/{}/pin", row.id));
    let at = asked.picture.of(row.id);
    let (column, line) = at.map_or((1, 1), |at| {
        (u32::from(at.column) + 1, u32::from(at.row) + 1)
    });
    let free = row.pin.map(|pin| {
        let fixed = map::panel_pinned(locale, pin.column + 1, pin.row + 1);
        let (version, back, layer) = (row.version.to_string(), asked.back(), row.layer.as_str());
        view! {
            <p class="u-muted u-small">{fixed}</p>
            <PostForm action=action.clone() id="unpin" class="l-row">
                <Hidden name="version" value=version />
                <Hidden name="back" value=back />
                <Hidden name="layer" value=layer />
                <button class="c-btn c-btn--small">{map::panel_unpin(locale)}</button>
            </PostForm>
        }
    });
    let (version, back, layer) = (row.version.to_string(), asked.back(), row.layer.as_str());
    view! {
        {free}
        <PostForm action=action.clone() id="pin">
            <Hidden name="version" value=version />
            <Hidden name="back" value=back />
            <SelectField name="layer" label=map::part_layer(locale) options=own::layers(locale) value=layer required=true />
            <div class="c-form__line">
                <TextField
                    name="column"
                    label=map::panel_column(locale)
                    value=column.to_string()
                    kind="number"
                    min="1"
                    max=Pin::COLUMNS.to_string()
                    required=true
                />
                <TextField
                    name="row"
                    label=map::panel_row(locale)
                    value=line.to_string()
                    kind="number"
                    min="1"
                    max=Pin::ROWS.to_string()
                    required=true
                />
            </div>
            <div class="c-form__actions"><button class="c-btn">{map::panel_place(locale)}</button></div>
        </PostForm>
    }
    .into_any()
}

/// Whether a check sits here, whatever the kinds say.
fn bearing(asked: &Asked, row: &PartRow) -> AnyView {
    let locale = asked.locale;
    let Some(detail) = &asked.page.detail else {
        return ().into_any();
    };
    let here = detail.checks.iter().map(|row| (&row.check, &row.name));
    let elsewhere = detail.others.iter().map(|(check, name)| (check, name));
    let mut checks = vec![(String::new(), common::choose(locale).to_owned())];
    checks.extend(
        here.chain(elsewhere)
            .map(|(check, name)| (check.to_string(), format!("{check} {name}"))),
    );
    let says = [
        ("sits", map::bearing_sits(locale)),
        ("elsewhere", map::bearing_elsewhere(locale)),
        ("usual", map::bearing_usual(locale)),
    ];
    let says = says
        .map(|(value, text)| (value.to_owned(), text.to_owned()))
        .to_vec();
    let back = asked.back();
    view! {
        <PostForm action=asked.action(&format!("/parts/{}/checks", row.id)) id="bearing">
            <Hidden name="back" value=back />
            <SelectField name="check" label=map::panel_bearing_check(locale) options=checks required=true />
            <SelectField name="says" label=map::panel_bearing_says(locale) options=says required=true />
            <div class="c-form__actions"><button class="c-btn">{map::panel_save(locale)}</button></div>
        </PostForm>
    }
    .into_any()
}

/// Takes the part off: asks first, at once where the address says so.
pub(super) fn ask(asked: &Asked, row: &PartRow) -> AnyView {
    let locale = asked.locale;
    let lines = asked
        .page
        .calls
        .iter()
        .filter(|call| call.from == row.id || call.to == row.id);
    let question = map::panel_remove_question(locale, &row.name, lines.count());
    let action = asked.action(&format!("/parts/{}/remove", row.id));
    let (version, back) = (row.version.to_string(), asked.link("part", ""));
    if asked.query.get("ask") != "remove" {
        return view! {
            <ConfirmForm action=action label=map::panel_remove(locale) question=question danger=true>
                <Hidden name="version" value=version />
                <Hidden name="back" value=back />
            </ConfirmForm>
        }
        .into_any();
    }
    let keep_text = map::panel_remove_keep(locale);
    let keep = format!("{}#part-{}", asked.link("part", row.id), row.id);
    view! {
        <div id="ask">
            <Callout tone=Tone::Danger>
                <p>{question}</p>
                <div class="l-row">
                    <PostForm action=action id="remove" class="l-row">
                        <Hidden name="version" value=version />
                        <Hidden name="back" value=back />
                        <button class="c-btn c-btn--danger c-btn--small" id="remove-do">{map::panel_remove(locale)}</button>
                    </PostForm>
                    <a class="c-btn c-btn--small" href=keep data-noscroll="true">{keep_text}</a>
                </div>
            </Callout>
        </div>
    }
    .into_any()
}

/// Lines from and to the part.
pub(super) fn calls(asked: &Asked, row: &PartRow) -> AnyView {
    let locale = asked.locale;
    let list = |title: &'static str, rows: Vec<&CallRow>| {
        (!rows.is_empty()).then(|| {
            let rows = rows
                .into_iter()
                .map(|call| line(asked, row, call))
                .collect_view();
            view! {
                <p class="u-muted u-small">{title}</p>
                <ul class="c-mappanel__list">{rows}</ul>
            }
        })
    };
    let out: Vec<_> = asked
        .page
        .calls
        .iter()
        .filter(|call| call.from == row.id)
        .collect();
    let into: Vec<_> = asked
        .page
        .calls
        .iter()
        .filter(|call| call.to == row.id)
        .collect();
    let none = (out.is_empty() && into.is_empty())
        .then(|| view! { <p class="u-muted u-small">{map::panel_no_calls(locale)}</p> });
    view! {
        <section class="c-side__part">
            <h3 class="c-side__title">{map::panel_calls(locale)}</h3>
            {none}
            {list(map::panel_calls_out(locale), out)}
            {list(map::panel_calls_in(locale), into)}
        </section>
    }
    .into_any()
}

fn line(asked: &Asked, own: &PartRow, call: &CallRow) -> AnyView {
    let locale = asked.locale;
    let (from, to) = (asked.name(call.from), asked.name(call.to));
    let kind = call.kind.name(locale);
    let (other, text) = if call.from == own.id {
        (call.to, format!("{kind} {to}"))
    } else {
        (call.from, format!("{from} {kind}"))
    };
    let to_other = asked.link("part", other);
    let erase = asked.writable.then(|| {
        let question = map::panel_call_question(locale, &from, kind, &to);
        let back = asked.back();
        view! {
            <ConfirmForm
                action=asked.action(&format!("/calls/{}/remove", call.id))
                label=map::panel_call_remove(locale)
                question=question
            >
                <Hidden name="back" value=back />
            </ConfirmForm>
        }
    });
    view! {
        <li class="c-mappanel__row c-mappanel__row--line">
            <a class="c-mappanel__name" href=to_other data-noscroll="true">{text}</a>
            {erase}
        </li>
    }
    .into_any()
}

/// What of the inventory the part is.
pub(super) fn inventory(asked: &Asked, row: &PartRow) -> AnyView {
    if row.components.is_empty() {
        return ().into_any();
    }
    let (locale, id) = (asked.locale, asked.page.head.id);
    let item = |(component, name): &(domain::ComponentId, String)| {
        let at = format!(
            "{}?component={component}#{component}",
            href::workload(id, "/signals")
        );
        let unlink = asked.writable.then(|| {
            let (back, component) = (asked.back(), component.to_string());
            view! {
                <PostForm action=asked.action("/found") id="unlink" class="l-row">
                    <Hidden name="decision" value="again" />
                    <Hidden name="component" value=component />
                    <Hidden name="back" value=back />
                    <button class="c-btn c-btn--quiet c-btn--small">{map::panel_unlink(locale)}</button>
                </PostForm>
            }
        });
        view! {
            <li class="c-mappanel__row c-mappanel__row--line">
                <a class="c-mappanel__name" href=at>{name.clone()}</a>
                {unlink}
            </li>
        }
    };
    view! {
        <section class="c-side__part">
            <h3 class="c-side__title">{map::panel_inventory(locale)}</h3>
            <ul class="c-mappanel__list">{row.components.iter().map(item).collect_view()}</ul>
        </section>
    }
    .into_any()
}
