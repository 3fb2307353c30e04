//! The feed, which is walked by ids while entries come and go.

use std::collections::BTreeMap;

use halo_api::feed_entries::FeedEntry;
use halo_api::{Error, Position};
use serde_json::{Value, json};

use super::with;
use crate::link;

fn entry(id: i64) -> Value {
    json!({"id": id, "agent_id": 2, "user_id": 0, "content_id1": 2000 + id % 7, "content_id2": 1, "who_name": "Eli Marsh",
           "datetime": "2026-01-04T09:30:00.123", "note": format!("Entry {id}"), "outcome": "Note"})
}

fn stored(entries: Vec<FeedEntry>) -> BTreeMap<i64, FeedEntry> {
    entries.into_iter().map(|entry| (entry.id.into(), entry)).collect()
}

#[tokio::test]
async fn the_feed_is_stored_without_a_double_or_a_gap() -> Result<(), Error> {
    let mock = with("feed_entries", (1..=1_203).map(|number| entry(number * 3)));
    let halo = link::halo(&mock);

    // A first run: entries come while it walks, and it is interrupted.
    let mut rows = halo.feed_entries().list().page_size(200).stream();
    let mut walked = Vec::new();
    while let Some(row) = rows.try_next().await? {
        walked.push(row);
        if walked.len() % 100 == 0 {
            mock.insert("feed_entries", entry(3_609 + i64::try_from(walked.len()).unwrap()))?;
        }
        if walked.len() == 650 {
            break;
        }
    }
    let place: Position = rows.position().to_string().parse().unwrap();
    drop(rows);
    mock.insert("feed_entries", entry(5_000))?;
    walked.extend(halo.feed_entries().list().page_size(200).start_at(place).all().await?);
    let ids: Vec<i64> = walked.iter().map(|entry| entry.id.into()).collect();
    assert_eq!(ids, (1..=1_203).rev().map(|number| number * 3).collect::<Vec<_>>(), "each entry once, newest first");
    assert_eq!((walked[0].agent_id.map(i64::from), walked[0].user_id), (Some(2), None));
    assert_eq!(walked[0].record_key_1, Some(json!(2_000 + 3_609 % 7)));
    let mut known = stored(walked);

    // Later runs stop at the newest entry that is stored.
    for expected in [7, 0] {
        let newest = *known.keys().next_back().unwrap();
        let mut rows = halo.feed_entries().list().page_size(5).stream();
        let mut new = Vec::new();
        while let Some(row) = rows.try_next().await?.filter(|row| i64::from(row.id) > newest) {
            new.push(row);
        }
        assert_eq!(new.len(), expected);
        known.extend(stored(new));
    }
    assert_eq!(known.len(), 1_203 + 7);
    let of_agent = halo.feed_entries().list().one_agent_id(3).all().await?;
    assert!(of_agent.is_empty());
    mock.assert_no_unknown_parameters();
    Ok(())
}
