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

fn longest(table: &[(&'static str, &[&str])], id: &str) -> Option<&'static str> {
    let covers = |key: &&&str| {
        let rest = id.strip_prefix(**key);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
    };
    let keys = table.iter().flat_map(|(family, keys)| {
        keys.iter()
            .filter(covers)
            .map(move |key| (key.len(), *family))
    });
    keys.max().map(|(_, family)| family)
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
    }

    #[test]
    fn no_key_is_of_two_families() {
        for table in [GARAK, PLUGINS, STRATEGIES] {
            let mut keys: Vec<_> = table.iter().flat_map(|(_, keys)| keys.iter()).collect();
            let all = keys.len();
            keys.sort_unstable();
            keys.dedup();
            assert_eq!(keys.len(), all);
        }
    }
}
