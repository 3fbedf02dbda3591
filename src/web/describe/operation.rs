//! One call of the API as it is described: its door, what it takes, what it answers. The door brings its refusals along:
//! whoever says that a body is read has said 400, 413 and 415. Must not know: any one resource.
//! Written as a chain that ends in [`Operation::end`].

use super::{Api, refusals};
use crate::web::problem::{CROSS_SITE, INTERNAL, UNSUPPORTED_MEDIA};
use crate::wire::problem::{
    BAD_REQUEST, FORBIDDEN, LATER, NOT_FOUND, SESSION_EXPIRED, SESSION_REVOKED, SIGN_IN, Slug, TOO_BIG,
};
use crate::wire::published::never_null;
use schemars::JsonSchema;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// A call that is being described.
#[must_use = "a description counts once it has ended"]
pub struct Operation<'a> {
    api: &'a mut Api,
    method: &'static str,
    path: String,
    fields: Map<String, Value>,
    notes: Vec<String>,
    parameters: Vec<Value>,
    responses: BTreeMap<u16, Value>,
    refusals: BTreeMap<u16, Vec<Slug>>,
}

impl<'a> Operation<'a> {
    pub(super) fn new(api: &'a mut Api, method: &'static str, path: &str, id: &str, summary: &str) -> Self {
        let mut fields = Map::new();
        fields.insert("operationId".to_owned(), id.into());
        fields.insert("summary".to_owned(), summary.into());
        fields.insert("tags".to_owned(), api.tag().into());
        let (parameters, responses, refusals) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
        Self { api, method, path: path.to_owned(), fields, notes: Vec::new(), parameters, responses, refusals }
    }

    /// More than the summary says.
    pub fn note(mut self, description: &str) -> Self {
        self.notes.push(description.to_owned());
        self
    }

    pub fn for_anyone(mut self) -> Self {
        self.fields.insert("security".to_owned(), json!([]));
        self
    }

    /// Any account; what is outside its scope is not found.
    pub fn for_signed_in(mut self) -> Self {
        self.fields.insert("security".to_owned(), json!([{ "cookie": [] }, { "bearer": [] }]));
        if self.method != "get" {
            self = self.refuses(&[CROSS_SITE]);
        }
        self.refuses(&[SIGN_IN, SESSION_EXPIRED, SESSION_REVOKED]).reads_the_store()
    }

    /// Accounts of some roles, in words: "a coordinator".
    pub fn for_roles(mut self, who: &str) -> Self {
        self.notes.insert(0, format!("For {who}."));
        self.for_signed_in().refuses(&[FORBIDDEN])
    }

    /// What any call meets that asks the store.
    pub fn reads_the_store(self) -> Self {
        self.refuses(&[LATER, INTERNAL])
    }

    /// A part of the path. What cannot be one names nothing.
    pub fn path<T: JsonSchema>(mut self, name: &str, description: &str, example: &str) -> Self {
        let schema = self.api.asked.subschema_for::<T>();
        self.parameters.push(json!({
            "name": name, "in": "path", "required": true, "description": description, "schema": schema,
            "example": example
        }));
        self.refuses(&[NOT_FOUND])
    }

    /// Each field of `T` as a parameter of the query.
    pub fn query<T: JsonSchema>(mut self) -> Self {
        let schema = T::json_schema(&mut self.api.asked);
        let required: Vec<&str> =
            schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
        for (name, field) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let mut field = field.clone();
            never_null(&mut field);
            let description = field.as_object_mut().and_then(|f| f.remove("description"));
            self.parameters.push(json!({
                "name": name, "in": "query", "required": required.contains(&name.as_str()), "schema": field,
                "description": description.unwrap_or_else(|| "".into())
            }));
        }
        self.refuses(&[BAD_REQUEST])
    }

    pub fn header(mut self, name: &str, description: &str, schema: &Value) -> Self {
        self.parameters.push(json!({ "name": name, "in": "header", "description": description, "schema": schema }));
        self
    }

    /// A JSON body, read strictly.
    pub fn body<T: JsonSchema>(self, example: Value) -> Self {
        let schema = Value::from(self.api.asked.subschema_for::<T>());
        self.takes(json!({ "application/json": { "schema": schema, "example": example } })).refuses(&[
            BAD_REQUEST,
            TOO_BIG,
            UNSUPPORTED_MEDIA,
        ])
    }

    /// A body in another form, by content type.
    pub fn takes(mut self, content: Value) -> Self {
        self.fields.insert("requestBody".to_owned(), json!({ "required": true, "content": content }));
        self
    }

    /// A body that may be left out.
    pub fn may_take(mut self, content: Value) -> Self {
        self.fields.insert("requestBody".to_owned(), json!({ "required": false, "content": content }));
        self
    }

    /// An answer in JSON.
    pub fn answers<T: JsonSchema>(self, status: u16, description: &str, example: Value) -> Self {
        let schema = Value::from(self.api.answered.subschema_for::<T>());
        let content = json!({ "application/json": { "schema": schema, "example": example } });
        self.answers_with(status, description, content)
    }

    /// An answer in another form, or with nothing in it.
    pub fn answers_with(mut self, status: u16, description: &str, content: Value) -> Self {
        let mut response = Map::new();
        response.insert("description".to_owned(), description.into());
        if !content.is_null() {
            response.insert("content".to_owned(), content);
        }
        self.responses.insert(status, response.into());
        self
    }

    /// A header of the answer that was said last.
    pub fn with_header(mut self, status: u16, name: &str, description: &str) -> Self {
        if let Some(response) = self.responses.get_mut(&status).and_then(Value::as_object_mut) {
            let headers = response.entry("headers").or_insert_with(|| json!({}));
            if let Some(headers) = headers.as_object_mut() {
                let header = json!({ "description": description, "schema": { "type": "string" } });
                headers.insert(name.to_owned(), header);
            }
        }
        self
    }

    /// Problems it can answer, each under its own status.
    pub fn refuses(mut self, slugs: &[Slug]) -> Self {
        for slug in slugs {
            let held = self.refusals.entry(slug.status).or_default();
            if !held.contains(slug) {
                held.push(*slug);
            }
        }
        self
    }

    /// Puts it into the description.
    pub fn end(self) {
        let Self { api, method, path, mut fields, notes, parameters, responses, refusals } = self;
        if !notes.is_empty() {
            fields.insert("description".to_owned(), notes.join(" ").into());
        }
        let answers = responses.into_iter().map(|(status, answer)| (status.to_string(), answer));
        let refusals =
            refusals.into_iter().map(|(status, slugs)| (status.to_string(), refusals::response(status, &slugs)));
        let mut all: Map<String, Value> = refusals.collect();
        for (status, answer) in answers {
            match all
                .get_mut(&status)
                .and_then(|refusal| refusal.pointer_mut("/content"))
                .and_then(Value::as_object_mut)
            {
                // Refused in another form than a problem, to whoever asked for it.
                Some(content) => {
                    content.extend(answer.get("content").and_then(Value::as_object).cloned().into_iter().flatten())
                }
                None => drop(all.insert(status, answer)),
            }
        }
        all.insert("405".to_owned(), json!({ "$ref": "#/components/responses/MethodNotAllowed" }));
        if !parameters.is_empty() {
            fields.insert("parameters".to_owned(), parameters.into());
        }
        fields.insert("responses".to_owned(), all.into());
        api.add(&path, method, fields);
    }

    /// A reference to a schema of what is answered.
    pub fn schema<T: JsonSchema>(&mut self) -> Value {
        self.api.answered.subschema_for::<T>().into()
    }
}
