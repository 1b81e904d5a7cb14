//! Glossary terms, explained where they stand.

use std::collections::BTreeSet;

use domain::views::assessing::TermView;
use leptos::prelude::*;

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Plain.
    Text(String),
    /// A term as it is written here, with its id and definition.
    Term {
        /// The term's id.
        id: String,
        /// The words as they stand in the text.
        words: String,
        /// What they mean.
        definition: String,
    },
}

/// Finds terms in the texts of a page; each term is marked where it first stands.
#[derive(Clone, Debug, Default)]
pub struct Marker {
    /// Lower-cased spelling, its length in characters, and the term's index; longest first.
    spellings: Vec<(Vec<char>, usize)>,
    terms: Vec<TermView>,
    seen: BTreeSet<usize>,
}

impl Marker {
    /// Looks for these terms.
    pub fn new(terms: &[TermView]) -> Self {
        let mut spellings: Vec<_> = terms
            .iter()
            .enumerate()
            .flat_map(|(index, term)| term.spellings.iter().map(move |text| (lower(text), index)))
            .filter(|(spelling, _)| !spelling.is_empty())
            .collect();
        spellings.sort_by_key(|(spelling, _)| std::cmp::Reverse(spelling.len()));
        Self {
            spellings,
            terms: terms.to_vec(),
            seen: BTreeSet::new(),
        }
    }

    /// Cuts a text at the terms that no earlier text of the page had.
    pub fn mark(&mut self, text: &str) -> Vec<Piece> {
        let chars: Vec<char> = text.chars().collect();
        let folded = lower(text);
        let (mut pieces, mut plain, mut at) = (Vec::new(), String::new(), 0);
        while let Some(&char) = chars.get(at) {
            if let Some((length, index)) = self.longest(&folded, at) {
                let words: String = chars.iter().skip(at).take(length).collect();
                at += length;
                // A later occurrence stays plain, but is not searched for shorter terms inside it.
                if let (true, Some(term)) = (self.seen.insert(index), self.terms.get(index)) {
                    flush(&mut pieces, &mut plain);
                    pieces.push(Piece::Term {
                        id: term.id.clone(),
                        words,
                        definition: term.definition.clone(),
                    });
                } else {
                    plain.push_str(&words);
                }
            } else {
                plain.push(char);
                at += 1;
            }
        }
        flush(&mut pieces, &mut plain);
        pieces
    }

    fn longest(&self, folded: &[char], at: usize) -> Option<(usize, usize)> {
        let rest = folded.get(at..)?;
        let before = at.checked_sub(1).and_then(|index| folded.get(index));
        let found = self.spellings.iter().find(|(spelling, _)| {
            let after = rest.get(spelling.len());
            rest.starts_with(spelling)
                && !joined(before, spelling.first())
                && !joined(spelling.last(), after)
        })?;
        Some((found.0.len(), found.1))
    }
}

/// Whether two neighbours belong to one Latin word; Chinese has no such borders.
fn joined(left: Option<&char>, right: Option<&char>) -> bool {
    let latin = |c: Option<&char>| c.is_some_and(char::is_ascii_alphanumeric);
    latin(left) && latin(right)
}

/// One lower-case character for each character, so that places agree.
fn lower(text: &str) -> Vec<char> {
    text.chars()
        .map(|c| c.to_lowercase().next().unwrap_or(c))
        .collect()
}

fn flush(pieces: &mut Vec<Piece>, plain: &mut String) {
    if !plain.is_empty() {
        pieces.push(Piece::Text(std::mem::take(plain)));
    }
}

/// A text with its terms explained; `Marker::mark` makes the pieces.
#[component]
pub fn TermText(
    /// The text.
    pieces: Vec<Piece>,
) -> impl IntoView {
    pieces.into_iter().map(draw).collect_view()
}

fn draw(piece: Piece) -> AnyView {
    match piece {
        Piece::Text(text) => text.into_any(),
        Piece::Term {
            id,
            words,
            definition,
        } => {
            let id = format!("t-{id}");
            view! {
                <button class="c-term" type="button" popovertarget=id.clone()>{words}</button>
                <span class="c-term__pop" popover="auto" id=id>{definition}</span>
            }
            .into_any()
        }
    }
}

#[cfg(test)]
mod tests;
