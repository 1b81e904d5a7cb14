//! Which lines two texts share.

/// A line, and whether only this text has it.
pub type Line = (String, bool);

/// More lines than this are compared as a whole: a table of all pairs would grow too large.
const MOST: usize = 1_000;

/// The lines of two texts; those that are not in the longest common sequence are marked.
pub fn compare(one: &str, other: &str) -> (Vec<Line>, Vec<Line>) {
    let (left, right): (Vec<&str>, Vec<&str>) = (one.lines().collect(), other.lines().collect());
    if left.len() > MOST || right.len() > MOST {
        return (marked(&left, &[]), marked(&right, &[]));
    }
    let shared = common(&left, &right);
    let (lefts, rights): (Vec<_>, Vec<_>) = shared.into_iter().unzip();
    (marked(&left, &lefts), marked(&right, &rights))
}

fn marked(lines: &[&str], shared: &[usize]) -> Vec<Line> {
    lines
        .iter()
        .enumerate()
        .map(|(at, line)| ((*line).to_owned(), !shared.contains(&at)))
        .collect()
}

/// Places of the longest common sequence in both.
fn common(left: &[&str], right: &[&str]) -> Vec<(usize, usize)> {
    // longest[i][j]: how many lines left[i..] and right[j..] share.
    let mut longest = vec![vec![0_u32; right.len() + 1]; left.len() + 1];
    let at = |table: &[Vec<u32>], i: usize, j: usize| {
        table
            .get(i)
            .and_then(|row| row.get(j))
            .copied()
            .unwrap_or(0)
    };
    for (i, one) in left.iter().enumerate().rev() {
        for (j, other) in right.iter().enumerate().rev() {
            let length = if one == other {
                at(&longest, i + 1, j + 1) + 1
            } else {
                at(&longest, i + 1, j).max(at(&longest, i, j + 1))
            };
            if let Some(cell) = longest.get_mut(i).and_then(|row| row.get_mut(j)) {
                *cell = length;
            }
        }
    }
    let (mut i, mut j, mut shared) = (0, 0, Vec::new());
    while let (Some(one), Some(other)) = (left.get(i), right.get(j)) {
        if one == other {
            shared.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if at(&longest, i + 1, j) >= at(&longest, i, j + 1) {
            i += 1;
        } else {
            j += 1;
        }
    }
    shared
}

#[cfg(test)]
mod tests {
    use super::compare;

    #[test]
    fn lines_of_one_text_only_are_marked() {
        let (mine, theirs) = compare("一\n二\n三", "一\n二B\n三\n四");
        let only = |lines: &[(String, bool)]| -> Vec<String> {
            lines
                .iter()
                .filter(|(_, only)| *only)
                .map(|(line, _)| line.clone())
                .collect()
        };
        assert_eq!(only(&mine), ["二"]);
        assert_eq!(only(&theirs), ["二B", "四"]);
    }

    #[test]
    fn nothing_is_nothing() {
        assert_eq!(compare("", ""), (Vec::new(), Vec::new()));
    }
}
