//! The vocabulary of MAPI.
