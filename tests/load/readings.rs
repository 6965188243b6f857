//! The table of open points: complete, and the same in the documentation as in the data.

use std::collections::BTreeSet;

use mapi_sim::load::readings::{Reading, Readings, Strictness, points, table};

#[test]
fn the_points_are_numbered_from_1_to_42() {
    let numbers: Vec<u8> = points().map(|point| point.number).collect();
    assert_eq!(numbers, (1..=42).collect::<Vec<u8>>());
}

#[test]
fn the_documentation_shows_the_data() {
    let documented = include_str!("../../src/load/readings/table.md");
    let data = table().to_string();
    assert!(documented == data, "src/load/readings/table.md has to be:\n{data}");
}

/// A row of the table has four cells, and no cell has a `|` in it, which would end the cell.
#[test]
fn every_row_is_complete() {
    for point in points() {
        let row = point.to_string();
        assert_eq!(row.matches('|').count(), 5, "{row}");
        assert!(!point.pages.is_empty() && !point.why.is_empty() && !point.default.is_empty(), "{row}");
    }
    let questions: BTreeSet<&str> = points().map(|point| point.question).collect();
    assert_eq!(questions.len(), 42);
}

#[test]
fn every_reading_belongs_to_its_point_and_means_two_things() {
    for reading in Reading::ALL {
        let point = reading.point().expect("a point");
        assert_eq!((point.number, point.reading()), (reading.number(), Some(*reading)));
        assert_ne!(reading.meaning(Strictness::Strict), reading.meaning(Strictness::Lenient));
        assert!(point.to_string().contains(&format!("{reading:?}")));
    }
}

#[test]
fn choices_are_independent_of_each_other() {
    for reading in Reading::ALL {
        let default = reading.default_strictness();
        let other = if default == Strictness::Strict { Strictness::Lenient } else { Strictness::Strict };
        let changed = Readings::DEFAULT.with(*reading, other);
        for another in Reading::ALL {
            let expected = if another == reading { other } else { another.default_strictness() };
            assert_eq!(changed.of(*another), expected, "{another:?} after {reading:?}");
        }
        assert_eq!(changed.with(*reading, default), Readings::DEFAULT);
        assert_eq!(format!("{changed:?}"), format!("{{{reading:?}: {other:?}}}"));
    }
}
