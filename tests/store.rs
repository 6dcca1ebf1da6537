//! The store under faults: killed, out of room, without permission, with a damaged database.
//!
//! The runs are short by default. The long ones:
//!
//! ```text
//! GLOSSATOR_CRASHES=300 cargo test --release --test store killed
//! GLOSSATOR_DAMAGES=200 cargo test --release --test store damage
//! ```

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::HashSet;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use glossator::corpus::{DocumentId, TextHash};
use glossator::library::{
    Act, Author, By, End, Entry, EntryId, History, Library, TagPath, Timestamp, acts,
};
use glossator::passage::{Anchor, Quote};
use glossator::store::{Access, Opened, Store, StoreError, doctor};

/// Where a child finds its library.
const LIBRARY: &str = "GLOSSATOR_TEST_LIBRARY";

/// A small generator of numbers, so that a failing run can be run again.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 32).unwrap() % limit.max(1)
    }
}

fn runs(variable: &str, otherwise: usize) -> usize {
    std::env::var(variable).map_or(otherwise, |runs| runs.parse().unwrap())
}

fn by() -> By {
    By {
        author: Author("Ada".into()),
        time: Timestamp::now(),
    }
}

fn passage(dice: &mut Dice) -> Anchor {
    let document = format!("doc-{}", dice.below(4));
    let start = dice.below(5_000);
    Anchor {
        version: TextHash::of(&document),
        document: DocumentId::new(document),
        start,
        end: start + 13,
        quote: Quote {
            before: "ends ".into(),
            exact: "no later than".into(),
            after: " 1956".into(),
        },
    }
}

/// An act, mostly small, now and then a bulk one.
fn act(library: &Library, dice: &mut Dice) -> Act {
    let path = TagPath::parse(["treaty", "treaty/1956", "deadline"][dice.below(3)]).unwrap();
    loop {
        let (here, there) = (passage(dice), passage(dice));
        let note = "Compare the other text. ".repeat(dice.below(60));
        let act = match dice.below(12) {
            0..5 => acts::tag(library, &by(), &[here], std::slice::from_ref(&path)),
            5..8 => acts::note(library, &by(), &here, &note),
            8 | 9 => acts::link(library, &by(), (&here, &there), "cites", &note),
            10 => {
                let many: Vec<Anchor> = (0..200).map(|_| passage(dice)).collect();
                acts::tag(library, &by(), &many, std::slice::from_ref(&path))
            }
            _ => acts::rename_tag(library, &by(), "treaty", &path),
        };
        if let Ok(act) = act {
            return act;
        }
    }
}

