//! Reads Rust source as tokens and paths, without comments and without the insides of strings.
//! It knows just enough of the language for the rules: words, paths, use trees, functions, test code.
//! Must not know: any rule.

/// One word or sign of a source text, with the line it stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    pub line: usize,
    pub text: String,
}

/// A source file, ready to be asked.
pub struct Source {
    /// From the root of the repository, with forward slashes: `src/domain/flight.rs`.
    pub path: String,
    pub text: String,
    pub tokens: Vec<Token>,
    /// The tokens outside `#[cfg(test)]`; empty in a file of tests.
    pub shipped: Vec<Token>,
}

/// A function: its name, its first line and how many lines it has.
pub struct Function {
    pub name: String,
    pub line: usize,
    pub lines: usize,
}

impl Source {
    pub fn new(path: &str, text: &str) -> Source {
        let tokens = tokens(&blank(text));
        let shipped = shipped(&tokens);
        Source { path: path.to_owned(), text: text.to_owned(), tokens, shipped }
    }

    /// The module as a path: `src/feeds/parse/aidx.rs` is `crate::feeds::parse::aidx`.
    pub fn module(&self) -> Vec<String> {
        let inner = self.path.trim_start_matches("src/").trim_end_matches(".rs");
        let mut module = vec!["crate".to_owned()];
        module.extend(inner.split('/').map(str::to_owned));
        if matches!(module.last().map(String::as_str), Some("mod" | "lib" | "main")) {
            module.pop();
        }
        module
    }

    /// The modules this file declares for tests only: `#[cfg(test)] mod contract;`.
    pub fn test_modules(&self) -> Vec<String> {
        let words: Vec<&str> = self.tokens.iter().map(|t| t.text.as_str()).collect();
        words
            .windows(10)
            .filter(|w| w[..7] == ["#", "[", "cfg", "(", "test", ")", "]"] && w[7] == "mod" && w[9] == ";")
            .map(|w| w[8].to_owned())
            .collect()
    }

    /// Every path that is named, `use` trees spread out and `super`/`self` resolved.
    pub fn paths(&self, tokens: &[Token]) -> Vec<(usize, Vec<String>)> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            if tokens[at].text == "use" {
                at = use_tree(tokens, at + 1, &[], &mut found);
            } else if is_word(&tokens[at].text) {
                let (path, next) = plain_path(tokens, at);
                found.push((tokens[at].line, path));
                at = next;
            } else {
                at += 1;
            }
        }
        let here = self.module();
        found.into_iter().map(|(line, path)| (line, resolve(path, &here))).collect()
    }

    pub fn functions(&self) -> Vec<Function> {
        let mut found = Vec::new();
        for (at, pair) in self.tokens.windows(2).enumerate() {
            if pair[0].text != "fn" || !is_word(&pair[1].text) {
                continue;
            }
            let end = end_of_item(&self.tokens, at);
            let lines = self.tokens[end].line + 1 - pair[0].line;
            found.push(Function { name: pair[1].text.clone(), line: pair[0].line, lines });
        }
        found
    }
}

/// The lines where `wanted` (words parted by spaces) stands, one token after the other.
pub fn lines_with(tokens: &[Token], wanted: &str) -> Vec<usize> {
    let wanted: Vec<&str> = wanted.split(' ').collect();
    tokens
        .windows(wanted.len())
        .filter(|w| w.iter().map(|t| t.text.as_str()).eq(wanted.iter().copied()))
        .map(|w| w[0].line)
        .collect()
}

pub fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

fn resolve(path: Vec<String>, here: &[String]) -> Vec<String> {
    let ups = path.iter().take_while(|p| *p == "super").count();
    let from_self = usize::from(path.first().is_some_and(|p| p == "self"));
    if ups == 0 && from_self == 0 {
        return path;
    }
    let mut whole: Vec<String> = here[..here.len().saturating_sub(ups)].to_vec();
    whole.extend(path.into_iter().skip(ups + from_self));
    whole
}

fn plain_path(tokens: &[Token], mut at: usize) -> (Vec<String>, usize) {
    let mut path = vec![tokens[at].text.clone()];
    while at + 2 < tokens.len() && tokens[at + 1].text == "::" && is_word(&tokens[at + 2].text) {
        path.push(tokens[at + 2].text.clone());
        at += 2;
    }
    (path, at + 1)
}

/// Spreads one branch of a `use` tree out; returns the place after it.
fn use_tree(tokens: &[Token], mut at: usize, prefix: &[String], found: &mut Vec<(usize, Vec<String>)>) -> usize {
    let mut path = prefix.to_vec();
    let line = tokens.get(at).map_or(0, |t| t.line);
    while at < tokens.len() {
        match tokens[at].text.as_str() {
            ";" | "," | "}" | ">" => break,
            "{" => {
                at += 1;
                while at < tokens.len() && tokens[at].text != "}" {
                    at = use_tree(tokens, at, &path, found);
                    at += usize::from(at < tokens.len() && tokens[at].text != "}");
                }
                return at + 1;
            }
            "as" => at += 1, // the new name is no path
            "::" => {}
            "self" if !path.is_empty() => {}
            word => path.push(word.to_owned()),
        }
        at += 1;
    }
    found.push((line, path));
    at
}

/// The index of the last token of the item that starts here: its closing brace, or its semicolon.
fn end_of_item(tokens: &[Token], start: usize) -> usize {
    let (mut round, mut curly) = (0usize, 0usize);
    for (at, token) in tokens.iter().enumerate().skip(start) {
        match token.text.as_str() {
            "(" | "[" => round += 1,
            ")" | "]" => round = round.saturating_sub(1),
            "{" => curly += 1,
            "}" => {
                curly = curly.saturating_sub(1);
                if curly == 0 && round == 0 {
                    return at;
                }
            }
            ";" if round == 0 && curly == 0 => return at,
            _ => {}
        }
    }
    tokens.len() - 1
}

