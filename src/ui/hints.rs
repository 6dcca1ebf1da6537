//! The line of hints: the keys that apply now.
//!
//! Knows how hints are set in a line: what matters here at the left, by importance; the ways to
//! everything else, to the help and out at the right, whatever the width. Which actions are offered
//! follows from the table.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::theme::Role;
use crate::app::State;
use crate::app::action::Action;
use crate::app::key::Key;
use crate::app::keymap::{self, Meaning};
use crate::app::list::Kind;
use crate::app::naming;
use crate::app::overlay::Overlay;
use crate::app::state::{Awaiting, Focus};
use crate::shown::Shown;

/// What is hinted at in the text, the most important first.
const TEXT: [Action; 17] = [
    Action::PutHere,
    Action::Redo,
    Action::Follow,
    Action::ConfirmHere,
    Action::RejectHere,
    Action::Tag,
    Action::Note,
    Action::Link,
    Action::NextMatch,
    Action::NextBlock,
    Action::NextSentence,
    Action::FindForward,
    Action::Undo,
    Action::NextWord,
    Action::Extend,
    Action::Remove,
    Action::PreviousMatch,
];

/// A key and what it does.
type Hint = (String, String);

/// Draws the line.
pub(super) fn draw(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    let mut line = Line {
        x: area.x + 1,
        end: area.right(),
        y: area.y,
    };
    if state.recording.is_some() {
        line.words("● recording  ", Role::Warning, canvas);
    }
    if let Some(count) = state.count {
        line.words(&format!("{count} "), Role::Key, canvas);
    }
    if !state.typed.is_empty() {
        let typed = format!("{} …", keymap::print(&state.typed));
        line.words(&typed, Role::Key, canvas);
        return;
    }
    if state.awaiting == Some(Awaiting::QuickTag) {
        quick(state, &mut line, canvas);
        return;
    }
    if state.awaiting.is_some() {
        line.words("a letter … (Esc: none)", Role::Hint, canvas);
        return;
    }
    // What lies over the panels has its own hints.
    if state.overlay.is_some() && !matches!(state.overlay, Some(Overlay::Find(_))) {
        return;
    }
    let outline = state.focus == Focus::Outline;
    let mapping = outline && state.reading.as_ref().is_some_and(|it| it.map.typing);
    let listing = state.focus == Focus::List;
    if mapping || listing && state.list.as_ref().is_some_and(|view| view.typing) {
        let deciding = listing
            && state
                .list
                .as_ref()
                .is_some_and(|it| it.kind == Kind::Mentions);
        for hint in field(deciding) {
            line.hint(&hint, canvas);
        }
        return;
    }
    line.right(&always(state), canvas);
    if state.focus == Focus::Text {
        under_way(state, &mut line, canvas);
    }
    for hint in here(state) {
        if !line.hint(&hint, canvas) {
            break;
        }
    }
}

/// The part of the line that is still free.
struct Line {
    x: u16,
    end: u16,
    y: u16,
}

impl Line {
    /// Writes words, as far as there is room.
    fn words(&mut self, words: &str, role: Role, canvas: &mut Canvas<'_>) {
        let room = self.end.saturating_sub(self.x);
        let words = Shown::new(words).elided(usize::from(room));
        self.x += canvas.text(self.x, self.y, room, &words, role);
    }

    /// Writes a hint, if there is room for all of it.
    fn hint(&mut self, (key, does): &Hint, canvas: &mut Canvas<'_>) -> bool {
        let wide = Shown::new(key).width() + Shown::new(does).width() + 3;
        if usize::from(self.end.saturating_sub(self.x)) < wide {
            return false;
        }
        self.words(&format!("{key} "), Role::Key, canvas);
        self.words(&format!("{does}  "), Role::Hint, canvas);
        true
    }

    /// Writes hints at the right end; the last of them matters most.
    fn right(&mut self, hints: &[Hint], canvas: &mut Canvas<'_>) {
        for (key, does) in hints.iter().rev() {
            let wide = (Shown::new(key).width() + Shown::new(does).width() + 3) as u16;
            let Some(x) = self.end.checked_sub(wide).filter(|x| *x >= self.x) else {
                return;
            };
            let mut part = Line {
                x,
                end: self.end,
                y: self.y,
            };
            part.words(&format!("{key} "), Role::Key, canvas);
            part.words(does, Role::Hint, canvas);
            self.end = x;
        }
    }
}

