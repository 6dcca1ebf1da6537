//! Strokes while something lies over the panels.
//!
//! Knows which overlay takes the stroke and what follows from its answer.

use crate::app::event::Effect;
use crate::app::key::{Code, Key, Named};
use crate::app::overlay::menu::Choice;
use crate::app::overlay::{
    Help, Notice, Overlay, Palette, choose, line, link, menu, note, palette, tag,
};
use crate::app::state::State;

impl State {
    /// Gives a stroke to what lies over the panels.
    pub(super) fn overlay_key(&mut self, key: Key) -> Vec<Effect> {
        self.message = None;
        let Some(overlay) = &mut self.overlay else {
            return Vec::new();
        };
        match overlay {
            Overlay::Tag(prompt) => match prompt.key(key) {
                tag::Answer::Open => {}
                tag::Answer::Left => self.overlay = None,
                tag::Answer::Done(tags) => {
                    let effects = self.put_tags(&tags);
                    if effects.is_empty() {
                        self.overlay = None;
                    }
                    return effects;
                }
            },
            Overlay::Note(editor) => match editor.key(key) {
                note::Answer::Open => {}
                note::Answer::Thrown => {
                    let said = match (editor.changed(), editor.was_there()) {
                        (false, _) => "nothing was written",
                        (true, true) => "thrown away; the note is as it was",
                        (true, false) => "the note was thrown away",
                    };
                    self.overlay = None;
                    self.say(said);
                }
                note::Answer::Save => return self.save_note(),
                note::Answer::Elsewhere => return vec![Effect::Edit(editor.text())],
            },
            Overlay::Link(prompt) => match prompt.key(key) {
                link::Answer::Open => {}
                link::Answer::Left => {
                    self.overlay = None;
                    self.say("the start of the link is kept: L on another passage ties it");
                }
                link::Answer::Done(relation, note) => return self.tie(&relation, &note),
            },
            Overlay::Find(_) => self.find_key(key),
            Overlay::Palette(palette) => match palette.key(key) {
                palette::Answer::Open => {}
                palette::Answer::Left => self.overlay = None,
                palette::Answer::Done(action) => {
                    self.overlay = None;
                    return self.act(action);
                }
            },
            Overlay::Menu(_) | Overlay::Choose(_) | Overlay::Line(_) => {
                return self.asked_key(key);
            }
            Overlay::Ask(_) => return self.ask_key(key),
            Overlay::Sheet(_) => return self.sheet_key(key),
            Overlay::Peek(peek) => {
                // About as many rows as the text takes; drawing stops at the last one.
                let most = peek.text.lines().map(|line| line.len() / 60 + 1).sum();
                if key.code == Code::Named(Named::Enter) {
                    let goal = peek.goal.clone();
                    self.overlay = None;
                    match goal {
                        Some(goal) => self.go_to(goal),
                        None => self.follow(),
                    }
                } else if !scrolls(key, &mut peek.scroll, most) {
                    self.overlay = None;
                }
            }
            Overlay::Notice(_) => {
                if Notice::leaves(key) {
                    self.overlay = None;
                }
            }
            Overlay::Help(help) => {
                let page = usize::from(self.size.1).saturating_sub(4) / 2;
                let most = help.lines.len().saturating_sub(page.max(1));
                if !scrolls(key, &mut help.scroll, most) {
                    self.overlay = None;
                }
            }
        }
        Vec::new()
    }

    /// Gives a stroke to what asks for a choice or a line.
    fn asked_key(&mut self, key: Key) -> Vec<Effect> {
        match &mut self.overlay {
            Some(Overlay::Menu(menu)) => match menu.key(key) {
                menu::Answer::Open => self.preview(),
                menu::Answer::Left => {
                    self.overlay = None;
                    self.end_preview();
                }
                menu::Answer::Done(choice) => {
                    self.overlay = None;
                    return self.chosen(choice);
                }
            },
            Some(Overlay::Choose(choose)) => match choose.key(key) {
                choose::Answer::Open => {}
                choose::Answer::Left => self.overlay = None,
                choose::Answer::Done(choice) => {
                    self.overlay = None;
                    return self.chosen(choice);
                }
                choose::Answer::Typed(text) => return self.typed_instead(&text),
            },
            Some(Overlay::Line(prompt)) => match prompt.key(key) {
                line::Answer::Open => {}
                line::Answer::Left => self.overlay = None,
                line::Answer::Changed => self.foresee(),
                line::Answer::Done => return self.answered(),
            },
            _ => {}
        }
        Vec::new()
    }

