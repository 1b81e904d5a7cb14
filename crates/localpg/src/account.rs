//! Who runs the server programs.

use std::os::unix::fs::MetadataExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::Command;

use crate::error::Error;
use crate::{layout, process};

/// The account that owns the cluster and runs its programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Account {
    /// Its user id.
    pub(crate) uid: u32,
    /// Its group id, where programs must be started as somebody else than the caller.
    pub(crate) switch_to_gid: Option<u32>,
}

impl Account {
    /// A command that runs as this account, in `folder`, deaf to the caller's `PG…` variables.
    pub(crate) fn command(&self, program: &Path, folder: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(folder).env("LC_ALL", "C");
        for (name, _) in std::env::vars_os() {
            if name.as_encoded_bytes().starts_with(b"PG") {
                command.env_remove(name);
            }
        }
        if let Some(gid) = self.switch_to_gid {
            // As root, std also drops the supplementary groups.
            command.gid(gid).uid(self.uid);
        }
        command
    }
}

/// The effective user id of this process.
pub(crate) fn caller_uid() -> Result<u32, Error> {
    // A program, not a system call: the standard library has none, and the crate forbids unsafe code.
    number(Command::new("id").arg("-u"))?.ok_or_else(|| Error::Program {
        program: "id",
        status: "no number".to_owned(),
        output: String::new(),
    })
}

/// Chooses the account: the caller, or for root the owner of the cluster, at first the `postgres` user.
pub(crate) fn for_cluster(caller: u32, data_dir: &Path) -> Result<Account, Error> {
    if caller != 0 {
        return Ok(Account {
            uid: caller,
            switch_to_gid: None,
        });
    }
    match std::fs::metadata(layout::home(data_dir)) {
        Ok(owner) if owner.uid() != 0 => Ok(Account {
            uid: owner.uid(),
            switch_to_gid: Some(owner.gid()),
        }),
        _ => postgres(),
    }
}

/// The system's `postgres` user.
fn postgres() -> Result<Account, Error> {
    let id = |flag| number(Command::new("id").args([flag, "postgres"]));
    let (Some(uid), Some(gid)) = (id("-u")?, id("-g")?) else {
        return Err(Error::NoAccount);
    };
    Ok(Account {
        uid,
        switch_to_gid: Some(gid),
    })
}

/// The number a program prints; `None` where it fails or prints something else.
fn number(command: &mut Command) -> Result<Option<u32>, Error> {
    let output = process::output(command, "id")?;
    let text = String::from_utf8_lossy(&output.stdout);
    Ok(text.trim().parse().ok().filter(|_| output.status.success()))
}
