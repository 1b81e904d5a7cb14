//! Says in JSON, a line a file, how the files named on the command line are read: to try readers on real files.

use std::{env, fs, io, time::Instant};

use domain::evidence::{Kind, Unusable};
use evidence::{Limits, read, read_as};
use serde_json::{Value, json};

fn main() -> io::Result<()> {
    for path in env::args().skip(1) {
        let bytes = fs::read(&path)?;
        println!("{}", look(&path, &bytes));
    }
    Ok(())
}

/// What the file says; a file of two kinds would be taken for the wrong one some day.
fn look(path: &str, bytes: &[u8]) -> Value {
    let limits = Limits::default();
    let start = Instant::now();
    let reading = read(bytes, &limits);
    let millis = start.elapsed().as_millis().to_string();
    let fits = |kind: &&Kind| {
        let read = read_as(**kind, bytes, &limits);
        !matches!(read, Err(Unusable::OtherKind { .. }))
    };
    let also: Vec<_> = match &reading {
        Ok(own) => {
            let fitting = Kind::ALL.iter().filter(fits);
            fitting.filter(|kind| **kind != own.kind).collect()
        }
        Err(_) => Vec::new(),
    };
    let (said, refused) = match reading {
        Ok(reading) => (json!(reading), Value::Null),
        Err(refused) => (Value::Null, json!(refused)),
    };
    json!({"path": path, "bytes": bytes.len(), "millis": millis, "also": also, "reading": said, "refused": refused})
}
