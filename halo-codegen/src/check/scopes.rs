//! Scopes are declared, and enforced only where they are known.

use super::Check;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Evidence, Scopes};
use crate::suggest::{did_you_mean, quoted};

impl Check<'_> {
    pub(super) fn scopes(&mut self) {
        for entity in &self.schema.entities {
            self.declared_scopes(&entity.scopes);
            self.guessed(&entity.scopes);
        }
    }

    pub(super) fn declared_scopes(&mut self, scopes: &Scopes) {
        let declared = &self.schema.halo.scopes;
        for scope in scopes.read.iter().chain(&scopes.write) {
            if self.outcome.halo_is_broken || declared.iter().any(|known| known.name.value == scope.value) {
                continue;
            }
            let message = format!("unknown scope {}", quoted(&scope.value));
            let help = did_you_mean(&scope.value, declared.iter().map(|known| known.name.value.as_str()))
                .unwrap_or_else(|| "scopes are declared in `scopes` of halo.yaml".to_owned());
            self.report(Diagnostic::new(Code::UnknownScope, scope.span, message).help(help));
        }
    }

    fn guessed(&mut self, scopes: &Scopes) {
        if !scopes.enforce || scopes.evidence.is_some_and(Evidence::is_proof) {
            return;
        }
        let Some(scope) = scopes.read.as_ref().or(scopes.write.as_ref()) else { return };
        let message = "`enforce: true` without evidence A or B would refuse calls that work";
        self.report(
            Diagnostic::new(Code::GuessedScope, scope.span, message)
                .label("this scope is a guess")
                .help("add `evidence: A` or `evidence: B` to `scopes` if the facts have it, else remove `enforce`"),
        );
    }
}
