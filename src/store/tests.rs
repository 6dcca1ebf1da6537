//! Tests of the store on a folder of its own each: what is saved is there again.

mod faults;

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use super::*;
use crate::library::acts;
use crate::library::random::{Dice, act, anchor, by};

/// A store with its library and history, doing what the program does.
struct Desk {
    opened: Opened,
    dice: Dice,
}

impl Desk {
    fn open(dir: &Path, seed: u64) -> Self {
        Self {
            opened: Store::open(dir, Access::Write).unwrap(),
            dice: Dice::new(seed),
        }
    }

    fn do_one(&mut self) -> EntryId {
        let Opened {
            store,
            library,
            history,
            ..
        } = &mut self.opened;
        let entry = Arc::new(history.sign(act(library, &mut self.dice), &by()));
        store.commit(&entry).unwrap();
        library.apply(&entry.changes);
        history.push(Arc::clone(&entry));
        entry.id
    }

    fn go(&mut self, way: &Journey) {
        let Opened {
            store,
            library,
            history,
            ..
        } = &mut self.opened;
        let changes = store.changes(history, way).unwrap();
        store.move_head(way.to).unwrap();
        library.apply(&changes);
        assert!(history.set_head(way.to));
    }
}

fn scratch() -> (tempfile::TempDir, PathBuf) {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join(".glossator");
    (temp, dir)
}

#[test]
fn opening_makes_nothing_and_the_first_entry_makes_a_private_folder() {
    let (_temp, dir) = scratch();
    let mut desk = Desk::open(&dir, 1);
    assert!(!dir.exists());
    desk.opened.store.save_session(&Session::default()).unwrap();
    assert!(!dir.exists());
    desk.do_one();
    assert!(dir.join("journal.jsonl").is_file());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&dir), 0o700);
        assert_eq!(mode(&dir.join("journal.jsonl")), 0o600);
    }
}

#[test]
fn five_hundred_acts_are_there_again_and_can_all_be_undone() {
    let (_temp, dir) = scratch();
    let mut desk = Desk::open(&dir, 7);
    let mut made = Vec::new();
    for step in 0..500 {
        match step % 25 {
            20 => {
                if let Some(way) = desk.opened.history.undo(3) {
                    desk.go(&way);
                }
            }
            22 => {
                if let Some(way) = desk.opened.history.redo(1) {
                    desk.go(&way);
                }
            }
            24 => {
                let id = made[desk.dice.below(made.len())];
                let way = desk.opened.history.journey(Some(id)).unwrap();
                desk.go(&way);
            }
            _ => made.push(desk.do_one()),
        }
    }
    let (end, head) = (desk.opened.library.clone(), desk.opened.history.head());
    let titles: Vec<String> = titles(&desk.opened.history);
    drop(desk);

    let mut desk = Desk::open(&dir, 8);
    assert!(desk.opened.report.is_empty(), "{:?}", desk.opened.report);
    assert!(desk.opened.library == end);
    assert_eq!(self::titles(&desk.opened.history), titles);
    assert_eq!(desk.opened.history.head(), head);
    let depth = desk.opened.history.journey(head).unwrap().steps.len();
    assert_eq!(depth, 0);
    let back = desk.opened.history.undo(usize::MAX).unwrap();
    let count = back.steps.len();
    // As if everything had to be read back from the journal.
    desk.opened.history.forget_old(0);
    desk.go(&back);
    assert!(desk.opened.library == Library::default());
    drop(desk);

    let mut desk = Desk::open(&dir, 9);
    assert!(desk.opened.library.is_empty());
    let on = desk.opened.history.redo(count).unwrap();
    assert_eq!(on.to, head);
    desk.go(&on);
    assert!(desk.opened.library == end);
}

fn titles(history: &History) -> Vec<String> {
    history
        .rows()
        .iter()
        .map(|row| row.node.title.clone())
        .collect()
}

