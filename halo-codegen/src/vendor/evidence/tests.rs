use super::*;

const HEADER: &str = "path\tverbs proven live\tlist shape\tsidecar keys\tpaging behaviour\trows or cap seen\tid keys\tneeds\tstatus codes on refusal\tnote\tsource\n";

fn routes(lines: &str) -> Evidence {
    Evidence::read(&format!("{HEADER}{lines}"), "")
}

fn members(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn a_line_becomes_facts() {
    let line = "/Crate\tGgPUD\tcrates\tfolders\tworks\trecord_count 1371\tshelf_id+id, guid\tlist: shelf_id; \
                create: name (short), lines[{id,use}]; delete: ?kind=\ttext id 400; delete 400 without kind\tremark\tx\n";
    let evidence = routes(line);
    assert_eq!(evidence.notes, []);
    let Some(route) = evidence.route("/crATE") else { panic!("the path is not found") };
    assert_eq!(route.line, 2);
    assert_eq!(route.verbs, [SeenVerb::List, SeenVerb::Get, SeenVerb::Create, SeenVerb::Update, SeenVerb::Delete]);
    assert!(route.saw(SeenVerb::Delete));
    assert_eq!(route.shape, SeenShape::Keyed("crates".to_owned()));
    assert_eq!((&route.sidecars, route.paging, route.rows), (&members(&["folders"]), SeenPaging::Works, Some(1371)));
    let (members, also) = (members(&["shelf_id", "id"]), members(&["guid"]));
    assert_eq!(route.key, SeenKey::Members { members, also, is_text: false });
    assert_eq!(route.body_needs(SeenVerb::Create).collect::<Vec<_>>(), ["name", "lines"]);
    assert_eq!(route.query_needs(SeenVerb::List).collect::<Vec<_>>(), ["shelf_id"]);
    assert_eq!(route.query_needs(SeenVerb::Delete).collect::<Vec<_>>(), ["kind"]);
    assert_eq!(route.body_needs(SeenVerb::Delete).count(), 0);
    let refused: Vec<_> = route
        .refusals
        .iter()
        .map(|refusal| (refusal.request.as_str(), refusal.status, refusal.remark.as_str()))
        .collect();
    assert_eq!(refused, [("text id", Some(400), ""), ("delete", Some(400), "without kind")]);
    assert_eq!(route.note, "remark");
}

#[test]
fn shapes_keys_and_needs_in_all_their_spellings() {
    let shapes = [
        ("bare", SeenShape::Bare),
        ("results|bare", SeenShape::KeyedIfPaged("results".to_owned())),
        ("object", SeenShape::Object),
        ("scalar/bytes", SeenShape::Scalar),
        ("-", SeenShape::NotRead),
        ("?", SeenShape::Unknown),
    ];
    for (cell, shape) in shapes {
        assert_eq!(cells::shape(cell), Some(shape));
    }
    let text = |names: &[&str], also: &[&str]| SeenKey::Members {
        members: members(names),
        also: members(also),
        is_text: true,
    };
    assert_eq!(cells::key("id (GUID), priorityid"), Some(text(&["id"], &["priorityid"])));
    assert_eq!(cells::key("id (string), id_int"), Some(text(&["id"], &["id_int"])));
    assert!(matches!(cells::key("id (may be negative), guid"), Some(SeenKey::Members { is_text: false, .. })));
    assert_eq!(cells::key("none (id 0)"), Some(SeenKey::None));
    assert_eq!(cells::key("?"), Some(SeenKey::Unknown));
    let names = |cell: &str| cells::needs(cell).into_iter().map(|need| (need.verb, need.name)).collect::<Vec<_>>();
    assert_eq!(names("create: sent full row copy (minimum unknown)"), []);
    assert_eq!(names("create: hours column, type=1 (type 0 also url)"), [(Some(SeenVerb::Create), "type".to_owned())]);
    let both = [(Some(SeenVerb::Create), "text".to_owned()), (Some(SeenVerb::Update), "text".to_owned())];
    assert_eq!(names("create/update: text"), both);
    assert_eq!(names("iscachebuild=true"), [(None, "iscachebuild".to_owned())]);
    assert_eq!(names("id in path, no body"), []);
    assert_eq!(names("none"), []);
    assert_eq!(
        cells::refusals("no /{id} route; list timeout; 504 at 60 s")
            .iter()
            .map(|refusal| refusal.status)
            .collect::<Vec<_>>(),
        [None, None, Some(504)]
    );
}

#[test]
fn odd_lines_are_noted_and_the_rest_is_kept() {
    let evidence = routes(
        "no path\tG\n\
         \r\n\
         /Odd\tGx\ta b\t?\tsometimes\tmany\tid and more\t?\t-\t-\r\n\
         /Short\tG\n\
         /odd\tG\tbare\n",
    );
    assert_eq!(evidence.routes.len(), 2);
    let found =
        evidence.route("/Odd").map(|route| (route.verbs.len(), &route.shape, route.paging, &route.key, route.rows));
    assert_eq!(found, Some((0, &SeenShape::Unknown, SeenPaging::Unknown, &SeenKey::Unknown, None)));
    let notes: Vec<String> = evidence.notes.iter().map(ToString::to_string).collect();
    let all = notes.join("\n");
    assert!(all.contains("a line that does not begin with a path is skipped (live-evidence.tsv:2)"), "{all}");
    assert!(all.contains("unknown value `Gx`; it counts as not recorded (live-evidence.tsv:4)"), "{all}");
    assert!(all.contains("duplicate path; its first line is used (live-evidence.tsv:6)"), "{all}");
    assert_eq!(notes.len(), 6, "{all}");
}

#[test]
fn columns_are_found_by_name_and_missing_ones_are_noted() {
    let evidence = Evidence::read("\u{feff}note\tPath\nwhy\t/Crate\n", "field\tpath\nid\t/Crate\n");
    assert_eq!(evidence.route("/Crate").map(|route| route.note.as_str()), Some("why"));
    assert!(evidence.notes.iter().any(|note| note.what == "there is no column `id keys`"));
    assert_eq!(evidence.fields.len(), 0, "a field without a place is left out");
}

#[test]
fn fields_keep_their_types_and_places() {
    let text = "path\tfield\tJSON types seen\tlist or detail\n/Crate\tid\tint\tlist\n/Crate\tid\t?\tdetail\n/Crate\tsize\tint|decimal\tpost-reply\n";
    let evidence = Evidence::read("", text);
    assert_eq!(evidence.notes, []);
    let seen: Vec<_> =
        evidence.fields_of("/crate").map(|field| (field.name.as_str(), field.types.as_slice(), field.place)).collect();
    let expected: [(&str, &[SeenType], SeenPlace); 3] = [
        ("id", &[SeenType::Int], SeenPlace::List),
        ("id", &[], SeenPlace::Detail),
        ("size", &[SeenType::Int, SeenType::Decimal], SeenPlace::PostReply),
    ];
    assert_eq!(seen, expected);
}

#[test]
fn no_text_makes_it_panic() {
    for text in ["", "\n\n", "\t\t\t", "path", "path\n/\n", "path\tneeds\n/x\t((((,;:]]", "path\tid keys\n/x\t(+)\n"] {
        let _ = Evidence::read(text, text);
    }
}
