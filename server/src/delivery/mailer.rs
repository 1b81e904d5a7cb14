//! Mail by SMTP.

use std::fmt;
use std::time::Duration;

use app::mail::Written;
use domain::DeliveryId;
use domain::notice::Failure;
use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use lettre::transport::smtp;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use services::notices::{Letter, ReportLetter};

/// How long a mail server may take for one mail.
const TIME_OUT: Duration = Duration::from_secs(30);

/// Which mail server, and in whose name.
#[derive(Clone)]
pub struct MailConfig {
    /// `smtps://user:password@mail.example`, `smtp://mail.example:587?tls=required`.
    pub url: String,
    /// `Hexastyle <hexastyle@example.org>`.
    pub from: String,
    /// What links start with: `https://console.example`.
    pub origin: String,
}

impl fmt::Debug for MailConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Never the address of the server: it holds a password.
        f.debug_struct("MailConfig")
            .field("from", &self.from)
            .finish_non_exhaustive()
    }
}

/// The settings of mail can't be used.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// The server's address. Not repeated, and not its cause: it holds a password.
    #[error(
        "HEXASTYLE_SMTP_URL is not of the form smtps://user:password@mail.example or smtp://mail.example:587?tls=required"
    )]
    Url,
    /// The sender's address.
    #[error("HEXASTYLE_MAIL_FROM is not of the form Hexastyle <hexastyle@example.org>")]
    From(#[source] lettre::address::AddressError),
}

/// What sends mail.
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    origin: String,
    /// The machine's name in ids.
    host: String,
}

impl Mailer {
    /// Reads the settings; nobody is called yet.
    ///
    /// # Errors
    /// See [`MailError`].
    pub fn new(config: &MailConfig) -> Result<Self, MailError> {
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(&config.url)
            .map_err(|_| MailError::Url)?;
        let from: Mailbox = config.from.parse().map_err(MailError::From)?;
        let origin = config.origin.trim_end_matches('/').to_owned();
        let host = origin.split_once("://").map_or("", |(_, rest)| rest);
        let host = host.split([':', '/']).next().unwrap_or_default();
        Ok(Self {
            transport: builder.timeout(Some(TIME_OUT)).build(),
            from,
            host: host.trim_matches(['[', ']']).to_owned(),
            origin,
        })
    }

    /// Sends a mail.
    ///
    /// # Errors
    /// Why it failed.
    pub async fn send(&self, letter: &Letter, id: DeliveryId) -> Result<(), Failure> {
        let written = app::mail::write(letter, &self.origin);
        self.deliver((&letter.to, &letter.name), id, written, None)
            .await
    }

    /// Sends a mail that brings a report.
    ///
    /// # Errors
    /// Why it failed.
    pub async fn send_report(&self, letter: &ReportLetter, id: DeliveryId) -> Result<(), Failure> {
        let written = app::mail::write_report(letter, &self.origin);
        let kind = letter.media_type.parse().map_err(|_| Failure::Other)?;
        let file = letter
            .file
            .clone()
            .map(|bytes| Attachment::new(letter.file_name.clone()).body(bytes, kind));
        self.deliver((&letter.to, &letter.name), id, written, file)
            .await
    }

    async fn deliver(
        &self,
        to: (&str, &str),
        id: DeliveryId,
        written: Written,
        file: Option<SinglePart>,
    ) -> Result<(), Failure> {
        let message = self.message(to, id, written, file)?;
        let sent = self.transport.send(message).await;
        sent.map(|_| ()).map_err(|error| failure(&error))
    }

    fn message(
        &self,
        (address, name): (&str, &str),
        id: DeliveryId,
        written: Written,
        file: Option<SinglePart>,
    ) -> Result<Message, Failure> {
        let address = address.parse().map_err(|_| Failure::Address)?;
        let words = MultiPart::alternative_plain_html(written.text, written.html);
        let body = match file {
            Some(file) => MultiPart::mixed().multipart(words).singlepart(file),
            None => words,
        };
        Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(Some(name.to_owned()), address))
            .subject(written.subject)
            // The same for every try.
            .message_id(Some(format!("<{}@{}>", id.0.simple(), self.host)))
            .header(ListId(format!("<notices.{}>", self.host)))
            .header(AutoSubmitted)
            .multipart(body)
            .map_err(|_| Failure::Address)
    }
}

fn failure(error: &smtp::Error) -> Failure {
    if let Some(code) = error.status() {
        return Failure::Refused { code: code.into() };
    }
    if error.is_timeout() {
        Failure::TimedOut
    } else if error.is_tls() {
        Failure::Tls
    } else if error.is_client() || error.is_response() {
        Failure::Other
    } else {
        Failure::Unreachable
    }
}

/// Lets readers and their programs sort what comes from here.
#[derive(Clone)]
struct ListId(String);

impl Header for ListId {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Id")
    }

    fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self(text.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), self.0.clone())
    }
}

/// A machine wrote it, so no machine answers it.
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}
