//! XML of a stranger, cut into the elements of AIDX: by namespace and local name, never by position or prefix.
//! Bounded on every side; no DOCTYPE and no entity beyond the five of XML, so nothing is ever expanded or fetched.
//! What breaks the XML ends the reading with its position; elements complete by then have been handed on.
//! Must not know: what an element means.

use crate::domain::observation::Fault;
use crate::limits;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};
use quick_xml::{NsReader, XmlVersion};

pub const AIDX: &str = "http://www.iata.org/IATA/2007/00";
const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";
const ROOT: &str = "IATA_AIDX_FlightLeg";

/// The envelope a message came in, of which there are two versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Soap {
    V11,
    V12,
}

impl Soap {
    pub fn space(self) -> &'static str {
        match self {
            Soap::V11 => "http://schemas.xmlsoap.org/soap/envelope/",
            Soap::V12 => "http://www.w3.org/2003/05/soap-envelope",
        }
    }

    fn of(space: &ResolveResult) -> Option<Self> {
        let ResolveResult::Bound(space) = space else { return None };
        [Soap::V11, Soap::V12].into_iter().find(|soap| soap.space() == space.0)
    }
}

/// What stands before the legs.
#[derive(Debug, Default)]
pub struct Head {
    pub soap: Option<Soap>,
    pub root: Option<Element>,
}

/// One element of the AIDX namespace; those of other namespaces are left out.
#[derive(Debug, Default)]
pub struct Element {
    pub name: String,
    attributes: Vec<(String, String)>,
    nil: bool,
    text: String,
    pub children: Vec<Element>,
    /// Why this element, or one inside it, cannot be trusted to say what it seems to.
    pub flaw: Option<&'static str>,
}

/// What an element holds.
#[derive(Debug, PartialEq, Eq)]
pub enum Given<'a> {
    /// No element, or an empty one: nothing was said.
    Missing,
    /// `xsi:nil`: the value said before is withdrawn.
    Nil,
    Text(&'a str),
    Bad(&'static str),
}

pub enum Piece {
    /// The root as it opens, without anything inside it.
    Root(Element),
    /// A complete element directly below the root.
    Child(Element),
    SoapFault,
}

/// How the reading ended.
pub enum End {
    Whole,
    /// What was read up to here holds.
    Broken(Fault),
    /// Nothing of it may be used.
    Refused(Fault),
}

impl Element {
    pub fn given(&self) -> Given<'_> {
        let text = self.text.trim();
        if self.nil {
            Given::Nil
        } else if text.is_empty() {
            Given::Missing
        } else if text.len() > limits::FEED_TEXT_BYTES_MAX {
            Given::Bad("text is too long")
        } else if text.chars().any(|c| c.is_control() || c == char::REPLACEMENT_CHARACTER) {
            Given::Bad("text holds characters that are no text")
        } else {
            Given::Text(text)
        }
    }

    /// All the text, for reading what is not a field. Cut where a short free text ends.
    pub fn free_text(&self) -> &str {
        &self.text
    }

    pub fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|c| c.name == name)
    }

    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |c| c.name == name)
    }

    pub fn given_by(&self, name: &str) -> Given<'_> {
        self.child(name).map_or(Given::Missing, Element::given)
    }

    /// Trimmed; an empty attribute says nothing.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    fn add_text(&mut self, text: &str) {
        // A little more than a field may hold, so that one too long is seen to be so.
        let room = limits::TEXT_CHARS_MAX.saturating_sub(self.text.len());
        if text.len() <= room {
            return self.text.push_str(text);
        }
        let fits = text.char_indices().take_while(|(at, c)| at + c.len_utf8() <= room).count();
        self.text.extend(text.chars().take(fits));
    }
}

struct Open {
    element: Element,
    aidx: bool,
}

struct Tree<'a> {
    open: Vec<Open>,
    /// How many elements were open when the root was.
    root: Option<usize>,
    take: &'a mut dyn FnMut(Piece),
}

/// Hands the root and each element directly below it to `take`, as each is complete.
pub fn read(text: &str, take: &mut dyn FnMut(Piece)) -> End {
    let mut reader = NsReader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut tree = Tree { open: Vec::new(), root: None, take };
    loop {
        let before = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let broken = |reason: &str| End::Broken(Fault { reason: reason.to_owned(), at: position(text, before) });
        let refused = |reason: &str| End::Refused(Fault { reason: reason.to_owned(), at: position(text, before) });
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(_) => return broken("the XML is broken here; what stands after it was not read"),
        };
        match event {
            Event::Start(start) => {
                if tree.open.len() >= limits::XML_DEPTH_MAX {
                    return broken("elements lie too deep inside each other; the rest was not read");
                }
                tree.start(&reader, &start);
            }
            Event::End(_) => tree.end(),
            Event::Text(text) => tree.text(&text.xml10_content()),
            Event::CData(text) => tree.text(&text.xml10_content()),
            Event::GeneralRef(entity) => match resolve(&entity) {
                Some(c) => tree.text(c.encode_utf8(&mut [0; 4])),
                None => tree.flaw("uses an entity that is not one of XML's own"),
            },
            Event::DocType(_) => return refused("a DOCTYPE is not accepted; send the message without it"),
            Event::Decl(decl) => {
                let utf8 = |name: &str| ["utf-8", "utf8", "us-ascii"].contains(&name.to_ascii_lowercase().as_str());
                if !decl.encoding().is_none_or(|e| e.is_ok_and(|name| utf8(&name))) {
                    return refused("the message declares another encoding; expected UTF-8");
                }
            }
            Event::Eof if tree.open.is_empty() => return End::Whole,
            Event::Eof => return broken("the message ends in the middle; what was complete has been read"),
            Event::Empty(_) | Event::Comment(_) | Event::PI(_) => {}
        }
    }
}

