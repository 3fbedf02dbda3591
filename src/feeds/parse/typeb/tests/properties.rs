//! What holds for every telex: nothing panics, a cut or changed byte harms what it touches only, telexes keep to themselves.
//! The cases are made by `proptest`; a found one belongs into a table as well.
//! Must not know: the world outside a message.

use super::read;
use crate::domain::observation::Observation;
use crate::feeds::parse::golden;
use crate::feeds::{Kind, Parsed};
use proptest::prelude::*;

const RECEIVED: &str = "2026-06-10T12:01:00Z";

const TELEXES: [&str; 8] = [
    "QU ONWXXKK\r\n.ABCOPKK 101200\r\n\u{2}MVT\r\nKK117/10.ABCDE.ADD\r\nAD1130/1140 EA1500 NBO\r\nDL81/0015 RA/0120\r\nPX30/185\r\n\u{3}",
    "COR MVT\nKK117/10.ABCDE.ADD\nED101500\nSI FR 1200",
    "MVA\nKK117/31.AB-CDE.ADD\nFR1130/1140\nNI101500",
    "DIV\nKK117/10.ABCDE.ADD\nEA1330 NBO\nDR71 POB112",
    "ASM\nLT\n10JUN00123E001\nTIM WEAT\nKK117/16JUN\nADD2200 NBO0110/1\nNBO0300/1 MBA0400/1\n//\nCNL\nKK118/16JUN ADD/NBO",
    "SSM\nUTC\nRPL\nKK117\n15JUN26 24OCT26 1234/W2\nJ 332 .Y100 2/AA\nADD0140 NBO0340",
    "=HEADER\nRCV,2026/06/10 12:00\n=MSGID\n101200 JUN26\n=SMI\nLDM\n=TEXT\nKK117/10JUN26.ABCDE.Y150.2/4\n-NBO.60/40/8/2.0.T900.PAX/8/100\n-MBA.NIL\nSI",
    "QU ONWXXKK\n.ABCOPKK 101200\nA81\nFI KK0117/AN AB-CDE\nDT XXX ADD1 101200 M44A\n-\nMVA\nKK117/10.ABCDE.ADD\nAA/2400 TD0001",
];

fn said(parsed: &Parsed) -> Vec<Observation> {
    parsed.observations.iter().map(|(observation, _)| observation.clone()).collect()
}

fn raw(bytes: &[u8]) -> Parsed {
    golden::read(Kind::TypeB, bytes, RECEIVED, "")
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        raw(&bytes);
    }

    #[test]
    fn no_telex_of_telex_words_panics(words in prop::collection::vec(
        prop::sample::select(vec!["MVT", "ASM", "SSM", "LDM", "DIV", "COR", "UTC", "LT", "KK117/10.ABCDE.ADD", "KK117/16JUN", "AD1130/1140",
            "EA", "2400", "/1", "DL81/", "FR", "RR", "SI", "//", "CNL", "TIM", "RPL", "ADD0140", "NBO0340/1", "-NBO.1/2.PAX/3", "15JUN26", "24OCT29",
            "1234567/W2", "\n", "\n\n", "\u{1}", "\u{2}", "\u{3}", ".ABCOPKK 311200", "QU ONWXXKK", "PART2", "ENDPART1", "=TEXT", "=HEADER", "É", "ADDNBO", "2/AA"]),
        0..60,
    )) {
        read(&words.join(" "), RECEIVED);
        read(&words.concat(), RECEIVED);
        read(&words.join("\n"), RECEIVED);
    }

    #[test]
    fn no_mutation_panics(
        telex in 0..TELEXES.len(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = TELEXES[telex].as_bytes().to_vec();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(cut.index(bytes.len() * 2));
        raw(&bytes);
    }

    #[test]
    fn a_remark_never_says_anything(remark in "[ -<>-~\r\n]{0,80}") {
        let telex = "\u{1}QU ONWXXKK\n.ABCOPKK 101200\n\u{2}MVT\nKK117/10.ABCDE.ADD\nAD1130\nSI ";
        let quiet: String = remark.replace("\n\n", " ").replace("\n\r", " ");
        prop_assume!(!quiet.contains("NNNN") && !quiet.contains("QU "));
        let parsed = read(&format!("{telex}{}\n\u{3}", quiet.trim()), RECEIVED);
        prop_assert_eq!(said(&parsed), said(&read(telex, RECEIVED)));
    }

    #[test]
    fn telexes_keep_to_themselves(
        order in prop::collection::vec(0..TELEXES.len(), 1..6),
        broken in any::<prop::sample::Index>(),
        change in any::<(prop::sample::Index, u8)>(),
    ) {
        let framed = |text: &str| format!("\u{1}{text}\u{3}\n").into_bytes();
        let alone: Vec<Vec<Observation>> = order.iter().map(|n| said(&raw(&framed(TELEXES[*n])))).collect();
        let whole: Vec<u8> = order.iter().flat_map(|n| framed(TELEXES[*n])).collect();
        prop_assert_eq!(said(&raw(&whole)), alone.concat());
        // One changed byte inside one of them, other than its frame.
        let broken = broken.index(order.len());
        let mut bytes: Vec<Vec<u8>> = order.iter().map(|n| framed(TELEXES[*n])).collect();
        let inside = bytes[broken].len() - 3;
        bytes[broken][1 + change.0.index(inside)] = if change.1 < 4 { b'?' } else { change.1 };
        let found = said(&raw(&bytes.concat()));
        let (before, after) = (alone[..broken].concat(), alone[broken + 1..].concat());
        prop_assert_eq!(&found[..before.len()], &before[..]);
        prop_assert_eq!(&found[found.len() - after.len()..], &after[..]);
    }
}
