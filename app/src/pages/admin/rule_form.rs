//! One rule unfolded: its numbers, and the form to change those that it has.

use domain::Locale;
use domain::rule::Thresholds;
use domain::views::rules::RuleRow;
use leptos::prelude::*;

use crate::components::number::grouped;
use crate::components::{ConfirmForm, Hidden, PostForm, TextAreaField, TextField};
use crate::i18n::rules;

type Say = fn(Locale) -> &'static str;
type Short = fn(Locale, String) -> String;

/// A number of a rule: the field's name, what it is, what it does, in short, and its value where a rule has it.
struct Number {
    field: &'static str,
    label: Say,
    hint: Say,
    short: Short,
    /// Whether it may have decimals.
    share: bool,
    value: fn(&Thresholds) -> Option<String>,
}

/// Those that stand at what they are where nobody says anything are none: the rule does not look at them.
const NUMBERS: [Number; 8] = [
    Number {
        field: "supports",
        label: rules::supports,
        hint: rules::supports_hint,
        short: |l, n| rules::supports_short(l, n),
        share: true,
        value: |t| t.supports.map(|n| n.to_string()),
    },
    Number {
        field: "contradicts",
        label: rules::contradicts,
        hint: rules::contradicts_hint,
        short: |l, n| rules::contradicts_short(l, n),
        share: true,
        value: |t| t.contradicts.map(|n| n.to_string()),
    },
    Number {
        field: "min",
        label: rules::min,
        hint: rules::min_hint,
        short: |l, n| rules::min_short(l, n),
        share: false,
        value: |t| Some(t.min.to_string()),
    },
    Number {
        field: "against",
        label: rules::against,
        hint: rules::against_hint,
        short: |l, n| rules::against_short(l, n),
        share: false,
        value: |t| t.against.map(|n| n.to_string()),
    },
    Number {
        field: "runs",
        label: rules::runs,
        hint: rules::runs_hint,
        short: |l, n| rules::runs_short(l, n),
        share: false,
        value: |t| (t.runs > 1).then(|| t.runs.to_string()),
    },
    Number {
        field: "apart",
        label: rules::apart,
        hint: rules::apart_hint,
        short: |l, n| rules::apart_short(l, n),
        share: false,
        value: |t| (t.apart > 0).then(|| t.apart.to_string()),
    },
    Number {
        field: "variety",
        label: rules::variety,
        hint: rules::variety_hint,
        short: |l, n| rules::variety_short(l, n),
        share: false,
        value: |t| (t.variety > 0).then(|| t.variety.to_string()),
    },
    Number {
        field: "days",
        label: rules::days,
        hint: rules::days_hint,
        short: |l, n| rules::days_short(l, n),
        share: false,
        value: |t| Some(t.days.to_string()),
    },
];

/// The numbers that a rule has, in a line.
pub(super) fn words(locale: Locale, built_in: &Thresholds, now: &Thresholds) -> String {
    let has = NUMBERS
        .iter()
        .filter(|number| (number.value)(built_in).is_some());
    let values = has.filter_map(|number| Some((number, (number.value)(now)?)));
    // That one observation is needed goes without saying.
    let told = values.filter(|(number, value)| number.field != "min" || value != "1");
    let parts: Vec<_> = told
        .map(|(number, value)| (number.short)(locale, readable(value)))
        .collect();
    match locale {
        Locale::Zh => parts.join("，"),
        Locale::En => parts.join(", "),
    }
}

/// A count in groups of digits, a share as it is.
fn readable(value: String) -> String {
    value.parse::<u64>().map_or(value, grouped)
}

/// The unfolded part of a row.
pub(super) fn details(locale: Locale, row: &RuleRow, editable: bool) -> AnyView {
    let content = if editable {
        form(locale, row)
    } else {
        meanings(locale, row)
    };
    view! { <div class="l-stack l-stack--tight">{content}</div> }.into_any()
}

/// What each number does, for those who can't change it.
fn meanings(locale: Locale, row: &RuleRow) -> AnyView {
    let now = row
        .own
        .as_ref()
        .map_or(&row.built_in, |own| &own.thresholds);
    let meaning = |number: &Number| {
        (number.value)(&row.built_in)?;
        let value = (number.value)(now).unwrap_or_default();
        Some(view! {
            <dt>{(number.label)(locale)}</dt>
            <dd><span class="u-strong">{value}</span>" "<span class="u-muted">{(number.hint)(locale)}</span></dd>
        })
    };
    view! { <dl class="c-facts">{NUMBERS.iter().filter_map(meaning).collect_view()}</dl> }
        .into_any()
}

fn form(locale: Locale, row: &RuleRow) -> AnyView {
    let action = format!("/admin/rules/{}", row.id);
    let version = row.own.as_ref().map_or(0, |own| own.version).to_string();
    let now = row.own.as_ref().map_or(row.built_in, |own| own.thresholds);
    let built_in = row.built_in;
    let reset = row.own.is_some().then(|| {
        let version = version.clone();
        view! {
            <ConfirmForm
                action=format!("{action}/reset")
                label=rules::reset(locale)
                question=rules::reset_question(locale)
            >
                <Hidden name="version" value=version />
            </ConfirmForm>
        }
    });
    view! {
        <PostForm action=action.clone() id="rule" class="c-form c-form--wide">
            <Hidden name="version" value=version />
            <div class="c-form__line c-form__line--end">
                {NUMBERS.iter().map(|number| view! { <NumberField number=number now=now built_in=built_in /> }).collect_view()}
            </div>
            <TextAreaField
                name="remark"
                label=rules::why(locale)
                hint=rules::why_hint(locale).to_owned()
                rows=2
                max_length=2_000_u32
                required=true
            />
            <div class="c-form__actions">
                <button class="c-btn c-btn--primary c-btn--small">{rules::save(locale)}</button>
            </div>
        </PostForm>
        {reset.map(|reset| view! { <div class="c-rule__reset">{reset}</div> })}
    }
    .into_any()
}

/// The field of a number; nothing where the rule does not have it.
#[component]
fn NumberField(number: &'static Number, now: Thresholds, built_in: Thresholds) -> impl IntoView {
    let locale = crate::i18n::use_locale();
    let Some(framework) = (number.value)(&built_in) else {
        return ().into_any();
    };
    let value = (number.value)(&now).unwrap_or_else(|| framework.clone());
    let mut hint = (number.hint)(locale).to_owned();
    if value != framework {
        hint = format!("{hint} {}", rules::is_built_in(locale, &framework));
    }
    view! {
        <TextField
            name=number.field
            label=(number.label)(locale)
            hint=hint
            value=value
            kind="number"
            min="0".to_owned()
            step=number.share.then_some("any")
            required=true
        />
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use domain::Locale;
    use domain::rule::Thresholds;

    use super::words;

    const NUMBERS: Thresholds = Thresholds {
        days: 7,
        min: 500,
        supports: Some(95.0),
        contradicts: Some(0.5),
        runs: 1,
        apart: 0,
        against: None,
        variety: 0,
    };

    #[test]
    fn a_rule_shows_the_numbers_that_it_has() {
        assert_eq!(
            words(Locale::En, &NUMBERS, &NUMBERS),
            "supports from 95, contradicts beyond 0.5, at least 500 observations, within 7 days"
        );
        let more = Thresholds { runs: 2, ..NUMBERS };
        assert!(words(Locale::Zh, &more, &NUMBERS).contains("至少"));
    }
}
