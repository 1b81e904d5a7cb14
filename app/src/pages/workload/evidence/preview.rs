//! Files that were chosen: what each says before it is handed in, and what became of it.

use domain::evidence::Unusable;
use domain::views::evidence::{FileOutcome, ReadingRow};
use domain::{Locale, WorkloadId};
use leptos::prelude::*;

use super::hand_in::kinds;
use super::reading;
use crate::components::{ConfirmForm, Glyph, Icon, choices};
use crate::href;
use crate::i18n::evidence;
use crate::upload::{Aim, Failure, Item, State, Uploads};

/// The files that were chosen; nothing without script.
pub(super) fn previews(locale: Locale, uploads: &Uploads) -> AnyView {
    let items = uploads.items();
    let any = Memo::new(move |_| items.with(|items| !items.is_empty()));
    let list = {
        let uploads = uploads.clone();
        move || any.get().then(|| list(locale, &uploads))
    };
    let told = move || items.with(|items| said(locale, items));
    view! {
        <p class="u-vh" role="status">{told}</p>
        {list}
    }
    .into_any()
}

/// How far it is, for those who hear the page.
fn said(locale: Locale, items: &[Item]) -> String {
    if items.is_empty() {
        return String::new();
    }
    let settled = |item: &&Item| !matches!(item.state, State::Waiting(_) | State::Sending(..));
    let read = items.iter().filter(settled).count();
    evidence::upload_state(locale, read, items.len())
}

fn list(locale: Locale, uploads: &Uploads) -> AnyView {
    let items = uploads.items();
    let count = Memo::new(move |_| {
        items.with(|items| items.iter().filter(|item| item.can_be_handed_in()).count())
    });
    let done = Memo::new(move |_| {
        let done = |item: &Item| matches!(item.state, State::Handed(_));
        items.with(|items| items.iter().any(done))
    });
    let (all, clear, each) = (uploads.clone(), uploads.clone(), uploads.clone());
    // A row is drawn anew where its state or kind changes, and only then: not while somebody types a subject.
    let rows = move || items.get();
    let row = move |item: Item| row(locale, &each, &item);
    view! {
        <div class="c-files__bar">
            <h3 class="c-fieldset__legend">{evidence::preview(locale)}</h3>
            <button
                type="button"
                class="c-btn c-btn--primary c-btn--small"
                hidden=move || count.get() == 0
                on:click=move |_| all.hand_in_all()
            >
                {move || evidence::send_all(locale, count.get())}
            </button>
            <button
                type="button"
                class="c-btn c-btn--small"
                hidden=move || !done.get()
                on:click=move |_| clear.clear_done()
            >
                {evidence::clear_done(locale)}
            </button>
        </div>
        <ul class="c-files">
            <For each=rows key=|item| format!("{} {} {:?}", item.key, item.kind, item.state) children=row />
        </ul>
    }
    .into_any()
}

fn row(locale: Locale, uploads: &Uploads, item: &Item) -> AnyView {
    let body = match &item.state {
        State::Waiting(_) => ().into_any(),
        State::Sending(_, percent) => progress(locale, *percent),
        State::Looked(outcome) | State::Handed(outcome) => {
            outcome_body(locale, uploads, item, outcome)
        }
        State::Failed(_, failure) => view! { <p>{failed(locale, *failure)}</p> }.into_any(),
    };
    view! {
        <li class="c-files__file">
            <div class="c-files__head">
                <span class="c-files__name">{item.name.clone()}</span>
                {badge(locale, &item.state)}
                <span class="c-files__actions">{actions(locale, uploads, item)}</span>
            </div>
            {body}
        </li>
    }
    .into_any()
}

fn badge(locale: Locale, state: &State) -> AnyView {
    let (class, glyph, word) = match state {
        State::Waiting(Aim::Look) | State::Sending(Aim::Look, _) => {
            ("c-badge", Glyph::Info, evidence::looking(locale))
        }
        State::Waiting(Aim::Keep) | State::Sending(Aim::Keep, _) => (
            "c-badge c-badge--info",
            Glyph::Info,
            evidence::sending(locale),
        ),
        State::Looked(
            FileOutcome::Read { new: true, .. } | FileOutcome::Telemetry { new: true, .. },
        ) => return ().into_any(),
        State::Handed(
            FileOutcome::Read { new: true, .. } | FileOutcome::Telemetry { new: true, .. },
        ) => ("c-badge c-badge--ok", Glyph::Ok, evidence::sent(locale)),
        State::Looked(FileOutcome::Read { .. } | FileOutcome::Telemetry { .. })
        | State::Handed(FileOutcome::Read { .. } | FileOutcome::Telemetry { .. }) => {
            ("c-badge", Glyph::Info, evidence::sent_before(locale))
        }
        State::Looked(FileOutcome::Unusable { .. })
        | State::Handed(FileOutcome::Unusable { .. })
        | State::Failed(..) => (
            "c-badge c-badge--danger",
            Glyph::Warn,
            evidence::not_kept(locale),
        ),
    };
    view! { <span class=class><Icon of=glyph small=true />{word}</span> }.into_any()
}

