//! Developer tasks: `cargo xtask web` builds what the browser loads.

mod bindgen;
mod files;
mod output;
mod styles;
mod wasm;
mod workspace;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::output::Output;
use crate::wasm::Profile;
use crate::workspace::Workspace;

/// Developer tasks of Hexastyle.
#[derive(Parser)]
#[command(bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build WebAssembly, CSS and static files into <target>/web, which the server embeds.
    Web {
        /// Compile faster, to larger files.
        #[arg(long)]
        dev: bool,
    },
}

fn main() -> Result<()> {
    match Cli::parse().task {
        Task::Web { dev } => web(if dev { Profile::Dev } else { Profile::Release }),
    }
}

fn web(profile: Profile) -> Result<()> {
    let workspace = Workspace::find()?;
    let compiled = wasm::build(&workspace, profile)?;
    let browser = bindgen::run(&workspace, profile, &compiled)?;
    let mut output = Output::open(&workspace, profile)?;
    let script = output.add("hexastyle.js", browser.script, Some("script"))?;
    let wasm = output.add("hexastyle.wasm", browser.wasm, Some("wasm"))?;
    output.add(
        "start.js",
        start_module(&script, &wasm).into_bytes(),
        Some("start"),
    )?;
    output.add(
        "main.css",
        styles::bundle(&workspace)?.into_bytes(),
        Some("style"),
    )?;
    for (name, content) in files::public(&workspace)? {
        let role = (name == "favicon.svg").then_some("icon");
        output.add_public(&name, content, role)?;
    }
    output.finish()
}

/// The module the page loads: it knows the hashed names, so the page needs no inline script.
fn start_module(script: &str, wasm: &str) -> String {
    format!(
        "import init, {{ hydrate }} from \"./{script}\";\n\
         await init({{ module_or_path: new URL(\"./{wasm}\", import.meta.url) }});\n\
         hydrate();\n"
    )
}
