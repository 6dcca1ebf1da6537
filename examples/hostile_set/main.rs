//! Writes the hostile set into a folder, to try any reader on it:
//! `cargo run --example hostile_set -- FOLDER [--full]`.
//!
//! Each family becomes a folder of its own, a corpus that can be opened. With `--full` the large
//! items have the size that an attacker would choose (tens of megabytes each).

#![expect(clippy::print_stdout, reason = "an example talks to its user")]

#[path = "set.rs"]
mod set;

use std::error::Error;
use std::path::PathBuf;

use set::Scale;

fn main() -> Result<(), Box<dyn Error>> {
    let mut folder = None;
    let mut scale = Scale::Small;
    for argument in std::env::args().skip(1) {
        if argument == "--full" {
            scale = Scale::Full;
        } else {
            folder = Some(PathBuf::from(argument));
        }
    }
    let folder = folder.ok_or("name a folder to write into")?;
    let items = set::all(&folder, scale);
    let left = set::write(&folder, &items)?;
    for family in set::families(&items) {
        let count = items.iter().filter(|item| item.family == family).count();
        println!("{count:>4}  {}", folder.join(family).display());
    }
    println!("{:>4}  in all", items.len());
    for reason in left {
        println!("left out: {reason}");
    }
    Ok(())
}
