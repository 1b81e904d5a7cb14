use domain::views::assessing::TermView;
use leptos::prelude::*;

use super::{Marker, Piece, TermText};

fn term(id: &str, spellings: &[&str]) -> TermView {
    TermView {
        id: id.to_owned(),
        name: id.to_owned(),
        spellings: spellings.iter().map(ToString::to_string).collect(),
        definition: format!("what {id} is"),
    }
}

fn marked(pieces: &[Piece]) -> Vec<&str> {
    pieces
        .iter()
        .filter_map(|piece| match piece {
            Piece::Term { words, .. } => Some(words.as_str()),
            Piece::Text(_) => None,
        })
        .collect()
}

#[test]
fn the_longest_spelling_wins_and_each_term_is_marked_once() {
    let mut marker = Marker::new(&[term("cache", &["缓存"]), term("kv-cache", &["KV缓存"])]);
    assert_eq!(marked(&marker.mark("复用kv缓存，再复用KV缓存")), ["kv缓存"]);
    assert_eq!(marked(&marker.mark("KV缓存和缓存")), ["缓存"]);
}

#[test]
fn a_latin_term_is_a_whole_word() {
    let mut marker = Marker::new(&[term("rag", &["RAG"])]);
    assert_eq!(
        marked(&marker.mark("Storage holds it.")),
        Vec::<&str>::new()
    );
    assert_eq!(marked(&marker.mark("用RAG回答")), ["RAG"]);
}

#[test]
fn nothing_of_the_text_is_lost() {
    let text = "İstanbul 的 RAG，RAG。";
    let pieces = Marker::new(&[term("rag", &["rag"])]).mark(text);
    let joined: String = pieces
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) | Piece::Term { words: text, .. } => text.as_str(),
        })
        .collect();
    assert_eq!(joined, text);
}

#[cfg(feature = "ssr")]
#[test]
fn texts_cannot_become_markup() {
    let mut terms = vec![term("x", &["<b>"])];
    terms[0].definition = "\"><script>".to_owned();
    let pieces = Marker::new(&terms).mark("a <b> c <script>");
    let html = Owner::new().with(|| view! { <TermText pieces=pieces /> }.to_html());
    assert!(
        html.contains("popovertarget=\"t-x\"") && html.contains("id=\"t-x\""),
        "{html}"
    );
    assert!(
        html.contains("&lt;b&gt;") && !html.contains("<b>"),
        "{html}"
    );
    assert!(!html.contains("<script>"), "{html}");
}
