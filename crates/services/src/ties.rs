//! Whether two people who act as two could be one: a second address is no second person.

use std::collections::BTreeMap;

use domain::{TeamId, UserId, views::accounts::Tie};
use store::{PgConnection, users};

use crate::Error;

/// Who asked, and who decided.
pub(crate) type Pair = (UserId, UserId);

/// How those are tied that are.
pub(crate) async fn of(
    db: &mut PgConnection,
    pairs: &[Pair],
) -> Result<BTreeMap<Pair, Tie>, Error> {
    let apart: Vec<_> = pairs.iter().copied().filter(|(a, b)| a != b).collect();
    let both_ways: Vec<_> = apart
        .iter()
        .flat_map(|(a, b)| [(*a, *b), (*b, *a)])
        .collect();
    let invited = users::invited(db, &both_ways).await?;
    let tie = |(asker, decider): Pair| {
        if asker == decider {
            Some(Tie::Same)
        } else if invited.contains(&(decider, asker)) {
            Some(Tie::DeciderInvited)
        } else {
            invited
                .contains(&(asker, decider))
                .then_some(Tie::AskerInvited)
        }
    };
    Ok(pairs
        .iter()
        .filter_map(|pair| Some((*pair, tie(*pair)?)))
        .collect())
}

/// How one who decided is tied to who asked.
pub(crate) async fn of_one(db: &mut PgConnection, pair: Pair) -> Result<Option<Tie>, Error> {
    Ok(of(db, &[pair]).await?.remove(&pair))
}

/// The same of one who is about to decide. One whose account goes back to who asked may decide only where nobody else could:
/// then the record says so.
///
/// # Errors
/// [`Error::State`] `invited_by_asker`.
pub(crate) async fn of_decider(
    db: &mut PgConnection,
    team: TeamId,
    pair: Pair,
) -> Result<Option<Tie>, Error> {
    let tie = of_one(db, pair).await?;
    let (asker, _) = pair;
    if tie == Some(Tie::DeciderInvited) && users::somebody_independent(db, team, asker).await? {
        return Err(Error::State("invited_by_asker"));
    }
    Ok(tie)
}
