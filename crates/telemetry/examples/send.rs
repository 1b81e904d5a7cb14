//! Sends bodies to a server as fast as it takes them, at little cost of its own: what a sender in Python takes of two
//! cores is missing in what is measured. `scripts/bench.sh ingest` calls it:
//!
//! ```text
//! send ADDRESS:PORT PATH FILE CONNECTIONS ["Name: value"]…
//! ```
//!
//! The file has each body after its length, four bytes, little-endian. The oldest goes first; an answer of 503 is sent
//! again. Prints when it began in seconds since 1970, how many it took, and how many bodies were refused.

use std::{
    env,
    error::Error,
    fs,
    io::{self, BufRead, BufReader, Read, Write},
    net::TcpStream,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant, SystemTime},
};

struct Job<'a> {
    address: &'a str,
    head: String,
    bodies: Vec<&'a [u8]>,
    next: AtomicUsize,
    refused: AtomicUsize,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let [address, path, file, connections, headers @ ..] = arguments.as_slice() else {
        return Err("usage: send ADDRESS:PORT PATH FILE CONNECTIONS [HEADER]…".into());
    };
    let content = fs::read(file)?;
    let mut head = format!("POST {path} HTTP/1.1\r\nHost: {address}\r\n");
    for line in headers {
        head.push_str(line);
        head.push_str("\r\n");
    }
    let job = Job {
        address,
        head,
        bodies: cut(&content)?,
        next: AtomicUsize::new(0),
        refused: AtomicUsize::new(0),
    };
    let connections: usize = connections.parse()?;
    #[expect(
        clippy::disallowed_methods,
        reason = "a measurement, set against another program's clock"
    )]
    let began = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?;
    let started = Instant::now();
    thread::scope(|scope| {
        let senders: Vec<_> = (0..connections)
            .map(|_| scope.spawn(|| job.send()))
            .collect();
        senders.into_iter().try_for_each(|sender| {
            sender
                .join()
                .map_err(|_| io::Error::other("a sender panicked"))?
        })
    })?;
    let seconds = started.elapsed().as_secs_f64();
    writeln!(
        io::stdout(),
        "{:.4} {seconds:.4} {}",
        began.as_secs_f64(),
        job.refused.load(Ordering::Relaxed)
    )?;
    Ok(())
}

fn cut(mut content: &[u8]) -> io::Result<Vec<&[u8]>> {
    let short = || io::Error::other("the file ends within a body");
    let mut bodies = Vec::new();
    while let Some((length, rest)) = content.split_first_chunk::<4>() {
        let length = usize::try_from(u32::from_le_bytes(*length)).map_err(io::Error::other)?;
        let (body, rest) = rest.split_at_checked(length).ok_or_else(short)?;
        bodies.push(body);
        content = rest;
    }
    Ok(bodies)
}

impl Job<'_> {
    /// Sends on one connection until nothing is left.
    fn send(&self) -> io::Result<()> {
        let stream = TcpStream::connect(self.address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_mins(2)))?;
        let mut answers = BufReader::new(stream.try_clone()?);
        let mut out = stream;
        while let Some(body) = self.bodies.get(self.next.fetch_add(1, Ordering::Relaxed)) {
            let head = format!("{}Content-Length: {}\r\n\r\n", self.head, body.len());
            loop {
                out.write_all(head.as_bytes())?;
                out.write_all(body)?;
                match answer(&mut answers)? {
                    200 | 204 => break,
                    503 => thread::sleep(Duration::from_millis(500)),
                    _ => {
                        self.refused.fetch_add(1, Ordering::Relaxed);
                        break;
                    }
                }
            }
        }
        Ok(())
    }
}

/// Reads an answer and leaves its body behind; its status.
fn answer(from: &mut impl BufRead) -> io::Result<u16> {
    let mut line = String::new();
    from.read_line(&mut line)?;
    let status = line.split(' ').nth(1).and_then(|s| s.parse().ok());
    let status = status.ok_or_else(|| io::Error::other("no HTTP answer"))?;
    let mut length = 0;
    loop {
        line.clear();
        from.read_line(&mut line)?;
        if line.trim_end().is_empty() {
            break;
        }
        let field = line.split_once(':');
        if let Some((_, value)) = field.filter(|(n, _)| n.eq_ignore_ascii_case("content-length")) {
            length = value.trim().parse().map_err(io::Error::other)?;
        }
    }
    io::copy(&mut from.take(length), &mut io::sink())?;
    Ok(status)
}
