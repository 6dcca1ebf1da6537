//! The reader in a terminal: that it comes, goes, stops and fails as a guest should, and that no
//! document drives the terminal.
#![cfg(unix)]

#[path = "common/pty.rs"]
mod pty;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use portable_pty::CommandBuilder;
use pty::{Answers, Session};
use rustix::process::{Signal, WaitOptions, waitpid};
use tempfile::TempDir;

/// A home with a small corpus in it.
struct Home(TempDir);

impl Home {
    fn new() -> Self {
        let home = Self(tempfile::tempdir().expect("a folder"));
        fs::create_dir(home.corpus()).expect("a corpus");
        home.document(
            "letter.txt",
            "The first paragraph.\n\nThe second paragraph.\n",
        );
        home
    }

    fn corpus(&self) -> PathBuf {
        self.0.path().join("corpus")
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn document(&self, name: &str, text: &str) {
        fs::write(self.corpus().join(name), text).expect("a document");
    }

    fn open(&self) -> Session {
        let mut session = Session::reader(self.path(), &self.corpus(), 80, 24);
        session.wait_for("The second paragraph.");
        session
    }
}

#[test]
fn it_leaves_the_terminal_as_it_was() {
    let home = Home::new();
    let mut session = home.open();
    session.press("q");
    assert_eq!(session.end(), 0);
    session.assert_restored();
}

#[test]
fn signals_end_it_and_the_terminal_is_as_it_was() {
    for (signal, code) in [
        (Signal::TERM, 143),
        (Signal::INT, 130),
        (Signal::QUIT, 131),
        (Signal::HUP, 129),
    ] {
        let home = Home::new();
        let mut session = home.open();
        session.signal(signal);
        assert_eq!(session.end(), code, "{signal:?}");
        session.assert_restored();
    }
}

#[test]
fn a_note_being_written_outlives_the_process() {
    let home = Home::new();
    let mut session = home.open();
    session.press("n");
    session.wait_for("Note on");
    session.press("half a thou");
    session.wait_for("half a thou");
    // The draft is written after the frame that shows it: the next answer comes behind it.
    session.press("g");
    session.wait_for("half a thoug");
    session.signal(Signal::TERM);
    assert_eq!(session.end(), 143);
    let mut session = home.open();
    session.wait_for("a note on letter#p1 was left unfinished: Space n");
    session.press("]d n");
    session.wait_for("half a thou");
    session.press("\u{1b}");
    session.wait_for("saved: note");
    session.press("q");
    assert_eq!(session.end(), 0);
}

#[test]
fn the_screen_is_found_again_after_a_signal_and_after_a_rest() {
    let home = Home::new();
    let many: Vec<String> = (1..60)
        .map(|n| format!("Paragraph {n} says this. And then {n} says that."))
        .collect();
    home.document("long.txt", &many.join("\n\n"));
    let mut session = Session::reader(home.path(), &home.corpus(), 80, 24);
    session.wait_for("letter#p1");
    session.press("]d");
    session.wait_for("long#p1 ");
    session.press("tx\r");
    session.wait_for("saved: tag x");
    session.press("30jl\u{5}\u{5}");
    session.wait_for("long#p31 “Paragraph 31 says this.”");
    session.press("l");
    session.wait_for("long#p31 “And then 31 says that.”");
    // Blanks at the ends of rows may be written or erased.
    let seen = |screen: &vt100::Screen| -> Vec<String> {
        let rows = screen.rows(0, 80);
        rows.map(|row| row.trim_end().to_owned()).collect()
    };
    let before = seen(session.screen());
    session.signal(Signal::TERM);
    assert_eq!(session.end(), 143);
    let mut session = Session::reader(home.path(), &home.corpus(), 80, 24);
    session.wait_for("long#p31 “And then 31 says that.”");
    session.wait("the same screen", |screen| seen(screen) == before);
    // A rest is enough too: then nothing has to end it in good order.
    session.press("j");
    session.wait_for("long#p32 ");
    let file = home.corpus().join(".glossator/session.json");
    session.wait_until("the place is on the disk", || {
        fs::read_to_string(&file).is_ok_and(|text| {
            text.contains(&format!(
                "\"from\": {}",
                many[..31].join("\n\n").chars().count() + 2
            ))
        })
    });
    session.signal(Signal::KILL);
    session.end();
    let mut session = Session::reader(home.path(), &home.corpus(), 80, 24);
    session.wait_for("long#p32 ");
    session.press("q");
    assert_eq!(session.end(), 0);
}

#[test]
fn an_empty_folder_offers_what_can_be_opened() {
    let home = Home::new();
    // What was opened once is offered.
    let mut session = home.open();
    session.press("q");
    session.end();
    let empty = home.path().join("empty");
    fs::create_dir(&empty).expect("a folder");
    let mut session = Session::start(pty::reader(home.path(), &empty), 80, 24);
    session.wait_for("Open which?");
    session.press("1\r");
    session.wait_for("The second paragraph.");
    session.press("q");
    assert_eq!(session.end(), 0);
    let mut session = Session::start(pty::reader(home.path(), &empty), 80, 24);
    session.wait_for("Open which?");
    session.press("t\r");
    session.wait_for("Step 1 of");
    session.press("q");
    assert_eq!(session.end(), 0);
    let mut session = Session::start(pty::reader(home.path(), &empty), 80, 24);
    session.wait_for("Open which?");
    session.press("\r");
    assert_eq!(session.end(), 0);
    session.assert_restored();
}

#[test]
fn links_of_a_web_page_are_links_of_the_terminal() {
    let home = Home::new();
    home.document(
        "page.html",
        "<html><body><h1>Page</h1><p>See <a href=\"https://example.org/a\">the register</a> and \
         <a href=\"javascript:evil\">the other</a>, which says the same in many more words.</p></body></html>",
    );
    let mut session = home.open();
    session.press("]d");
    session.wait_for("the register");
    session.press("q");
    session.end();
    let written = String::from_utf8_lossy(session.written()).into_owned();
    assert!(
        written.contains(";https://example.org/a\u{1b}\\"),
        "{written:?}"
    );
    assert!(!written.contains("javascript"), "{written:?}");
    session.assert_restored();
}

#[test]
fn it_stops_and_comes_back() {
    let home = Home::new();
    let mut session = home.open();
    for stop in ["\u{1a}", "from outside"] {
        if stop == "\u{1a}" {
            session.press(stop);
        } else {
            session.signal(Signal::TSTP);
        }
        session.wait("the normal screen", |screen| !screen.alternate_screen());
        waitpid(Some(session.process()), WaitOptions::UNTRACED).expect("stopped");
        session.assert_restored();
        session.signal(Signal::CONT);
        session.wait_for("The second paragraph.");
    }
    session.press("q");
    assert_eq!(session.end(), 0);
    session.assert_restored();
}

#[test]
fn the_smallest_window_loses_nothing() {
    let home = Home::new();
    let mut session = home.open();
    session.resize(1, 1);
    session.wait("one cell", |screen| screen.contents().trim() == "w");
    session.resize(80, 24);
    session.wait_for("The second paragraph.");
    session.press("q");
    assert_eq!(session.end(), 0);
}

#[test]
fn a_note_is_written_in_the_readers_own_editor() {
    let home = Home::new();
    let editor = home.path().join("my editor");
    let script = "#!/bin/sh\nls -l \"$2\" | cut -c1-10 > \"$HOME/mode\"\n\
                  echo \"$2\" > \"$HOME/file\"\nprintf 'written elsewhere' > \"$2\"\n";
    fs::write(&editor, script).expect("an editor");
    fs::set_permissions(&editor, fs::Permissions::from_mode(0o755)).expect("a program");
    let mut command = pty::reader(home.path(), &home.corpus());
    command.env("EDITOR", format!("'{}' --wait", editor.display()));
    let mut session = Session::start(command, 120, 30);
    session.wait_for("The second paragraph.");
    session.press("N");
    session.wait_for("written elsewhere");
    let mode = fs::read_to_string(home.path().join("mode")).expect("the editor ran");
    assert_eq!(mode.trim(), "-rw-------");
    let file = fs::read_to_string(home.path().join("file")).expect("the editor ran");
    assert!(!Path::new(file.trim()).exists(), "the file was left behind");
    session.press("q");
    assert_eq!(session.end(), 0);
    session.assert_restored();
}

#[test]
fn an_editor_that_is_not_there_is_said() {
    let home = Home::new();
    let mut command = pty::reader(home.path(), &home.corpus());
    command.env("EDITOR", "no-such-editor --wait");
    let mut session = Session::start(command, 120, 30);
    session.wait_for("The second paragraph.");
    session.press("N");
    session.wait_for("no-such-editor");
    // The note is still open, with what was in it.
    session.signal(Signal::TERM);
    assert_eq!(session.end(), 143);
    session.assert_restored();
}

#[test]
fn no_document_drives_the_terminal() {
    let home = Home::new();
    home.document(
        "hostile.txt",
        "Title \u{1b}]0;owned\u{7} here\n\n\u{1b}[2J\u{1b}]52;c;b3duZWQ=\u{7}\u{9b}31m red \
         \u{202e}txet\u{202c} and \u{1b}[?1003h the end.\n",
    );
    let mut session = Session::reader(home.path(), &home.corpus(), 100, 24);
    session.wait_for("the end.");
    session.press("jjvlq");
    session.end();
    let written = String::from_utf8_lossy(session.written()).into_owned();
    for never in [
        "\u{1b}]0;",
        "\u{1b}]52",
        "\u{9b}",
        "\u{202e}",
        "\u{1b}[?1003h",
    ] {
        assert!(!written.contains(never), "{never:?} reached the terminal");
    }
    session.assert_restored();
}

#[test]
fn a_terminal_that_can_only_print_is_read_in_lines() {
    let home = Home::new();
    let mut command = pty::reader(home.path(), &home.corpus());
    command.env("TERM", "dumb");
    let mut session = Session::start(command, 80, 24);
    session.wait_for("The first paragraph.");
    session.press("j\r");
    session.wait_for("The second paragraph.");
    session.press("t\r");
    session.wait_for("Which tags");
    session.press("seen\r");
    session.wait_for("saved: tag seen");
    session.press("q\r");
    assert_eq!(session.end(), 0);
    assert!(!session.written().contains(&0x1b));
}

#[test]
fn without_colour_none_is_written() {
    let home = Home::new();
    let mut command = pty::reader(home.path(), &home.corpus());
    command.env("NO_COLOR", "1");
    let mut session = Session::start(command, 80, 24);
    session.wait_for("The second paragraph.");
    session.press("jq");
    session.end();
    let written = String::from_utf8_lossy(session.written()).into_owned();
    for sequence in written.split("\u{1b}[").filter_map(|it| it.split_once('m')) {
        let codes = sequence
            .0
            .split(';')
            .filter_map(|it| it.parse::<u16>().ok());
        assert!(codes.into_iter().all(|code| code < 30), "{sequence:?}");
    }
}

#[test]
fn a_terminal_that_never_answers_holds_nothing_up() {
    let home = Home::new();
    let command = pty::reader(home.path(), &home.corpus());
    let mut session = Session::answering(command, Answers::None, 80, 24);
    // What is typed before the first picture is not lost.
    session.press("j");
    session.wait_for("letter#p2");
    // An answer that comes late is taken in as one, never as keys; the ground it tells of is light.
    session.press("\u{1b}]11;rgb:ffff/ffff/ffff\u{1b}\\\u{1b}[?62;22c");
    session.press("k");
    session.wait_for("letter#p1");
    assert!(
        !session.text().contains("does nothing here"),
        "{}",
        session.text()
    );
    session.press("q");
    assert_eq!(session.end(), 0);
    session.assert_restored();
    let written = String::from_utf8_lossy(session.written()).into_owned();
    assert!(
        !written.contains("\u{1b}[>1u"),
        "the keyboard was not offered"
    );
}

#[test]
fn the_enhanced_keyboard_is_used_where_there_is_one() {
    let home = Home::new();
    let mut session = home.open();
    let written = String::from_utf8_lossy(session.written()).into_owned();
    assert!(written.contains("\u{1b}[>1u"), "{written:?}");
    // Escape and Control arrive in the long form.
    session.press("\u{1b}[106u");
    session.wait_for("letter#p2");
    session.press("n");
    session.wait_for("Note on");
    session.press("so it is\u{1b}[27u");
    session.wait_for("saved: note");
    session.press("\u{1b}[111;5u");
    session.wait_for("no further back");
    session.press("q");
    assert_eq!(session.end(), 0);
    session.assert_restored();
}

#[test]
fn a_multiplexer_gets_no_more_colours_than_it_says() {
    let home = Home::new();
    for (term, never) in [("tmux-256color", "38;2;"), ("screen", "38;2;")] {
        let mut command = pty::reader(home.path(), &home.corpus());
        command.env("TERM", term);
        command.env("TMUX", "/tmp/tmux-0/default,1,0");
        command.env_remove("COLORTERM");
        let mut session = Session::answering(command, Answers::Kind, 80, 24);
        session.wait_for("The second paragraph.");
        session.press("j");
        session.wait_for("letter#p2");
        session.press("q");
        assert_eq!(session.end(), 0);
        session.assert_restored();
        let written = String::from_utf8_lossy(session.written()).into_owned();
        assert!(!written.contains(never), "{term}: {written:?}");
    }
}

#[test]
fn two_texts_bear_any_window_and_end_in_good_order() {
    let home = Home::new();
    home.document("answer.txt", "Another paragraph.\n\nAnd one more of it.\n");
    let command = pty::reader(home.path(), &home.corpus());
    let mut session = Session::start(command, 120, 30);
    session.wait_for("Another paragraph.");
    session.press(" s]d");
    session.wait_for("The second paragraph.");
    session.resize(1, 1);
    session.wait("one cell", |screen| screen.contents().trim() == "w");
    for (columns, rows) in [(30, 6), (200, 3), (2, 60), (120, 30)] {
        session.resize(columns, rows);
    }
    session.wait("both texts", |screen| {
        let seen = screen.contents();
        seen.contains("And one more of it.") && seen.contains("The second paragraph.")
    });
    session.signal(Signal::TERM);
    assert_eq!(session.end(), 143);
    session.assert_restored();
}

#[test]
fn what_is_pasted_is_text_and_never_keys() {
    let home = Home::new();
    let mut session = home.open();
    session.press("\u{1b}[200~qqq\u{1b}[201~");
    session.press("n");
    session.wait_for("Note on");
    session.press("\u{1b}[200~two\rlines q\u{1b}[201~");
    session.wait_for("lines q");
    session.press("\u{1b}");
    session.wait_for("saved: note");
    session.press("q");
    assert_eq!(session.end(), 0);
    session.assert_restored();
}

#[test]
fn the_mouse_is_left_to_the_terminal_when_it_is_switched_off() {
    let home = Home::new();
    let mut session = home.open();
    let on =
        |screen: &vt100::Screen| screen.mouse_protocol_mode() != vt100::MouseProtocolMode::None;
    session.wait("the mouse", on);
    session.press(" M");
    session.wait("no mouse", |screen| !on(screen));
    session.press(" M");
    session.wait("the mouse", on);
    session.signal(Signal::INT);
    assert_eq!(session.end(), 130);
    session.assert_restored();
}

#[test]
fn a_signal_while_the_editor_runs_leaves_a_good_terminal() {
    let home = Home::new();
    let editor = home.path().join("slow editor");
    let script = "#!/bin/sh\necho 'Saved before the end.' > \"$1\"; echo editing; read line\n";
    fs::write(&editor, script).expect("an editor");
    fs::set_permissions(&editor, fs::Permissions::from_mode(0o755)).expect("a program");
    let private = home.path().join("private");
    fs::create_dir(&private).expect("a folder");
    let mut command = pty::reader(home.path(), &home.corpus());
    command.env("EDITOR", format!("'{}'", editor.display()));
    command.env("TMPDIR", &private);
    let mut session = Session::start(command, 120, 30);
    session.wait_for("The second paragraph.");
    session.press("N");
    session.wait_for("editing");
    assert!(
        !session.screen().alternate_screen(),
        "the editor has the terminal"
    );
    session.signal(Signal::TERM);
    // What was saved in the editor is kept, and the file that held it goes.
    session.wait_until("the file is gone", || {
        fs::read_dir(&private).expect("the folder").count() == 0
    });
    session.press("\r");
    assert_eq!(session.end(), 143);
    session.assert_restored();
    let drafts = fs::read_dir(home.corpus().join(".glossator/drafts")).expect("drafts");
    let kept: Vec<String> = drafts
        .flatten()
        .filter_map(|file| fs::read_to_string(file.path()).ok())
        .collect();
    assert!(
        kept.iter()
            .any(|text| text.contains("Saved before the end.")),
        "{kept:?}"
    );
}

#[test]
fn a_panic_gives_the_terminal_back_and_leaves_a_report() {
    let home = tempfile::tempdir().expect("a folder");
    let this = std::env::current_exe().expect("this test");
    let mut command = CommandBuilder::new(this);
    command.args([
        "--ignored",
        "--exact",
        "a_program_that_panics",
        "--nocapture",
    ]);
    pty::at_home(&mut command, home.path());
    command.env("GLOSSATOR_TEST_PANICS", "1");
    let mut session = Session::start(command, 100, 30);
    assert_ne!(session.end(), 0);
    session.assert_restored();
    let text = session.text();
    assert!(text.contains("something broke"), "{text}");
    assert!(text.contains("A report is in"), "{text}");
    let state = home.path().join("state/glossator");
    let report = fs::read_dir(state).expect("a report").flatten().next();
    let report = fs::read_to_string(report.expect("a report").path()).expect("a report");
    assert!(report.contains("something broke") && report.contains("session.rs"));
}

/// Run by the test above, in a terminal of its own.
#[test]
#[ignore = "a part of another test"]
fn a_program_that_panics() {
    if std::env::var_os("GLOSSATOR_TEST_PANICS").is_some() {
        let _terminal = glossator::terminal::Terminal::enter(true, || false).expect("a terminal");
        panic!("something broke");
    }
}
