//! Writes a made corpus with planted words into a folder, and prints the queries with the totals
//! that they must have: `cargo run --example made_corpus -- FOLDER [TEXTS] [WORDS]`.

#![expect(clippy::print_stdout, reason = "an example talks to its user")]

#[expect(
    dead_code,
    reason = "the planted quotations are for tests and benchmarks"
)]
mod made;

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use made::Way;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("name a folder to write into")?);
    let count = arguments.next().map_or(Ok(50), |text| text.parse())?;
    let words = arguments.next().map_or(Ok(2000), |text| text.parse())?;
    let made = made::made(1956, count, words);
    fs::create_dir_all(&folder)?;
    for text in &made.texts {
        fs::write(folder.join(&text.name), &text.text)?;
    }
    for ((query, way), total) in &made.totals {
        let way = match way {
            Way::Plain => "",
            Way::Exact => " --exact",
            Way::Literal => " --literal",
        };
        println!("{total:>8}  glossator search '{query}'{way}");
    }
    Ok(())
}
