//! The program: hand the arguments to the command line and end with its code.

use std::process::ExitCode;

fn main() -> ExitCode {
    glossator::cli::run(std::env::args_os())
}
