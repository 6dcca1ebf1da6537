//! One step: an event changes the state and asks for effects.
//!
//! Knows the way from a stroke to an action and which function carries an action out; one line
//! each. The functions themselves stand in the files below `update/`.

mod annotate;
mod asking;
mod concordance;
mod copy;
mod correct;
mod differences;
mod dossier;
mod find;
pub mod follow;
mod forms;
mod history;
mod jump;
mod link;
mod list;
mod lists;
pub(in crate::app) mod mentions;
mod motion;
mod mouse;
mod outline;
mod overlay;
mod pickers;
mod quick;
mod record;
mod references;
mod renewed;
mod review;
mod screen;
mod split;
mod suggest;
mod tags;
mod taking;
mod unfinished;

use super::action::Action;
use super::event::{Effect, Event};
use super::key::{Code, Key, Named};
use super::keymap::{self, Meaning};
use super::list::{Kind, Order};
use super::overlay::Overlay;
use super::overlay::ask::Asked;
use super::panes;
use super::state::{Focus, State};
use crate::library::{History, Library};

impl State {
    /// Takes one event in. The screen is laid out anew before this returns.
    pub fn update(&mut self, event: &Event) -> Vec<Effect> {
        let mut resized = false;
        if let (Event::Key(key), Some(recorded)) = (event, &mut self.recording) {
            recorded.push(*key);
        }
        let mut effects = match event {
            // What cannot be seen is not done: only leaving is.
            Event::Key(key) if panes::too_small(self.size.0, self.size.1) => {
                if *key == Key::char('q') {
                    vec![Effect::Quit]
                } else {
                    Vec::new()
                }
            }
            Event::Paste(_) | Event::Mouse(..) if panes::too_small(self.size.0, self.size.1) => {
                Vec::new()
            }
            Event::Key(key) if self.overlay.is_some() => self.overlay_key(self.as_esc(*key)),
            Event::Key(key) if self.outline_types() => self.outline_field_key(self.as_esc(*key)),
            Event::Key(key) if self.list_types() => self.list_field_key(self.as_esc(*key)),
            Event::Key(key) => self.key(*key),
            Event::Paste(text) if self.overlay.is_none() && self.outline_types() => {
                self.outline_paste(text)
            }
            Event::Paste(text) if self.overlay.is_none() && self.list_types() => {
                self.list_paste(text)
            }
            Event::Paste(text) => {
                self.overlay_paste(text);
                Vec::new()
            }
            Event::Mouse(mouse, column, row) => {
                self.mouse_at(*mouse, *column, *row);
                Vec::new()
            }
            Event::Resize(columns, rows) => {
                resized = self.size != (*columns, *rows);
                self.size = (*columns, *rows);
                Vec::new()
            }
            Event::Edited(text) => self.edited(text.as_deref()),
            said => self.told(said),
        };
        self.learn();
        self.lay_out(resized);
        effects.extend(self.ask_about_mentions());
        effects
    }

    /// Takes in what became of something that was asked for, or goes on in the background.
    fn told(&mut self, event: &Event) -> Vec<Effect> {
        match event {
            Event::Saved(entry) => self.saved(entry),
            Event::NotSaved(entry, why) => {
                self.not_saved(entry, why);
                Vec::new()
            }
            Event::Travelled(journey, changes) => self.travelled(journey, changes),
            Event::Failed(why) => {
                self.warn(why.clone());
                Vec::new()
            }
            Event::Done(what) => {
                self.say(what.clone());
                Vec::new()
            }
            Event::Library(both) => self.loaded(both),
            Event::Renamed(former) if self.standings.former() == former => Vec::new(),
            Event::Renamed(former) => {
                self.standings.rename(former.clone());
                self.mark_anew();
                let mut effects = self.correct_renamed();
                // Where passages stand was worked out under the names of before.
                effects.push(Effect::Place);
                effects
            }
            Event::Placed(edition, index, placements) => {
                self.placed(*edition, *index, placements);
                Vec::new()
            }
            Event::Found(id, found) => {
                self.found(*id, found);
                Vec::new()
            }
            Event::Timeline(edition, rows) => {
                self.listed(Kind::Timeline, *edition, rows);
                Vec::new()
            }
            Event::Titles(edition, rows) => {
                self.listed(Kind::Documents, *edition, rows);
                Vec::new()
            }
            Event::Rows(number, rows, last) => {
                self.made(*number, rows, *last);
                Vec::new()
            }
            Event::Arranged(number, arranged) => {
                self.arranged(*number, arranged);
                Vec::new()
            }
            Event::Mentions(report) => self.reported(report),
            Event::Reading(done, all) => {
                self.looked_into = Some((*done, *all));
                Vec::new()
            }
            Event::Indexing(done, all) => {
                self.indexed = Some((*done, *all));
                Vec::new()
            }
            Event::Indexed => {
                self.indexed = None;
                Vec::new()
            }
            Event::Corpus(renewed) => {
                self.looked_into = None;
                match renewed {
                    Some(renewed) => self.renewed(renewed),
                    None => Vec::new(),
                }
            }
            // What the reader does is taken in above; the screen is laid out anew in any case.
            Event::Known
            | Event::Key(_)
            | Event::Paste(_)
            | Event::Mouse(..)
            | Event::Resize(..)
            | Event::Edited(_) => Vec::new(),
        }
    }

