//! Sealing: XChaCha20-Poly1305 over a short text that says where the sealed value belongs, so that it opens nowhere
//! else. A sealed value is `form (1 byte) · nonce (24) · ciphertext and tag`.
//! Must not know: which key it is given, what is sealed, or where it is kept.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use secrecy::{ExposeSecret, SecretBox};
use zeroize::Zeroizing;

/// Secret bytes: wiped when dropped, and never printed.
pub(super) type Secret = SecretBox<[u8; KEY_BYTES]>;

pub(super) const KEY_BYTES: usize = 32;
const FORM: u8 = 1;
const NONCE_BYTES: usize = 24;
const TAG_BYTES: usize = 16;

/// What a caller can do about a value that cannot be sealed or opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// Nothing: it was sealed under another key or for another place, or it is damaged. Which one, nobody can tell.
    #[error("a sealed value does not open: another key, another place, or damage")]
    Closed,
    /// Use a newer program.
    #[error("a value sealed in form {0}, which this program does not know")]
    Form(u8),
    /// Try again; the system has no randomness to give, or no memory.
    #[error("sealing failed")]
    Failed,
}

/// 32 bytes of the system's randomness.
pub(super) fn fresh() -> Result<Secret, SealError> {
    let mut filled = Ok(());
    let secret = Secret::init_with_mut(|bytes: &mut [u8; KEY_BYTES]| filled = getrandom::fill(bytes));
    filled.map(|()| secret).map_err(|_| SealError::Failed)
}

/// Seals for the place that `context` names. The nonce is random: at 24 bytes it needs no counter to be unique.
pub(super) fn seal(key: &Secret, context: &[u8], plain: &[u8]) -> Result<Vec<u8>, SealError> {
    let mut nonce = [0; NONCE_BYTES];
    getrandom::fill(&mut nonce).map_err(|_| SealError::Failed)?;
    let aad = bound(FORM, context);
    let sealed = cipher(key).encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: &aad });
    let sealed = sealed.map_err(|_| SealError::Failed)?;
    Ok([[FORM].as_slice(), &nonce, &sealed].concat())
}

/// Opens what was sealed with this key for this place.
pub(super) fn open(key: &Secret, context: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
    let (form, rest) = sealed.split_first().ok_or(SealError::Closed)?;
    if *form != FORM {
        return Err(SealError::Form(*form));
    }
    let (nonce, body) = rest.split_first_chunk::<NONCE_BYTES>().ok_or(SealError::Closed)?;
    if body.len() < TAG_BYTES {
        return Err(SealError::Closed);
    }
    let aad = bound(FORM, context);
    let plain = cipher(key).decrypt(&XNonce::from(*nonce), Payload { msg: body, aad: &aad });
    plain.map(Zeroizing::new).map_err(|_| SealError::Closed)
}

/// The form is bound too, so that a later form cannot be passed off as this one.
fn bound(form: u8, context: &[u8]) -> Vec<u8> {
    [b"onward/".as_slice(), &[form], context].concat()
}

fn cipher(key: &Secret) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(<&Key>::from(key.expose_secret()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_in_its_place() {
        let key = fresh().unwrap();
        for plain in [b"".as_slice(), b"Ana", &[0; 10_000]] {
            let sealed = seal(&key, b"m/f/name", plain).unwrap();
            assert_eq!(open(&key, b"m/f/name", &sealed).unwrap().as_slice(), plain);
            assert_eq!(sealed.len(), 1 + NONCE_BYTES + plain.len() + TAG_BYTES);
            assert!(plain.is_empty() || !sealed.windows(plain.len()).any(|w| w == plain));
        }
    }

    #[test]
    fn it_opens_nowhere_else() {
        let key = fresh().unwrap();
        let sealed = seal(&key, b"m/f/name", b"Ana").unwrap();
        assert_eq!(open(&fresh().unwrap(), b"m/f/name", &sealed), Err(SealError::Closed), "another key");
        for moved in [b"m/g/name".as_slice(), b"m/f/nam", b"m/f/name ", b""] {
            assert_eq!(open(&key, moved, &sealed), Err(SealError::Closed), "{moved:?}");
        }
    }

    #[test]
    fn one_bit_is_enough() {
        let key = fresh().unwrap();
        let sealed = seal(&key, b"c", b"Ana").unwrap();
        for bit in 0..sealed.len() * 8 {
            let mut flipped = sealed.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            let expected = if bit < 8 { SealError::Form(flipped[0]) } else { SealError::Closed };
            assert_eq!(open(&key, b"c", &flipped), Err(expected), "bit {bit}");
        }
        for length in 0..sealed.len() {
            assert_eq!(open(&key, b"c", &sealed[..length]), Err(SealError::Closed), "cut to {length}");
        }
        assert_eq!(open(&key, b"c", &[sealed, vec![0]].concat()), Err(SealError::Closed), "and nothing may follow");
    }

    #[test]
    fn the_form_is_bound() {
        let key = fresh().unwrap();
        let aad = bound(FORM + 1, b"c");
        let nonce = [3; NONCE_BYTES];
        let body = cipher(&key).encrypt(&XNonce::from(nonce), Payload { msg: b"Ana", aad: &aad }).unwrap();
        let passed_off = [[FORM].as_slice(), &nonce, &body].concat();
        assert_eq!(open(&key, b"c", &passed_off), Err(SealError::Closed));
    }

    #[test]
    fn equal_values_do_not_look_equal() {
        let key = fresh().unwrap();
        assert_ne!(seal(&key, b"c", b"Ana").unwrap(), seal(&key, b"c", b"Ana").unwrap());
    }
}
