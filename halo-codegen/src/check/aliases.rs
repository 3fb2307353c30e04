//! Other names of entities and the places in `omit` refer to something.

use super::Check;
use crate::diagnostic::{Code, Diagnostic};
use crate::lower::names::same_word;
use crate::model::Entity;
use crate::suggest::{did_you_mean, quoted};

impl Check<'_> {
    pub(super) fn aliases(&mut self) {
        let schema = self.schema;
        for entity in &schema.entities {
            self.also(entity);
            if entity.says("omit") {
                self.omitted_places(entity);
            }
        }
    }

    fn also(&mut self, entity: &Entity) {
        let own = [entity.name.value.as_str(), &entity.plural];
        for (position, also) in entity.also.iter().enumerate() {
            let name = also.value.as_str();
            let is_word = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | ' ' | '-'));
            let is_padded = name.trim() != name;
            let before = entity.also.iter().take(position).map(|known| known.value.as_str());
            let why = if !is_word || is_padded {
                Some("is not a name that a reader would search for")
            } else if own.into_iter().any(|known| same_word(known, name)) {
                Some("is already its name")
            } else {
                before.into_iter().any(|known| same_word(known, name)).then_some("is listed twice")
            };
            if let Some(why) = why {
                let message = format!("{} {why}", quoted(name));
                self.report(Diagnostic::new(Code::AliasMisfit, also.span, message).help("remove it from `also`"));
            }
        }
    }

    /// `list.token`: the parameter of one request.
    fn omitted_places(&mut self, entity: &Entity) {
        let requests = || entity.operations.iter().map(|operation| operation.name.value.as_str());
        for pattern in &entity.omit.params {
            let Some((place, _)) = pattern.value.split_once('.') else { continue };
            // What seems to be missing may be part of what could not be read.
            let is_partial = self.outcome.faulty.iter().any(|span| span.file == entity.file);
            if is_partial || place.contains(['*', '?', '[']) || requests().any(|request| request == place) {
                continue;
            }
            let message = format!("{} is not a request of `{}`", quoted(place), entity.plural);
            let help = did_you_mean(place, requests())
                .unwrap_or_else(|| "write the name of a request and of a parameter, such as `list.token`".to_owned());
            self.report(Diagnostic::new(Code::OmitPlace, pattern.span, message).help(help));
        }
    }
}