    /// Takes the whole library in.
    fn loaded(&mut self, both: &(Library, History)) -> Vec<Effect> {
        let (library, history) = both.clone();
        self.take_library(library, history);
        self.touch_documents(true, &[]);
        self.refill_list();
        vec![Effect::Rename, Effect::Place]
    }

    /// A stroke in a prompt: Ctrl-c leaves it as Esc does, where that loses nothing.
    fn as_esc(&self, key: Key) -> Key {
        let cancels = key.ctrl && key.code == Code::Char('c');
        if cancels && !matches!(self.overlay, Some(Overlay::Note(_))) {
            return Key::named(Named::Esc);
        }
        key
    }

    fn key(&mut self, key: Key) -> Vec<Effect> {
        self.message = None;
        self.letting_go &= key == Key::named(Named::Esc);
        if self.awaiting.is_some() {
            return self.letter(key);
        }
        if key == Key::named(Named::Esc) && (!self.typed.is_empty() || self.count.is_some()) {
            self.typed.clear();
            self.count = None;
            return Vec::new();
        }
        if self.typed.is_empty() && self.counts(key) {
            return Vec::new();
        }
        self.typed.push(key);
        match self.keymap.find(self.place(), &self.typed) {
            Meaning::Prefix => Vec::new(),
            Meaning::Action(action) => {
                self.typed.clear();
                let stays = self.gone_on.take() == Some(action) && self.count.is_none();
                let effects = if stays {
                    self.stay(action);
                    Vec::new()
                } else {
                    self.act(action)
                };
                self.count = None;
                effects
            }
            Meaning::None => {
                let typed = keymap::print(&std::mem::take(&mut self.typed));
                self.count = None;
                self.gone_on = None;
                self.warn(format!(
                    "{typed} does nothing here; Space shows what there is"
                ));
                Vec::new()
            }
        }
    }

    /// Takes a digit of a count.
    fn counts(&mut self, key: Key) -> bool {
        let Code::Char(c) = key.code else {
            return false;
        };
        if key.ctrl || key.alt {
            return false;
        }
        match (c.to_digit(10), self.count) {
            (Some(0), None) | (None, _) => false,
            (Some(digit), before) => {
                let count = before.unwrap_or(0) * 10 + digit as usize;
                self.count = Some(count.min(1_000_000));
                true
            }
        }
    }

