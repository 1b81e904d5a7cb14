//! Who the people of a file are here: an account with the same address, or a name that can't sign in.

use std::collections::BTreeMap;

use domain::{Administer, Email, UserId, views::transfer::MatchedPerson};
use sha2::{Digest, Sha256};
use store::{
    PgConnection, StoreError,
    transfer::{self, Known, Person},
};

use super::account::Account;
use crate::Services;

/// People of the file whose place here is decided.
#[derive(Default)]
pub(super) struct Placed(BTreeMap<UserId, UserId>);

impl Placed {
    /// Who somebody of the file is here.
    pub fn of(&self, user: UserId) -> UserId {
        self.0.get(&user).copied().unwrap_or(user)
    }

    /// Decides about people who come for the first time, and adds names for those without an account.
    pub async fn place(
        &mut self,
        (services, permit): (&Services, &Administer),
        db: &mut PgConnection,
        people: &[Person],
        account: &mut Account,
    ) -> Result<(), StoreError> {
        let new: Vec<_> = people
            .iter()
            .filter(|p| !self.0.contains_key(&p.id))
            .collect();
        if new.is_empty() {
            return Ok(());
        }
        let ids: Vec<_> = new.iter().flat_map(|p| [p.id, elsewhere(p.id)]).collect();
        let emails: Vec<Email> = new.iter().filter_map(|p| p.email.clone()).collect();
        let known = transfer::known(db, &ids, &emails).await?;
        for person in new {
            if let Some(found) = matched(person, &known).filter(|_| account.match_people) {
                self.0.insert(person.id, found.id);
                account.report.matched.push(MatchedPerson {
                    name: person.name.to_string(),
                    account: found.name.clone(),
                    email: found.email.clone(),
                });
                continue;
            }
            // The id of an account here is not taken for the same person: a file can say anything.
            let taken = known.iter().any(|k| k.id == person.id && !k.imported);
            let id = if taken {
                elsewhere(person.id)
            } else {
                person.id
            };
            transfer::add_person(db, permit, id, &person.name, services.now()).await?;
            self.0.insert(person.id, id);
            account.name_only(person.name.as_str());
        }
        Ok(())
    }
}

/// The account with the same address.
fn matched<'a>(person: &Person, known: &'a [Known]) -> Option<&'a Known> {
    let email = person.email.as_ref()?;
    known
        .iter()
        .find(|k| !k.imported && k.email == email.as_str())
}

/// Another id for somebody whose own is taken here; always the same one.
pub(super) fn elsewhere(id: UserId) -> UserId {
    let hash = Sha256::digest(format!("imported:{id}"));
    let mut bytes = [0; 16];
    for (to, from) in bytes.iter_mut().zip(hash) {
        *to = from;
    }
    UserId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}
