//! Claims without evidence.

use super::item::{Item, ItemKind};
use super::{Collector, LintRule};
use crate::model::{Access, Evidence, Operation, OperationKind};
use crate::vendor::{Document, Operation as TheirOperation, Resource};

/// Words of a guess.
const HEDGES: &[&str] = &[
    "apparently",
    "conceivably",
    "likely",
    "maybe",
    "perhaps",
    "possibly",
    "presumably",
    "probably",
    "seemingly",
    "seems",
    "supposedly",
];

pub(super) fn check(collector: &mut Collector<'_>, items: &[Item<'_>], document: Option<&Document>) {
    for item in items.iter().filter(|item| !item.is_shared) {
        let hedge = words(&item.doc.value).find(|word| HEDGES.contains(&word.as_str()));
        if let Some(hedge) = hedge.filter(|_| item.evidence != Some(Evidence::C)) {
            let what = format!("the doc says \"{hedge}\", but there is no `evidence: C`");
            collector.report_item(LintRule::Hedge, item, what);
        }
        let is_proven = item.evidence.is_some();
        if item.kind == ItemKind::Field && item.access != Access::Read && !is_proven {
            let what = format!("`access: {}` without `evidence`", item.access.word());
            collector.report_item(LintRule::UnprovenAccess, item, what);
        }
    }
    if let Some(document) = document {
        items.iter().filter(|item| item.is_param()).for_each(|item| unexplained(collector, item, document));
    }
}

/// The words of a text in lower case, without code in backticks.
pub(super) fn words(text: &str) -> impl Iterator<Item = String> {
    let prose = text.split('`').step_by(2);
    prose
        .flat_map(|part| part.split(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

fn unexplained(collector: &mut Collector<'_>, item: &Item<'_>, document: &Document) {
    let Some(theirs) = their_operation(item, document).filter(|_| item.evidence.is_none()) else { return };
    let mut params = theirs.query().filter(|param| param.name == item.wire.value);
    if params.next().is_some_and(|param| param.hints.is_empty) {
        let what = "the vendor declares it without a word, and there is no `evidence`";
        collector.report_item(LintRule::UnexplainedParameter, item, what);
    }
}

/// The vendor's operation that takes a parameter.
fn their_operation<'d>(item: &Item<'_>, document: &'d Document) -> Option<&'d TheirOperation> {
    let entity = item.owner.entity?;
    let ours: &Operation =
        entity.operations.iter().find(|operation| Some(operation.name.value.as_str()) == item.verb)?;
    let resource = Resource::find(document, &entity.path.value)?;
    match ours.kind {
        OperationKind::List => resource.list(),
        OperationKind::Get => resource.get(),
        OperationKind::Create | OperationKind::Update => resource.save(),
        OperationKind::Delete => resource.delete(),
        OperationKind::Custom => document.operation(ours.method.value.word(), &ours.path.value),
    }
}
