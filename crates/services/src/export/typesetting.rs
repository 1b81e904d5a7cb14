//! PDFs take a core for a while: few at once, never on a thread that serves requests.

use std::sync::{Arc, OnceLock};

use report::pdf::{DEFAULT_FOLDERS, Fonts, Pdf, PdfError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::Error;

/// Runs work that takes a core for a while where blocking is allowed.
pub(crate) async fn aside<E>(
    what: &'static str,
    job: impl FnOnce() -> Result<Vec<u8>, E> + Send + 'static,
) -> Result<Vec<u8>, Error>
where
    E: std::error::Error + Send + Sync + 'static,
{
    let made = tokio::task::spawn_blocking(job).await;
    let made = made.map_err(|e| Error::Internal(what, Box::new(e)))?;
    made.map_err(|e| Error::Internal(what, Box::new(e)))
}

/// Fonts, found when the first PDF is asked for, and the right to use a core.
#[derive(Clone)]
pub(crate) struct Typesetting {
    fonts: Arc<OnceLock<Fonts>>,
    cores: Arc<Semaphore>,
    turns: Arc<Semaphore>,
}

impl Default for Typesetting {
    fn default() -> Self {
        Self {
            fonts: Arc::default(),
            cores: Arc::new(Semaphore::new(2)),
            turns: Arc::new(Semaphore::new(2)),
        }
    }
}

impl Typesetting {
    /// The right to gather a report on the whole organisation, in whatever form. Ten thousand workloads are some hundred
    /// megabytes, so whoever asks beside two others waits, before anything is read.
    pub async fn turn(&self) -> Result<OwnedSemaphorePermit, Error> {
        let turn = Arc::clone(&self.turns).acquire_owned().await;
        turn.map_err(|e| Error::Internal("report", Box::new(e)))
    }

    /// Runs a typesetting job where blocking is allowed.
    pub async fn run<F>(&self, job: F) -> Result<Vec<u8>, Error>
    where
        F: FnOnce(&Fonts) -> Result<Pdf, PdfError> + Send + 'static,
    {
        let failed = |e: Box<dyn std::error::Error + Send + Sync>| Error::Internal("pdf", e);
        let permit = Arc::clone(&self.cores)
            .acquire_owned()
            .await
            .map_err(|e| failed(Box::new(e)))?;
        let fonts = Arc::clone(&self.fonts);
        let pdf = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            let fonts = if let Some(fonts) = fonts.get() {
                fonts
            } else {
                let folders: Vec<_> = DEFAULT_FOLDERS
                    .iter()
                    .map(std::path::PathBuf::from)
                    .collect();
                let found =
                    Fonts::load(&folders).map_err(|e| Error::Internal("fonts", Box::new(e)))?;
                fonts.get_or_init(|| found)
            };
            job(fonts).map_err(|e| Error::Internal("pdf", Box::new(e)))
        });
        let pdf = pdf.await.map_err(|e| failed(Box::new(e)))??;
        for warning in &pdf.warnings {
            tracing::warn!(warning, "typesetting");
        }
        Ok(pdf.bytes)
    }
}
