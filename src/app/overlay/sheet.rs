//! The sheet on which an export is chosen: form, passages, surroundings, order, place.
//!
//! Knows the rows and what stands in each; begins with what was chosen last, so that Enter alone takes
//! it. What is written is known to whoever asked.

use super::field::Field;
use crate::app::key::{Code, Key, Named};
use crate::app::taking::{Around, Form, Habit, Home, Order, Taking, What, place};

/// The names of the rows.
pub const ROWS: [&str; 5] = ["form", "passages", "around", "order", "place"];
/// The row in which is typed.
const PLACE: usize = 4;

/// The sheet.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// The form.
    pub form: Form,
    /// What can be taken here, and which of it.
    whats: Vec<What>,
    what: usize,
    /// What stands around each passage.
    pub around: Around,
    /// The order.
    pub order: Order,
    /// The place as it is typed.
    pub place: Field,
    /// Whether the place is the reader's own and does not follow the other rows any more.
    own: bool,
    home: Home,
    /// The row with the choice.
    pub row: usize,
}

/// What a stroke led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The sheet stays open.
    Open,
    /// The reader left it.
    Left,
    /// This is to be written.
    Done(Taking),
}

impl Sheet {
    /// A sheet on which stands what was chosen last; `whats` has at least everything.
    pub fn new(habit: &Habit, whats: Vec<What>, home: &Home) -> Self {
        let what = whats.iter().position(|it| it.id() == habit.what);
        let mut sheet = Self {
            form: habit.form,
            what: what.unwrap_or(0),
            whats,
            around: habit.around,
            order: habit.order,
            place: Field::default(),
            own: false,
            home: Home {
                folder: habit.folder.clone().unwrap_or_else(|| home.folder.clone()),
                ..home.clone()
            },
            row: 0,
        };
        sheet.follow();
        sheet
    }

    /// Which passages are chosen.
    pub fn what(&self) -> &What {
        self.whats.get(self.what).unwrap_or(&What::Everything)
    }

    /// What a row says.
    pub fn says(&self, row: usize) -> String {
        match row {
            0 => self.form.shown().to_owned(),
            1 => self.what().shown(),
            2 => self.around.shown().to_owned(),
            3 => self.order.shown().to_owned(),
            _ => self.place.text().to_owned(),
        }
    }

    /// Whether the row in which is typed has the choice.
    pub fn types(&self) -> bool {
        self.row == PLACE
    }

    /// Takes a stroke.
    pub fn key(&mut self, key: Key) -> Answer {
        match key.code {
            Code::Named(Named::Esc) => return Answer::Left,
            Code::Named(Named::Enter) => return self.done(),
            Code::Named(Named::Down | Named::Tab) => self.row = (self.row + 1) % ROWS.len(),
            Code::Named(Named::Up) => self.row = (self.row + ROWS.len() - 1) % ROWS.len(),
            _ if self.types() => self.own |= self.place.key(key),
            Code::Char('q') => return Answer::Left,
            Code::Char('j') => self.row += 1,
            Code::Char('k') => self.row = self.row.checked_sub(1).unwrap_or(PLACE),
            Code::Named(Named::Right) | Code::Char('l' | ' ') => self.turn(true),
            Code::Named(Named::Left) | Code::Char('h') => self.turn(false),
            _ => {}
        }
        Answer::Open
    }

    /// Takes text pasted as a whole.
    pub fn paste(&mut self, text: &str) {
        if self.types() {
            self.place.paste(text);
            self.own = true;
        }
    }

    fn done(&self) -> Answer {
        let typed = self.place.text().trim();
        if typed.is_empty() {
            return Answer::Open;
        }
        Answer::Done(Taking {
            form: self.form,
            what: self.what().clone(),
            around: self.around,
            order: self.order,
            place: typed.into(),
        })
    }

    /// The next choice of the row, or the one before.
    fn turn(&mut self, on: bool) {
        match self.row {
            0 => self.form = turned(Form::ALL, self.form, on),
            1 => {
                let len = self.whats.len();
                self.what = if on {
                    self.what + 1
                } else {
                    self.what + len - 1
                } % len.max(1);
            }
            2 => self.around = turned(Around::ALL, self.around, on),
            _ => self.order = turned(Order::ALL, self.order, on),
        }
        self.follow();
    }

    /// Lets the place follow the other rows, unless it is the reader's own.
    fn follow(&mut self) {
        if self.own {
            return;
        }
        let folder = self.home.folder.to_string_lossy();
        self.place = if folder.ends_with('/') {
            // The reader wants a folder of pages, which have names of their own.
            Field::of(&folder)
        } else {
            let place = place(&self.home, self.form, self.what());
            Field::of(&place.to_string_lossy())
        };
    }
}

fn turned<T: Copy + PartialEq>(all: &[T], it: T, on: bool) -> T {
    let at = all.iter().position(|other| *other == it).unwrap_or(0);
    let next = if on { at + 1 } else { at + all.len() - 1 } % all.len();
    all.get(next).copied().unwrap_or(it)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn pressed(sheet: &mut Sheet, script: &str) -> Answer {
        let mut last = Answer::Open;
        for key in Key::parse_script(script).expect("a script") {
            last = sheet.key(key);
        }
        last
    }

    #[test]
    fn enter_takes_what_was_chosen_last_and_the_place_follows_until_it_is_typed() {
        let habit = Habit {
            form: Form::Org,
            what: "document".into(),
            ..Habit::default()
        };
        let whats = vec![What::Everything, What::Document("cable".into())];
        let home = Home {
            folder: "/f".into(),
            corpus: "c".into(),
        };
        let sheet = Sheet::new(&habit, whats, &home);
        let Answer::Done(taking) = pressed(&mut sheet.clone(), "<enter>") else {
            panic!("Enter takes it");
        };
        assert_eq!(taking.what, What::Document("cable".into()));
        assert_eq!(taking.place, Path::new("/f/glossator-c-cable.org"));
        let mut other = sheet.clone();
        pressed(&mut other, "ljl");
        assert_eq!((other.form, other.what()), (Form::Html, &What::Everything));
        assert_eq!(other.says(4), "/f/glossator-c.html");
        pressed(&mut other, "<up><up>.bak<up><up><up><up>h");
        assert_eq!(other.says(4), "/f/glossator-c.html.bak");
        assert_eq!(other.form, Form::Org);
        assert_eq!(pressed(&mut other, "<esc>"), Answer::Left);
    }
}
