//! The reference provider through the nine steps: `cargo run --example nine_steps`.

mod story;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    print!("{}", story::tell()?);
    Ok(())
}