#[test]
fn a_second_process_reads_and_is_told_who_writes() {
    let (_temp, dir) = scratch();
    let mut desk = Desk::open(&dir, 1);
    desk.do_one();
    let error = Store::open(&dir, Access::Write).unwrap_err();
    let pid = std::process::id();
    assert!(matches!(error, StoreError::Held { pid: Some(it), .. } if it == pid));
    assert!(
        error
            .to_string()
            .contains(&format!("another process ({pid})"))
    );
    assert!(error.advice().is_some());
    let mut reader = Store::open(&dir, Access::Read).unwrap();
    assert!(reader.library == desk.opened.library);
    assert!(matches!(
        reader.store.move_head(None),
        Err(StoreError::ForReading { .. })
    ));
    drop(desk);
    Store::open(&dir, Access::Write).unwrap();
}

#[test]
fn a_library_begun_meanwhile_by_another_is_not_written_over() {
    let (_temp, dir) = scratch();
    let mut late = Desk::open(&dir, 1);
    let mut early = Desk::open(&dir, 2);
    early.do_one();
    let act = act(&late.opened.library, &mut late.dice);
    let entry = late.opened.history.sign(act, &by());
    assert!(matches!(
        late.opened.store.commit(&entry),
        Err(StoreError::Held { .. })
    ));
    drop(early);
    assert!(matches!(
        late.opened.store.commit(&entry),
        Err(StoreError::Changed { .. })
    ));
}

#[test]
fn a_torn_end_is_set_aside_and_reported() {
    let (_temp, dir) = scratch();
    let mut desk = Desk::open(&dir, 3);
    desk.do_one();
    let kept = desk.opened.library.clone();
    let whole = fs::read(dir.join("journal.jsonl")).unwrap();
    desk.do_one();
    drop(desk);
    let longer = fs::read(dir.join("journal.jsonl")).unwrap();
    for cut in [whole.len() + 1, whole.len() + 40, longer.len() - 2] {
        fs::write(dir.join("journal.jsonl"), &longer[..cut]).unwrap();
        let reader = Store::open(&dir, Access::Read).unwrap();
        assert!(reader.library == kept);
        let desk = Desk::open(&dir, 4);
        assert!(desk.opened.library == kept);
        assert!(desk.opened.report.notes[0].contains("set aside in"));
        assert_eq!(fs::read(dir.join("journal.jsonl")).unwrap(), whole);
    }
    let aside = fs::read_dir(&dir).unwrap().flatten();
    let torn = aside.filter(|it| it.file_name().to_string_lossy().contains("torn"));
    assert_eq!(torn.count(), 3);
    // A whole entry that lacks nothing but its line feed counts.
    fs::write(dir.join("journal.jsonl"), &longer[..longer.len() - 1]).unwrap();
    let mut desk = Desk::open(&dir, 5);
    assert!(desk.opened.report.is_empty());
    desk.do_one();
    let end = desk.opened.library.clone();
    drop(desk);
    assert!(Store::open(&dir, Access::Read).unwrap().library == end);
}

#[test]
fn a_damaged_line_in_the_middle_costs_no_other() {
    let (_temp, dir) = scratch();
    let mut desk = Desk::open(&dir, 3);
    for start in [10, 50, 90] {
        let Opened {
            store,
            library,
            history,
            ..
        } = &mut desk.opened;
        let act = acts::note(library, &by(), &anchor("601", start, "words"), "note").unwrap();
        let entry = history.sign(act, &by());
        store.commit(&entry).unwrap();
        library.apply(&entry.changes);
        history.push(Arc::new(entry));
    }
    drop(desk);
    let path = dir.join("journal.jsonl");
    let text = fs::read_to_string(&path).unwrap();
    let damaged = text.replacen("\"start\":50", "\"start\":51", 1);
    fs::write(&path, damaged).unwrap();
    let opened = Store::open(&dir, Access::Read).unwrap();
    assert_eq!(opened.library.annotations().count(), 2);
    assert!(opened.report.notes[0].contains("line 3 is damaged"));
}