fn commit(opened: &mut Opened, act: Act) -> Result<EntryId, StoreError> {
    let entry: Arc<Entry> = Arc::new(opened.history.sign(act, &by()));
    opened.store.commit(&entry)?;
    opened.library.apply(&entry.changes);
    opened.history.push(Arc::clone(&entry));
    Ok(entry.id)
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

/// This test program again, running one of its tests on a library.
fn child(test: &str, dir: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args([
            "--exact",
            test,
            "--ignored",
            "--nocapture",
            "--test-threads=1",
        ])
        .env(LIBRARY, dir)
        .stderr(Stdio::null());
    command
}

/// The library that a parent named; None where the test was not started by one.
fn named() -> Option<PathBuf> {
    std::env::var_os(LIBRARY).map(PathBuf::from)
}

#[test]
#[ignore = "writes for `killed_at_random_moments…` until it is killed"]
fn writing_child() {
    let Some(dir) = named() else { return };
    let mut opened = Store::open(&dir, Access::Write).unwrap();
    let mut dice = Dice(0x9E37_79B9 ^ u64::from(std::process::id()) << 16);
    let mut out = std::io::stdout().lock();
    // The test's own name stands at the beginning of the first line.
    writeln!(out).unwrap();
    for step in 0.. {
        let said = if step % 11 == 10
            && let Some(way) = opened.history.undo(1 + dice.below(3))
        {
            let changes = opened.store.changes(&opened.history, &way).unwrap();
            opened.store.move_head(way.to).unwrap();
            opened.library.apply(&changes);
            opened.history.set_head(way.to);
            way.to
                .map_or_else(|| "head -".to_owned(), |id| format!("head {}", id.0))
        } else {
            let act = act(&opened.library, &mut dice);
            format!("entry {}", commit(&mut opened, act).unwrap().0)
        };
        // Confirmed: from here on it must never be lost.
        writeln!(out, "{said}").unwrap();
        out.flush().unwrap();
    }
}

/// What a child confirmed before it was killed: its entries, and where the head was.
#[derive(Default)]
struct Confirmed {
    entries: HashSet<String>,
    head: Option<String>,
    anything: bool,
}

impl Confirmed {
    fn take(&mut self, line: &str) {
        if let Some(id) = line.strip_prefix("entry ") {
            self.entries.insert(id.to_owned());
            self.head = Some(id.to_owned());
            self.anything = true;
        } else if let Some(id) = line.strip_prefix("head ") {
            self.head = (id != "-").then(|| id.to_owned());
            self.anything = true;
        }
    }
}

/// Lets a child write for a while, kills it, and says what it had confirmed.
fn kill(mut child: Child, most: usize, dice: &mut Dice) -> Confirmed {
    let mut confirmed = Confirmed::default();
    let mut out = BufReader::new(child.stdout.take().unwrap()).lines();
    let wanted = dice.below(most);
    let mut seen = 0;
    while seen < wanted {
        let Some(Ok(line)) = out.next() else { break };
        confirmed.take(&line);
        seen += usize::from(confirmed.anything);
    }
    // And then some, so that it is in the middle of something.
    let moment = Duration::from_micros(dice.below(15_000) as u64);
    let start = Instant::now();
    while start.elapsed() < moment {
        std::hint::spin_loop();
    }
    child.kill().unwrap();
    out.map_while(Result::ok)
        .for_each(|line| confirmed.take(&line));
    child.wait().unwrap();
    confirmed
}

#[test]
fn killed_at_random_moments_nothing_confirmed_is_lost() {
    let runs = runs("GLOSSATOR_CRASHES", 20);
    let mut dice = Dice(0x00C0_FFEE);
    let mut temp = tempfile::tempdir().unwrap();
    let mut all: HashSet<String> = HashSet::new();
    let mut total = 0;
    for run in 0..runs {
        if run % 40 == 39 {
            temp = tempfile::tempdir().unwrap();
            all.clear();
        }
        let dir = temp.path().join(".glossator");
        let before = Store::open(&dir, Access::Read).unwrap().history.len();
        let started = child("writing_child", &dir)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        // The short run waits for fewer: it is to be short.
        let confirmed = kill(started, if runs < 100 { 8 } else { 30 }, &mut dice);
        total += confirmed.entries.len();
        let opened = Store::open(&dir, Access::Write).unwrap();
        let known: HashSet<String> = opened
            .history
            .rows()
            .iter()
            .map(|row| row.node.id.0.to_string())
            .collect();
        all.extend(confirmed.entries.iter().cloned());
        let lost: Vec<&String> = all.iter().filter(|id| !known.contains(*id)).collect();
        assert!(lost.is_empty(), "run {run}: lost {lost:?}");
        // At most the one that was being written when it was killed was not confirmed.
        let more = opened.history.len() - before - confirmed.entries.len();
        assert!(more <= 1, "run {run}: {more} entries that nobody confirmed");
        let head = opened.history.head().map(|id| id.0.to_string());
        if confirmed.anything && more == 0 && head != confirmed.head {
            // Then it was a step in the history that was being written.
            assert!(
                opened.history.redoable().is_some(),
                "run {run}: head {head:?}"
            );
        }
        // The database is in step again, or was built anew.
        drop(opened);
        if run % 5 == 0 && dir.is_dir() {
            let mut opened = Store::open(&dir, Access::Write).unwrap();
            opened.store.document_records(&DocumentId::new("doc-1"));
            opened.store.close();
            let health = doctor(&dir).unwrap();
            assert!(health.is_well(), "run {run}: {:?}", health.findings);
        }
    }
    println!("{runs} runs, {total} confirmed entries, none lost");
}

#[test]
#[ignore = "started by `a_full_disk…`, which ignores the signal for it"]
#[cfg(unix)]
fn full_disk_child() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let Some(dir) = named() else { return };
    let mut opened = Store::open(&dir, Access::Write).unwrap();
    let mut dice = Dice(7);
    let act = act(&opened.library, &mut dice);
    commit(&mut opened, act).unwrap();
    for round in 1..6 {
        // No file may grow beyond this: a write is cut short there, and the next one refused.
        let size = fs::metadata(dir.join("journal.jsonl")).unwrap().len();
        let limit = Rlimit {
            current: Some(size + 1_500 * round),
            ..getrlimit(Resource::Fsize)
        };
        setrlimit(Resource::Fsize, limit).unwrap();
        let (entry, error) = loop {
            let act = self::act(&opened.library, &mut dice);
            let entry = opened.history.sign(act, &by());
            if let Err(error) = opened.store.commit(&entry) {
                break (entry, error);
            }
            opened.library.apply(&entry.changes);
            opened.history.push(Arc::new(entry));
        };
        let words = error.to_string();
        assert!(
            words.contains("not saved") && words.contains(&entry.title),
            "{words}"
        );
        assert!(error.advice().unwrap().contains("make room"));
        // Nothing of it is in the library, for this process or another.
        assert!(Store::open(&dir, Access::Read).unwrap().library == opened.library);
        assert!(opened.store.commit(&entry).is_err());
        // With room, the same is saved.
        setrlimit(
            Resource::Fsize,
            Rlimit {
                current: None,
                ..limit
            },
        )
        .unwrap();
        opened.store.commit(&entry).unwrap();
        opened.library.apply(&entry.changes);
        opened.history.push(Arc::new(entry));
        assert!(Store::open(&dir, Access::Read).unwrap().library == opened.library);
    }
    println!("held");
}

