//! A workload's evidence: what came in, what rules make of it, what waits.

use domain::{
    Locale, Viewer, WorkloadId,
    access::EditWorkload,
    views::{
        evidence::{EvidencePage, ReadingRow, TokenRow, TokenScope},
        glance::Glance,
    },
};
use store::{readings, tokens};
use time::OffsetDateTime;

use super::ending::ending;
use super::verdicts::Beside;
use crate::{Error, Services, basis, texts, workload};

/// Files of which the page says more than how many numbers they gave: there may be thousands.
const NEWEST: usize = 20;

/// The evidence page.
///
/// # Errors
/// [`Error::NotFound`] where the workload is not there or may not be read.
#[tracing::instrument(skip_all)]
pub async fn evidence_page(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    locale: Locale,
) -> Result<EvidencePage, Error> {
    let mut tx = services.begin().await?;
    let basis = basis::load(services, &mut tx, id).await?;
    let head = workload::head(viewer, &basis.workload, basis.attention)?;
    let tokens = match viewer.permit::<EditWorkload>(basis.workload.team) {
        Ok(_) => tokens::list(&mut tx, id).await?,
        Err(_) => Vec::new(),
    };
    let readings = readings::list(&mut tx, id).await?;
    let beside = Beside {
        services,
        workload: &basis.workload,
        answers: &basis.answers,
        verdicts: &basis.verdicts,
    };
    let now = services.now();
    Ok(EvidencePage {
        head,
        readings: readings
            .into_iter()
            .enumerate()
            .map(|(place, stored)| reading_row(stored, place < NEWEST))
            .collect(),
        verdicts: beside.rows(locale),
        waiting: beside.waiting(locale),
        ending: ending(services, &basis, locale),
        tokens: tokens
            .into_iter()
            .map(|token| token_row(token, now))
            .collect(),
    })
}

fn reading_row(stored: readings::Stored, newest: bool) -> ReadingRow {
    let content = stored.content;
    let glance = newest.then(|| Glance::of(&content, &[]));
    let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    ReadingRow {
        id: Some(stored.id),
        kind: content.kind,
        tool: content.tool.name.to_string(),
        tool_version: content.tool.version.as_ref().map(ToString::to_string),
        file_name: stored.file_name,
        subject: content.subject(),
        size: u64::try_from(stored.size).unwrap_or(0),
        sha256: stored.sha256,
        day: stored.day,
        dated: content
            .taken_at
            .is_some_and(|at| at.to_offset(time::UtcOffset::UTC).date() == stored.day),
        received_at: texts::instant(stored.received_at),
        sender: stored.sender,
        completeness: content.completeness,
        tally: content.tally,
        measures: count(content.measures.len()),
        components: count(content.components.len()),
        glance: glance.unwrap_or_default(),
        ignored: content.ignored,
        warnings: content.warnings,
    }
}

fn token_row(token: tokens::Token, now: OffsetDateTime) -> TokenRow {
    TokenRow {
        id: token.id,
        scope: token.scope.parse().unwrap_or(TokenScope::Evidence),
        name: token.name,
        by: token.by_name,
        created_at: texts::instant(token.created_at),
        expires_at: texts::instant(token.expires_at),
        last_used_at: token.last_used_at.map(texts::instant),
        live: token.revoked_at.is_none() && token.expires_at > now,
    }
}
