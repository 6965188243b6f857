//! Providers, services and sinks that lead MAPI back to themselves: no stack overflows, and nothing runs for ever.

mod circle;
mod matrix;
mod sinks;
mod within;
