//! The reference provider through the nine steps: `cargo run -p mapi-sim --example nine_steps`.

#![allow(clippy::print_stdout, reason = "printing is what this program is for")]

mod story;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    print!("{}", story::tell()?);
    Ok(())
}
