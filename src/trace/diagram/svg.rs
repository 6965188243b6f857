//! The diagram as SVG.
//!
//! Widths of texts are reckoned, not measured: every character of the fixed-width fonts that are asked for is about as
//! wide. What does not fit is cut short; the whole is in the element's title, which readers show as a tooltip.

use std::fmt::Write as _;

use super::lane::Lane;
use super::row::Row;
use crate::trace::Trace;

/// Between two lines of life.
const GAP: usize = 320;
/// Left of the first line, and as much as half the box of a name needs.
const LEFT: usize = 90;
/// Right of the last line: room for notes.
const RIGHT: usize = 300;
/// A character of 11 pixels, in tenths of a pixel.
const CHAR_TENTHS: usize = 67;
const LINE: usize = 15;
const HEAD: usize = 44;

const STYLE: &str = include_str!("svg.css");

pub(super) fn draw(trace: &Trace, lanes: &[Lane], rows: &[Row]) -> String {
    let width = LEFT + GAP * lanes.len().saturating_sub(1) + RIGHT;
    let mut canvas = Canvas { lanes, width, y: HEAD, body: String::new() };
    for row in rows {
        canvas.row(row);
    }
    let height = canvas.y + 16;
    let mut svg = String::new();
    let _ = writeln!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"mapi-sim\" role=\"img\" aria-label=\"Sequence diagram\" \
         width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">\n<style>\n{STYLE}</style>\n\
         <rect class=\"ground\" width=\"{width}\" height=\"{height}\"/>"
    );
    for (index, lane) in lanes.iter().enumerate() {
        let name = lane.name(trace);
        life(&mut svg, LEFT + GAP * index, height, name);
    }
    svg.push_str(&canvas.body);
    svg.push_str("</svg>\n");
    svg
}

/// A line of life with the name on its head.
fn life(svg: &mut String, x: usize, height: usize, name: &str) {
    const WIDTH: usize = 160;
    let _ = writeln!(
        svg,
        "<line class=\"life\" x1=\"{x}\" y1=\"34\" x2=\"{x}\" y2=\"{}\"/>\n\
         <rect class=\"head\" x=\"{}\" y=\"8\" width=\"{WIDTH}\" height=\"26\" rx=\"4\"/>\n\
         <text class=\"name\" x=\"{x}\" y=\"25\">{}</text>",
        height - 8,
        x - WIDTH / 2,
        label(name, WIDTH - 10)
    );
}

struct Canvas<'a> {
    lanes: &'a [Lane],
    width: usize,
    /// Where the next row begins.
    y: usize,
    body: String,
}

