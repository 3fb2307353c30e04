//! Bodies that Halo refuses: with a missing member, or one that only another write accepts.

use serde_json::Value;

use super::Call;
use crate::codec::{WriteBody, WriteValue};
use crate::entity_info::{FieldInfo, NeededField, OperationKind};
use crate::vocabulary::Error;

impl Call {
    /// Checks bodies as they are sent: with keys, fixed members and single values in their lists.
    pub(super) fn check_bodies(&self, bodies: &[WriteBody]) -> Result<(), String> {
        for (index, body) in bodies.iter().enumerate() {
            let subject = || match bodies.len() {
                1 => "the body".to_owned(),
                _ => format!("the body at index {index}"),
            };
            self.check_needs(body, subject)?;
            self.check_accepted(body, subject)?;
        }
        Ok(())
    }

    /// Checks bodies that are sent in several requests, before the first one.
    pub(crate) fn check_all(&self, bodies: &[WriteBody]) -> Result<(), Error> {
        let check = || {
            let bodies = self.patched(bodies.to_vec())?;
            self.check_bodies(&bodies)?;
            bodies.iter().enumerate().try_for_each(|(index, body)| match serde_json::to_vec(body) {
                Ok(_) => Ok(()),
                Err(error) => Err(format!("the body at index {index} cannot be encoded: {error}")),
            })
        };
        check().map_err(|fault| Error::config(fault).with_endpoint(self.endpoint()))
    }

    fn check_needs(&self, body: &WriteBody, subject: impl Fn() -> String) -> Result<(), String> {
        if !self.operation.enforce_needs {
            return Ok(());
        }
        let is_set = |field: &NeededField| body.get(field.wire_name).is_some_and(|value| !is_null(value));
        let missing = self.operation.needs.iter().filter(|group| !group.iter().any(is_set)).map(|group| one_of(group));
        let missing: Vec<String> = missing.collect();
        match missing.as_slice() {
            [] => Ok(()),
            missing => Err(format!(
                "{} must set {} to a value other than null: otherwise Halo refuses `{}`",
                subject(),
                missing.join(" and "),
                self.operation.name
            )),
        }
    }

    /// Members that only the other one of `create` and `update` accepts. Other operations accept anything.
    fn check_accepted(&self, body: &WriteBody, subject: impl Fn() -> String) -> Result<(), String> {
        let (kind, other) = match self.operation.kind {
            OperationKind::Create => (OperationKind::Create, OperationKind::Update),
            OperationKind::Update => (OperationKind::Update, OperationKind::Create),
            _ => return Ok(()),
        };
        let is_own = |field: &FieldInfo| self.operation.fixed.iter().any(|(name, _)| *name == field.wire_name);
        let fields = self.entity.fields.iter().chain(self.entity.write_only);
        let mut refused = fields.filter(|field| field.only == Some(other) && !is_own(field));
        match refused.find(|field| body.get(field.wire_name).is_some()) {
            Some(field) => Err(format!(
                "{} sets {}, which Halo accepts in `{}` only, not in `{}`",
                subject(),
                setter(field.wire_name, field.rust_name),
                name(other),
                name(kind)
            )),
            None => Ok(()),
        }
    }
}

fn is_null(value: &WriteValue) -> bool {
    matches!(value, WriteValue::Json(Value::Null))
}

/// `outcome()` or `outcome_id()`.
pub(super) fn one_of(group: &[NeededField]) -> String {
    group.iter().map(|field| setter(field.wire_name, field.rust_name)).collect::<Vec<_>>().join(" or ")
}

/// The setter, with the wire name if it differs.
fn setter(wire_name: &str, rust_name: &str) -> String {
    if wire_name == rust_name { format!("`{rust_name}()`") } else { format!("`{rust_name}()` (`{wire_name}`)") }
}

fn name(kind: OperationKind) -> &'static str {
    if kind == OperationKind::Create { "create" } else { "update" }
}

#[cfg(all(test, feature = "mock"))]
#[allow(clippy::unwrap_used)]
mod tests {
    use http::Method;

    use super::*;
    use crate::codec::FieldPatch;
    use crate::codec::id::KeyValue;
    use crate::entity_info::{Access, BodyShape, EntityInfo, Fixed, IdKind, KeyInfo, OperationInfo, Type};
    use crate::mock::MockHalo;
    use crate::tickets::Ticket;
    use crate::vocabulary::Safety;
    use crate::{ErrorKind, Halo};

    const fn write(kind: OperationKind, name: &'static str) -> OperationInfo {
        OperationInfo::new(kind, name, Method::POST, "/Steps", Safety::Unsafe).body_shape(BodyShape::Array)
    }

