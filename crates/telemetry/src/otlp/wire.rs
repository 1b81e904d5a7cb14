//! Protobuf's wire format, read in place.
//!
//! Generated messages would hold every point of a body at once, each many times its size on the wire: a
//! small body of empty points could fill the memory. Here a body is walked field by field, and only what is
//! kept is copied.

use super::Unreadable;

/// The value of a field.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Field<'a> {
    /// An integer, boolean or enum value.
    Varint(u64),
    /// `fixed64`, `sfixed64` or `double`.
    Fixed64(u64),
    /// A text, bytes, a message or packed numbers.
    Bytes(&'a [u8]),
    /// `fixed32`, `sfixed32` or `float`.
    Fixed32(u32),
}

impl<'a> Field<'a> {
    pub fn bytes(self) -> Result<&'a [u8], Unreadable> {
        match self {
            Self::Bytes(b) => Ok(b),
            _ => Err(Unreadable::Protobuf),
        }
    }

    pub fn text(self) -> Result<&'a str, Unreadable> {
        str::from_utf8(self.bytes()?).map_err(|_| Unreadable::Protobuf)
    }

    pub fn varint(self) -> Result<u64, Unreadable> {
        match self {
            Self::Varint(n) => Ok(n),
            _ => Err(Unreadable::Protobuf),
        }
    }

    pub fn fixed64(self) -> Result<u64, Unreadable> {
        match self {
            Self::Fixed64(n) => Ok(n),
            _ => Err(Unreadable::Protobuf),
        }
    }

    pub fn double(self) -> Result<f64, Unreadable> {
        self.fixed64().map(f64::from_bits)
    }

    /// `uint32` and enums: what does not fit keeps its low bits, as protobuf says.
    pub fn uint32(self) -> Result<u32, Unreadable> {
        let n = self.varint()? & u64::from(u32::MAX);
        u32::try_from(n).map_err(|_| Unreadable::Protobuf)
    }

    /// `int64`.
    pub fn int64(self) -> Result<i64, Unreadable> {
        self.varint().map(u64::cast_signed)
    }

    /// `sint32`.
    pub fn sint32(self) -> Result<i32, Unreadable> {
        let n = self.uint32()?;
        Ok((n >> 1).cast_signed() ^ -(n & 1).cast_signed())
    }
}

/// `sint64` from its wire form.
pub fn sint64(n: u64) -> i64 {
    (n >> 1).cast_signed() ^ -(n & 1).cast_signed()
}

/// The fields of a message, in the order of the wire.
#[derive(Clone, Debug)]
pub struct Fields<'a> {
    rest: &'a [u8],
}

impl<'a> Fields<'a> {
    pub fn of(message: &'a [u8]) -> Self {
        Self { rest: message }
    }

    /// What has not been read yet.
    pub fn rest(&self) -> &'a [u8] {
        self.rest
    }

    fn read(&mut self) -> Result<(u32, Field<'a>), Unreadable> {
        let key = varint(&mut self.rest)?;
        let number = u32::try_from(key >> 3).map_err(|_| Unreadable::Protobuf)?;
        let field = match key & 7 {
            0 => Field::Varint(varint(&mut self.rest)?),
            1 => Field::Fixed64(u64::from_le_bytes(fixed(&mut self.rest)?)),
            2 => {
                let length = varint(&mut self.rest)?;
                let length = usize::try_from(length).map_err(|_| Unreadable::Protobuf)?;
                let (bytes, rest) = self
                    .rest
                    .split_at_checked(length)
                    .ok_or(Unreadable::Protobuf)?;
                self.rest = rest;
                Field::Bytes(bytes)
            }
            5 => Field::Fixed32(u32::from_le_bytes(fixed(&mut self.rest)?)),
            _ => return Err(Unreadable::Protobuf),
        };
        match number {
            0 => Err(Unreadable::Protobuf),
            n => Ok((n, field)),
        }
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = Result<(u32, Field<'a>), Unreadable>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let field = self.read();
        if field.is_err() {
            self.rest = &[];
        }
        Some(field)
    }
}

/// The messages in one repeated field.
pub fn each(message: &[u8], number: u32) -> impl Iterator<Item = Result<&[u8], Unreadable>> {
    Fields::of(message).filter_map(move |field| match field {
        Ok((n, field)) => (n == number).then(|| field.bytes()),
        Err(e) => Some(Err(e)),
    })
}

/// More buckets than any histogram has; a packed zero takes one byte on the wire and eight in memory.
const NUMBERS: usize = 100_000;

fn bounded(list: &[u64], more: usize) -> Result<(), Unreadable> {
    if list.len() + more <= NUMBERS {
        Ok(())
    } else {
        Err(Unreadable::Protobuf)
    }
}

/// Repeated `fixed64` or `double`, packed or not.
pub fn push_fixed64(list: &mut Vec<u64>, field: Field<'_>) -> Result<(), Unreadable> {
    bounded(list, 1)?;
    match field {
        Field::Fixed64(n) => list.push(n),
        field => {
            let (numbers, rest) = field.bytes()?.as_chunks::<8>();
            if !rest.is_empty() {
                return Err(Unreadable::Protobuf);
            }
            bounded(list, numbers.len())?;
            list.extend(numbers.iter().map(|n| u64::from_le_bytes(*n)));
        }
    }
    Ok(())
}

/// Repeated integers, packed or not.
pub fn push_varints(list: &mut Vec<u64>, field: Field<'_>) -> Result<(), Unreadable> {
    bounded(list, 1)?;
    match field {
        Field::Varint(n) => list.push(n),
        field => {
            let mut rest = field.bytes()?;
            while !rest.is_empty() {
                bounded(list, 1)?;
                list.push(varint(&mut rest)?);
            }
        }
    }
    Ok(())
}

fn varint(rest: &mut &[u8]) -> Result<u64, Unreadable> {
    // Keys and lengths take one byte, nearly always.
    match rest.split_first() {
        Some((byte, after)) if *byte < 0x80 => {
            *rest = after;
            Ok(u64::from(*byte))
        }
        _ => long_varint(rest),
    }
}

fn long_varint(rest: &mut &[u8]) -> Result<u64, Unreadable> {
    let mut n = 0;
    for shift in (0..64).step_by(7) {
        let (byte, after) = rest.split_first().ok_or(Unreadable::Protobuf)?;
        *rest = after;
        n |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Ok(n);
        }
    }
    Err(Unreadable::Protobuf)
}

fn fixed<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], Unreadable> {
    let (bytes, after) = rest.split_first_chunk().ok_or(Unreadable::Protobuf)?;
    *rest = after;
    Ok(*bytes)
}

/// Appends a field of an integer; 0 is left out.
pub fn put_varint(out: &mut Vec<u8>, number: u32, n: u64) {
    if n > 0 {
        raw_varint(out, u64::from(number) << 3);
        raw_varint(out, n);
    }
}

/// Appends a field of bytes or text; nothing is left out.
pub fn put_bytes(out: &mut Vec<u8>, number: u32, bytes: &[u8]) {
    if !bytes.is_empty() {
        raw_varint(out, u64::from(number) << 3 | 2);
        raw_varint(out, crate::cast::len(bytes.len()));
        out.extend(bytes);
    }
}

fn raw_varint(out: &mut Vec<u8>, mut n: u64) {
    while n > 0x7f {
        out.push(n.to_le_bytes()[0] | 0x80);
        n >>= 7;
    }
    out.push(n.to_le_bytes()[0]);
}
