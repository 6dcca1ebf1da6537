//! The glyphs of a page, by the interpreter of `hayro`.
//!
//! Knows how pages are interpreted without being drawn: pictures are never decoded. Runs only in
//! the worker process, because no PDF library withstands every hostile file.

use hayro_interpret::font::{Glyph, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect, Vec2};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, SoftMask, TransformExt as _, interpret_page,
};

use super::{Page, rows};
use crate::corpus::document::Meta;

/// Glyphs read of one file.
const MAX_GLYPHS: usize = 20_000_000;
/// Glyphs read of one page.
const MAX_PAGE_GLYPHS: usize = 1_000_000;
/// Pages read of one file.
const MAX_PAGES: usize = 50_000;

/// A character at its place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Placed {
    /// What it stands for; several characters for a ligature.
    pub(crate) text: String,
    /// Its origin from the left and from the top, in points.
    pub(crate) x: f32,
    /// See `x`.
    pub(crate) y: f32,
    /// How far it moves the pen, in points.
    pub(crate) advance: f32,
    /// Its size, in points.
    pub(crate) size: f32,
    /// The quarter turns by which its line is turned clockwise.
    pub(crate) turn: u8,
    /// Whether its font is bold.
    pub(crate) bold: bool,
    /// Whether its font is italic.
    pub(crate) italic: bool,
}

/// What a file gives, part by part.
pub(crate) enum Part {
    /// What the document says about itself; comes first.
    Meta(Meta),
    /// A page will be read; what follows without a page is its fault.
    Begin(u32),
    /// A page was read.
    Page(Page),
    /// Something was cut.
    Warning(String),
}

/// Reads the pages from `from` on (1 is the first), handing over each part as it is ready; stops
/// where `tell` fails.
pub(crate) fn read(
    bytes: Vec<u8>,
    from: u32,
    tell: &mut dyn FnMut(Part) -> std::io::Result<()>,
) -> Result<std::io::Result<()>, String> {
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
            "the document is protected by a password; save a copy without one".to_owned()
        }
        LoadPdfError::Decryption(_) => {
            "the document is encrypted in a way that cannot be read; save a copy without encryption".to_owned()
        }
        LoadPdfError::Invalid => {
            "the file is no PDF document that can be read; it may have been cut off when it was copied: fetch it again".to_owned()
        }
    })?;
    Ok(read_pages(&pdf, from, tell))
}

fn read_pages(
    pdf: &Pdf,
    from: u32,
    tell: &mut dyn FnMut(Part) -> std::io::Result<()>,
) -> std::io::Result<()> {
    tell(Part::Meta(meta(pdf)))?;
    let cache = InterpreterCache::new();
    let mut glyphs = 0;
    let first = from.saturating_sub(1) as usize;
    for (index, page) in pdf.pages().iter().enumerate().skip(first) {
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        if index >= MAX_PAGES || glyphs >= MAX_GLYPHS {
            tell(Part::Warning(format!(
                "the document was cut before page {number}: more is not read of one file"
            )))?;
            break;
        }
        tell(Part::Begin(number))?;
        let (width, height) = page.render_dimensions();
        let mut context = Context::new(
            page.initial_transform(true).to_kurbo(),
            Rect::new(0.0, 0.0, f64::from(width), f64::from(height)),
            &cache,
            pdf.xref(),
            InterpreterSettings::default(),
        );
        let mut listener = Listener::default();
        interpret_page(page, &mut context, &mut listener);
        if listener.glyphs.len() >= MAX_PAGE_GLYPHS {
            tell(Part::Warning(format!(
                "page {number} was cut after {MAX_PAGE_GLYPHS} characters"
            )))?;
        }
        glyphs += listener.glyphs.len();
        tell(Part::Page(Page {
            number,
            height,
            lines: rows::lines(listener.glyphs, width, height),
            pictures: listener.pictures,
        }))?;
    }
    Ok(())
}

fn meta(pdf: &Pdf) -> Meta {
    let stated = pdf.metadata();
    let text = |bytes: &Option<Box<[u8]>>| -> Option<String> {
        let text = text_of(bytes.as_deref()?);
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        (!text.is_empty() && text.len() < 2000).then_some(text)
    };
    let mut meta = Meta {
        title: text(&stated.title).filter(|title| is_title(title)),
        authors: text(&stated.author)
            .map(|names| crate::corpus::format::odt::names(&names))
            .unwrap_or_default(),
        ..Meta::default()
    };
    for (name, value) in [
        ("subject", text(&stated.subject)),
        ("keywords", text(&stated.keywords)),
    ] {
        if let Some(value) = value {
            meta.fields.push((name.to_owned(), value));
        }
    }
    if let Some(date) = &stated.creation_date {
        // When the file was made says nothing about when the text was written.
        let made = format!("{:04}-{:02}-{:02}", date.year, date.month, date.day);
        meta.fields.push(("created".to_owned(), made));
    }
    meta
}

/// Programs that make PDF files put file names where the title should stand.
fn is_title(title: &str) -> bool {
    let lower = title.to_ascii_lowercase();
    let file = [
        ".doc", ".docx", ".pdf", ".indd", ".qxd", ".dvi", ".tex", ".rtf", ".wpd", ".html", ".htm",
    ];
    !file.iter().any(|ending| lower.ends_with(ending))
        && !lower.starts_with("microsoft word -")
        && !lower.starts_with("untitled")
        && title.chars().any(char::is_alphabetic)
}

