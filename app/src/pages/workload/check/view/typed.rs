//! What a form without script had typed when it was refused.

use std::collections::BTreeMap;

use domain::CriterionId;
use domain::views::assessing::CheckPage;
use domain::views::frame::{Flash, Outcome};

use crate::href;
use crate::pages::workload::check::sheet::{Kept, KeptNote, Unsaved, Wish};

/// What the last form of this check had, where it was not accepted.
pub(super) fn typed(flash: &Flash, page: &CheckPage) -> Option<Unsaved> {
    let ours = flash.form == href::question(page.head.id, &page.check.id);
    let refused = !matches!(flash.outcome, Outcome::Done { .. });
    (ours && refused).then(|| unsaved(&flash.values, page))
}

fn unsaved(values: &BTreeMap<String, String>, page: &CheckPage) -> Unsaved {
    let rows = page
        .criteria
        .iter()
        .filter_map(|view| Some((view.id.clone(), kept(values, &view.id)?)))
        .collect();
    let version = number(values, "note_version");
    let note = values.get("note").map(|text| KeptNote {
        text: Some(text.replace("\r\n", "\n")),
        owner: values.get("owner").cloned(),
        version,
    });
    Unsaved { rows, note }
}

/// A row that was touched: the form sends them all, and says in `was.…` what stood in it.
fn kept(values: &BTreeMap<String, String>, id: &CriterionId) -> Option<Kept> {
    let field = |name: &str| values.get(&format!("{name}.{id}"));
    let state = field("state")?.parse().ok()?;
    let text = field("reason_text")
        .map(|text| text.replace("\r\n", "\n"))
        .unwrap_or_default();
    let reason = field("reason").and_then(|reason| reason.parse().ok());
    let wish = Wish {
        state: Some(state),
        reason,
        text,
    };
    let touched = field("was").is_none_or(|was| *was != wish_text(&wish));
    touched.then(|| Kept {
        wish,
        version: number(values, &format!("version.{id}")),
    })
}

/// A wish as one text, to tell whether it was touched.
pub(super) fn wish_text(wish: &Wish) -> String {
    let reason = match wish.answer() {
        Ok(Some(domain::Answer::NotApplicable { reason, text })) => {
            format!(" {} {text}", reason.as_str())
        }
        _ => String::new(),
    };
    format!(
        "{}{reason}",
        wish.state.map_or("", domain::AnswerState::as_str)
    )
}

fn number(values: &BTreeMap<String, String>, name: &str) -> i32 {
    values
        .get(name)
        .and_then(|text| text.trim().parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use domain::AnswerState;

    use super::kept;

    fn values(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn only_touched_rows_are_kept() {
        let id = "S01.2a".parse().unwrap();
        let untouched = [
            ("state.S01.2a", "met"),
            ("was.S01.2a", "met"),
            ("version.S01.2a", "3"),
        ];
        assert!(kept(&values(&untouched), &id).is_none());
        let touched = [
            ("state.S01.2a", "unknown"),
            ("was.S01.2a", "met"),
            ("version.S01.2a", "3"),
        ];
        let found = kept(&values(&touched), &id).unwrap();
        assert_eq!(
            (found.wish.state, found.version),
            (Some(AnswerState::Unknown), 3)
        );
    }

    #[test]
    fn a_reason_alone_is_a_touch() {
        let id = "S01.2a".parse().unwrap();
        let form = [
            ("state.S01.2a", "not_applicable"),
            ("reason.S01.2a", "not_used"),
            ("reason_text.S01.2a", "新的说明"),
            ("was.S01.2a", "not_applicable not_used 旧的说明"),
        ];
        assert_eq!(kept(&values(&form), &id).unwrap().wish.text, "新的说明");
    }
}
