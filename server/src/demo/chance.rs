//! Variation without randomness: the same words always give the same number.

/// A number in `0..100` that depends on nothing but the words.
pub fn percent(words: &[&str]) -> u16 {
    let mut hash = FNV_OFFSET;
    for word in words {
        for byte in word.bytes().chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(FNV_PRIME);
        }
    }
    // The low bits of FNV are weak in short texts.
    let mixed = (hash ^ (hash >> 32)).wrapping_mul(MIX);
    u16::try_from((mixed >> 40) % 100).unwrap_or(0)
}

/// FNV-1a, 64 bits (Fowler, Noll, Vo).
const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const FNV_PRIME: u64 = 0x0100_0000_01b3;
/// An odd multiplier that spreads high and low bits (`SplitMix64`).
const MIX: u64 = 0xbf58_476d_1ce4_e5b9;

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn it_repeats_and_spreads() {
        assert_eq!(percent(&["a", "b"]), percent(&["a", "b"]));
        assert_ne!(percent(&["ab", ""]), percent(&["a", "b"]));
        let numbers: Vec<_> = (0..4_000)
            .map(|n| percent(&["workload", &n.to_string()]))
            .collect();
        assert!(numbers.iter().all(|n| *n < 100));
        for tenth in 0..10 {
            let share = numbers.iter().filter(|n| **n / 10 == tenth).count();
            assert!((300..500).contains(&share), "{tenth}: {share}");
        }
    }
}
