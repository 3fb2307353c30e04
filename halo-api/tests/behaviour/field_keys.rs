//! Custom fields under every key that identifies them, in random sequences of writes.

use halo_api::mock::MockHalo;
use halo_api::tickets::TicketWrite;
use halo_api::{CustomFieldKey, Error};
use proptest::prelude::{ProptestConfig, Strategy as _};
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};

use crate::link;

/// How a field can be named, and how a value can be written.
#[derive(Debug, Clone, Copy)]
struct Step {
    field: usize,
    name: usize,
    write: usize,
    value: i64,
}

const NAMES: [[&str; 5]; 4] = [
    ["CFFloor", "cffloor", "Floor", "FLOOR", "cfFLOOR"],
    ["CFSerialNo", "cfserialno", "SerialNo", "serialno", "CFSERIALNO"],
    ["CFRoom", "cfroom", "Room", "room", "CFROOM"],
    ["CFKey", "cfkey", "Key", "KEY", "Cfkey"],
];

/// Whatever identifies a field and however it is written: reading gives the last value, and the others keep theirs.
#[test]
fn the_last_value_is_read_by_any_key_and_others_keep_theirs() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mock = MockHalo::new();
    // The last two are not declared.
    mock.custom_field("tickets", 40, "CFFloor", "Floor").unwrap();
    mock.custom_field("tickets", 41, "CFSerialNo", "Serial number").unwrap();
    let halo = runtime.block_on(async { link::builder(&mock).rate_limit(None).build().unwrap() });
    let step = (0..4_usize, 0..6_usize, 0..4_usize, 0..100_i64).prop_map(|(field, name, write, value)| Step {
        field,
        name,
        write,
        value,
    });
    let steps = proptest::collection::vec(step, 1..12);
    let config = ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
        .run(&steps, |steps| {
            runtime.block_on(in_sequence(&halo, &steps)).unwrap();
            Ok(())
        })
        .unwrap();
}

async fn in_sequence(halo: &halo_api::Halo, steps: &[Step]) -> Result<(), Error> {
    let mut ticket = halo.tickets().create(TicketWrite::new().summary("Printer")).await?;
    let mut expected = [None; 4];
    for step in steps {
        let by_id = ticket.custom_field(NAMES[step.field][0]).and_then(|field| field.id());
        let key = match NAMES[step.field].get(step.name) {
            Some(name) => CustomFieldKey::from(*name),
            None => by_id.map_or_else(|| NAMES[step.field][0].into(), CustomFieldKey::from),
        };
        let write = TicketWrite::new().custom_field(key.clone(), step.value);
        match step.write {
            0 => drop(halo.tickets().update(ticket.id, write).await?),
            1 => drop(halo.tickets().update(ticket.id, TicketWrite::new()).custom_field(key, step.value).await?),
            2 => drop(halo.tickets().update_many([(ticket.id, write)]).await?),
            _ => drop(halo.tickets().update(ticket.id, write.known(&ticket)).await?),
        }
        expected[step.field] = Some(step.value);
        ticket = halo.tickets().get(ticket.id).await?;
        for (names, expected) in NAMES.iter().zip(expected) {
            let by_name = ticket.custom_field(names[0]);
            for name in names {
                assert_eq!(ticket.custom_field(*name).and_then(|field| field.int()), expected, "{name} after {step:?}");
            }
            let by_id = by_name.and_then(|field| field.id()).and_then(|id| ticket.custom_field(id));
            assert_eq!(by_id.and_then(|field| field.int()), expected);
        }
    }
    Ok(())
}
