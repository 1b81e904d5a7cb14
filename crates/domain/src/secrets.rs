//! How secrets look, wherever they come in.

/// Well-known forms of keys and tokens, `password=…`, user and password in an address, as a regular expression. The groups
/// `keep`, `keep2` and `keep3` hold what may stay, to say what was masked.
///
/// It is a text, since this crate is part of the pages, which mask nothing: who masks compiles it.
pub const FORMS: &str = concat!(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]*(?:-----END [A-Z ]*PRIVATE KEY-----)?",
    r"|\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    r"|\bgh[pousr]_[A-Za-z0-9]{20,}",
    r"|\bgithub_pat_[A-Za-z0-9_]{20,}",
    r"|\bglpat-[A-Za-z0-9_-]{16,}",
    r"|\bxox[abeprs]-[A-Za-z0-9-]{10,}",
    r"|\b(?:sk|rk|pk)[-_](?:[A-Za-z0-9]+[-_])*[A-Za-z0-9]{16,}",
    r"|\bhf_[A-Za-z0-9]{20,}",
    r"|\bnpm_[A-Za-z0-9]{20,}",
    r"|\bAIza[0-9A-Za-z_-]{30,}",
    r"|\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)?",
    r"|(?P<keep>(?i:\bbearer\s+))[A-Za-z0-9._~+/-]{16,}=*",
    r#"|(?P<keep2>(?i:\b(?:password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key)["']?\s*(?:=|:\s*["'])\s*))["']?[^\s"',;&]{4,}"#,
    r"|(?P<keep3>://)[^/\s:@]+:[^/\s@]+@",
);
