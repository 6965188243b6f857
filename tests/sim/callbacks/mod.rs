//! Providers that call back while MAPI waits for them.

mod calling;
mod ended;
mod matrix;
mod places;
