//! File names that are attacks, and things in a folder that are not files.

use std::ffi::OsString;
use std::path::Path;

use super::{Item, PLAIN, RUN, SECRET, Thing};

const NAMES: &str = "names";
const TRAPS: &str = "traps";

pub(super) fn items(outside: &Path) -> Vec<Item> {
    let mut items = named();
    items.extend(traps(outside));
    items
}

fn named() -> Vec<Item> {
    let names: [OsString; 26] = [
        "esc\x1b]0;evil title\x07.txt".into(),
        "csi\x1b[66;6H\x1b[2J.txt".into(),
        "clip\x1b]52;c;ZXZpbA==\x07.txt".into(),
        "c1\u{9b}66;6H.txt".into(),
        "line\nbreak.txt".into(),
        "return\rback.txt".into(),
        "tab\tname.txt".into(),
        "bell\x07.txt".into(),
        "gpj.\u{202e}txt.txt".into(),
        "zero\u{200b}width.txt".into(),
        "-rf.txt".into(),
        "--help.txt".into(),
        format!("$(touch {RUN}).txt").into(),
        format!("`touch {RUN}`.txt").into(),
        format!("; touch {RUN};.txt").into(),
        format!("| touch {RUN} #.txt").into(),
        "quote\"'quote.txt".into(),
        "back\\slash.txt".into(),
        "percent%s%n%00.txt".into(),
        "colon:name¶7#p1.txt".into(),
        "=cmd()|x!A1.txt".into(),
        "  blanks  .txt".into(),
        "dots...txt".into(),
        "<script>alert(1)<.txt".into(),
        "日本\u{301}語🇯🇵.txt".into(),
        format!("{}.txt", "n".repeat(251)).into(),
    ];
    let mut items: Vec<Item> = names
        .into_iter()
        .map(|name| Item::file(NAMES, name, PLAIN))
        .collect();
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStringExt as _;
        let bytes = b"not-utf-8-\xff\x9b66;6H.txt".to_vec();
        items.push(Item::file(NAMES, OsString::from_vec(bytes), PLAIN));
    }
    // Three files that would have one id.
    items.push(Item::file(NAMES, "twin.txt", format!("{PLAIN} One.")));
    items.push(Item::file(NAMES, "twin.md", format!("{PLAIN} Two.")));
    items.push(Item::file(NAMES, "TWIN.txt", format!("{PLAIN} Three.")));
    items
}

fn traps(outside: &Path) -> Vec<Item> {
    let link = |name: &str, target: &Path| Item {
        family: TRAPS,
        name: name.into(),
        thing: Thing::Link(target.to_path_buf()),
    };
    let other = |name: &str, thing: Thing| Item {
        family: TRAPS,
        name: name.into(),
        thing,
    };
    vec![
        Item::file(TRAPS, "honest.txt", PLAIN),
        link("out.txt", outside),
        link("out-relative.txt", Path::new("../outside.txt")),
        link("parent", Path::new("..")),
        link("itself.txt", Path::new("itself.txt")),
        link("one.txt", Path::new("two.txt")),
        link("two.txt", Path::new("one.txt")),
        link("nowhere.txt", Path::new("no-such-file.txt")),
        link("here", Path::new(".")),
        link("zero.txt", Path::new("/dev/zero")),
        link("random.txt", Path::new("/dev/urandom")),
        link("terminal.txt", Path::new("/dev/tty")),
        link("memory.txt", Path::new("/proc/self/mem")),
        other("pipe.txt", Thing::Pipe),
        other("socket.txt", Thing::Socket),
        other("folder.txt", Thing::Folder),
        other("deep", Thing::Deep(300)),
        other("locked.txt", Thing::Locked(PLAIN.as_bytes().to_vec())),
        Item::file(TRAPS, ".hidden.txt", SECRET),
        Item::file(TRAPS, "picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        Item::file(
            TRAPS,
            "program.txt",
            b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0",
        ),
        Item::file(TRAPS, "database.txt", b"SQLite format 3\0\x10\0\x01\x01\0"),
    ]
}