#[test]
fn a_newer_library_is_refused_in_a_sentence() {
    let (_temp, dir) = scratch();
    fs::create_dir(&dir).unwrap();
    let header =
        "{\"glossator\":\"journal\",\"format\":99,\"created\":\"2030-01-01T00:00:00.000Z\"}\n";
    fs::write(dir.join("journal.jsonl"), header).unwrap();
    for access in [Access::Read, Access::Write] {
        let error = Store::open(&dir, access).unwrap_err();
        assert!(error.to_string().contains("format 99, which is newer"));
    }
    assert_eq!(
        fs::read_to_string(dir.join("journal.jsonl")).unwrap(),
        header
    );
}

#[test]
fn versions_sessions_and_drafts_are_there_again() {
    let (_temp, dir) = scratch();
    let mut desk = Desk::open(&dir, 1);
    let text = "It was a bright cold day";
    let hash = TextHash::of(text);
    let document = DocumentId::new("601");
    let store = &mut desk.opened.store;
    store
        .keep_version(&hash, &document, "601.txt", text)
        .unwrap();
    store
        .keep_version(&hash, &document, "601.txt", text)
        .unwrap();
    store.save_draft("601@7: a/b", "half a thought").unwrap();
    let mut session = Session {
        open: Some(document.clone()),
        ..Session::default()
    };
    let place = DocumentPlace {
        from: 7,
        to: 9,
        top: 3,
        ..DocumentPlace::default()
    };
    session.places.insert(document.clone(), place);
    session.marks.insert('A', ReadingPlace { document, at: 3 });
    store.save_session(&session).unwrap();
    desk.do_one();
    drop(desk);

    let desk = Desk::open(&dir, 2);
    let store = &desk.opened.store;
    assert_eq!(store.version_text(&hash).as_deref(), Some(text));
    assert_eq!(store.version_text(&TextHash::of("other")), None);
    assert_eq!(store.versions().count(), 1);
    assert_eq!(store.session(), session);
    assert_eq!(store.drafts()["601@7: a/b"], "half a thought");
    store.drop_draft("601@7: a/b");
    assert!(store.drafts().is_empty());
    fs::write(dir.join("session.json"), "{").unwrap();
    assert_eq!(store.session(), Session::default());
}

/// What the database alone says the library is.
fn from_database(dir: &Path) -> Library {
    let mut opened = Store::open(dir, Access::Write).unwrap();
    let end = opened.store.journal.end();
    let wait = opened.store.database().unwrap().whole(end);
    wait.recv().unwrap().unwrap().library
}

#[test]
fn the_database_says_what_the_journal_says() {
    let (_temp, dir) = scratch();
    let mut desk = Desk::open(&dir, 11);
    for step in 0..120 {
        desk.do_one();
        if step % 9 == 0
            && let Some(way) = desk.opened.history.undo(4)
        {
            desk.go(&way);
        }
    }
    let end = desk.opened.library.clone();
    let document = DocumentId::new("doc-1");
    let records = desk.opened.store.document_records(&document).unwrap();
    let part = Library::of(records);
    let ids = |library: &Library| -> Vec<crate::library::RecordId> {
        library.annotations_in(&document).map(|it| it.id).collect()
    };
    assert_eq!(ids(&part), ids(&end));
    let links = |library: &Library| library.links_in(&document).count();
    assert_eq!(links(&part), links(&end));
    assert_eq!(part.tags().count(), end.tags().count());
    let Opened { store, .. } = desk.opened;
    assert_eq!(store.close(), [""; 0]);

    assert!(dir.join("database").is_dir());
    assert!(from_database(&dir) == end);
    // Written to by somebody who had no database, it catches up.
    let mut desk = Desk::open(&dir, 12);
    desk.do_one();
    let end = desk.opened.library.clone();
    drop(desk);
    assert!(from_database(&dir) == end);
}

