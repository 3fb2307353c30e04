//! Compares fields and parameters one by one.

use super::fit::Fit;
use super::omit::Patterns;
use super::rule::Rule;
use super::{Count, EntityDrift, Finding};
use crate::model::{Field, Param, Presence, VendorNote};
use crate::naming::is_runtime_param;
use crate::source::{Location, SourceSet, Span, Spanned};
use crate::vendor::document::{Operation, Property, Type};
use crate::vendor::types::parse;

/// The comparison of one entity or object, and its findings so far.
pub(super) struct Comparison<'a> {
    pub(super) fit: Fit<'a>,
    pub(super) sources: &'a SourceSet,
    /// The position of its name: used for missing items without a neighbor.
    pub(super) entity_span: Span,
    pub(super) found: EntityDrift,
}

/// The names of the schemas of list rows and of details, where they exist.
pub(super) type Schemas<'n> = (Option<&'n str>, Option<&'n str>);

/// A property of the vendor's, and which schemas have it.
struct VendorProperty<'a> {
    property: &'a Property,
    /// The property of the list, which may differ from that of the detail.
    in_list: Option<&'a Property>,
    in_detail: bool,
}

/// The types of an item that both sides have.
struct TypePair<'a> {
    ours: String,
    /// The vendor's type as the file spells it.
    declared: &'a str,
    theirs: &'a Type,
    /// Whether our type is compatible with any type that the vendor gives.
    fits: bool,
    /// Whether it is compatible with the declared type.
    needs_no_note: bool,
}

impl<'a> Comparison<'a> {
    pub(super) fn report(&mut self, rule: Rule, item: impl Into<String>, what: impl Into<String>, span: Span) {
        let place = Location::of(self.sources, span);
        self.found.findings.push(Finding { rule, item: item.into(), what: what.into(), place });
    }

    /// Compares fields with the properties of the list's and detail's schemas.
    ///
    /// `places`: whether to compare `in` as well.
    pub(super) fn fields(&mut self, schemas: Schemas<'_>, ours: &'a [Field], omit: &Patterns<'_>, places: bool) {
        let theirs = self.theirs(schemas);
        let mut count = Count { vendor: theirs.len(), ..Count::default() };
        let mut after = self.entity_span;
        for their in &theirs {
            let name = &their.property.name;
            if let Some(field) = ours.iter().find(|field| field.wire_name.value == *name) {
                count.described += 1;
                after = field.wire_name.span;
                self.field(field, their, places && schemas.0.is_some() && schemas.1.is_some());
                self.contradiction(omit.contradicts(&field.wire_name.value), &field.wire_name);
            } else if omit.covers(name) {
                count.omitted += 1;
            } else {
                let what = format!("the vendor has it as `{}`", their.property.declared);
                self.report(Rule::FieldMissing, name, what, after);
            }
        }
        self.found.coverage.fields.add(count);
        for field in
            ours.iter().filter(|field| !theirs.iter().any(|their| their.property.name == field.wire_name.value))
        {
            if field.vendor != Some(VendorNote::Absent) {
                self.report(
                    Rule::FieldStale,
                    &field.wire_name.value,
                    "the vendor has no such field",
                    field.wire_name.span,
                );
            }
        }
    }

