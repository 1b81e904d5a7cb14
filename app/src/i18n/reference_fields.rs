//! What the document of the REST API says of fields and types, in Chinese: a line for each sentence, the English one, a
//! tabulator, the Chinese one. Only the server reads it; a sentence that is not here stays English.

use std::{collections::HashMap, sync::LazyLock};

const LINES: &str = include_str!("reference_fields.tsv");

static CHINESE: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let pairs = LINES.lines().filter_map(|line| line.split_once('\t'));
    pairs.collect()
});

/// A sentence about a field or type in Chinese; none where it is not known.
pub(crate) fn field(english: &str) -> Option<&'static str> {
    // A doc comment of the code breaks its lines.
    let english = english.split_whitespace().collect::<Vec<_>>().join(" ");
    CHINESE.get(english.as_str()).copied()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{LINES, field};

    #[test]
    fn each_sentence_stands_once_and_in_both_languages() {
        let mut seen = HashSet::new();
        for line in LINES.lines() {
            let (english, chinese) = line.split_once('\t').unwrap();
            assert!(seen.insert(english), "{english} stands twice");
            assert!(
                !chinese.trim().is_empty() && !chinese.contains('\t'),
                "{line}"
            );
        }
        assert_eq!(field("How\nmany."), Some("数量。"));
        assert_eq!(field("Nobody says this."), None);
    }
}
