//! What widgets write into a page.
#![cfg(feature = "ssr")]

use std::collections::BTreeMap;

use app::components::{FlashMessage, PostForm, ProofBar, TextField};
use app::frame::provide_frame;
use app::server::FrameSource;
use domain::views::frame::{Flash, Frame, Outcome};
use domain::{Exact, FieldErrors, Locale, Problem, TextError, Triple};
use leptos::prelude::*;

/// A widget's HTML, in English, after a form that ended like this.
fn html(flash: Option<Flash>, view: impl FnOnce() -> AnyView) -> String {
    Owner::new().with(|| {
        provide_context(FrameSource(Frame {
            locale: Locale::En,
            flash,
            ..Frame::default()
        }));
        provide_frame();
        view().to_html()
    })
}

fn refused(form: &str) -> Flash {
    let mut errors = FieldErrors::default();
    errors.add("name", Problem::Text(TextError::TooLong { max: 120 }));
    let values = [("name", "<b>\"long\"</b>"), ("password", "secret")];
    let values = values.map(|(name, value)| (name.to_owned(), value.to_owned()));
    Flash {
        form: form.to_owned(),
        outcome: Outcome::Invalid { errors },
        values: BTreeMap::from(values),
    }
}

fn form() -> AnyView {
    view! {
        <PostForm action="/teams" id="team">
            <TextField name="name" label="Name" hint="One line." value="before" required=true />
            <TextField name="password" label="Password" kind="password" />
        </PostForm>
    }
    .into_any()
}

#[test]
fn a_refused_field_says_why_and_keeps_what_was_typed() {
    let html = html(Some(refused("/teams")), form);
    assert!(
        html.contains("value=\"&lt;b&gt;&quot;long&quot;&lt;/b&gt;\""),
        "{html}"
    );
    assert!(html.contains("aria-invalid=\"true\""), "{html}");
    assert!(
        html.contains("aria-describedby=\"team-name-hint team-name-err\""),
        "{html}"
    );
    assert!(
        html.contains("id=\"team-name-err\"") && html.contains("At most 120 characters"),
        "{html}"
    );
    assert!(!html.contains("secret"), "{html}");
}

#[test]
fn another_form_s_outcome_is_not_this_one_s() {
    for flash in [None, Some(refused("/account/profile"))] {
        let html = html(flash, form);
        assert!(html.contains("value=\"before\""), "{html}");
        assert!(!html.contains("aria-invalid"), "{html}");
        assert!(
            html.contains("aria-describedby=\"team-name-hint\""),
            "{html}"
        );
    }
}

#[test]
fn an_accepted_form_starts_afresh() {
    let done = Outcome::Done {
        code: "team_saved".to_owned(),
    };
    let html = html(
        Some(Flash {
            outcome: done,
            ..refused("/teams")
        }),
        form,
    );
    assert!(
        html.contains("value=\"before\"") && !html.contains("aria-invalid"),
        "{html}"
    );
}

fn message(outcome: Outcome, values: BTreeMap<String, String>) -> String {
    let flash = Flash {
        form: "/teams".to_owned(),
        outcome,
        values,
    };
    html(Some(flash), || view! { <FlashMessage /> }.into_any())
}

#[test]
fn what_was_done_is_announced() {
    let done = |code: &str| {
        message(
            Outcome::Done {
                code: code.to_owned(),
            },
            BTreeMap::new(),
        )
    };
    assert!(done("team_saved").contains("role=\"status\""));
    assert!(done("team_saved").contains("The team is saved."));
    assert!(done("some_newer_code").contains("Done."));
}

#[test]
fn what_was_refused_is_an_alert() {
    for (outcome, text) in [
        (Outcome::Stale, "somebody changed it meanwhile"),
        (
            Outcome::State {
                code: "last_owner".to_owned(),
            },
            "at least one owner",
        ),
        (Outcome::TooMany { seconds: 30 }, "30 seconds"),
    ] {
        let html = message(outcome, BTreeMap::new());
        assert!(
            html.contains("role=\"alert\"") && html.contains(text),
            "{html}"
        );
    }
}

#[test]
fn a_link_that_is_shown_once_is_text() {
    let link = BTreeMap::from([(
        "link".to_owned(),
        "https://a.example/invite/x?<y>".to_owned(),
    )]);
    let html = message(
        Outcome::Done {
            code: "invited".to_owned(),
        },
        link,
    );
    assert!(
        html.contains("https://a.example/invite/x?&lt;y&gt;"),
        "{html}"
    );
}

fn score() -> Triple<Option<Exact>> {
    Triple {
        assured: Some(Exact::ratio(165, 4)),
        claimed: Some(Exact::whole(63)),
        possible: None,
    }
}

#[test]
fn a_proof_bar_shows_and_says_its_numbers() {
    let html = html(None, || {
        view! { <ProofBar score=score() explain="/explain?number=index" label="Index" target=3 /> }
            .into_any()
    });
    assert!(
        html.contains("aria-label=\"Assured 41, claimed 63, possible –; target: level 3\""),
        "{html}"
    );
    let widths: Vec<_> = html
        .split("width=\"")
        .skip(1)
        .filter_map(|part| part.split('"').next())
        .collect();
    assert_eq!(widths, ["0%", "63.0%", "41.2%"], "{html}");
    assert!(html.contains("x1=\"50%\""), "{html}");
    assert!(
        html.contains("href=\"/explain?number=index&amp;set=assured\""),
        "{html}"
    );
    assert!(
        html.contains("Index Assured 41: how it is computed"),
        "{html}"
    );
    assert_eq!(
        html.matches("<a ").count(),
        2,
        "what is not there has no explanation: {html}"
    );
}

#[test]
fn without_an_explanation_numbers_are_plain() {
    let html = html(None, || view! { <ProofBar score=score() /> }.into_any());
    assert!(!html.contains("<a "), "{html}");
    assert!(html.contains(">41<") && html.contains(">–<"), "{html}");
}