/// The ways to everything else, to the help, and out.
fn always(state: &State) -> Vec<Hint> {
    let quit = match state.focus {
        Focus::Text => "quit",
        _ => "close",
    };
    let menu = state.keymap.sequences_of(Action::Documents).next();
    let menu = menu
        .filter(|keys| keys.len() > 1)
        .and_then(|keys| keys.first())
        .map(Key::to_string);
    let one = |action, does: &str| Some((key_of(state, action)?, does.to_owned()));
    [
        menu.map(|key| (key, "menu".to_owned())),
        one(Action::Help, "help"),
        one(Action::Quit, quit),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The shortest strokes that call an action here; none where they mean something else.
fn key_of(state: &State, action: Action) -> Option<String> {
    let here = |keys: &&[Key]| state.keymap.find(state.place(), keys) == Meaning::Action(action);
    let sequences = state.keymap.sequences_of(action).filter(here);
    sequences.min_by_key(|keys| keys.len()).map(keymap::print)
}

/// The digits that have a tag, and how others get one.
fn quick(state: &State, line: &mut Line, canvas: &mut Canvas<'_>) {
    for (digit, path) in &state.quick {
        if !line.hint(&(digit.to_string(), path.clone()), canvas) {
            return;
        }
    }
    let more = ("another digit".to_owned(), "asks for its tag".to_owned());
    line.hint(&more, canvas);
    line.hint(&(";".to_owned(), "frees one".to_owned()), canvas);
}

/// What was begun and goes on until it is ended: the start of a link.
fn under_way(state: &State, line: &mut Line, canvas: &mut Canvas<'_>) {
    let Some(from) = &state.link_from else {
        return;
    };
    let room = usize::from(line.end.saturating_sub(line.x));
    let keys = [(Action::Link, "ties here"), (Action::Close, "drops")];
    let keys: Vec<Hint> = keys
        .into_iter()
        .filter_map(|(action, does)| Some((key_of(state, action)?, does.to_owned())))
        .collect();
    let taken: usize = keys
        .iter()
        .map(|(key, does)| key.len() + does.len() + 3)
        .sum();
    let address = format!("{}:\"{}\"", from.address, from.words);
    let place = naming::short(
        &state.corpus,
        &address,
        room.saturating_sub(taken + 12).min(60),
    );
    line.words(&format!("link from {place}  "), Role::Link, canvas);
    for hint in &keys {
        line.hint(hint, canvas);
    }
}

/// The keys of a field that a list is filtered by; in the concordance `Enter` decides nothing.
fn field(deciding: bool) -> Vec<Hint> {
    let enter = if deciding {
        ("Enter", "keeps the filter")
    } else {
        ("Enter", "opens the chosen row")
    };
    [
        enter,
        ("↓ ↑", "choose"),
        ("Tab", "keys of the list"),
        ("Esc", "leaves the field"),
    ]
    .map(|(key, does)| (key.to_owned(), does.to_owned()))
    .to_vec()
}

/// What can be done here and now.
fn here(state: &State) -> Vec<Hint> {
    let linking = state.link_from.is_some();
    let actions: Vec<Action> = if state.focus == Focus::Text {
        TEXT.to_vec()
    } else {
        let own = |action: &Action| {
            !TEXT.contains(action) && !matches!(action, Action::Help | Action::Quit)
        };
        let mut all: Vec<Action> = Action::ALL.iter().copied().filter(own).collect();
        // What a list of a kind has of its own comes before what all have.
        all.sort_by_key(|action| {
            let common = match action {
                Action::ListOpen => 0,
                Action::ListFilter => 1,
                _ => 2,
            };
            (action.row().at != state.place(), common)
        });
        all
    };
    actions
        .into_iter()
        .filter(|action| !(linking && *action == Action::Link))
        .filter(|action| !action.row().hint.is_empty() && state.offers(*action))
        .filter_map(|action| Some((key_of(state, action)?, does(state, action).to_owned())))
        .collect()
}

/// What an action does here, in a word or two: to open an act is to go back to it.
fn does(state: &State, action: Action) -> &'static str {
    let history = state
        .list
        .as_ref()
        .is_some_and(|it| it.kind == Kind::History);
    if action == Action::ListOpen && history {
        return "undoes or redoes up to it";
    }
    action.row().hint
}
