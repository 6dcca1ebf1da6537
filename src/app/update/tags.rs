//! Tags: the tree of them, how many mentions each has, and acts on one.
//!
//! Knows when mentions are to be counted anew and which act a stroke means. What an act would do is
//! said before it is done.

use crate::app::event::Effect;
use crate::app::list::{Body, Kind, ListView, carried};
use crate::app::mentions::{Inquiry, Tally};
use crate::app::overlay::line::Purpose;
use crate::app::overlay::menu::Choice;
use crate::app::overlay::{Choose, LinePrompt, Menu, Overlay};
use crate::app::state::State;
use crate::library::acts::{self, Act, ActError, By, TagLook};
use crate::library::tag::{COLOURS, is_within};
use crate::library::{RecordId, TagPath, counted};

impl State {
    /// Opens the tree of tags, and has mentions counted.
    pub(super) fn tags(&mut self) {
        if self.tallies.number.is_none() {
            self.tallies.number = Some(0);
            self.tallies.touched.all = true;
        }
        self.list(Kind::Tags);
    }

    /// Asks how many mentions each tag has, where that was asked before and may have changed.
    pub(super) fn ask_tallies(&mut self) -> Option<Effect> {
        self.tallies.number?;
        let shown = [&self.list, &self.aside]
            .into_iter()
            .flatten()
            .any(|view| view.kind == Kind::Tags);
        let busy = self.tallies.working && !self.tallies.touched.all;
        if self.tallies.touched.is_empty() || busy || !shown {
            return None;
        }
        let documents = self.tallies.touched.take();
        if documents.is_none() {
            self.tallies.clear();
            self.tallies.working = true;
        }
        self.inquiry += 1;
        self.tallies.number = Some(self.inquiry);
        self.count_in_title();
        Some(Effect::Mentions(Inquiry::Tallies(self.inquiry, documents)))
    }

    /// Takes in how many mentions tags have.
    pub(super) fn take_tallies(
        &mut self,
        number: u64,
        counts: &[(usize, Vec<(RecordId, Tally)>)],
        last: bool,
    ) {
        if self.tallies.number != Some(number) {
            return;
        }
        self.tallies.put(counts);
        self.tallies.working &= !last;
        self.count_in_title();
        self.refill_list();
    }

    /// Says over the tree whether mentions are still being counted.
    fn count_in_title(&mut self) {
        let working = self.tallies.working;
        if let Some(view) = self.list.as_mut().filter(|view| view.kind == Kind::Tags) {
            view.working = working.then(|| "counting mentions …".to_owned());
        }
    }

    /// The path of the chosen row of the tree.
    fn chosen_path(&self) -> Option<String> {
        match &self.list.as_ref().and_then(ListView::chosen)?.body {
            Body::Tag(branch) => Some(branch.path.clone()),
            _ => None,
        }
    }

    /// Opens the concordance of the chosen tag.
    pub(super) fn mentions_of_chosen(&mut self) -> Vec<Effect> {
        let path = self.chosen_path();
        let tag = path.and_then(|path| Some(self.library.tag_at(&path)?.id));
        if let Some(tag) = tag {
            return self.concordance(tag);
        }
        self.say("this name has no form and no mentions: f gives it one");
        Vec::new()
    }

    /// Opens the concordance of the tag whose page is open.
    pub(super) fn mentions_of_page(&mut self) -> Vec<Effect> {
        match self.list.as_ref().and_then(|view| view.about) {
            Some(tag) => self.concordance(tag),
            None => Vec::new(),
        }
    }

    /// Makes the row of that path the chosen one.
    pub(super) fn choose_path(&mut self, path: &str) {
        let Some(view) = self.list.as_mut().filter(|view| view.kind == Kind::Tags) else {
            return;
        };
        let at = view.shown.iter().position(|index| {
            let body = view.rows.get(*index).map(|row| &row.body);
            matches!(body, Some(Body::Tag(branch)) if branch.path == path)
        });
        if let Some(at) = at {
            view.place.chosen = at;
        }
    }

    /// Asks for the path of a new tag, below the chosen one.
    pub(super) fn add_tag(&mut self) {
        if !self.may_ask("A new tag") {
            return;
        }
        let start = match self.chosen_path() {
            Some(path) if path.contains('/') => {
                let above = path.rsplit_once('/').map_or("", |(above, _)| above);
                format!("{above}/")
            }
            _ => String::new(),
        };
        self.line(
            "A new tag, such as treaty/1956-declaration",
            &start,
            Purpose::NewTag,
        );
    }

    /// Opens the prompt for a line.
    pub(super) fn line(&mut self, title: &str, text: &str, purpose: Purpose) {
        self.overlay = Some(Overlay::Line(Box::new(LinePrompt::new(
            title, text, purpose,
        ))));
        self.foresee();
    }

