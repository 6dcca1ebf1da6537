//! Which theme the screen is drawn in.
//!
//! Knows what was asked for, what the terminal can show and what it said of its ground. The state
//! holds the name that the reader chose; this holds the theme that is drawn.

use crate::config::Wanted;
use crate::terminal::Ground;
use crate::ui::theme::{Depth, Shelf, Theme};

/// The theme that is drawn, and what decided it.
#[derive(Debug)]
pub(super) struct Look {
    wanted: Wanted,
    depth: Depth,
    shelf: Shelf,
    /// The name that was asked for; the theme itself may be one that stands for it.
    name: String,
    theme: Theme,
}

impl Look {
    /// The look at first.
    pub(super) fn new(wanted: Wanted, shelf: Shelf, depth: Depth, ground: Option<Ground>) -> Self {
        let name = name_for(&wanted, ground);
        // Read once, and no other one: each theme that is read delays the first picture.
        let theme = shelf.get(&name).shown_at(depth, &shelf);
        Self {
            wanted,
            depth,
            shelf,
            name,
            theme,
        }
    }

    /// Takes in what the terminal said of its ground; matters only where no theme was named.
    pub(super) fn learn(&mut self, ground: Option<Ground>) {
        self.follow(&name_for(&self.wanted, ground));
    }

    /// Draws in the theme of that name from now on.
    pub(super) fn follow(&mut self, name: &str) {
        if name != self.name {
            name.clone_into(&mut self.name);
            self.theme = self.shelf.get(name).shown_at(self.depth, &self.shelf);
        }
    }

    /// The name that was asked for.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The theme that is drawn.
    pub(super) fn theme(&self) -> &Theme {
        &self.theme
    }
}

/// The name of the theme for a wish and a ground.
fn name_for(wanted: &Wanted, ground: Option<Ground>) -> String {
    match (wanted, ground) {
        (Wanted::Named(name), _) => name.clone(),
        (Wanted::ByGround { dark, .. }, Some(Ground::Dark)) => dark.clone(),
        (Wanted::ByGround { light, .. }, Some(Ground::Light)) => light.clone(),
        (Wanted::ByGround { .. }, None) => "sixteen".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(wanted: Wanted, depth: Depth, ground: Option<Ground>) -> String {
        let look = Look::new(wanted, Shelf::default(), depth, ground);
        look.theme().name.clone()
    }

    #[test]
    fn the_ground_decides_where_nothing_is_named() {
        let auto = Wanted::default;
        assert_eq!(drawn(auto(), Depth::True, Some(Ground::Light)), "light");
        assert_eq!(drawn(auto(), Depth::Indexed, Some(Ground::Dark)), "dark");
        assert_eq!(drawn(auto(), Depth::True, None), "sixteen");
        assert_eq!(drawn(auto(), Depth::Sixteen, Some(Ground::Dark)), "sixteen");
        assert_eq!(drawn(auto(), Depth::None, Some(Ground::Dark)), "none");
    }

    #[test]
    fn a_named_theme_wins_over_the_ground_but_not_over_what_can_be_shown() {
        let sepia = || Wanted::Named("sepia".into());
        assert_eq!(drawn(sepia(), Depth::True, Some(Ground::Dark)), "sepia");
        assert_eq!(drawn(sepia(), Depth::None, None), "none");
    }

    #[test]
    fn a_late_answer_changes_only_what_was_not_chosen() {
        let mut look = Look::new(Wanted::default(), Shelf::default(), Depth::True, None);
        look.learn(Some(Ground::Dark));
        assert_eq!(look.theme().name, "dark");
    }
}
