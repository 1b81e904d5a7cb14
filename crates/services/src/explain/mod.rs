//! Why a number is what it is: every number opens into the rows that made it, down to answers and their proof.

mod ask;
mod check;
mod counted;
mod level;
mod mean;
mod membership;
mod past;
mod risk;
mod scores;
mod teams;
mod terms;
mod words;

pub use mean::{organisation, team};

use domain::{
    Evaluation, Exact, Framework, Locale, RiskId, SCORE_SPEC, Scores, Set, Viewer, WorkloadId,
    access::Read,
    views::results::{ExplainPage, ExplainQuery, ExplainRow},
};
use time::Date;

use crate::{Error, Services, basis::Basis, results};
use ask::Number;
use past::Past;
use words::Words;

/// The explanation of one of a workload's numbers.
///
/// # Errors
/// [`Error::NotFound`] where the workload may not be read or the query names no number of it.
#[tracing::instrument(skip_all)]
pub async fn workload(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    query: &ExplainQuery,
    locale: Locale,
) -> Result<ExplainPage, Error> {
    let (number, set) = Number::asked(query).ok_or(Error::NotFound)?;
    let mut tx = services.begin().await?;
    let found = store::workloads::lookup(&mut tx, id)
        .await?
        .ok_or(Error::NotFound)?;
    viewer.permit::<Read>(found.team)?;
    if let Some(past) = Past::asked(query, &number, services.today())? {
        let said = (set, Words(locale));
        let page = past.of_workload(services, &mut tx, &found, said).await?;
        tx.commit().await.map_err(store::StoreError::from)?;
        return Ok(page);
    }
    let (basis, evaluation) = results::of_workload(services, &mut tx, id).await?;
    tx.commit().await.map_err(store::StoreError::from)?;
    let base = format!("/workloads/{id}");
    let ground = Ground {
        framework: services.framework,
        basis: &basis,
        evaluation: &evaluation,
        base: &base,
        set,
        locale,
        today: services.today(),
    };
    let part = explain(&ground, &number).ok_or(Error::NotFound)?;
    let place = Place {
        of: basis.workload.name.clone(),
        back: base.clone(),
        kind: number.kind(),
        set,
    };
    let framework = services.framework;
    let of = (framework, framework.version.as_str());
    Ok(part.page(place, of, Some(basis.input_hash())))
}

fn explain(ground: &Ground<'_>, number: &Number) -> Option<Part> {
    match number {
        Number::Index => Some(scores::index(ground)),
        Number::LayerIndex => Some(scores::layer_index(ground)),
        Number::Pillar(id) => scores::pillar(ground, id),
        Number::Layer(layer) => Some(scores::layer(ground, *layer)),
        Number::Check(id) => check::check(ground, id),
        Number::Risk(id) => risk::risk(ground, id),
        Number::Level(None) => Some(level::overall(ground)),
        Number::Level(Some(id)) => level::of_pillar(ground, id),
        Number::Counted(_) => None,
    }
}

/// What an explanation of a workload's number draws on.
struct Ground<'a> {
    framework: &'a Framework,
    basis: &'a Basis,
    evaluation: &'a Evaluation,
    /// Path of the workload.
    base: &'a str,
    set: Set,
    locale: Locale,
    today: Date,
}

impl Ground<'_> {
    const fn scores(&self) -> &Scores {
        self.evaluation.scores.get(self.set)
    }

    /// A risk's id with what it is called.
    fn risk(&self, id: &RiskId) -> String {
        let own = self.evaluation.risks.iter().find(|r| r.id == *id);
        let own = own.and_then(|r| r.own.as_ref());
        own.map_or_else(
            || Words(self.locale).risk(self.framework, id),
            |title| format!("{id} {title}"),
        )
    }

    fn href(&self, number: &Number) -> String {
        number.href(self.base, self.set)
    }
}

/// An explanation, wherever it belongs.
struct Part {
    name: String,
    formula: String,
    worked: String,
    value: Option<Exact>,
    rows: Vec<ExplainRow>,
    remarks: Vec<String>,
}

/// Where an explanation belongs.
struct Place {
    of: String,
    back: String,
    kind: &'static str,
    set: Set,
}

impl Part {
    /// The page; the version is that of the framework which the numbers answer.
    fn page(
        self,
        place: Place,
        (framework, version): (&Framework, &str),
        input_hash: Option<String>,
    ) -> ExplainPage {
        let Self {
            name,
            formula,
            worked,
            value,
            rows,
            remarks,
        } = self;
        let Place {
            of,
            back,
            kind,
            set,
        } = place;
        ExplainPage {
            of,
            back,
            kind: kind.to_owned(),
            name,
            set,
            formula,
            worked,
            value,
            rows,
            remarks,
            basis: format!("score_spec {SCORE_SPEC}, {} {version}", framework.id),
            input_hash,
        }
    }
}
