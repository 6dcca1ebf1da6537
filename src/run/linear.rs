//! The reader line by line: for screen readers, and for terminals that can only print.
//!
//! Knows how what would be on the screen is said in words, one thing after another, and how a typed
//! line becomes strokes. The reader itself is the same as on the screen.

use std::io::{BufRead, Write};

use anyhow::Result;

use super::{Shell, State, VecDeque};
use crate::app::keymap;
use crate::app::list::Body;
use crate::app::marks::What;
use crate::app::overlay::picker::Picker;
use crate::app::overlay::{Overlay, help};
use crate::app::state::Focus;
use crate::app::update::follow::Goal;
use crate::app::{Action, Event, Key};
use crate::corpus::date;
use crate::library::relation;
use crate::shown::Shown;

/// Rows of a list, or of what can be picked, that are said at once.
const ROWS: usize = 10;

/// What is said before anything else.
const WELCOME: &str = "Glossator, line by line. Type keys as on the screen, then Enter: j next paragraph, \
l next sentence, t tag, n note, slash and words to search. An empty line reads on. \
Type ? for all keys, or a colon and the name of an action. q leaves.";

/// Reads lines and says what follows, until the reader leaves or the input ends.
pub(super) fn read(
    shell: &mut Shell,
    state: &mut State,
    input: &mut impl BufRead,
    out: &mut impl Write,
) -> Result<()> {
    writeln!(out, "{WELCOME}\n")?;
    if let Some(message) = &state.message {
        writeln!(out, "{}", Shown::new(&message.text))?;
    }
    say(state, None, out)?;
    let mut line = String::new();
    loop {
        write!(out, "> ")?;
        out.flush()?;
        line.clear();
        if input.read_line(&mut line)? == 0 {
            writeln!(out)?;
            return Ok(());
        }
        let typed = line.trim_end_matches(['\n', '\r']);
        if typed.trim() == "?" && state.overlay.is_none() {
            write!(out, "{}", keys(state))?;
            continue;
        }
        let before = Said::of(state);
        match strokes(state, typed) {
            Ok(keys) => {
                for key in keys {
                    let goes_on =
                        shell.carry_out(state, VecDeque::from([Event::Key(key)]), Vec::new())?;
                    if !goes_on {
                        return Ok(());
                    }
                    for event in shell.jobs.finish() {
                        shell.take(state, event)?;
                    }
                }
            }
            Err(why) => {
                writeln!(out, "{why}")?;
                continue;
            }
        }
        if let Some(copied) = shell.copied.take() {
            writeln!(out, "{}", Shown::lines(&copied))?;
        }
        if let Some(message) = &state.message {
            writeln!(out, "{}.", Shown::new(&message.text))?;
        }
        say(state, Some(&before), out)?;
    }
}

/// What was said last, so that it is not said again.
#[derive(PartialEq)]
struct Said {
    document: usize,
    passage: std::ops::Range<usize>,
    listed: Option<usize>,
    asked: bool,
}

impl Said {
    fn of(state: &State) -> Self {
        let reading = state.reading.as_ref();
        Self {
            document: reading.map_or(usize::MAX, |it| it.index),
            passage: reading.map_or(0..0, |it| it.cursor.range.clone()),
            listed: state.list.as_ref().map(|view| view.place.chosen),
            asked: state.overlay.is_some(),
        }
    }
}

/// The strokes that a line stands for. Where something is asked, the line is the answer.
fn strokes(state: &State, typed: &str) -> Result<Vec<Key>, String> {
    let enter = || Key::parse("enter");
    let esc = || Key::parse("esc");
    let text = |text: &str| -> Vec<Key> { text.chars().map(Key::char).collect() };
    let field = state.focus == Focus::List && state.list.as_ref().is_some_and(|it| it.typing);
    match &state.overlay {
        // A note has lines of its own: a full stop alone ends it.
        Some(Overlay::Note(_)) if typed == "." => Ok(vec![esc()?]),
        Some(Overlay::Note(_)) => {
            let mut keys = text(typed);
            keys.push(enter()?);
            Ok(keys)
        }
        Some(_) if typed.is_empty() => Ok(vec![esc()?]),
        Some(Overlay::Menu(_) | Overlay::Peek(_) | Overlay::Notice(_) | Overlay::Help(_)) => {
            Key::parse_script(typed)
        }
        Some(_) => {
            let mut keys = text(typed);
            keys.push(enter()?);
            Ok(keys)
        }
        None if field => {
            let mut keys = text(typed);
            keys.push(Key::parse("tab")?);
            Ok(keys)
        }
        None if typed.is_empty() => Ok(text("j")),
        None => match typed.strip_prefix(':') {
            Some(name) => {
                let name = name.trim();
                let action = Action::from_id(name);
                let keys = action.and_then(|it| state.keymap.sequences_of(it).next());
                keys.map(<[Key]>::to_vec)
                    .ok_or_else(|| format!("There is no action {name} with a key."))
            }
            None => match typed.strip_prefix('/') {
                Some(words) if !words.is_empty() && state.focus == Focus::Text => {
                    let mut keys = text("/");
                    keys.extend(text(words));
                    keys.push(enter()?);
                    Ok(keys)
                }
                _ => Key::parse_script(typed),
            },
        },
    }
}

