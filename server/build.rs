//! Embeds what `cargo xtask web` built: writes a table of the files for `src/web/embedded.rs`.

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

#[derive(Deserialize)]
struct Entry {
    file: String,
    hash: String,
    role: Option<String>,
    public: Option<String>,
    encodings: Vec<String>,
}

#[derive(Deserialize)]
struct Metadata {
    target_directory: PathBuf,
}

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-env-changed=HEXASTYLE_WEB_DIR");
    let web = web_folder()?;
    // The folder must exist to be watched: a missing one would rebuild the server every time.
    fs::create_dir_all(&web)?;
    println!("cargo::rerun-if-changed={}", web.display());
    let manifest = web.join("manifest.json");
    let entries: Vec<Entry> = if manifest.exists() {
        serde_json::from_slice(&fs::read(&manifest)?)?
    } else {
        println!(
            "cargo::warning=no web files: run `cargo xtask web`; pages will have no script or style"
        );
        Vec::new()
    };
    let out = PathBuf::from(std::env::var("OUT_DIR")?).join("embedded_files.rs");
    fs::write(out, table(&web, &entries)?)?;
    Ok(())
}

/// `<target>/web`, or where a package builder put it.
fn web_folder() -> Result<PathBuf, Box<dyn Error>> {
    if let Ok(folder) = std::env::var("HEXASTYLE_WEB_DIR") {
        return Ok(PathBuf::from(folder));
    }
    let output = Command::new(std::env::var("CARGO")?)
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .output()?;
    let metadata: Metadata = serde_json::from_slice(&output.stdout)?;
    Ok(metadata.target_directory.join("web"))
}

fn table(web: &Path, entries: &[Entry]) -> Result<String, std::fmt::Error> {
    let mut table = "&[\n".to_owned();
    for entry in entries {
        let Entry {
            file,
            hash,
            role,
            public,
            ..
        } = entry;
        writeln!(
            table,
            "    WebFile {{ name: {file:?}, hash: {hash:?}, role: {role:?},"
        )?;
        writeln!(
            table,
            "        public: {public:?}, content: {},",
            include(&web.join(file))
        )?;
        for (field, suffix) in [("brotli", "br"), ("gzip", "gz")] {
            let present = entry.encodings.iter().any(|encoding| encoding == suffix);
            let copy = include(&web.join(format!("{file}.{suffix}")));
            let value = if present {
                format!("Some({copy})")
            } else {
                "None".to_owned()
            };
            writeln!(table, "        {field}: {value},")?;
        }
        table.push_str("    },\n");
    }
    table.push_str("]\n");
    Ok(table)
}

fn include(path: &Path) -> String {
    format!("include_bytes!({:?})", path.display().to_string())
}
