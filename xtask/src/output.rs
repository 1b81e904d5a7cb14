//! The folder that the server embeds: files with hashed names, compressed copies, a manifest.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde::Serialize;

use crate::files::{content_hash, write, write_if_changed};
use crate::wasm::Profile;
use crate::workspace::Workspace;

/// One file, as `server/build.rs` reads it.
#[derive(Serialize)]
struct Entry {
    /// The name in this folder and under `/assets/`.
    file: String,
    /// The content's hash, also part of the name.
    hash: String,
    /// What the page uses it for.
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'static str>,
    /// The name at the site's root, for files whose address is fixed.
    #[serde(skip_serializing_if = "Option::is_none")]
    public: Option<String>,
    /// Extensions of the compressed copies beside it.
    encodings: Vec<&'static str>,
}

/// The folder while it is being filled.
pub struct Output {
    folder: PathBuf,
    entries: Vec<Entry>,
    profile: Profile,
}

impl Output {
    /// Makes the folder; what an earlier run left stays until [`Output::finish`].
    pub fn open(workspace: &Workspace, profile: Profile) -> Result<Self> {
        let folder = workspace.web();
        fs::create_dir_all(&folder).context("making the output folder")?;
        Ok(Self {
            folder,
            entries: Vec::new(),
            profile,
        })
    }

    /// Adds a file for the page and returns its name with the hash.
    pub fn add(
        &mut self,
        name: &str,
        content: Vec<u8>,
        role: Option<&'static str>,
    ) -> Result<String> {
        self.write(name, &content, role, None)
    }

    /// Adds a file that keeps its own name at the site's root too.
    pub fn add_public(
        &mut self,
        name: &str,
        content: Vec<u8>,
        role: Option<&'static str>,
    ) -> Result<String> {
        self.write(name, &content, role, Some(name.to_owned()))
    }

    /// Writes the manifest and removes the files of earlier runs.
    pub fn finish(self) -> Result<()> {
        let manifest = serde_json::to_vec_pretty(&self.entries)?;
        let mut keep = BTreeSet::from(["manifest.json".to_owned()]);
        for entry in &self.entries {
            let copies = entry
                .encodings
                .iter()
                .map(|suffix| format!("{}.{suffix}", entry.file));
            keep.extend(copies);
            keep.insert(entry.file.clone());
            self.report(entry)?;
        }
        write_if_changed(&self.folder.join("manifest.json"), &manifest)?;
        for present in fs::read_dir(&self.folder)? {
            let present = present?;
            if !keep.contains(present.file_name().to_string_lossy().as_ref()) {
                fs::remove_file(present.path()).context("removing an old file")?;
            }
        }
        Ok(())
    }

    fn write(
        &mut self,
        name: &str,
        content: &[u8],
        role: Option<&'static str>,
        public: Option<String>,
    ) -> Result<String> {
        let hash = content_hash(content);
        let file = hashed_name(name, &hash);
        write_if_changed(&self.folder.join(&file), content)?;
        let mut encodings = Vec::new();
        for suffix in ["br", "gz"] {
            if self.compress(&file, suffix, content)? {
                encodings.push(suffix);
            }
        }
        self.entries.push(Entry {
            file: file.clone(),
            hash,
            role,
            public,
            encodings,
        });
        Ok(file)
    }

    /// Writes the compressed copy unless it exists; says whether it is worth serving.
    fn compress(&self, file: &str, suffix: &str, content: &[u8]) -> Result<bool> {
        let path = self.folder.join(format!("{file}.{suffix}"));
        if !path.exists() {
            let packed = match suffix {
                "br" => brotli(content, self.brotli_quality(content))?,
                _ => gzip(content)?,
            };
            write(&path, &packed)?;
        }
        Ok(fs::metadata(&path)?.len() < u64::try_from(content.len())?)
    }

    /// The best, except where it would take seconds on each change of a developer's build.
    fn brotli_quality(&self, content: &[u8]) -> u32 {
        let slow = content.len() > 256 * 1024;
        if slow && self.profile == Profile::Dev {
            4
        } else {
            11
        }
    }

    fn report(&self, entry: &Entry) -> Result<()> {
        let mut out = std::io::stdout().lock();
        write!(out, "{:<36}{:>9}", entry.file, self.size(&entry.file)?)?;
        for suffix in &entry.encodings {
            let size = self.size(&format!("{}.{suffix}", entry.file))?;
            write!(out, "  {suffix} {size:>8}")?;
        }
        writeln!(out).context("printing the sizes")
    }

    fn size(&self, file: &str) -> Result<u64> {
        Ok(fs::metadata(self.folder.join(file))?.len())
    }
}

fn hashed_name(name: &str, hash: &str) -> String {
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}.{hash}.{extension}"),
        None => format!("{name}.{hash}"),
    }
}

fn brotli(content: &[u8], quality: u32) -> Result<Vec<u8>> {
    let mut packed = Vec::new();
    brotli::CompressorWriter::new(&mut packed, 1 << 16, quality, 22).write_all(content)?;
    Ok(packed)
}

fn gzip(content: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
mod tests {
    use super::hashed_name;

    #[test]
    fn the_hash_comes_before_the_extension() {
        assert_eq!(hashed_name("main.css", "ab12"), "main.ab12.css");
        assert_eq!(hashed_name("LICENSE", "ab12"), "LICENSE.ab12");
    }
}
