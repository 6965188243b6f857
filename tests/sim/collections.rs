//! Tables by ordinal against trees that hold the same.

use std::collections::BTreeMap;

use mapi_sim::trace::StoreNo;

use crate::sim::collections::{SideTable, SmallIndex};

/// Numbers that look like chance and are the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    fn index(&mut self, end: usize) -> usize {
        usize::try_from(self.below(end as u64)).unwrap_or(0)
    }
}

fn store(index: usize) -> StoreNo {
    StoreNo::from_index(index)
}

#[test]
fn a_table_by_ordinal_holds_what_a_tree_holds() {
    for (seed, lives) in (0..).zip([1, 3, 40, 64, 65, 200, 1000]) {
        let mut chance = Chance(seed);
        let (mut table, mut tree) = (SideTable::new(), BTreeMap::new());
        let mut next = 0;
        for round in 0..3000_u32 {
            // Ordinals come in ascending order, with gaps, and now and then a bit late.
            next += 1 + chance.index(3) + if chance.below(50) == 0 { 100 } else { 0 };
            let index = if chance.below(20) == 0 { next / 2 } else { next };
            assert_eq!(table.insert(store(index), round), tree.insert(index, round));
            while tree.len() > lives {
                let held: Vec<usize> = tree.keys().copied().collect();
                let gone = held.get(chance.index(held.len())).copied().unwrap_or(0);
                assert_eq!(table.remove(store(gone)), tree.remove(&gone));
                assert_eq!(table.remove(store(gone)), None);
            }
            let asked = chance.index(next + 10);
            assert_eq!(table.get(store(asked)), tree.get(&asked));
            assert_eq!(table.get_mut(store(asked)), tree.get_mut(&asked));
            assert_eq!(table.len(), tree.len());
            if round % 100 == 0 {
                let stays = |value: &u32| !value.is_multiple_of(3);
                table.retain(stays);
                tree.retain(|_, value| stays(value));
            }
        }
        let held: Vec<(StoreNo, u32)> = table.iter().map(|(key, value)| (key, *value)).collect();
        assert_eq!(held, tree.iter().map(|(index, value)| (store(*index), *value)).collect::<Vec<_>>());
        assert_eq!(table.take_all().collect::<Vec<_>>(), tree.into_values().collect::<Vec<_>>());
        assert!(table.is_empty() && table.iter().next().is_none());
    }
}

#[test]
fn counts_of_users_end_with_the_last_one() {
    let mut table = SideTable::<StoreNo, u32>::new();
    table.one_more(store(7));
    table.one_more(store(7));
    table.one_less(store(7));
    assert_eq!(table.get(store(7)), Some(&1));
    table.one_less(store(7));
    table.one_less(store(7));
    assert!(table.is_empty());
}

#[test]
fn what_is_forgotten_is_gone_wherever_it_was() {
    let mut table = SideTable::new();
    (0..500).for_each(|index| drop(table.insert(store(index), index.to_string())));
    for index in [0, 499] {
        assert!(table.contains_key(store(index)));
        table.forget(store(index));
        table.forget(store(index));
        assert!(!table.contains_key(store(index)));
    }
    assert_eq!(table.len(), 498);
}

#[test]
fn an_index_of_one_and_of_many_holds_what_a_tree_holds() {
    let mut chance = Chance(1);
    let (mut index, mut tree) = (SmallIndex::default(), BTreeMap::new());
    for round in 0..2000_u32 {
        let key = chance.below(6);
        if chance.below(2) == 0 {
            assert_eq!(index.insert(key, round), tree.insert(key, round));
        } else {
            assert_eq!(index.remove(&key), tree.remove(&key));
        }
        let asked = chance.below(6);
        assert_eq!(index.get(&asked), tree.get(&asked));
        assert_eq!(index.get_mut(&asked), tree.get_mut(&asked));
        assert!(index.in_order().eq(tree.values()));
    }
    assert!(index.into_values().eq(tree.into_values()));
}