    /// Asks for another path of the chosen tag: a name, or a place elsewhere in the tree.
    pub(super) fn rename_tag(&mut self) {
        if let Some(path) = self.path_meant("Rename or move") {
            self.line("Rename or move", &path, Purpose::Rename(path.clone()));
        }
    }

    /// Asks what the chosen tag means.
    pub(super) fn describe_tag(&mut self) {
        let Some(path) = self.path_meant("What a tag means") else {
            return;
        };
        let text = self
            .library
            .tag_at(&path)
            .map(|tag| tag.description.clone());
        let title = format!("What {path} means");
        self.line(&title, &text.unwrap_or_default(), Purpose::Describe(path));
    }

    /// The path that an act in the tree or on a tag's page is for, if something can be saved. It may
    /// be a name that only has tags below it.
    fn path_meant(&mut self, title: &str) -> Option<String> {
        if !self.may_ask(title) {
            return None;
        }
        let page = self.list.as_ref().and_then(|view| view.about);
        let path = match page {
            Some(tag) => Some(self.path_of(tag)),
            None => self.chosen_path(),
        };
        if path.is_none() {
            self.cannot_ask(title, "No tag is chosen: a makes one.");
        }
        path
    }

    /// Asks for one more form of the tag.
    pub(super) fn give_form(&mut self) {
        let Some(path) = self.path_meant("A form of a tag") else {
            return;
        };
        let title = format!("A form of {path}: words, /expression/, -exclusion, =minding case");
        self.line(&title, "", Purpose::Form(path));
    }

    /// Asks for a colour of the tag.
    pub(super) fn recolour_tag(&mut self) {
        let Some(path) = self.path_meant("The colour of a tag") else {
            return;
        };
        let by = By::here();
        let mut rows: Vec<(String, Choice)> = COLOURS
            .iter()
            .filter_map(|name| {
                let act = if self.library.tag_at(&path).is_some() {
                    acts::recolour_tag(&self.library, &by, &path, Some(name)).ok()?
                } else {
                    let look = TagLook {
                        colour: Some((*name).to_owned()),
                        ..TagLook::default()
                    };
                    acts::add_tag(&self.library, &by, &TagPath::parse(&path).ok()?, look).ok()?
                };
                Some(((*name).to_owned(), Choice::Perform(Box::new(act))))
            })
            .collect();
        if let Ok(act) = acts::recolour_tag(&self.library, &by, &path, None) {
            let row = (
                "no colour of its own".to_owned(),
                Choice::Perform(Box::new(act)),
            );
            rows.push(row);
        }
        self.overlay = Some(Overlay::Menu(Menu::new(format!("Colour of {path}"), rows)));
    }

    /// Asks into which tag the chosen one is to be merged.
    pub(super) fn merge_tag(&mut self) {
        let Some(from) = self.path_meant("Merge a tag") else {
            return;
        };
        let rows: Vec<(String, String, Choice)> = self
            .library
            .tags()
            .filter(|tag| !is_within(&tag.path, &from))
            .map(|tag| {
                let count = self.library.tagged_count(tag.id);
                let choice = Choice::Merge(from.clone(), tag.path.clone());
                (tag.path.clone(), counted(count, "passage"), choice)
            })
            .collect();
        if rows.is_empty() {
            self.cannot_ask("Merge a tag", "There is no other tag to merge it into.");
            return;
        }
        let hints = "Enter says what it would do · Esc leaves";
        let choose = Choose::new(format!("Merge {from} into"), hints, rows);
        self.overlay = Some(Overlay::Choose(Box::new(choose)));
    }

    /// Says what merging would do, and asks.
    pub(super) fn ask_merge(&mut self, from: &str, into: &str) {
        let count = carried(self, from);
        let act = acts::merge_tags(&self.library, &By::here(), from, into);
        let does = format!("merges {} into {into}", counted(count, "passage"));
        self.ask_first("Merge", &does, act);
    }

    /// Says what deleting the chosen tag would do, and asks.
    pub(super) fn delete_tag(&mut self) {
        if let (true, Some(path)) = (self.may_write(), self.chosen_path()) {
            let count = carried(self, &path);
            let act = acts::delete_tag(&self.library, &By::here(), &path);
            let does = format!("takes {path} off {}", counted(count, "passage"));
            self.ask_first("Delete", &does, act);
        }
    }

    /// Says what an act would do before it is done.
    pub(super) fn ask_first(&mut self, title: &str, does: &str, act: Result<Act, ActError>) {
        match act {
            Ok(act) => {
                let yes = format!("yes: {does} ({})", act.effect());
                let rows = vec![
                    (yes, Choice::Perform(Box::new(act))),
                    ("no".to_owned(), Choice::Nothing),
                ];
                self.overlay = Some(Overlay::Menu(Menu::new(title, rows)));
            }
            Err(error) => self.say(error.to_string()),
        }
    }
}
