//! The shell around the reader: it waits, updates, carries effects out and draws once.
//!
//! Knows the terminal and the files. Decides nothing about what the reader sees.

pub(crate) mod exported;
pub(crate) mod files;
mod input;
mod jobs;
mod keeping;
mod linear;
mod look;
mod place;
mod taking;
mod watching;

use std::collections::VecDeque;
use std::io::{self, BufRead, Write as _};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Result;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::keymap::Keymap;
use crate::app::lesson::Lesson;
use crate::app::{Effect, Event, Key, State};
use crate::config::Settings;
use crate::corpus::Corpus;
use crate::library::Author;
use crate::passage::Span;
use crate::settings::Fault;
use crate::store;
use crate::terminal::{self, Terminal};
use crate::ui;
use crate::ui::theme::{Depth, Shelf};
use input::Input;
use jobs::Jobs;
use keeping::Keeping;
use look::Look;
use watching::Watch;

/// How the corpus is looked at again once its first picture is on the screen.
#[derive(Debug, Clone)]
pub struct Renewal {
    /// The folders and files that make the corpus.
    pub paths: Vec<PathBuf>,
    /// The folder of the cache, if there may be one.
    pub cache: Option<PathBuf>,
}

/// What the reader is opened with.
#[derive(Debug)]
pub struct Options {
    /// The documents.
    pub corpus: Corpus,
    /// How they are looked at again; None where they are as they are now.
    pub renewal: Option<Renewal>,
    /// What the user wants.
    pub settings: Settings,
    /// The looks that can be chosen.
    pub themes: Shelf,
    /// The keys.
    pub keymap: Keymap,
    /// Who makes the annotations.
    pub author: Author,
    /// The passage to open at.
    pub at: Option<Span>,
    /// Whether the reader is led through the lesson.
    pub lesson: bool,
    /// What is wrong in the files of the user; shown, and no reason not to read.
    pub problems: Vec<Fault>,
    /// The folder of the library.
    pub library: PathBuf,
}

/// What carries effects out: the store, and the terminal where there is one.
struct Shell {
    keeping: Keeping,
    terminal: Option<Terminal>,
    jobs: Jobs,
    /// Text copied where there is no terminal to take it.
    copied: Option<String>,
    settings: Settings,
}

impl Shell {
    /// Gives an event to the state and carries out what it asks for, until it asks for nothing
    /// more. Tells whether the reader goes on.
    fn take(&mut self, state: &mut State, event: Event) -> Result<bool> {
        self.carry_out(state, VecDeque::from([event]), Vec::new())
    }

