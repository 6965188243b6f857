//! Traces as files: written, read back, judged, drawn, and played again.
//!
//! [`Trace::to_json_lines`](crate::trace::Trace::to_json_lines) writes a trace as JSON lines,
//! [`Trace::from_json_lines`](crate::trace::Trace::from_json_lines) reads them. What is read is a
//! [`Trace`](crate::trace::Trace) like any other, equal to the one that was written: it has the same text, diagrams,
//! questions and expectations.
//!
//! ```
//! use mapi_sim::mapi::{LogonExFlags, SessionLogoffFlags};
//! use mapi_sim::sim::{Profile, Subsystem};
//! use mapi_sim::spi::{IMAPISession, ParentWindow};
//! use mapi_sim::trace::Trace;
//!
//! let mapi = Subsystem::builder().profile(Profile::new("Default")).build()?;
//! let session = mapi.logon("Default", LogonExFlags::MAPI_NEW_SESSION)?;
//! session.logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0)?;
//! let lines = mapi.trace().to_json_lines()?;
//!
//! let read = Trace::from_json_lines(&lines)?;
//! assert!(read == mapi.trace());
//! read.expect_invariants()?;
//!
//! let error = Trace::from_json_lines(&lines.replace("\"session\":1", "\"session\":2")).unwrap_err();
//! assert!(error.to_string().starts_with("line 3: the line is not as it was written"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! `cargo run --example render_trace --features serde -- FILE` draws such a file. Whether what is in it can have happened say
//! [`Trace::expect_load_order`](crate::trace::Trace::expect_load_order), which holds every open against the load machine, and
//! [`Trace::expect_invariants`](crate::trace::Trace::expect_invariants).
//!
//! # Everything, or in short
//!
//! A trace keeps of identifiers the length and the last bytes, of properties the tags and of rows their number. With
//! [`TraceDetail::Whole`](crate::trace::TraceDetail::Whole) it keeps all bytes and values, and what stood in the fields of a dialog that
//! a user has filled in. Secrets are left out unless
//! [`trace_secure_properties`](crate::sim::SubsystemBuilder::trace_secure_properties) asks for them: the secure properties (0x67F0 to 0x67FF),
//! where providers keep passwords in profiles, the passwords of `ChangePassword`, and secret fields of dialogs.
//! In a restriction, such a property has no value. Properties that are actions of rules are left out in any case.
//!
//! # From inside a provider under real Outlook
//!
//! A provider in another language can log what is called on it, and be judged by what came. Its file says
//! `"seen_from":"provider"` and has what is seen there: the calls on its own objects and, at a `depth` of one more, those that it makes on
//! its support object. It needs no facts and no sums. What makes it useful:
//!
//! - `session` is a number for each provider object, `open` one for each `Logon`; `MSProviderInit` has the `open` of the `Logon` that
//!   follows, and `SpoolerLogon` that of the store it is for.
//! - The answer of `Logon` and `SpoolerLogon` is `{"kind":"store","store":N}`, a new number for each pair of objects and the known one for a
//!   store that was returned again. A failure has no `out`.
//! - Identifiers are whole.
//! - A client's `Release` of a store that takes its last reference is `{"kind":"release",..,"by":"client","count":0}`.
//! - The `end` may be written by hand.
//!
//! ```
//! use mapi_sim::trace::Trace;
//!
//! let lines = r#"{"kind":"trace","format":"mapi-sim trace","version":1,"seen_from":"provider","dlls":["mine.dll"]}
//! {"kind":"call","session":1,"open":1,"from":"mapi","to":"dll 1","method":"MSProviderInit","args":{"kind":"init","version":65552,"flags":0}}
//! {"kind":"return","session":1,"open":1,"from":"dll 1","method":"MSProviderInit","code":{"hex":"0x00000000"},"out":{"kind":"init","provider":1,"version":65552}}
//! {"kind":"call","session":1,"open":1,"from":"mapi","to":"provider 1","method":"IMSProvider::Logon","args":{"kind":"logon","support":1,"entry_id":{"hex":"0A0B"},"flags":4}}
//! {"kind":"return","session":1,"open":1,"from":"provider 1","method":"IMSProvider::Logon","code":{"hex":"0x00000000"},"out":{"kind":"store","store":1}}
//! {"kind":"end","events":4}
//! "#;
//! let trace = Trace::from_json_lines(lines)?;
//! trace.expect_load_order()?;
//! trace.expect_invariants()?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`replay`] plays such a file against a provider as well: it makes the client's calls that lead to what was seen, and compares the
//! answers to those calls that were logged. `MSGSERVICEENTRY` without an `open` is called for its own sake: `service N` is the
//! service of that place in the profile, its `args` are the `values` `context`, `flags` and `props`. Dialogs are answered by the
//! user of the subsystem that plays, unless facts say how.
//!
//! # Administration and users
//!
//! Where every call is recorded, `IMsgServiceAdmin`, `IProviderAdmin` and `IMAPIClientShutdown` of a client are as well, and their calls
//! are played: so the entry point of a message service is asked again what it was asked, in every context, and a provider whether
//! a client may leave. A dialog is a fact, `{"kind":"dialog_shown","text":TITLE}` or `{"kind":"dialog_refused","text":TITLE}` where nobody
//! could see it, and what the user did is the one behind it: `{"kind":"dialog_answered","text":"cancels","fields":null}`, or the `text`
//! `"fills it in"` with `fields`, a list of values called `field` and `value` in turns:
//!
//! ```text
//! {"kind":"dialog_answered","text":"fills it in","fields":[{"name":"field","value":{"text":"password"}},{"name":"value","value":"hidden"}]}
//! ```
//!
//! A replay does the same with the dialogs of the live provider, and another dialog is a difference. What is `hidden` is filled in by the
//! [`User`](crate::sim::User) of the subsystem that plays.
//!
//! What is not played asks no store provider: the address book, and what MAPI does not serve here (forms, message options,
//! address types). [`not_played`] says why of each method.
//!
//! # The format
//!
//! A file is text in UTF-8, a JSON object a line. Every object has a `kind`. The first line has the kind `trace`, the last one
//! the kind `end`; between them stand findings (`deviation`, `advice`), then events in the order in which they happened, then
//! what is held at the end (`held`). Keys stand in any order; an unknown key, kind or word is an error, so that a misspelt one
//! is found. The version is 1; another one is refused.
//!
//! | `kind` | keys |
//! |:--|:--|
//! | `trace` | `format` (`"mapi-sim trace"`), `version` (1), `dlls` (names, the first is `dll 1`); may have `seen_from` (`"mapi"` or `"provider"`), `detail` (`"off"`, `"steps"`, `"calls"`, `"all"`, `"whole"`), `left_out` and `before` (how many events are missing, and how many there were before the first one), `services` and `sections` (names or `null`) |
//! | `call` | `from` (who calls), `to` (the object), `method`, `args` |
//! | `return` | `from` (the object), `method`, `code`, `out` |
//! | `panicked` | `from` (the object), `method` |
//! | `add_ref`, `release` | `object`, `by` (who), `count` afterwards |
//! | `fact` | `fact`: what MAPI or the spooler did without a call |
//! | `deviation`, `advice` | `rule`, `page`, `expected`, `got`, `help`; may have `session`, `open`, `step` |
//! | `held` | `object`, `by`, `references`, `made_for` (a method), `overdue`; may have `session`, `open` |
//! | `end` | `events`: how many there are |
//!
//! An event may have `session` and `open` (numbers from 1), `depth` (how many calls of its thread are under way; a call and
//! its return have the same) and `task` (a number a thread; 0 if it is missing).
//!
//! - **Parties** are `"client"`, `"mapi"`, `"spooler"`, `"user"` and `"dll N"`, the code of a provider.
//! - **Objects** are `"mapi"`, `"sink"`, `"stores table"`, `"status table"`, or a kind and a number from 1: `session`, `dll`, `provider`,
//!   `logon`, `store`, `folder` (a folder of that store), `support`, `service`, `services` (of that session), `section`. A logon object has the
//!   number of its store. What else was opened is named by its interface: `"IMAPIFolder 3"`.
//! - **Methods** are spelt as in the documentation, with the interface of the object: `"IMsgStore::GetProps"`,
//!   `"MSProviderInit"`.
//! - **Codes** are `{"hex":"0x8004011D"}`, with `name` if you like.
//! - **Flags** are numbers; **MAPIUIDs** are texts of GUIDs.
//! - **Identifiers** are `{"hex":"..."}`, all of their bytes, or `{"len":36,"tail":"706572736F6E616C"}`, their length and last eight
//!   bytes.
//!
//! | `args` of the `kind` | keys | of the methods |
//! |:--|:--|:--|
//! | `none` | | whatever is not worth showing; `args` may be left out |
//! | `logon_ex`, `initialize` | `flags` | `MAPILogonEx`, `MAPIInitialize` |
//! | `open_store` | `entry_id`, `flags` | `IMAPISession::OpenMsgStore` |
//! | `init` | `version`, `flags` | `MSProviderInit` |
//! | `logon` | `support`, `entry_id` or `null`, `flags` | `IMSProvider::Logon` |
//! | `spooler_logon` | `support`, `entry_id` or `null`, `flags`, `spool_security` (a length) | `IMSProvider::SpoolerLogon` |
//! | `ids` | `first`, `second` | `CompareStoreIDs`, `CompareEntryIDs` |
//! | `entry` | `entry_id` or `null`, `flags` | `OpenEntry` |
//! | `id` | `entry_id` | `WrapStoreEntryID`, `SetReceiveFolder`, .. |
//! | `special_folder` | `folder` (`"Inbox"`, ..) | `CreateFolder` |
//! | `advise` | `entry_id` or `null`, `events` | `Advise` |
//! | `events` | `events` | `Advise` of a table |
//! | `uid` | `uid` | `SetProviderUID` |
//! | `section` | `uid` or `null`, `flags` | `OpenProfileSection` |
//! | `status_row` | `columns`, `flags` | `ModifyStatusRow` |
//! | `logoff`, `spooler_notify`, `service_flags`, `width` | `flags` | `StoreLogoff`, `StoreLogoffTransports`; `SpoolerNotify`; `CreateMsgService`; `GetLastError` |
//! | `service` | `context`, `flags` | `MSGSERVICEENTRY` |
//! | `default_store` | `entry_id` or `null`, `flags` | `SetDefaultStore` |
//! | `props`, `notifications` | `count` | `GetProps`, `OnNotify`, .. |
//! | `raw` | `value` | reserved flags |
//! | `values` | `values`: a list of `{"name":..,"value":..}`, every argument | whatever is called on what was opened; `OnNotify` |
//!
//! | `out` of the `kind` | keys |
//! |:--|:--|
//! | `none` | `out` may be left out |
//! | `init` | `provider` or `null`, `version` |
//! | `logon` | `store` and `logon` (whether they were returned), `security` (the length of the validation data) |
//! | `store`, `session`, `section`, `service` | the number, under the same name |
//! | `same` | `same` |
//! | `props` | `count` |
//! | `connection` | `connection` |
//! | `logoff` | `flags` |
//! | `id`, `uid` | `entry_id`, `uid` |
//! | `values` | `values` |
//!
//! A value is `"null"`, `"hidden"`, `{"bool":true}`, `{"number":2}`, `{"flags":{"set":"OpenEntryFlags","bits":1}}`, `{"code":"0x8004010F"}`,
//! `{"props":[..]}`, `{"rows":[[..]]}`, `{"bytes":"00AB"}`, `{"ids":["00AB"]}`, `{"word":"BOOKMARK_END"}`, `{"id":"00AB"}`, `{"uid":".."}`, `{"tags":["0x3001001F"]}`, `{"text":".."}`, `{"count":{"count":2,"of":"row"}}` or
//! `{"object":"IMAPIFolder 3"}`. Only where everything is kept there are lists and structures:
//!
//! | value | what it is |
//! |:--|:--|
//! | `{"restriction":[..]}` | a restriction as a list, see below |
//! | `{"sort_order":{"keys":[{"tag":"0x0037001F","direction":0}],"categories":0,"expanded":0}}` | `SSortOrderSet` |
//! | `{"names":[..]}`, `{"names_of_tags":{"tags":[..],"names":[..]}}` | names of properties: `{"id":{"set":"..","id":34049}}`, `{"text":{"set":"..","text":"Colour"}}`, or `null` for one that is missing |
//! | `{"problems":[{"index":0,"tag":"0x0FFF0102","code":"0x8004011A"}]}` | `SPropProblemArray` |
//! | `{"uids":[".."]}`, `{"key":"00AB"}` | MAPIUIDs, the bytes of a `NOTIFKEY` |
//! | `{"ansi":"41"}` | a string of 8-bit characters |
//! | `{"error":{"version":0,"error":{"unicode":".."},"component":null,"low_level_error":0,"context":0}}` | `MAPIERROR`; its strings are `{"unicode":".."}`, `{"ansi":".."}` or `null` |
//! | `{"elements":[{"stream":{"name":"..","size":3}},{"storage":{"name":".."}}]}` | what is in a storage |
//! | `{"notifications":[..]}` | `NOTIFICATION`s, see below |
//!
//! A restriction is a list that begins with it; behind it stand the restrictions inside of it, in their order and each in the same
//! way. So `NOT (a OR b)` is `["not",{"or":2},a,b]`, and none is too deep. The elements are `{"and":2}` and `{"or":2}` with how many
//! follow, `"not"`, `{"content":{"fuzzy":65537,"tag":"0x0037001F","value":PROPERTY}}` (`ulFuzzyLevel`),
//! `{"property":{"op":4,"tag":..,"value":PROPERTY}}` (`RELOP_`), `{"compare_props":{"op":..,"left":..,"right":..}}`,
//! `{"bitmask":{"op":1,"tag":..,"mask":1}}` (`BMR_`), `{"size":{"op":..,"tag":..,"size":9}}`, `{"exist":"0x0037001F"}`, `{"sub":"0x0E12000D"}`,
//! `{"comment":{"props":[PROPERTY],"restricts":true}}` (whether a restriction follows), `{"count":9}` and `{"other":12}` (`rt`). A
//! property whose value is a restriction has `"inside"` for it, and the restriction stands in the same list, before that of a comment.
//!
//! Notifications are `{"critical_error":{"entry_id":..,"code":..,"detail":..}}`,
//! `{"new_mail":{"entry_id":..,"parent_id":..,"flags":0,"message_class":{"unicode":".."},"message_flags":0}}`,
//! `{"object":{"event":"created","entry_id":..,"object_type":5,"parent_id":..,"old_id":..,"old_parent_id":..,"tags":[..]}}`
//! (`created`, `deleted`, `modified`, `moved`, `copied`, `search_complete`),
//! `{"table":{"event":3,"code":..,"index":PROPERTY,"prior":PROPERTY,"row":[..]}}`, `{"status_object":{"entry_id":..,"values":[..]}}` and
//! `{"extended":{"event":1,"parameters":"00AB"}}`, with `null` for what is missing.
//!
//! Facts have the names of [`Fact`](crate::trace::Fact) in small letters: `{"kind":"support_freed","support":1}`.
//!
//! A property is `{"tag":"0x3001001F","value":{"text":"Inbox"}}`. The value is `{"bool":..}`, `{"number":..}` (`PT_I2`, `PT_LONG`, `PT_I8`,
//! `PT_CURRENCY`), `{"bits":..}` (floating point numbers, times and codes as unsigned numbers), `{"text":..}` (`PT_UNICODE`, `PT_CLSID`),
//! `{"hex":..}` (`PT_STRING8`, `PT_BINARY`), or for several values `numbers`, `many_bits`, `texts`, `hexes`; `{"restriction":[..]}` (`PT_SRESTRICTION`); `"none"` stands for objects.
//!
//! # Sums
//!
//! Lines that this crate writes end with a `sum`, which is made of the line and of all lines before it. When the first line has
//! one, each has to have one, and a line that was changed, moved, doubled or lost is told by its number. Who writes by hand leaves
//! them out; then a change shows only if the line means nothing any more.

mod replay;

pub use replay::{ReplayDifference, Replayed, not_played, replay};
