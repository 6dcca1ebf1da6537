//! PDF files made for tests: pages of text at places.

use std::fmt::Write as _;

/// A text on a page: its size in points (below zero for bold), its place from the left and from
/// the bottom, its words.
pub type Set<'a> = (f32, f32, f32, &'a str);

/// A file of pages, 600 by 800 points, set in Helvetica.
pub fn pdf(pages: &[Vec<Set<'_>>]) -> Vec<u8> {
    let mut contents = Vec::new();
    for page in pages {
        let mut content = String::new();
        for (size, x, y, words) in page {
            let font = if *size < 0.0 { "B" } else { "F" };
            let words = words
                .replace('\\', "\\\\")
                .replace('(', "\\(")
                .replace(')', "\\)")
                .replace('•', "\\225");
            let size = size.abs();
            let _ = writeln!(
                content,
                "BT /{font} {size} Tf 1 0 0 1 {x} {y} Tm ({words}) Tj ET"
            );
        }
        contents.push(content);
    }
    with_contents(&contents, "")
}

/// A file whose pages have these content streams; `extra` stands in the resources of each.
pub fn with_contents(contents: &[String], extra: &str) -> Vec<u8> {
    let font = |name: &str| {
        format!("<</Type/Font/Subtype/Type1/BaseFont/{name}/Encoding/WinAnsiEncoding>>")
    };
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        String::new(),
        font("Helvetica"),
        font("Helvetica-Bold"),
    ];
    let mut kids = String::new();
    for content in contents {
        let page = objects.len() + 1;
        let _ = write!(kids, "{page} 0 R ");
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents {} 0 R\
             /Resources<</Font<</F 3 0 R/B 4 0 R>>{extra}>>>>",
            page + 1
        ));
        objects.push(format!(
            "<</Length {}>>stream\n{content}\nendstream",
            content.len()
        ));
    }
    objects[1] = format!("<</Type/Pages/Count {}/Kids[{kids}]>>", contents.len());
    file_of(&objects)
}

/// A file of these objects, numbered from 1; the first is the catalogue.
pub fn file_of(objects: &[String]) -> Vec<u8> {
    let mut file = String::from("%PDF-1.7\n");
    let mut places = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        places.push(file.len());
        let _ = writeln!(file, "{} 0 obj\n{object}\nendobj", index + 1);
    }
    let start = file.len();
    let size = objects.len() + 1;
    let _ = writeln!(file, "xref\n0 {size}\n0000000000 65535 f ");
    for place in places {
        let _ = writeln!(file, "{place:010} 00000 n ");
    }
    let _ = write!(
        file,
        "trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF"
    );
    file.into_bytes()
}
