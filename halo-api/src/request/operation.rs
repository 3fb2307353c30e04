//! What operations send and return, beyond what all requests do.

use bytes::Bytes;
use serde_json::Value;

use super::{Call, Pending, params};
use crate::codec::id::KeyValue;
use crate::codec::{WireType, WriteBody, WriteValue, decode_value};
use crate::entity_info::{Fixed, OperationInfo};
use crate::files::{Download, SaveTarget, Saved, download, save};

/// How its response is read.
impl Call {
    /// Sends it and reads a value of any type.
    pub(crate) fn value<T: WireType>(self) -> Pending<T> {
        Pending::of(async move {
            let reply = self.reply().await?;
            let mut value: Option<T> = None;
            decode_value(&mut value, &reply.body, self.mode()).map_err(|error| reply.undecodable(&error))?;
            value.ok_or_else(|| reply.unreadable("the response is empty where a value was expected"))
        })
    }

    /// Sends it and reads any JSON. An empty response reads as `null`.
    pub(crate) fn json(self) -> Pending<Value> {
        Pending::of(async move {
            let reply = self.reply().await?;
            let body: &[u8] = if reply.body.is_empty() { b"null" } else { &reply.body };
            serde_json::from_slice(body).map_err(|error| reply.unreadable(error.to_string()))
        })
    }

    /// Sends it and returns the file.
    pub(crate) fn download(self) -> Pending<Download> {
        Pending::of(async move { download(&self.halo.inner, self.prepared().await?).await })
    }

    /// Sends it and saves the file.
    pub(crate) fn save_to(self, target: SaveTarget) -> Pending<Saved> {
        Pending::of(async move { save(&self.halo.inner, self.prepared().await?, target).await })
    }

    /// Sends it and returns the body as it is.
    pub(crate) fn bytes(self) -> Pending<Bytes> {
        Pending::of(async move { self.reply().await.map(|reply| reply.body) })
    }
}

impl OperationInfo {
    /// The path with the members of the key in it.
    pub(super) fn path_with(&self, keys: &[KeyValue]) -> String {
        let mut path = String::new();
        let mut rest = self.path;
        while let Some((before, (name, after))) =
            rest.split_once('{').and_then(|(before, from)| Some((before, from.split_once('}')?)))
        {
            path.push_str(before);
            if let Some(key) = self.member(name, keys) {
                params::encode(&key.to_string(), &mut path);
            }
            rest = after;
        }
        path.push_str(rest);
        path
    }

    /// The body: what is always the same, then what was set. A member that was set to something else is a mistake, never
    /// overwritten.
    pub(super) fn body_with(&self, keys: &[KeyValue], body: Option<WriteBody>) -> Result<Option<WriteBody>, String> {
        if self.fixed.is_empty() {
            return Ok(body);
        }
        let mut body = body.unwrap_or_default();
        for (name, fixed) in self.fixed.iter().rev() {
            let value = self.fixed_value(*fixed, keys)?;
            if let Some(set) = body.get(name) {
                self.check_same(name, *fixed, set, &value)?;
            }
            body.set_first(name, value);
        }
        Ok(Some(body))
    }

    /// Whether what a body sets is what it holds anyway.
    fn check_same(&self, name: &str, fixed: Fixed, set: &WriteValue, value: &WriteValue) -> Result<(), String> {
        match (fixed, value) {
            (Fixed::Key(_), WriteValue::Json(key)) if is_key(set, key) => Ok(()),
            (Fixed::Key(_), WriteValue::Json(key)) => {
                let key = key.as_str().map_or_else(|| key.to_string(), str::to_owned);
                Err(format!("the body sets another `{name}` than the one that is updated, {key}"))
            }
            _ if set == value => Ok(()),
            _ => Err(format!("the body sets `{name}`, which `{}` sets itself", self.name)),
        }
    }

    pub(super) fn fixed_value(&self, fixed: Fixed, keys: &[KeyValue]) -> Result<WriteValue, String> {
        Ok(match fixed {
            Fixed::Null => Value::Null.into(),
            Fixed::Bool(value) => value.into(),
            Fixed::Int(value) => value.into(),
            Fixed::Float(value) => value.into(),
            Fixed::Text(text) => text.into(),
            Fixed::Key(name) => match self.member(name, keys) {
                // Halo takes id 0 for none: an update with it makes a new record.
                Some(KeyValue::Int(0)) => {
                    return Err(format!(
                        "`{name}` 0 means \"new\" to Halo: this would create a record instead of changing one"
                    ));
                }
                Some(key) => key.clone().into(),
                None => Value::Null.into(),
            },
        })
    }

    fn member<'k>(&self, name: &str, keys: &'k [KeyValue]) -> Option<&'k KeyValue> {
        self.key.iter().zip(keys).find(|(known, _)| known.wire_name == name).map(|(_, key)| key)
    }
}

/// An id that cannot be part of a path must not be sent.
pub(super) fn check_keys(keys: &[KeyValue]) -> Result<(), String> {
    if keys.iter().any(|key| matches!(key, KeyValue::Text(text) if ["", ".", ".."].contains(&text.as_str()))) {
        return Err("an id is empty or cannot be part of a path".to_owned());
    }
    Ok(())
}

/// Whether a body's value is this key; the web interface sends ids as text, so that counts as well.
fn is_key(set: &WriteValue, key: &Value) -> bool {
    let spelled = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    matches!(set, WriteValue::Json(set) if spelled(set).is_some() && spelled(set) == spelled(key))
}

#[cfg(all(test, feature = "mock"))]
#[allow(clippy::unwrap_used)]
mod tests {
    use http::Method;
    use serde_json::json;

