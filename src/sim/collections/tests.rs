//! Tables by ordinal against trees that hold the same.

use std::collections::BTreeMap;

use crate::sim::collections::{SideTable, Slab};
use crate::trace::StoreNo;

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
fn values_of_a_slab_stay_where_they_are() {
    let mut slab = Slab::new();
    slab.insert(store(0), String::from("first"));
    let first = slab.get(&store(0)).map(std::ptr::from_ref);
    for index in 1..500 {
        slab.insert(store(index), index.to_string());
        assert_eq!(slab.remove(&store(index)), Some(index.to_string()));
    }
    assert_eq!(slab.get(&store(0)).map(std::ptr::from_ref), first);
    slab.forget(&store(0));
    assert!(!slab.contains_key(&store(0)) && slab.len() == 0);
}
