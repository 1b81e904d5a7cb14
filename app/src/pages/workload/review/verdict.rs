//! What the reader can do about the review now.

use domain::views::accounts::Tie;
use domain::views::assessing::ReviewPage;
use domain::{AssessmentState, Locale};
use leptos::prelude::*;

use crate::components::{Callout, LocalTime, PostForm, TextAreaField, Tone};
use crate::href;
use crate::i18n::review;

/// The longest comment, in characters.
const LONGEST: u32 = 2_000;

/// Submit, withdraw, approve or send back, as far as the reader may.
pub(super) fn verdict(l: Locale, page: &ReviewPage) -> AnyView {
    let can = page.head.abilities;
    match page.head.assessment.state {
        _ if page.head.archived => ().into_any(),
        AssessmentState::Draft if can.assess => submit(l, page),
        AssessmentState::Draft => {
            view! { <Callout><p>{review::nobody_may(l)}</p></Callout> }.into_any()
        }
        AssessmentState::InReview => in_review(l, page),
        AssessmentState::Approved => ().into_any(),
    }
}

fn submit(l: Locale, page: &ReviewPage) -> AnyView {
    let id = page.head.id;
    let at = move |part| href::workload(id, part);
    view! {
        <section class="l-stack l-stack--tight">
            <h2 class="c-section__title">{review::submit_title(l)}</h2>
            <p class="u-muted u-small">{review::submit_hint(l)}</p>
            <PostForm action=at("/submit") id="submit">
                <TextAreaField
                    name="comment"
                    label=review::comment(l)
                    hint=review::comment_hint_submit(l).to_owned()
                    max_length=LONGEST
                />
                <div class="c-form__actions">
                    <button class="c-btn c-btn--primary">{review::submit(l)}</button>
                    <a class="c-btn" href=at("/checks")>{review::go_on(l)}</a>
                </div>
            </PostForm>
        </section>
    }
    .into_any()
}

fn in_review(l: Locale, page: &ReviewPage) -> AnyView {
    let can = page.head.abilities;
    let (by, at) = (
        page.head.assessment.submitted_by.clone(),
        page.head.assessment.submitted_at.clone(),
    );
    let submitted = by.map(|by| {
        view! { <p class="u-small">{review::submitted_by(l, by)}" "{at.map(|at| view! { <LocalTime at=at /> })}</p> }
    });
    let tied = page.tie.filter(|_| can.review).map(|tie| {
        let text = match tie {
            Tie::Same => review::own_submission(l),
            Tie::DeciderInvited => review::tied_reader(l),
            Tie::AskerInvited => review::tied_submitter(l),
        };
        view! { <Callout tone=Tone::Warn><p>{text}</p></Callout> }
    });
    let waiting = (!can.review).then(|| view! { <Callout><p>{review::waiting(l)}</p></Callout> });
    view! {
        {submitted}
        {waiting}
        {tied}
        {can.review.then(|| decide(l, page))}
        {can.assess.then(|| withdraw(l, page))}
    }
    .into_any()
}

/// One comment and two buttons: the second posts the same form to its own address.
fn decide(l: Locale, page: &ReviewPage) -> AnyView {
    let id = page.head.id;
    let at = move |part| href::workload(id, part);
    view! {
        <section class="l-stack l-stack--tight">
            <h2 class="c-section__title">{review::verdict_title(l)}</h2>
            <p class="u-muted u-small">{review::verdict_hint(l)}</p>
            // The form that needs the comment is the one whose refusal brings it back.
            <PostForm action=at("/send-back") id="verdict">
                <TextAreaField
                    name="comment"
                    label=review::comment(l)
                    hint=review::comment_hint_verdict(l).to_owned()
                    max_length=LONGEST
                />
                <div class="c-form__actions">
                    <button class="c-btn c-btn--primary" formaction=at("/approve")>{review::approve(l)}</button>
                    <button class="c-btn">{review::send_back(l)}</button>
                </div>
            </PostForm>
        </section>
    }
    .into_any()
}

fn withdraw(l: Locale, page: &ReviewPage) -> AnyView {
    view! {
        <section class="l-stack l-stack--tight">
            <p class="u-muted u-small">{review::withdraw_hint(l)}</p>
            <PostForm action=href::workload(page.head.id, "/withdraw") id="withdraw">
                <div class="c-form__actions"><button class="c-btn">{review::withdraw(l)}</button></div>
            </PostForm>
        </section>
    }
    .into_any()
}
