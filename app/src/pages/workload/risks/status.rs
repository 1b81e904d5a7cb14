//! What was decided about a risk, in one word.

use domain::Locale;
use domain::treatment::Acceptance;
use domain::views::results::TreatmentView;
use leptos::prelude::*;

use crate::i18n::risks;

/// Where a risk's treatment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// Nobody decided.
    Undecided,
    /// To be made smaller.
    Mitigate,
    /// An acceptance that waits for approval.
    Pending,
    /// An acceptance that was refused.
    Rejected,
    /// An acceptance in force.
    Accepted,
    /// An acceptance that has ended.
    Lapsed,
    /// Somebody else bears it.
    Transfer,
    /// What causes it is given up.
    Avoid,
}

impl Status {
    /// All, in the order in which the filter offers them.
    pub(crate) const ALL: [Self; 8] = [
        Self::Undecided,
        Self::Mitigate,
        Self::Pending,
        Self::Rejected,
        Self::Accepted,
        Self::Lapsed,
        Self::Transfer,
        Self::Avoid,
    ];

    /// Where a treatment stands.
    pub(crate) fn of(treatment: &TreatmentView) -> Self {
        match treatment.treatment.as_str() {
            "mitigate" => Self::Mitigate,
            "transfer" => Self::Transfer,
            "avoid" => Self::Avoid,
            "accept" => match treatment.acceptance {
                Some(Acceptance::InForce | Acceptance::Ending) => Self::Accepted,
                Some(Acceptance::Ended) => Self::Lapsed,
                Some(Acceptance::Rejected) => Self::Rejected,
                Some(Acceptance::Waiting) | None => Self::Pending,
            },
            _ => Self::Undecided,
        }
    }

    /// Its name in the address.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Undecided => "undecided",
            Self::Mitigate => "mitigate",
            Self::Pending => "pending",
            Self::Rejected => "rejected",
            Self::Accepted => "accepted",
            Self::Lapsed => "lapsed",
            Self::Transfer => "transfer",
            Self::Avoid => "avoid",
        }
    }

    /// Its name for people.
    pub(crate) const fn name(self, locale: Locale) -> &'static str {
        match self {
            Self::Undecided => risks::undecided(locale),
            Self::Mitigate => risks::mitigate(locale),
            Self::Pending => risks::pending(locale),
            Self::Rejected => risks::rejected(locale),
            Self::Accepted => risks::in_force(locale),
            Self::Lapsed => risks::lapsed(locale),
            Self::Transfer => risks::transfer(locale),
            Self::Avoid => risks::avoid(locale),
        }
    }

    /// As it stands in the table: what needs somebody stands out.
    pub(crate) fn badge(self, locale: Locale) -> AnyView {
        let name = self.name(locale);
        let class = match self {
            Self::Undecided => return view! { <span class="u-muted">{name}</span> }.into_any(),
            Self::Mitigate | Self::Transfer | Self::Avoid => return name.into_any(),
            Self::Pending => "c-badge c-badge--info",
            Self::Accepted => "c-badge c-badge--ok",
            Self::Lapsed => "c-badge c-badge--warn",
            Self::Rejected => "c-badge c-badge--danger",
        };
        view! { <span class=class>{name}</span> }.into_any()
    }
}

#[cfg(test)]
mod tests {
    use domain::treatment::Acceptance;
    use domain::views::results::TreatmentView;

    use super::Status;

    #[test]
    fn an_acceptance_is_asked_for_then_in_force_then_over() {
        let accept = TreatmentView {
            treatment: "accept".to_owned(),
            ..TreatmentView::default()
        };
        assert_eq!(Status::of(&accept), Status::Pending);
        for (standing, expected) in [
            (Acceptance::Waiting, Status::Pending),
            (Acceptance::Rejected, Status::Rejected),
            (Acceptance::InForce, Status::Accepted),
            (Acceptance::Ending, Status::Accepted),
            (Acceptance::Ended, Status::Lapsed),
        ] {
            let treatment = TreatmentView {
                acceptance: Some(standing),
                ..accept.clone()
            };
            assert_eq!(Status::of(&treatment), expected);
        }
        assert_eq!(Status::of(&TreatmentView::default()), Status::Undecided);
    }

    #[test]
    fn each_has_a_name_of_its_own_in_the_address() {
        let mut names = Status::ALL.map(Status::as_str).to_vec();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Status::ALL.len());
    }
}