#[test]
#[cfg(unix)]
fn a_full_disk_leaves_nothing_half_confirmed() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join(".glossator");
    let inner = child("full_disk_child", &dir);
    // A process that writes beyond its limit is killed by a signal, unless it ignores that.
    let output = Command::new("sh")
        .args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\""])
        .arg(inner.get_program())
        .args(inner.get_args())
        .env(LIBRARY, &dir)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        said.contains("held"),
        "{said}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let opened = Store::open(&dir, Access::Write).unwrap();
    assert!(opened.report.is_empty(), "{:?}", opened.report);
}

#[test]
#[ignore = "started by `without_permission…`, as somebody who may not write"]
fn read_only_child() {
    let Some(dir) = named() else { return };
    let error = Store::open(&dir, Access::Write).unwrap_err();
    assert!(matches!(error, StoreError::ReadOnly { .. }), "{error}");
    assert!(error.advice().unwrap().contains("--library DIR"));
    let opened = Store::open(&dir, Access::Read).unwrap();
    println!("read {} records", opened.library.len());
}

#[test]
#[cfg(unix)]
fn without_permission_a_library_is_read() {
    use std::os::unix::fs::PermissionsExt;
    let temp = tempfile::tempdir().unwrap();
    let (used, fresh) = (
        temp.path().join("used/.glossator"),
        temp.path().join("fresh/.glossator"),
    );
    fs::create_dir_all(used.parent().unwrap()).unwrap();
    fs::create_dir_all(fresh.parent().unwrap()).unwrap();
    let mut opened = Store::open(&used, Access::Write).unwrap();
    let act = acts::note(&opened.library, &by(), &passage(&mut Dice(3)), "a note").unwrap();
    commit(&mut opened, act).unwrap();
    drop(opened);
    let allow = |path: &Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    allow(temp.path(), 0o755);
    allow(fresh.parent().unwrap(), 0o555);
    allow(&used.join("journal.jsonl"), 0o444);
    allow(&used, 0o555);
    // The superuser may write everywhere; somebody else is asked then.
    let root = rustix::process::geteuid().is_root();
    for (dir, expected) in [(&used, "read 1 records"), (&fresh, "read 0 records")] {
        let inner = child("read_only_child", dir);
        let mut outer = Command::new(if root {
            "setpriv".as_ref()
        } else {
            inner.get_program()
        });
        if root {
            outer.args(["--reuid=65534", "--regid=65534", "--clear-groups"]);
            outer.arg(inner.get_program());
        }
        let output = outer.args(inner.get_args()).env(LIBRARY, dir).output();
        let Ok(output) = output.filter_runnable() else {
            println!("skipped: nobody else to run as");
            break;
        };
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(
            said.contains(expected),
            "{said}\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    allow(&used, 0o755);
    allow(fresh.parent().unwrap(), 0o755);
}

/// Tells a child that could not be started at all from one that failed.
trait Runnable {
    fn filter_runnable(self) -> std::io::Result<std::process::Output>;
}

impl Runnable for std::io::Result<std::process::Output> {
    fn filter_runnable(self) -> std::io::Result<std::process::Output> {
        // 126 and 127: the program may not be run, or was not found.
        self.and_then(|output| match output.status.code() {
            Some(126 | 127) => Err(std::io::ErrorKind::NotFound.into()),
            _ => Ok(output),
        })
    }
}

/// A library large enough to be opened by its database first.
fn large(dir: &Path) -> (Library, Vec<String>) {
    let mut opened = Store::open(dir, Access::Write).unwrap();
    let mut dice = Dice(42);
    for _ in 0..70 {
        let long = "It was a bright cold day in April. ".repeat(500);
        let act = acts::note(&opened.library, &by(), &passage(&mut dice), &long);
        commit(&mut opened, act.unwrap()).unwrap();
        let act = self::act(&opened.library, &mut dice);
        commit(&mut opened, act).unwrap();
    }
    let titles = titles(&opened.history);
    let library = opened.library.clone();
    assert!(opened.store.close().is_empty());
    (library, titles)
}

fn titles(history: &History) -> Vec<String> {
    history
        .rows()
        .iter()
        .map(|row| row.node.title.clone())
        .collect()
}

/// Every file under a folder.
fn files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for item in fs::read_dir(dir).unwrap().flatten() {
        if item.path().is_dir() {
            found.extend(files(&item.path()));
        } else {
            found.push(item.path());
        }
    }
    found.sort();
    found
}

/// Damages a file of the database in one of six ways; says how.
fn damage(database: &Path, dice: &mut Dice) -> String {
    let all = files(database);
    // Most of the time the file that holds nearly everything.
    let largest = all
        .iter()
        .max_by_key(|path| fs::metadata(path).unwrap().len())
        .unwrap();
    let path = if dice.below(3) > 0 {
        largest
    } else {
        &all[dice.below(all.len())]
    };
    let mut bytes = fs::read(path).unwrap();
    let name = path.strip_prefix(database).unwrap().display().to_string();
    if bytes.is_empty() || dice.below(12) == 0 {
        fs::remove_file(path).unwrap();
        return format!("{name} removed");
    }
    let at = dice.below(bytes.len());
    let how = match dice.below(5) {
        0 => {
            bytes.truncate(at);
            format!("cut to {at}")
        }
        1 => {
            let count = 1 + dice.below(40);
            for _ in 0..count {
                let at = dice.below(bytes.len());
                bytes[at] ^= 1 << dice.below(8);
            }
            format!("{count} bits flipped")
        }
        2 => {
            let end = bytes.len().min(at + 1 + dice.below(8192));
            bytes[at..end].fill(0);
            format!("{at}..{end} zeroed")
        }
        3 => {
            let end = bytes.len().min(at + 1 + dice.below(8192));
            for byte in &mut bytes[at..end] {
                *byte = u8::try_from(dice.below(256)).unwrap();
            }
            format!("{at}..{end} overwritten")
        }
        _ => {
            bytes[at] ^= 1 << dice.below(8);
            format!("a bit of {at} flipped")
        }
    };
    fs::write(path, bytes).unwrap();
    format!("{name}: {how}")
}

#[test]
fn any_damage_to_the_database_ends_in_a_whole_library() {
    let runs = runs("GLOSSATOR_DAMAGES", 12);
    let temp = tempfile::tempdir().unwrap();
    let sound = temp.path().join("sound");
    let (library, titles) = large(&sound);
    let document = DocumentId::new("doc-2");
    let mut dice = Dice(0xDA_4A6E);
    let mut aside = 0;
    for run in 0..runs {
        let dir = temp.path().join(format!("run-{run}"));
        copy(&sound, &dir);
        let how = damage(&dir.join("database"), &mut dice);
        let mut opened = Store::open_for(&dir, Access::Write, &document).unwrap();
        let (found, history) = match opened.rest.take() {
            Some(mut rest) => {
                opened.store.load(&mut rest);
                let loaded = rest.wait().unwrap();
                opened.store.complete(loaded).unwrap()
            }
            None => (opened.library, opened.history),
        };
        assert!(found == library, "run {run}, {how}");
        assert_eq!(self::titles(&history), titles, "run {run}, {how}");
        aside += usize::from(!opened.store.close().is_empty());
        let health = doctor(&dir).unwrap();
        assert!(health.is_well(), "run {run}, {how}: {:?}", health.findings);
        fs::remove_dir_all(dir).unwrap();
    }
    println!("{runs} damages: {aside} databases set aside and rebuilt, every library whole");
}

#[test]
fn a_library_of_format_1_is_read() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join(".glossator");
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/library-1");
    copy(&fixture, &dir);
    let opened = Store::open(&dir, Access::Write).unwrap();
    assert!(opened.report.is_empty(), "{:?}", opened.report);
    let library = &opened.library;
    let paths: Vec<&str> = library.tags().map(|tag| tag.path.as_str()).collect();
    assert_eq!(paths, ["deadline", "treaty/1956-declaration"]);
    let document = DocumentId::new("601");
    let words: Vec<&str> = library
        .annotations_in(&document)
        .map(|it| it.target.made.quote.exact.as_str())
        .collect();
    assert_eq!(words, ["the Joint Declaration", "no later than"]);
    assert_eq!(library.links().count(), 1);
    assert_eq!(library.links_in(&document).next().unwrap().0, End::From);
    assert_eq!(library.rejections().count(), 1);
    assert_eq!(library.queries()[0].query, "tag:deadline");
    let titles = titles(&opened.history);
    assert_eq!(titles.len(), 7);
    assert_eq!(
        opened.history.redoable().unwrap().title,
        "save the query “later”"
    );
    let hash = library
        .annotations_in(&document)
        .next()
        .unwrap()
        .target
        .made
        .version
        .clone();
    assert!(
        opened
            .store
            .version_text(&hash)
            .unwrap()
            .contains("no later than")
    );
    drop(opened);
    assert!(doctor(&dir).unwrap().is_well());
}

