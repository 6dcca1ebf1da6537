//! Tests of the catalogue and of opening a corpus with it.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::*;
use crate::corpus::Corpus;

/// A folder of files that were changed a day ago, so that their stamps can be trusted.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        put(&folder.path().join(name), text, 24);
    }
    folder
}

fn put(path: &Path, text: &str, hours: u64) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
    let time = SystemTime::now() - Duration::from_secs(hours * 3600);
    File::options()
        .write(true)
        .open(path)
        .unwrap()
        .set_modified(time)
        .unwrap();
}

/// Opens with a cache that is not inside the folder.
fn open(root: &Path, cache: &Path) -> Corpus {
    Corpus::open_with(&[root.to_path_buf()], Some(cache)).unwrap()
}

fn shown(corpus: &Corpus) -> Vec<(String, String)> {
    let listings = corpus.listings().iter();
    listings.map(|it| (it.id.to_string(), it.title)).collect()
}

const TITLED: &str = "# The Night Train\n\nIt left at noon.\n";

#[test]
fn a_catalogue_gives_back_what_was_put_into_it() {
    let entries: Vec<Entry> = (0..500)
        .map(|n| {
            let path = format!("d{n}.txt");
            let text = format!("Words of number {n}.");
            let path = Path::new(&path);
            let mut document =
                crate::corpus::open::document_of(path, text.as_bytes(), None).unwrap();
            document.id = DocumentId::new(format!("d{n}"));
            Entry::of(&document)
        })
        .collect();
    let failed = [Failed {
        path: "bad.txt".into(),
        message: "not text".into(),
        stamp: Stamp::default(),
    }];
    let catalogue = Catalogue::of(&entries, &failed);
    assert_eq!(catalogue.len(), 500);
    for (index, entry) in entries.iter().enumerate() {
        assert_eq!(catalogue.entry(index).as_ref(), Some(entry));
        assert_eq!(catalogue.index_of(&entry.listing.id), Some(index));
    }
    assert_eq!(catalogue.failed(), failed);
    assert_eq!(catalogue.index_of(&DocumentId::new("d500")), None);
    assert_eq!(catalogue.entry(500), None);
    assert_eq!(Catalogue::default().index_of(&DocumentId::new("d0")), None);
}

#[test]
fn a_later_opening_knows_the_same_and_reads_only_what_changed() {
    let root = folder(&[("a.md", TITLED), ("b.txt", "Words."), ("c.txt", "")]);
    let cache = tempfile::tempdir().unwrap();
    let first = open(root.path(), cache.path());
    let later = open(root.path(), cache.path());
    assert_eq!(shown(&first), shown(&later));
    assert_eq!(first.problems(), later.problems());
    assert!(later.catalogue.is_saved());
    assert_eq!(
        later.document(0).unwrap().text,
        first.document(0).unwrap().text
    );

    // With its size and time, a file that was not looked into keeps its listing.
    let path = root.path().join("a.md");
    let time = fs::metadata(&path).unwrap().modified().unwrap();
    let other = TITLED.replace("Night", "Light");
    let file = File::options().write(true).open(&path).unwrap();
    (&file).write_all(other.as_bytes()).unwrap();
    file.set_modified(time).unwrap();
    assert_eq!(shown(&open(root.path(), cache.path())), shown(&first));
    // With another time, it is read.
    file.set_modified(time + Duration::from_mins(1)).unwrap();
    let changed = open(root.path(), cache.path());
    assert_eq!(changed.listing(0).unwrap().title, "The Light Train");
}

#[test]
fn a_file_changed_just_now_is_read_again() {
    let root = folder(&[("b.txt", "Words.")]);
    let cache = tempfile::tempdir().unwrap();
    put(&root.path().join("a.md"), TITLED, 0);
    open(root.path(), cache.path());
    let catalogue = Catalogue::load(cache.path(), root.path()).unwrap();
    assert_eq!(catalogue.entry(0).unwrap().stamp, Stamp::default());
    assert_ne!(catalogue.entry(1).unwrap().stamp, Stamp::default());
}

#[test]
fn what_is_damaged_or_of_another_folder_is_not_trusted() {
    let root = folder(&[("a.md", TITLED), ("b.txt", "Words.")]);
    let other = folder(&[("z.txt", "Elsewhere.")]);
    let cache = tempfile::tempdir().unwrap();
    let first = shown(&open(root.path(), cache.path()));
    assert!(Catalogue::load(cache.path(), other.path()).is_none());
    let file = cache.path().join(NAME);
    let sound = fs::read(&file).unwrap();
    for at in 0..sound.len() {
        let mut bytes = sound.clone();
        bytes[at] ^= 0x55;
        fs::write(&file, &bytes).unwrap();
        assert_eq!(shown(&open(root.path(), cache.path())), first, "byte {at}");
    }
    fs::write(&file, &sound[..sound.len() / 2]).unwrap();
    assert_eq!(shown(&open(root.path(), cache.path())), first);
}

