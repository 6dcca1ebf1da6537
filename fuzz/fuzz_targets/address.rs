//! Any bytes as an address.
#![no_main]

#[path = "../foreign.rs"]
#[expect(dead_code, reason = "one of several readers is driven here")]
mod foreign;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| foreign::address(bytes));
