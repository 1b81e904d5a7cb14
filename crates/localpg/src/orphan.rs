//! A server that an earlier run left behind.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::error::Error;
use crate::process;

/// What the server writes down about itself.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct PidFile {
    /// Its process.
    pub(crate) pid: u32,
    /// Whether it accepts connections.
    pub(crate) ready: bool,
}

/// Reads `postmaster.pid`; `None` where no server runs or it hasn't written enough yet.
pub(crate) fn pid_file(data: &Path) -> Option<PidFile> {
    parse(&fs::read_to_string(path(data)).ok()?)
}

fn path(data: &Path) -> PathBuf {
    data.join("postmaster.pid")
}

/// First line: the process; eighth: its state.
fn parse(text: &str) -> Option<PidFile> {
    let pid = text.lines().next()?.trim().parse().ok()?;
    let ready = text
        .lines()
        .nth(7)
        .is_some_and(|state| state.trim() == "ready");
    Some(PidFile { pid, ready })
}

/// Ends a server that still runs on this cluster, and removes a file that names a process which has
/// nothing to do with it (numbers are reused after a restart of the machine). Only called with the
/// lock held, so a server that runs is nobody's. A file that names no process is left: the server
/// itself checks shared memory before it replaces that one.
pub(crate) fn clear(data: &Path) -> Result<(), Error> {
    let Some(PidFile { pid, .. }) = pid_file(data) else {
        return Ok(());
    };
    let Some(command) = process::command_line(pid) else {
        return Ok(());
    };
    if serves(&command, data) {
        return end(pid, data);
    }
    match fs::remove_file(path(data)) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(Error::io("remove", path(data))(error))
        }
        _ => Ok(()),
    }
}

/// Whether this command line is the server's on this cluster: `postgres -D <data> …`.
fn serves(command: &[String], data: &Path) -> bool {
    let program = command
        .first()
        .is_some_and(|first| first.ends_with("postgres"));
    let text = data.to_string_lossy();
    // The path may hold spaces, and not every system tells the arguments apart.
    program && command.join(" ").contains(&format!(" -D {text}"))
}

/// Politely first (connections are closed), then at once.
fn end(pid: u32, data: &Path) -> Result<(), Error> {
    let gone = || {
        let other = pid_file(data).is_none_or(|file| file.pid != pid);
        other || process::command_line(pid).is_none()
    };
    for (signal, seconds) in [("INT", 30), ("QUIT", 10)] {
        process::signal(pid, signal)?;
        if process::wait_until(Duration::from_secs(seconds), gone) {
            return Ok(());
        }
    }
    Err(Error::Orphan(pid))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_server_s_own_file() {
        let text = "4711\n/d\n1700000000\n5432\n/s\n\n  1  2\nready   \n";
        let ready = Some(PidFile {
            pid: 4711,
            ready: true,
        });
        assert_eq!(parse(text), ready);
        let early = Some(PidFile {
            pid: 4711,
            ready: false,
        });
        assert_eq!(parse("4711\n/d\n"), early);
        assert_eq!(parse(""), None);
        assert_eq!(parse("-12\n"), None);
    }

    #[test]
    fn tells_its_own_server_from_others() {
        let line = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let data = Path::new("/d/postgres/data");
        assert!(serves(
            &line("/usr/bin/postgres -D /d/postgres/data -c x"),
            data
        ));
        assert!(!serves(&line("/usr/bin/postgres -D /other -c x"), data));
        assert!(!serves(&line("vi /d/postgres/data"), data));
    }
}
