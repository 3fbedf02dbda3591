//! The screens, which travel inside the program: one file, no folder to lose, nothing to be swapped on disk.
//! Every file has a tag, so that a browser asks again and gets nothing anew; versioned files are never asked for again.
//! Must not know: who is looking. There is nothing in here that not everybody may see.

use super::problem::{allow, not_found};
use actix_web::http::Method;
use actix_web::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderMap, IF_NONE_MATCH, VARY,
};
use actix_web::{HttpRequest, HttpResponse, ResponseError, web};
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::collections::HashMap;
use std::io::Write;
use std::sync::OnceLock;

#[derive(rust_embed::RustEmbed)]
#[folder = "static/"]
#[allow_missing = true]
struct Embedded;

const PAGE: &str = "index.html";

/// All embedded files. One for all workers.
pub struct Assets(HashMap<String, Asset>);

struct Asset {
    plain: Bytes,
    /// Made when first asked for; `None` if it would not be smaller.
    gzip: OnceLock<Option<Bytes>>,
    content_type: String,
    tag: String,
    cache: &'static str,
}

impl Assets {
    #[must_use]
    pub fn embedded() -> Self {
        Self(
            Embedded::iter()
                .filter_map(|path| Some((path.to_string(), Asset::new(&path, &Embedded::get(&path)?))))
                .collect(),
        )
    }

    /// The start page, for the policy that names its import map.
    #[must_use]
    pub fn page(&self) -> String {
        self.0.get(PAGE).map(|page| String::from_utf8_lossy(&page.plain).into_owned()).unwrap_or_default()
    }

    fn at(&self, path: &str) -> Option<&Asset> {
        self.0.get(if path.is_empty() { PAGE } else { path })
    }
}

impl Asset {
    fn new(path: &str, file: &rust_embed::EmbeddedFile) -> Self {
        let hash: String = file.metadata.sha256_hash().iter().take(12).map(|b| format!("{b:02x}")).collect();
        Self {
            plain: Bytes::copy_from_slice(&file.data),
            gzip: OnceLock::new(),
            content_type: content_type(path, file.metadata.mimetype()),
            // Weak: the compressed form is the same thing in other bytes.
            tag: format!("W/\"{hash}\""),
            cache: cache(path),
        }
    }

    fn gzip(&self) -> Option<Bytes> {
        let smaller = || {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
            encoder.write_all(&self.plain).ok()?;
            encoder.finish().ok().filter(|gz| gz.len() < self.plain.len()).map(Bytes::from)
        };
        self.gzip.get_or_init(smaller).clone()
    }
}

/// With `nosniff` a wrong type means a blank screen, so that the ones that matter are named here.
fn content_type(path: &str, guess: &str) -> String {
    match path.rsplit('.').next().unwrap_or_default() {
        "js" | "mjs" => "text/javascript; charset=utf-8".to_owned(),
        "ftl" => "text/plain; charset=utf-8".to_owned(),
        "json" | "map" => "application/json".to_owned(),
        "webmanifest" => "application/manifest+json".to_owned(),
        "wasm" => "application/wasm".to_owned(),
        _ if guess.starts_with("text/") => format!("{guess}; charset=utf-8"),
        _ => guess.to_owned(),
    }
}

/// Only a vendored file that carries its version in its name may stay for good: any other would outlive an update.
fn cache(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or_default();
    let version = |part: &str| {
        part.contains('.')
            && part.split('.').next().is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
    };
    let versioned = name.split(['-', '@']).skip(1).any(version);
    if path.starts_with("vendor/") && versioned { "public, max-age=31536000, immutable" } else { "no-cache" }
}

/// Everything that no other route takes: a screen's file, or nothing. `/` is the only address of a screen.
pub async fn serve(request: HttpRequest, assets: web::Data<Assets>) -> HttpResponse {
    let path = request.path().strip_prefix('/').unwrap_or_default();
    if assets.at(path).is_some() && request.method() != Method::GET && request.method() != Method::HEAD {
        return super::problem::not_allowed("GET, HEAD");
    }
    send(&request, &assets, path)
}

/// One file, as far as the browser does not hold it already.
pub fn send(request: &HttpRequest, assets: &Assets, path: &str) -> HttpResponse {
    let Some(asset) = assets.at(path) else {
        return not_found().error_response();
    };
    let gzip = takes_gzip(request.headers()).then(|| asset.gzip()).flatten();
    let mut response =
        if is_held(request.headers(), &asset.tag) { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response
        .insert_header((ETAG, asset.tag.as_str()))
        .insert_header((CACHE_CONTROL, asset.cache))
        .insert_header((VARY, "accept-encoding"));
    if is_held(request.headers(), &asset.tag) {
        return response.finish();
    }
    response.insert_header((CONTENT_TYPE, asset.content_type.as_str()));
    match gzip {
        Some(gzip) => response.insert_header((CONTENT_ENCODING, "gzip")).body(gzip),
        None => response.insert_header((CONTENT_ENCODING, "identity")).body(asset.plain.clone()),
    }
}

fn is_held(headers: &HeaderMap, tag: &str) -> bool {
    let held = headers.get(IF_NONE_MATCH).and_then(|v| v.to_str().ok()).unwrap_or_default();
    held.split(',').any(|held| held.trim() == tag)
}

fn takes_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers.get(ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).unwrap_or_default();
    accepted.split(',').map(str::trim).any(|one| {
        let (name, rest) = one.split_once(';').unwrap_or((one, ""));
        name.trim() == "gzip" && !matches!(rest.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
    })
}

/// The start page; anything else goes through the default service of the app, which is [`serve`] too.
pub fn routes(app: &mut web::ServiceConfig) {
    app.service(
        web::resource("/").route(web::get().to(serve)).route(web::head().to(serve)).default_service(allow("GET, HEAD")),
    );
}

#[cfg(test)]
mod tests {
    use super::{cache, content_type};

    #[test]
    fn only_a_versioned_vendored_file_stays_for_good() {
        let check = |path: &str, immutable: bool| assert_eq!(cache(path).contains("immutable"), immutable, "{path}");
        check("vendor/preact-10.29.0.js", true);
        check("vendor/idb@8.0.3.js", true);
        check("vendor/preact.module.js", false);
        check("vendor/d3-geo.js", false);
        check("app-1.2.js", false);
        check("sw.js", false);
    }

    #[test]
    fn types_that_a_browser_insists_on() {
        assert_eq!(content_type("sw.js", "application/javascript"), "text/javascript; charset=utf-8");
        assert_eq!(content_type("lang/ar.ftl", "application/octet-stream"), "text/plain; charset=utf-8");
        assert_eq!(content_type("styles/app.css", "text/css"), "text/css; charset=utf-8");
        assert_eq!(content_type("icon.png", "image/png"), "image/png");
    }
}
