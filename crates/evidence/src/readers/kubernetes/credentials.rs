//! Whether credentials come from a Secret or stand in the manifest. Of values only their form is looked at.

use serde_json::Value;

use crate::{fields::Fields, readers::objects::Object};

use super::{args::Args, workload::Workload};

/// How credentials of one object get there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Credentials {
    /// All of them.
    pub all: u64,
    /// From a Secret or a vault.
    pub referenced: u64,
    /// Written out.
    pub literal: u64,
}

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// A credential, written out.
    Literal,
    /// A reference that something resolves.
    Reference,
    /// Nothing, another variable, or a word that stands for "none".
    Nothing,
}

impl Credentials {
    /// Those of the containers of a workload.
    pub fn of(workload: &Workload<'_>) -> Self {
        let mut found = Self::default();
        let containers = workload.containers().into_iter().chain(workload.initial());
        for container in containers {
            container.list("env").iter().for_each(|v| found.variable(v));
            for source in container.list("envFrom") {
                if source.has("secretRef") {
                    found.note(Form::Reference);
                }
            }
            for (flag, value) in Args::of(container).pairs() {
                if is_credential(&flag.replace('-', "_")) {
                    found.note(form(&value));
                }
            }
        }
        found
    }

    /// Those that a `ConfigMap` holds, where no credential belongs.
    pub fn of_config(object: &Object<'_>) -> Self {
        let mut found = Self::default();
        for (name, value) in object.value.entries("data") {
            if let Some(text) = value.as_str().filter(|_| is_credential(name)) {
                found.note(form(text));
            }
        }
        found
    }

    fn variable(&mut self, variable: &Value) {
        let source = variable.at("valueFrom");
        if !variable.text("name").is_some_and(is_credential) {
            return;
        }
        if source.has("secretKeyRef") {
            self.note(Form::Reference);
        } else if source.has("configMapKeyRef") {
            // Readable for everybody who may read the namespace.
            self.all += 1;
        } else if let Some(text) = variable.text("value") {
            self.note(form(text));
        } else if variable.at("value").is_number() {
            self.note(Form::Literal);
        }
    }

    fn note(&mut self, form: Form) {
        self.all += u64::from(form != Form::Nothing);
        self.referenced += u64::from(form == Form::Reference);
        self.literal += u64::from(form == Form::Literal);
    }
}

/// Whether a variable of this name holds a credential: `OPENAI_API_KEY`, `HF_TOKEN`; not `MAX_TOKENS`.
fn is_credential(name: &str) -> bool {
    let name = name.to_ascii_uppercase().replace(['-', '.'], "_");
    let ends = |ends: &[&str]| ends.iter().any(|end| name.ends_with(end));
    let limit = [
        "MAX_", "MIN_", "NUM_", "PAD_", "EOS_", "BOS_", "STOP_", "DISABLE_", "ENABLE_",
    ];
    let limited = limit.iter().any(|start| name.starts_with(start)) || name.ends_with("PUBLIC_KEY");
    !limited
        && (ends(&["APIKEY", "PASSWORD", "PASSWD", "CREDENTIAL", "CREDENTIALS"])
            || matches!(name.as_str(), "TOKEN" | "SECRET")
            || ends(&[
                "_KEY",
                "_TOKEN",
                "_SECRET",
                "_PWD",
                "_PAT",
                "CONNECTION_STRING",
                "AUTHTOKEN",
            ]) && !ends(&["_CACHE_KEY", "_PARTITION_KEY", "_SORT_KEY", "_PRIMARY_KEY"]))
}

fn form(value: &str) -> Form {
    let value = value.trim().trim_matches(['"', '\'']);
    let lower = value.to_lowercase();
    let starts = |starts: &[&str]| starts.iter().any(|start| lower.starts_with(start));
    let none = [
        "",
        "empty",
        "none",
        "null",
        "nil",
        "dummy",
        "fake",
        "changeme",
        "change-me",
        "token",
        "unused",
        "not-needed",
        "not-used",
        "placeholder",
        "example",
        "test",
        "true",
        "false",
        "no-key",
        "sk-no-key-required",
        "n/a",
        "na",
        "-",
        "x",
        "todo",
        "redacted",
    ];
    let masked = value
        .chars()
        .all(|c| matches!(c, 'x' | 'X' | '*' | '.' | '0'));
    if starts(&[
        "vault:",
        "ref+",
        "op://",
        "secretref",
        "arn:aws:secretsmanager",
        "arn:aws:ssm",
    ]) || starts(&["awssm", "gcpsm", "azurekeyvault", "secret:", "projects/"])
    {
        Form::Reference
    } else if none.contains(&lower.as_str())
        || masked
        || starts(&[
            "$", "{{", "<", "%", "/", "your", "replace", "insert", "file:",
        ])
    {
        Form::Nothing
    } else {
        Form::Literal
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_credentials() {
        for yes in [
            "OPENAI_API_KEY",
            "HF_TOKEN",
            "db-password",
            "api_key",
            "HUGGING_FACE_HUB_TOKEN",
        ] {
            assert!(is_credential(yes), "{yes}");
        }
        for no in [
            "MAX_TOKENS",
            "MAX_TOKEN",
            "TOKENIZER",
            "API_KEY_FILE",
            "PWD",
            "AWS_ACCESS_KEY_ID",
        ] {
            assert!(!is_credential(no), "{no}");
        }
    }

    #[test]
    fn forms_of_values() {
        assert_eq!(form("not-a-real-secret-1"), Form::Literal);
        for nothing in [
            "EMPTY",
            "$(OTHER)",
            "${KEY}",
            "<your key>",
            "xxxx",
            "/run/secrets/key",
        ] {
            assert_eq!(form(nothing), Form::Nothing, "{nothing}");
        }
        assert_eq!(form("vault:secret/data/llm#key"), Form::Reference);
    }
}
