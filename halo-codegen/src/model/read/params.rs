//! Parameters, as an entity says them: described, or taken over from halo.yaml.

use super::{MappingView, Reader};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Param;
use crate::model::keys::SHARED;
use crate::node::{Entry, Value};
use crate::suggest::{did_you_mean, quoted};

impl Reader<'_> {
    /// The parameters under a key; those that halo.yaml describes are put in.
    pub(super) fn params(&mut self, view: MappingView<'_>, key: &str) -> Vec<Param> {
        view.named(key).into_iter().map(|entry| self.param_or_shared(entry)).collect()
    }

    fn param_or_shared(&mut self, entry: &Entry) -> Param {
        match &entry.value.value {
            Value::Text(word) if word == SHARED.word => self.shared(entry),
            _ => Param::read(entry, self.diagnostics),
        }
    }

    fn shared(&mut self, entry: &Entry) -> Param {
        let name = &entry.key.value;
        let known = &self.outcome.schema.halo.params;
        if let Some(param) = known.iter().find(|param| param.wire_name.value == *name) {
            self.outcome.used_params.insert(name.clone());
            return Param { wire_name: entry.key.clone(), ..param.clone() };
        }
        if !self.outcome.halo_is_broken {
            let help = did_you_mean(name, known.iter().map(|param| param.wire_name.value.as_str()))
                .unwrap_or_else(|| "declare it there, or describe it here with `type` and `doc`".to_owned());
            let message = format!("{} is not among the `params` of halo.yaml", quoted(name));
            self.diagnostics.push(
                Diagnostic::new(Code::UnknownShared, entry.key.span, message)
                    .also(entry.value.span, "used from there")
                    .help(help),
            );
        }
        Param::unreadable(entry)
    }
}
