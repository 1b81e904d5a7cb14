//! Making the cluster.

use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;

use crate::account::Account;
use crate::error::Error;
use crate::layout::Layout;
use crate::process;
use crate::programs::Programs;
use crate::settings::SUPERUSER;

/// The major version of the cluster and where it is, if it exists.
pub(crate) fn major_version(layout: &Layout) -> Result<Option<(u32, PathBuf)>, Error> {
    let path = layout.data.join("PG_VERSION");
    match fs::read_to_string(&path) {
        Ok(text) => {
            let major = text.trim().parse().map_err(|_| {
                let source = std::io::Error::new(ErrorKind::InvalidData, "not a major version");
                Error::io("understand", &path)(source)
            })?;
            Ok(Some((major, layout.data.clone())))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::io("read", &path)(error)),
    }
}

/// Makes the cluster unless it exists. It appears whole or not at all: `initdb` works beside its
/// place, and what an interrupted run left there is removed first.
pub(crate) fn ensure(layout: &Layout, programs: &Programs, account: &Account) -> Result<(), Error> {
    if layout.data.join("PG_VERSION").exists() {
        return Ok(());
    }
    let fresh = layout.home.join("data.new");
    let mut made = Ok(());
    for locale in locales(programs.major) {
        remove(&fresh)?;
        made = initdb(layout, programs, account, locale);
        if made.is_ok() {
            break;
        }
    }
    made?;
    fs::rename(&fresh, &layout.data).map_err(Error::io("put in place", &layout.data))
}

/// Ways to sort by code point, best first: the same on every machine and across upgrades of its
/// libraries, which the system's own locales aren't. What people read is sorted by the application.
fn locales(major: u32) -> Vec<&'static [&'static str]> {
    let mut ways: Vec<&[&str]> = Vec::new();
    if major >= 17 {
        ways.push(&["--locale-provider=builtin", "--locale=C.UTF-8"]);
    }
    ways.push(&["--locale=C.UTF-8"]);
    ways.push(&["--locale=C"]);
    ways
}

fn initdb(
    layout: &Layout,
    programs: &Programs,
    account: &Account,
    locale: &[&str],
) -> Result<(), Error> {
    let mut command = account.command(&programs.path("initdb"), &layout.home);
    command
        .arg("--pgdata=data.new")
        .arg(format!("--username={SUPERUSER}"))
        .args(["--encoding=UTF8", "--no-instructions", "--data-checksums"])
        // Whoever can open the socket is let in, and only the cluster's account and root can.
        .args(["--auth-local=trust", "--auth-host=reject"])
        .args(locale);
    process::checked(&mut command, "initdb").map(drop)
}

fn remove(folder: &std::path::Path) -> Result<(), Error> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(Error::io("remove", folder)(error))
        }
        _ => Ok(()),
    }
}