impl Canvas<'_> {
    fn row(&mut self, row: &Row) {
        match row {
            Row::Omitted(count) => self.heading(&format!("{count} rows before this are left out")),
            Row::Heading(text) => self.heading(text),
            Row::Step { step, text } => self.step(step.number(), text),
            Row::Call { from, to, text, .. } => self.arrow("call", *from, *to, text),
            Row::Folded { from, to, text } => self.arrow("call folded", *from, *to, text),
            Row::Return { from, to, kept_on: true, text } => self.arrow("return", *from, *to, text),
            Row::Return { from, to, kept_on: false, text } => self.arrow("return failed", *from, *to, text),
            Row::Panicked { from, to, text } => self.arrow("return panicked", *from, *to, text),
            Row::Note { at, text } => self.note(*at, text),
            Row::Deviation(text) => self.banner("deviation", text),
            Row::Advice(text) => self.banner("advice", text),
        }
    }

    fn heading(&mut self, text: &str) {
        self.y += 22;
        let _ = writeln!(
            self.body,
            "<text class=\"heading\" x=\"8\" y=\"{}\">{}</text>",
            self.y - 6,
            label(text, self.width)
        );
    }

    fn step(&mut self, number: u8, text: &str) {
        let (y, width) = (self.y + 3, self.width);
        let _ = writeln!(
            self.body,
            "<rect class=\"band\" x=\"0\" y=\"{y}\" width=\"{width}\" height=\"20\"/>\n\
             <text class=\"step\" x=\"8\" y=\"{}\">{number}  {}</text>",
            y + 14,
            label(text, width - 40)
        );
        self.y += 26;
    }

    fn arrow(&mut self, class: &str, from: Lane, to: Lane, text: &str) {
        let (from, to) = (self.x(from), self.x(to));
        if from == to {
            return self.own_arrow(class, from, text);
        }
        let y = self.y + 20;
        // The tip points to where the arrow goes.
        let back = if to > from { to - 7 } else { to + 7 };
        let _ = writeln!(
            self.body,
            "<g class=\"{class}\"><line x1=\"{from}\" y1=\"{y}\" x2=\"{to}\" y2=\"{y}\"/>\
             <path d=\"M{to} {y}L{back} {}V{}Z\"/><text x=\"{}\" y=\"{}\">{}</text></g>",
            y - 4,
            y + 4,
            usize::midpoint(from, to),
            y - 5,
            label(text, from.abs_diff(to) - 14)
        );
        self.y += 23;
    }

    /// A call of a party to itself.
    fn own_arrow(&mut self, class: &str, x: usize, text: &str) {
        let (y, out) = (self.y + 6, x + 22);
        let _ = writeln!(
            self.body,
            "<g class=\"{class} own\"><path class=\"loop\" d=\"M{x} {y}H{out}V{}H{x}\"/><path d=\"M{x} {0}l7 -4v8Z\"/>\
             <text x=\"{}\" y=\"{}\">{}</text></g>",
            y + 12,
            out + 6,
            y + 10,
            label(text, GAP - 34)
        );
        self.y += 23;
    }

    fn note(&mut self, at: Lane, text: &str) {
        let (x, y) = (self.x(at) + 6, self.y + 2);
        let room = self.width - x - 16;
        let wide = text_width(text).min(room) + 12;
        let _ = writeln!(
            self.body,
            "<g class=\"note\"><rect x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"16\" rx=\"3\"/>\
             <text x=\"{}\" y=\"{}\">{}</text></g>",
            x + 6,
            y + 12,
            label(text, room)
        );
        self.y += 20;
    }

    /// A box over all lines with the whole text.
    fn banner(&mut self, class: &str, text: &str) {
        let (y, wide) = (self.y + 4, self.width - 16);
        let lines = wrapped(text, (wide - 16) * 10 / CHAR_TENTHS);
        let high = lines.len() * LINE + 10;
        let _ = write!(
            self.body,
            "<g class=\"{class}\"><rect x=\"8\" y=\"{y}\" width=\"{wide}\" height=\"{high}\" rx=\"4\"/>"
        );
        for (index, line) in lines.iter().enumerate() {
            let _ = write!(
                self.body,
                "<text x=\"16\" y=\"{}\">{}</text>",
                y + LINE * (index + 1) + 1,
                escaped(line)
            );
        }
        self.body.push_str("</g>\n");
        self.y += high + 8;
    }

    fn x(&self, lane: Lane) -> usize {
        LEFT + GAP * self.lanes.iter().position(|known| *known == lane).unwrap_or(0)
    }
}

fn text_width(text: &str) -> usize {
    text.chars().count() * CHAR_TENTHS / 10
}

/// The content of a text element: `text` as far as it fits, and all of it as a title if it does not.
fn label(text: &str, room: usize) -> String {
    if text_width(text) <= room {
        return escaped(text);
    }
    let without = without_interface(text);
    let short = if text_width(&without) <= room { without } else { cut(&without, room * 10 / CHAR_TENTHS) };
    format!("{}<title>{}</title>", escaped(&short), escaped(text))
}

/// `P1 IMSProvider::Logon(S1)` as `P1 Logon(S1)`: the line of life tells whose method it is.
fn without_interface(text: &str) -> String {
    let Some((before, after)) = text.split_once("::") else { return text.to_owned() };
    match before.rsplit_once(' ') {
        Some((object, _)) => format!("{object} {after}"),
        None => after.to_owned(),
    }
}

fn cut(text: &str, chars: usize) -> String {
    if text.chars().count() <= chars {
        return text.to_owned();
    }
    text.chars().take(chars.saturating_sub(1)).chain(['…']).collect()
}

/// Lines of at most so many characters, broken between words; a word that is longer has a line of its own.
fn wrapped(text: &str, chars: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= chars => {
                line.push(' ');
                line.push_str(word);
            }
            Some(_) | None => lines.push(cut(word, chars)),
        }
    }
    lines
}

/// XML has no way at all to write most control characters.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\u{FFFE}' | '\u{FFFF}' => escaped.push('\u{FFFD}'),
            control if control.is_control() => escaped.push('\u{FFFD}'),
            plain => escaped.push(plain),
        }
    }
    escaped
}
