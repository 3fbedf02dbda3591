//! The checksum of a set of documents: XOR of FNV-1a-64 over `id rev`, so that it can be kept up to date
//! one document at a time and compared without sending the set. It finds a client that has fallen out of
//! step; it is no protection against one that lies. Must not know: documents, audiences.

use std::fmt;

/// How many documents, and the XOR of their marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Digest {
    pub count: u64,
    pub sum: u64,
}

/// What one document contributes.
pub fn mark(id: &str, rev: &str) -> u64 {
    const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    let bytes = id.bytes().chain(std::iter::once(b' ')).chain(rev.bytes());
    bytes.fold(OFFSET, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME))
}

impl Digest {
    pub fn add(&mut self, mark: u64) {
        self.count += 1;
        self.sum ^= mark;
    }
    /// Only of a mark that was added.
    pub fn remove(&mut self, mark: u64) {
        self.count = self.count.saturating_sub(1);
        self.sum ^= mark;
    }
    /// The sum as it is written: 16 lower-case hex digits.
    pub fn hex(&self) -> Hex {
        Hex(self.sum)
    }
}

/// 64 bits as 16 lower-case hex digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hex(pub u64);

impl fmt::Display for Hex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vector_of_the_contract() {
        let mut digest = Digest::default();
        assert_eq!(digest.hex().to_string(), "0000000000000000");
        digest.add(mark("01932c07-21c0-7d4a-8f3e-0a1b2c3d4e5f", "r1"));
        digest.add(mark("01932c07-21c0-7d4a-8f3e-0a1b2c3d4e60", "r2"));
        assert_eq!((digest.count, digest.hex().to_string().as_str()), (2, "8a82c8539e4a6fde"));
    }

    #[test]
    fn what_is_removed_leaves_no_trace() {
        let mut digest = Digest::default();
        digest.add(mark("a", "1"));
        let before = digest;
        digest.add(mark("b", "2"));
        digest.remove(mark("b", "2"));
        assert_eq!(digest, before);
    }
}
