//! PDF, RTF and e-mail that loop, explode or run.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;

use super::unicode::noise;
use super::{Item, PLAIN, RUN, Scale};

const PDF: &str = "pdf";
const RTF: &str = "rtf";
const LETTERS: &str = "letters";

pub(super) fn items(scale: Scale) -> Vec<Item> {
    let mut items = pdfs(scale);
    items.extend(rich(scale));
    items.extend(letters(scale));
    items
}

/// A PDF of these objects, numbered from 1; the first is the catalogue.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.extend(format!("{} 0 obj\n", index + 1).bytes());
        file.extend(object);
        file.extend(b"\nendobj\n");
    }
    let start = file.len();
    let size = objects.len() + 1;
    file.extend(format!("xref\n0 {size}\n0000000000 65535 f \n").bytes());
    for place in places {
        file.extend(format!("{place:010} 00000 n \n").bytes());
    }
    file.extend(format!("trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF").bytes());
    file
}

fn stream(dictionary: &str, bytes: &[u8]) -> Vec<u8> {
    let mut object = format!("<<{dictionary}/Length {}>>stream\n", bytes.len()).into_bytes();
    object.extend(bytes);
    object.extend(b"\nendstream");
    object
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::best());
    packer.write_all(bytes).expect("memory takes it");
    packer.finish().expect("memory takes it")
}

/// A page with this content, this resource entry, this entry of the catalogue, and more objects
/// from number 6 on.
fn page(content: Vec<u8>, resources: &str, catalogue: &str, more: &[Vec<u8>]) -> Vec<u8> {
    let mut objects = vec![
        format!("<</Type/Catalog/Pages 2 0 R{catalogue}>>").into_bytes(),
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>".to_vec(),
        format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>{resources}>>>>").into_bytes(),
        content,
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_vec(),
    ];
    objects.extend_from_slice(more);
    pdf(&objects)
}

fn words(words: &str) -> Vec<u8> {
    stream(
        "",
        format!("BT /F 12 Tf 50 700 Td ({words}) Tj ET").as_bytes(),
    )
}

fn pdfs(scale: Scale) -> Vec<Item> {
    let plain = words(PLAIN);
    let bomb = packed(&vec![b' '; scale.of(800_000_000)]);
    let twice = packed(&bomb);
    let good = page(plain.clone(), "", "", &[]);
    let mut flipped = good.clone();
    for at in (20..flipped.len()).step_by(61) {
        flipped[at] ^= 0x04;
    }
    let itself = stream(
        "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>",
        b"/X Do /X Do",
    );
    let files: Vec<(&str, Vec<u8>)> = vec![
        ("plain", good.clone()),
        ("drives", page(words("\\033]0;evil\\007 \\233[66;6H"), "", "", &[])),
        ("script", page(plain.clone(), "", &format!("/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>/AA<</WC<</S/Launch/F({RUN})>>>>"), &[])),
        ("launch", page(plain.clone(), "", "/OpenAction<</S/Launch/F(/bin/sh)>>", &[])),
        ("address", page(plain.clone(), "", "/OpenAction<</S/URI/URI(http://evil.example)>>", &[])),
        ("attached", page(plain.clone(), "", "/Names<</EmbeddedFiles<</Names[(x) 6 0 R]>>>>", &[b"<</Type/Filespec/F(../../evil)/EF<</F 7 0 R>>>>".to_vec(), stream("", b"x")])),
        ("bomb", page(stream("/Filter/FlateDecode", &bomb), "", "", &[])),
        ("bomb-in-a-bomb", page(stream("/Filter[/FlateDecode/FlateDecode]", &twice), "", "", &[])),
        ("filters-many", page(stream(&format!("/Filter[{}]", "/ASCIIHexDecode".repeat(5000)), b"20"), "", "", &[])),
        ("form-in-itself", page(stream("", b"/X Do"), "/XObject<</X 6 0 R>>", "", &[itself])),
        ("pages-in-a-circle", pdf(&[b"<</Type/Catalog/Pages 2 0 R>>".to_vec(), b"<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]>>".to_vec()])),
        ("pages-too-many", pdf(&[b"<</Type/Catalog/Pages 2 0 R>>".to_vec(), b"<</Type/Pages/Count 2147483647/Kids[]>>".to_vec()])),
        ("reference-in-a-circle", pdf(&[b"2 0 R".to_vec(), b"1 0 R".to_vec()])),
        ("length-in-a-circle", page(b"<</Length 4 0 R>>stream\nx\nendstream".to_vec(), "", "", &[])),
        ("length-lies", page(b"<</Length 999999999999>>stream\nBT ET\nendstream".to_vec(), "", "", &[])),
        ("widths", page(plain.clone(), "/Font<</G 6 0 R>>", "", &[b"<</Type/Font/Subtype/Type0/BaseFont/x/Encoding/Identity-H/DescendantFonts[7 0 R]>>".to_vec(), b"<</Type/Font/Subtype/CIDFontType2/BaseFont/x/W[0 2147483647 500]>>".to_vec()])),
        ("box-huge", page(plain.clone(), "", "/MediaBox[-1e38 -1e38 1e38 1e38]", &[])),
        ("numbers-mad", page(stream("", b"BT /F 1e38 Tf -1e38 1e38 Td (x) Tj 99999999999999999999 0 0 0 0 0 cm (y) Tj ET"), "", "", &[])),
        ("stack-deep", page(stream("", "q ".repeat(scale.of(2_000_000)).as_bytes()), "", "", &[])),
        ("array-deep", page(stream("", "[".repeat(scale.of(2_000_000)).as_bytes()), "", "", &[])),
        ("dictionary-deep", pdf(&["<</A".repeat(scale.of(400_000)).into_bytes()])),
        ("letters-many", page(stream("/Filter/FlateDecode", &packed("BT /F 12 Tf 50 700 Td (harbour) Tj ET ".repeat(scale.of(400_000)).as_bytes())), "", "", &[])),
        ("encrypted", String::from_utf8_lossy(&good).replace("/Root 1 0 R", "/Root 1 0 R/Encrypt<</Filter/Standard/V 4/R 4/O(x)/U(x)/P -1>>").into_bytes()),
        ("table-circle", String::from_utf8_lossy(&good).replace("/Root 1 0 R", "/Root 1 0 R/Prev 9").into_bytes()),
        ("cut", good[..good.len() / 2].to_vec()),
        ("flipped", flipped),
        ("head-only", b"%PDF-1.7\n".to_vec()),
        ("noise", [b"%PDF-1.4\n".to_vec(), noise(60_000)].concat()),
        ("picture-only", page(stream("", b"q 600 0 0 800 0 0 cm /I Do Q"), "/XObject<</I 6 0 R>>", "", &[stream("/Type/XObject/Subtype/Image/Width 65535/Height 65535/BitsPerComponent 8/ColorSpace/DeviceRGB", b"x")])),
    ];
    files
        .into_iter()
        .map(|(name, bytes)| Item::file(PDF, format!("{name}.pdf"), bytes))
        .collect()
}