    /// Carries an action out.
    #[expect(
        clippy::too_many_lines,
        reason = "one line for each action: the other half of the table"
    )]
    pub fn act(&mut self, action: Action) -> Vec<Effect> {
        use super::cursor::Unit::{Paragraph, Sentence, Word};
        match action {
            Action::NextBlock => self.step(Paragraph, true),
            Action::PreviousBlock => self.step(Paragraph, false),
            Action::NextSentence => self.step(Sentence, true),
            Action::PreviousSentence => self.step(Sentence, false),
            Action::NextWord => self.step(Word, true),
            Action::PreviousWord => self.step(Word, false),
            Action::Extend => self.extend(),
            Action::Widen => self.resize_passage(true),
            Action::Narrow => self.resize_passage(false),
            Action::First => self.first(),
            Action::Last => self.last(),
            Action::HalfDown => self.turn(1, 2),
            Action::HalfUp => self.turn(-1, 2),
            Action::PageDown => self.turn(1, 1),
            Action::PageUp => self.turn(-1, 1),
            Action::LineDown => self.scroll(1),
            Action::LineUp => self.scroll(-1),
            Action::Tag => self.tag(),
            Action::RepeatTag => return self.repeat_tag(),
            Action::Note => return self.note(false),
            Action::NoteElsewhere => return self.note(true),
            Action::Link => self.link(),
            Action::Follow => self.follow(),
            Action::PeekAt => self.peek(),
            Action::CopyText => return self.copy_text(),
            Action::CopyAddress => return self.copy_address(),
            Action::CopyMarkdown => return self.copy_markdown(),
            Action::Remove => return self.remove(),
            Action::ConfirmHere => return self.decide_here(true),
            Action::RejectHere => return self.decide_here(false),
            Action::Form => return self.form(),
            Action::FormAgain => return self.form_again(),
            Action::Suggestions => return self.suggestions(),
            Action::PairAccept => return self.accept_pair(),
            Action::PairPass => self.pass_over(),
            Action::PairOther => self.other_end(),
            Action::GoToBlock => self.go_to_block(),
            Action::KeptQueries => self.kept_queries(),
            Action::KeepQuery => self.keep_query(),
            Action::PageExport => return self.export_page(),
            Action::Tags => self.tags(),
            Action::TagAdd => self.add_tag(),
            Action::TagRename => self.rename_tag(),
            Action::TagMerge => self.merge_tag(),
            Action::TagColour | Action::PageColour => self.recolour_tag(),
            Action::TagDescribe | Action::PageDescribe => self.describe_tag(),
            Action::TagForm | Action::PageForm => self.give_form(),
            Action::TagDelete => self.delete_tag(),
            Action::TagMentions => return self.mentions_of_chosen(),
            Action::Mentions => return self.mentions(),
            Action::ConfirmRow => return self.decide_rows(true),
            Action::RejectRow => return self.decide_rows(false),
            Action::ConfirmShown => return self.confirm_shown(),
            Action::OrderLeft => self.order_by(Order::Left),
            Action::OrderRight => self.order_by(Order::Right),
            Action::OrderPlace => self.order_by(Order::Place),
            Action::WalkOn => return self.walk(true),
            Action::WalkBack => return self.walk(false),
            Action::PageOpen => return self.page_go(),
            Action::PageRemove => return self.page_remove(),
            Action::PageMentions => return self.mentions_of_page(),
            Action::PageByDate => self.order_page(Order::Date),
            Action::PageByDocument => self.order_page(Order::Place),
            Action::OrderDate => self.order_by(Order::Date),
            Action::OrderForm => self.order_by(Order::Form),
            Action::OnlyState => self.narrow(),
            Action::BackToList => self.back_to_list(),
            Action::NextMention => self.mention(true),
            Action::PreviousMention => self.mention(false),
            Action::Undo => return self.undo(),
            Action::Redo => return self.redo(),
            Action::CorrectKind => self.correct_kind(),
            Action::CorrectLabel => self.ask(Asked::Label),
            Action::JoinBlock => return self.join_block(),
            Action::SplitBlock => return self.split_block(),
            Action::FoldBlock => return self.fold_block(),
            Action::CorrectTitle => self.ask(Asked::Title),
            Action::CorrectDate => self.ask(Asked::Date),
            Action::CorrectOrigin => self.ask(Asked::Origin),
            Action::CorrectEncoding => self.ask(Asked::Encoding),
            Action::CorrectId => self.ask(Asked::Id),
            Action::Uncorrect => self.corrections(),
            Action::About => self.about(),
            Action::NextAnnotation => self.annotation(true),
            Action::PreviousAnnotation => self.annotation(false),
            Action::NextLink => self.link_end(true),
            Action::PreviousLink => self.link_end(false),
            Action::SearchCorpus => self.search_corpus(),
            Action::Unfinished => self.unfinished(),
            Action::Annotations => self.list(Kind::Annotations),
            Action::Links => self.list(Kind::Links),
            Action::History => self.list(Kind::History),
            Action::Timeline => return self.timeline(),
            Action::Problems => self.list(Kind::Problems),
            Action::ListFilter => return self.list_filter(),
            Action::ListGroup => self.list_group(),
            Action::ListOrder => self.list_order(),
            Action::ListMark => self.list_mark(),
            Action::ListMarkAll => self.list_mark_all(),
            Action::ListRemove => return self.list_remove(),
            Action::Export => self.take_away(),
            Action::Review => self.list(Kind::Review),
            Action::Differences => self.list(Kind::Differences),
            Action::TakeTheirs => return self.take_theirs(),
            Action::KeepOwn => self.keep_own(),
            Action::ReviewAccept => return self.accept_place(),
            Action::ReviewSeek => self.seek(),
            Action::ReviewOrphan => return self.keep_orphan(),
            Action::PutHere => return self.put_here(),
            Action::Palette => self.palette(),
            Action::Help | Action::ListKeys => self.help(),
            Action::FindForward => self.find_prompt(true),
            Action::FindBackward => self.find_prompt(false),
            Action::NextMatch => self.next_match(true),
            Action::PreviousMatch => self.next_match(false),
            Action::NextHeading => self.heading(true),
            Action::PreviousHeading => self.heading(false),
            Action::NextFootnote => self.footnote(true),
            Action::PreviousFootnote => self.footnote(false),
            Action::NextReference => self.reference(true),
            Action::PreviousReference => self.reference(false),
            Action::NextDocument => self.neighbour(true),
            Action::PreviousDocument => self.neighbour(false),
            Action::SetMark => self.await_letter(true),
            Action::GoMark => self.await_letter(false),
            Action::Back => self.travel(false),
            Action::Forward => self.travel(true),
            Action::Documents => self.focus_on(Focus::Documents),
            Action::Outline => self.focus_on(Focus::Outline),
            Action::Fold => self.fold(),
            Action::QuickTag => self.await_digit(),
            Action::OnlyShown | Action::OnlyRows => self.read_only_shown(),
            Action::FoldSection => self.fold_section(),
            Action::Record => self.record(),
            Action::Replay => return self.replay(),
            Action::Split => self.split(),
            Action::Portal => self.open_portal(),
            Action::OtherSide => self.other_side(),
            Action::Together => self.go_together(),
            Action::Ruler => self.wish.ruler = !self.wish.ruler,
            Action::Focus => self.wish.panels = !self.wish.panels,
            Action::NextPanel => self.turn_panel(true),
            Action::PreviousPanel => self.turn_panel(false),
            Action::Themes => self.choose_theme(),
            Action::NextTheme => self.next_theme(),
            Action::Mouse => return self.switch_mouse(),
            Action::Suspend => return vec![Effect::Suspend],
            Action::Redraw => return vec![Effect::Redraw],
            Action::Close => self.close(),
            Action::Cancel => return self.cancel(),
            Action::Quit => return self.quit(),
            Action::ListDown => self.shift(1),
            Action::ListUp => self.shift(-1),
            Action::ListPageDown => self.shift_page(1),
            Action::ListPageUp => self.shift_page(-1),
            Action::ListFirst => self.shift(isize::MIN / 2),
            Action::ListLast => self.shift(isize::MAX / 2),
            Action::ListOpen => return self.open_chosen(),
        }
        Vec::new()
    }

    /// Closes the panel that has the keys; from the text, asks to leave the program.
    fn quit(&mut self) -> Vec<Effect> {
        if self.focus == Focus::Text {
            return vec![Effect::Quit];
        }
        self.close();
        Vec::new()
    }

    /// Gives up what is worked on, or leaves what is open; never the program.
    fn cancel(&mut self) -> Vec<Effect> {
        let working = self.list.as_mut().and_then(|view| view.working.take());
        if working.is_some() {
            self.say("given up; what was found so far stays");
            return vec![Effect::CancelSearch];
        }
        if self.focus == Focus::Text {
            let quit = self.keymap.keys_of(Action::Quit).into_iter().next();
            let quit = quit.unwrap_or_else(|| ": quit".to_owned());
            self.say(format!("{quit} leaves the reader; what was saved is saved"));
        } else {
            self.close();
        }
        Vec::new()
    }

    /// Leaves whatever is open.
    fn close(&mut self) {
        let asked = std::mem::take(&mut self.letting_go);
        if self.focus == Focus::List {
            if !self.back_to_opener() {
                self.leave_list();
            }
        } else if self.focus == Focus::Outline && self.show_whole_outline() {
            self.say("the whole outline again");
        } else if self.focus != Focus::Text {
            self.focus = if self.list.is_some() {
                Focus::List
            } else {
                Focus::Text
            };
        } else if let Some(reading) = &mut self.reading
            && reading.cursor.extending.is_some()
        {
            reading.cursor.extending = None;
        } else if self.reading.as_ref().is_some_and(|it| it.found.is_some()) {
            if let Some(reading) = &mut self.reading {
                reading.found = None;
            }
        } else if self.link_from.is_some() {
            self.let_go(asked);
        } else if self.seeking.take().is_some() {
            self.say("the passage is not being looked for any more; it waits in the list");
        }
    }
}
