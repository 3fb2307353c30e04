//! Fields of entities and objects.

use super::Reader;
use super::param::vendor_note;
use super::view::View;
use crate::model::{Access, Field, Filled};
use crate::node::Entry;
use crate::source::FileId;

const FILLED: [(&str, Filled); 3] = [("both", Filled::Both), ("list", Filled::List), ("detail", Filled::Detail)];
const ACCESS: [(&str, Access); 4] =
    [("read", Access::Read), ("write", Access::Write), ("both", Access::Both), ("control", Access::Control)];

impl Reader<'_> {
    pub(super) fn fields(&mut self, file: FileId, view: View<'_>) -> Vec<Field> {
        if view.view("fields").is_none() {
            self.reading.without_fields.insert(file);
        }
        view.named("fields").into_iter().map(|entry| self.field(entry)).collect()
    }

    fn field(&mut self, entry: &Entry) -> Field {
        let view = View::new(&entry.value, entry.key.span);
        Field {
            wire_name: entry.key.clone(),
            name: view.text("name"),
            ty: view.ty("type", self.diagnostics),
            doc: view.doc(),
            filled: view.choice("in", &FILLED).map_or(Filled::default(), |choice| choice.value),
            always: view.bool("always"),
            access: view.choice("access", &ACCESS).map_or(Access::default(), |choice| choice.value),
            none: view.literals("none"),
            clear: view.literal("clear"),
            replaces: view.flag("replaces"),
            secret: view.bool("secret"),
            vendor: vendor_note(view),
            evidence: view.evidence(),
        }
    }
}
