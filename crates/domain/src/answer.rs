//! Answers to criteria.

use serde::{Deserialize, Serialize};

macro_rules! wire_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $wire:tt),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $wire)] $variant),* }

        impl $name {
            /// Every variant, in the order in which pages offer them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The name on the wire and in the database.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $wire),* }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::InvalidId;
            fn from_str(text: &str) -> Result<Self, $crate::InvalidId> {
                match text { $($wire => Ok(Self::$variant),)* _ => Err($crate::InvalidId) }
            }
        }
    };
}
pub(crate) use wire_enum;

wire_enum! {
    /// The state of one criterion in one assessment.
    AnswerState {
        /// True of the workload.
        Met = "met",
        /// Not true of it.
        NotMet = "not_met",
        /// Nobody could say.
        Unknown = "unknown",
        /// Makes no sense for it.
        NotApplicable = "not_applicable",
    }
}

wire_enum! {
    /// Why a criterion does not apply.
    Reason {
        /// The workload does not do this.
        OutOfScope = "out_of_scope",
        /// The technology is not used.
        NotUsed = "not_used",
        /// Another system or team answers for it.
        CoveredElsewhere = "covered_elsewhere",
        /// A constraint rules it out.
        Constraint = "constraint",
        /// Something else; the text says what.
        Other = "other",
    }
}

wire_enum! {
    /// How an answer came to be.
    Provenance {
        /// A person said so.
        Stated = "stated",
        /// Read from another tool's file.
        Imported = "imported",
        /// Taken over from a shared service.
        Inherited = "inherited",
        /// A rule proposes it; nobody confirmed.
        ProposedByRule = "proposed_by_rule",
        /// A rule's verdict that a person confirmed.
        VerifiedByRule = "verified_by_rule",
    }
}

/// An answer as people give it: only "not applicable" carries a reason, and always does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Answer {
    /// True of the workload.
    Met,
    /// Not true of it.
    NotMet,
    /// Nobody could say.
    Unknown,
    /// Makes no sense for it, and why.
    NotApplicable {
        /// The kind of reason.
        reason: Reason,
        /// The reason in words.
        text: crate::Comment,
    },
}

impl Answer {
    /// The bare state.
    pub const fn state(&self) -> AnswerState {
        match self {
            Self::Met => AnswerState::Met,
            Self::NotMet => AnswerState::NotMet,
            Self::Unknown => AnswerState::Unknown,
            Self::NotApplicable { .. } => AnswerState::NotApplicable,
        }
    }

    /// The reason, where there is one.
    pub const fn reason(&self) -> Option<Reason> {
        match self {
            Self::NotApplicable { reason, .. } => Some(*reason),
            Self::Met | Self::NotMet | Self::Unknown => None,
        }
    }

    /// The reason in words, where there is one.
    pub fn reason_text(&self) -> Option<&str> {
        match self {
            Self::NotApplicable { text, .. } => Some(text.as_str()),
            Self::Met | Self::NotMet | Self::Unknown => None,
        }
    }
}

wire_enum! {
    /// Where an assessment stands.
    AssessmentState {
        /// Being filled in.
        Draft = "draft",
        /// Submitted, waiting for a reviewer.
        InReview = "in_review",
        /// Approved; its answers no longer change.
        Approved = "approved",
    }
}

/// What people do to an assessment as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transition {
    /// Ask for a review.
    Submit,
    /// Take it back before anybody decided.
    Withdraw,
    /// Say yes: a milestone is taken and a new draft starts.
    Approve,
    /// Send it back with comments.
    SendBack,
}

impl AssessmentState {
    /// The state after a transition; `None` where it is not possible from here.
    pub const fn after(self, transition: Transition) -> Option<Self> {
        match (self, transition) {
            (Self::Draft, Transition::Submit) => Some(Self::InReview),
            (Self::InReview, Transition::Approve) => Some(Self::Approved),
            (Self::InReview, Transition::SendBack | Transition::Withdraw) => Some(Self::Draft),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn approved_is_final() {
        for t in [
            Transition::Submit,
            Transition::Withdraw,
            Transition::Approve,
            Transition::SendBack,
        ] {
            assert_eq!(AssessmentState::Approved.after(t), None);
        }
        assert_eq!(AssessmentState::Draft.after(Transition::Approve), None);
        assert_eq!(
            AssessmentState::Draft.after(Transition::Submit),
            Some(AssessmentState::InReview)
        );
    }

    #[test]
    fn wire_names_go_both_ways() {
        for state in AnswerState::ALL {
            assert_eq!(state.as_str().parse(), Ok(*state));
        }
        assert!("Met".parse::<AnswerState>().is_err());
    }
}