fn rich(scale: Scale) -> Vec<Item> {
    let deep = scale.of(2_000_000);
    let text = |name: &str, body: String| {
        Item::file(
            RTF,
            format!("{name}.rtf"),
            format!("{{\\rtf1\\ansi {PLAIN}\\par {body}}}"),
        )
    };
    vec![
        text("plain", "x".into()),
        text(
            "drives",
            "\\'1b]0;evil\\'07 \\u27?[66;6H \\u155?66;6H \u{1b}[2J".into(),
        ),
        text("deep", "{".repeat(deep)),
        text("closing", "}".repeat(deep)),
        text("bin-lies", "\\bin4294967295 x".into()),
        text("bin-negative", "\\bin-5 x".into()),
        text(
            "numbers",
            "\\u99999999999? \\fs99999999999 \\li-99999999999 \\u-65536?\\uc99999999 x".into(),
        ),
        text(
            "object",
            format!(
                "{{\\object\\objemb{{\\*\\objdata {}}}}}",
                "41".repeat(deep / 20)
            ),
        ),
        text(
            "field",
            "{\\field{\\*\\fldinst DDEAUTO cmd}{\\fldrslt x}}".into(),
        ),
        text(
            "picture",
            format!("{{\\pict\\pngblip {}}}", "00".repeat(deep / 20)),
        ),
        text("words-long", format!("\\{} x", "a".repeat(deep / 4))),
        text(
            "font-table",
            format!("{{\\fonttbl{}}}", "{\\f0 x;}".repeat(deep / 80)),
        ),
        Item::file(RTF, "cut.rtf", "{\\rtf1\\ansi\\'"),
    ]
}

fn letters(scale: Scale) -> Vec<Item> {
    let deep = scale.of(40_000);
    let head = "From: a@b.example\nTo: c@d.example\nSubject: x\nDate: Fri, 19 Oct 1956 12:00:00 +0900\nMIME-Version: 1.0\n";
    let nested = (0..deep / 10).fold(
        format!("{head}Content-Type: multipart/mixed; boundary=b0\n\n"),
        |out, n| {
            out + &format!(
                "--b{n}\nContent-Type: multipart/mixed; boundary=b{}\n\n",
                n + 1
            )
        },
    );
    let letter = |name: &str, text: String| Item::file(LETTERS, format!("{name}.eml"), text);
    vec![
        letter("plain", format!("{head}\n{PLAIN}\n")),
        letter("nested", nested),
        letter(
            "nested-letters",
            format!("{head}Content-Type: message/rfc822\n\n").repeat(deep / 20) + PLAIN,
        ),
        letter(
            "headers-many",
            format!("{}{head}\n{PLAIN}", "X-Evil: y\n".repeat(deep)),
        ),
        letter(
            "header-long",
            format!("X: {}\n{head}\n{PLAIN}", "y".repeat(deep * 20)),
        ),
        letter(
            "received-folded",
            format!("Received: {}\n{head}\n{PLAIN}", "a\n b".repeat(deep)),
        ),
        letter(
            "attachment-name",
            format!(
                "{head}Content-Type: application/x-evil; name=\"../../{RUN}\"\nContent-Disposition: attachment; filename=\"../../{RUN}\"\n\nevil"
            ),
        ),
        letter(
            "charset-lies",
            format!("{head}Content-Type: text/plain; charset=\"\x1b]0;evil\x07\"\n\n{PLAIN}"),
        ),
        letter(
            "html-only",
            format!(
                "{head}Content-Type: text/html\n\n<p>{PLAIN}<script>x</script><img src=http://evil.example/track.gif>"
            ),
        ),
        letter(
            "base64-broken",
            format!("{head}Content-Transfer-Encoding: base64\n\n!!!!====A"),
        ),
        letter(
            "boundary-empty",
            format!("{head}Content-Type: multipart/mixed; boundary=\"\"\n\n--\n\n{PLAIN}\n--\n"),
        ),
        letter(
            "addresses-many",
            format!("To: {}\n{head}\n{PLAIN}", "a@b.example, ".repeat(deep)),
        ),
        letter(
            "group-deep",
            format!("To: {}\n{head}\n{PLAIN}", "(".repeat(deep)),
        ),
        letter("nul", format!("{head}\n{PLAIN}\0\0\0\n.\n..\n")),
    ]
}
