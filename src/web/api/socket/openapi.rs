//! The websocket, as it is described: OpenAPI knows its handshake; its
//! frames are schemas beside it.
//! Must not know: when a frame is sent.

use crate::web::describe::Api;
use crate::web::ws::SUBPROTOCOL;
use crate::wire::frame::HelloFields;
use crate::wire::problem::{
    BAD_REQUEST, DRAINING, FOREIGN_ORIGIN, HAVE_NEEDED, NO_SUBPROTOCOL, NOT_A_WEBSOCKET, OTHER_WEBSOCKET,
};
use crate::wire::schema::{ClientSays, HubSays};
use serde_json::{Value, json};

pub fn describe(api: &mut Api) {
    api.group("live", "Live state over a websocket, subprotocol onward.v1.");
    api.frames::<ClientSays, HubSays>();
    api.get("/api/v1/ws", "connect", "Connect for live documents")
        .for_roles("every role that opens documents")
        .note("Frames are JSON text: the client says `ClientFrame` and begins with `hello`, the hub says `HubFrame`; both are among the schemas. A browser's `Origin` has to be the public URL.")
        .header("Sec-WebSocket-Protocol", "The subprotocol.", &json!({ "type": "string", "const": SUBPROTOCOL }))
        .refuses(&[NOT_A_WEBSOCKET, NO_SUBPROTOCOL, FOREIGN_ORIGIN, OTHER_WEBSOCKET, DRAINING])
        .answers_with(101, "The connection is a websocket now.", Value::Null)
        .end();
    api.post("/api/v1/stream", "stream", "The same frames where there are no websockets")
        .for_roles("every role that opens documents")
        .note("The body is a `hello`; each `data` line of the answer is one `HubFrame`. Commands and receipts go over HTTP. Sums that do not match are refused: ask again with `have`.")
        .body::<HelloFields>(json!({ "have": {} }))
        .refuses(&[BAD_REQUEST, HAVE_NEEDED, DRAINING])
        .answers_with(200, "Frames, for as long as both sides want.", json!({ "text/event-stream": { "schema": { "type": "string" } } }))
        .end();
}
