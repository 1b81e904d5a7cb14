//! Turns the compiler's WebAssembly into what a browser loads: bindings, then `wasm-opt` if any.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use wasm_bindgen_cli_support::Bindgen;

use crate::files::{content_hash, write_if_changed};
use crate::wasm::Profile;
use crate::workspace::Workspace;

/// The two files of the application.
pub struct Browser {
    /// The ES module with the bindings.
    pub script: Vec<u8>,
    /// The optimised WebAssembly.
    pub wasm: Vec<u8>,
}

/// Makes the bindings, or takes those of the last run if nothing changed.
pub fn run(workspace: &Workspace, profile: Profile, compiled: &Path) -> Result<Browser> {
    let folder = workspace.scratch().join("bindgen").join(profile.name());
    let optimiser = (profile == Profile::Release)
        .then(|| optimiser(workspace))
        .flatten();
    let stamp = stamp(compiled, optimiser.as_deref())?;
    let stamp_file = folder.join("stamp");
    if fs::read_to_string(&stamp_file).is_ok_and(|last| last == stamp) {
        return read(&folder);
    }
    generate(&folder, profile, compiled)?;
    if let Some(optimiser) = optimiser {
        optimise(&optimiser, &folder.join("app_bg.wasm"))?;
    }
    write_if_changed(&stamp_file, stamp.as_bytes())?;
    read(&folder)
}

fn generate(folder: &Path, profile: Profile, compiled: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).context("emptying the folder for bindings")?;
    }
    Bindgen::new()
        .input_path(compiled)
        .out_name("app")
        .web(true)?
        .typescript(false)
        .omit_default_module_path(true)
        .remove_name_section(profile == Profile::Release)
        .remove_producers_section(true)
        .generate(folder)
        .context("making the WebAssembly bindings")?;
    // Imports of such files would need their hashed names; no dependency of ours has any.
    ensure!(
        !folder.join("snippets").exists(),
        "a dependency brings JavaScript files of its own"
    );
    Ok(())
}

fn read(folder: &Path) -> Result<Browser> {
    Ok(Browser {
        script: fs::read(folder.join("app.js"))?,
        wasm: fs::read(folder.join("app_bg.wasm"))?,
    })
}

fn optimise(optimiser: &Path, wasm: &Path) -> Result<()> {
    let status = Command::new(optimiser)
        .args(["-Oz", "--output"])
        .args([wasm, wasm])
        .status()
        .context("running wasm-opt")?;
    ensure!(status.success(), "wasm-opt failed");
    Ok(())
}

/// `wasm-opt` from the npm package `binaryen`, in the checkout or on the machine. Optional.
fn optimiser(workspace: &Workspace) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    ["node_modules/.bin", "end2end/node_modules/.bin"]
        .map(|folder| workspace.root.join(folder))
        .into_iter()
        .chain(std::env::split_paths(&path))
        .map(|folder| folder.join("wasm-opt"))
        .find(|candidate| candidate.exists())
}

fn stamp(compiled: &Path, optimiser: Option<&Path>) -> Result<String> {
    let wasm = fs::read(compiled).with_context(|| format!("reading {}", compiled.display()))?;
    let version = optimiser.map(version).transpose()?.unwrap_or_default();
    Ok(format!("{} {version}", content_hash(&wasm)))
}

fn version(optimiser: &Path) -> Result<String> {
    let output = Command::new(optimiser)
        .arg("--version")
        .output()
        .context("running wasm-opt")?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
