//! How many bits weights have, by the method or by the model's name.

/// The bits that a method of quantisation leaves at most; nothing for `none` and unknown methods.
pub fn bits_of_method(method: &str) -> Option<u8> {
    let method = method.to_lowercase().replace('-', "_");
    let has = |words: &[&str]| words.iter().any(|word| method.contains(word));
    match method.as_str() {
        "none" | "null" | "no" | "" | "auto" => None,
        _ if has(&[
            "fp4", "nf4", "int4", "w4", "4bit", "awq", "marlin", "hqq", "qoq", "aqlm",
        ]) =>
        {
            Some(4)
        }
        _ if has(&[
            "gptq",
            "bitsandbytes",
            "fp8",
            "int8",
            "w8",
            "8bit",
            "eetq",
            "modelopt",
            "exl2",
        ]) =>
        {
            Some(8)
        }
        _ if has(&[
            "gguf",
            "compressed_tensors",
            "torchao",
            "quark",
            "squeezellm",
        ]) =>
        {
            Some(8)
        }
        _ => None,
    }
}

/// The bits that a model's name tells, `Llama-3-70B-AWQ` or `x.Q4_K_M.gguf`; 16 only where it says so.
pub fn bits_of_name(name: &str) -> Option<u8> {
    let lower = name.to_lowercase();
    let words = lower.split(['-', '_', '.', '/', ':', ' ', '@']);
    words.filter_map(bits_of_word).min()
}

fn bits_of_word(word: &str) -> Option<u8> {
    match word {
        "awq" | "int4" | "nvfp4" | "mxfp4" | "fp4" | "nf4" | "4bit" | "w4a16" | "w4a8" | "bnb" => {
            Some(4)
        }
        "gptq" | "fp8" | "int8" | "8bit" | "w8a8" | "w8a16" => Some(8),
        "bf16" | "fp16" | "f16" => Some(16),
        _ => quantised_file(word),
    }
}

/// `q4`, `iq3`: the levels of GGUF.
fn quantised_file(word: &str) -> Option<u8> {
    let level = word.strip_prefix("iq").or_else(|| word.strip_prefix('q'))?;
    level.parse().ok().filter(|bits| (1..=8).contains(bits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_methods() {
        for (name, bits) in [
            ("Qwen/Qwen2.5-7B-Instruct-AWQ", Some(4)),
            ("x/llama.Q4_K_M.gguf", Some(4)),
            ("nvidia/Llama-3.1-8B-Instruct-FP8", Some(8)),
            ("a/b-BF16", Some(16)),
            ("meta-llama/Llama-3-8B", None),
            ("qwen3:8b-q8_0", Some(8)),
        ] {
            assert_eq!(bits_of_name(name), bits, "{name}");
        }
        assert_eq!(bits_of_method("gptq_marlin"), Some(4));
        assert_eq!(bits_of_method("fp8"), Some(8));
        assert_eq!(
            (bits_of_method("none"), bits_of_method("what")),
            (None, None)
        );
    }
}
