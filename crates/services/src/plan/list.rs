//! Actions of many workloads: filtered, sorted and paged by the address; as a list, a board or bars over days.

use domain::{
    Exact, Locale, Readable, TeamId, Viewer, WorkloadId,
    access::{Read, Treat},
    plan::day_of,
    views::{
        plans::{ActionState, PlanQuery, PlanView, PlansPage, PlansRow},
        workloads::WorkloadHead,
    },
};
use store::{
    PgConnection, StoreError, members,
    plans::{
        list::{self, Column, Days, Due, Filter, Listed, Owner},
        reach::{End, Ending, capacities, endings, ends},
    },
    workloads,
};
use time::Date;

use super::{order, reach};
use crate::{Error, Services, texts, workload};

/// Rows on a page of a list.
const PER_PAGE: u32 = 50;
/// Bars on a page of a time line.
const BARS: u32 = 40;
/// Cards in a column of a board.
const CARDS: i64 = 25;
/// The largest capacity that can be asked for: what a team can have.
pub(super) const MOST_CAPACITY: u32 = 10_000;

/// The plans of all workloads that the reader may read, or of one team.
///
/// # Errors
/// [`Error::NotFound`] where the team may not be read.
#[tracing::instrument(skip_all)]
pub async fn plans_page(
    services: &Services,
    viewer: &Viewer,
    team: Option<TeamId>,
    query: &PlanQuery,
    locale: Locale,
) -> Result<PlansPage, Error> {
    let chosen = team.or_else(|| query.team.parse().ok());
    let readable = match chosen {
        Some(team) => {
            viewer.permit::<Read>(team)?;
            Readable::Teams(vec![team])
        }
        None => viewer.readable(),
    };
    let settled = match chosen {
        Some(team) => order::refresh(services, Some(&[team]))
            .await
            .map(|()| true)?,
        None => order::refresh_some(services).await?,
    };
    let mut tx = services.begin().await?;
    let mut page = read(services, &mut tx, viewer, (readable, None), query, locale).await?;
    page.catching_up = !settled;
    if team.is_some() && page.team.is_none() {
        return Err(Error::NotFound);
    }
    tx.commit().await.map_err(StoreError::from)?;
    Ok(page)
}

/// The plan of one workload, as a board or as bars.
///
/// # Errors
/// [`Error::NotFound`] where it may not be read.
#[tracing::instrument(skip_all)]
pub async fn workload_plans(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    query: &PlanQuery,
    locale: Locale,
) -> Result<(WorkloadHead, PlansPage), Error> {
    let mut tx = services.begin().await?;
    let found = workloads::lookup(&mut tx, id)
        .await?
        .ok_or(Error::NotFound)?;
    viewer.permit::<Read>(found.team)?;
    drop(tx);
    order::refresh(services, Some(&[found.team])).await?;
    let mut tx = services.begin().await?;
    let head = workload::look_at(services, &mut tx, viewer, &found).await?;
    let scope = (Readable::Teams(vec![found.team]), Some(id));
    let page = read(services, &mut tx, viewer, scope, query, locale).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok((head, page))
}

async fn read(
    services: &Services,
    db: &mut PgConnection,
    viewer: &Viewer,
    (readable, workload): (Readable, Option<WorkloadId>),
    query: &PlanQuery,
    locale: Locale,
) -> Result<PlansPage, Error> {
    let today = services.today();
    let teams = capacities(db, &readable).await?;
    let about = match teams.as_slice() {
        [(id, name, _)] => Some((*id, name.clone())),
        _ => None,
    };
    let capacity = about.as_ref().and_then(|_| what_if(&query.capacity));
    let mut filter = filter(query, viewer, (readable, workload), today);
    filter.capacity = capacity;
    list::plan_each(db).await?;
    let view: PlanView = query.view.parse().unwrap_or(PlanView::List);
    let (counts, total) = list::counts(db, &filter).await?;
    let (listed, page, pages) = rows(db, &filter, view, query, total).await?;
    let of = (about.is_some(), workload);
    let (named, ends) = leads(db, &filter.readable, of).await?;
    let may_treat = about
        .as_ref()
        .is_some_and(|(team, _)| viewer.permit::<Treat>(*team).is_ok());
    let people = match &about {
        Some((team, _)) if may_treat => members::people(db, *team).await?,
        _ => Vec::new(),
    };
    let by_workload = named.iter().map(|ending| {
        let own = teams.iter().find(|(id, ..)| *id == ending.end.team);
        let days = capacity.unwrap_or_else(|| own.map_or(0, |(.., days)| *days));
        reach::of_workload(ending, days, today)
    });
    let workloads = by_workload.collect();
    let all = viewer.readable();
    Ok(PlansPage {
        rows: listed
            .into_iter()
            .map(|row| view_of(services, viewer, row, capacity, locale))
            .collect(),
        total,
        page,
        pages,
        counts,
        teams: reach::of_teams(&ends, &teams, capacity, today),
        workloads,
        choices: store::teams::names(db, &all).await?,
        owners: list::owners(db, &filter.readable).await?,
        people,
        may_treat,
        names: texts::names(services.framework, locale),
        today: today.to_string(),
        team: about,
        catching_up: false,
    })
}

/// Where the plans of a team lead, by name, or that of one workload; those of many teams are only added up.
async fn leads(
    db: &mut PgConnection,
    readable: &Readable,
    (of_team, workload): (bool, Option<WorkloadId>),
) -> Result<(Vec<Ending>, Vec<End>), StoreError> {
    if !of_team {
        return Ok((Vec::new(), ends(db, readable).await?));
    }
    let named = endings(db, readable, workload).await?;
    let ends = named.iter().map(|ending| ending.end.clone()).collect();
    Ok((named, ends))
}

