//! HTML and Markdown that hang, nest, expand or run.

use std::path::Path;

use super::{Item, PLAIN, RUN, Scale};

const HTML: &str = "html";
const MARKDOWN: &str = "markdown";

pub(super) fn items(outside: &Path, scale: Scale) -> Vec<Item> {
    let mut items = pages(outside, scale);
    items.extend(marked(scale));
    items
}

fn pages(outside: &Path, scale: Scale) -> Vec<Item> {
    let deep = scale.of(400_000);
    let secret = outside.display();
    let page = |name: &str, body: String| {
        Item::file(
            HTML,
            format!("{name}.html"),
            format!("<!doctype html><html><body><p>{PLAIN}</p>{body}</body></html>"),
        )
    };
    vec![
        page("script", "<script>document.write('evil')</script><script src=http://evil.example/x.js></script>".into()),
        page("handlers", "<img src=x onerror=alert(1)><svg onload=alert(1)><body onload=alert(1)>".into()),
        page("addresses", format!("<a href='javascript:alert(1)'>a</a><a href='data:text/html,evil'>b</a><a href='file://{secret}'>c</a><a href='../../../etc/passwd'>d</a>")),
        page("refresh", "<meta http-equiv=refresh content='0;url=http://evil.example/'>".into()),
        page("frames", format!("<iframe src='file://{secret}'></iframe><object data='{secret}'></object><embed src='{secret}'><link rel=import href='{secret}'>")),
        page("base", "<base href='http://evil.example/'><form action=x><input type=hidden value=evil></form>".into()),
        page("entity", format!("<!DOCTYPE x [<!ENTITY e SYSTEM 'file://{secret}'>]><p>&e;</p>")),
        page("laughs", laughs() + "<p>&z;</p>"),
        page("deep-div", "<div>".repeat(deep)),
        page("deep-inline", "<b><i><a href=x>".repeat(deep / 3)),
        page("deep-lists", "<ul><li>".repeat(deep / 2)),
        page("deep-tables", "<table><tr><td>".repeat(deep / 8)),
        page("deep-quotes", "<blockquote>x".repeat(deep / 4)),
        page("formatting-again", "<p><b><i><u>x".repeat(deep / 8)),
        page("unclosed-tag", format!("<p {}", "a".repeat(deep))),
        page("many-attributes", format!("<p {}>x</p>", (0..deep / 8).fold(String::new(), |out, n| out + &format!("a{n}=1 ")))),
        page("many-same-attributes", format!("<p {}>x</p>", "id=a ".repeat(deep / 5))),
        page("long-attribute", format!("<a href='{}'>x</a>", "a".repeat(deep * 4))),
        page("comment-unclosed", format!("<!-- {}", "-- ".repeat(deep))),
        page("cdata", format!("<![CDATA[{}", "]]".repeat(deep))),
        page("textarea-unclosed", "<textarea><title><style><script>never closed".into()),
        page("closing-only", "</div></p></b>".repeat(deep / 8)),
        page("colspan", "<table><tr><td colspan=4294967295 rowspan=99999999>x</td></tr></table>".into()),
        page("many-links", "<a href=x>y</a> ".repeat(deep / 8)),
        page("many-notes", "x<sup>9</sup> <a href='#n9'>9</a> ".repeat(deep / 40)),
        page("numeric-entities", "&#0;&#27;&#x1b;&#155;&#xd800;&#x110000;&#99999999999;&nosuch;".into()),
        page("null-tags", "<di\0v>x<\0p>y</p\0>".into()),
        page("svg", format!("<svg><text>x</text><image href='file://{secret}'/><script>y</script></svg><math><mtext>z")),
        page("template", "<template><p>t</p></template><noscript><p>n</p></noscript><plaintext>all the rest".into()),
    ]
}

/// Entities of entities: three gigabytes for one who expands them.
pub(super) fn laughs() -> String {
    let mut out = String::from("<!DOCTYPE lolz [<!ENTITY a \"haha\">");
    for (one, next) in ('a'..='y').zip('b'..='z') {
        out.push_str(&format!(
            "<!ENTITY {next} \"{}\">",
            format!("&{one};").repeat(10)
        ));
    }
    out + "]>"
}

fn marked(scale: Scale) -> Vec<Item> {
    let deep = scale.of(400_000);
    let text = |name: &str, body: String| {
        Item::file(
            MARKDOWN,
            format!("{name}.md"),
            format!("{PLAIN}\n\n{body}\n"),
        )
    };
    let front = |name: &str, body: String| {
        Item::file(
            MARKDOWN,
            format!("{name}.md"),
            format!("---\n{body}\n---\n\n{PLAIN}\n"),
        )
    };
    vec![
        text("raw-html", "<script>alert(1)</script>\n\n<iframe src=x></iframe> <img onerror=x>".into()),
        text("addresses", "[a](javascript:alert(1)) [b](data:text/html,x) ![c](file:///etc/passwd) <javascript:x>".into()),
        text("deep-quotes", "> ".repeat(deep / 8) + "x"),
        text("deep-lists", (0..deep / 400).fold(String::new(), |out, n| out + &"  ".repeat(n.min(400)) + "- x\n")),
        text("emphasis", "*a_ ".repeat(deep / 8)),
        text("stars", "*".repeat(deep)),
        text("brackets", "[".repeat(deep / 4)),
        text("brackets-both", "[a](".repeat(deep / 8)),
        text("backticks", (0..deep / 400).fold(String::new(), |out, n| out + &"`".repeat(n) + " ")),
        text("references", "[a]: x\n".repeat(deep / 8) + &"[a][a] ".repeat(deep / 8)),
        text("notes-in-a-circle", "x[^a]\n\n[^a]: y[^b]\n\n[^b]: z[^a]\n".into()),
        text("table-wide", format!("|{}\n|{}\n|{}", "a|".repeat(deep / 80), "-|".repeat(deep / 80), "b|".repeat(deep / 80))),
        text("fence-unclosed", "```evil\n".to_owned() + &"x\n".repeat(deep / 8)),
        text("headings-all-levels", (1..40).fold(String::new(), |out, n| out + &"#".repeat(n) + " x\n\n")),
        text("html-unclosed", "<!-- \n\n<div\n\n<![CDATA[\n\n<?php ".into()),
        text("markers-of-our-own", "<!-- gl:begin evil -->\n\nx\n\n<!-- gl:end -->\n\n^block-1 [[wikilink]] {{template}}".into()),
        front("yaml-laughs", "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\ntitle: *c".into()),
        front("yaml-tags", format!("title: !!python/object/apply:os.system ['touch {RUN}']\ndate: !!binary x")),
        front("yaml-unclosed", "title: \"never closed\ndate: 1956".into()),
        front("yaml-deep", "[".repeat(deep / 8)),
        front("yaml-wrong-types", "title: [a, b]\ndate: 99999-99-99\norigin: {a: b}\nid: ../../etc/passwd".into()),
        Item::file(MARKDOWN, "front-matter-only.md", "---\ntitle: x\n"),
    ]
}
