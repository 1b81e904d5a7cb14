//! What rules over other tools' data say of a criterion, and both ways out where they disagree with the answer.

use domain::views::assessing::CriterionView;
use domain::views::evidence::{RuleView, Standing, VerdictRow};
use domain::{AnswerState, ProofKind, RuleId};
use leptos::prelude::*;

use super::Ctx;
use crate::components::form::FormState;
use crate::components::{DOT, Glyph, Hidden, Icon, TextArea};
use crate::frame::use_flash;
use crate::href;
use crate::i18n::{evidence, evidence_words, names, rules, signals};
use crate::pages::workload::evidence::verdict::{proposed, sentence, standing, verdict};
use crate::pages::workload::signals::charts::RuleChart;

/// The longest reason, in characters.
const LONGEST: u32 = 2_000;

/// The id of the form that accepts a rule's verdict; its button stands in the questionnaire.
fn accept_form(rule: &RuleId) -> String {
    format!("accept-{rule}")
}

/// The id of the form that rejects it.
fn reject_form(rule: &RuleId) -> String {
    format!("reject-{rule}")
}

/// Whether an answer and a verdict want somebody, by the answer as it is on the page now.
fn waits(row: &VerdictRow, answer: Option<AnswerState>) -> Option<Standing> {
    let to = proposed(row.verdict.outcome)?;
    match answer {
        Some(state) if state == to => None,
        _ if row.standing == Standing::Rejected => None,
        Some(AnswerState::Met | AnswerState::NotMet) => Some(Standing::Conflict),
        _ => Some(Standing::Proposal),
    }
}

/// Whether a rule disagrees with the answer on the page.
pub(super) fn disputed(view: &CriterionView, answer: Option<AnswerState>) -> bool {
    let verdicts = view.rules.iter().filter_map(|rule| rule.verdict.as_ref());
    let mut waiting = verdicts.filter_map(|row| waits(row, answer));
    waiting.any(|standing| standing == Standing::Conflict)
}

/// Conflicts and proposals of a criterion, each with both ways out.
pub(super) fn notices(ctx: &Ctx, view: &CriterionView) -> AnyView {
    let verdicts = view.rules.iter().filter_map(|rule| rule.verdict.clone());
    let notices = verdicts.map(|row| notice(ctx, view, row));
    notices.collect_view().into_any()
}

fn notice(ctx: &Ctx, view: &CriterionView, row: VerdictRow) -> AnyView {
    let id = view.id.clone();
    let answer = ctx.work.read(move |sheet| sheet.shown(&id).state);
    let waiting = {
        let row = row.clone();
        Memo::new(move |_| waits(&row, answer.get()))
    };
    let ctx = ctx.clone();
    let shown = move || waiting.get().map(|waiting| open(&ctx, &row, waiting));
    view! { {shown} }.into_any()
}

fn open(ctx: &Ctx, row: &VerdictRow, waiting: Standing) -> AnyView {
    let l = ctx.locale;
    let Some(to) = proposed(row.verdict.outcome) else {
        return ().into_any();
    };
    let to = names::answer(l, Some(to));
    let conflict = waiting == Standing::Conflict;
    let title = if conflict {
        evidence::conflict_title(l).to_owned()
    } else {
        evidence::proposal_title(l, to)
    };
    let way_out = (conflict && ctx.writable).then(|| evidence::conflict_out(l));
    let actions = ctx.writable.then(|| actions(ctx, row, to));
    view! {
        <div class="c-rulenotice">
            <p class="l-row l-row--tight">{standing(l, waiting)}<span class="u-strong">{title}</span></p>
            {way_out.map(|text| view! { <p class="u-small u-muted">{text}</p> })}
            {verdict(l, ctx.page.head.id, row)}
            {actions}
        </div>
    }
    .into_any()
}

fn actions(ctx: &Ctx, row: &VerdictRow, to: &'static str) -> AnyView {
    let l = ctx.locale;
    let (accept, reject) = (accept_form(&row.rule), reject_form(&row.rule));
    let action = action(ctx, &row.rule);
    let flash = use_flash().get_untracked();
    let refused = flash
        .as_ref()
        .is_some_and(|flash| flash.form == action && flash.values.contains_key("remark"));
    let state = FormState::of(&action, "reject", flash);
    let value = state.value("remark").unwrap_or_default();
    let problem = state.problem("remark");
    let field = format!("{reject}-why");
    let error_id = format!("{field}-err");
    let described = problem.as_ref().map(|_| error_id.clone());
    let invalid = problem.is_some();
    let error = problem.map(|problem| {
        let words = names::problem(l, problem);
        view! { <p class="c-field__error" id=error_id><Icon of=Glyph::Warn small=true />{words}</p> }
    });
    view! {
        <div class="c-inbox__decide">
            <button class="c-btn c-btn--small" form=accept>{evidence::accept_as(l, to)}</button>
            <details class="c-inbox__reject" open=refused>
                <summary class="c-btn c-btn--small">{evidence::reject(l)}</summary>
                <div class="c-field">
                    <label class="c-field__label" for=field.clone()>{evidence::reject_why(l)}</label>
                    <TextArea
                        name="remark"
                        id=field
                        form=reject.clone()
                        value=Signal::stored(value)
                        rows=2
                        max_length=Some(LONGEST)
                        invalid=Signal::stored(invalid)
                        described_by=described
                    />
                    {error}
                    <div><button class="c-btn c-btn--small" form=reject>{evidence::reject_keep(l)}</button></div>
                </div>
            </details>
        </div>
    }
    .into_any()
}