/// A text string of PDF: UTF-16 with a mark, UTF-8 with a mark, or near enough to Latin-1.
fn text_of(bytes: &[u8]) -> String {
    if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        let units: Vec<u16> = rest
            .chunks_exact(2)
            .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
            .collect();
        return String::from_utf16_lossy(&units);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return String::from_utf8_lossy(rest).into_owned();
    }
    encoding_rs::WINDOWS_1252
        .decode_without_bom_handling(bytes)
        .0
        .into_owned()
}

/// Listens to the drawing of a page and keeps its glyphs.
#[derive(Default)]
struct Listener {
    glyphs: Vec<Placed>,
    pictures: bool,
}

impl Device<'_> for Listener {
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'_>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}

    fn draw_image(&mut self, _: Image<'_, '_>, _: ImageDrawProps<'_>) {
        self.pictures = true;
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, '_>, props: DrawProps<'_>, _: &DrawMode) {
        let (bold, italic) = run
            .glyphs()
            .first()
            .map_or((false, false), |glyph| look(glyph));
        for glyph in run.glyphs() {
            if self.glyphs.len() >= MAX_PAGE_GLYPHS {
                return;
            }
            // A glyph that says nothing of its character is shown as unknown, not left out.
            let text = glyph
                .as_unicode()
                .map_or_else(|| '\u{FFFD}'.to_string(), characters);
            let transform = props.transform * glyph.transform();
            if let Some(placed) = place(text, transform, width(glyph), bold, italic) {
                self.glyphs.push(placed);
            }
        }
    }
}

/// Whether a glyph's font is bold, and whether it is italic.
fn look(glyph: &Glyph<'_>) -> (bool, bool) {
    let Glyph::Outline(outline) = glyph else {
        return (false, false);
    };
    let Some(font) = outline.font_data() else {
        return (false, false);
    };
    let name = font
        .postscript_name
        .unwrap_or_default()
        .to_ascii_lowercase();
    let named = |words: &[&str]| words.iter().any(|word| name.contains(word));
    (
        font.weight.is_some_and(|weight| weight >= 600) || named(&["bold", "black", "heavy"]),
        font.is_italic || named(&["italic", "oblique"]),
    )
}

/// How far a glyph moves the pen, in thousandths of its size.
fn width(glyph: &Glyph<'_>) -> Option<f32> {
    match glyph {
        Glyph::Outline(outline) => outline.advance_width(),
        Glyph::Type3(drawn) => drawn.advance_width(),
    }
}

/// The characters that a glyph stands for, ligatures taken apart.
fn characters(text: BfString) -> String {
    let text = match text {
        BfString::Char(character) => character.to_string(),
        BfString::String(text) => text,
    };
    let mut apart = String::with_capacity(text.len());
    for character in text.chars().take(16) {
        match character {
            '\u{FB00}' => apart.push_str("ff"),
            '\u{FB01}' => apart.push_str("fi"),
            '\u{FB02}' => apart.push_str("fl"),
            '\u{FB03}' => apart.push_str("ffi"),
            '\u{FB04}' => apart.push_str("ffl"),
            '\u{FB05}' | '\u{FB06}' => apart.push_str("st"),
            '\u{A0}' | '\t' | '\n' | '\r' => apart.push(' '),
            // A hyphen that is drawn is no soft one, although fonts have one glyph for both.
            '\u{AD}' => apart.push('-'),
            // Codes of Windows given out as Unicode.
            '\u{80}'..='\u{9F}' => {
                let code = [u32::from(character) as u8];
                apart.push_str(
                    &encoding_rs::WINDOWS_1252
                        .decode_without_bom_handling(&code)
                        .0,
                );
            }
            character if character.is_control() => {}
            character => apart.push(character),
        }
    }
    apart
}

/// A glyph at its place; None where the place is no number or the glyph has no size.
#[expect(
    clippy::cast_possible_truncation,
    reason = "points on a page need no more than f32"
)]
fn place(
    text: String,
    transform: Affine,
    width: Option<f32>,
    bold: bool,
    italic: bool,
) -> Option<Placed> {
    if text.is_empty() {
        return None;
    }
    let origin = transform * Point::ZERO;
    let along: Vec2 = (transform * Point::new(1000.0, 0.0)) - origin;
    let up: Vec2 = (transform * Point::new(0.0, 1000.0)) - origin;
    let size = up.hypot() as f32;
    let wide = along.hypot() as f32;
    let (x, y) = (origin.x as f32, origin.y as f32);
    let finite = x.is_finite() && y.is_finite() && wide.is_finite();
    if !finite || !(0.5..=2000.0).contains(&size) {
        return None;
    }
    let advance = width
        .map_or(wide / 2.0, |width| width / 1000.0 * wide)
        .clamp(0.0, 4.0 * wide);
    let turn = if along.x.abs() >= along.y.abs() {
        if along.x >= 0.0 { 0 } else { 2 }
    } else if along.y >= 0.0 {
        1
    } else {
        3
    };
    Some(Placed {
        text,
        x,
        y,
        advance,
        size,
        turn,
        bold,
        italic,
    })
}
