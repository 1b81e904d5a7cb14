//! Charts: well-formed SVG with a name, texts escaped, nothing outside the sheet.

#![cfg(test)]

use domain::{Locale, evidence::Unit, rule::Quoted, views::signals::SignalChart};
use report::charts::{
    Axis, Bar, Chip, ChipKind, Curve, Look, Matrix, Scores3, bars, caption, curve, matrix, palette,
    radar, signal,
};

const LOOK: Look<'_> = Look {
    font: "sans-serif",
    label: "A & <b> \"name\"",
};

/// Every tag closed in order, attributes quoted, no bare `<` or `&` in texts; returns the texts.
fn well_formed(svg: &str) -> Vec<String> {
    let (mut open, mut texts, mut rest) = (Vec::new(), Vec::new(), svg);
    while let Some(start) = rest.find('<') {
        let text = rest[..start].trim();
        if !text.is_empty() {
            texts.push(text.to_owned());
        }
        let end = start + rest[start..].find('>').expect("a closed tag");
        let tag = &rest[start + 1..end];
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name.to_owned()));
        } else if !tag.ends_with('/') {
            open.push(tag.split_whitespace().next().expect("a name").to_owned());
        }
        rest = &rest[end + 1..];
    }
    assert!(open.is_empty() && rest.trim().is_empty());
    for text in svg.split('&').skip(1) {
        assert!(
            ["amp;", "lt;", "gt;", "quot;", "apos;", "#"]
                .iter()
                .any(|e| text.starts_with(e)),
            "{text:.20}"
        );
    }
    assert!(
        svg.starts_with("<svg role=\"img\" aria-label=\"A &amp; &lt;b&gt; &quot;name&quot;\" ")
    );
    assert!(svg.contains("viewBox=\"0 0 "));
    texts
}

fn scores(assured: f64, claimed: f64, possible: f64) -> Scores3 {
    Scores3 {
        assured,
        claimed,
        possible,
    }
}

#[test]
fn a_radar_names_its_axes() {
    let named = |name: &str, n: f64| Axis {
        name: name.into(),
        colour: palette::pillar("cost"),
        scores: scores(n, n + 10.0, 100.0),
    };
    let axes = [
        named("安全合规", 0.0),
        named("Operational excellence", 41.4),
        named("<C> & co", 90.0),
    ];
    let svg = radar(&axes, &LOOK).unwrap();
    let texts = well_formed(&svg);
    assert!(
        texts.contains(&"安全合规".into())
            && texts.contains(&"Operational".into())
            && texts.contains(&"41 / 51 / 100".into())
    );
    assert!(
        svg.contains("&lt;C&gt;") && svg.contains("<polygon") && svg.contains("stroke=\"#4279AB\"")
    );
    well_formed(&radar(&[], &LOOK).unwrap());
    assert_eq!(svg, radar(&axes, &LOOK).unwrap());
}

#[test]
fn bars_show_three_numbers() {
    let bar = |scores| Bar {
        name: "成本优化".into(),
        colour: palette::COST,
        scores,
    };
    let svg = bars(&[bar(Some(scores(41.0, 63.0, 78.0))), bar(None)], &LOOK).unwrap();
    let texts = well_formed(&svg);
    for number in ["41", "63", "78", "—"] {
        assert!(texts.contains(&number.into()), "{number}");
    }
    well_formed(&bars(&[], &LOOK).unwrap());
}

#[test]
fn a_full_cell_of_the_matrix_says_how_many_more() {
    let chip = |n: u32| Chip {
        id: format!("K-S{n}"),
        likelihood: 4,
        impact: 5,
        kind: ChipKind::Assured,
    };
    let full = Matrix {
        chips: (1..=9).map(chip).collect(),
        likelihood: "可能性",
        impact: "影响",
    };
    let texts = well_formed(&matrix(&full, &LOOK).unwrap());
    assert!(
        texts.contains(&"K-S5".into())
            && texts.contains(&"+4".into())
            && !texts.contains(&"K-S6".into())
    );
    let beyond = Matrix {
        chips: vec![Chip {
            likelihood: 0,
            impact: 9,
            ..chip(1)
        }],
        ..full
    };
    well_formed(&matrix(&beyond, &LOOK).unwrap());
}

#[test]
fn a_signal_shows_its_lines_and_gaps() {
    let daily = SignalChart {
        signal: "traces".into(),
        what: Some(Quoted::Share),
        from: 20_000 * 24,
        step: 24,
        values: vec![Some(0.5), None, Some(0.9), Some(0.8)],
        unit: Unit::Ratio,
        supports: Some(0.95),
        contradicts: Some(0.2),
        full: None,
        share: true,
    };
    let svg = signal(&daily, Locale::En, &LOOK).unwrap();
    let texts = well_formed(&svg);
    for text in [
        "supports 95%",
        "contradicts 20%",
        "2024-10-04",
        "2024-10-07",
    ] {
        assert!(texts.contains(&text.into()), "{text}: {texts:?}");
    }
    // The first day stands alone before a gap.
    assert!(svg.contains("<circle"));
    let rule = "S02.coverage".parse().unwrap();
    assert_eq!(
        caption(&rule, &daily, Locale::En),
        "S02.coverage · share (traces) · by the day"
    );
    // Beside the plot is no room for a unit in words: it stands on the line.
    let counted = SignalChart {
        values: vec![Some(10.0), Some(20.0)],
        unit: Unit::GramsCo2e,
        supports: Some(30.0),
        contradicts: None,
        share: false,
        ..daily.clone()
    };
    let texts = well_formed(&signal(&counted, Locale::En, &LOOK).unwrap());
    let units = texts.iter().filter(|text| text.contains("CO₂"));
    assert_eq!(units.collect::<Vec<_>>(), ["supports 30 g CO₂e"]);
    let nothing = SignalChart {
        values: vec![None, None],
        ..daily
    };
    let texts = well_formed(&signal(&nothing, Locale::Zh, &LOOK).unwrap());
    assert_eq!(texts, ["这段时间没有数据"]);
}

#[test]
fn a_curve_ends_at_180_days() {
    let plan = Curve {
        start: 40.0,
        points: vec![(10, 45.0), (170, 60.25), (400, 90.0)],
        today: "今天",
        phases: ["30", "90", "180"],
    };
    let texts = well_formed(&curve(&plan, &LOOK).unwrap());
    assert!(
        texts.contains(&"40.0".into())
            && texts.contains(&"60.2".into())
            && !texts.contains(&"90.0".into())
    );
}
