//! Scenarios in many orders.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by a panic")]

mod astray;
mod canary;
mod counts;
mod equal_orders;
mod every_order;
mod failures;
mod faults;
mod faults_by_lot;
mod faults_by_name;
mod giving_up;
mod numbers;
mod pairs;
#[cfg(all(feature = "proptest", feature = "serde"))]
mod recorded;
mod scripts;
mod seeded;
mod services;
#[cfg(feature = "proptest")]
mod stateful;
mod token;
mod told;
mod turns;
mod worlds;
