//! A trace drawn: `cargo run --example render_trace --features serde -- [--svg | --json | --text] [FILE]`.
//!
//! Without a file the reference provider goes through the nine steps; a file has JSON lines as `--json` prints them, or as a
//! provider has logged them. Without an option the diagram is in Mermaid's language, and so it stands in the README.

#![allow(clippy::print_stdout, reason = "printing is what this program is for")]

mod nine_steps;

use std::error::Error;

use mapi_sim::trace::Trace;

fn main() -> Result<(), Box<dyn Error>> {
    let (mut form, mut file) = ("--mermaid".to_owned(), None);
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--svg" | "--json" | "--text" | "--mermaid" => form = argument,
            other if other.starts_with('-') => {
                return Err(format!(
                    "{other}: known are --mermaid, --svg, --json, --text and the name of a file"
                )
                .into());
            }
            _ => file = Some(argument),
        }
    }
    let trace = match file {
        Some(file) => read(&file)?,
        None => nine_steps::nine_steps()?,
    };
    print!("{}", rendered(&trace, &form)?);
    Ok(())
}

fn read(file: &str) -> Result<Trace, Box<dyn Error>> {
    let text = std::fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
    Ok(Trace::from_json_lines(&text).map_err(|error| format!("{file}, {error}"))?)
}

fn rendered(trace: &Trace, form: &str) -> Result<String, Box<dyn Error>> {
    Ok(match form {
        "--svg" => trace.to_svg(),
        "--json" => trace.to_json_lines()?,
        "--text" => trace.to_string(),
        _ => nine_steps::mermaid(trace),
    })
}
