//! A session from its logon to its end, and what a client finds in it.

mod address_book;
mod client;
mod end;
mod initialisation;
mod logon;
mod profile;
mod shared_profile;
