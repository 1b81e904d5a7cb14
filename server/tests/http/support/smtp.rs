//! A mail server that keeps what it is sent: a peer on a real connection.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// A mail server on this machine.
pub struct Smtp {
    pub address: SocketAddr,
    /// What it answers to a mail, `250 kept` where nothing else was said.
    pub answer: Arc<Mutex<&'static str>>,
    mails: Arc<Mutex<Vec<String>>>,
}

impl Smtp {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let mails = Arc::new(Mutex::new(Vec::new()));
        let answer = Arc::new(Mutex::new("250 kept"));
        let (kept, said) = (Arc::clone(&mails), Arc::clone(&answer));
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                // A client that breaks off is a mail that was not sent.
                drop(talk(stream, &kept, &said).await);
            }
        });
        Self {
            address,
            answer,
            mails,
        }
    }

    /// Envelopes and contents, in order.
    pub fn mails(&self) -> Vec<String> {
        self.mails.lock().unwrap().clone()
    }
}

async fn talk(
    stream: TcpStream,
    mails: &Mutex<Vec<String>>,
    answer: &Mutex<&'static str>,
) -> std::io::Result<()> {
    let (reader, mut writer) = stream.into_split();
    let mut lines = BufReader::new(reader).lines();
    writer.write_all(b"220 mail.example\r\n").await?;
    let (mut mail, mut reading) = (String::new(), false);
    while let Some(line) = lines.next_line().await? {
        let reply = if reading {
            if line != "." {
                mail.push_str(&line);
                mail.push('\n');
                continue;
            }
            reading = false;
            let reply = *answer.lock().unwrap();
            if reply.starts_with("250") {
                mails.lock().unwrap().push(std::mem::take(&mut mail));
            }
            reply
        } else if line.starts_with("DATA") {
            reading = true;
            "354 go on"
        } else if line.starts_with("QUIT") {
            writer.write_all(b"221 bye\r\n").await?;
            break;
        } else {
            if line.starts_with("MAIL") || line.starts_with("RCPT") {
                mail.push_str(&line);
                mail.push('\n');
            }
            "250 mail.example"
        };
        writer.write_all(format!("{reply}\r\n").as_bytes()).await?;
    }
    Ok(())
}
