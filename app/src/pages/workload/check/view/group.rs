//! The criteria of one level.

use domain::AnswerState;
use leptos::prelude::*;

use super::Ctx;
use super::answers::everything;
use super::criterion::criterion;
use super::question::Marked;
use crate::components::LevelBadge;
use crate::i18n::assess;

/// A level: its name, what it is in a few words, how much of it is met, its criteria.
pub(super) fn group(ctx: &Ctx, level: u8, rows: Vec<Marked>) -> AnyView {
    let l = ctx.locale;
    let gist = match level {
        2 => assess::gist_2(l),
        3 => assess::gist_3(l),
        4 => assess::gist_4(l),
        _ => assess::gist_5(l),
    };
    let met = ctx.work.read(move |sheet| {
        let states: Vec<_> = sheet
            .rows()
            .filter(|(_, row)| row.level == level)
            .map(|(_, row)| row.shown().state)
            .collect();
        let out = states
            .iter()
            .filter(|state| **state == Some(AnswerState::NotApplicable))
            .count();
        let met = states
            .iter()
            .filter(|state| **state == Some(AnswerState::Met))
            .count();
        (met, states.len() - out)
    });
    let seen = move || format!("{}/{}", met.get().0, met.get().1);
    let heard = move || assess::met_of(l, met.get().0, met.get().1);
    let rows: Vec<_> = rows.into_iter().map(|row| criterion(ctx, row)).collect();
    view! {
        <section class="c-levelgroup">
            <div class="c-levelgroup__head">
                <h2><LevelBadge level=level /></h2>
                <span class="c-levelgroup__gist">{gist}</span>
                <span class="c-levelgroup__done">
                    {(ctx.writable && level < 5).then(|| everything(ctx, level))}
                    <span aria-hidden="true">{seen}</span>
                    <span class="u-vh">{heard}</span>
                </span>
            </div>
            {rows}
        </section>
    }
    .into_any()
}