    /// Gives pasted text to what lies over the panels.
    pub(super) fn overlay_paste(&mut self, text: &str) {
        match &mut self.overlay {
            Some(Overlay::Tag(prompt)) => prompt.paste(text),
            Some(Overlay::Note(editor)) => editor.paste(text),
            Some(Overlay::Link(prompt)) => prompt.paste(text),
            Some(Overlay::Find(prompt)) => {
                prompt.field.paste(text);
                self.find_typed();
            }
            Some(Overlay::Ask(prompt)) => prompt.field.paste(text),
            Some(Overlay::Sheet(sheet)) => sheet.paste(text),
            Some(Overlay::Palette(palette)) => palette.picker.paste(text),
            Some(Overlay::Choose(choose)) => choose.picker.paste(text),
            Some(Overlay::Line(prompt)) => {
                prompt.field.paste(text);
                self.foresee();
            }
            Some(Overlay::Menu(_) | Overlay::Peek(_) | Overlay::Notice(_) | Overlay::Help(_))
            | None => {}
        }
    }

    /// Does what a row of a menu stands for.
    fn chosen(&mut self, choice: Choice) -> Vec<Effect> {
        match choice {
            Choice::Follow(goal) => self.go_to(goal),
            Choice::Remove(id) => return self.remove_records(&[id]),
            Choice::Kind(kind, level) => return self.be_kind(kind, level),
            Choice::Uncorrect(id) => return self.uncorrect(id),
            Choice::RemoveAll(ids) => return self.remove_records(&ids),
            Choice::Search(query) => return self.search_for(&query),
            Choice::Mentions(tag) => return self.concordance(tag),
            Choice::ConfirmShown => return self.confirm_all(),
            Choice::Perform(act) => {
                let by = self.by();
                return self.perform(Ok(*act), &by);
            }
            Choice::Form(path, pattern) => return self.add_form(&path, &pattern),
            Choice::Merge(from, into) => self.ask_merge(&from, &into),
            Choice::Nothing => {}
            Choice::Decide(mention, confirm) => return self.decide(&mention, confirm),
            Choice::EditNote(id, elsewhere) => {
                self.edit_note(id);
                return self.hand_over(elsewhere);
            }
            Choice::NewNote(elsewhere) => {
                self.new_note();
                return self.hand_over(elsewhere);
            }
            Choice::FreeDigit(digit) => self.free_digit(digit),
            Choice::Theme(name) => self.take_theme(name),
        }
        Vec::new()
    }

    /// Says why a prompt does not open, where it would stand; what is typed meanwhile does nothing.
    pub(super) fn cannot_ask(&mut self, title: &str, why: &str) {
        self.overlay = Some(Overlay::Notice(Box::new(Notice {
            title: title.to_owned(),
            why: why.to_owned(),
        })));
    }

    /// Whether anything can be saved; says why not where a prompt would stand.
    pub(super) fn may_ask(&mut self, title: &str) -> bool {
        match self.read_only.clone() {
            Some(why) => {
                self.cannot_ask(title, &why);
                false
            }
            None => true,
        }
    }

    /// Opens the palette.
    pub(super) fn palette(&mut self) {
        let palette = Palette::new(&self.keymap, |action| self.offers(action));
        self.overlay = Some(Overlay::Palette(Box::new(palette)));
    }

    /// Opens the help.
    pub(super) fn help(&mut self) {
        self.overlay = Some(Overlay::Help(Help::new(&self.keymap, self.place())));
    }
}

/// Takes a stroke that scrolls; tells whether it was one. Any other stroke closes what is scrolled.
fn scrolls(key: Key, scroll: &mut usize, most: usize) -> bool {
    let by: isize = match key.code {
        Code::Char('j') | Code::Named(Named::Down) => 1,
        Code::Char('k') | Code::Named(Named::Up) => -1,
        Code::Char(' ') | Code::Named(Named::PageDown) => 10,
        Code::Char('d') if key.ctrl => 10,
        Code::Named(Named::PageUp) => -10,
        Code::Char('u') if key.ctrl => -10,
        Code::Char('g') | Code::Named(Named::Home) => isize::MIN / 2,
        Code::Char('G') | Code::Named(Named::End) => isize::MAX / 2,
        _ => return false,
    };
    *scroll = scroll.saturating_add_signed(by).min(most);
    true
}
