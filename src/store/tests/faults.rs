//! The store on a medium that fails while it is open: a disk that fills up, turns read-only, loses
//! its permissions, or does not get what was written onto its platters.
//!
//! Whatever the fault, nothing of the entry is confirmed, what was confirmed before is there for
//! whoever opens the library, and the same entry is saved when the medium works again.

use std::io;
use std::sync::Mutex;

use super::super::medium::Medium;
use super::*;

/// What fails.
#[derive(Debug, Default)]
struct Plan {
    /// The error of writing, after half of the bytes.
    put: Option<io::ErrorKind>,
    /// The error of waiting for the disk, with all bytes in the file.
    sync: Option<io::ErrorKind>,
    /// What was written cannot be taken back either.
    stuck: bool,
}

#[derive(Debug)]
struct Faulty {
    inner: Box<dyn Medium>,
    plan: Arc<Mutex<Plan>>,
}

impl Medium for Faulty {
    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self.plan.lock().unwrap().put {
            Some(kind) => {
                self.inner.put(&bytes[..bytes.len() / 2])?;
                Err(kind.into())
            }
            None => self.inner.put(bytes),
        }
    }

    fn sync(&mut self) -> io::Result<()> {
        match self.plan.lock().unwrap().sync {
            Some(kind) => Err(kind.into()),
            None => self.inner.sync(),
        }
    }

    fn cut(&mut self, bytes: u64) -> io::Result<()> {
        let plan = self.plan.lock().unwrap();
        match plan.put.or(plan.sync) {
            Some(kind) if plan.stuck => Err(kind.into()),
            _ => self.inner.cut(bytes),
        }
    }

    fn is_at(&self, path: &Path, bytes: u64) -> bool {
        self.inner.is_at(path, bytes)
    }
}

fn note(desk: &mut Desk, start: usize) -> Arc<Entry> {
    let Opened {
        library, history, ..
    } = &desk.opened;
    let text = format!("a note at {start}");
    let act = acts::note(library, &by(), &anchor("601", start, "words"), &text).unwrap();
    Arc::new(history.sign(act, &by()))
}

fn take(desk: &mut Desk, entry: &Arc<Entry>) {
    desk.opened.library.apply(&entry.changes);
    desk.opened.history.push(Arc::clone(entry));
}

fn read(dir: &Path) -> Library {
    Store::open(dir, Access::Read).unwrap().library
}

#[test]
fn whatever_fails_nothing_is_claimed_and_everything_can_be_tried_again() {
    let faults = [
        (Some(io::ErrorKind::StorageFull), None, "make room"),
        (Some(io::ErrorKind::ReadOnlyFilesystem), None, "--library"),
        (Some(io::ErrorKind::PermissionDenied), None, "--library"),
        (Some(io::ErrorKind::Other), None, "try again"),
        (None, Some(io::ErrorKind::Other), "try again"),
        (None, Some(io::ErrorKind::StorageFull), "make room"),
        (None, Some(io::ErrorKind::ReadOnlyFilesystem), "--library"),
    ];
    let (_temp, dir) = scratch();
    let mut desk = Desk::open(&dir, 31);
    let text = "It was a bright cold day";
    let plan = Arc::new(Mutex::new(Plan::default()));
    for (round, (put, sync, advice)) in faults.into_iter().enumerate() {
        for stuck in [false, true] {
            let start = round * 100 + usize::from(stuck) * 50;
            let before = note(&mut desk, start);
            desk.opened.store.commit(&before).unwrap();
            take(&mut desk, &before);
            if round == 0 && !stuck {
                let plan = Arc::clone(&plan);
                desk.opened
                    .store
                    .journal
                    .put_medium(|inner| Box::new(Faulty { inner, plan }));
            }
            let confirmed = desk.opened.library.clone();

            *plan.lock().unwrap() = Plan { put, sync, stuck };
            let entry = note(&mut desk, start + 10);
            // A text that is to be kept goes out with the entry that refers to it.
            let version = format!("{text} {start}");
            let (hash, id) = (TextHash::of(&version), DocumentId::new("601"));
            let store = &mut desk.opened.store;
            store.keep_version(&hash, &id, "601.txt", &version).unwrap();
            for _ in 0..2 {
                let error = store.commit(&entry).unwrap_err();
                let said = error.to_string();
                assert!(error.advice().unwrap().contains(advice), "{said}");
                assert!(
                    said.contains("not saved") || said.contains("cannot be written"),
                    "{said}"
                );
            }
            assert!(store.move_head(None).is_err());
            let found = read(&dir);
            // A line that reached the file whole and could not be taken back may be read there;
            // it was not confirmed, and is cut off before anything else is written.
            if stuck && sync.is_some() {
                assert!(found == confirmed || found.annotations().count() > 0);
            } else {
                assert!(found == confirmed, "round {round}");
            }

            *plan.lock().unwrap() = Plan::default();
            desk.opened.store.commit(&entry).unwrap();
            take(&mut desk, &entry);
            assert!(read(&dir) == desk.opened.library, "round {round}");
            let kept = Store::open(&dir, Access::Read).unwrap();
            assert!(kept.store.versions().any(|it| it.hash == hash));
        }
    }
    let (library, titles) = (desk.opened.library.clone(), titles(&desk.opened.history));
    assert_eq!(desk.opened.store.close(), [""; 0]);
    let opened = Store::open(&dir, Access::Write).unwrap();
    assert!(opened.report.is_empty(), "{:?}", opened.report);
    assert!(opened.library == library);
    assert_eq!(super::titles(&opened.history), titles);
    drop(opened);
    assert!(doctor(&dir).unwrap().is_well(), "{:?}", doctor(&dir));
}