/// Says what is here now, as far as it was not said before.
fn say(state: &State, before: Option<&Said>, out: &mut impl Write) -> Result<()> {
    let now = Said::of(state);
    if let Some(overlay) = &state.overlay {
        writeln!(out, "{}", asked(overlay))?;
        return Ok(());
    }
    if let Some(view) = state.list.as_ref().filter(|_| state.focus == Focus::List) {
        let total = view.shown.len();
        if before.is_none_or(|it| it.listed.is_none()) {
            writeln!(out, "{}, {total} rows.", view.kind.title())?;
        }
        if view.typing {
            writeln!(out, "Type words to look for, an empty line for none.")?;
        }
        match view.chosen() {
            Some(row) => {
                let words = match &row.body {
                    Body::Link {
                        relation,
                        to,
                        words,
                    } => format!("{relation} {to}: {words}"),
                    body => body.in_context().map_or_else(
                        || match body {
                            Body::Plain(text) => text.clone(),
                            _ => String::new(),
                        },
                        |(before, text, after)| format!("{before}{text}{after}"),
                    ),
                };
                let date = date::words(&row.right);
                let line = format!(
                    "{} of {total}: {} {words} {date}",
                    view.place.chosen + 1,
                    row.at
                );
                writeln!(out, "{}", Shown::new(line.trim()))?;
            }
            None => writeln!(out, "{}.", view.kind.empty())?,
        }
        return Ok(());
    }
    if before == Some(&now) {
        return Ok(());
    }
    passage(state, before.map(|it| it.document), out)
}

/// Says the current passage with what is made of it.
fn passage(state: &State, before: Option<usize>, out: &mut impl Write) -> Result<()> {
    let (Some(reading), Some(here)) = (&state.reading, state.here()) else {
        writeln!(out, "No document is open.")?;
        return Ok(());
    };
    let document = &reading.document;
    if before != Some(reading.index) {
        writeln!(out, "{}.", Shown::new(document.title()))?;
    }
    let block = document.blocks.get(reading.block());
    let label = block.and_then(|block| block.label()).unwrap_or("");
    let kind = block.map_or("", |block| block.kind.name());
    let kind = if kind == here.size { "" } else { kind };
    let named: Vec<&str> = [label, kind, here.size.as_str()]
        .into_iter()
        .filter(|it| !it.is_empty())
        .collect();
    let head = format!("{}, {} percent.", named.join(", "), reading.percent());
    writeln!(out, "{}", Shown::new(head.trim()))?;
    writeln!(
        out,
        "{}",
        Shown::lines(document.slice(&reading.cursor.range))
    )?;
    for mark in reading.marks.on(&reading.cursor.range) {
        match &mark.what {
            What::Annotation(it) => {
                let tags = state.library.tag_paths(it).join(", ");
                if !tags.is_empty() {
                    writeln!(out, "Tagged {}.", Shown::new(&tags))?;
                }
                if !it.note.is_empty() {
                    writeln!(out, "Note: {}", Shown::lines(&it.note))?;
                }
            }
            What::Link(link, end) => {
                let other = link.end(end.other()).anchor();
                let word = relation::from_end(&link.relation, *end);
                let line = format!("Link: {word} {}: {}", other.document, other.quote.exact);
                writeln!(out, "{}", Shown::new(&line))?;
            }
        }
    }
    for remark in &here.remarks {
        writeln!(out, "{}.", Shown::new(remark))?;
    }
    let ways = state.ways();
    let leads = ways
        .iter()
        .filter(|way| !matches!(way.goal, Goal::Absent(_)))
        .count();
    if leads > 0 {
        writeln!(
            out,
            "{leads} to follow: enter in angle brackets, <enter>, follows it; K says where."
        )?;
    }
    Ok(())
}

/// What is asked, and how it is answered.
fn asked(overlay: &Overlay) -> String {
    let list = |picker: &Picker| {
        let names: Vec<&str> = picker
            .fitting()
            .take(ROWS)
            .map(|it| it.label.as_str())
            .collect();
        names.join(", ")
    };
    match overlay {
        Overlay::Tag(prompt) => format!(
            "Which tags, commas between them? There are: {}. An empty line for none.",
            list(&prompt.picker)
        ),
        Overlay::Note(_) => {
            "Type the note. A full stop alone on a line ends and saves it.".to_owned()
        }
        Overlay::Link(prompt) => format!(
            "How is this tied to {}? For example {}. An empty line for not at all.",
            prompt.from.address,
            list(&prompt.relation)
        ),
        Overlay::Find(_) => "Which words? An empty line for none.".to_owned(),
        Overlay::Menu(menu) => {
            let rows = menu.rows.iter().enumerate();
            let rows: Vec<String> = rows
                .map(|(index, (words, _))| format!("{}: {}", index + 1, Shown::new(words)))
                .collect();
            format!("{}. Type the number.\n{}", menu.title, rows.join("\n"))
        }
        Overlay::Peek(peek) => format!(
            "{}\n{}\nAn empty line goes on.",
            Shown::new(&peek.title),
            Shown::lines(&peek.text)
        ),
        Overlay::Notice(notice) => format!(
            "{}: {} An empty line goes on.",
            Shown::new(&notice.title),
            Shown::new(&notice.why)
        ),
        Overlay::Help(_) => "Type ? for the keys; an empty line goes on.".to_owned(),
        _ => "Type the answer; an empty line for none.".to_owned(),
    }
}

/// All keys with what they do.
fn keys(state: &State) -> String {
    let mut text = String::new();
    for line in help::Help::new(&state.keymap, state.place()).lines {
        match line {
            help::Line::Heading(title) => text.push_str(&format!("{title}\n")),
            help::Line::Keys(keys, words) => text.push_str(&format!("  {keys}: {words}\n")),
            help::Line::Blank => text.push('\n'),
        }
    }
    let open = keymap::print(&[Key::char(' ')]);
    text.push_str(&format!(
        "{open} is typed as a blank; keys with names in angle brackets, such as <enter>, <esc>, <tab>.\n"
    ));
    text
}