fn action(ctx: &Ctx, rule: &RuleId) -> String {
    href::workload(ctx.page.head.id, &format!("/verdicts/{rule}"))
}

/// The forms that the buttons and fields above belong to, since forms don't nest.
pub(super) fn forms(ctx: &Ctx, view: &CriterionView) -> AnyView {
    let decidable = |rule: &&RuleView| {
        let verdict = rule.verdict.as_ref();
        verdict.is_some_and(|row| proposed(row.verdict.outcome).is_some())
    };
    let back = format!("{}#{}", ctx.here(), view.id);
    let form = |id: String, decide: &'static str, row: &VerdictRow| {
        view! {
            <form method="post" id=id action=action(ctx, &row.rule)>
                <Hidden name="verdict" value=row.verdict.outcome.code() />
                <Hidden name="decide" value=decide />
                <Hidden name="back" value=back.clone() />
            </form>
        }
    };
    let rules = view.rules.iter().filter(decidable);
    let forms = rules.filter_map(|rule| rule.verdict.as_ref()).map(|row| {
        view! {
            {form(accept_form(&row.rule), "accept", row)}
            {form(reject_form(&row.rule), "reject", row)}
        }
    });
    forms.collect_view().into_any()
}

/// What would prove the criterion, or bears on it where only a weaker kind proves it, and what has come in; unfolds beside
/// its other facts.
pub(super) fn sources(ctx: &Ctx, view: &CriterionView) -> AnyView {
    if view.rules.is_empty() {
        return ().into_any();
    }
    let l = ctx.locale;
    let rows = view
        .rules
        .iter()
        .map(|rule| source(ctx, rule))
        .collect_view();
    let whole = view.proof == ProofKind::Signal;
    let title = if whole {
        evidence::proves(l)
    } else {
        evidence::bears_on(l)
    };
    let part =
        (!whole).then(|| view! { <p class="u-small u-muted">{evidence::bears_on_part(l)}</p> });
    view! {
        <details>
            <summary class="c-more__toggle"><Icon of=Glyph::Signal small=true />{title}</summary>
            {part}
            <ul class="c-sources">{rows}</ul>
            <p><a href=href::workload(ctx.page.head.id, "/evidence")>{evidence::all_evidence(l)}</a></p>
        </details>
    }
    .into_any()
}

fn source(ctx: &Ctx, rule: &RuleView) -> AnyView {
    let l = ctx.locale;
    let from = if rule.kinds.is_empty() {
        evidence::waits_for(l, &rule.source)
    } else {
        let kinds = rule.kinds.iter().map(|kind| evidence_words::kind(l, kind));
        kinds.collect::<Vec<_>>().join(" / ")
    };
    let says = match &rule.verdict {
        Some(row) => view! { {standing(l, row.standing)}" "{sentence(l, &row.verdict)} }.into_any(),
        None => evidence::proves_nothing_in(l).into_any(),
    };
    let waits = rule
        .verdict
        .as_ref()
        .is_some_and(|row| matches!(row.standing, Standing::Conflict | Standing::Proposal));
    // A notice above shows the chart already.
    let workload = ctx.page.head.id;
    let drawn = (rule.telemetry && !waits)
        .then(|| view! { <RuleChart workload=workload rule=rule.rule.clone() /> });
    let hours = rule.telemetry.then(|| {
        let at = href::workload(
            ctx.page.head.id,
            &format!("/signals?rule={}#rule", rule.rule),
        );
        let dot = rule.verdict.is_some().then_some(DOT);
        view! { <span class="u-nowrap"><a class="u-target" href=at>{signals::by_hour(l)}</a>{dot}</span>" " }
    });
    let judged = rule.verdict.is_some().then(|| {
        view! { <a class="u-target" href=href::rule(&rule.rule)>{rules::by_numbers(l)}</a> }
    });
    view! { <li><span class="u-block">{from}</span>{says}{drawn}<span class="u-block">{hours}{judged}</span></li> }.into_any()
}
