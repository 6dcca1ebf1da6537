//! Any bytes as files of settings.
#![no_main]

#[path = "../foreign.rs"]
#[expect(dead_code, reason = "one of several readers is driven here")]
mod foreign;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let folder = std::env::temp_dir().join(format!("glossator-fuzz-{}", std::process::id()));
    foreign::settings(bytes, &folder);
});
