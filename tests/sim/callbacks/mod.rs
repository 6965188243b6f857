//! Providers that call back while MAPI waits for them.

mod calling;
mod matrix;
mod places;
