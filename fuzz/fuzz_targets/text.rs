//! Any bytes, read as the format `text` by the same function that the worker process calls.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let format = ["text".to_owned()];
    let _ = glossator::corpus::worker::serve(&format, bytes, std::io::sink());
});
