//! What a backup file promises: it reads as it was written, and whatever was cut, changed or added is found.
//! Each damage is tried on the packed file and, packed anew, on what is inside.
//! Must not know: stores.

use super::*;
use chrono::TimeDelta;

fn about() -> About {
    let made_at = DateTime::from_timestamp(1_420_200_000, 0).unwrap();
    let bookmarks = vec![("mail".to_owned(), Seq(3)), ("web/hooks".to_owned(), Seq(0))];
    About { deployment: Uuid::from_u128(7), made_at, clock: Some(ClockMark::Real), bookmarks }
}

fn entry(name: &str, seq: u64, records: &[&[u8]]) -> Entry {
    Entry {
        key: Key::new(name).unwrap(),
        version: Version(2),
        seq: Seq(seq),
        generation: Seq(1),
        removed_at: None,
        records: records.iter().map(|r| Record::from(*r)).collect(),
        ids: vec![Noted { id: Uuid::from_u128(9), receipt: Record::from(b"r".as_slice()), seq: Seq(seq) }],
    }
}

fn entries() -> Vec<Entry> {
    let gone = Entry { removed_at: Some(about().made_at), ids: vec![], ..entry("key/gone", 5, &[]) };
    vec![entry("a", 3, &[b"{}", b"", &[0, 255, 10, 13]]), gone, entry("a", 6, &[b"later"])]
}

fn head() -> Head {
    Head::new(&about(), about().made_at + TimeDelta::days(1))
}

fn written() -> Vec<u8> {
    let mut writer = Writer::begin(Vec::new(), head()).unwrap();
    entries().iter().for_each(|entry| writer.entry(entry).unwrap());
    writer.end(Whole { seq: Seq(6), complete_from: Seq(2) }).unwrap()
}

type Everything = (Head, Vec<Entry>, End);

fn read(file: &[u8]) -> Result<Everything, ArchiveError> {
    let mut reader = Reader::begin(file)?;
    let mut all = Vec::new();
    while let Some(entry) = reader.entry()? {
        all.push(entry);
    }
    let end = reader.end().unwrap().clone();
    Ok((reader.head, all, end))
}

fn unpacked(file: &[u8]) -> String {
    std::io::read_to_string(GzDecoder::new(file)).unwrap()
}

fn packed(text: &str) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::fast());
    out.write_all(text.as_bytes()).unwrap();
    out.finish().unwrap()
}

#[test]
fn it_reads_as_it_was_written() {
    let (head, all, end) = read(&written()).unwrap();
    assert_eq!((&head, all), (&self::head(), entries()));
    assert_eq!(head.about(), about());
    assert_eq!((end.entries, end.whole()), (3, Whole { seq: Seq(6), complete_from: Seq(2) }));
    let nobody = About { clock: None, bookmarks: vec![], ..about() };
    assert_eq!(Head::new(&nobody, about().made_at).about(), nobody);
    let repacked = packed(&unpacked(&written()));
    assert!(read(&repacked).is_ok(), "packed by another program it says the same");
}

#[test]
fn every_cut_is_found() {
    let file = written();
    for length in 0..file.len() {
        let error = read(&file[..length]).map(|_| ()).unwrap_err();
        assert!(matches!(error, ArchiveError::Stranger | ArchiveError::Damaged { .. }), "{length}: {error}");
    }
    let text = unpacked(&file);
    for length in 0..text.len() {
        assert!(read(&packed(&text[..length])).is_err(), "cut to {length} and packed again");
    }
}

#[test]
fn every_changed_bit_is_found_or_changes_nothing() {
    let (file, expected) = (written(), read(&written()).unwrap());
    let mut harmless = 0;
    for bit in 0..file.len() * 8 {
        let mut flipped = file.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        if let Ok(all) = read(&flipped) {
            assert_eq!(all, expected, "bit {bit}");
            // The head of gzip holds a time, a system and hints; the same bytes can be packed in more than one way.
            harmless += 1;
        }
    }
    assert!(harmless < 100, "{harmless}");
    let text = unpacked(&file).into_bytes();
    for byte in 0..text.len() {
        let mut other = text.clone();
        other[byte] = if other[byte] == b'1' { b'2' } else { b'1' };
        let Ok(other) = String::from_utf8(other) else { continue };
        assert!(read(&packed(&other)).is_err(), "byte {byte} changed, and packed again");
    }
}

#[test]
fn nothing_may_follow_and_no_line_may_lack() {
    let file = written();
    for more in [&[0][..], b"\n", &file] {
        assert!(read(&[&file, more].concat()).is_err());
    }
    let text = unpacked(&file);
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    for n in 0..lines.len() {
        let without: String = lines.iter().enumerate().filter(|(i, _)| *i != n).map(|(_, l)| *l).collect();
        assert!(read(&packed(&without)).is_err(), "without line {n}");
        let twice: String = lines.iter().enumerate().flat_map(|(i, l)| [*l].repeat(1 + usize::from(i == n))).collect();
        assert!(read(&packed(&twice)).is_err(), "line {n} twice");
    }
    let swapped = [lines[0], lines[2], lines[1], lines[3], lines[4]].concat();
    assert!(matches!(read(&packed(&swapped)), Err(ArchiveError::Damaged { line: 5, .. })));
}

#[test]
fn what_is_none_says_so() {
    for other in [&b""[..], b"SQLite format 3", &packed("{}\n"), &packed("words\n"), &packed("")] {
        assert!(matches!(read(other), Err(ArchiveError::Stranger)));
    }
    let newer = unpacked(&written()).replacen("\"form\":1", "\"form\":2,\"more\":{}", 1);
    let error = read(&packed(&newer)).unwrap_err();
    assert!(error.to_string().contains("form 2") && error.to_string().contains("newer"), "{error}");
    let damaged = unpacked(&written()).replacen("\"key\":\"a\"", "\"key\":\"ä\"", 1);
    assert!(matches!(read(&packed(&damaged)), Err(ArchiveError::Damaged { line: 2, .. })));
}
