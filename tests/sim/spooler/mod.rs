//! The spooler, in the process of the client and in a process of its own.

mod process;
mod process_end;
mod questions;
mod queue;
mod rights;
mod steps;
mod unruly;
