//! The one table of capabilities.
//!
//! A row has
//!
//! * the word by which [`conformance_tests!`](crate::conformance_tests) knows the capability, its name in
//!   [`Capability`](super::Capability), and its documentation;
//! * `ignored`: the reason on the tests of rules that need it where it is not declared. It has to be a literal to be
//!   shown in a list of tests;
//! * `claim`: the rule that holds what is declared against what shows, with the name of its test and its title; then what
//!   has to show, and after `if` who says whether it does: a function of the module `claims`, or a closure over a trial.
//!   Empty for what nobody sees from outside;
//! * `slot`: for a store in another condition its slot in [`StoreSlot`](super::StoreSlot), and what stands there. With
//!   `given` a section is all that a fixture has to give, and [`Setup`](super::Setup) gets a method of the same word that
//!   takes it. Empty for what is no store.
//!
//! From the rows are made the enum, the words of the macro, the reasons on tests that do not apply, the slots, methods of
//! `Setup`, the area `claims` with its tests, and its entries in the catalogue.

/// Hands the rows to another macro of this crate, behind the arguments for it.
macro_rules! capability_rows {
    ($callback:ident $arguments:tt) => {
        $callback! { $arguments
            /// Stores take part in mail: the spooler can log on to them (`SpoolerLogon`).
            mail = Mail {
                ignored: "not applicable: `mail` is not declared",
                claim: [CLAIM_01 claim_01_mail "What is said of mail is true":
                    "the spooler can log on to the store" if spooler_logs_on],
                slot: [],
            }
            /// Logon asks the user in dialogs where it may and has to.
            ui = Ui {
                ignored: "not applicable: `ui` is not declared",
                claim: [CLAIM_02 claim_02_ui "What is said of dialogs is true":
                    "a logon asks the user where something is missing" if logon_asks],
                slot: [],
            }
            /// A store opened with `MDB_WRITE` can be changed.
            write = Write {
                ignored: "not applicable: `write` is not declared",
                claim: [CLAIM_03 claim_03_write "What is said of writing is true":
                    "a store opened with MDB_WRITE has STORE_MODIFY_OK and STORE_CREATE_OK, and keeps what is made there"
                    if can_be_changed],
                slot: [],
            }
            /// Messages can be submitted.
            submit = Submit {
                ignored: "not applicable: `submit` is not declared",
                claim: [CLAIM_04 claim_04_submit "What is said of submitting is true":
                    "the store has STORE_SUBMIT_OK" if |trial| mask_has(trial, StoreSupportMask::STORE_SUBMIT_OK)],
                slot: [],
            }
            /// Stores send notifications.
            notify = Notify {
                ignored: "not applicable: `notify` is not declared",
                claim: [CLAIM_05 claim_05_notify "What is said of notifications is true":
                    "the store has STORE_NOTIFY_OK" if |trial| mask_has(trial, StoreSupportMask::STORE_NOTIFY_OK)],
                slot: [],
            }
            /// A store can be the default store of a profile.
            default_store = DefaultStore {
                ignored: "not applicable: `default_store` is not declared",
                claim: [CLAIM_06 claim_06_default_store "What is said of the default store is true":
                    "SetDefaultStore accepts the store" if can_be_the_default],
                slot: [],
            }
            /// Stores are tightly coupled with a transport.
            transport_coupled = TransportCoupled {
                ignored: "not applicable: `transport_coupled` is not declared",
                claim: [],
                slot: [],
            }
            /// The DLL has a message service entry point; a profile's service names it.
            service_entry = ServiceEntry {
                ignored: "not applicable: `service_entry` is not declared",
                claim: [CLAIM_08 claim_08_service_entry "What is said of the service entry point is true":
                    "the DLL exports a message service entry point" if |trial| Ok(trial.setup.dll.service.is_some())],
                slot: [],
            }
            /// The status object can change the store's password.
            change_password = ChangePassword {
                ignored: "not applicable: `change_password` is not declared",
                claim: [CLAIM_09 claim_09_change_password "What is said of changing the password is true":
                    "the status row has STATUS_CHANGE_PASSWORD" if password_can_be_changed],
                slot: [],
            }
            /// The status row carries the identity of the user.
            identity = Identity {
                ignored: "not applicable: `identity` is not declared",
                claim: [CLAIM_10 claim_10_identity "What is said of the identity is true":
                    "the status row has a PR_IDENTITY column" if row_has_identity],
                slot: [],
            }
            /// Tables give identifiers that are good for this session only.
            short_term_ids = ShortTermIds {
                ignored: "not applicable: `short_term_ids` is not declared",
                claim: [CLAIM_11 claim_11_short_term_ids "What is said of short-term identifiers is true":
                    "a table gives an identifier with flags" if rows_have_flags],
                slot: [],
            }
            /// The provider wraps another one.
            wrapper = Wrapper {
                ignored: "not applicable: `wrapper` is not declared",
                claim: [],
                slot: [],
            }
            /// The fixture has a second store, see [`Setup::second_store`](super::Setup::second_store).
            second_store = SecondStore {
                ignored: "not applicable: `second_store` is not declared",
                claim: [CLAIM_14 claim_14_second_store "The second store is there":
                    "the fixture has a second store that opens" if |trial| opens(trial, StoreSlot::Second)],
                slot: [Second "The other store of the same service."
                    given "The section of another store of the same provider, which opens like the first"],
            }
            /// The fixture has a store with a password, see [`Setup::password`](super::Setup::password).
            password = Password {
                ignored: "not applicable: `password` is not declared",
                claim: [CLAIM_15 claim_15_password "The store with a password is there":
                    "the fixture has a store that opens with the right password and not with the wrong one"
                    if password_decides],
                slot: [Password "The store with a password, by default the wrong one in its section."],
            }
            /// The fixture has a section that lacks what `Logon` needs, see
            /// [`Setup::unconfigured`](super::Setup::unconfigured).
            unconfigured = Unconfigured {
                ignored: "not applicable: `unconfigured` is not declared",
                claim: [CLAIM_16 claim_16_unconfigured "The section that is not complete is there":
                    "the fixture has a section that is not complete" if |trial| fails(trial, StoreSlot::Unconfigured)],
                slot: [Unconfigured "The section that lacks something."],
            }
            /// The fixture has a complete section whose store cannot be reached, see
            /// [`Setup::unreachable`](super::Setup::unreachable).
            unreachable = Unreachable {
                ignored: "not applicable: `unreachable` is not declared",
                claim: [CLAIM_17 claim_17_unreachable "The store that cannot be reached is there":
                    "the fixture has a store that cannot be reached" if |trial| fails(trial, StoreSlot::Unreachable)],
                slot: [Unreachable "The store that cannot be reached."
                    given "A complete section whose store cannot be reached: the server is off, the file is gone"],
            }
            /// The provider answers the queries of a fast shutdown.
            fast_shutdown = FastShutdown {
                ignored: "not applicable: `fast_shutdown` is not declared",
                claim: [CLAIM_12 claim_12_fast_shutdown "What is said of fast shutdown is true":
                    "the provider object has IMAPIProviderShutdown"
                    if |trial| Ok(trial.provider(1)?.provider_shutdown().is_some())],
                slot: [],
            }
            /// The fixture can take its first store off the network while it is open, see
            /// [`Setup::goes_offline`](super::Setup::goes_offline).
            offline = Offline {
                ignored: "not applicable: `offline` is not declared",
                claim: [CLAIM_13 claim_13_offline "What is said of going offline is true":
                    "the fixture can take its store off the network" if |trial| Ok(trial.setup.goes_offline.is_some())],
                slot: [],
            }
            /// The fixture knows a second identifier of its store, see [`Setup::other_id`](super::Setup::other_id).
            other_id = OtherId {
                ignored: "not applicable: `other_id` is not declared",
                claim: [CLAIM_18 claim_18_other_id "The other identifier is there":
                    "the fixture has another identifier of its first store" if other_id_differs],
                slot: [],
            }
            /// The fixture has a store whose `Logon` succeeds with a warning, see
            /// [`Setup::warning`](super::Setup::warning).
            warning = Warning {
                ignored: "not applicable: `warning` is not declared",
                claim: [CLAIM_19 claim_19_warning "The store that warns is there":
                    "the fixture has a store whose logon warns" if logon_warns],
                slot: [Warning "The store whose logon warns."
                    given "The section of a store whose `Logon` succeeds with `MAPI_W_ERRORS_RETURNED`"],
            }
            /// The fixture has a store that refuses the client's locale, see
            /// [`Setup::foreign_locale`](super::Setup::foreign_locale).
            foreign_locale = ForeignLocale {
                ignored: "not applicable: `foreign_locale` is not declared",
                claim: [CLAIM_20 claim_20_foreign_locale "The store that refuses the locale is there":
                    "the fixture has a store that refuses the client's locale"
                    if |trial| fails(trial, StoreSlot::ForeignLocale)],
                slot: [ForeignLocale "The store that refuses the client's locale."
                    given "The section of a store whose server does not serve the client's code page or locale"],
            }
            /// Some method answers `MAPI_E_EXTENDED_ERROR`, see
            /// [`Setup::extended_error`](super::Setup::extended_error).
            extended_error = ExtendedError {
                ignored: "not applicable: `extended_error` is not declared",
                claim: [CLAIM_21 claim_21_extended_error "The store with an extended error is there":
                    "the fixture has a store with a method that fails so"
                    if |trial| opens(trial, StoreSlot::ExtendedError)],
                slot: [ExtendedError "The store with a method that answers `MAPI_E_EXTENDED_ERROR`."
                    given "The section of a store that opens and whose `GetProps` of `PR_STORE_STATE` fails with \
                        `MAPI_E_EXTENDED_ERROR`"],
            }
            /// Logon lets the user choose a store where none is named, and the fixture knows how, see
            /// [`Setup::chooses_store`](super::Setup::chooses_store).
            chooses_store = ChoosesStore {
                ignored: "not applicable: `chooses_store` is not declared",
                claim: [CLAIM_22 claim_22_chooses_store "A user can choose the store":
                    "the fixture knows how a user chooses the first store" if user_chooses],
                slot: [],
            }
        }
    };
}

pub(crate) use capability_rows;
