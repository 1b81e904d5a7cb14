//! The ways out of the console: mail and webhooks.

mod hooks;
mod mailer;
mod network;

pub use hooks::Hooks;
pub use mailer::{MailConfig, MailError, Mailer};
pub use network::{Network, NotANetwork, may_be_called};

use domain::notice::Failure;
use services::notices::{self, Job, Work};
use services::{Error, Services};
use std::sync::Arc;
use tokio::task::JoinSet;

/// How this installation sends.
#[derive(Clone)]
pub struct Ways {
    /// Mail, where there is a server for it.
    pub mailer: Option<Arc<Mailer>>,
    /// Webhooks.
    pub hooks: Arc<Hooks>,
}

impl Ways {
    async fn send(&self, services: &Services, work: &Work) -> Result<(), Failure> {
        match &work.job {
            Job::Nothing(failure) => Err(failure.clone()),
            Job::Mail(letter) => match &self.mailer {
                Some(mailer) => mailer.send(letter, work.id).await,
                None => Err(Failure::NoMail),
            },
            Job::Report(letter) => match &self.mailer {
                Some(mailer) => mailer.send_report(letter, work.id).await,
                None => Err(Failure::NoMail),
            },
            Job::Call(call) => self.hooks.send(call, work.id, services.now()).await,
        }
    }
}

/// Sends what is due, all at once, and notes what became of it; how many deliveries.
///
/// # Errors
/// When the database fails. What was not noted is sent again.
pub async fn deliver_due(services: &Services, ways: &Ways) -> Result<usize, Error> {
    notices::gather(services).await?;
    let mut sending = JoinSet::new();
    for work in notices::take(services).await? {
        let (services, ways) = (services.clone(), ways.clone());
        sending.spawn(async move {
            let result = ways.send(&services, &work).await;
            if let Err(failure) = &result {
                tracing::warn!(delivery.id = %work.id, ?failure, "a delivery failed");
            }
            notices::report(&services, work.key(), result).await
        });
    }
    let (mut done, mut failed) = (0, None);
    while let Some(sent) = sending.join_next().await {
        match sent {
            Ok(Ok(())) => done += 1,
            Ok(Err(error)) => failed = Some(error),
            Err(error) => failed = Some(Error::Internal("delivering", Box::new(error))),
        }
    }
    failed.map_or(Ok(done), Err)
}
