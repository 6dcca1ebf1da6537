//! The table of actions: everything the reader can do, one row each.
//!
//! Knows names, default keys, where a key applies and the words that explain it. The keymap, the
//! hints, the which-key menu, the palette, the help screen and the printed key list are views of
//! this table. What an action does is in `update`; a row without it does not compile.

/// Where the keys of an action apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Where {
    /// In every panel.
    Anywhere,
    /// In the text.
    Text,
    /// In lists: documents, outline, and the lists that take the place of the text.
    List,
    /// In the list of mentions of a tag.
    Mentions,
    /// In the list of passages to be looked at again.
    Review,
    /// In the list of tags.
    Tags,
    /// On the page of a tag.
    Dossier,
    /// In the list of suggested links.
    Suggestions,
    /// In the list of paragraphs on which people differ.
    Differences,
    /// In the outline.
    Outline,
}

impl Where {
    /// Every place.
    pub const ALL: [Self; 10] = [
        Self::Anywhere,
        Self::Text,
        Self::List,
        Self::Mentions,
        Self::Review,
        Self::Tags,
        Self::Dossier,
        Self::Suggestions,
        Self::Differences,
        Self::Outline,
    ];

    /// Its name in `keys.toml`.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Anywhere => "anywhere",
            Self::Text => "text",
            Self::List => "list",
            Self::Mentions => "mentions",
            Self::Review => "review",
            Self::Tags => "tags",
            Self::Dossier => "tag-page",
            Self::Suggestions => "suggestions",
            Self::Differences => "differences",
            Self::Outline => "outline",
        }
    }

    /// The heading of its own keys in the help.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Anywhere => "Anywhere",
            Self::Text => "In the text",
            Self::List => "In every list",
            Self::Mentions => "In the mentions of a tag",
            Self::Review => "In the list of passages to look at again",
            Self::Tags => "In the tree of tags",
            Self::Dossier => "On the page of a tag",
            Self::Suggestions => "In the list of suggested links",
            Self::Differences => "In the list of differences between people",
            Self::Outline => "In the outline",
        }
    }
}

/// The heading under which the help shows an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// Moving the current passage.
    Move,
    /// Jumping to the next of a kind, to marks, back and forward.
    Jump,
    /// Acting on the current passage.
    Act,
    /// Searching.
    Find,
    /// Opening panels and lists.
    Open,
    /// Acting in lists.
    List,
    /// The screen and the program.
    Screen,
}

impl Group {
    /// Every group in the order of the help.
    pub const ALL: [Self; 7] = [
        Self::Move,
        Self::Jump,
        Self::Act,
        Self::Find,
        Self::Open,
        Self::List,
        Self::Screen,
    ];

    /// The heading.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Move => "Moving",
            Self::Jump => "Jumping",
            Self::Act => "Acting on the current passage",
            Self::Find => "Finding",
            Self::Open => "Opening",
            Self::List => "In lists",
            Self::Screen => "Screen and program",
        }
    }
}

/// What must be there for an action to make sense; the hints offer only what can be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Needs {
    /// Nothing.
    Nothing,
    /// An open document.
    Document,
    /// Annotations on the current passage.
    Annotation,
    /// A mention on the current passage that waits for a decision.
    Mention,
    /// Something to follow on the current passage.
    Target,
    /// Something to undo.
    Past,
    /// Something to redo.
    Future,
    /// Matches of a search in the document.
    Search,
    /// A passage that another place is being found for.
    Seeking,
    /// A note that was left unfinished.
    Draft,
}

/// One row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// The action's name in `keys.toml` and in the palette.
    pub id: &'static str,
    /// Default keys, in the notation of `key`.
    pub keys: &'static [&'static str],
    /// Where they apply.
    pub at: Where,
    /// Under which heading.
    pub group: Group,
    /// What it needs.
    pub needs: Needs,
    /// What it does, as the help says it.
    pub help: &'static str,
    /// One or two words for the line of hints; empty where the hints do not offer it.
    pub hint: &'static str,
}

/// Expands the table to the enum, the list of all and the row of each.
macro_rules! actions {
    ($($name:ident $id:literal [$($key:literal)*] $at:ident $group:ident $needs:ident $help:literal $hint:literal;)*) => {
        /// Something the reader can do. The variants' descriptions are the help texts.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Action {
            $(#[doc = $help] $name,)*
        }

        impl Action {
            /// Every action, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The action's row.
            pub const fn row(self) -> Row {
                match self {
                    $(Self::$name => Row {
                        id: $id,
                        keys: &[$($key,)*],
                        at: Where::$at,
                        group: Group::$group,
                        needs: Needs::$needs,
                        help: $help,
                        hint: $hint,
                    },)*
                }
            }
        }
    };
}

