//! Files broken in seven ways, the same ones every time, so that a failure comes again. The tests of `telemetry` break
//! its bodies with it as well.

/// No broken file is longer, in bytes: it is about panics and memory, not about patience.
const LONGEST: usize = 32 << 10;

/// Numbers that no type holds, or not exactly.
const NUMBERS: [&str; 9] = [
    "18446744073709551616",
    "-9223372036854775809",
    "9007199254740993",
    "1e999",
    "-1e308",
    "1e-400",
    "NaN",
    "-0",
    "99999999999999999999999999999999999999999999999999999999999999",
];

/// What opens a level, and what closes it.
const LEVELS: [(&str, &str); 6] = [
    ("[", "]"),
    ("{\"a\":", "}"),
    ("{a: ", "}"),
    ("<a>", "</a>"),
    ("- ", ""),
    ("\n a:\n  ", ""),
];

/// Levels: within usual limits, just beyond them, and far beyond.
const DEPTHS: [usize; 4] = [20, 60, 200, 2_000];

/// What long texts are made of.
const LETTERS: [&str; 8] = ["a", "表", "\u{301}", "\"", "\\", " ", "\n", "0"];

/// A way to break a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Some bits are the other way round.
    Flipped,
    /// The end or a part in the middle is missing.
    Cut,
    /// A part or a line stands there several times.
    Doubled,
    /// Numbers are huge.
    Huge,
    /// A number lies deep in lists and objects.
    Nested,
    /// A text is very long.
    Long,
    /// It goes on as a file of another kind.
    Swapped,
}

impl Way {
    /// Every way.
    pub const ALL: [Self; 7] = [
        Self::Flipped,
        Self::Cut,
        Self::Doubled,
        Self::Huge,
        Self::Nested,
        Self::Long,
        Self::Swapped,
    ];

    /// How many of the 64 files of a reader are broken like this.
    pub const fn times(self) -> usize {
        match self {
            Self::Flipped => 16,
            Self::Cut => 12,
            Self::Doubled => 10,
            Self::Huge => 8,
            Self::Nested | Self::Long | Self::Swapped => 6,
        }
    }
}

/// Numbers by chance, and always the same ones (the generator is `SplitMix64`).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`; 0 where there is none.
    fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end.max(1)).unwrap();
        usize::try_from(self.roll() % end).unwrap()
    }

    fn coin(&mut self) -> bool {
        self.below(2) == 0
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

/// `own` broken in a way; `other` is a file of another kind.
pub fn broken(way: Way, own: &[u8], other: &[u8], seed: u64) -> Vec<u8> {
    let mut dice = Dice(seed);
    let mut bytes = own.to_vec();
    match way {
        Way::Flipped => flip(&mut bytes, &mut dice),
        Way::Cut => cut(&mut bytes, &mut dice),
        Way::Doubled => double(&mut bytes, &mut dice),
        Way::Huge => {
            for _ in 0..=dice.below(3) {
                let number = dice.one_of(&NUMBERS);
                let (start, end) = run(&bytes, &mut dice, u8::is_ascii_digit);
                drop(bytes.splice(start..end, number.bytes()));
            }
        }
        Way::Nested => {
            let ((open, close), depth) = (dice.one_of(&LEVELS), dice.one_of(&DEPTHS));
            let (start, end) = run(&bytes, &mut dice, u8::is_ascii_digit);
            drop(bytes.splice(end..end, close.repeat(depth).bytes()));
            drop(bytes.splice(start..start, open.repeat(depth).bytes()));
        }
        Way::Long => {
            let letter = dice.one_of(&LETTERS);
            let (start, end) = run(&bytes, &mut dice, u8::is_ascii_alphabetic);
            let at = start + (end - start) / 2;
            drop(bytes.splice(at..at, letter.repeat(20_000 / letter.len()).bytes()));
        }
        Way::Swapped => {
            let ours = if dice.coin() {
                0
            } else {
                dice.below(own.len())
            };
            bytes.truncate(ours);
            let theirs = if dice.coin() {
                0
            } else {
                dice.below(other.len())
            };
            bytes.extend_from_slice(&other[theirs..]);
        }
    }
    bytes.truncate(LONGEST);
    bytes
}

fn flip(bytes: &mut [u8], dice: &mut Dice) {
    for _ in 0..=dice.below(8) {
        let at = dice.below(bytes.len());
        if let Some(byte) = bytes.get_mut(at) {
            *byte ^= 1_u8 << dice.below(8);
        }
    }
}

fn cut(bytes: &mut Vec<u8>, dice: &mut Dice) {
    if dice.coin() {
        bytes.truncate(dice.below(bytes.len()));
    } else {
        let (start, end) = part(bytes, dice);
        drop(bytes.drain(start..end));
    }
}

fn double(bytes: &mut Vec<u8>, dice: &mut Dice) {
    let (start, end) = if dice.coin() {
        part(bytes, dice)
    } else {
        line(bytes, dice)
    };
    let again = bytes[start..end].repeat(1 + dice.below(8));
    drop(bytes.splice(end..end, again));
}

/// Any part.
fn part(bytes: &[u8], dice: &mut Dice) -> (usize, usize) {
    let start = dice.below(bytes.len());
    (start, start + dice.below(bytes.len() - start + 1))
}

/// A line with its end.
fn line(bytes: &[u8], dice: &mut Dice) -> (usize, usize) {
    let at = dice.below(bytes.len());
    let ends = |byte: &u8| *byte == b'\n';
    let start = bytes[..at].iter().rposition(ends).map_or(0, |at| at + 1);
    let end = bytes[at..].iter().position(ends);
    (start, end.map_or(bytes.len(), |length| at + length + 1))
}

/// Bytes of a sort that stand together; nothing where there are none.
fn run(bytes: &[u8], dice: &mut Dice, is: fn(&u8) -> bool) -> (usize, usize) {
    let from = dice.below(bytes.len());
    let mut places = (from..bytes.len()).chain(0..from);
    let Some(start) = places.find(|at| is(&bytes[*at])) else {
        return (from, from);
    };
    let length = bytes[start..].iter().take_while(|byte| is(byte)).count();
    (start, start + length)
}
