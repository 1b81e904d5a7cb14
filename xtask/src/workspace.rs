//! Where things are.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

/// The workspace's folders.
#[derive(Debug, Deserialize)]
pub struct Workspace {
    /// The folder of the root `Cargo.toml`.
    #[serde(rename = "workspace_root")]
    pub root: PathBuf,
    /// Cargo's target folder, which may be outside the checkout.
    #[serde(rename = "target_directory")]
    pub target: PathBuf,
}

impl Workspace {
    /// Asks cargo, which knows every way to configure the target folder.
    pub fn find() -> Result<Self> {
        let output = Command::new(cargo())
            .args(["metadata", "--no-deps", "--format-version", "1"])
            .output()
            .context("running cargo metadata")?;
        ensure!(output.status.success(), "cargo metadata failed");
        serde_json::from_slice(&output.stdout).context("reading cargo metadata")
    }

    /// What the server embeds.
    pub fn web(&self) -> PathBuf {
        self.target.join("web")
    }

    /// Intermediate files of the web build, with a cargo target folder of its own.
    pub fn scratch(&self) -> PathBuf {
        self.target.join("web-build")
    }
}

/// The cargo that started this task.
pub fn cargo() -> String {
    std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned())
}