/// The rows of a view, its page, and how many pages there are.
async fn rows(
    db: &mut PgConnection,
    filter: &Filter,
    view: PlanView,
    query: &PlanQuery,
    total: u32,
) -> Result<(Vec<Listed>, u32, u32), StoreError> {
    let order = order_of(&query.sort, view);
    if view == PlanView::Board {
        let mut cards = Vec::new();
        for state in ActionState::ALL {
            let column = Filter {
                states: vec![*state],
                ..filter.clone()
            };
            cards.extend(list::page(db, &column, order, (CARDS, 0)).await?);
        }
        return Ok((cards, 1, 1));
    }
    let size = if view == PlanView::Timeline {
        BARS
    } else {
        PER_PAGE
    };
    let pages = total.div_ceil(size).max(1);
    let page = query.page.parse::<u32>().unwrap_or(1).clamp(1, pages);
    let offset = i64::from(page - 1) * i64::from(size);
    let rows = list::page(db, filter, order, (i64::from(size), offset)).await?;
    Ok((rows, page, pages))
}

/// A capacity to try.
pub(super) fn what_if(text: &str) -> Option<u32> {
    let days = text.trim().parse::<u32>().ok();
    days.filter(|days| *days <= MOST_CAPACITY)
}

fn order_of(sort: &str, view: PlanView) -> (Column, bool) {
    let (name, down) = sort.strip_prefix('-').map_or((sort, false), |n| (n, true));
    let column = match name {
        "due" => Column::Due,
        "workload" => Column::Workload,
        "team" => Column::Team,
        "owner" => Column::Owner,
        "gain" => Column::Gain,
        "effort" => Column::Effort,
        "state" => Column::State,
        _ => return (Column::Planned, down && view == PlanView::List),
    };
    (column, down)
}

/// What the address asks for; what makes no sense there is left out.
pub(super) fn filter(
    query: &PlanQuery,
    viewer: &Viewer,
    (readable, workload): (Readable, Option<WorkloadId>),
    today: Date,
) -> Filter {
    let states = match query.state.parse() {
        Ok(state) => vec![state],
        Err(_) if query.state == "all" => ActionState::ALL.to_vec(),
        Err(_) => vec![ActionState::Open, ActionState::InProgress],
    };
    Filter {
        readable,
        workload: workload.or_else(|| query.workload.parse().ok()),
        // No text in the database has that character.
        text: query.q.replace('\0', "").trim().to_lowercase(),
        owner: match query.owner.as_str() {
            "mine" => Owner::One(viewer.user),
            "none" => Owner::Nobody,
            other => other.parse().map_or(Owner::Anybody, Owner::One),
        },
        states,
        due: match query.due.as_str() {
            "overdue" => Due::Overdue,
            "7" => Due::Within(7),
            "30" => Due::Within(30),
            "none" => Due::None,
            _ => Due::Any,
        },
        pillar: query.pillar.parse().ok(),
        days: match query.phase.as_str() {
            "30" => Days::Between(0, 30),
            "90" => Days::Between(30, 90),
            "180" => Days::Between(90, 180),
            "later" => Days::Later,
            other => within(other),
        },
        capacity: None,
        today,
    }
}

/// `to.84`: everything until that day, as the curve ahead has it.
fn within(phase: &str) -> Days {
    let days = phase.strip_prefix("to.").and_then(|days| days.parse().ok());
    days.map_or(Days::Any, |days| Days::Between(0, days))
}

/// A row in the reader's language.
pub(super) fn view_of(
    services: &Services,
    viewer: &Viewer,
    row: Listed,
    capacity: Option<u32>,
    locale: Locale,
) -> PlansRow {
    let text = services.framework.criterion(&row.criterion).map(|(_, k)| k);
    let days = capacity.unwrap_or(row.capacity);
    let millionths = |n: i64| Exact::ratio(n, 1_000_000);
    // A task begins on the day on which what was before it is done.
    let from = row
        .from_effort
        .filter(|_| days > 0)
        .map(|effort| effort.saturating_mul(30) / days.max(1));
    let day = |at: time::OffsetDateTime| at.date().to_string();
    PlansRow {
        statement: text
            .map(|k| k.statement.get(locale).to_owned())
            .unwrap_or_default(),
        may_treat: viewer.permit::<Treat>(row.team).is_ok(),
        index_gain: millionths(row.index_gain),
        risk_gain: millionths(row.risk_gain),
        owner: row.owner.as_ref().map(|(id, _)| *id),
        owner_name: row.owner.map(|(_, name)| name).unwrap_or_default(),
        due_on: row.due_on.map(|day| day.to_string()).unwrap_or_default(),
        from_day: from,
        until_day: row.until_effort.and_then(|effort| day_of(effort, days)),
        closed_on: row
            .closed
            .as_ref()
            .map(|(_, at)| day(*at))
            .unwrap_or_default(),
        proof_ended: row.closed.is_some() && !row.proof_stands,
        closed_by: row.closed.map(|(rule, _)| rule),
        reopened_on: row.reopened_at.map(day).unwrap_or_default(),
        workload: row.workload,
        workload_name: row.workload_name,
        team: row.team,
        team_name: row.team_name,
        tier: row.tier,
        criterion: row.criterion,
        check: row.check,
        pillar: row.pillar,
        level: row.level,
        state: row.state,
        standing: row.standing,
        effort_days: row.effort_days,
        own_effort: row.own_effort,
        requires: row.requires,
        reaches: row.reaches,
        version: row.version,
    }
}
