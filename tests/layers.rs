//! The house's borders: which layer may use which, and which may name which crate.
//!
//! Reads every file under `src`, collects the `crate::` paths and the names of external crates,
//! and compares them with the table below. `ARCHITECTURE.md` shows the same table in words.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A layer: the module at the top of its path, the layers it may use besides itself, and the
/// external crates that it may name and others may not.
struct Layer {
    name: &'static str,
    uses: &'static [&'static str],
    crates: &'static [&'static str],
}

/// Crates that every layer may name.
const COMMON: &[&str] = &[
    "std",
    "core",
    "serde",
    "serde_json",
    "thiserror",
    "unicode_segmentation",
    "unicode_width",
    "unicode_linebreak",
    "unicode_normalization",
    "proptest",
    "insta",
    "tempfile",
];

const LAYERS: &[Layer] = &[
    Layer {
        name: "shown",
        uses: &[],
        crates: &[],
    },
    Layer {
        name: "corpus",
        uses: &[],
        crates: &[
            "chardetng",
            "encoding_rs",
            "sha2",
            "pulldown_cmark",
            "html5ever",
            "dom_smoothie",
            "zip",
            "quick_xml",
            "hayro_interpret",
            "hayro_syntax",
            "mail_parser",
            "rustix",
            "rlimit",
            "memchr",
            "aho_corasick",
            "regex",
            "time",
            "flate2",
            "crc32fast",
            "lru",
            "postcard",
            "lz4_flex",
        ],
    },
    Layer {
        name: "passage",
        uses: &["corpus"],
        crates: &["memchr"],
    },
    Layer {
        name: "library",
        uses: &["corpus", "passage"],
        crates: &["uuid", "imbl", "time", "regex", "sha2"],
    },
    Layer {
        name: "search",
        uses: &["corpus", "passage", "library"],
        crates: &[
            "aho_corasick",
            "memchr",
            "regex",
            "regex_syntax",
            "sha2",
            "crc32fast",
        ],
    },
    Layer {
        name: "export",
        uses: &["corpus", "passage", "library", "search", "shown"],
        crates: &[
            "sha2",
            "pulldown_cmark",
            "time",
            "uuid",
            "zip",
            "roxmltree",
            "minijinja",
            "regex",
        ],
    },
    Layer {
        name: "store",
        uses: &["corpus", "library", "passage"],
        crates: &[
            "sled",
            "flate2",
            "crc32fast",
            "rustix",
            "uuid",
            "sha2",
            "time",
            "postcard",
        ],
    },
    Layer {
        name: "app",
        uses: &[
            "corpus", "passage", "library", "search", "shown", "settings",
        ],
        crates: &[
            "ratatui",
            "ratatui_textarea",
            "nucleo_matcher",
            "crossterm",
            "toml",
        ],
    },
    Layer {
        name: "ui",
        uses: &[
            "app", "corpus", "passage", "library", "search", "shown", "settings",
        ],
        crates: &["ratatui", "toml", "strsim"],
    },
    Layer {
        name: "config",
        uses: &["app", "ui", "corpus", "shown", "settings"],
        crates: &["etcetera", "toml", "strsim", "rustix"],
    },
    Layer {
        name: "settings",
        uses: &["shown"],
        crates: &["toml", "strsim", "memchr"],
    },
    Layer {
        name: "terminal",
        uses: &["app", "shown", "settings", "config", "ui"],
        crates: &[
            "crossterm",
            "ratatui",
            "rustix",
            "signal_hook",
            "shlex",
            "time",
            "tempfile",
        ],
    },
    Layer {
        name: "run",
        uses: &[
            "app", "ui", "corpus", "passage", "library", "search", "store", "terminal", "export",
            "shown", "config", "settings",
        ],
        crates: &[
            "sha2",
            "notify",
            "anyhow",
            "crossterm",
            "ratatui",
            "uuid",
            "rustix",
            "signal_hook",
            "shlex",
        ],
    },
    Layer {
        name: "cli",
        uses: &[
            "app", "ui", "corpus", "passage", "library", "search", "export", "store", "run",
            "shown", "config", "settings", "terminal",
        ],
        crates: &[
            "clap",
            "clap_complete",
            "clap_mangen",
            "anyhow",
            "toml",
            "strsim",
            "time",
            "uuid",
            "ratatui",
            "crossterm",
        ],
    },
    Layer {
        name: "main",
        uses: &["cli"],
        crates: &["glossator"],
    },
];

