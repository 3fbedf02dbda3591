//! What every answer tells the browser to refuse: foreign scripts, frames, guessing of types, referrers, caching of
//! what the API says. The hash of the import map is computed from the page that is served, so that the two cannot part.
//! Must not know: what is answered.

use crate::config::public_url::PublicUrl;
use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web;
use base64::Engine;
use sha2::{Digest, Sha256};

/// Not one of these is needed by a screen of ours, so that no script that slipped in has them either.
const PERMISSIONS: &str = "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), \
                           magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=()";

/// The headers of this deployment.
pub struct Policy(Vec<(HeaderName, HeaderValue)>);

impl Policy {
    /// `page` is the start page as it is served.
    ///
    /// # Errors
    /// Never with a page of ours: its hash is plain text.
    pub fn new(page: &str, public: &PublicUrl) -> Result<Self, header::InvalidHeaderValue> {
        let mut headers = vec![
            (header::CONTENT_SECURITY_POLICY, HeaderValue::from_str(&content_security(page))?),
            (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
            (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
            (header::CROSS_ORIGIN_OPENER_POLICY, HeaderValue::from_static("same-origin")),
            (header::CROSS_ORIGIN_RESOURCE_POLICY, HeaderValue::from_static("same-origin")),
            (header::PERMISSIONS_POLICY, HeaderValue::from_static(PERMISSIONS)),
        ];
        if public.is_https() {
            let year = HeaderValue::from_static("max-age=31536000; includeSubDomains");
            headers.push((header::STRICT_TRANSPORT_SECURITY, year));
        }
        Ok(Self(headers))
    }

    /// What a handler has said itself, stays: the page of the API's documentation has a policy of its own.
    fn apply(&self, headers: &mut HeaderMap, is_screen: bool) {
        for (name, value) in &self.0 {
            if !headers.contains_key(name) {
                headers.insert(name.clone(), value.clone());
            }
        }
        // A shared tablet's disk is no place for names: only what is embedded in the program says otherwise.
        if !is_screen && !headers.contains_key(header::CACHE_CONTROL) {
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        }
    }
}

fn content_security(page: &str) -> String {
    let hashes: String = inline_scripts(page)
        .map(|script| {
            let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(script));
            format!(" 'sha256-{hash}'")
        })
        .collect();
    format!(
        "default-src 'none'; script-src 'self'{hashes}; style-src 'self'; font-src 'self'; img-src 'self' data:; \
         connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'none'"
    )
}

/// The insides of `<script>` elements without `src`: the import map.
fn inline_scripts(page: &str) -> impl Iterator<Item = &str> {
    page.split("<script").skip(1).filter_map(|rest| {
        let (attributes, rest) = rest.split_once('>')?;
        let (inside, _) = rest.split_once("</script>")?;
        (!attributes.contains("src=")).then_some(inside)
    })
}

/// # Errors
/// Those of the service within.
pub async fn secure<B: MessageBody>(
    policy: web::Data<Policy>,
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let mut response = next.call(request).await?;
    let is_screen =
        response.headers().contains_key(header::ETAG) && response.headers().contains_key(header::CACHE_CONTROL);
    policy.apply(response.headers_mut(), is_screen);
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::{content_security, inline_scripts};

    #[test]
    fn only_what_stands_in_the_page_is_hashed() {
        let page =
            "<script type=\"importmap\">{\"imports\":{}}</script><script type=\"module\" src=\"/app.js\"></script>";
        assert_eq!(inline_scripts(page).collect::<Vec<_>>(), ["{\"imports\":{}}"]);
        let policy = content_security(page);
        // printf '{"imports":{}}' | openssl dgst -sha256 -binary | base64
        assert!(
            policy.contains("script-src 'self' 'sha256-URrTy+Il/Nz0lHojVUx275hWqAWhkSF0VsHbUM4/6Hw=';"),
            "{policy}"
        );
        assert!(!content_security("").contains("sha256") && !policy.contains("unsafe"));
    }
}