    fn theirs(&self, (list, detail): Schemas<'_>) -> Vec<VendorProperty<'a>> {
        let of = |schema: Option<&str>| schema.map_or(&[][..], |schema| self.fit.document.properties(schema));
        let (list, detail) = (of(list), of(detail));
        let find = |all: &'a [Property], name: &str| all.iter().find(|other| other.name == name);
        let first = list.iter().map(|property| VendorProperty {
            property: find(detail, &property.name).unwrap_or(property),
            in_list: Some(property),
            in_detail: find(detail, &property.name).is_some(),
        });
        let rest = detail.iter().filter(|property| find(list, &property.name).is_none());
        first.chain(rest.map(|property| VendorProperty { property, in_list: None, in_detail: true })).collect()
    }

    fn field(&mut self, field: &Field, their: &VendorProperty<'_>, two_schemas: bool) {
        let wire = &field.wire_name;
        let fits = |property: &Property| self.fit.field(&field.ty.value, &property.ty);
        let types = TypePair {
            ours: field.ty.value.to_string(),
            declared: &their.property.declared,
            theirs: &their.property.ty,
            fits: fits(their.property) || their.in_list.is_some_and(fits),
            needs_no_note: fits(their.property),
        };
        self.types(Rule::FieldType, &wire.value, wire.span, field.vendor.as_ref(), &types);
        // A field with `evidence` has been checked by a person, and a field that is only sent is never filled.
        let is_sent = !field.access.is_read();
        if two_schemas && !is_sent && field.evidence.is_none() {
            let there = match (their.in_list.is_some(), their.in_detail) {
                (true, true) => Presence::Both,
                (true, false) => Presence::List,
                (false, _) => Presence::Detail,
            };
            if there != field.presence {
                let what = format!("`in` is {}, but the vendor has it in {}", field.presence.word(), there.word());
                self.report(Rule::FieldPlace, &wire.value, what, wire.span);
            }
        }
    }

    /// Compares a type that both sides have, taking the `vendor` note into account.
    fn types(&mut self, rule: Rule, item: &str, span: Span, note: Option<&VendorNote>, types: &TypePair<'_>) {
        let TypePair { ours, declared, .. } = types;
        match note {
            None if types.fits => {}
            None => self.report(rule, item, format!("it is `{ours}` here, but `{declared}` for the vendor"), span),
            Some(VendorNote::Absent) => {
                self.report(Rule::NoteStale, item, "`vendor: absent`, but the vendor has it", span);
            }
            Some(VendorNote::Type(noted)) if !self.same(noted, types.theirs) => {
                let what = format!("the note says that the vendor's type is `{noted}`, but it is `{declared}`");
                self.report(Rule::NoteStale, item, what, span);
            }
            Some(VendorNote::Type(noted)) if types.needs_no_note => {
                let what = format!("`{ours}` is compatible with the vendor's `{noted}`; remove the note");
                self.report(Rule::NoteStale, item, what, span);
            }
            Some(VendorNote::Type(_)) => {}
        }
    }

    /// Whether the type of a note is the vendor's. A note may omit the element type of a list.
    fn same(&self, noted: &str, theirs: &Type) -> bool {
        let theirs = self.fit.document.resolve(theirs);
        match (parse(noted), theirs) {
            (Type::List(noted), Type::List(theirs)) => *noted == Type::Any || noted == theirs,
            (noted, theirs) => noted == theirs,
        }
    }

    /// Reports a pattern that would omit something that is described.
    fn contradiction(&mut self, pattern: Option<&Spanned<String>>, wire: &Spanned<String>) {
        if let Some(pattern) = pattern {
            let what = format!("`{}` omits `{}`, which is described", pattern.value, wire.value);
            self.report(Rule::OmitStale, &pattern.value, what, pattern.span);
        }
    }

    /// Compares the parameters of a request. `keys` are arguments, so they are not parameters here.
    pub(super) fn params(
        &mut self,
        verb: &str,
        theirs: Option<&Operation>,
        ours: &[&Param],
        keys: &[&str],
        omit: &Patterns<'_>,
    ) {
        let Some(theirs) = theirs else { return };
        let theirs: Vec<_> = theirs.query().filter(|param| !is_runtime_param(&param.name)).collect();
        let mut count = Count { vendor: theirs.len(), ..Count::default() };
        let mut after = ours.first().map_or(self.entity_span, |param| param.wire_name.span);
        for their in &theirs {
            let item = format!("{verb}.{}", their.name);
            if let Some(param) = ours.iter().find(|param| param.wire_name.value == their.name) {
                count.described += 1;
                after = param.wire_name.span;
                let fits = |ty: &Type| self.fit.param(&param.ty.value, ty);
                let types = TypePair {
                    ours: param.ty.value.to_string(),
                    declared: &their.declared,
                    theirs: &their.ty,
                    fits: fits(&their.ty) || their.hints.ty.as_ref().is_some_and(fits),
                    needs_no_note: fits(&their.ty),
                };
                self.types(Rule::ParamType, &item, param.wire_name.span, param.vendor.as_ref(), &types);
                self.contradiction(omit.contradicts_param(verb, &param.wire_name.value), &param.wire_name);
            } else if keys.contains(&their.name.as_str()) {
                count.described += 1;
            } else if omit.covers_param(verb, &their.name) {
                count.omitted += 1;
            } else {
                self.report(Rule::ParamMissing, item, format!("the vendor takes it as `{}`", their.declared), after);
            }
        }
        self.found.coverage.params.add(count);
        for param in ours.iter().filter(|param| !theirs.iter().any(|their| their.name == param.wire_name.value)) {
            if param.vendor != Some(VendorNote::Absent) {
                let item = format!("{verb}.{}", param.wire_name.value);
                self.report(Rule::ParamStale, item, "the vendor takes no such parameter", param.wire_name.span);
            }
        }
    }

    /// Reports patterns that omitted nothing.
    pub(super) fn unmatched(&mut self, omit: &Patterns<'_>) {
        for pattern in omit.unmatched() {
            self.report(Rule::OmitStale, &pattern.value, "the pattern matches nothing that is missing", pattern.span);
        }
    }
}