#[test]
fn a_database_that_lags_lies_or_will_not_open_is_set_aside() {
    let (_temp, dir) = scratch();
    let mut desk = Desk::open(&dir, 13);
    for _ in 0..40 {
        desk.do_one();
    }
    drop(desk);
    // Rolled back without a word: an older database under a newer journal catches up.
    let old = dir.join("old");
    copy(&dir.join("database"), &old);
    let mut desk = Desk::open(&dir, 14);
    desk.do_one();
    let end = desk.opened.library.clone();
    drop(desk);
    fs::remove_dir_all(dir.join("database")).unwrap();
    fs::rename(&old, dir.join("database")).unwrap();
    assert!(from_database(&dir) == end);

    // Of another journal, empty, and not a database at all.
    let (_other, there) = scratch();
    let mut desk = Desk::open(&there, 15);
    desk.do_one();
    drop(desk);
    let spoil: [&dyn Fn(&Path); 3] = [
        &|database| copy(&there.join("database"), database),
        &|database| fs::create_dir(database).unwrap(),
        &|database| {
            fs::create_dir(database).unwrap();
            fs::write(database.join("db"), [7; 4096]).unwrap();
            fs::write(database.join("conf"), "nonsense").unwrap();
        },
    ];
    for (count, spoil) in spoil.iter().enumerate() {
        fs::remove_dir_all(dir.join("database")).unwrap();
        spoil(&dir.join("database"));
        let mut opened = Store::open(&dir, Access::Write).unwrap();
        let mark = opened.store.journal.end();
        let wait = opened.store.database().unwrap().whole(mark);
        assert!(wait.recv().unwrap().unwrap().library == end);
        let news = opened.store.close();
        assert!(news[0].contains("set aside in"), "{news:?}");
        let aside = fs::read_dir(&dir).unwrap().flatten();
        let aside = aside.filter(|it| it.file_name().to_string_lossy().contains("damaged"));
        assert_eq!(aside.count(), count + 1);
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for item in fs::read_dir(from).unwrap().flatten() {
        let target = to.join(item.file_name());
        if item.path().is_dir() {
            copy(&item.path(), &target);
        } else {
            fs::copy(item.path(), target).unwrap();
        }
    }
}

/// A library that is too large to be read whole at opening.
fn large(dir: &Path) -> Desk {
    let mut desk = Desk::open(dir, 16);
    let long = "A note that is long. ".repeat(400);
    for start in 0..160 {
        let Opened {
            store,
            library,
            history,
            ..
        } = &mut desk.opened;
        let document = format!("doc-{}", start % 5);
        let act = acts::note(
            library,
            &by(),
            &anchor(&document, start * 9, "words"),
            &long,
        );
        let entry = Arc::new(history.sign(act.unwrap(), &by()));
        store.commit(&entry).unwrap();
        library.apply(&entry.changes);
        history.push(entry);
    }
    desk
}

#[test]
fn a_large_library_shows_one_document_first_and_takes_entries_meanwhile() {
    let (_temp, dir) = scratch();
    let mut desk = large(&dir);
    let document = DocumentId::new("doc-3");
    for prepared in [false, true] {
        if prepared {
            let Opened {
                store,
                library,
                history,
                ..
            } = &desk.opened;
            store.prepare_opening(library, history, &document).unwrap();
            assert!(dir.join("opening.json").is_file());
            // Something is written after it was left, as when the program is killed.
            desk.do_one();
        }
        let (end, count) = (desk.opened.library.clone(), desk.opened.history.len());
        let here = end.annotations_in(&document).count();
        drop(desk);

        let mut opened = Store::open_for(&dir, Access::Write, &document).unwrap();
        assert_eq!(opened.library.annotations_in(&document).count(), here);
        assert!(opened.library.len() < end.len());
        assert!(opened.history.undo(1).is_none());
        let act = acts::note(&opened.library, &by(), &anchor("doc-3", 7, "here"), "new");
        let entry = opened.history.sign(act.unwrap(), &by());
        opened.store.commit(&entry).unwrap();
        let mut rest = opened.rest.take().unwrap();
        opened.store.load(&mut rest);
        let loaded = rest.wait().unwrap();
        let (library, history) = opened.store.complete(loaded).unwrap();
        assert_eq!(history.head(), Some(entry.id));
        assert_eq!(history.undoable().unwrap().title, entry.title);
        assert_eq!(history.len(), count + 1);
        let way = history.undo(1).unwrap();
        let mut before = library.clone();
        before.apply(&opened.store.changes(&history, &way).unwrap());
        assert!(before == end);
        assert_eq!(opened.store.close(), [""; 0]);
        desk = Desk::open(&dir, 17);
        assert!(desk.opened.library == library);
    }
    // For reading only, beside one who writes.
    let reader = Store::open_for(&dir, Access::Read, &document).unwrap();
    let mut store = reader.store;
    let (library, _) = match reader.rest {
        Some(mut rest) => {
            store.load(&mut rest);
            store.complete(rest.wait().unwrap()).unwrap()
        }
        None => (reader.library, reader.history),
    };
    assert!(library == desk.opened.library);
}

#[test]
fn what_the_last_session_left_is_of_that_journal_only() {
    let (_temp, dir) = scratch();
    let desk = large(&dir);
    let document = DocumentId::new("doc-3");
    let Opened {
        store,
        library,
        history,
        ..
    } = &desk.opened;
    store.prepare_opening(library, history, &document).unwrap();
    drop(desk);
    let folder = Folder::new(&dir);
    assert!(opening::load(&folder, &document).is_some());
    assert!(opening::load(&folder, &DocumentId::new("doc-2")).is_none());
    // Another journal of the same length, by its last bytes.
    let mut bytes = fs::read(folder.journal()).unwrap();
    let at = bytes.len() - 20;
    bytes[at] ^= 1;
    fs::write(folder.journal(), bytes).unwrap();
    assert!(opening::load(&folder, &document).is_none());
}

/// A library of some entries, closed.
fn made(dir: &Path, seed: u64, entries: usize) -> (Library, Vec<String>) {
    let mut desk = Desk::open(dir, seed);
    let text = "It was a bright cold day";
    let document = DocumentId::new("601");
    let hash = TextHash::of(text);
    desk.opened
        .store
        .keep_version(&hash, &document, "601.txt", text)
        .unwrap();
    for _ in 0..entries {
        desk.do_one();
    }
    let session = Session {
        open: Some(document),
        ..Session::default()
    };
    desk.opened.store.save_session(&session).unwrap();
    let made = (desk.opened.library.clone(), titles(&desk.opened.history));
    assert_eq!(desk.opened.store.close(), [""; 0]);
    made
}

#[test]
fn a_backup_brings_everything_back_exactly() {
    let (temp, dir) = scratch();
    let (library, titles) = made(&dir, 21, 60);
    let file = temp.path().join("mine.backup.gz");
    let opened = Store::open(&dir, Access::Read).unwrap();
    opened.store.backup(&file).unwrap();
    drop(opened);

    let journal = fs::read(dir.join("journal.jsonl")).unwrap();
    let (_other, there) = scratch();
    made(&there, 22, 5);
    for place in [&there, &temp.path().join("new")] {
        let report = Store::restore(place, &file).unwrap();
        assert_eq!(report.is_empty(), place != &there);
        assert_eq!(fs::read(place.join("journal.jsonl")).unwrap(), journal);
        let opened = Store::open(place, Access::Write).unwrap();
        assert!(opened.library == library);
        assert_eq!(self::titles(&opened.history), titles);
        let hash = TextHash::of("It was a bright cold day");
        assert!(opened.store.version_text(&hash).is_some());
        assert_eq!(opened.store.session().open, Some(DocumentId::new("601")));
        assert!(
            doctor(place)
                .unwrap()
                .facts
                .iter()
                .any(|it| it.contains("not looked at"))
        );
        drop(opened);
        assert!(doctor(place).unwrap().is_well());
    }
    // One that was cut short, or is none, changes nothing.
    let bytes = fs::read(&file).unwrap();
    for (count, cut) in [0, 10, bytes.len() / 2, bytes.len() - 1]
        .into_iter()
        .enumerate()
    {
        let short = temp.path().join(format!("short-{count}"));
        fs::write(&short, &bytes[..cut]).unwrap();
        assert!(matches!(
            Store::restore(&there, &short),
            Err(StoreError::Foreign { .. })
        ));
        assert_eq!(fs::read(there.join("journal.jsonl")).unwrap(), journal);
    }
    assert!(
        !there
            .join(format!("restoring-{}", std::process::id()))
            .exists()
    );
}

#[test]
fn a_backup_is_kept_by_itself_once_a_day() {
    let (_temp, dir) = scratch();
    let (library, _) = made(&dir, 23, 3);
    made(&dir, 24, 3);
    let kept: Vec<_> = fs::read_dir(dir.join("backups"))
        .unwrap()
        .flatten()
        .collect();
    assert_eq!(kept.len(), 1);
    Store::restore(&dir, &kept[0].path()).unwrap();
    assert!(Store::open(&dir, Access::Read).unwrap().library == library);
}

#[test]
fn a_journal_that_vanished_is_put_together_again() {
    let (_temp, dir) = scratch();
    let (library, titles) = made(&dir, 25, 40);
    let journal = dir.join("journal.jsonl");
    let spoil: [&dyn Fn(); 3] = [
        &|| fs::remove_file(&journal).unwrap(),
        &|| fs::write(&journal, "").unwrap(),
        &|| fs::write(&journal, [0; 5000]).unwrap(),
    ];
    for spoil in spoil {
        spoil();
        assert!(!doctor(&dir).unwrap().is_well());
        let opened = Store::open(&dir, Access::Write).unwrap();
        assert!(opened.library == library);
        assert_eq!(self::titles(&opened.history), titles);
        assert!(opened.report.notes[0].contains("the journal was gone; all"));
    }
}

#[test]
fn damaged_confirmed_lines_are_found_again() {
    let (_temp, dir) = scratch();
    let (library, titles) = made(&dir, 26, 30);
    let journal = dir.join("journal.jsonl");
    let whole = fs::read(&journal).unwrap();
    let mut dice = Dice::new(27);
    for round in 0..12 {
        let mut damaged = whole.clone();
        let at = match round {
            // In the last line, in the first, and anywhere.
            0 => damaged.len() - 30,
            1 => 5,
            _ => dice.below(damaged.len()),
        };
        damaged[at] ^= 1 << dice.below(7);
        fs::write(&journal, &damaged).unwrap();
        let report = repair(&dir).unwrap();
        let opened = Store::open(&dir, Access::Write).unwrap();
        assert!(opened.report.is_empty());
        assert!(
            opened.library == library,
            "round {round}, byte {at}: {report:?}"
        );
        assert_eq!(self::titles(&opened.history), titles);
        drop(opened);
        assert!(doctor(&dir).unwrap().is_well(), "{:?}", doctor(&dir));
    }
}

#[test]
fn what_cannot_be_found_again_is_told_and_set_aside() {
    let (_temp, dir) = scratch();
    let (_, titles) = made(&dir, 28, 20);
    let journal = dir.join("journal.jsonl");
    fs::remove_dir_all(dir.join("database")).unwrap();
    fs::remove_dir_all(dir.join("backups")).unwrap();
    let mut lines: Vec<Vec<u8>> = fs::read(&journal)
        .unwrap()
        .split(|byte| *byte == b'\n')
        .map(<[u8]>::to_vec)
        .collect();
    lines[10][40] ^= 1;
    fs::write(&journal, lines.join(&b'\n')).unwrap();
    let snapshot = fs::read_dir(dir.join("snapshots"))
        .unwrap()
        .flatten()
        .next()
        .unwrap();
    fs::write(snapshot.path(), "damaged").unwrap();
    let health = doctor(&dir).unwrap();
    assert_eq!(health.findings.len(), 2, "{:?}", health.findings);
    assert!(health.findings.iter().all(|it| it.remedy.is_some()));
    let report = repair(&dir).unwrap();
    assert!(
        report.notes[1].contains("0 lines found again, 1 lost"),
        "{report:?}"
    );
    assert!(doctor(&dir).unwrap().is_well());
    let opened = Store::open(&dir, Access::Read).unwrap();
    assert_eq!(opened.history.len(), titles.len() - 1);
}
