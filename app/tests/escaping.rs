//! Hostile text in the two elements that the renderer does not escape.
#![cfg(feature = "ssr")]

use app::components::{PageTitle, TextArea};
use axum::body::{Body, to_bytes};
use http::Request;
use leptos::prelude::*;
use leptos_meta::{MetaTags, provide_meta_context};

const BREAKOUT: &str = "</textarea></title><script>alert(1)</script>&lt;";

fn text_area_html(value: &str) -> String {
    let value = value.to_owned();
    Owner::new()
        .with(|| view! { <TextArea name="note" id="note" value=Signal::stored(value) /> }.to_html())
}

#[test]
fn text_area_children_are_encoded() {
    let html = text_area_html(BREAKOUT);
    assert!(!html.contains("<script>"), "{html}");
    assert_eq!(html.matches("</textarea>").count(), 1, "{html}");
    assert!(html.contains("&lt;/textarea&gt;"), "{html}");
    assert!(html.contains("&amp;lt;"), "{html}");
}

#[test]
fn text_area_keeps_a_leading_line_break() {
    assert!(text_area_html("\nsecond line").contains(">\n\nsecond line</textarea>"));
}

#[test]
fn text_area_attributes_are_encoded() {
    let html = Owner::new()
        .with(|| view! { <TextArea name="\"><script>" id="note" value="" /> }.to_html());
    assert!(!html.contains("\"><script>"), "{html}");
}

#[tokio::test]
async fn title_is_encoded() {
    any_spawner::Executor::init_tokio().unwrap();
    let handler = leptos_axum::render_app_async(|| {
        provide_meta_context();
        view! {
            <html>
                <head><MetaTags /></head>
                <body><PageTitle text=BREAKOUT /></body>
            </html>
        }
    });
    let request = Request::get("/").body(Body::empty()).unwrap();
    let body = handler(request).await.into_body();
    let html = String::from_utf8(to_bytes(body, 100_000).await.unwrap().to_vec()).unwrap();
    assert!(!html.contains("<script>alert"), "{html}");
    assert_eq!(html.matches("</title>").count(), 1, "{html}");
    assert!(
        html.contains("<title>&lt;/textarea&gt;&lt;/title&gt;&lt;script&gt;"),
        "{html}"
    );
    assert!(html.contains(" · Hexastyle</title>"), "{html}");
}