    static CREATE: OperationInfo = write(OperationKind::Create, "create").needs(&[
        &[NeededField::new("text", "text")],
        &[NeededField::new("outcome", "outcome"), NeededField::new("outcome_id", "outcome_number")],
    ]);
    static UPDATE: OperationInfo = write(OperationKind::Update, "update")
        .key(&[KeyInfo::in_body("id")])
        .fixed(&[("id", Fixed::Key("id"))])
        .needs(&[&[NeededField::new("id", "id")], &[NeededField::new("customfields", "custom_fields")]]);
    static GUESSED: OperationInfo = {
        let mut guessed = write(OperationKind::Custom, "import").needs(&[&[NeededField::new("text", "text")]]);
        guessed.enforce_needs = false;
        guessed
    };
    static STEPS: EntityInfo = EntityInfo {
        name: "Step",
        plural: "steps",
        path: "/Steps",
        key: &["id"],
        id: IdKind::Int,
        aliases: &[],
        unique: &[],
        read_scope: None,
        write_scope: None,
        enforce_scopes: false,
        operations: &[&CREATE, &UPDATE, &GUESSED],
        fields: &[
            FieldInfo::new("id", "id", Type::Int).only(OperationKind::Create),
            FieldInfo::new("madefor", "made_for", Type::Int).access(Access::Both).only(OperationKind::Create),
        ],
        write_only: &[FieldInfo::new("_close", "close", Type::Bool)
            .access(Access::Control)
            .only(OperationKind::Update)],
        new_empty: || Box::new(Ticket::default()),
    };

    fn halo() -> Halo {
        MockHalo::new().halo()
    }

    fn body(members: &[(&'static str, Value)]) -> WriteBody {
        let mut body = WriteBody::new();
        for (name, value) in members {
            body.set(*name, value.clone());
        }
        body
    }

    fn fault(operation: &'static OperationInfo, body: WriteBody) -> Option<String> {
        let keys = [KeyValue::Int(7)];
        let keys = if operation.key.is_empty() { &[][..] } else { &keys };
        Call::new(&halo(), &STEPS, operation, keys, Some(body)).preview().fault
    }

    #[test]
    fn a_body_without_what_halo_was_seen_to_refuse_is_not_sent() {
        assert_eq!(
            fault(&CREATE, body(&[])).unwrap(),
            "the body must set `text()` and `outcome()` or `outcome_number()` (`outcome_id`) to a value other than null: \
             otherwise Halo refuses `create`"
        );
        let null = fault(&CREATE, body(&[("text", Value::Null), ("outcome", "done".into())])).unwrap();
        assert!(null.starts_with("the body must set `text()` to a value other than null"), "{null}");
        assert_eq!(fault(&CREATE, body(&[("TEXT", "x".into()), ("Outcome_ID", 5.into())])), None, "names without case");
        assert_eq!(fault(&GUESSED, body(&[])), None, "a guess is only documented");
    }

    #[test]
    fn keys_and_single_values_of_lists_are_in_the_body_that_is_checked() {
        assert!(fault(&UPDATE, body(&[])).unwrap().starts_with("the body must set `custom_fields()` (`customfields`)"));
        let mut patched = body(&[]);
        patched.set_field(FieldPatch::merging("customfields", 5, 1));
        assert_eq!(fault(&UPDATE, patched), None);
    }

    #[test]
    fn what_only_the_other_write_accepts_is_not_sent() {
        let needed = [("text", "x".into()), ("outcome", "done".into())];
        let created = body(&[&needed[..], &[("_Close", true.into())]].concat());
        assert_eq!(
            fault(&CREATE, created).unwrap(),
            "the body sets `close()` (`_close`), which Halo accepts in `update` only, not in `create`"
        );
        assert_eq!(fault(&CREATE, body(&[&needed[..], &[("madefor", 3.into())]].concat())), None);
        let changed = body(&[("customfields", Value::Array(Vec::new())), ("madefor", Value::Null)]);
        assert!(
            fault(&UPDATE, changed).unwrap().contains("`made_for()` (`madefor`), which Halo accepts in `create` only")
        );
        assert_eq!(
            fault(&UPDATE, body(&[("customfields", Value::Array(Vec::new()))])),
            None,
            "the key is the request's"
        );
        assert_eq!(fault(&GUESSED, body(&[("_close", true.into()), ("madefor", 3.into())])), None);
    }

    #[tokio::test(start_paused = true)]
    async fn each_body_of_several_is_checked_and_named_by_its_index() {
        let mock = MockHalo::new();
        let right = || body(&[("text", "x".into()), ("outcome", "done".into())]);
        let bodies = vec![right(), right(), body(&[("text", "x".into())])];
        let many = Call::create_many(&mock.halo(), &STEPS, &CREATE, bodies);
        let error = many.written::<Ticket>().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.to_string().contains("the body at index 2 must set `outcome()` or"), "{error}");
        assert!(mock.requests().is_empty(), "nothing was sent");
    }
}
