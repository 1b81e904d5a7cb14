//! The server's settings, given on its command line at each start so that an upgrade brings its own.

use crate::Durability;

/// The cluster's superuser, and the only role the console needs.
pub(crate) const SUPERUSER: &str = "hexastyle";

/// For a small machine that the console shares with other programs.
const SETTINGS: [&str; 14] = [
    "listen_addresses=",
    "port=5432",
    "unix_socket_permissions=0700",
    "max_connections=200",
    "shared_buffers=256MB",
    "effective_cache_size=1GB",
    "max_locks_per_transaction=256", // one per partition and index touched
    "random_page_cost=1.1",          // solid state
    "wal_compression=on",
    "jit=off", // short queries: compiling costs more than it saves
    "timezone=UTC",
    "log_timezone=UTC",
    "log_checkpoints=off",
    "log_line_prefix=%m [%p] ",
];

const DISPOSABLE: [&str; 4] = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_wal_size=4GB",
];

/// All settings as `name=value`.
pub(crate) fn all(socket: &str, durability: Durability) -> Vec<String> {
    let extra: &[&str] = match durability {
        Durability::Full => &["fsync=on"],
        Durability::Disposable => &DISPOSABLE,
    };
    // A list of folders: quoted, so that a comma or space in the path stays one folder.
    let socket = socket.replace('"', "\"\"");
    SETTINGS
        .iter()
        .chain(extra)
        .map(|&setting| setting.to_owned())
        .chain([format!("unix_socket_directories=\"{socket}\"")])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commits_survive_unless_disposable() {
        let full = all("/s", Durability::Full);
        assert!(full.contains(&"fsync=on".to_owned()));
        assert!(full.contains(&"listen_addresses=".to_owned()));
        assert!(all("/s", Durability::Disposable).contains(&"fsync=off".to_owned()));
    }

    #[test]
    fn the_socket_folder_is_quoted() {
        let last = all("/a, \"b\"", Durability::Full).pop();
        assert_eq!(
            last.as_deref(),
            Some("unix_socket_directories=\"/a, \"\"b\"\"\"")
        );
    }
}
