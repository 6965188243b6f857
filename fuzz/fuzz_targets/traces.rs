#![no_main]

#[path = "../src/bodies.rs"]
#[allow(dead_code, reason = "the bodies of the other targets")]
mod bodies;
#[path = "../src/stories.rs"]
#[allow(dead_code, reason = "what only other targets need")]
mod stories;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::trace(bytes));
