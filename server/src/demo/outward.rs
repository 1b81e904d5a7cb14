//! Links to reports and scheduled reports, as people have set them up.

use domain::Viewer;
use services::Services;
use services::outward::{self, ScheduleForm, ShareForm};

use super::error::DemoError;
use super::player::Stage;

/// Days ago on which links were made, and for how many days they work: one is over, one works.
const LINKS: [(u16, &str, &str); 3] = [
    (60, "30", "executive"),
    (9, "30", "executive"),
    (2, "90", "auditor"),
];

/// The administrator has shared the organisation's report, and has it made every week for those who manage.
pub(super) async fn play(stage: &Stage) -> Result<(), DemoError> {
    let admin = &stage.cast.administrator;
    for (ago, days, kind) in LINKS {
        let then = stage.calendar.services_at(&stage.services, ago, 90);
        let form = ShareForm {
            about: "organisation".to_owned(),
            kind: kind.to_owned(),
            format: "html".to_owned(),
            locale: "zh-CN".to_owned(),
            days: days.to_owned(),
        };
        outward::create_share(&then, admin, &form)
            .await
            .map_err(DemoError::during("sharing a report"))?;
    }
    revoke(&stage.services, admin).await?;
    schedule(stage, admin).await
}

/// The newest link was given to somebody by mistake.
async fn revoke(services: &Services, admin: &Viewer) -> Result<(), DemoError> {
    let doing = || DemoError::during("ending a link");
    let page = outward::shares_page(services, admin, "", 1)
        .await
        .map_err(doing())?;
    match page.rows.first() {
        Some(newest) => outward::revoke_share(services, admin, newest.id)
            .await
            .map_err(doing()),
        None => Ok(()),
    }
}

async fn schedule(stage: &Stage, admin: &Viewer) -> Result<(), DemoError> {
    let doing = || DemoError::during("scheduling a report");
    let then = stage.calendar.services_at(&stage.services, 20, 120);
    let page = outward::schedules_page(&then, admin, "")
        .await
        .map_err(doing())?;
    let weekly = ScheduleForm {
        about: "organisation".to_owned(),
        kind: "executive".to_owned(),
        format: "html".to_owned(),
        locale: "zh-CN".to_owned(),
        every: "weekly".to_owned(),
        weekday: "1".to_owned(),
        hour: "9".to_owned(),
        utc_offset: "480".to_owned(),
        recipients: page.readers.iter().map(|p| p.id.to_string()).collect(),
        ..ScheduleForm::default()
    };
    outward::create_schedule(&then, admin, &weekly)
        .await
        .map_err(doing())?;
    let table = ScheduleForm {
        format: "xlsx".to_owned(),
        every: "monthly".to_owned(),
        monthday: "31".to_owned(),
        hour: "6".to_owned(),
        recipients: vec![admin.user.to_string()],
        ..weekly
    };
    outward::create_schedule(&then, admin, &table)
        .await
        .map_err(doing())?;
    // What was due since then is one round of each.
    outward::run_due(&stage.services).await.map_err(doing())?;
    Ok(())
}
