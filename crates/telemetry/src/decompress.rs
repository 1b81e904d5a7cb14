//! Decompression with a bound: a few kilobytes of gzip can hold gigabytes.

use std::{borrow::Cow, io::Read};

use flate2::read::MultiGzDecoder;

/// How a body is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compression {
    /// Not at all.
    None,
    /// gzip, of one or more members.
    Gzip,
    /// Snappy's block format, as remote write has it.
    Snappy,
}

impl Compression {
    /// By the `Content-Encoding` header; `None` for others.
    pub fn of(content_encoding: &str) -> Option<Self> {
        match content_encoding.trim().to_ascii_lowercase().as_str() {
            "" | "identity" => Some(Self::None),
            "gzip" | "x-gzip" => Some(Self::Gzip),
            "snappy" => Some(Self::Snappy),
            _ => None,
        }
    }
}

/// Why a body can't be decompressed.
#[derive(Debug, thiserror::Error)]
pub enum DecompressError {
    /// Larger than allowed: status 413.
    #[error("decompressed body larger than {limit} bytes")]
    TooLarge {
        /// The limit.
        limit: usize,
    },
    /// No gzip, or cut off.
    #[error("not valid gzip")]
    Gzip(#[source] std::io::Error),
    /// No Snappy block, or cut off.
    #[error("not a valid Snappy block")]
    Snappy(#[source] snap::Error),
    /// A Snappy block that says it holds more than it can.
    #[error("not a valid Snappy block: it is shorter than it says")]
    Overstated,
}

/// Decompresses a body to at most `limit` bytes; memory in use never exceeds about twice that.
///
/// # Errors
/// When it is larger or damaged.
pub fn decompress(
    body: &[u8],
    compression: Compression,
    limit: usize,
) -> Result<Cow<'_, [u8]>, DecompressError> {
    match compression {
        Compression::None if body.len() > limit => Err(DecompressError::TooLarge { limit }),
        Compression::None => Ok(Cow::Borrowed(body)),
        Compression::Gzip => gzip(body, limit).map(Cow::Owned),
        Compression::Snappy => snappy(body, limit).map(Cow::Owned),
    }
}

fn gzip(body: &[u8], limit: usize) -> Result<Vec<u8>, DecompressError> {
    let mut out = Vec::new();
    let most = crate::cast::len(limit).saturating_add(1);
    MultiGzDecoder::new(body)
        .take(most)
        .read_to_end(&mut out)
        .map_err(DecompressError::Gzip)?;
    if out.len() > limit {
        return Err(DecompressError::TooLarge { limit });
    }
    Ok(out)
}

fn snappy(body: &[u8], limit: usize) -> Result<Vec<u8>, DecompressError> {
    // The block says its size before anything is unpacked.
    let size = snap::raw::decompress_len(body).map_err(DecompressError::Snappy)?;
    if size > limit {
        return Err(DecompressError::TooLarge { limit });
    }
    // A byte of Snappy unpacks to at most 64 bytes or so: a larger claim is a lie, and not worth the memory.
    if size / 64 > body.len() {
        return Err(DecompressError::Overstated);
    }
    snap::raw::Decoder::new()
        .decompress_vec(body)
        .map_err(DecompressError::Snappy)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::{Compression as Level, write::GzEncoder};

    use super::*;

    fn gzipped(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Level::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn unpacks_what_others_packed() {
        let body = gzipped(b"hello");
        assert_eq!(&*decompress(&body, Compression::Gzip, 5).unwrap(), b"hello");
        let body = snap::raw::Encoder::new().compress_vec(b"hello").unwrap();
        assert_eq!(
            &*decompress(&body, Compression::Snappy, 5).unwrap(),
            b"hello"
        );
        assert_eq!(
            &*decompress(b"hello", Compression::None, 5).unwrap(),
            b"hello"
        );
    }

    #[test]
    fn refuses_bombs() {
        let zeros = vec![0; 10 << 20];
        for (body, how) in [
            (gzipped(&zeros), Compression::Gzip),
            (
                snap::raw::Encoder::new().compress_vec(&zeros).unwrap(),
                Compression::Snappy,
            ),
            (vec![0xff, 0xff, 0xff, 0x3f, 0], Compression::Snappy),
            (zeros.clone(), Compression::None),
        ] {
            let error = decompress(&body, how, 1 << 20).unwrap_err();
            assert_eq!(
                error.to_string(),
                "decompressed body larger than 1048576 bytes"
            );
        }
        let claim = vec![0xff, 0xff, 0x3f, 0];
        assert!(decompress(&claim, Compression::Snappy, 64 << 20).is_err());
        assert!(decompress(b"no", Compression::Gzip, 9).is_err());
    }
}
