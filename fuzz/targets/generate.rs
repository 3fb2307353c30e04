//! Whatever the bytes are, codegen answers: see `src/lib.rs` for what they mean and what has to hold.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| halo_codegen_fuzz::try_schema(bytes));
