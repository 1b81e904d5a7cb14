//! The minutes of an hour, packed for a database: a gauge or counter takes about twenty bytes a minute, so that a whole
//! hour is one small row.
//!
//! Numbers are written as what differs from the minute before, without the bytes in which nothing does.

use std::collections::BTreeMap;

use super::Rollup;
use crate::{distribution::Distribution, time::Millis};

/// Minutes with data, in order: which of the hour (0–59), and what the series did in it.
pub type Minutes = Vec<(u8, Rollup)>;

/// Bytes that are no minutes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MinutesError {
    /// Written by another version of this program.
    #[error("minutes of unknown version {0}")]
    Version(u8),
    /// They end too early, or have a number that none can have.
    #[error("damaged minutes")]
    Cut,
    /// A distribution or the form before this one is damaged.
    #[error("damaged minutes")]
    Damaged(#[from] postcard::Error),
}

/// The form before this one was a map, which began with its length; there was none without minutes.
const NOT_A_MAP: u8 = 0;
const VERSION: u8 = 2;

const COUNT: u8 = 1;
const MIN: u8 = 2;
const MAX: u8 = 4;
const LAST: u8 = 8;
const BREAKS: u8 = 16;
const DISTRIBUTION: u8 = 32;

/// Adds minutes to others of the same hour.
pub fn merge(stored: Minutes, new: Minutes) -> Minutes {
    let mut whole = Minutes::with_capacity(stored.len() + new.len());
    let (mut stored, mut new) = (stored.into_iter().peekable(), new.into_iter().peekable());
    loop {
        let first = match (stored.peek(), new.peek()) {
            (Some((a, _)), Some((b, _))) if a == b => {
                if let (Some((minute, mut rollup)), Some((_, more))) = (stored.next(), new.next()) {
                    rollup.merge(&more);
                    whole.push((minute, rollup));
                }
                continue;
            }
            (Some((a, _)), Some((b, _))) if a < b => stored.next(),
            (Some(_), None) => stored.next(),
            (_, Some(_)) => new.next(),
            (None, None) => return whole,
        };
        whole.extend(first);
    }
}

/// What the minute before had.
#[derive(Default)]
struct Before {
    sum: u64,
    min: u64,
    max: u64,
    last: u64,
    at: Millis,
}

/// The bytes of minutes.
///
/// # Errors
/// None in practice; the encoder's.
pub fn pack(minutes: &[(u8, Rollup)]) -> Result<Vec<u8>, MinutesError> {
    let mut out = Vec::with_capacity(2 + minutes.len() * 32);
    out.extend([NOT_A_MAP, VERSION]);
    let mut before = Before::default();
    for (minute, rollup) in minutes {
        out.push(*minute);
        write(&mut out, rollup, &mut before)?;
    }
    Ok(out)
}

fn write(out: &mut Vec<u8>, rollup: &Rollup, before: &mut Before) -> Result<(), MinutesError> {
    let flag = |on: bool, flag: u8| if on { flag } else { 0 };
    let breaks = rollup.resets > 0 || rollup.gaps > 0;
    out.push(
        flag(rollup.count != rollup.points, COUNT)
            | flag(rollup.min.is_some(), MIN)
            | flag(rollup.max.is_some(), MAX)
            | flag(rollup.last.is_some(), LAST)
            | flag(breaks, BREAKS)
            | flag(rollup.distribution.is_some(), DISTRIBUTION),
    );
    varint(out, rollup.points);
    if rollup.count != rollup.points {
        varint(out, rollup.count);
    }
    changed(out, rollup.sum, &mut before.sum);
    if let Some(min) = rollup.min {
        changed(out, min, &mut before.min);
    }
    if let Some(max) = rollup.max {
        changed(out, max, &mut before.max);
    }
    if let Some((at, last)) = rollup.last {
        changed(out, last, &mut before.last);
        let step = at.wrapping_sub(before.at);
        varint(out, (step.wrapping_shl(1) ^ (step >> 63)).cast_unsigned());
        before.at = at;
    }
    if breaks {
        varint(out, rollup.resets.into());
        varint(out, rollup.gaps.into());
    }
    if let Some(distribution) = &rollup.distribution {
        let bytes = postcard::to_allocvec(distribution)?;
        varint(out, crate::cast::len(bytes.len()));
        out.extend(bytes);
    }
    Ok(())
}

