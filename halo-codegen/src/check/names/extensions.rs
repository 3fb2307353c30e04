//! Generated methods against the handwritten ones of the same type, in `halo-api/src/extensions/`.

use crate::check::Check;
use crate::diagnostic::{Code, Diagnostic};
use crate::lower::names::{clear_name, handle_name, one_value, request_struct, write_name};
use crate::model::{Access, Entity, Field, Operation};
use crate::naming::is_extension_method;
use crate::source::{Span, Spanned};

/// How to rename the method.
const RENAME: &str = "add `name:` with another name; what is sent stays the same";

impl Check<'_> {
    pub(super) fn extensions(&mut self) {
        let schema = self.schema;
        for entity in &schema.entities {
            if entity.has_own_types() {
                let write = schema.has_write_type(entity).then(|| write_name(&entity.name.value));
                let written = |field: &Field| field.access.is_written();
                self.extended_fields(&entity.fields, &entity.name, write.as_deref(), written);
            }
            self.extended_requests(entity);
        }
        for object in &schema.objects {
            let written = |field: &Field| object.write.iter().any(|name| name.value == field.wire_name.value);
            self.extended_fields(&object.fields, &object.name, Some(&write_name(&object.name.value)), written);
        }
    }

    fn extended_fields(
        &mut self,
        fields: &[Field],
        model: &Spanned<String>,
        write: Option<&str>,
        is_written: impl Fn(&Field) -> bool,
    ) {
        for field in fields {
            let (span, rust) = (field.wire_name.span, self.rust_name(&field.wire_name, field.name.as_ref()));
            let one = one_value(self.schema, field);
            if let Some(one) = one.as_deref().filter(|_| field.access.is_read()) {
                self.extended(span, &model.value, one, RENAME);
            }
            let Some(write) = write.filter(|_| is_written(field)) else { continue };
            let clear = (field.access != Access::Control).then(|| clear_name(&rust));
            for method in [Some(rust), clear, one].into_iter().flatten() {
                self.extended(span, write, &method, RENAME);
            }
        }
    }

    fn extended_requests(&mut self, entity: &Entity) {
        let handle = handle_name(&entity.name.value, &entity.plural);
        for operation in &entity.operations {
            let help = "rename the operation: its name is not sent";
            self.extended(operation.name.span, &handle, &operation.name.value, help);
            self.extended_params(operation, &request_struct(entity, operation));
        }
    }

    fn extended_params(&mut self, operation: &Operation, request: &str) {
        for param in operation.params.iter().filter(|param| !param.required) {
            let rust = self.rust_name(&param.wire_name, param.name.as_ref());
            self.extended(param.wire_name.span, request, &rust, RENAME);
        }
    }

    fn extended(&mut self, span: Span, ty: &str, method: &str, help: &str) {
        if is_extension_method(ty, method) {
            let message = format!("`{method}` is already a handwritten method of `{ty}`");
            self.report(Diagnostic::new(Code::ReservedName, span, message).help(help));
        }
    }
}
