//! The demo organisation: teams, accounts and assessed workloads, for a first look without typing anything.
//!
//! It is written through the use cases that people's clicks reach, as the people who would click and with clocks that
//! lie in the past, so the change log, versions, proof and milestones are as real as those of an organisation that has
//! worked for months. What it says is in `demo/*.toml`.

mod calendar;
mod cast;
mod chance;
mod error;
mod files;
mod generated;
mod handmade;
mod logins;
mod map;
mod metered;
mod outward;
mod platforms;
mod player;
mod script;
mod spending;
mod telemetry;

pub use error::DemoError;
pub use logins::{DemoLogin, DemoLogins};

use std::sync::Arc;

use services::{Services, accounts, notices, settings, trend};
use tokio::task::JoinSet;

use calendar::Calendar;
use player::Stage;
use script::Script;

/// How many workloads are filled at a time; each waits for the database most of the time.
const LANES: usize = 4;

/// Days ago until which people have read their notices.
const READ: u16 = 14;

/// Follows the organisation's name until everything is there.
const UNFINISHED: &str = " …";

/// Fills an empty database with the demo organisation; where it is there already, only tells its logins.
///
/// The built-in framework must have been kept in the database.
///
/// # Errors
/// [`DemoError::Foreign`] where the database belongs to another organisation, [`DemoError::Interrupted`] where an
/// earlier filling did not end; else what failed.
pub async fn fill(services: &Services) -> Result<DemoLogins, DemoError> {
    let organisation = files::organisation()?;
    if !accounts::needs_setup(services)
        .await
        .map_err(DemoError::during("looking for people"))?
    {
        return known(services, &organisation).await;
    }
    let scripts = scripts(services)?;
    let calendar = Calendar::new(services.now());
    let cast = cast::assemble(
        services,
        &calendar,
        &organisation,
        &format!("{}{UNFINISHED}", organisation.name),
    )
    .await?;
    let stage = Arc::new(Stage {
        services: services.clone(),
        calendar,
        cast,
    });
    let first = scripts.iter().map(|script| script.started).max();
    spending::plan(&stage, &organisation).await?;
    play(&stage, scripts).await?;
    platforms::play(&stage).await?;
    look_back(&stage, first.unwrap_or(0)).await?;
    tell(&stage).await?;
    finish(&stage, &organisation.name).await?;
    // Last: reports name the organisation.
    outward::play(&stage).await?;
    Ok(DemoLogins::of(&organisation))
}

/// The logins, if this is the demo organisation and all of it.
async fn known(
    services: &Services,
    organisation: &files::Organisation,
) -> Result<DemoLogins, DemoError> {
    let name = settings::organisation_name(services)
        .await
        .map_err(DemoError::during("reading the organisation"))?;
    let name = name.unwrap_or_default();
    if name == organisation.name {
        Ok(DemoLogins::of(organisation))
    } else if name
        .strip_suffix(UNFINISHED.trim_end())
        .is_some_and(|n| n.trim_end() == organisation.name)
    {
        Err(DemoError::Interrupted)
    } else {
        Err(DemoError::Foreign)
    }
}

fn scripts(services: &Services) -> Result<Vec<Script>, DemoError> {
    let framework = services.framework();
    let mut scripts = Vec::new();
    for (file, workload) in files::handmade()? {
        scripts.push(handmade::script(framework, file, workload)?);
    }
    let ruled = files::ruled()?;
    for workload in &ruled.workloads {
        scripts.push(generated::script(framework, workload, &ruled.exemptions)?);
    }
    Ok(scripts)
}

async fn play(stage: &Arc<Stage>, scripts: Vec<Script>) -> Result<(), DemoError> {
    let mut lanes: [Vec<Script>; LANES] = Default::default();
    for (script, lane) in scripts.into_iter().zip((0..LANES).cycle()) {
        if let Some(lane) = lanes.get_mut(lane) {
            lane.push(script);
        }
    }
    let mut running = JoinSet::new();
    for lane in lanes {
        let stage = Arc::clone(stage);
        running.spawn(async move {
            for script in &lane {
                player::play(&stage, script).await?;
            }
            Ok::<(), DemoError>(())
        });
    }
    while let Some(lane) = running.join_next().await {
        lane.map_err(DemoError::Stopped)??;
    }
    Ok(())
}

/// The samples of teams and of the organisation, since the first workload was entered.
async fn look_back(stage: &Stage, first: u16) -> Result<(), DemoError> {
    let during = || DemoError::during("taking samples");
    let (from, to) = (stage.calendar.day(first), stage.calendar.day(1));
    trend::fold_days(&stage.services, from, to)
        .await
        .map_err(during())?;
    trend::sample_due(&stage.services).await.map_err(during())?;
    Ok(())
}

/// People have read what they were told until two weeks ago, and are told what ends soon.
async fn tell(stage: &Stage) -> Result<(), DemoError> {
    let then = stage.calendar.services_at(&stage.services, READ, 0);
    for viewer in stage.cast.everybody() {
        notices::read_all(&then, viewer, "")
            .await
            .map_err(DemoError::during("reading notices"))?;
    }
    notices::tell_due(&stage.services)
        .await
        .map_err(DemoError::during("telling what ends"))?;
    Ok(())
}

/// Prepares the numbers of the first page and says that everything is there.
async fn finish(stage: &Stage, name: &str) -> Result<(), DemoError> {
    let (services, admin) = (&stage.services, &stage.cast.administrator);
    let query = domain::views::workloads::WorkloadQuery::default();
    services::workload::list(services, admin, &query)
        .await
        .map_err(DemoError::during("preparing the numbers"))?;
    let settings = settings::get(services, admin)
        .await
        .map_err(DemoError::during("reading the settings"))?;
    let set_up = stage.calendar.services_at(services, stage.cast.started, 60);
    settings::rename(&set_up, admin, name, settings.version)
        .await
        .map_err(DemoError::during("naming the organisation"))
}