fn shipped(tokens: &[Token]) -> Vec<Token> {
    if !lines_with(tokens, "# ! [ cfg ( test ) ]").is_empty() {
        return Vec::new();
    }
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let window = &tokens[at..tokens.len().min(at + 7)];
        if lines_with(window, "# [ cfg ( test ) ]").is_empty() {
            kept.push(tokens[at].clone());
            at += 1;
        } else {
            at = end_of_item(tokens, at + 7) + 1;
        }
    }
    kept
}

fn tokens(code: &str) -> Vec<Token> {
    let mut found = Vec::new();
    for (index, line) in code.lines().enumerate() {
        let mut rest = line.trim_start();
        while let Some(first) = rest.chars().next() {
            let word = |c: char| c.is_alphanumeric() || c == '_';
            let length = if word(first) {
                rest.find(|c| !word(c)).unwrap_or(rest.len())
            } else if rest.starts_with("::") {
                2
            } else {
                first.len_utf8()
            };
            found.push(Token { line: index + 1, text: rest[..length].to_owned() });
            rest = rest[length..].trim_start();
        }
    }
    found
}

/// The text with comments, strings and characters made blank; lines stay where they were.
fn blank(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut after_word = false;
    while let Some(c) = rest.chars().next() {
        let skip = if after_word { plain_literal(rest) } else { literal_or_comment(rest) };
        if skip > 0 {
            out.extend(rest[..skip].chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
            rest = &rest[skip..];
            after_word = false;
        } else {
            out.push(c);
            after_word = c.is_alphanumeric() || c == '_';
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

/// How many bytes of a comment, string or character start here; 0 = none does.
fn literal_or_comment(rest: &str) -> usize {
    for prefix in ["br", "cr", "r"] {
        let hashes = rest.strip_prefix(prefix).map_or(0, |r| r.len() - r.trim_start_matches('#').len());
        let open = format!("{prefix}{}\"", "#".repeat(hashes));
        if rest.starts_with(&open) {
            let close = format!("\"{}", "#".repeat(hashes));
            return rest[open.len()..].find(&close).map_or(rest.len(), |end| open.len() + end + close.len());
        }
    }
    if rest.starts_with("b\"") || rest.starts_with("c\"") || rest.starts_with("b'") {
        return 1 + plain_literal(&rest[1..]);
    }
    plain_literal(rest)
}

fn plain_literal(rest: &str) -> usize {
    if rest.starts_with("//") {
        return rest.find('\n').unwrap_or(rest.len());
    }
    if rest.starts_with("/*") {
        return block_comment(rest);
    }
    let quote = match rest.chars().next() {
        Some(quote @ ('"' | '\'')) => quote,
        _ => return 0,
    };
    // 'a is a lifetime, 'a' and '\n' are characters.
    if quote == '\'' {
        let mut inside = rest[1..].chars();
        let first = inside.next();
        if first != Some('\\') && inside.next() != Some('\'') {
            return 0;
        }
    }
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// Block comments nest.
fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0usize, 0usize);
    while at < rest.len() {
        let two = &rest.as_bytes()[at..rest.len().min(at + 2)];
        match two {
            b"/*" => (depth, at) = (depth + 1, at + 2),
            b"*/" => (depth, at) = (depth.saturating_sub(1), at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        tokens(&blank(text)).into_iter().map(|t| t.text).collect()
    }

    #[test]
    fn comments_and_strings_are_not_code() {
        let text = "a /* b /* c */ é */ // e\n\"f \\\" g\" r#\"h \" i\"# b'j' 'k' 'l: m<'n> '\\'' o";
        assert_eq!(words(text), ["a", "'", "l", ":", "m", "<", "'", "n", ">", "o"]);
    }

    #[test]
    fn use_trees_are_spread_out_and_relative_paths_resolved() {
        let text = "use crate::{store::{self, Key as K}, domain};\nfn f() { super::super::hub::go() }";
        let source = Source::new("src/feeds/parse/x.rs", text);
        let found: Vec<String> = source.paths(&source.tokens).iter().map(|(_, p)| p.join("::")).collect();
        for wanted in ["crate::store", "crate::store::Key", "crate::domain"] {
            assert!(found.iter().any(|f| f == wanted), "{wanted} in {found:?}");
        }
        assert!(found.iter().any(|f| f == "crate::feeds::hub::go"), "{found:?}");
    }

    #[test]
    fn test_code_is_known_as_such() {
        let text = "fn a() {}\n#[cfg(test)]\nmod tests { fn b() { c.unwrap() } }\nfn d() {}";
        let source = Source::new("src/x.rs", text);
        let shipped: Vec<&str> = source.shipped.iter().map(|t| t.text.as_str()).collect();
        assert!(shipped.contains(&"a") && shipped.contains(&"d") && !shipped.contains(&"unwrap"));
        assert_eq!(Source::new("src/store/mod.rs", "#[cfg(test)] mod contract;").test_modules(), ["contract"]);
    }

    #[test]
    fn functions_are_measured_from_fn_to_brace() {
        let source = Source::new("src/x.rs", "trait T { fn none(); }\nfn a(x: [u8; 2])\nwhere\n{\n  {}\n}\n");
        let found: Vec<(String, usize)> = source.functions().into_iter().map(|f| (f.name, f.lines)).collect();
        assert_eq!(found, [("none".to_owned(), 1), ("a".to_owned(), 5)]);
    }
}
