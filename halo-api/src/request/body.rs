//! Bodies other than a single object: lists, and forms of texts and files.

use super::Call;
use crate::codec::{WriteBody, WriteValue};
use crate::entity_info::{BodyShape, Fixed, OperationInfo};
use crate::files::{FormValue, Multipart};
use crate::pipeline::request::Body;

/// How generated code sets them.
impl Call {
    /// Sends these objects.
    pub(crate) fn with_items(mut self, items: impl IntoIterator<Item = WriteBody>) -> Self {
        let mut bodies = Vec::new();
        for item in items {
            match self.operation.body_with(&self.keys, Some(item)) {
                Ok(body) => bodies.extend(body),
                Err(fault) => self.fail(fault),
            }
        }
        self.many = Some(bodies);
        self
    }

    /// Sends a list of single values.
    pub(crate) fn with_values(mut self, values: WriteValue) -> Self {
        self.values = Some(values);
        self
    }

    /// Sets a part of the form that is an argument.
    pub(crate) fn with_part(mut self, name: &'static str, value: FormValue) -> Self {
        self.set_part(name, value);
        self
    }

    /// Sets a part of the form, replacing an earlier value.
    pub(crate) fn set_part(&mut self, name: &'static str, value: FormValue) {
        self.form.set(name, value);
    }
}

/// The body of a request, before it is encoded.
pub(super) enum CallBody {
    Json(WriteValue),
    Form(Multipart),
}

impl CallBody {
    pub(super) fn encode(&self) -> Result<Body, String> {
        match self {
            Self::Json(value) => serde_json::to_vec(value).map(Body::json).map_err(|error| unencodable(&error)),
            Self::Form(form) => form.encode(),
        }
    }

    /// As `preview()` shows it.
    pub(super) fn shown(&self) -> Result<serde_json::Value, String> {
        match self {
            Self::Json(value) => serde_json::to_value(value).map_err(|error| unencodable(&error)),
            Self::Form(form) => form.check().map(|()| form.shown()),
        }
    }
}

impl Call {
    pub(super) fn whole_body(&self) -> Result<Option<CallBody>, String> {
        if self.operation.body_shape == BodyShape::Multipart {
            return self.whole_form().map(CallBody::Form).map(Some);
        }
        if let Some(values) = &self.values {
            return Ok(Some(CallBody::Json(values.clone())));
        }
        Ok(self.bodies()?.map(|bodies| CallBody::Json(self.shaped(bodies))))
    }

    /// The form with its fixed parts, in the order of the schema.
    fn whole_form(&self) -> Result<Multipart, String> {
        let operation: &OperationInfo = &self.operation;
        let mut form = Multipart::new();
        for (name, fixed) in operation.fixed {
            form.set(name, self.fixed_part(*fixed)?);
        }
        if let Some(name) = self.form.names().find(|name| form.names().any(|fixed| fixed == *name)) {
            return Err(format!("the form sets `{name}`, which `{}` sets itself", operation.name));
        }
        Ok(form.and(self.form.clone().ordered(operation.parts.iter().map(|part| part.wire_name))))
    }

    fn fixed_part(&self, fixed: Fixed) -> Result<FormValue, String> {
        Ok(match (fixed, self.operation.fixed_value(fixed, &self.keys)?) {
            (Fixed::Text(text), _) => FormValue::text(text),
            (Fixed::Null, _) => FormValue::text(""),
            (_, WriteValue::Json(serde_json::Value::String(text))) => FormValue::text(text),
            (_, WriteValue::Json(value)) => FormValue::text(value.to_string()),
            _ => return Err("a form contains only texts and files".to_owned()),
        })
    }
}

fn unencodable(error: &serde_json::Error) -> String {
    format!("the body cannot be encoded: {error}")
}

#[cfg(all(test, feature = "mock"))]
#[allow(clippy::unwrap_used)]
mod tests {
    use http::{Method, header};
    use serde_json::json;

    use super::*;
    use crate::codec::id::KeyValue;
    use crate::entity_info::{KeyInfo, OperationKind, ParamInfo, Reply, Type};
    use crate::files::File;
    use crate::mock::{Fault, MockHalo};
    use crate::vocabulary::Safety;

    const fn operation(path: &'static str, shape: BodyShape) -> OperationInfo {
        OperationInfo::new(OperationKind::Custom, "attach", Method::POST, path, Safety::Unsafe).body_shape(shape)
    }

