//! What other tools' files ask of people: decisions, and newer proof.

use domain::Locale;
use domain::views::results::ResultsPage;
use leptos::prelude::*;

use crate::components::{Callout, Tone};
use crate::href;
use crate::i18n::evidence;

/// Notices above the numbers; nothing where nobody is asked for anything.
pub(super) fn notices(locale: Locale, page: &ResultsPage) -> AnyView {
    let attention = page.attention;
    let at = |part: &str| href::workload(page.head.id, &format!("/evidence#{part}"));
    let conflicts = (attention.conflicts > 0).then(|| {
        let text = evidence::notice_conflicts(locale, attention.conflicts);
        notice(
            Tone::Danger,
            text,
            &at("inbox"),
            evidence::notice_look(locale),
        )
    });
    let proposals = (attention.proposals > 0).then(|| {
        let text = evidence::notice_proposals(locale, attention.proposals);
        notice(
            Tone::Info,
            text,
            &at("inbox"),
            evidence::notice_look(locale),
        )
    });
    let ending = attention.first_end.map(|day| {
        let text = evidence::notice_ending(locale, attention.ending, day);
        notice(
            Tone::Warn,
            text,
            &at("ending"),
            evidence::notice_see(locale),
        )
    });
    if conflicts.is_none() && proposals.is_none() && ending.is_none() {
        return ().into_any();
    }
    view! { <div class="l-stack l-stack--tight">{conflicts} {proposals} {ending}</div> }.into_any()
}

fn notice(tone: Tone, text: String, at: &str, label: &'static str) -> AnyView {
    let link = view! { <a class="c-btn c-btn--small" href=at.to_owned()>{label}</a> }.into_any();
    view! { <Callout tone=tone actions=link><p>{text}</p></Callout> }.into_any()
}
