//! What the dependencies allow: every licence that comes with the program is one that `deny.toml`
//! allows, and no exception there has lost its reason.
//!
//! Asks cargo what is locked, for every system; reads no network. Advisories need a database that
//! changes daily, and are the matter of `cargo deny check advisories`.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot read its files should fail"
)]

use std::collections::BTreeSet;
use std::process::Command;

use serde_json::Value;

/// The packages that are built into the program or into its tests, each with its licence.
fn packages() -> Vec<(String, String)> {
    let output = Command::new(env!("CARGO"))
        .args([
            "tree",
            "--locked",
            "--target",
            "all",
            "--edges",
            "normal,build,dev",
        ])
        .args(["--prefix", "none", "--no-dedupe", "--format", "{p}\t{l}"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let mut all = BTreeSet::new();
    for line in String::from_utf8(output.stdout).unwrap().lines() {
        if let Some((package, licence)) = line.split_once('\t') {
            all.insert((package.to_owned(), licence.to_owned()));
        }
    }
    all.into_iter().collect()
}

fn policy() -> Value {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/deny.toml")).unwrap();
    toml::from_str(&text).unwrap()
}

/// Whether an SPDX expression can be met with the licences allowed. `/` is an older way to write
/// `OR`; a `+` means this version or a later one.
fn met(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let spaced = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let (met, rest) = either(&words, allowed);
    met && rest.is_empty()
}

fn either<'a>(words: &'a [&'a str], allowed: &BTreeSet<String>) -> (bool, &'a [&'a str]) {
    let (mut met, mut rest) = both(words, allowed);
    while let ["OR", more @ ..] = rest {
        let (other, after) = both(more, allowed);
        met |= other;
        rest = after;
    }
    (met, rest)
}

fn both<'a>(words: &'a [&'a str], allowed: &BTreeSet<String>) -> (bool, &'a [&'a str]) {
    let (mut met, mut rest) = one(words, allowed);
    while let ["AND", more @ ..] = rest {
        let (other, after) = one(more, allowed);
        met &= other;
        rest = after;
    }
    (met, rest)
}

fn one<'a>(words: &'a [&'a str], allowed: &BTreeSet<String>) -> (bool, &'a [&'a str]) {
    match words {
        ["(", inner @ ..] => match either(inner, allowed) {
            (met, [")", rest @ ..]) => (met, rest),
            (_, rest) => (false, rest),
        },
        [name, "WITH", exception, rest @ ..] => {
            (allowed.contains(&format!("{name} WITH {exception}")), rest)
        }
        [name, rest @ ..] => (allowed.contains(name.trim_end_matches('+')), rest),
        [] => (false, &[]),
    }
}

#[test]
fn every_licence_is_allowed() {
    let policy = policy();
    let allowed: BTreeSet<String> = policy["licenses"]["allow"]
        .as_array()
        .unwrap()
        .iter()
        .map(|name| name.as_str().unwrap().to_owned())
        .collect();
    assert!(allowed.iter().all(|name| !name.contains("GPL")));
    let packages = packages();
    assert!(packages.len() > 100, "only {} packages", packages.len());
    let refused: Vec<String> = packages
        .iter()
        .filter(|(_, licence)| !met(licence, &allowed))
        .map(|(package, licence)| format!("{package}: {licence}"))
        .collect();
    assert!(refused.is_empty(), "not allowed: {refused:#?}");
}

#[test]
fn every_exception_has_its_reason() {
    for exception in policy()["advisories"]["ignore"].as_array().unwrap() {
        let reason = exception["reason"].as_str().unwrap_or("");
        assert!(reason.len() > 20, "{exception} has no reason");
    }
}

#[test]
fn an_expression_is_read_as_it_is_meant() {
    let allowed: BTreeSet<String> = ["MIT", "MPL-2.0", "Apache-2.0 WITH LLVM-exception"]
        .map(str::to_owned)
        .into();
    for (expression, wanted) in [
        ("MIT", true),
        ("GPL-3.0", false),
        ("MIT/GPL-3.0", true),
        ("MIT AND GPL-3.0", false),
        ("(GPL-3.0 OR MIT) AND MPL-2.0+", true),
        ("Apache-2.0 WITH LLVM-exception", true),
        ("Apache-2.0", false),
        ("GPL-3.0 OR (MIT AND GPL-2.0)", false),
        ("", false),
    ] {
        assert_eq!(met(expression, &allowed), wanted, "{expression}");
    }
}
