//! What alerts watch, as files of monitoring tools say.

use std::collections::BTreeSet;

use super::files::is_whole;
use crate::evidence::{Kind, Reading};

/// Alert rules that a monitoring tool has loaded.
const LOADED: &str = "alert.rules";
/// Notices that reached a receiver.
const DELIVERED: &str = "alert.deliveries";

/// What alerts watch, of files with the newest first: those of which a notice was ever delivered, and those that the
/// newest list of loaded rules has. Rules that are only declared, and lists that were cut, vouch for nothing.
pub fn watched(files: &[Reading]) -> BTreeSet<String> {
    let (mut lists, mut found) = (BTreeSet::new(), BTreeSet::new());
    for file in files.iter().filter(|file| is_whole(file)) {
        let about = file.about().into_iter();
        let about: Vec<_> = about.map(|scope| scope.value.as_str()).collect();
        let name = if file.kind == Kind::AlertmanagerWebhook {
            DELIVERED
        } else if lists.insert((file.kind.code(), file.tool.name.as_str(), about)) {
            LOADED
        } else {
            continue;
        };
        let some = file.measures.iter();
        let some = some.filter(|m| m.name.as_str() == name && m.value.get() > 0.0);
        let purposes = some.filter_map(|measure| {
            let mut labels = measure.labels.iter();
            labels.find(|(label, _)| label.as_str() == "purpose")
        });
        found.extend(purposes.map(|(_, purpose)| purpose.as_str().to_owned()));
    }
    found
}
