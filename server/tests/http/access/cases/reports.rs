//! Forms about links and schedules.

use services::outward::{self, ScheduleForm, ShareForm};

use super::{Case, form};
use crate::support::{Role, World};

/// Links and schedules about the team, made by its architect; the viewer receives what is scheduled.
pub async fn prepare(world: &World, name: &str) -> Case {
    let (services, architect) = (&world.services, world.viewer(Role::Architect));
    let about = format!("team:{}", world.team);
    let viewer = world.viewer(Role::Viewer).user.to_string();
    let fields = [
        ("about", &*about),
        ("kind", "team"),
        ("format", "json"),
        ("locale", "en"),
        ("days", "30"),
        ("every", "monthly"),
        ("monthday", "31"),
        ("weekday", "1"),
        ("hour", "6"),
        ("utc_offset", "480"),
        ("recipients", &viewer),
        ("version", "1"),
    ];
    let text = |name: &str| {
        let found = fields.iter().find(|(field, _)| *field == name);
        found.unwrap().1.to_owned()
    };
    if !name.contains("/shared/") && !name.contains("/schedules/") {
        return form(format!("/{name}"), &fields);
    }
    if name == "reports/shared/revoke" {
        let share = ShareForm {
            about: text("about"),
            kind: text("kind"),
            format: text("format"),
            locale: text("locale"),
            days: text("days"),
        };
        outward::create_share(services, architect, &share)
            .await
            .unwrap();
        let page = outward::shares_page(services, architect, "", 1).await;
        let id = page.unwrap().rows.first().unwrap().id;
        return form(format!("/reports/shared/{id}/revoke"), &[]);
    }
    let schedule = ScheduleForm {
        about: text("about"),
        kind: text("kind"),
        format: text("format"),
        locale: text("locale"),
        every: text("every"),
        weekday: text("weekday"),
        monthday: text("monthday"),
        hour: text("hour"),
        utc_offset: text("utc_offset"),
        recipients: vec![text("recipients")],
        version: 0,
    };
    let id = outward::create_schedule(services, architect, &schedule)
        .await
        .unwrap();
    let part = name.strip_prefix("reports/schedules").unwrap();
    if part == "/resume" {
        outward::pause(services, architect, id, 1).await.unwrap();
        return form(
            format!("/reports/schedules/{id}/resume"),
            &[("version", "2")],
        );
    }
    let part = part.strip_prefix("/change").unwrap_or(part);
    form(format!("/reports/schedules/{id}{part}"), &fields)
}
