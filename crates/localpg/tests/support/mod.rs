//! Folders, processes and queries for the tests.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const NOBODY: u32 = 65_534;

/// A folder under the system's temporary one that goes with the test.
pub struct Folder(PathBuf);

impl Folder {
    /// `name` is the test's; others can pass through, as root's cluster has to.
    pub fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("localpg-{name}-{}", std::process::id()));
        fs::create_dir(&path).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o711)).unwrap();
        Self(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Takes the others' right to pass through away.
    pub fn close(&self) {
        fs::set_permissions(&self.0, fs::Permissions::from_mode(0o700)).unwrap();
    }

    fn pid_file(&self) -> Option<String> {
        fs::read_to_string(self.0.join("postgres/data/postmaster.pid")).ok()
    }

    pub fn server_pid(&self) -> Option<u32> {
        self.pid_file()?.lines().next()?.parse().ok()
    }

    pub fn ready(&self) -> bool {
        // The command under the runner writes its own process id once it has the database.
        self.command_pid().is_some()
    }

    fn command_pid(&self) -> Option<u32> {
        fs::read_to_string(self.0.join("command.pid"))
            .ok()?
            .trim()
            .parse()
            .ok()
    }

    /// This crate's program on this folder, in its own process.
    pub fn runner(&self, command: &[&str]) -> Child {
        let script = format!("echo $$ > '{}/command.pid'; exec \"$@\"", self.0.display());
        Command::new(env!("CARGO_BIN_EXE_hexastyle-localpg"))
            .args(["run", "--data-dir"])
            .arg(&self.0)
            .args(["--", "sh", "-c", &script, "sh"])
            .args(command)
            .stdin(Stdio::null())
            .spawn()
            .unwrap()
    }

    /// Ends what the killed runner had started.
    pub fn end_command(&self) {
        kill(self.command_pid().unwrap());
    }

    /// The shell that waits beside the server.
    pub fn watchdog(server: u32) -> Option<u32> {
        let mut shell = Command::new("ps");
        let output = shell.args(["-e", "-o", "pid=,args="]).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let end = format!(" sh {server}");
        let line = text.lines().find(|line| line.ends_with(&end))?;
        line.split_whitespace().next()?.parse().ok()
    }

    /// As root, this crate's program as the user `nobody`, who owns the folder from now on.
    pub fn as_nobody(&self) -> Option<Command> {
        if !is_root() {
            return None;
        }
        let program = self.0.join("program");
        fs::copy(env!("CARGO_BIN_EXE_hexastyle-localpg"), &program).unwrap();
        chown(&self.0, Some(NOBODY), Some(NOBODY)).unwrap();
        let mut command = Command::new(program);
        command.uid(NOBODY).gid(NOBODY).current_dir("/");
        Some(command)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output().unwrap();
    output.stdout == b"0\n"
}

/// Runs SQL, and returns what it printed.
pub fn psql(url: &str, statements: &str) -> String {
    let mut command = Command::new("psql");
    command.args([
        "-X",
        "-A",
        "-t",
        "-q",
        "-v",
        "ON_ERROR_STOP=1",
        "-d",
        url,
        "-c",
        statements,
    ]);
    let output = command.output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// `kill -9`.
pub fn kill(pid: u32) {
    let done = Command::new("kill").args(["-9", &pid.to_string()]).status();
    assert!(done.unwrap().success());
}

/// Whether the process exists and is no zombie.
pub fn runs(pid: u32) -> bool {
    let mut ps = Command::new("ps");
    let output = ps
        .args(["-o", "stat=", "-p", &pid.to_string()])
        .output()
        .unwrap();
    let state = String::from_utf8(output.stdout).unwrap();
    !state.trim().is_empty() && !state.starts_with('Z')
}

/// Waits until it is so.
pub fn until(mut so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !so() {
        assert!(start.elapsed() < Duration::from_mins(1), "it never was so");
        std::thread::sleep(Duration::from_millis(20));
    }
}