fn progress(locale: Locale, percent: u8) -> AnyView {
    let text = evidence::sent_share(locale, percent);
    view! { <progress class="c-files__progress" max="100" value=percent.to_string() aria-label=text></progress> }
        .into_any()
}

fn outcome_body(locale: Locale, uploads: &Uploads, item: &Item, outcome: &FileOutcome) -> AnyView {
    match outcome {
        FileOutcome::Read { reading: row, .. } => {
            let handed = matches!(item.state, State::Handed(_));
            let vague = row.kind == domain::evidence::Kind::EmptyResult && !handed;
            let kind = (vague || !item.kind.is_empty() && !handed)
                .then(|| kind_field(locale, uploads, item));
            let subject = (!handed).then(|| subject_field(locale, uploads, item));
            view! { {kind} {subject} {reading::facts(locale, row, None)} }.into_any()
        }
        FileOutcome::Telemetry { held, .. } => reading::telemetry(locale, held),
        FileOutcome::Unusable { why } => {
            let told = asks_for_kind(why).then(|| kind_field(locale, uploads, item));
            view! { {reading::unusable(locale, why)} {told} }.into_any()
        }
    }
}

/// Whether another kind could help; a broken file stays broken.
const fn asks_for_kind(why: &Unusable) -> bool {
    matches!(
        why,
        Unusable::UnknownFormat { .. } | Unusable::OtherKind { .. } | Unusable::Incomplete { .. }
    )
}

/// Says of which kind a file is, where its content does not tell.
fn kind_field(locale: Locale, uploads: &Uploads, item: &Item) -> AnyView {
    let (uploads, key) = (uploads.clone(), item.key);
    let id = format!("kind-{key}");
    view! {
        <div class="c-files__kind">
            <label class="u-small" for=id.clone()>{evidence::kind(locale)}</label>
            <select
                class="c-select"
                id=id
                on:change=move |event| uploads.choose_kind(key, event_target_value(&event))
            >
                {choices(kinds(locale), &item.kind)}
            </select>
            <span class="u-small u-muted">{evidence::kind_hint(locale)}</span>
        </div>
    }
    .into_any()
}

/// Says what a file is about, where neither it nor its name does.
fn subject_field(locale: Locale, uploads: &Uploads, item: &Item) -> AnyView {
    let (uploads, key) = (uploads.clone(), item.key);
    let id = format!("subject-{key}");
    let hint = format!("{id}-hint");
    view! {
        <div class="c-files__kind">
            <label class="u-small" for=id.clone()>{evidence::subject(locale)}</label>
            <input
                class="c-input"
                id=id
                maxlength="500"
                value=item.subject.clone()
                placeholder=evidence::subject_example(locale)
                aria-describedby=hint.clone()
                on:input=move |event| uploads.say_subject(key, event_target_value(&event))
            />
            <span class="u-small u-muted" id=hint>{evidence::subject_hint(locale)}</span>
        </div>
    }
    .into_any()
}

fn actions(locale: Locale, uploads: &Uploads, item: &Item) -> AnyView {
    let key = item.key;
    let button = |text: &'static str, act: fn(&Uploads, u32)| {
        let uploads = uploads.clone();
        view! {
            <button type="button" class="c-btn c-btn--small" on:click=move |_| act(&uploads, key)>{text}</button>
        }
        .into_any()
    };
    let hand_in = item
        .can_be_handed_in()
        .then(|| button(evidence::send(locale), Uploads::hand_in));
    let again = matches!(item.state, State::Failed(..))
        .then(|| button(evidence::try_again(locale), Uploads::try_again));
    let settled = !matches!(item.state, State::Sending(..));
    let remove = settled.then(|| button(evidence::drop_out(locale), Uploads::remove));
    view! { {hand_in} {again} {remove} }.into_any()
}

const fn failed(locale: Locale, failure: Failure) -> &'static str {
    match failure {
        Failure::Offline => evidence::failed_offline(locale),
        Failure::SignedOut => evidence::failed_signed_out(locale),
        Failure::Refused => evidence::failed_refused(locale),
        Failure::TooLarge => evidence::failed_large(locale),
        Failure::Server => evidence::failed_other(locale),
    }
}

/// Takes a file back, after a question.
pub(super) fn take_back(locale: Locale, workload: WorkloadId, row: &ReadingRow) -> AnyView {
    let Some(id) = row.id else {
        return ().into_any();
    };
    view! {
        <ConfirmForm
            action=href::workload(workload, &format!("/readings/{id}/withdraw"))
            label=evidence::withdraw(locale)
            question=evidence::withdraw_question(locale, &row.file_name)
            confirm=evidence::withdraw(locale)
            danger=true
        />
    }
    .into_any()
}
