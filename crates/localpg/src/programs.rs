//! Finding PostgreSQL's server programs.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::Error;
use crate::process;

/// The oldest major version that the product is written for.
const OLDEST: u32 = 14;
/// The newest one whose folder is looked for by name; newer ones are found through `pg_config` and `PATH`.
const NEWEST: u32 = 18;

/// A folder with the programs of one version.
#[derive(Debug, Clone)]
pub(crate) struct Programs {
    bin: PathBuf,
    /// The major version.
    pub(crate) major: u32,
}

impl Programs {
    /// The path of one program.
    pub(crate) fn path(&self, program: &str) -> PathBuf {
        self.bin.join(program)
    }

    fn in_folder(bin: PathBuf) -> Option<Self> {
        let all = ["initdb", "postgres", "psql"];
        let complete = all.iter().all(|program| bin.join(program).is_file());
        let major = complete.then(|| version(&bin.join("postgres"))).flatten()?;
        (major >= OLDEST).then_some(Self { bin, major })
    }
}

/// The first folder in which the programs are: of the cluster's version if there is one already.
pub(crate) fn find(cluster: Option<(u32, PathBuf)>) -> Result<Programs, Error> {
    let wanted = cluster.as_ref().map(|(major, _)| *major);
    let mut found = folders().into_iter().filter_map(Programs::in_folder);
    let fitting = found.find(|programs| wanted.is_none_or(|major| programs.major == major));
    fitting.ok_or(match cluster {
        Some((major, data)) => Error::VersionMissing { data, major },
        None => Error::ProgramsMissing,
    })
}

/// Where to look, best first.
fn folders() -> Vec<PathBuf> {
    if let Some(named) = std::env::var_os("HEXASTYLE_PG_BIN").filter(|value| !value.is_empty()) {
        return vec![PathBuf::from(named)];
    }
    let mut folders: Vec<PathBuf> = from_pg_config().into_iter().collect();
    folders.extend(from_path());
    for major in (OLDEST..=NEWEST).rev() {
        folders.extend(usual_folders(major));
    }
    folders
}

fn from_pg_config() -> Option<PathBuf> {
    let text = process::checked(Command::new("pg_config").arg("--bindir"), "pg_config").ok()?;
    Some(PathBuf::from(text.trim_end()))
}

/// Links are followed, as a folder in `PATH` often has only some of the programs, and wrappers.
fn from_path() -> Vec<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .filter_map(|folder| folder.join("postgres").canonicalize().ok())
        .filter_map(|program| program.parent().map(Path::to_owned))
        .collect()
}

/// Debian and Ubuntu, Red Hat, Alpine, Homebrew (ARM, Intel), Postgres.app.
fn usual_folders(major: u32) -> [PathBuf; 6] {
    [
        format!("/usr/lib/postgresql/{major}/bin"),
        format!("/usr/pgsql-{major}/bin"),
        format!("/usr/libexec/postgresql{major}"),
        format!("/opt/homebrew/opt/postgresql@{major}/bin"),
        format!("/usr/local/opt/postgresql@{major}/bin"),
        format!("/Applications/Postgres.app/Contents/Versions/{major}/bin"),
    ]
    .map(PathBuf::from)
}

fn version(postgres: &Path) -> Option<u32> {
    let text = process::checked(Command::new(postgres).arg("--version"), "postgres").ok()?;
    parse_version(&text)
}

/// `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)` is 15; betas count as their version.
fn parse_version(text: &str) -> Option<u32> {
    let (_, rest) = text.split_once("(PostgreSQL) ")?;
    let digits = rest.split(|c: char| !c.is_ascii_digit()).next()?;
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_versions() {
        let debian = "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n";
        assert_eq!(parse_version(debian), Some(15));
        assert_eq!(parse_version("postgres (PostgreSQL) 18beta1"), Some(18));
        assert_eq!(parse_version("postgres (PostgreSQL) devel"), None);
        assert_eq!(parse_version("bash: postgres: not found"), None);
    }

    #[test]
    fn a_cluster_of_a_version_nobody_has_is_refused() {
        let refused = find(Some((99, PathBuf::from("/somewhere"))));
        let text = refused.unwrap_err().to_string();
        assert!(text.contains("install PostgreSQL 99"), "{text}");
    }
}
