//! The hostile set: files that try to drive the terminal, to lead the reader astray, to fill the
//! memory or to take for ever.
//!
//! Knows how the items are written to the disk and which marks they carry, so that a test can see
//! from outside whether one of them had its way. Each family of attacks is a file of its own.
//! Knows nothing of the program that will open them.

#[path = "archives.rs"]
mod archives;
#[path = "binary.rs"]
mod binary;
#[path = "markup.rs"]
mod markup;
#[path = "names.rs"]
mod names;
#[path = "sizes.rs"]
mod sizes;
#[path = "terminal.rs"]
mod terminal;
#[path = "unicode.rs"]
mod unicode;

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Words that stand in every text, so that something can be searched for.
pub(crate) const PLAIN: &str = "A plain sentence about the harbour.";

/// Words of a file outside every corpus; whoever shows them has left the folder.
pub(crate) const SECRET: &str = "KEPT-OUTSIDE-THE-FOLDER";

/// The name of a file that exists only if a command inside a document was run.
pub(crate) const RUN: &str = "a-command-was-run";

/// How large the large items are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scale {
    /// For tests that run every day.
    Small,
    /// As an attacker would make them.
    Full,
}

impl Scale {
    /// A size, a hundredth of it in the small set.
    pub(crate) fn of(self, full: usize) -> usize {
        match self {
            Self::Small => full / 100,
            Self::Full => full,
        }
    }
}

/// What is put under an item's name.
pub(crate) enum Thing {
    /// A file of these bytes.
    File(Vec<u8>),
    /// A symbolic link.
    Link(PathBuf),
    /// A folder in a folder in a folder, so many times, with a text in the last.
    Deep(usize),
    /// An empty folder.
    Folder,
    /// A named pipe; opening it waits for ever.
    Pipe,
    /// A socket.
    Socket,
    /// A file that nobody may read (except the superuser).
    Locked(Vec<u8>),
}

/// One hostile thing.
pub(crate) struct Item {
    /// The family, and the folder that it lies in.
    pub(crate) family: &'static str,
    /// The file's name.
    pub(crate) name: OsString,
    /// What lies there.
    pub(crate) thing: Thing,
}

impl Item {
    /// A file.
    pub(crate) fn file(
        family: &'static str,
        name: impl Into<OsString>,
        bytes: impl Into<Vec<u8>>,
    ) -> Self {
        Self {
            family,
            name: name.into(),
            thing: Thing::File(bytes.into()),
        }
    }
}

/// The whole set. `folder` is where it will lie: links and entities name files beside it.
pub(crate) fn all(folder: &Path, scale: Scale) -> Vec<Item> {
    let outside = folder.join("outside.txt");
    let mut items = terminal::items();
    items.extend(unicode::items());
    items.extend(names::items(&outside));
    items.extend(markup::items(&outside, scale));
    items.extend(archives::items(&outside, scale));
    items.extend(binary::items(scale));
    items.extend(sizes::items(scale));
    items
}

/// The families of these items, in their order.
pub(crate) fn families(items: &[Item]) -> Vec<&'static str> {
    let mut families: Vec<&'static str> = Vec::new();
    for item in items {
        if !families.contains(&item.family) {
            families.push(item.family);
        }
    }
    families
}

/// Writes the items below a folder, and says which ones this system cannot have.
pub(crate) fn write(folder: &Path, items: &[Item]) -> io::Result<Vec<String>> {
    fs::create_dir_all(folder)?;
    fs::write(folder.join("outside.txt"), format!("{SECRET}\n"))?;
    let mut left = Vec::new();
    for item in items {
        let family = folder.join(item.family);
        fs::create_dir_all(&family)?;
        if let Err(error) = put(&family.join(&item.name), &item.thing) {
            left.push(format!("{}/{}: {error}", item.family, item.name.display()));
        }
    }
    Ok(left)
}

fn put(path: &Path, thing: &Thing) -> io::Result<()> {
    match thing {
        Thing::File(bytes) => fs::write(path, bytes),
        Thing::Folder => fs::create_dir_all(path),
        Thing::Deep(depth) => {
            let mut deep = path.to_path_buf();
            for _ in 0..*depth {
                deep.push("d");
            }
            fs::create_dir_all(&deep)?;
            fs::write(deep.join("deep.txt"), PLAIN)
        }
        Thing::Link(_) | Thing::Pipe | Thing::Socket | Thing::Locked(_) => special(path, thing),
    }
}

#[cfg(unix)]
fn special(path: &Path, thing: &Thing) -> io::Result<()> {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    match thing {
        Thing::Link(target) => symlink(target, path),
        Thing::Pipe => Ok(rustix::fs::mkfifoat(
            rustix::fs::CWD,
            path,
            rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR,
        )?),
        Thing::Socket => std::os::unix::net::UnixListener::bind(path).map(drop),
        Thing::Locked(bytes) => {
            fs::write(path, bytes)?;
            fs::set_permissions(path, fs::Permissions::from_mode(0o000))
        }
        Thing::File(_) | Thing::Folder | Thing::Deep(_) => Ok(()),
    }
}

#[cfg(not(unix))]
fn special(_: &Path, _: &Thing) -> io::Result<()> {
    Err(io::Error::new(
        io::ErrorKind::Unsupported,
        "this system has no such thing",
    ))
}
