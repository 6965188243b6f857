//! The nine steps of the reference provider, told by their trace.

use mapi_com::outgoing::Loopback;
use mapi_sim::reference::{DLL_NAME, ReferenceDll};
use mapi_sim::sim::Dll;

use crate::story;

#[test]
fn the_trace_is_the_same_with_and_without_the_boundary() {
    let through_com = story::tell_of(|dll: ReferenceDll| {
        let loopback = Loopback::with_service(dll.clone(), dll);
        let service = loopback.service_entry();
        Dll::new(DLL_NAME).provider_entry(loopback).service_entry(service)
    });
    let (through_com, plain) = (through_com.unwrap(), story::tell().unwrap());
    let (ours, theirs) = (lines(&through_com), lines(&plain));
    let difference = ours.iter().zip(&theirs).find(|(ours, theirs)| ours != theirs);
    assert_eq!(difference, None);
    assert_eq!(ours.len(), theirs.len());
}

/// The lines of a trace without the one call that the boundary makes by itself: a message service is given no memory
/// routines, so it asks its support object for them. Numbers of lines are left out for the same reason.
fn lines(text: &str) -> Vec<&str> {
    text.lines().filter(|line| !line.contains("GetMemAllocRoutines")).collect()
}
