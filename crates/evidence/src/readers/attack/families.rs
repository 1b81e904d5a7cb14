//! Which family of attacks a probe belongs to, as data.

/// Where nothing else is known.
const OTHER: &str = "other";

/// Modules of garak by family.
#[rustfmt::skip]
const GARAK: &[(&str, &[&str])] = &[
    ("injection", &["ansiescape", "badchars", "encoding", "exploitation", "goodside", "latentinjection", "promptinject", "smuggling", "web_injection", "xss"]),
    ("jailbreak", &["adaptive_attacks", "dan", "doctor", "dra", "fitd", "goat", "grandma", "phrasing", "sata", "suffix", "tap", "visual_jailbreak"]),
    ("leakage", &["apikey", "divergence", "leakreplay", "propile", "replay", "sysprompt_extraction"]),
    ("harmful", &["atkgen", "continuation", "donotanswer", "lmrc", "malwaregen", "realtoxicityprompts", "topic"]),
    ("misinformation", &["misleading", "packagehallucination", "snowball"]),
    ("agent", &["agent_breaker"]),
];

/// Plugins of promptfoo by family; `harmful` stands for `harmful:hate` too, and the longest id wins.
#[rustfmt::skip]
const PLUGINS: &[(&str, &[&str])] = &[
    ("injection", &["ascii-smuggling", "cyberseceval", "hijacking", "indirect-prompt-injection", "prompt-injection", "rag-poisoning", "shell-injection", "special-token-injection", "sql-injection", "system-prompt-override"]),
    ("jailbreak", &["cca", "jailbreak", "pliny"]),
    ("leakage", &["cross-session-leak", "data-exfil", "divergent-repetition", "financial:data-leakage", "harmful:privacy", "pii", "prompt-extraction", "rag-document-exfiltration"]),
    ("harmful", &["aegis", "beavertails", "bias", "donotanswer", "harmbench", "harmful", "toxic-chat", "unsafebench", "vlguard"]),
    ("misinformation", &["financial", "hallucination", "harmful:misinformation-disinformation", "medical", "overreliance", "unverifiable-claims"]),
    ("agent", &["agentic", "bfla", "bola", "bopla", "debug-access", "excessive-agency", "mcp", "rbac", "ssrf", "tool-discovery"]),
];

/// Strategies of promptfoo that make an attack one of a family, whatever the plugin asks for.
#[rustfmt::skip]
const STRATEGIES: &[(&str, &[&str])] = &[
    ("injection", &["authoritative-markup-injection", "indirect-web-pwn", "prompt-injection"]),
    ("jailbreak", &["best-of-n", "citation", "crescendo", "gcg", "goat", "jailbreak", "likert", "math-prompt", "mischievous-user"]),
];

/// Tasks of Inspect that attack a model, by family; a task whose name starts with one of these.
#[rustfmt::skip]
const INSPECT: &[(&str, &[&str])] = &[
    ("injection", &["agentdojo", "b3", "cyse2_prompt_injection", "cyse3_visual_prompt_injection", "prompt_injection"]),
    ("jailbreak", &["jailbreakbench", "strong_reject"]),
    ("harmful", &["agentharm", "cyse2_interpreter_abuse", "fortress_adversarial"]),
];

/// Tasks that start like an attack and are none: they ask for the same without harm, or measure use.
const INSPECT_BENIGN: &[&str] = &["agentharm_benign", "agentdojo_utility"];

/// Attacks of `PyRIT` by family: techniques, scenarios and encodings, in snake case and without what
/// stands around them, such as `attack`.
#[rustfmt::skip]
const PYRIT: &[(&str, &[&str])] = &[
    ("injection", &["ascii_art", "ascii_smuggler", "atbash", "base64", "base2048", "binary", "braille", "caesar", "ecoji", "encoding", "hex", "injection", "leetspeak", "morse", "nato", "rot13", "unicode", "url", "uuencode", "xpia", "zalgo"]),
    ("jailbreak", &["chunked_request", "context_compliance", "crescendo", "flip", "jailbreak", "many_shot", "multi_prompt_sending", "multi_turn", "pair", "persuasion", "red_teaming", "role_play", "skeleton_key", "tap", "tense", "tree_of_attacks", "violent_durian"]),
    ("leakage", &["anecdoctor_leak", "data_leakage", "exfiltration", "leakage", "privacy", "system_prompt"]),
    ("harmful", &["content_harms", "csam", "cyber", "fairness", "harassment", "harmful", "hate", "illegal", "malware", "psychosocial", "scam", "self_harm", "sexual", "violence"]),
    ("misinformation", &["anecdoctor", "misinformation"]),
    ("agent", &["agent", "tool_abuse"]),
];