    /// Gives events to the state and carries out what it asks for, beginning with `asked`.
    fn carry_out(
        &mut self,
        state: &mut State,
        mut events: VecDeque<Event>,
        asked: Vec<Effect>,
    ) -> Result<bool> {
        let mut asked = VecDeque::from(asked);
        loop {
            while let Some(effect) = asked.pop_front() {
                match effect {
                    Effect::Quit => return Ok(false),
                    Effect::Press(keys) => {
                        for key in keys {
                            if !self.take(state, Event::Key(key))? {
                                return Ok(false);
                            }
                        }
                    }
                    Effect::Redraw => {
                        if let Some(terminal) = &mut self.terminal {
                            terminal.forget();
                        }
                    }
                    Effect::Suspend => {
                        if let Some(terminal) = &mut self.terminal {
                            terminal.suspend()?;
                        }
                    }
                    Effect::Mouse(on) => {
                        if let Some(terminal) = &mut self.terminal {
                            terminal.mouse(on)?;
                        }
                    }
                    Effect::Commit(entry) => events.push_back(self.keeping.commit(state, entry)),
                    Effect::Travel(journey) => {
                        events.push_back(self.keeping.travel(state, journey));
                    }
                    Effect::Search(id, query) => {
                        // What is marked matters only to a query that narrows by it.
                        let marked = (!query.filters().is_empty()).then(|| state.ground());
                        let corpus = Arc::clone(&state.corpus);
                        self.jobs.search(id, query, corpus, marked);
                    }
                    Effect::Take(it, documents) => {
                        let sources = taking::Sources {
                            ground: state.ground(),
                            texts: self.keeping.texts(),
                            kept: self.keeping.kept(),
                            ever: self.keeping.ever(),
                        };
                        self.jobs.take(sources, *it, documents);
                    }
                    Effect::Place => {
                        let (texts, kept) = (self.keeping.texts(), self.keeping.kept());
                        self.jobs.place(state, texts, kept);
                    }
                    Effect::Rename => {
                        let (texts, kept) = (self.keeping.texts(), self.keeping.kept());
                        self.jobs.rename(Arc::clone(&state.corpus), texts, kept);
                    }
                    effect @ (Effect::Rows(..)
                    | Effect::Page(..)
                    | Effect::Arrange(..)
                    | Effect::Titles(_)
                    | Effect::Timeline(_)) => self.jobs.list(state, effect),
                    Effect::CancelSearch => self.jobs.cancel_search(),
                    Effect::Copy(text, name) => events.push_back(self.copy(text, &name)),
                    Effect::Edit(text) => events.push_back(self.edit(state, &text)),
                    Effect::Know => {
                        if let Some(known) = state.wanted_ids() {
                            self.jobs.know(Arc::clone(&state.corpus), known);
                        }
                    }
                    Effect::Mentions(inquiry) => self.jobs.mentions(state, inquiry),
                }
            }
            let Some(event) = events.pop_front() else {
                return Ok(true);
            };
            asked.extend(state.update(&event));
        }
    }

    /// Begins what goes on in the background.
    fn begin(&mut self, state: &State, renewal: Option<Renewal>) {
        let cache = renewal.as_ref().and_then(|it| it.cache.clone());
        if let (Some(cache), Some(sign)) = (cache, state.source.sign()) {
            self.jobs.remember(cache, sign);
        }
        if !self.keeping.loading() {
            let (texts, kept) = (self.keeping.texts(), self.keeping.kept());
            self.jobs.place(state, texts, kept);
        }
        if let Some(known) = state.wanted_ids() {
            self.jobs.know(Arc::clone(&state.corpus), known);
        }
        if let Some(renewal) = renewal {
            self.jobs.renew(Arc::clone(&state.source), renewal);
        }
    }

    /// Carries out what is asked for at first and waits for all that goes on in the background.
    fn settle(&mut self, state: &mut State, asked: Vec<Effect>) -> Result<()> {
        self.keeping.load();
        self.carry_out(state, VecDeque::new(), asked)?;
        while self.keeping.loading() {
            for event in self.reports().0 {
                self.take(state, event)?;
            }
        }
        self.begin(state, None);
        for event in self.jobs.finish() {
            self.take(state, event)?;
        }
        Ok(())
    }

    fn copy(&mut self, text: String, name: &str) -> Event {
        if let Some(terminal) = &mut self.terminal {
            return match terminal.copy(&self.settings.clipboard, &text) {
                Ok(how) => Event::Done(format!("{name} {how}")),
                Err(why) => Event::Failed(format!("could not copy {name}: {why}")),
            };
        }
        self.copied = Some(text);
        Event::Done(format!("copied {name}"))
    }

    fn edit(&mut self, state: &State, text: &str) -> Event {
        let keep = self.keeping.keeper(state);
        let Some(terminal) = &mut self.terminal else {
            return Event::Failed("there is no terminal for an editor".to_owned());
        };
        match terminal.edit(self.settings.editor.as_deref(), text, keep) {
            Ok(text) => Event::Edited(text),
            Err(why) => Event::Failed(why),
        }
    }
    /// What jobs have reported, and the library once it is whole; and whether more may come.
    fn reports(&mut self) -> (Vec<Event>, bool) {
        // Asked before the reports are taken: what is reported between the two is taken next time.
        let busy = self.jobs.running() || self.keeping.loading();
        let mut events = self.jobs.reports();
        events.extend(self.keeping.loaded());
        events.extend(self.keeping.news());
        (events, busy)
    }
}