    use super::*;
    use crate::entity_info::{BodyShape, KeyInfo, OperationKind, ParamInfo, Reply, Type};
    use crate::mock::{Fault, MockHalo};
    use crate::tickets::Ticket;
    use crate::vocabulary::Safety;
    use crate::{Error, ErrorKind, Halo};

    const KEY: &[KeyInfo] = &[KeyInfo::in_path("client_id"), KeyInfo::in_path("id")];

    const fn operation(path: &'static str, shape: BodyShape) -> OperationInfo {
        OperationInfo::new(OperationKind::Custom, "go", Method::POST, path, Safety::Unsafe)
            .key(KEY)
            .body_shape(shape)
            .reply(Reply::Json)
    }

    static PLAIN: OperationInfo = operation("/Go", BodyShape::Array);
    static IN_PATH: OperationInfo = operation("/Clients/{client_id}/go{id}/to", BodyShape::Object);
    static FIXED: OperationInfo =
        operation("/Go", BodyShape::Array).params(&[ParamInfo::new("to", "to", Type::Date).needs(&["from"])]).fixed(&[
            ("id", Fixed::Key("id")),
            ("_go", Fixed::Bool(true)),
            ("far", Fixed::Float(1.5)),
            ("how", Fixed::Text("well")),
            ("why", Fixed::Null),
            ("steps", Fixed::Int(-3)),
        ]);

    fn call(halo: &Halo, operation: &'static OperationInfo, id: &str, body: impl Into<Option<WriteBody>>) -> Call {
        let keys = [KeyValue::Int(5), id.parse().map_or_else(|_| KeyValue::Text(id.to_owned()), KeyValue::Int)];
        Call::new(halo, crate::catalog::entity("tickets").unwrap(), operation, &keys, body.into())
    }

    fn body(name: &'static str, value: i64) -> WriteBody {
        let mut body = WriteBody::new();
        body.set(name, value);
        body
    }

    #[test]
    fn members_of_the_key_stand_in_the_path_encoded() {
        let halo = MockHalo::new().halo();
        let preview = call(&halo, &IN_PATH, "a/b", Some(body("x", 1))).preview();
        assert_eq!((preview.path.as_str(), preview.body), ("/Clients/5/goa%2Fb/to", Some(json!({"x": 1}))));
        assert!(preview.query.is_empty());
        let out = call(&halo, &IN_PATH, "a/b", None).prepare().ok().unwrap();
        assert_eq!(out.uri.path(), "/api/Clients/5/goa%2Fb/to");
        assert_eq!((out.template.as_ref(), out.body.is_none()), ("/Clients/{client_id}/go{id}/to", true));
        assert!(call(&halo, &IN_PATH, "..", None).preview().fault.is_some());
    }

    #[test]
    fn fixed_fields_stand_in_front_and_are_not_overwritten() {
        let halo = MockHalo::new().halo();
        let preview = call(&halo, &FIXED, "7", Some(body("x", 1))).preview();
        let text = preview.body.unwrap().to_string();
        let fixed = json!({"id": 7, "_go": true, "far": 1.5, "how": "well", "why": null, "steps": -3, "x": 1});
        assert_eq!(text, json!([fixed]).to_string());
        assert_eq!(call(&halo, &FIXED, "7", Some(body("id", 7))).preview().fault, None, "the same is no contradiction");
        let fault = call(&halo, &FIXED, "7", Some(body("steps", 3))).preview().fault.unwrap();
        assert_eq!(fault, "the body sets `steps`, which `go` sets itself");
        assert!(call(&halo, &FIXED, "0", None).preview().fault.unwrap().contains("means \"new\""));
        assert_eq!(call(&halo, &PLAIN, "0", None).preview().fault, None, "where it is no id that is written");
    }

    #[test]
    fn parameters_are_checked_as_those_of_other_requests() {
        let halo = MockHalo::new().halo();
        let mut go = call(&halo, &FIXED, "7", None);
        go.set("to", "2026-01-31");
        assert_eq!(go.preview().fault.unwrap(), "`to` does nothing without `from`");
        go.query("page_size".to_owned(), "3".to_owned());
        go.query("from".to_owned(), "2026-01-01".to_owned());
        assert_eq!(go.preview().fault, None, "paging is the runtime's in lists alone");
    }

    /// How a response is read.
    async fn answer<T>(text: &str, read: impl FnOnce(Call) -> Pending<T>) -> Result<T, Error> {
        let mock = MockHalo::new();
        mock.fault(Fault::status(200).body(text).on("/api/Go"));
        read(call(&mock.halo(), &PLAIN, "7", None)).await
    }

    #[tokio::test(start_paused = true)]
    async fn answers_are_read_as_what_they_are_said_to_be() {
        let tickets = answer(r#"[{"id": 1, "odd": []}, {"id": "2"}]"#, Call::value::<Vec<Ticket>>).await.unwrap();
        assert_eq!(tickets.iter().map(|ticket| ticket.id.0).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(answer("18.0", Call::value::<i64>).await.unwrap(), 18);
        assert_eq!(answer("{\"a\": [1]}", Call::json).await.unwrap(), json!({"a": [1]}));
        assert_eq!(answer("", Call::json).await.unwrap(), Value::Null);
        assert_eq!(answer("%PDF", Call::bytes).await.unwrap().as_ref(), b"%PDF");
        assert_eq!(answer("[{\"id\": 4}]", Call::object::<Ticket>).await.unwrap().id.0, 4);
        answer("<html>", Call::none).await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_that_does_not_fit_is_an_error_which_says_that_the_write_was_applied() {
        for text in ["", "null", "{}", "[7]", "[{}]", "\"x\""] {
            let error = answer(text, Call::value::<Vec<Ticket>>).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Decode, "{text}");
            assert!(error.to_string().contains("did apply the write"), "{error}");
        }
    }
}
