//! What a model's name tells: how large it is, and of which other one it is the compressed form.

/// How large a model is, as far as its name tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Size {
    /// Below ten billion parameters, or sold as the small one.
    Small,
    /// In between.
    Medium,
    /// From fifty billion parameters on, or sold as the large one.
    Large,
}

const SMALL: &[&str] = &[
    "mini", "nano", "lite", "flash", "haiku", "tiny", "small", "air", "micro", "turbo", "instant",
];
const MEDIUM: &[&str] = &["medium", "sonnet"];
const LARGE: &[&str] = &["large", "opus", "max", "ultra", "pro", "plus"];

/// Parameters in billions below which a model is small, and from which on it is large.
const BETWEEN: (f64, f64) = (10.0, 50.0);

/// The size, where the name tells it: `Qwen2.5-72B`, `gpt-5-mini`. A number of parameters goes before words.
pub(crate) fn size(name: &str) -> Option<Size> {
    let words = words(name);
    let stated = words.iter().filter_map(|word| billions(word));
    // Of `30B-A3B` the larger one: all parameters take memory, whichever of them answer.
    if let Some(billions) = stated.reduce(f64::max) {
        return Some(match billions {
            b if b < BETWEEN.0 => Size::Small,
            b if b < BETWEEN.1 => Size::Medium,
            _ => Size::Large,
        });
    }
    let any = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let sizes = [
        (SMALL, Size::Small),
        (MEDIUM, Size::Medium),
        (LARGE, Size::Large),
    ];
    let found = sizes.into_iter().find(|(list, _)| any(list));
    found.map(|(_, size)| size)
}

/// A name without its owner, in lower case: what it is in one tool and in another.
pub(crate) fn base(name: &str) -> String {
    let base = name.rsplit('/').next().unwrap_or_default();
    base.to_ascii_lowercase()
}

/// The parts of a name after its owner, in lower case; `2.5` stays whole.
fn words(name: &str) -> Vec<String> {
    let base = base(name);
    let parts = base.split(['-', '_', ':', '@', ' ']);
    parts.map(str::to_owned).collect()
}

fn billions(word: &str) -> Option<f64> {
    let number = word.strip_prefix('a').unwrap_or(word).strip_suffix('b')?;
    number.parse().ok().filter(|b: &f64| b.is_finite())
}

/// Words that say how weights are compressed.
const COMPRESSED: &[&str] = &[
    "awq",
    "gptq",
    "int4",
    "int8",
    "fp8",
    "fp4",
    "nf4",
    "nvfp4",
    "mxfp4",
    "w4a16",
    "w4a8",
    "w8a8",
    "w8a16",
    "4bit",
    "8bit",
    "bnb",
    "gguf",
    "marlin",
    "quantized",
    "quantised",
    "hqq",
    "exl2",
];
/// Words that say that they are not, or how they were.
const PLAIN: &[&str] = &["bf16", "fp16", "f16", "dynamic", "hf", "static"];

/// Pairs of models.
pub(crate) struct Compressed;

impl Compressed {
    /// Whether one model is the compressed form of another: the same name with such a word in it.
    pub fn is_of(compressed: &str, original: &str) -> bool {
        let (compressed, original) = (parts(compressed), parts(original));
        compressed.1 && !original.1 && compressed.0 == original.0
    }
}

/// What remains of a name without words about its weights, and whether they are compressed.
fn parts(name: &str) -> (Vec<String>, bool) {
    let (mut rest, mut compressed) = (Vec::new(), false);
    let words = words(name);
    let words = words.iter().flat_map(|word| match word.split_once(".q") {
        // `x.Q4_K_M.gguf`
        Some((name, level)) if level.starts_with(|c: char| c.is_ascii_digit()) => {
            vec![name.to_owned(), format!("q{level}")]
        }
        _ => vec![word.clone()],
    });
    for word in words {
        let level = word.strip_prefix('q').and_then(|l| l.get(..1));
        let level = level.is_some_and(|l| l.parse::<u8>().is_ok());
        let gguf = ["k", "m.gguf", "s.gguf", "l.gguf", "0.gguf", "m", "s"];
        if COMPRESSED.contains(&word.as_str()) || level {
            compressed = true;
        } else if !(PLAIN.contains(&word.as_str()) || compressed && gguf.contains(&word.as_str())) {
            rest.push(word);
        }
    }
    (rest, compressed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_sizes() {
        for (name, expected) in [
            ("Qwen/Qwen2.5-7B-Instruct", Some(Size::Small)),
            ("qwen3-30b-a3b", Some(Size::Medium)),
            ("Llama-3.3-70B", Some(Size::Large)),
            ("gpt-5-mini", Some(Size::Small)),
            ("claude-opus-4", Some(Size::Large)),
            ("qwen3:8b", Some(Size::Small)),
            ("acme-chat", None),
        ] {
            assert_eq!(size(name), expected, "{name}");
        }
    }

    #[test]
    fn compressed_forms_belong_to_their_originals() {
        for (compressed, original) in [
            ("Qwen2.5-7B-Instruct-AWQ", "Qwen/Qwen2.5-7B-Instruct"),
            (
                "nvidia/Llama-3.1-8B-Instruct-FP8",
                "Llama-3.1-8B-Instruct-BF16",
            ),
            ("llama-8b.Q4_K_M.gguf", "llama-8b"),
        ] {
            assert!(Compressed::is_of(compressed, original), "{compressed}");
        }
        assert!(!Compressed::is_of("Qwen2.5-7B-AWQ", "Qwen2.5-14B"));
        assert!(!Compressed::is_of("Qwen2.5-7B", "Qwen2.5-7B"));
        assert!(!Compressed::is_of("Qwen2.5-7B-AWQ", "Qwen2.5-7B-GPTQ"));
    }
}