#[test]
fn a_journal_that_was_replaced_while_open_is_not_written_to() {
    let (_temp, dir) = scratch();
    let mut desk = Desk::open(&dir, 32);
    let first = note(&mut desk, 1);
    desk.opened.store.commit(&first).unwrap();
    take(&mut desk, &first);
    let path = dir.join("journal.jsonl");
    let entry = note(&mut desk, 20);
    let whole = fs::read(&path).unwrap();
    let spoil: [&dyn Fn(); 3] = [
        // As a program does that writes beside and renames.
        &|| {
            let beside = dir.join("beside");
            fs::write(&beside, &whole).unwrap();
            fs::rename(&beside, &path).unwrap();
        },
        &|| fs::write(&path, [whole.as_slice(), b"{}\n"].concat()).unwrap(),
        &|| fs::remove_file(&path).unwrap(),
    ];
    for (round, spoil) in spoil.into_iter().enumerate() {
        if round == 0 && cfg!(windows) {
            continue;
        }
        spoil();
        let error = desk.opened.store.commit(&entry).unwrap_err();
        assert!(matches!(error, StoreError::Changed { .. }), "{error}");
        assert!(error.advice().is_some());
    }
}

#[test]
fn a_damaged_line_is_told_by_its_number_and_kept_beside() {
    let (_temp, dir) = scratch();
    made(&dir, 33, 12);
    let path = dir.join("journal.jsonl");
    let text = fs::read_to_string(&path).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let spoiled = lines[5].replacen("\"time\"", "\"tíme\"", 1);
    lines[5].clone_from(&spoiled);
    fs::write(&path, lines.join("\n") + "\n").unwrap();
    let health = doctor(&dir).unwrap();
    let told = "journal.jsonl: line 6 is damaged and cannot be read";
    assert!(
        health.findings.iter().any(|it| it.what.contains(told)),
        "{:?}",
        health.findings
    );
    for access in [Access::Read, Access::Write, Access::Write] {
        let opened = Store::open(&dir, access).unwrap();
        assert!(
            opened.report.notes.iter().any(|it| it.contains(told)),
            "{:?}",
            opened.report
        );
    }
    let beside = dir.join("journal.jsonl.damaged-line-6");
    assert_eq!(fs::read_to_string(beside).unwrap().trim_end(), spoiled);
    repair(&dir).unwrap();
    assert!(Store::open(&dir, Access::Read).unwrap().report.is_empty());
}

#[test]
fn a_damaged_line_of_a_large_library_is_told_although_the_database_has_it() {
    let (_temp, dir) = scratch();
    let desk = large(&dir);
    let library = desk.opened.library.clone();
    assert_eq!(desk.opened.store.close(), [""; 0]);
    let path = dir.join("journal.jsonl");
    let mut bytes = fs::read(&path).unwrap();
    bytes[9_000] ^= 1;
    fs::write(&path, bytes).unwrap();
    let mut opened = Store::open_for(&dir, Access::Write, &DocumentId::new("doc-3")).unwrap();
    let mut rest = opened.rest.take().unwrap();
    opened.store.load(&mut rest);
    let loaded = rest.wait().unwrap();
    let (found, _) = opened.store.complete(loaded).unwrap();
    assert!(found == library);
    let patience = std::time::Instant::now() + std::time::Duration::from_secs(20);
    let mut news = Vec::new();
    while news.is_empty() && std::time::Instant::now() < patience {
        news = opened.store.news();
        std::thread::yield_now();
    }
    assert!(
        news[0].contains("is damaged and cannot be read"),
        "{news:?}"
    );
}

#[test]
fn backups_bring_back_what_they_hold_when_everything_else_is_gone() {
    let (_temp, dir) = scratch();
    let (library, _) = made(&dir, 34, 20);
    let gone = |names: &[&str]| {
        for name in names {
            let path = dir.join(name);
            let removed = if path.is_dir() {
                fs::remove_dir_all(path)
            } else {
                fs::remove_file(path)
            };
            removed.unwrap();
        }
    };
    gone(&["journal.jsonl", "database"]);
    // Looking changes nothing and says what there is.
    let health = doctor(&dir).unwrap();
    assert!(
        health.findings[0]
            .what
            .contains("there are a database or backups")
    );
    let reading = Store::open(&dir, Access::Read).unwrap();
    assert!(reading.report.notes[0].contains("doctor --repair"));
    assert!(!dir.join("journal.jsonl").exists());

    let opened = Store::open(&dir, Access::Write).unwrap();
    let said = &opened.report.notes[0];
    assert!(said.contains("were found in the backups"), "{said}");
    assert!(opened.library == library);
    drop(opened);
    // A database that cannot be read does not stand in the way.
    gone(&["journal.jsonl"]);
    let database = dir.join("database");
    if database.is_dir() {
        fs::remove_dir_all(&database).unwrap();
    }
    fs::create_dir(&database).unwrap();
    fs::write(database.join("conf"), "nothing").unwrap();
    let opened = Store::open(&dir, Access::Write).unwrap();
    assert!(opened.library == library);
}
