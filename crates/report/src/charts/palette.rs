//! The light colours of `style/tokens.css`; a test holds the two together.

/// A colour: its token and its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour {
    /// The custom property's name without `--`.
    pub token: &'static str,
    /// Red, green, blue.
    pub rgb: (u8, u8, u8),
}

impl Colour {
    /// `#1d4c78`.
    pub fn hex(self) -> String {
        let (r, g, b) = self.rgb;
        format!("#{r:02x}{g:02x}{b:02x}")
    }
}

macro_rules! colours {
    ($($(#[$doc:meta])* $name:ident = $token:literal $r:literal $g:literal $b:literal;)*) => {
        $($(#[$doc])* pub const $name: Colour = Colour { token: $token, rgb: ($r, $g, $b) };)*

        /// All of them, for templates.
        pub const ALL: &[Colour] = &[$($name),*];
    };
}

colours! {
    /// Paper.
    SURFACE = "surface" 0xff 0xff 0xff;
    /// Quiet areas.
    SUNKEN = "sunken" 0xea 0xee 0xf2;
    /// Hairlines.
    LINE = "line" 0xd9 0xdf 0xe5;
    /// Fainter hairlines.
    LINE_SOFT = "line-soft" 0xe8 0xec 0xf0;
    /// Edges.
    LINE_STRONG = "line-strong" 0x77 0x83 0x8f;
    /// Text.
    TEXT = "text" 0x17 0x20 0x2a;
    /// Secondary text.
    TEXT_MUTED = "text-muted" 0x51 0x5d 0x69;
    /// Links.
    ACCENT = "accent" 0x12 0x59 0xad;
    /// Assured.
    INK = "ink" 0x1d 0x4c 0x78;
    /// The lines of the hatch: claimed.
    HATCH = "ink-hatch" 0x42 0x79 0xab;
    /// The ground of the hatch.
    HATCH_BACK = "ink-hatch-back" 0xe3 0xed 0xf6;
    /// Possible.
    PALE = "ink-pale" 0xc9 0xd8 0xe6;
    /// What is not even possible.
    TRACK = "ink-track" 0xed 0xf0 0xf3;
    /// Pillar.
    SECURITY = "pillar-security" 0x1b 0x33 0x7d;
    /// Pillar.
    RELIABILITY = "pillar-reliability" 0x06 0x61 0x6f;
    /// Pillar.
    PERFORMANCE = "pillar-performance" 0xc4 0x44 0x00;
    /// Pillar.
    COST = "pillar-cost" 0x4c 0x44 0x00;
    /// Pillar.
    OPERATIONS = "pillar-operations" 0x96 0x50 0x9f;
    /// Pillar.
    SUSTAINABILITY = "pillar-sustainability" 0x3a 0x7a 0x54;
    /// Severity low.
    LOW_BACK = "sev-low-back" 0xe9 0xee 0xf2;
    /// Severity low.
    LOW_TEXT = "sev-low-text" 0x43 0x53 0x61;
    /// Severity medium.
    MEDIUM_BACK = "sev-medium-back" 0xfb 0xf0 0xc5;
    /// Severity medium.
    MEDIUM_TEXT = "sev-medium-text" 0x65 0x50 0x00;
    /// Severity high.
    HIGH_BACK = "sev-high-back" 0xff 0xdf 0xc5;
    /// Severity high.
    HIGH_TEXT = "sev-high-text" 0x85 0x37 0x00;
    /// Severity critical.
    CRITICAL_BACK = "sev-critical-back" 0xa4 0x16 0x1f;
    /// Severity critical.
    CRITICAL_TEXT = "sev-critical-text" 0xff 0xff 0xff;
    /// Well.
    OK_BACK = "ok-back" 0xe2 0xf2 0xe8;
    /// Well.
    OK_TEXT = "ok-text" 0x15 0x5f 0x35;
    /// Warnings such as a conflict.
    WARN_BACK = "warn-back" 0xfd 0xf3 0xd3;
    /// Warnings such as a conflict.
    WARN_TEXT = "warn-text" 0x64 0x4c 0x00;
    /// Score 0 to 10.
    STEP_0 = "step-0" 0xf2 0xf6 0xfb;
    /// Score 10 to 20.
    STEP_1 = "step-1" 0xdf 0xeb 0xf7;
    /// Score 20 to 30.
    STEP_2 = "step-2" 0xc9 0xdd 0xf1;
    /// Score 30 to 40.
    STEP_3 = "step-3" 0xb2 0xce 0xea;
    /// Score 40 to 50.
    STEP_4 = "step-4" 0x98 0xbd 0xe1;
    /// Score 50 to 60.
    STEP_5 = "step-5" 0x80 0xac 0xd7;
    /// Score 60 to 70.
    STEP_6 = "step-6" 0x67 0x9a 0xca;
    /// Score 70 to 80.
    STEP_7 = "step-7" 0x2f 0x6e 0xa7;
    /// Score 80 to 90.
    STEP_8 = "step-8" 0x18 0x5b 0x92;
    /// Score 90 and more.
    STEP_9 = "step-9" 0x06 0x42 0x6f;
}

/// Critical as a field of the matrix is a tint; the full red belongs to badges.
pub const CRITICAL_FIELD: Colour = Colour {
    token: "matrix-critical",
    rgb: (0xf6, 0xc0, 0xbd),
};

/// The hue of a pillar; frameworks of other organisations get the ink.
pub fn pillar(id: &str) -> Colour {
    let pillars = [
        SECURITY,
        RELIABILITY,
        PERFORMANCE,
        COST,
        OPERATIONS,
        SUSTAINABILITY,
    ];
    pillars
        .into_iter()
        .find(|c| c.token.strip_prefix("pillar-") == Some(id))
        .unwrap_or(INK)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_those_of_the_style_sheet() {
        let tokens = include_str!("../../../../style/tokens.css");
        for colour in ALL {
            let line = format!("--{}: light-dark({}", colour.token, colour.hex());
            assert!(tokens.contains(&line), "{line}");
        }
    }
}
