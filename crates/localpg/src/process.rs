//! Running programs, and asking about processes that aren't ours.

use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::error::Error;

/// Runs a program to its end and returns what it wrote; it failing is for the caller to judge.
pub(crate) fn output(command: &mut Command, name: &'static str) -> Result<Output, Error> {
    command
        .stdin(Stdio::null())
        .output()
        .map_err(Error::io("run", name))
}

/// Like [`output`], with a failure as an error that quotes the program's last lines.
pub(crate) fn checked(command: &mut Command, name: &'static str) -> Result<String, Error> {
    let output = output(command, name)?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(Error::Program {
        program: name,
        status: output.status.to_string(),
        output: last_lines(&said, 8),
    })
}

/// The last `count` lines of a text.
pub(crate) fn last_lines(text: &str, count: usize) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let skip = lines.len().saturating_sub(count);
    lines.into_iter().skip(skip).collect::<Vec<_>>().join("\n")
}

/// Sends a signal, such as `INT`. A process that is gone is no error: callers wait for that anyway.
pub(crate) fn signal(pid: u32, name: &str) -> Result<(), Error> {
    let mut kill = Command::new("/bin/sh");
    kill.args(["-c", "kill -s \"$1\" \"$2\"", "sh", name, &pid.to_string()]);
    output(&mut kill, "/bin/sh").map(drop)
}

/// The command line of a process, its arguments apart where the system tells; `None` if it is gone.
pub(crate) fn command_line(pid: u32) -> Option<Vec<String>> {
    if Path::new("/proc/self/cmdline").exists() {
        let bytes = std::fs::read(format!("/proc/{pid}/cmdline")).ok()?;
        let text = String::from_utf8_lossy(&bytes);
        // A zombie's is empty: it runs no more.
        let arguments: Vec<String> = text.split_terminator('\0').map(str::to_owned).collect();
        return (!arguments.is_empty()).then_some(arguments);
    }
    let mut ps = Command::new("ps");
    ps.args(["-o", "command=", "-p", &pid.to_string()]);
    let output = output(&mut ps, "ps").ok().filter(|o| o.status.success())?;
    let text = String::from_utf8_lossy(&output.stdout);
    Some(text.split_whitespace().map(str::to_owned).collect())
}

/// Asks every 20 ms until `done` says yes; `false` if the time runs out first.
pub(crate) fn wait_until(limit: Duration, mut done: impl FnMut() -> bool) -> bool {
    let start = Instant::now();
    loop {
        if done() {
            return true;
        }
        if start.elapsed() >= limit {
            return false;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn last_lines_are_the_last_ones() {
        assert_eq!(last_lines("a\nb\nc\n", 2), "b\nc");
        assert_eq!(last_lines("a", 2), "a");
        assert_eq!(last_lines("", 2), "");
    }

    #[test]
    fn a_running_process_has_a_command_line() {
        assert!(command_line(std::process::id()).is_some_and(|line| !line.is_empty()));
    }

    #[test]
    fn a_failing_program_is_quoted() {
        let mut shell = Command::new("/bin/sh");
        let error = checked(shell.args(["-c", "echo no room >&2; exit 3"]), "sh").unwrap_err();
        let text = error.to_string();
        assert!(text.contains("no room") && text.contains('3'), "{text}");
    }
}
