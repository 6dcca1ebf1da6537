//! The program: parse arguments, run, and say what went wrong.
fn main() {}
