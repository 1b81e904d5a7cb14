//! Where one is signed in.

use domain::Locale;
use domain::views::accounts::SessionRow;
use leptos::prelude::*;

use crate::components::{ConfirmForm, Hidden, LocalTime};
use crate::i18n::{accounts, common, use_locale};

/// Where one is signed in, and how to end it.
#[component]
pub fn Sessions(
    /// Last used first.
    rows: Vec<SessionRow>,
) -> impl IntoView {
    let locale = use_locale();
    let others = rows.iter().any(|row| !row.current).then(|| {
        view! {
            <div class="c-section__actions">
                <ConfirmForm
                    action="/account/sessions/revoke-others"
                    label=accounts::end_others(locale)
                    question=accounts::end_others_question(locale)
                    danger=true
                />
            </div>
        }
    });
    view! {
        <section class="c-section">
            <div class="c-section__head">
                <h2 class="c-section__title">{accounts::sessions(locale)}</h2>
                <span class="c-section__note">{accounts::sessions_note(locale)}</span>
                {others}
            </div>
            {table(locale, rows)}
        </section>
    }
}

fn table(locale: Locale, rows: Vec<SessionRow>) -> AnyView {
    view! {
        <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=accounts::sessions(locale) tabindex="0">
            <table class="c-table c-table--cards">
                <thead>
                    <tr>
                        <th scope="col" class="c-table__grow">{accounts::device(locale)}</th>
                        <th scope="col">{accounts::address(locale)}</th>
                        <th scope="col">{accounts::signed_in_at(locale)}</th>
                        <th scope="col">{accounts::seen_at(locale)}</th>
                        <th scope="col"><span class="u-vh">{common::actions(locale)}</span></th>
                    </tr>
                </thead>
                <tbody>{rows.into_iter().map(|session| row(locale, session)).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(locale: Locale, session: SessionRow) -> AnyView {
    let end = if session.current {
        view! { <span class="c-badge c-badge--ok">{accounts::this_session(locale)}</span> }
            .into_any()
    } else {
        view! {
            <ConfirmForm
                action="/account/sessions/revoke"
                label=accounts::end_session(locale)
                question=accounts::end_session_question(locale)
                danger=true
            >
                <Hidden name="handle" value=session.handle.to_string() />
            </ConfirmForm>
        }
        .into_any()
    };
    view! {
        <tr>
            <th scope="row" class="c-table__grow">{session.user_agent}</th>
            <td data-label=accounts::address(locale)>{session.address}</td>
            <td class="u-nowrap" data-label=accounts::signed_in_at(locale)><LocalTime at=session.created_at /></td>
            <td class="u-nowrap" data-label=accounts::seen_at(locale)><LocalTime at=session.seen_at /></td>
            <td>{end}</td>
        </tr>
    }
    .into_any()
}
