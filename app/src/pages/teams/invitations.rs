//! Invitations that nobody accepted yet.

use domain::Locale;
use domain::views::accounts::{InvitationRow, Invited};
use leptos::prelude::*;

use crate::components::{ConfirmForm, Hidden, LocalTime};
use crate::i18n::{accounts, common, names, use_locale};

/// Open invitations, each to be withdrawn; nothing where there is none.
#[component]
pub fn Invitations(
    /// Newest first.
    rows: Vec<InvitationRow>,
    /// The page to come back to.
    #[prop(into)]
    back: String,
) -> impl IntoView {
    let locale = use_locale();
    if rows.is_empty() {
        return ().into_any();
    }
    view! {
        <section class="c-section">
            <div class="c-section__head"><h2 class="c-section__title">{accounts::invitations(locale)}</h2></div>
            <div class="c-tablewrap c-tablewrap--cards" role="region" aria-label=accounts::invitations(locale) tabindex="0">
                <table class="c-table c-table--cards">
                    <thead>
                        <tr>
                            <th scope="col" class="c-table__grow">{accounts::email(locale)}</th>
                            <th scope="col">{accounts::invited_as(locale)}</th>
                            <th scope="col">{accounts::invited_by(locale)}</th>
                            <th scope="col">{accounts::valid_until(locale)}</th>
                            <th scope="col"><span class="u-vh">{common::actions(locale)}</span></th>
                        </tr>
                    </thead>
                    <tbody>{rows.into_iter().map(|invitation| row(locale, invitation, &back)).collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

fn row(locale: Locale, invitation: InvitationRow, back: &str) -> AnyView {
    let target = match &invitation.invited {
        Invited::Team { name, role, .. } => format!("{name} · {}", names::team_role(locale, *role)),
        Invited::Organisation { role } => names::org_role(locale, *role).to_owned(),
    };
    let back = back.to_owned();
    view! {
        <tr>
            <th scope="row" class="c-table__grow">{invitation.email.clone()}</th>
            <td data-label=accounts::invited_as(locale)>{target}</td>
            <td data-label=accounts::invited_by(locale)>{invitation.invited_by}</td>
            <td class="u-nowrap" data-label=accounts::valid_until(locale)><LocalTime at=invitation.expires_at /></td>
            <td>
                <ConfirmForm
                    action=format!("/invitations/{}/revoke", invitation.id)
                    label=accounts::revoke(locale)
                    question=accounts::revoke_question(locale, &invitation.email)
                    danger=true
                >
                    <Hidden name="back" value=back />
                </ConfirmForm>
            </td>
        </tr>
    }
    .into_any()
}
