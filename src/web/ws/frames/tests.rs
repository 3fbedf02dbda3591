//! Frames in every piece they can come in, and bytes that are none. The cases of RFC 6455 by name are in `tests/it`,
//! over a real socket.
//! Must not know: sockets.

use super::*;
use proptest::prelude::*;

/// A frame as a client writes it.
fn frame(first: u8, payload: &[u8], mask: [u8; 4]) -> Vec<u8> {
    let mut bytes = vec![first];
    match payload.len() {
        short @ 0..=125 => bytes.push(0x80 | short as u8),
        medium @ 126..=0xffff => {
            bytes.push(0xfe);
            bytes.extend((medium as u16).to_be_bytes());
        }
        long => {
            bytes.push(0xff);
            bytes.extend((long as u64).to_be_bytes());
        }
    }
    bytes.extend(mask);
    bytes.extend(payload.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask));
    bytes
}

/// Everything there is to read in these pieces, and how it ended.
fn read<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> (Vec<Message>, Option<u16>) {
    let (mut frames, mut read) = (Frames::default(), Vec::new());
    for piece in pieces {
        frames.feed(Bytes::copy_from_slice(piece));
        loop {
            match frames.next() {
                Ok(Some(message)) => {
                    let last = matches!(message, Message::Binary | Message::Close(_));
                    read.push(message);
                    if last {
                        return (read, None);
                    }
                }
                Ok(None) => break,
                Err(broken) => return (read, Some(broken.code)),
            }
        }
    }
    (read, None)
}

#[test]
fn what_is_kept_grows_with_what_has_come_and_never_with_a_claim() {
    let mut frames = Frames::default();
    let mut claims = frame(0x81, &vec![b'x'; 100_000], [1, 2, 3, 4]);
    claims.truncate(1000);
    frames.feed(claims.into());
    assert_eq!(frames.next(), Ok(None));
    assert!(frames.text.capacity() < 4096 && frames.unread.is_empty(), "{}", frames.text.capacity());
    // Parts of one byte each take no more than one of all.
    let mut frames = Frames::default();
    for n in 0..10_000 {
        frames.feed(frame(u8::from(n == 0), b"x", [0; 4]).into());
        assert_eq!(frames.next(), Ok(None));
    }
    assert!(frames.text.capacity() <= 16_384 && frames.unread.is_empty(), "{}", frames.text.capacity());
}

#[test]
fn our_own_frames_have_the_shortest_length_there_is() {
    for (length, head) in [
        (0, vec![0x81, 0]),
        (125, vec![0x81, 125]),
        (126, vec![0x81, 126, 0, 126]),
        (65_535, vec![0x81, 126, 0xff, 0xff]),
        (65_536, vec![0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0]),
    ] {
        let [written, payload] = text("x".repeat(length).into());
        assert_eq!((written.to_vec(), payload.len()), (head, length));
    }
    assert_eq!(close(Some(4413), "no").concat(), [0x88, 4, 0x11, 0x3d, b'n', b'o']);
    assert_eq!(close(None, "no").concat(), [0x88, 0]);
}

fn messages() -> impl Strategy<Value = Vec<(Message, Vec<u8>)>> {
    let parted = (".{0,300}", any::<[u8; 4]>(), 1..5usize, any::<bool>()).prop_map(|(text, mask, parts, pinged)| {
        let size = (text.len() / parts).max(1);
        let mut chunks: Vec<&[u8]> = text.as_bytes().chunks(size).collect();
        // An empty part in the middle says nothing.
        chunks.insert(chunks.len() / 2, b"");
        let count = chunks.len();
        let mut bytes = Vec::new();
        for (n, chunk) in chunks.into_iter().enumerate() {
            let first = if n == 0 { TEXT } else { CONTINUATION };
            bytes.extend(frame(first | if n + 1 == count { 0x80 } else { 0 }, chunk, mask));
            if pinged && n + 1 < count {
                bytes.extend(frame(0x80 | PONG, b"unasked", mask));
            }
        }
        (Message::Text(text.into()), bytes)
    });
    let ping = (proptest::collection::vec(any::<u8>(), 0..=125), any::<[u8; 4]>())
        .prop_map(|(payload, mask)| (Message::Ping(payload.clone().into()), frame(0x80 | PING, &payload, mask)));
    proptest::collection::vec(prop_oneof![parted, ping], 0..6)
}

proptest! {
    #[test]
    fn the_pieces_they_come_in_say_nothing(
        messages in messages(),
        cuts in proptest::collection::vec(any::<prop::sample::Index>(), 0..20),
    ) {
        let bytes: Vec<u8> = messages.iter().flat_map(|(_, bytes)| bytes.clone()).collect();
        let mut at: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).chain([0, bytes.len()]).collect();
        at.sort_unstable();
        let (mut came, ended) = read(at.windows(2).map(|w| &bytes[w[0]..w[1]]));
        came.retain(|message| !matches!(message, Message::Pong(_)));
        prop_assert_eq!(ended, None);
        prop_assert_eq!(came, messages.into_iter().map(|(message, _)| message).collect::<Vec<_>>());
    }

    #[test]
    fn whatever_comes_is_read_or_refused_the_same_way_in_any_pieces(
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
    ) {
        prop_assert_eq!(read([&bytes[..]]), read(bytes.chunks(1)));
    }
}