/// Writes a small library with one of everything, to be kept under `tests/fixtures/` when a
/// format is released.
#[test]
#[ignore = "GLOSSATOR_TEST_LIBRARY=DIR cargo test --test store fixture -- --ignored writes a fixture"]
fn fixture() {
    let Some(dir) = named() else { return };
    let text = "Under the Joint Declaration the islands pass no later than a peace treaty.";
    let hash = TextHash::of(text);
    let at = |document: &str, words: &str| {
        let start = text.find(words).unwrap();
        Anchor {
            document: DocumentId::new(document),
            version: hash.clone(),
            start,
            end: start + words.len(),
            quote: Quote {
                before: text[..start].into(),
                exact: words.into(),
                after: text[start + words.len()..].into(),
            },
        }
    };
    let by = By {
        author: Author("Ada".into()),
        time: Timestamp("2026-03-01T09:30:00.123Z".into()),
    };
    let mut opened = Store::open(&dir, Access::Write).unwrap();
    let document = DocumentId::new("601");
    opened
        .store
        .keep_version(&hash, &document, "601.txt", text)
        .unwrap();
    let declaration = TagPath::parse("treaty/1956-declaration").unwrap();
    let deadline = TagPath::parse("deadline").unwrap();
    let acts: [&dyn Fn(&Library) -> Act; 7] = [
        &|it| {
            acts::tag(
                it,
                &by,
                &[at("601", "no later than")],
                std::slice::from_ref(&deadline),
            )
            .unwrap()
        },
        &|it| {
            let place = at("601", "the Joint Declaration");
            acts::annotate(
                it,
                &by,
                &place,
                std::slice::from_ref(&declaration),
                "*Compare* 1993.",
            )
            .unwrap()
        },
        &|it| {
            let ends = (&at("601", "the islands"), &at("riac", "peace treaty"));
            acts::link(it, &by, ends, "contradicts", "").unwrap()
        },
        &|it| acts::reject(it, &by, "deadline", &[at("601", "later")]).unwrap(),
        &|it| acts::save_query(it, "mine", "tag:deadline").unwrap(),
        &|_| {
            let fix = glossator::library::Fix::Title {
                title: Some("Cable 601".into()),
            };
            acts::correct(&by, &DocumentId::new("601"), fix)
        },
        &|it| acts::save_query(it, "later", "1956").unwrap(),
    ];
    for act in acts {
        let act = act(&opened.library);
        commit(&mut opened, act).unwrap();
    }
    let way = opened.history.undo(1).unwrap();
    opened.store.move_head(way.to).unwrap();
    opened.store.close();
}
