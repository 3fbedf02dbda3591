//! The websocket, as it is described: OpenAPI knows its handshake; its
//! frames are schemas beside it.
//! Must not know: when a frame is sent.

use crate::web::describe::Api;
use crate::web::ws::SUBPROTOCOL;
use crate::wire::problem::{FOREIGN_ORIGIN, NO_SUBPROTOCOL, NOT_A_WEBSOCKET};
use crate::wire::schema::{ClientSays, HubSays};
use serde_json::{Value, json};

pub fn describe(api: &mut Api) {
    api.group("live", "Live state over a websocket, subprotocol onward.v1.");
    api.frames::<ClientSays, HubSays>();
    api.get("/api/v1/ws", "connect", "Connect for live documents")
        .for_roles("every role that opens documents")
        .note("Frames are JSON text: the client says `ClientFrame` and begins with `hello`, the hub says `HubFrame`; both are among the schemas. A browser's `Origin` has to be the public URL.")
        .header("Sec-WebSocket-Protocol", "The subprotocol.", &json!({ "type": "string", "const": SUBPROTOCOL }))
        .refuses(&[NOT_A_WEBSOCKET, NO_SUBPROTOCOL, FOREIGN_ORIGIN])
        .answers_with(101, "The connection is a websocket now.", Value::Null)
        .end();
}