/// Reads as far as the root and no further; what cannot be read has no root.
pub fn head(text: &str) -> Head {
    let mut reader = NsReader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let (mut head, mut depth) = (Head::default(), 0_usize);
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(start) if depth < limits::XML_DEPTH_MAX => {
                let (space, local) = reader.resolver().resolve_element(start.name());
                if depth == 0 && local.as_ref() == "Envelope" {
                    head.soap = Soap::of(&space);
                }
                if space == ResolveResult::Bound(Namespace(AIDX)) && local.as_ref().starts_with(ROOT) {
                    let mut root = Element::default();
                    attributes(&reader, &start, &mut root);
                    head.root = Some(root);
                    return head;
                }
                depth += 1;
            }
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Start(_) | Event::DocType(_) | Event::Eof => return head,
            _ => {}
        }
    }
    head
}

impl Tree<'_> {
    fn start(&mut self, reader: &NsReader<&[u8]>, start: &BytesStart) {
        let (space, local) = reader.resolver().resolve_element(start.name());
        let aidx = space == ResolveResult::Bound(Namespace(AIDX));
        let local = local.as_ref();
        let name = match local.len() <= limits::FEED_TEXT_BYTES_MAX {
            true => local.to_owned(),
            false => local.chars().take(limits::FEED_TEXT_BYTES_MAX).collect(),
        };
        let mut element = Element { name, ..Element::default() };
        let inside = self.root.is_some();
        let root = !inside && aidx && element.name.starts_with(ROOT);
        if root || (inside && aidx) {
            attributes(reader, start, &mut element);
        }
        if !inside && element.name == "Fault" && matches!(&space, ResolveResult::Bound(n) if n.0.contains("soap")) {
            (self.take)(Piece::SoapFault);
        }
        self.open.push(Open { element, aidx });
        if root {
            self.root = Some(self.open.len());
            let element = self.open.last_mut().map(|o| std::mem::take(&mut o.element)).unwrap_or_default();
            (self.take)(Piece::Root(element));
        }
    }

    fn end(&mut self) {
        let depth = self.open.len();
        let Some(closed) = self.open.pop() else { return };
        match self.root {
            Some(root) if depth == root => self.root = None,
            Some(root) if depth == root + 1 && closed.aidx => (self.take)(Piece::Child(closed.element)),
            Some(_) if closed.aidx => {
                if let Some(parent) = self.open.last_mut() {
                    parent.element.flaw = parent.element.flaw.or(closed.element.flaw);
                    parent.element.children.push(closed.element);
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(open) = self.open.last_mut().filter(|_| self.root.is_some()) {
            open.element.add_text(text);
        }
    }

    fn flaw(&mut self, what: &'static str) {
        if let Some(open) = self.open.last_mut() {
            open.element.flaw = Some(what);
        }
    }
}

fn attributes(reader: &NsReader<&[u8]>, start: &BytesStart, element: &mut Element) {
    for (at, attribute) in start.attributes().enumerate() {
        if at >= limits::XML_ATTRIBUTES_MAX {
            element.flaw = Some("has too many attributes");
            return;
        }
        let Ok(attribute) = attribute else {
            element.flaw = Some("has an attribute that cannot be read");
            return;
        };
        let (space, local) = reader.resolver().resolve_attribute(attribute.key);
        let Ok(value) = attribute.normalized_value(XmlVersion::Implicit1_0) else {
            element.flaw = Some("has an attribute that cannot be read");
            return;
        };
        if value.len() > limits::TEXT_CHARS_MAX {
            continue;
        }
        match space {
            ResolveResult::Unbound => element.attributes.push((local.as_ref().to_owned(), value.into_owned())),
            // A leg cut out of its envelope keeps `xsi:nil` and loses what `xsi` stood for.
            ResolveResult::Unknown(prefix) if prefix == "xsi" => element.nil |= is_nil(local.as_ref(), &value),
            ResolveResult::Bound(Namespace(XSI)) => element.nil |= is_nil(local.as_ref(), &value),
            _ => {}
        }
    }
}

fn is_nil(local: &str, value: &str) -> bool {
    local == "nil" && matches!(value.trim(), "true" | "1")
}

fn resolve(entity: &quick_xml::events::BytesRef) -> Option<char> {
    if entity.is_char_ref() {
        return entity.resolve_char_ref().ok().flatten();
    }
    match &*entity.xml10_content() {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "apos" => Some('\''),
        "quot" => Some('"'),
        _ => None,
    }
}

fn position(text: &str, byte: usize) -> String {
    let line = text.bytes().take(byte).filter(|b| *b == b'\n').count() + 1;
    format!("line {line} (byte {byte})")
}