/// Seven bits a byte, the lowest first; the highest bit says that more follow.
fn varint(out: &mut Vec<u8>, mut number: u64) {
    while let Some(low) = u8::try_from(number & 0x7f).ok().filter(|_| number > 0x7f) {
        out.push(low | 0x80);
        number >>= 7;
    }
    out.extend(u8::try_from(number));
}

/// A float as the bytes that differ from the one before: how many there are, and how many equal ones follow them.
fn changed(out: &mut Vec<u8>, value: f64, before: &mut u64) {
    let bits = value.to_bits();
    let difference = (bits ^ *before).to_be_bytes();
    *before = bits;
    let first = difference.iter().position(|byte| *byte != 0);
    let last = difference.iter().rposition(|byte| *byte != 0);
    let (Some(first), Some(last)) = (first, last) else {
        out.push(0);
        return;
    };
    let bytes = difference.get(first..=last).unwrap_or_default();
    let after = difference.len() - 1 - last;
    out.extend(u8::try_from(after << 4 | bytes.len()));
    out.extend(bytes);
}

/// Reads what [`pack`] wrote, also by the version before this one.
///
/// # Errors
/// When the bytes are of another version or damaged.
pub fn unpack(bytes: &[u8]) -> Result<Minutes, MinutesError> {
    match bytes {
        [NOT_A_MAP, VERSION, rest @ ..] => read_all(rest),
        [NOT_A_MAP, version, ..] => Err(MinutesError::Version(*version)),
        _ => {
            let map: BTreeMap<u8, Rollup> = postcard::from_bytes(bytes)?;
            Ok(map.into_iter().collect())
        }
    }
}

fn read_all(mut from: &[u8]) -> Result<Minutes, MinutesError> {
    let (mut minutes, mut before) = (Minutes::new(), Before::default());
    while let Some((minute, rest)) = from.split_first() {
        from = rest;
        minutes.push((*minute, read(&mut from, &mut before)?));
    }
    Ok(minutes)
}

fn read(from: &mut &[u8], before: &mut Before) -> Result<Rollup, MinutesError> {
    let flags = byte(from)?;
    let has = |flag: u8| flags & flag != 0;
    let points = number(from)?;
    let mut rollup = Rollup {
        points,
        count: if has(COUNT) { number(from)? } else { points },
        sum: float(from, &mut before.sum)?,
        ..Rollup::default()
    };
    if has(MIN) {
        rollup.min = Some(float(from, &mut before.min)?);
    }
    if has(MAX) {
        rollup.max = Some(float(from, &mut before.max)?);
    }
    if has(LAST) {
        let last = float(from, &mut before.last)?;
        let step = number(from)?;
        let step = (step >> 1).cast_signed() ^ -(step & 1).cast_signed();
        before.at = before.at.wrapping_add(step);
        rollup.last = Some((before.at, last));
    }
    if has(BREAKS) {
        let few = |n: u64| u32::try_from(n).map_err(|_| MinutesError::Cut);
        rollup.resets = few(number(from)?)?;
        rollup.gaps = few(number(from)?)?;
    }
    if has(DISTRIBUTION) {
        let length = usize::try_from(number(from)?).map_err(|_| MinutesError::Cut)?;
        let bytes = from.split_off(..length).ok_or(MinutesError::Cut)?;
        rollup.distribution = Some(postcard::from_bytes::<Distribution>(bytes)?);
    }
    Ok(rollup)
}

fn byte(from: &mut &[u8]) -> Result<u8, MinutesError> {
    from.split_off_first().copied().ok_or(MinutesError::Cut)
}

fn number(from: &mut &[u8]) -> Result<u64, MinutesError> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let next = byte(from)?;
        number |= u64::from(next & 0x7f) << shift;
        if next & 0x80 == 0 {
            return Ok(number);
        }
    }
    Err(MinutesError::Cut)
}

fn float(from: &mut &[u8], before: &mut u64) -> Result<f64, MinutesError> {
    let control = byte(from)?;
    let (after, length) = (usize::from(control >> 4), usize::from(control & 15));
    let bytes = from.split_off(..length).ok_or(MinutesError::Cut)?;
    let mut difference = [0; 8];
    let first = 8_usize
        .checked_sub(after + length)
        .ok_or(MinutesError::Cut)?;
    difference
        .iter_mut()
        .skip(first)
        .zip(bytes)
        .for_each(|(to, from)| *to = *from);
    *before ^= u64::from_be_bytes(difference);
    Ok(f64::from_bits(*before))
}