/// A state over the options' corpus with its library, the door to the disk, and what the state asks
/// for first.
fn begin(options: &mut Options, size: (u16, u16)) -> Result<(State, Keeping, Vec<Effect>)> {
    let corpus = Arc::new(std::mem::take(&mut options.corpus));
    let first = match &options.at {
        Some(span) => Some(span.document.clone()),
        None => Keeping::last_open(&options.library),
    };
    let index = first.and_then(|id| corpus.index_of(&id)).unwrap_or(0);
    let keymap = Arc::new(options.keymap.clone());
    let mut state = State::at(index, corpus, keymap, size);
    state.wish.measure = options.settings.measure;
    state.wish.panels = options.settings.panels;
    state.mouse = options.settings.mouse;
    state.author = options.author.clone();
    state.themes = options.themes.names().into();
    let first = state.corpus.listing(index).map(|it| it.id);
    let mut keeping = Keeping::open(&options.library, first.as_ref(), &mut state)?;
    state.taking_home = taking::home(state.corpus.root(), keeping.dir());
    let message = state.message.take();
    match options.at.take() {
        Some(span) => {
            if let Some(index) = state.corpus.index_of(&span.document) {
                state.jump(index, span.range);
            }
        }
        None => keeping.resume(&mut state),
    }
    let asked = state.update(&keeping.renamed(&state));
    state.message = message;
    if let Some(first) = options.problems.first() {
        let more = options.problems.len() - 1;
        let rest = match more {
            0 => String::new(),
            _ => format!(" (and {more} more: `glossator config` lists them)"),
        };
        state.warn(format!("{first}{rest}"));
    }
    if options.lesson {
        state.lesson = Some(Lesson::begin(&state));
        state.wish.lesson = 3;
        state.lay_out(true);
    }
    Ok((state, keeping, asked))
}

/// Opens the reader in this terminal, until the reader leaves it.
pub fn reader(mut options: Options) -> Result<()> {
    let size = crossterm::terminal::size()?;
    // The terminal thinks about its answers while the corpus and the library are opened.
    let mut terminal = Terminal::enter(options.settings.mouse, store::is_contained)?;
    let (mut state, keeping, asked) = begin(&mut options, size)?;
    let answer = terminal.answer()?;
    // The window may have changed while the documents were opened.
    let now = terminal.size()?;
    if now != size {
        state.update(&Event::Resize(now.0, now.1));
    }
    let wanted = options.settings.theme.clone();
    let mut look = Look::new(wanted, options.themes, terminal::depth(), answer.ground);
    look.name().clone_into(&mut state.theme);
    let mut shell = Shell {
        keeping,
        terminal: Some(terminal),
        jobs: Jobs::default(),
        copied: None,
        settings: options.settings,
    };
    let places = shell.keeping.places().clone();
    terminal::at_the_end(move || places.write_at_the_end());
    let mut input = Input::new(answer);
    let mut asked = Some(asked);
    let (watch, renewal) = (Watch::default(), options.renewal.take());
    loop {
        look.follow(&state.theme);
        // Before the screen shows it: what was seen is found again.
        let rest = shell.keeping.note_place(&state).then_some(place::REST);
        if let Some(terminal) = &mut shell.terminal {
            terminal.draw(ui::hyperlinks(&state), |buffer| {
                ui::draw(&state, look.theme(), buffer)
            })?;
        }
        if let Some(asked) = asked.take() {
            shell.keeping.load();
            // Only now: nothing that works in the background delays the first picture.
            shell.carry_out(&mut state, VecDeque::new(), asked)?;
            shell.begin(&state, renewal.clone());
            if let Some(renewal) = &renewal {
                watch.begin(renewal.paths.clone());
            }
        }
        // While the files are looked at, what changes meanwhile waits.
        if !shell.jobs.renewing()
            && watch.changed()
            && let Some(renewal) = &renewal
        {
            let source = Arc::clone(&state.source);
            shell.jobs.renew(source, renewal.clone());
        }
        // After the stroke is on the screen, before the next one is waited for.
        shell.keeping.keep_draft(&mut state);
        let events = input.next(rest, || shell.reports())?;
        if events.is_empty() {
            shell.keeping.places().write();
        }
        for event in events {
            if !shell.take(&mut state, event)? {
                shell.keeping.leave(&state);
                return Ok(());
            }
        }
        if let Some(ground) = input.ground() {
            look.learn(Some(ground));
            look.name().clone_into(&mut state.theme);
        }
    }
}

