//! Archives: the parts of an EPUB, DOCX or ODT file, taken out by name and within bounds.
//!
//! Knows how much may be taken out of one file. Writes nothing to disk: a part's name is only a
//! key, so `../` in it leads nowhere. The zip library stays behind this file.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::ReadError;
use crate::corpus::encoding::decode;

/// How much may be taken out of one file, in bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    /// One part.
    pub(crate) part: u64,
    /// All parts together.
    pub(crate) all: u64,
}

impl Bounds {
    /// For a worker, whose memory is bounded.
    pub(crate) const WORKER: Self = Self {
        part: 64 * 1024 * 1024,
        all: 192 * 1024 * 1024,
    };
    /// For this process: what is larger is left to a worker.
    pub(crate) const HERE: Self = Self {
        part: 8 * 1024 * 1024,
        all: 16 * 1024 * 1024,
    };
}

/// Whether an archive says of itself that it is small enough to be read in this process. What
/// lies is cut when it is read.
pub(crate) fn is_small(bytes: &[u8]) -> bool {
    const MAX_FILE: usize = 4 * 1024 * 1024;
    if bytes.len() > MAX_FILE {
        return false;
    }
    let Ok(mut zip) = ZipArchive::new(Cursor::new(bytes)) else {
        // The reader says what is wrong.
        return true;
    };
    let mut all: u64 = 0;
    for index in 0..zip.len().min(MAX_PARTS) {
        if let Ok(part) = zip.by_index_raw(index) {
            let text = [".xml", ".rels", ".html", ".xhtml", ".htm", ".opf", ".ncx"]
                .iter()
                .any(|ending| {
                    part.name_raw()
                        .to_ascii_lowercase()
                        .ends_with(ending.as_bytes())
                });
            // Pictures are never taken out.
            if text && part.size() > Bounds::HERE.part {
                return false;
            }
            all = all.saturating_add(if text { part.size() } else { 0 });
        }
    }
    all <= Bounds::HERE.all
}

/// Parts a file may have.
const MAX_PARTS: usize = 100_000;

/// A file that holds others.
pub(crate) struct Archive<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    bounds: Bounds,
    taken: u64,
    /// What was cut, in sentences.
    pub(crate) warnings: Vec<String>,
}

impl<'b> Archive<'b> {
    /// Opens an archive.
    pub(crate) fn open(bytes: &'b [u8], bounds: Bounds) -> Result<Self, ReadError> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| {
            ReadError::Damaged(format!(
                "the file is no sound zip archive ({error}); it may have been cut off when it was copied: fetch it again"
            ))
        })?;
        if zip.len() > MAX_PARTS {
            return Err(ReadError::Damaged(format!(
                "the archive has {} parts, more than the {MAX_PARTS} that are read",
                zip.len()
            )));
        }
        Ok(Self {
            zip,
            bounds,
            taken: 0,
            warnings: Vec::new(),
        })
    }

    /// The names of all parts.
    pub(crate) fn names(&self) -> Vec<String> {
        self.zip
            .file_names_raw()
            .map(|name| String::from_utf8_lossy(name).into_owned())
            .collect()
    }

    /// Whether there is a part of that name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.zip.index_for_name(name).is_some()
    }

    /// A part's bytes, as far as they can be had; None if there is no such part.
    pub(crate) fn part(&mut self, name: &str) -> Option<Vec<u8>> {
        let index = self.zip.index_for_name(name)?;
        let left = self.bounds.all.saturating_sub(self.taken);
        let limit = self.bounds.part.min(left);
        let mut bytes = Vec::new();
        let outcome = match self.zip.by_index(index) {
            Ok(part) => part
                .take(limit + 1)
                .read_to_end(&mut bytes)
                .map_err(|error| error.to_string()),
            Err(error) => Err(error.to_string()),
        };
        if bytes.len() as u64 > limit {
            bytes.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
            self.warn(format!(
                "“{name}” was cut after {} MiB: more is not taken out of one file",
                limit / (1024 * 1024)
            ));
        } else if let Err(error) = outcome {
            self.warn(format!(
                "“{name}” could be read only in part ({error}); the file is damaged or protected"
            ));
        }
        self.taken += bytes.len() as u64;
        (!bytes.is_empty()).then_some(bytes)
    }

    /// A part's text.
    pub(crate) fn text(&mut self, name: &str) -> Option<String> {
        let bytes = self.part(name)?;
        let declared = super::html::declared(&bytes);
        match decode(&bytes, declared.as_deref()) {
            Ok(decoded) => {
                if let Some(warning) = decoded.warning {
                    self.warn(format!("“{name}”: {warning}"));
                }
                Some(decoded.text)
            }
            Err(error) => {
                self.warn(format!("“{name}” could not be read: {error}"));
                None
            }
        }
    }

    fn warn(&mut self, warning: String) {
        // One sentence for each of a few parts says enough.
        if self.warnings.len() < 20 {
            self.warnings.push(warning);
        }
    }
}

/// The name of the part that `href` stands for, seen from the part `base`: percent escapes are
/// resolved, `.` and `..` are followed but never lead out of the archive, addresses of other
/// places give None. A fragment is left out.
pub(crate) fn resolve(base: &str, href: &str) -> Option<String> {
    let path = href.split(['#', '?']).next().unwrap_or("");
    let scheme = path.split('/').next().unwrap_or("");
    if scheme.contains(':') {
        return None;
    }
    if path.is_empty() {
        return Some(base.to_owned());
    }
    let decoded = super::html::notes::decoded(path);
    let mut steps: Vec<&str> = if decoded.starts_with('/') {
        Vec::new()
    } else {
        let mut steps: Vec<&str> = base.split('/').collect();
        steps.pop();
        steps
    };
    for step in decoded.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    Some(steps.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_never_lead_out() {
        for (base, href, part) in [
            ("OPS/a.xhtml", "b.xhtml#n1", Some("OPS/b.xhtml")),
            (
                "OPS/text/a.xhtml",
                "../img/x%20y.png",
                Some("OPS/img/x y.png"),
            ),
            ("a.xhtml", "../../../../etc/passwd", Some("etc/passwd")),
            ("OPS/a.xhtml", "/META-INF/x", Some("META-INF/x")),
            ("OPS/a.xhtml", "#n1", Some("OPS/a.xhtml")),
            ("OPS/a.xhtml", "file:///etc/passwd", None),
            ("OPS/a.xhtml", "http://example.org/", None),
        ] {
            assert_eq!(resolve(base, href).as_deref(), part, "{href}");
        }
    }
}
