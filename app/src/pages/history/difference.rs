//! The difference of two states: numbers, then row by row.

use domain::{
    Exact, Set, Triple, WorkloadId,
    views::{
        assessing::MarkView,
        results::{DifferencePage as Data, DifferenceRow, ScoreChange},
    },
};
use leptos::prelude::*;

use super::{api, changes};
use crate::{
    components::{
        Callout, Change, Crumb, DiffRow, Difference, Page, PageHead, ProofNumbers, WorkloadTabs,
        number,
    },
    href,
    i18n::{common, history, names, use_locale},
    load::{loaded, resource, use_part, use_query},
};

/// Two milestones, or one and the current draft.
#[component]
pub fn DifferencePage() -> impl IntoView {
    let (query, id) = (use_query(), use_part::<WorkloadId>("id"));
    let asked = move || {
        query.with(|q| {
            let number = |key: &str| q.get(key).parse::<i32>().ok();
            // From the draft to a milestone is the same difference, told forwards.
            match (q.get("from"), number("to")) {
                ("draft", Some(milestone)) => (id.get(), Some(milestone), None),
                (_, to) => (id.get(), number("from"), to),
            }
        })
    };
    let page = resource(asked, |(id, from, to)| {
        api::workload_difference(id, from, to)
    });
    loaded(page, |data| view! { <Shown data=data /> }.into_any())
}

#[component]
fn Shown(data: Data) -> impl IntoView {
    let l = use_locale();
    let from = history::milestone(l, data.from.number);
    let to = data.to.as_ref().map_or_else(
        || history::today(l).to_owned(),
        |m| history::milestone(l, m.number),
    );
    let title = history::difference_title(l, &from, &to);
    let head = data.head.clone();
    let crumbs = vec![
        Crumb::new("/workloads", common::workloads(l)),
        Crumb::new(href::workload(head.id, ""), head.name.clone()),
        Crumb::new(href::workload(head.id, "/history"), history::title(l)),
    ];
    let tabs = view! { <WorkloadTabs head=head.clone() /> }.into_any();
    let count = data.rows.len();
    let rows = if data.rows.is_empty() {
        view! { <p class="u-muted">{history::no_rows(l)}</p> }.into_any()
    } else {
        let rows = data.rows.iter().map(|r| row(&data, r)).collect();
        view! { <Difference rows=rows /> }.into_any()
    };
    view! {
        <Page title=title.clone()>
            <PageHead title=title crumbs=crumbs tabs=tabs />
            <div class="l-stack">
                {unlike(&data)}
                {scores(&data)}
                <section class="c-section">
                    <div class="c-section__head">
                        <h2 class="c-section__title">{history::rows(l)}</h2>
                        <span class="c-section__note">{history::rows_note(l, count)}</span>
                    </div>
                    {rows}
                </section>
                {changes::risks(&data)}
                {changes::plan(&data)}
            </div>
        </Page>
    }
}

/// Where the two answer different framework versions: said, and no number subtracted.
fn unlike(data: &Data) -> Option<AnyView> {
    let l = use_locale();
    let (before, after) = data.unlike.as_ref()?;
    let text = history::unlike_text(l, before, after);
    Some(view! { <Callout title=history::unlike(l)><p>{text}</p></Callout> }.into_any())
}

fn scores(data: &Data) -> AnyView {
    let l = use_locale();
    let alike = data.unlike.is_none();
    let row = |change: &ScoreChange| {
        let name = match change.number.as_str() {
            "index" => history::index(l).to_owned(),
            "layer_index" => history::layer_index(l).to_owned(),
            pillar => data
                .names
                .pillars
                .iter()
                .find(|(id, _)| id.as_str() == pillar)
                .map(|(_, n)| n.clone())
                .unwrap_or_default(),
        };
        // What a milestone says can't be asked any more; what is now can.
        let now = data
            .to
            .is_none()
            .then(|| explained(data.head.id, &change.number));
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td class="c-table__num" data-label=history::before(l)><ProofNumbers score=change.before.clone() explain=None /></td>
                <td class="c-table__num" data-label=history::after(l)><ProofNumbers score=change.after.clone() explain=now /></td>
                {alike.then(|| view! { <td class="c-table__num" data-label=history::change(l)>{delta(&change.before, &change.after)}</td> })}
            </tr>
        }
    };
    view! {
        <section class="c-section">
            <div class="c-tablewrap c-tablewrap--cards">
                <table class="c-table c-table--cards">
                    <thead><tr>
                        <th scope="col">{history::number(l)}</th>
                        <th scope="col" class="c-table__num">{history::before(l)}</th>
                        <th scope="col" class="c-table__num">{history::after(l)}</th>
                        {alike.then(|| view! { <th scope="col" class="c-table__num">{history::change_of_both(l)}</th> })}
                    </tr></thead>
                    <tbody>{data.scores.iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

/// Where a number of the workload as it is now opens.
fn explained(id: WorkloadId, number: &str) -> String {
    let base = href::workload(id, "");
    match number {
        "index" | "layer_index" => href::explain(&base, number, ""),
        pillar => href::explain(&base, "pillar", pillar),
    }
}

/// Change of the claimed and of the assured number.
fn delta(before: &Triple<Option<Exact>>, after: &Triple<Option<Exact>>) -> AnyView {
    let l = use_locale();
    let one = |set: Set, name: &'static str| {
        let change = after.get(set).clone()? - before.get(set).clone()?;
        let class = if change.is_negative() {
            "c-delta c-delta--down"
        } else {
            "c-delta c-delta--up"
        };
        let class = if change.is_zero() { "c-delta" } else { class };
        Some(view! { <span class=class title=name>{number::signed(&change)}</span>" " })
    };
    view! { {one(Set::Assured, common::assured(l))}{one(Set::Claimed, common::claimed(l))} }
        .into_any()
}

fn row(data: &Data, row: &DifferenceRow) -> DiffRow {
    let l = use_locale();
    let change = match (row.before.state, row.after.state) {
        (None, Some(_)) => Change::Added,
        (Some(_), None) => Change::Removed,
        _ => Change::Changed,
    };
    let check = data
        .names
        .checks
        .get(&row.check)
        .cloned()
        .unwrap_or_default();
    let href = href::question(data.head.id, &row.check);
    let id = view! {
        <a href=href title=check>{row.criterion.to_string()}</a>
        <span class="c-table__sub">{row.statement.clone()}</span>
    };
    let said = |mark: MarkView| {
        let state = names::answer(l, mark.state);
        if mark.proven {
            format!("{state} · {}", history::proven(l))
        } else {
            state.to_owned()
        }
    };
    DiffRow {
        change,
        id: id.into_any(),
        old: said(row.before),
        new: said(row.after),
        effect: changes::why(row),
    }
}
