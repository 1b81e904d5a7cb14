//! Compiles `frontend` to WebAssembly, with whichever compiler on this machine can.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};

use crate::workspace::{Workspace, cargo};

const TARGET: &str = "wasm32-unknown-unknown";
const LINKER_VARIABLE: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER";

/// How much the compiler should optimise.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Profile {
    /// Quick to compile.
    Dev,
    /// Small to download.
    Release,
}

impl Profile {
    /// The profile's name in the root `Cargo.toml`, also the folder's name under the target.
    pub fn name(self) -> &'static str {
        match self {
            Self::Dev => "wasm-dev",
            Self::Release => "wasm-release",
        }
    }
}

/// Builds the crate and returns the path of its `.wasm`; cargo decides what is out of date.
pub fn build(workspace: &Workspace, profile: Profile) -> Result<PathBuf> {
    let mut command = if default_toolchain_can()? {
        Command::new(cargo())
    } else {
        debian_toolchain()?
    };
    // Arguments common to both; a folder of its own, since two compilers in one evict each other.
    let target_folder = workspace.scratch().join("cargo");
    command
        .current_dir(&workspace.root)
        .args([
            "build",
            "--package",
            "frontend",
            "--target",
            TARGET,
            "--profile",
            profile.name(),
        ])
        .arg("--target-dir")
        .arg(&target_folder);
    if uses_own_standard_library(&command) {
        command.args(["-Z", "build-std=std,panic_abort"]);
    }
    let status = command
        .status()
        .context("running cargo build for the browser")?;
    ensure!(status.success(), "the WebAssembly build failed");
    Ok(target_folder
        .join(TARGET)
        .join(profile.name())
        .join("frontend.wasm"))
}

/// Whether the default toolchain has the target, installing it if rustup can.
fn default_toolchain_can() -> Result<bool> {
    if has_standard_library()? {
        return Ok(true);
    }
    let installed = Command::new("rustup")
        .args(["target", "add", TARGET])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    Ok(installed && has_standard_library()?)
}

fn has_standard_library() -> Result<bool> {
    Ok(rustc_print(&["--target", TARGET, "--print", "target-libdir"])?.is_dir())
}

fn rustc_print(arguments: &[&str]) -> Result<PathBuf> {
    let output = Command::new("rustc")
        .args(arguments)
        .output()
        .context("running rustc")?;
    ensure!(
        output.status.success(),
        "rustc {} failed",
        arguments.join(" ")
    );
    Ok(PathBuf::from(String::from_utf8(output.stdout)?.trim()))
}

/// Debian's `cargo-web`, `rustc-web` and `rust-web-src`: a stable compiler with the standard
/// library's source, which `-Z build-std` compiles for the target.
fn debian_toolchain() -> Result<Command> {
    let (cargo, rustc) = (Path::new("/usr/bin/cargo"), Path::new("/usr/bin/rustc"));
    if !cargo.exists() || !rustc.exists() {
        bail!(
            "no standard library for {TARGET}: run `rustup target add {TARGET}`, or install \
             Debian's cargo-web, rustc-web and rust-web-src"
        );
    }
    let mut command = Command::new(cargo);
    command
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTC", rustc)
        .env(LINKER_VARIABLE, linker()?)
        .env_remove("RUSTUP_TOOLCHAIN")
        .env_remove("CARGO");
    Ok(command)
}

fn uses_own_standard_library(command: &Command) -> bool {
    command.get_envs().any(|(name, _)| name == LINKER_VARIABLE)
}

/// Debian's compiler comes without a WebAssembly linker; the default toolchain has one.
fn linker() -> Result<PathBuf> {
    let sysroot = rustc_print(&["--print", "sysroot"])?;
    let host = rustc_print(&["--print", "host-tuple"])?;
    let bundled = sysroot.join("lib/rustlib").join(host).join("bin/rust-lld");
    if bundled.exists() {
        return Ok(bundled);
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .map(|folder| folder.join("wasm-ld"))
        .find(|candidate| candidate.exists())
        .context("no WebAssembly linker: neither rust-lld in the toolchain nor wasm-ld in PATH")
}