/// The family of a probe of garak: `dan.DanInTheWild` is of `jailbreak`.
pub fn garak_family(probe: &str) -> &'static str {
    let module = probe.split('.').next().unwrap_or_default();
    longest(GARAK, module).unwrap_or(OTHER)
}

/// The family of an attack of promptfoo, by its strategy or else its plugin.
pub fn promptfoo_family(plugin: &str, strategy: Option<&str>) -> &'static str {
    let id = plugin.strip_prefix("promptfoo:redteam:").unwrap_or(plugin);
    strategy
        .and_then(|strategy| longest(STRATEGIES, strategy))
        .or_else(|| longest(PLUGINS, id))
        .unwrap_or(OTHER)
}

/// The family of a task of Inspect that attacks a model; `None` for other tasks.
pub fn inspect_family(task: &str) -> Option<&'static str> {
    if INSPECT_BENIGN.iter().any(|benign| task.starts_with(benign)) {
        return None;
    }
    longest_in(INSPECT, task, |task, key| task.starts_with(key))
}

/// The family of an attack of `PyRIT`, by the first of these texts that says it: the technique, what harm it
/// is about, the scenario. Names come in snake, camel or kebab case.
pub fn pyrit_family(texts: &[&str]) -> &'static str {
    let family = |text: &&str| {
        let name = ["_", &snake(text), "_"].concat();
        longest_in(PYRIT, &name, |name, key| {
            name.contains(&["_", key, "_"].concat())
        })
    };
    texts.iter().find_map(family).unwrap_or(OTHER)
}

/// `RolePlayAttack`, `role-play` and `Role play` as `role_play_attack` and `role_play`.
fn snake(name: &str) -> String {
    let mut snake = String::new();
    let mut lower = false;
    for c in name.chars() {
        if c.is_ascii_uppercase() && lower {
            snake.push('_');
        }
        lower = c.is_ascii_lowercase() || c.is_ascii_digit();
        snake.push(if c.is_ascii_alphanumeric() {
            c.to_ascii_lowercase()
        } else {
            '_'
        });
    }
    snake
}

fn longest_in(
    table: &[(&'static str, &[&str])],
    id: &str,
    fits: impl Fn(&str, &str) -> bool,
) -> Option<&'static str> {
    let keys = table.iter().flat_map(|(family, keys)| {
        let fitting = keys.iter().filter(|key| fits(id, key));
        fitting.map(move |key| (key.len(), *family))
    });
    keys.max().map(|(_, family)| family)
}

fn longest(table: &[(&'static str, &[&str])], id: &str) -> Option<&'static str> {
    longest_in(table, id, |id, key| {
        let rest = id.strip_prefix(key);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families() {
        assert_eq!(garak_family("dan.DanInTheWild"), "jailbreak");
        assert_eq!(garak_family("danger.X"), "other");
        assert_eq!(promptfoo_family("harmful:hate", None), "harmful");
        assert_eq!(promptfoo_family("harmful:privacy", None), "leakage");
        assert_eq!(promptfoo_family("pii:direct", Some("basic")), "leakage");
        assert_eq!(
            promptfoo_family("pii:direct", Some("jailbreak:composite")),
            "jailbreak"
        );
        assert_eq!(promptfoo_family("policy", None), "other");
        assert_eq!(inspect_family("cyse2_prompt_injection"), Some("injection"));
        assert_eq!(inspect_family("agentharm_benign"), None);
        assert_eq!(inspect_family("gsm8k"), None);
    }

    #[test]
    fn families_of_pyrit_by_what_is_said_first() {
        for (texts, family) in [
            (["RolePlayAttack", "hate"], "jailbreak"),
            (["PromptSendingAttack", "Hate"], "harmful"),
            (["prompt_sending", "base64_encoding"], "injection"),
            (["TreeOfAttacksWithPruningAttack", ""], "jailbreak"),
            (["PAIRAttack", ""], "other"),
            (["pair_attack", ""], "jailbreak"),
            (["shell", "x"], "other"),
        ] {
            assert_eq!(pyrit_family(&texts), family, "{texts:?}");
        }
    }

    #[test]
    fn no_key_is_of_two_families() {
        for table in [GARAK, PLUGINS, STRATEGIES, INSPECT, PYRIT] {
            let mut keys: Vec<_> = table.iter().flat_map(|(_, keys)| keys.iter()).collect();
            let all = keys.len();
            keys.sort_unstable();
            keys.dedup();
            assert_eq!(keys.len(), all);
        }
    }
}
