//! Tests of the history: undo, redo, branches, and any point from any other.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::library::Library;
use crate::library::random::{Dice, act, by};

/// Does a random act and writes it in the history.
fn do_one(library: &mut Library, history: &mut History, dice: &mut Dice) -> EntryId {
    let entry = Arc::new(history.sign(act(library, dice), &by()));
    library.apply(&entry.changes);
    history.push(Arc::clone(&entry));
    entry.id
}

fn travel(library: &mut Library, history: &mut History, journey: &Journey) {
    library.apply(&history.changes(journey).unwrap());
    assert!(history.set_head(journey.to));
}

#[test]
fn undo_and_redo_lead_back_and_on() {
    let (mut library, mut history) = (Library::default(), History::default());
    let mut dice = Dice::new(1);
    assert!(history.undo(1).is_none() && history.redo(1).is_none());
    for _ in 0..3 {
        do_one(&mut library, &mut history, &mut dice);
    }
    let end = library.clone();
    let back = history.undo(2).unwrap();
    assert_eq!(back.steps.len(), 2);
    travel(&mut library, &mut history, &back);
    let on = history.redo(99).unwrap();
    assert_eq!(on.steps.len(), 2);
    travel(&mut library, &mut history, &on);
    assert_eq!(library, end);
}

#[test]
fn a_branch_left_behind_can_be_gone_back_to() {
    let (mut library, mut history) = (Library::default(), History::default());
    let mut dice = Dice::new(2);
    let first = do_one(&mut library, &mut history, &mut dice);
    let left = do_one(&mut library, &mut history, &mut dice);
    let there = library.clone();
    let back = history.undo(1).unwrap();
    travel(&mut library, &mut history, &back);
    let right = do_one(&mut library, &mut history, &mut dice);
    let rows: Vec<(bool, bool, bool)> = history
        .rows()
        .iter()
        .map(|row| (row.done, row.head, row.branches))
        .collect();
    assert_eq!(
        rows,
        [
            (true, false, false),
            (false, false, false),
            (true, true, true)
        ]
    );
    let way = history.journey(Some(left)).unwrap();
    travel(&mut library, &mut history, &way);
    assert_eq!(library, there);
    // Redo now follows the branch last visited, from any depth.
    let back = history.undo(9).unwrap();
    travel(&mut library, &mut history, &back);
    let on = history.redo(9).unwrap();
    assert_eq!(
        on.steps.iter().map(|it| it.entry).collect::<Vec<_>>(),
        [first, left]
    );
    assert!(history.journey(Some(right)).is_some());
}

#[test]
fn an_entry_known_by_name_only_says_so() {
    let (mut library, mut history) = (Library::default(), History::default());
    let mut dice = Dice::new(3);
    let id = do_one(&mut library, &mut history, &mut dice);
    history.forget_old(0);
    assert_eq!(history.changes(&history.undo(1).unwrap()), Err(id));
    assert_eq!(history.undoable().map(|node| node.id), Some(id));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// 500 acts of every kind with undo, redo and jumps between them: from the end back to the
    /// beginning and on again, and to any point as it was.
    #[test]
    fn all_undone_is_the_beginning_and_all_redone_the_end(seed in any::<u64>()) {
        let (mut library, mut history) = (Library::default(), History::default());
        let mut dice = Dice::new(seed);
        let mut seen: Vec<(EntryId, Library)> = Vec::new();
        for _ in 0..500 {
            match dice.below(20) {
                0 => if let Some(way) = history.undo(1 + dice.below(5)) {
                    travel(&mut library, &mut history, &way);
                },
                1 => if let Some(way) = history.redo(1 + dice.below(5)) {
                    travel(&mut library, &mut history, &way);
                },
                2 if !seen.is_empty() => {
                    let (id, then) = &seen[dice.below(seen.len())];
                    let way = history.journey(Some(*id)).unwrap();
                    travel(&mut library, &mut history, &way);
                    prop_assert!(library == *then);
                }
                _ => {
                    let id = do_one(&mut library, &mut history, &mut dice);
                    seen.push((id, library.clone()));
                }
            }
        }
        prop_assert!(library == Library::of(library.records()), "the index is a recount");
        let (end, head) = (library.clone(), history.head());
        if let Some(way) = history.undo(usize::MAX) {
            travel(&mut library, &mut history, &way);
        }
        prop_assert!(library.is_empty());
        prop_assert!(library == Library::default());
        // Redo follows what was visited last: the way just come.
        let depth = history.journey(head).unwrap().steps.len();
        let way = history.redo(depth).unwrap();
        prop_assert_eq!(way.to, head);
        travel(&mut library, &mut history, &way);
        prop_assert!(library == end);
    }
}