/// Replays strokes without a terminal and gives the screen as text, row by row, blanks at the
/// ends of rows left out. What the strokes save is saved.
pub fn replay(options: Options, keys: &[Key], size: (u16, u16)) -> Result<String> {
    let screens = screens(options, keys, &[size])?;
    Ok(screens.first().map(print).unwrap_or_default())
}

/// The same in a window of the first of these sizes (columns and rows), which then takes the others in
/// turn: the screen with its styles in each.
pub fn screens(mut options: Options, keys: &[Key], sizes: &[(u16, u16)]) -> Result<Vec<Buffer>> {
    let size = sizes.first().copied().unwrap_or((80, 24));
    let (mut state, keeping, asked) = begin(&mut options, size)?;
    let wanted = options.settings.theme.clone();
    let mut look = Look::new(wanted, options.themes, Depth::True, None);
    look.name().clone_into(&mut state.theme);
    let mut shell = Shell {
        keeping,
        terminal: None,
        jobs: Jobs::default(),
        copied: None,
        settings: options.settings,
    };
    shell.settle(&mut state, asked)?;
    for key in keys {
        if !shell.take(&mut state, Event::Key(*key))? {
            break;
        }
        for event in shell.jobs.finish() {
            shell.take(&mut state, event)?;
        }
    }
    let mut screens = Vec::with_capacity(sizes.len());
    for size in sizes {
        shell.take(&mut state, Event::Resize(size.0, size.1))?;
        look.follow(&state.theme);
        let mut buffer = Buffer::empty(Rect::new(0, 0, size.0, size.1));
        ui::draw(&state, look.theme(), &mut buffer);
        screens.push(buffer);
    }
    shell.keeping.leave(&state);
    Ok(screens)
}

/// Reads line by line, without a screen: what would be seen is said, and keys are typed in lines.
pub fn line_by_line(
    mut options: Options,
    input: &mut impl BufRead,
    out: &mut impl io::Write,
) -> Result<()> {
    // No panel is seen; the text has the measure of a page.
    let (mut state, keeping, asked) = begin(&mut options, (100, 40))?;
    let mut shell = Shell {
        keeping,
        terminal: None,
        jobs: Jobs::default(),
        copied: None,
        settings: options.settings,
    };
    shell.settle(&mut state, asked)?;
    linear::read(&mut shell, &mut state, input, out)?;
    shell.keeping.leave(&state);
    Ok(())
}

/// A buffer as text.
pub fn print(buffer: &Buffer) -> String {
    let mut out = String::new();
    for y in buffer.area.top()..buffer.area.bottom() {
        let mut line = String::new();
        let mut skip = 0;
        for x in buffer.area.left()..buffer.area.right() {
            if skip > 0 {
                skip -= 1;
                continue;
            }
            let symbol = buffer.cell((x, y)).map_or(" ", |cell| cell.symbol());
            line.push_str(symbol);
            skip = crate::app::page::cells(symbol).saturating_sub(1);
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// Writes text to standard output; a closed pipe is no fault.
pub fn put(text: &str) -> Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}
