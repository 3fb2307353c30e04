//! The rules of `lint`, each with a code and an explanation.

use crate::diagnostic::codes;
use crate::suggest::did_you_mean;

codes! {
    /// A rule of curation. Codes are stable.
    LintRule;

    Hedge = "HL001", "hedged doc without a mark",
        "The doc says `presumably`, `apparently` or the like, but the item has no `evidence: C`. Mark the guess, or find out \
         and say it plainly.";
    UnprovenAccess = "HL002", "access without evidence",
        "`access: both`, `write` or `control` says that Halo accepts the field. The vendor's file does not say so of any \
         field, so add `evidence`: `A` for two sources, `B` for one, `C` for a guess.";
    UnexplainedParameter = "HL003", "parameter that nobody explains",
        "The vendor's file declares the parameter without a word, and the schema has no `evidence` for it. Its doc is a guess: \
         add `evidence: C`, or `A` or `B` once it was seen to work. Only checked with `--openapi`.";
    RustNameDiffers = "HL004", "one wire name, several Rust names",
        "The same wire name has another Rust name elsewhere. Users search for the name that they know: use the same name \
         everywhere (`names` in halo.yaml), or give the reason in `why`. Lists, whose names are plurals, are only compared with \
         lists. Names with the entity's own name, and wire names that are keywords, such as `type`, are no finding.";
    TypeDiffers = "HL005", "one wire name, several types",
        "The same wire name has another type elsewhere. Use the better type everywhere, or give the reason in `why`. \
         Nested objects are no finding here: `drift` and HL006 compare them with the vendor's types.";
    UntypedObject = "HL006", "json where the schema has a type",
        "The vendor's type of the field is described by an object of the schema, but the field is `json`. Use the object. Only \
         checked with `--openapi`.";
    NoneDiffers = "HL007", "one wire name, several values for none",
        "The same wire name and type has other values of `none` elsewhere. Halo uses the same values for the same thing, so \
         list all of them everywhere, or give the reason in `why`. Members of the key and fields that are only sent are no finding.";
    IdName = "HL008", "id by name or by type only",
        "The Rust name of a field or parameter with an id type ends with `_id` (or `_ids`), and a number with such a name has the \
         id type, if there is one or the name is frequent. Rename it, use the id type, or give the reason in `why`.";
    OptionFields = "HL009", "option and field that do not name each other",
        "The doc of an option names the fields that it brings (\"Fill `x`\"), and these name the option, by `with` or in their \
         docs. Otherwise users wonder why a field is empty.";
    Wording = "HL010", "word that is not used here",
        "The doc has a word or phrase that the style guide replaces: `alone` for only, `whoever`, `mails`, or a sentence that \
         begins with a bare `With` or `That`.";
    Dangling = "HL011", "doc that does not stand alone",
        "The doc refers to its neighbor (\"the same\", \"that client\", \"it\"), but readers see it alone: in hover texts, in \
         search results, in another order. Name the thing.";
    Suggested = "HL012", "suggested doc that nobody confirmed",
        "`import` took the doc over from another file and marked it with a comment. Correct it, and delete the comment.";
    FactMissing = "HL013", "fact that the schema does not say",
        "facts.yaml records what integrations and running instances proved. Change the schema so that it says the same.";
    FactStale = "HL014", "fact that cannot be compared",
        "An entry of facts.yaml names a path that no entity describes, or has a key or value that lint does not know.";
}

impl LintRule {
    /// The rule of a code.
    ///
    /// # Errors
    ///
    /// What to print if there is no such code.
    pub fn find(id: &str) -> Result<Self, String> {
        Self::from_id(id.trim()).ok_or_else(|| {
            let meant = did_you_mean(&id.to_uppercase(), Self::ALL.iter().map(|rule| rule.id()));
            let help = meant.map(|meant| format!("; {meant}")).unwrap_or_default();
            format!("there is no rule `{id}`{help}")
        })
    }
}
