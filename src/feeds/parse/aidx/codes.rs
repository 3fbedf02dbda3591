//! The code lists of AIDX that this service acts on, in one place, as senders use them.
//! Codes are found by their text alone: the list a sender names in `CodeContext` is often the wrong one.
//! Must not know: XML, or which leg a code stands in.

use crate::domain::observation::{Event, Kind, Stage};

/// What a status code of `OperationalStatus` or `RemarkTextCode` means here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Cancelled,
    Reinstated,
    Diverted,
    Returned,
    Boarding(Boarding),
    /// Known, and said better by a time or a gate.
    Said,
}

/// How far boarding has come; a later one outranks an earlier one of the same message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Boarding {
    GateOpen,
    Begun,
    FinalCall,
    GateClosed,
}

impl Boarding {
    pub fn text(self) -> &'static str {
        match self {
            Boarding::GateOpen => "gate open",
            Boarding::Begun => "boarding",
            Boarding::FinalCall => "final call",
            Boarding::GateClosed => "gate closed",
        }
    }
}

/// Lists 2005, 1245 and 9750, display codes, Gatwick's long and short forms, Lima's.
pub fn status(code: &str) -> Option<Status> {
    Some(match code {
        "DX" | "CX" | "NOP" => Status::Cancelled,
        "SQ" => Status::Reinstated,
        "DV" => Status::Diverted,
        "GRT" | "RST" | "RS" => Status::Returned,
        "GOP" | "GO" => Status::Boarding(Boarding::GateOpen),
        "BST" | "BD" => Status::Boarding(Boarding::Begun),
        "FCT" | "LC" => Status::Boarding(Boarding::FinalCall),
        "GCL" | "GC" => Status::Boarding(Boarding::GateClosed),
        "OP" | "SCH" | "SCT" | "SH" | "OT" | "DL" | "EST" | "ES" | "EXP" | "EX" | "INI" | "SEQ" | "RDT" | "DIR"
        | "DIC" | "OFB" | "TX" | "TKO" | "AB" | "FIR" | "TEN" | "FS" | "THM" | "ZN" | "FIN" | "LAN" | "LD" | "ONB"
        | "OC" | "FRB" | "FB" | "LSB" | "LB" | "STE" | "STX" | "EAR" | "DEL" => Status::Said,
        _ => return None,
    })
}

/// What an `OperationTime` is a time of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    Of(Event, Option<Firmness>),
    Boarding(Boarding),
}

pub type Firmness = (Kind, Stage);

const SCHEDULED: Firmness = (Kind::Scheduled, Stage::Scheduled);
const ESTIMATED: Firmness = (Kind::Estimated, Stage::Estimated);
const ACTUAL: Firmness = (Kind::Actual, Stage::Actual);

/// `OperationQualifier`, with the joined codes of before version 12.1, which need no `TimeType`:
/// they are the words of telexes, so EA is the touch-down and EO the take-off.
pub fn moment(qualifier: &str) -> Option<Moment> {
    Some(match qualifier {
        "OFB" => Moment::Of(Event::Out, None),
        "TKO" => Moment::Of(Event::Off, None),
        "TDN" => Moment::Of(Event::On, None),
        "ONB" => Moment::Of(Event::In, None),
        "SCD" => Moment::Of(Event::Out, Some(SCHEDULED)),
        "ED" => Moment::Of(Event::Out, Some(ESTIMATED)),
        "AD" => Moment::Of(Event::Out, Some(ACTUAL)),
        "EO" => Moment::Of(Event::Off, Some(ESTIMATED)),
        "EA" => Moment::Of(Event::On, Some(ESTIMATED)),
        "SCA" => Moment::Of(Event::In, Some(SCHEDULED)),
        "EB" => Moment::Of(Event::In, Some(ESTIMATED)),
        "OB" => Moment::Of(Event::In, Some(ACTUAL)),
        "GTO" => Moment::Boarding(Boarding::GateOpen),
        "BST" => Moment::Boarding(Boarding::Begun),
        "FCT" => Moment::Boarding(Boarding::FinalCall),
        "GCL" => Moment::Boarding(Boarding::GateClosed),
        _ => return None,
    })
}

/// `TimeType`. A planned time (PLN) is the operator's own plan of the day: it must not move the published
/// schedule by which the flight is known, so it is an estimate, and gives way to any that calls itself so: said
/// beside it, the merge would take the later of the two. Of TAR and CAL the calculated one wins: it already took
/// the target into account.
pub fn firmness(time_type: &str) -> Option<(Firmness, u8)> {
    Some(match time_type {
        "SCT" => (SCHEDULED, 0),
        "PLN" => (ESTIMATED, 0),
        "EST" => (ESTIMATED, 1),
        "TAR" => ((Kind::Estimated, Stage::Target), 0),
        "CAL" => ((Kind::Estimated, Stage::Target), 1),
        "ACT" => (ACTUAL, 0),
        _ => return None,
    })
}

/// Code list 9321, for an answer that is a refusal.
pub fn refusal(code: &str) -> &'static str {
    match code {
        "294" => "bad format",
        "911" => "system error, commonly a full refresh asked for too soon",
        "1007" => "refused by the hub",
        _ => "a code of list 9321",
    }
}