/// A name met in a source file.
struct Met {
    file: PathBuf,
    line: usize,
    name: String,
}

fn sources(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("src is readable").flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|it| it == "rs") {
            out.push(path);
        }
    }
}

/// Paths that begin after `marker`, cut to their first two parts.
fn paths_after(text: &str, marker: &str, file: &Path, out: &mut Vec<Met>) {
    for (index, line) in text.lines().enumerate() {
        let code = line.split("//").next().unwrap_or("");
        let mut rest = code;
        while let Some(at) = rest.find(marker) {
            let before = rest.get(..at).and_then(|head| head.chars().last());
            rest = rest.get(at + marker.len()..).unwrap_or("");
            if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '$') {
                continue;
            }
            let name: String = rest
                .chars()
                .take_while(|c| c.is_alphanumeric() || matches!(c, '_' | ':'))
                .collect();
            if !name.is_empty() {
                out.push(Met {
                    file: file.to_owned(),
                    line: index + 1,
                    name,
                });
            }
        }
    }
}

/// What a file may not name but does: other layers.
fn wrong_layers(layer: &Layer, code: &str, file: &Path) -> Vec<String> {
    let mut met = Vec::new();
    paths_after(code, "crate::", file, &mut met);
    met.into_iter()
        .filter_map(|met| {
            let first = met.name.split("::").next().unwrap_or("").to_owned();
            // A name at the crate's root that is no module is a macro.
            let allowed = first == layer.name || layer.uses.contains(&first.as_str());
            (!allowed).then(|| {
                let (file, line) = (met.file.display(), met.line);
                format!("src/{file}:{line}: {} may not use {first}", layer.name)
            })
        })
        .collect()
}

/// What a file may not name but does: crates that belong to other layers.
fn wrong_crates(layer: &Layer, code: &str, file: &Path) -> Vec<String> {
    let owned: BTreeSet<&str> = LAYERS
        .iter()
        .flat_map(|layer| layer.crates.iter().copied())
        .filter(|known| !layer.crates.contains(known) && !COMMON.contains(known))
        .collect();
    let mut wrong = Vec::new();
    for known in owned {
        let mut met = Vec::new();
        paths_after(code, &format!("{known}::"), file, &mut met);
        for Met { file, line, .. } in met {
            // A module of ours may bear a crate's name behind another name.
            let written = code.lines().nth(line - 1).unwrap_or("");
            if !written.contains(&format!("::{known}::")) {
                let file = file.display();
                wrong.push(format!(
                    "src/{file}:{line}: {} may not name the crate {known}",
                    layer.name
                ));
            }
        }
    }
    wrong
}

#[test]
fn every_layer_keeps_to_its_neighbours() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let mut wrong = Vec::new();
    for file in files {
        let relative = file.strip_prefix(&root).expect("below src");
        let top = relative.components().next().expect("a name");
        let name = top.as_os_str().to_string_lossy();
        let name = name.trim_end_matches(".rs");
        // What only tests are made of may look further than the code that they test.
        let for_tests = relative
            .file_stem()
            .is_some_and(|stem| stem == "tests" || stem == "random" || stem == "sample");
        if name == "lib" || for_tests {
            continue;
        }
        let Some(layer) = LAYERS.iter().find(|layer| layer.name == name) else {
            wrong.push(format!(
                "src/{}: no layer is called “{name}”; add it to the table",
                relative.display()
            ));
            continue;
        };
        let text = fs::read_to_string(&file).expect("a source is text");
        let code = text.split("#[cfg(test)]\nmod ").next().unwrap_or(&text);
        wrong.extend(wrong_layers(layer, code, relative));
        wrong.extend(wrong_crates(layer, code, relative));
    }
    assert!(
        wrong.is_empty(),
        "borders are crossed:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn only_the_store_opens_the_database_and_only_keys_and_the_shell_know_the_terminal() {
    let naming = |known: &str| -> Vec<&str> {
        LAYERS
            .iter()
            .filter(|layer| layer.crates.contains(&known))
            .map(|layer| layer.name)
            .collect()
    };
    assert_eq!(naming("sled"), ["store"]);
    let app = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/app");
    let mut files = Vec::new();
    sources(&app, &mut files);
    for file in files {
        let text = fs::read_to_string(&file).expect("a source is text");
        let names_it = text.lines().any(|line| line.starts_with("use crossterm"));
        assert!(
            !names_it || file.ends_with("app/key.rs"),
            "{} names crossterm",
            file.display()
        );
    }
}
