//! Bounded sets that merge in any order.

use serde::{Deserialize, Serialize};

/// The least `N` of all elements that were put in, sorted, each once. Keeping the least makes merging
/// associative and commutative although some are lost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Few<T, const N: usize>(Vec<T>);

impl<T, const N: usize> Default for Few<T, N> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Ord + Clone, const N: usize> Few<T, N> {
    /// Puts one in.
    pub fn insert(&mut self, element: T) {
        if let Err(at) = self.0.binary_search(&element) {
            self.0.insert(at, element);
            self.0.truncate(N);
        }
    }

    /// Puts in all of another.
    pub fn merge(&mut self, other: &Self) {
        other.0.iter().for_each(|e| self.insert(e.clone()));
    }

    /// The elements, sorted.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.0.iter()
    }

    /// Whether it holds an element.
    pub fn contains(&self, element: &T) -> bool {
        self.0.binary_search(element).is_ok()
    }
}