#[test]
fn the_first_picture_needs_no_look_at_the_files() {
    let root = folder(&[("a.md", TITLED), ("b.txt", "Words.")]);
    let paths = [root.path().to_path_buf()];
    let cache = tempfile::tempdir().unwrap();
    let cache = Some(cache.path());
    let first = Corpus::begin(&paths, cache).unwrap();
    assert!(first.is_settled() && !first.catalogue.is_saved());
    // The same, but now the cache has it.
    assert!(first.renew(&paths, cache, &|_, _| true).unwrap().is_none());
    let later = Corpus::begin(&paths, cache).unwrap();
    assert!(later.catalogue.is_saved());
    assert_eq!(shown(&later), shown(&first));
    assert!(later.renew(&paths, cache, &|_, _| true).unwrap().is_none());

    put(&root.path().join("0.txt"), "A new one.", 24);
    fs::remove_file(root.path().join("b.txt")).unwrap();
    let renewed = later.renew(&paths, cache, &|_, _| true).unwrap().unwrap();
    assert_eq!(shown(&renewed.corpus)[0].0, "0");
    assert_eq!(*renewed.moved, [Some(1), None]);
}

#[test]
fn a_large_corpus_is_called_by_its_files_until_they_are_read() {
    let files: Vec<(String, String)> = (0..80)
        .map(|n| (format!("f{n:02}.md"), format!("# Title {n}\n\nWords.\n")))
        .collect();
    let files: Vec<(&str, &str)> = (files.iter())
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    let root = folder(&files);
    let paths = [root.path().to_path_buf()];
    let corpus = Corpus::begin(&paths, None).unwrap();
    assert!(!corpus.is_settled());
    assert_eq!(corpus.listing(7).unwrap().title, "f07");
    assert_eq!(corpus.document(7).unwrap().title(), "Title 7");
    assert!(corpus.renew(&paths, None, &|_, _| false).unwrap().is_none());
    let renewed = corpus.renew(&paths, None, &|_, _| true).unwrap().unwrap();
    assert_eq!(renewed.corpus.listing(7).unwrap().title, "Title 7");
    assert!(renewed.moved.iter().copied().eq((0..80).map(Some)));
}

#[test]
fn a_log_is_taken_up_where_it_was_cut_off() {
    let root = folder(&[("a.md", TITLED)]);
    let cache = tempfile::tempdir().unwrap();
    let found = |n: usize| {
        Found::Failed(Box::new(Failed {
            path: format!("{n}").into(),
            message: String::new(),
            stamp: Stamp::default(),
        }))
    };
    let write = |from: usize| {
        let mut log = Log::open(cache.path(), root.path()).unwrap();
        log.add(&found(from)).unwrap();
        log.add(&found(from + 1)).unwrap();
    };
    write(0);
    write(2);
    let all: Vec<Found> = (0..4).map(found).collect();
    assert_eq!(Log::read(cache.path(), root.path()), all);
    let file = cache.path().join("catalogue.part");
    let bytes = fs::read(&file).unwrap();
    fs::write(&file, &bytes[..bytes.len() - 1]).unwrap();
    assert_eq!(Log::read(cache.path(), root.path()), all[..3]);
    Log::remove(cache.path());
    assert_eq!(Log::read(cache.path(), root.path()), []);
}

#[test]
fn a_kept_document_is_as_it_was_read_whatever_becomes_of_the_cache() {
    let root = folder(&[("a.md", TITLED), ("b.txt", "Words.")]);
    let paths = [root.path().to_path_buf()];
    let cache = tempfile::tempdir().unwrap();
    let first = open(root.path(), cache.path());
    let whole = first.document(0).unwrap();
    let later = || Corpus::begin(&paths, Some(cache.path())).unwrap();
    let entry = later().catalogue.entry(0).unwrap();
    assert!(later().catalogue.document(&entry, root.path()).is_some());
    assert_eq!(later().document(0).unwrap(), whole);
    let file = cache.path().join("documents");
    let sound = fs::read(&file).unwrap();
    for at in 0..sound.len() {
        let mut bytes = sound.clone();
        bytes[at] ^= 0x55;
        fs::write(&file, &bytes).unwrap();
        assert_eq!(later().document(0).unwrap(), whole, "byte {at}");
    }
    fs::remove_file(&file).unwrap();
    assert_eq!(later().document(0).unwrap(), whole);
    // A source that changed is read, though nobody has looked at the folder yet.
    fs::write(&file, &sound).unwrap();
    put(&root.path().join("a.md"), "# Another\n\nText.\n", 1);
    assert_eq!(later().document(0).unwrap().title(), "Another");
}
