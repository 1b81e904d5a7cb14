//! A figure's range as people write it.

use domain::{Locale, framework::Figure, views::catalog::CatalogFigure};

/// A figure in one language.
pub(super) fn figure(figure: &Figure, locale: Locale) -> CatalogFigure {
    CatalogFigure {
        id: figure.id.clone(),
        name: figure.name.get(locale).to_owned(),
        text: figure.text.get(locale).to_owned(),
        range: range(figure, locale),
        checks: figure.checks.clone(),
    }
}

/// The file's conventions: "more than" ends at 100%, and a threshold without an upper end has low = high.
fn range(figure: &Figure, locale: Locale) -> String {
    // A billion is ten times the Chinese 亿.
    let factor = if figure.unit == "B" && locale == Locale::Zh {
        10.0
    } else {
        1.0
    };
    let (low, high) = (figure.low * factor, figure.high * factor);
    let span = if figure.low >= figure.high {
        format!("≥ {low}")
    } else if figure.unit == "%" && figure.high >= 100.0 {
        format!("> {low}")
    } else {
        format!("{low}–{high}")
    };
    format!("{span}{}", unit(&figure.unit, locale))
}

fn unit(unit: &str, locale: Locale) -> &str {
    match (unit, locale) {
        ("x", Locale::Zh) => "倍",
        ("x", Locale::En) => "×",
        ("B", Locale::Zh) => "亿参数",
        ("B", Locale::En) => " billion parameters",
        ("char", Locale::Zh) => "个字符",
        ("char", Locale::En) => " characters",
        _ => unit,
    }
}

#[cfg(test)]
mod tests {
    use domain::{Text, framework::Figure};

    use super::*;

    fn both(low: f64, high: f64, unit: &str) -> (String, String) {
        let text = Text::default;
        let id = "f".to_owned();
        let figure = Figure {
            id,
            low,
            high,
            unit: unit.to_owned(),
            name: text(),
            text: text(),
            checks: vec![],
        };
        (range(&figure, Locale::Zh), range(&figure, Locale::En))
    }

    #[test]
    fn ranges_read_as_people_write_them() {
        let pair = |zh: &str, en: &str| (zh.to_owned(), en.to_owned());
        assert_eq!(both(50.0, 75.0, "%"), pair("50–75%", "50–75%"));
        assert_eq!(both(90.0, 100.0, "%"), pair("> 90%", "> 90%"));
        assert_eq!(both(2.0, 4.0, "x"), pair("2–4倍", "2–4×"));
        assert_eq!(
            both(70.0, 70.0, "B"),
            pair("≥ 700亿参数", "≥ 70 billion parameters")
        );
        assert_eq!(both(1.0, 4.0, "char"), pair("1–4个字符", "1–4 characters"));
    }
}