    static FORM: OperationInfo = operation("/Tickets/{id}/files/{slot}", BodyShape::Multipart)
        .key(&[KeyInfo::in_path("id"), KeyInfo::in_path("slot")])
        .fixed(&[
            ("ticket", Fixed::Key("id")),
            ("kind", Fixed::Text("0")),
            ("shown", Fixed::Bool(true)),
            ("n", Fixed::Null),
        ])
        .parts(&[
            ParamInfo::new("note", "note", Type::String),
            ParamInfo::new("file", "file", Type::File).required(),
            ParamInfo::new("size", "size", Type::Int),
        ])
        .reply(Reply::Download);
    static LIST: OperationInfo = operation("/Tickets/seen", BodyShape::Array).fixed(&[("_seen", Fixed::Bool(true))]);

    fn call(operation: &'static OperationInfo, keys: &[KeyValue]) -> Call {
        Call::new(&MockHalo::new().halo(), crate::catalog::entity("tickets").unwrap(), operation, keys, None)
    }

    fn form() -> Call {
        let file = File::new("a.pdf", "%PDF");
        let mut call = call(&FORM, &[KeyValue::Int(7), KeyValue::Text("a/b".to_owned())]);
        call.set_part("size", FormValue::text(3_i64));
        call = call.with_part("file", FormValue::File(file));
        call.set_part("size", FormValue::text(4_i64));
        call
    }

    #[test]
    fn a_form_has_its_fixed_parts_first_and_the_order_of_the_schema() {
        let mut call = form();
        let parts = json!([
            {"name": "ticket", "text": "7"},
            {"name": "kind", "text": "0"},
            {"name": "shown", "text": "true"},
            {"name": "n", "text": ""},
            {"name": "file", "file_name": "a.pdf", "media_type": "application/pdf", "size": 4},
            {"name": "size", "text": "4"},
        ]);
        let preview = call.preview();
        assert_eq!((preview.path.as_str(), preview.body), ("/Tickets/7/files/a%2Fb", Some(parts)));
        let body = call.prepare().ok().unwrap().body.unwrap();
        assert!(body.content_type.to_str().unwrap().starts_with("multipart/form-data; boundary="));
        assert!(body.bytes.windows(4).any(|window| window == b"%PDF"));
        assert!(format!("{call:?}").contains(r#"form: ["size", "file"]"#), "{call:?}");
        call.set_part("kind", FormValue::text("1"));
        assert_eq!(call.preview().fault.unwrap(), "the form sets `kind`, which `attach` sets itself");
        assert!(call.prepare().is_err());
    }

    #[test]
    fn an_argument_in_the_path_is_no_member_of_the_key() {
        assert!(form().changes_record(), "of the ticket that the leading argument names");
        assert_eq!(form().record_keys(), [KeyValue::Int(7)]);
    }

    #[test]
    fn a_list_is_sent_as_it_is() {
        let values = WriteValue::list([7_i64, 8]);
        assert_eq!(call(&LIST, &[]).with_values(values).preview().body, Some(json!([7, 8])));
        let items = ["a", "b"].map(|name| {
            let mut item = WriteBody::new();
            item.set("name", name);
            item
        });
        let preview = call(&LIST, &[]).with_items(items).preview();
        assert_eq!(preview.body, Some(json!([{"_seen": true, "name": "a"}, {"_seen": true, "name": "b"}])));
        let mut item = WriteBody::new();
        item.set("_seen", false);
        let fault = call(&LIST, &[]).with_items([item]).preview().fault.unwrap();
        assert_eq!(fault, "the body sets `_seen`, which `attach` sets itself");
        assert_eq!(call(&LIST, &[]).with_items([]).preview().body, Some(json!([])));
    }

    #[tokio::test(start_paused = true)]
    async fn a_form_is_answered_by_a_file() {
        let mock = MockHalo::new();
        let named = Fault::status(200).header(header::CONTENT_DISPOSITION, "attachment; filename=b.pdf").body("%PDF");
        mock.fault(named.clone().times(2));
        let attach = || Call { halo: mock.halo(), ..form() };
        let file = attach().download().await.unwrap();
        assert_eq!((file.name.as_deref(), &file.bytes[..]), (Some("b.pdf"), &b"%PDF"[..]));
        let saved = attach().save_to(crate::SaveTarget::writer(Vec::new())).await.unwrap();
        assert_eq!((saved.name.as_deref(), saved.size), (Some("b.pdf"), 4));
        mock.fault(Fault::dropped().on("/api/Tickets/7/files/a%2Fb"));
        assert!(attach().download().await.unwrap_err().is_outcome_unknown());
    }
}
