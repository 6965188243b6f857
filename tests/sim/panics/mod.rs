//! Providers that panic, while they hold a lock of their own.

mod fuse;
mod leftovers;
mod matrix;
mod quiet;
mod story;