actions! {
    NextBlock "next-paragraph" ["j" "down"] Text Move Document "next paragraph" "paragraph";
    PreviousBlock "previous-paragraph" ["k" "up"] Text Move Document "previous paragraph" "";
    NextSentence "next-sentence" ["l" "right"] Text Move Document "next sentence" "sentence";
    PreviousSentence "previous-sentence" ["h" "left"] Text Move Document "previous sentence" "";
    NextWord "next-word" ["w"] Text Move Document "next word" "word";
    PreviousWord "previous-word" ["b"] Text Move Document "previous word" "";
    Extend "extend" ["v"] Text Move Document "start or stop extending the passage with the same motions" "extend";
    Widen "widen" ["+" "="] Text Move Document "widen to the sentence, the paragraph, the section" "";
    Narrow "narrow" ["-"] Text Move Document "narrow to the paragraph, the sentence, the word" "";
    First "first" ["g g" "home"] Text Move Document "beginning of the document" "";
    Last "last" ["G" "end"] Text Move Document "end of the document; with a count, that paragraph" "";
    HalfDown "half-page-down" ["ctrl-d"] Text Move Document "half a page down" "";
    HalfUp "half-page-up" ["ctrl-u"] Text Move Document "half a page up" "";
    PageDown "page-down" ["pagedown" "ctrl-f"] Text Move Document "a page down" "";
    PageUp "page-up" ["pageup" "ctrl-b"] Text Move Document "a page up" "";
    LineDown "line-down" ["ctrl-e"] Text Move Document "scroll a line down" "";
    LineUp "line-up" ["ctrl-y"] Text Move Document "scroll a line up" "";

    Tag "tag" ["t"] Text Act Document "tag the passage" "tag";
    RepeatTag "repeat-tag" ["."] Text Act Document "put the last tags on this passage too" "";
    QuickTag "quick-tag" [";"] Text Act Document "quick tag: then its digit, or ; for all of them" "";
    Note "note" ["n"] Text Act Document "write a note on the passage" "note";
    NoteElsewhere "note-in-editor" ["N"] Text Act Document "write the note in $EDITOR" "";
    Link "link" ["L"] Text Act Document "start a link here; again on the other passage, tie it" "link";
    Follow "follow" ["enter"] Text Act Target "go where the link, footnote or reference here leads" "follow";
    PeekAt "peek" ["K"] Text Act Document "look at that, and at what is noted here, without leaving" "";
    CopyText "copy-text" ["y y"] Text Act Document "copy the text of the passage" "";
    CopyAddress "copy-address" ["y a"] Text Act Document "copy its address" "";
    CopyMarkdown "copy-markdown" ["y m"] Text Act Document "copy it as a Markdown quotation with its reference" "";
    Remove "remove" ["x"] Text Act Annotation "remove annotations or links from the passage" "remove";
    ConfirmHere "confirm-mention" ["c"] Text Act Mention "it is a mention: tag it, and go on to the next that waits" "confirm";
    RejectHere "reject-mention" ["r"] Text Act Mention "it is no mention: remember that, and go on to the next that waits" "reject";
    Form "form" ["f"] Text Act Document "make the selected words a form of a tag: a name by which texts call it" "";
    FormAgain "form-again" ["F"] Text Act Document "make them a form of the same tag as the last time" "";
    Record "record" ["Q"] Anywhere Act Nothing "begin to record strokes, or end it" "";
    Replay "replay" ["@"] Anywhere Act Nothing "press the recorded strokes, as often as the count says" "";
    Undo "undo" ["u"] Anywhere Act Past "undo the last act" "undo";
    Redo "redo" ["U" "ctrl-r"] Anywhere Act Future "redo what was undone" "";

    CorrectKind "correct-kind" ["space c k"] Text Act Document "correct: this paragraph is of another kind" "";
    CorrectLabel "correct-label" ["space c l"] Text Act Document "correct: this paragraph has another label" "";
    JoinBlock "join-paragraph" ["space c j"] Text Act Document "correct: this paragraph continues the one before" "";
    SplitBlock "split-paragraph" ["space c s"] Text Act Document "correct: a new paragraph begins with this passage" "";
    FoldBlock "correct-fold" ["space c f"] Text Act Document "correct: fold this paragraph away from now on, or show it" "";
    CorrectTitle "correct-title" ["space c t"] Text Act Document "correct the title of the document" "";
    CorrectDate "correct-date" ["space c d"] Text Act Document "correct the date of the document" "";
    CorrectOrigin "correct-origin" ["space c o"] Text Act Document "correct where the document comes from" "";
    CorrectEncoding "correct-encoding" ["space c e"] Text Act Document "correct the character encoding of the file" "";
    CorrectId "correct-id" ["space c i"] Text Act Document "correct the id of the document" "";
    Uncorrect "uncorrect" ["space c x"] Text Act Document "take a correction of this document back" "";

    FindForward "find" ["/"] Text Find Document "search this document as you type" "find";
    FindBackward "find-backward" ["?"] Text Find Document "search backwards" "";
    NextMatch "next-match" [">"] Text Find Search "next match" "next match";
    PreviousMatch "previous-match" ["<"] Text Find Search "previous match" "";

    NextAnnotation "next-annotation" ["] a"] Text Jump Document "next annotation" "";
    PreviousAnnotation "previous-annotation" ["[ a"] Text Jump Document "previous annotation" "";
    NextLink "next-link" ["] l"] Text Jump Document "next link" "";
    PreviousLink "previous-link" ["[ l"] Text Jump Document "previous link" "";
    NextHeading "next-heading" ["] h"] Text Jump Document "next heading" "";
    PreviousHeading "previous-heading" ["[ h"] Text Jump Document "previous heading" "";
    NextMention "next-mention" ["] m"] Text Jump Document "next mention that waits for a decision" "";
    PreviousMention "previous-mention" ["[ m"] Text Jump Document "previous mention that waits for a decision" "";
    NextFootnote "next-footnote" ["] f"] Text Jump Document "next footnote mark" "";
    PreviousFootnote "previous-footnote" ["[ f"] Text Jump Document "previous footnote mark" "";
    NextReference "next-reference" ["] r"] Text Jump Document "next reference to a document or a part of one" "";
    PreviousReference "previous-reference" ["[ r"] Text Jump Document "previous reference" "";
    NextDocument "next-document" ["] d"] Anywhere Jump Document "next document" "";
    PreviousDocument "previous-document" ["[ d"] Anywhere Jump Document "previous document" "";
    SetMark "set-mark" ["m"] Text Jump Document "set a mark: then a letter (upper case: in any document)" "";
    GoMark "go-to-mark" ["'"] Text Jump Document "go to a mark: then its letter" "";
    Unfinished "unfinished-note" ["space n"] Anywhere Jump Draft "go to the note that was left unfinished, and take it up" "unfinished note";
    Back "back" ["ctrl-o" "alt-left"] Anywhere Jump Nothing "back through the jumps" "";
    Forward "forward" ["ctrl-i" "alt-right"] Anywhere Jump Nothing "forward through the jumps" "";

    BackToList "back-to-list" ["backspace"] Text Jump Nothing "back to the list that was left last, at its row" "";

    Documents "documents" ["space d"] Anywhere Open Nothing "list of documents" "";
    Outline "outline" ["space o"] Anywhere Open Nothing "outline of the document" "";
    SearchCorpus "search-corpus" ["space /"] Anywhere Open Nothing "search the corpus as you type" "";
    Mentions "mentions" ["space m"] Anywhere Open Nothing "mentions of a tag or of words" "mentions";
    Tags "tags" ["space t"] Anywhere Open Nothing "the tree of tags" "tags";
    Suggestions "suggestions" ["space r"] Anywhere Open Nothing "links that may be made" "";
    GoToBlock "go-to-block" ["space j"] Anywhere Open Document "go to a heading or paragraph" "";
    KeptQueries "kept-queries" ["space q"] Anywhere Open Nothing "queries that were kept" "";
    Annotations "annotations" ["space a"] Anywhere Open Nothing "all annotations" "";
    Links "links" ["space l"] Anywhere Open Nothing "all links" "";
    History "history" ["space h"] Anywhere Open Nothing "what was done; back to any point" "";
    Timeline "timeline" ["space y"] Anywhere Open Nothing "everything dated, in time order" "";
    Problems "problems" ["space p"] Anywhere Open Nothing "files that could not be read" "";
    Export "export" ["space e"] Anywhere Open Nothing "take away: write passages and notes for other programs" "";
    Review "review" ["space v"] Anywhere Open Nothing "passages to look at again" "";
    Differences "differences" ["space w"] Anywhere Open Nothing "where people tagged otherwise" "";
    PutHere "put-here" ["p"] Text Act Seeking "put the passage being looked for here" "put here";
    About "about" ["space i"] Text Open Document "what is known of this document" "";
    Palette "palette" [":"] Anywhere Open Nothing "every action by name" "all";
    Help "help" ["space ?" "f1"] Anywhere Open Nothing "this help" "help";
    Fold "fold" ["space f"] Text Screen Document "fold or unfold what is here" "";
    OnlyShown "read-only-these" ["space O"] Anywhere Screen Document "read what the outline shows" "";
    Split "split" ["space s"] Anywhere Screen Document "two texts side by side, or one" "";
    Portal "portal" ["space S"] Anywhere Screen Document "beside the text: what others say" "";
    OtherSide "other-side" ["ctrl-w"] Anywhere Screen Nothing "the text beside this one" "";
    Together "scroll-together" ["space g"] Anywhere Screen Nothing "scroll both texts together" "";
    Ruler "ruler" ["space R"] Anywhere Screen Nothing "ruler: dim all but the passage" "";
    Focus "focus-mode" ["space z"] Anywhere Screen Nothing "only the text, or all panels" "";
    NextPanel "next-panel" ["tab"] Anywhere Screen Nothing "next panel" "panel";
    PreviousPanel "previous-panel" ["shift-tab"] Anywhere Screen Nothing "previous panel" "";
    Themes "themes" ["space T"] Anywhere Open Nothing "choose a theme, seeing each" "";
    NextTheme "next-theme" [] Anywhere Screen Nothing "the next theme" "";
    Mouse "mouse" ["space M"] Anywhere Screen Nothing "mouse on, or left to the terminal" "";
    Suspend "suspend" ["ctrl-z"] Anywhere Screen Nothing "stop; the shell's fg comes back" "";
    Redraw "redraw" ["ctrl-l"] Anywhere Screen Nothing "draw the whole screen again" "";
    Close "close" ["esc"] Anywhere Screen Nothing "leave whatever is open" "";
    Cancel "cancel" ["ctrl-c"] Anywhere Screen Nothing "give up what is under way" "";
    Quit "quit" ["q"] Anywhere Screen Nothing "close; from the text, quit" "quit";

    ListDown "list-down" ["j" "down"] List List Nothing "next row" "";
    ListUp "list-up" ["k" "up"] List List Nothing "previous row" "";
    ListPageDown "list-page-down" ["pagedown" "ctrl-d" "ctrl-f"] List List Nothing "a page of rows down" "";
    ListPageUp "list-page-up" ["pageup" "ctrl-u" "ctrl-b"] List List Nothing "a page of rows up" "";
    ListFirst "list-first" ["g g" "home"] List List Nothing "first row" "";
    ListLast "list-last" ["G" "end"] List List Nothing "last row" "";
    TagMentions "tag-mentions" ["m"] Tags List Nothing "the mentions of the tag side by side" "mentions";
    TagAdd "tag-add" ["a"] Tags List Nothing "make a tag" "new";
    TagRename "tag-rename" ["r"] Tags List Nothing "rename the tag or move it, those below it too" "rename";
    TagMerge "tag-merge" ["i"] Tags List Nothing "merge the tag into another; says first what that does" "merge";
    TagForm "tag-form" ["f"] Tags List Nothing "give the tag a form: words, /expression/, -exclusion" "form";
    TagDescribe "tag-describe" ["e"] Tags List Nothing "say what the tag means" "";
    TagColour "tag-colour" ["c"] Tags List Nothing "give the tag a colour" "";
    TagDelete "tag-delete" ["x"] Tags List Nothing "delete the tag; says first what that does" "delete";
    PairAccept "suggestion-accept" ["enter"] Suggestions List Nothing "yes, tie the two passages" "tie";
    PairPass "suggestion-pass" ["x"] Suggestions List Nothing "no, pass it over" "pass over";
    PairOther "suggestion-other" ["o"] Suggestions List Nothing "go to the other passage; l goes to this one" "other end";
    PageExport "page-export" ["E"] Dossier List Nothing "write the page to Markdown" "";
    PageOpen "page-open" ["enter"] Dossier List Nothing "go to the passage, or to what waits for a decision" "open";
    WalkOn "walk-on" ["l" "right"] Dossier List Nothing "on a strip, walk to the next mention; elsewhere as Enter" "walk";
    WalkBack "walk-back" ["h" "left"] Dossier List Nothing "on a strip, walk to the mention before" "";
    PageMentions "page-mentions" ["m"] Dossier List Nothing "all mentions of the tag side by side" "mentions";
    PageByDate "page-by-date" ["T"] Dossier List Nothing "confirmed mentions by date" "by date";
    PageByDocument "page-by-document" ["D"] Dossier List Nothing "confirmed mentions by document" "";
    PageForm "page-form" ["f"] Dossier List Nothing "give the tag a form: words, /expression/, -exclusion" "form";
    PageDescribe "page-describe" ["e"] Dossier List Nothing "say what the tag means" "describe";
    PageColour "page-colour" ["c"] Dossier List Nothing "give the tag a colour" "";
    PageRemove "page-remove" ["x"] Dossier List Nothing "remove the form, the note or the link; of a mention, reject it" "remove";
    ConfirmRow "confirm-row" ["enter"] Mentions List Nothing "it is a mention: tag it, and go on to the next that waits" "confirm";
    RejectRow "reject-row" ["x"] Mentions List Nothing "it is none: remember that; again takes it back" "reject";
    ConfirmShown "confirm-shown" ["A"] Mentions List Nothing "confirm all undecided mentions that are shown; says first how many" "confirm all";
    OnlyState "narrow-state" ["v"] Mentions List Nothing "show only undecided, confirmed, rejected or possible ones, or all" "state";
    OrderLeft "order-left" ["L"] Mentions List Nothing "sort by the words before" "";
    OrderRight "order-right" ["R"] Mentions List Nothing "sort by the words after" "";
    OrderPlace "order-place" ["D"] Mentions List Nothing "sort by document and place" "";
    OrderDate "order-date" ["T"] Mentions List Nothing "sort by date" "";
    OrderForm "order-form" ["F"] Mentions List Nothing "sort by form" "";
    ReviewAccept "review-accept" ["a"] Review List Nothing "yes, the passage stands here now" "accept";
    ReviewSeek "review-seek" ["c"] Review List Nothing "choose another place: go there, then p" "choose";
    ReviewOrphan "review-orphan" ["o"] Review List Nothing "it is gone: keep it as an orphan" "orphan";
    TakeTheirs "take-theirs" ["a"] Differences List Nothing "tag it as the others did, in your own name, or take your tag off" "as they";
    KeepOwn "keep-own" ["x"] Differences List Nothing "leave it as it is, and out of the list" "leave";
    FoldSection "fold-section" ["z" "h" "left"] Outline List Document "fold the section, or unfold it" "fold";
    OnlyRows "only-these-rows" ["o"] Outline List Document "read only the rows shown, or all again" "read these";
    ListFilter "list-filter" ["/"] List List Nothing "filter the rows, or search for something else" "filter";
    ListKeys "list-keys" ["?"] List List Nothing "the keys of this list" "";
    KeepQuery "keep-query" ["S"] List List Nothing "keep the query of this search under a name" "";
    ListOrder "list-order" ["s"] List List Nothing "sort another way: place, right context, left context, date" "sort";
    ListGroup "list-group" ["b"] List List Nothing "put rows together by document, form or year, or not" "group";
    ListMark "list-mark" ["m"] List List Nothing "mark the row for an act on several" "mark";
    ListMarkAll "list-mark-all" ["M"] List List Nothing "mark all rows shown, or none" "";
    ListRemove "list-remove" ["x"] List List Nothing "remove what the marked rows (or this one) stand for" "remove";
    ListOpen "list-open" ["enter" "l" "right"] List List Nothing "go to what the row stands for" "open";
}

impl Action {
    /// The action of that name.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|action| action.row().id == id)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::app::key::Key;

    #[test]
    fn names_are_unique_and_rows_are_complete() {
        let mut seen = HashSet::new();
        for action in Action::ALL {
            let row = action.row();
            assert!(seen.insert(row.id), "{} stands twice", row.id);
            assert!(!row.help.is_empty(), "{} has no help", row.id);
            assert!(
                row.id.chars().all(|c| c.is_ascii_lowercase() || c == '-'),
                "{} is not lower case with dashes",
                row.id
            );
            for keys in row.keys {
                assert!(Key::parse_sequence(keys).is_ok(), "{}: {keys}", row.id);
            }
            assert_eq!(Action::from_id(row.id), Some(*action));
        }
    }
}
