//! Edits of a file with every layout.

use super::*;

const FILE: &str = "\
# head
ids:
  # in order
  AlphaId: { repr: int,
             doc: \"One, with a } in it.\" } # and a remark
  CharlieId:
    repr: int
    doc: >-
      Three,
      on lines.

# next
names:
  a: b
list: { filters: {}, options: [
    # why
    one
  ] }
get: { params: { x: { type: int } } }
";

fn added(path: &[&str], key: &str, value: &str, at: InsertAt<'_>) -> String {
    let text = add(FILE, path, key, value, at).unwrap_or_else(|edit_error| edit_error);
    // Nothing else may differ.
    let mut old = FILE.chars().peekable();
    text.chars().for_each(|c| {
        old.next_if_eq(&c);
    });
    assert_eq!(old.next(), None, "part of the old text is missing");
    text
}

#[test]
fn entries_go_where_they_belong() {
    let value = "{ repr: int }";
    let line = "  BravoId: { repr: int }\n";
    let sorted = added(&["ids"], "BravoId", value, InsertAt::Sorted);
    assert!(sorted.contains(&format!("and a remark\n{line}  CharlieId:")), "{sorted}");
    let first = added(&["ids"], "AId", value, InsertAt::Sorted);
    assert!(first.contains("  # in order\n  AId: { repr: int }\n  AlphaId"), "{first}");
    let last = added(&["ids"], "Zulu", value, InsertAt::Sorted);
    assert!(last.contains("on lines.\n  Zulu: { repr: int }\n\n# next"), "{last}");
    let after = added(&["ids"], "BravoId", value, InsertAt::After(Some("AlphaId")));
    assert_eq!(after, sorted);
}

#[test]
fn several_entries_go_where_each_would_go() {
    let pairs = |keys: &[&str]| -> Vec<(String, String)> {
        keys.iter().map(|key| ((*key).to_owned(), "{ repr: int }".to_owned())).collect()
    };
    for keys in [&["Zulu", "BravoId", "AId", "_Bravo"][..], &["BravoId"], &[]] {
        let one_by_one = keys.iter().fold(FILE.to_owned(), |text, key| {
            add(&text, &["ids"], key, "{ repr: int }", InsertAt::Sorted).unwrap_or_default()
        });
        let together = add_all(FILE, &["ids"], &pairs(keys), InsertAt::Sorted).unwrap_or_default();
        assert_eq!(together, one_by_one);
    }
    let new = add_all("", &["ids"], &pairs(&["B", "A"]), InsertAt::Sorted).unwrap_or_default();
    assert_eq!(new, "ids:\n  A: { repr: int }\n  B: { repr: int }\n");
    let flow = add_all("ids: { C: 1 }\n", &["ids"], &pairs(&["B", "A"]), InsertAt::Sorted).unwrap_or_default();
    assert_eq!(flow, "ids: { C: 1, B: { repr: int }, A: { repr: int } }\n");
}

#[test]
fn comments_are_dropped_where_they_would_swallow_a_brace() {
    let item = ("y", "{ a: 1 }", Some("why"));
    let block = add_with_comment(FILE, &["names"], item, InsertAt::After(None)).unwrap_or_default();
    assert!(block.contains("  a: b\n  y: { a: 1 } # why\n"), "{block}");
    let flow = add_with_comment(FILE, &["get", "params"], item, InsertAt::After(None)).unwrap_or_default();
    assert!(flow.contains("{ x: { type: int }, y: { a: 1 } } }"), "{flow}");
}

#[test]
fn braces_and_missing_mappings_are_filled() {
    assert!(
        added(&["get", "params"], "y", "shared", InsertAt::After(None)).contains("{ x: { type: int }, y: shared } }")
    );
    assert!(
        added(&["list", "filters"], "y", "shared", InsertAt::After(None)).contains("filters: { y: shared }, options")
    );
    assert!(
        added(&["get", "other"], "y", "1", InsertAt::After(None))
            .contains("{ params: { x: { type: int } }, other: { y: 1 } }")
    );
    assert!(added(&["more", "deep"], "y", "1", InsertAt::After(None)).ends_with("more:\n  deep:\n    y: 1\n"));
    assert!(added(&[], "delete", "{}", InsertAt::After(Some("list"))).contains("  ] }\ndelete: {}\nget:"));
    assert_eq!(add("", &["ids"], "A", "1", InsertAt::Sorted).unwrap_or_default(), "ids:\n  A: 1\n");
}

#[test]
fn columns_are_kept_where_there_are_columns() {
    let spread = add("a:\n  b:    1\n  long: 2\n", &["a"], "c", "3", InsertAt::After(None));
    assert_eq!(spread.unwrap_or_default(), "a:\n  b:    1\n  long: 2\n  c:    3\n");
    let plain = add("a:\n  b: 1\n  long: 2\n", &["a"], "c", "3", InsertAt::After(None));
    assert_eq!(plain.unwrap_or_default(), "a:\n  b: 1\n  long: 2\n  c: 3\n");
}

#[test]
fn entries_are_removed_with_their_lines() {
    let without = remove(FILE, &["ids"], "CharlieId").unwrap_or_default();
    assert!(without.contains("and a remark\n\n# next"), "{without}");
    let without = remove(FILE, &["ids"], "AlphaId").unwrap_or_default();
    assert!(without.contains("# in order\n  CharlieId"), "{without}");
    let last = remove(&without, &["ids"], "CharlieId").unwrap_or_default();
    assert!(last.starts_with("# head\n\n# next\nnames:"), "{last}");
    assert_eq!(remove(FILE, &["ids"], "Other").unwrap_or_default(), FILE);
}

#[test]
fn several_entries_are_removed_like_single_ones() {
    let one_by_one = remove(&remove(FILE, &[], "ids").unwrap_or_default(), &[], "list").unwrap_or_default();
    assert_eq!(remove_all(FILE, &["list", "ids", "other"]), Ok(one_by_one));
    assert_eq!(remove_all("a: 1\n", &["a"]).as_deref(), Ok(""));
    assert!(remove_all("{ a: 1 }\n", &["a"]).is_err());
}

#[test]
fn an_unknown_layout_is_refused() {
    assert!(add("a: { b: 1 # why\n }\n", &["a"], "c", "2", InsertAt::After(None)).is_err());
    assert!(add("a: 3\n", &["a"], "c", "2", InsertAt::After(None)).is_err());
    assert!(add("a: [\n", &["a"], "c", "2", InsertAt::After(None)).is_err());
}
