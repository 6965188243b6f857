//! What a provider says it can do, and what a fixture can stage.

use std::fmt;

macro_rules! capabilities {
    ($($(#[$doc:meta])* $word:ident = $name:ident;)+) => {
        /// Something that not every provider has, or that not every fixture can bring about.
        ///
        /// A rule that needs what is not declared does not apply; its test is listed as ignored, with this word as the
        /// reason. What is declared is held against what the provider shows, and so is what is not declared: each
        /// capability has a rule of its own for that, but `transport_coupled` and `wrapper`, which nobody sees from
        /// outside.
        ///
        /// [`conformance_tests!`](crate::conformance_tests) takes the words of the list below.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[non_exhaustive]
        pub enum Capability {
            $($(#[$doc])* #[doc = concat!("\n\nDeclared as `", stringify!($word), "`.")] $name,)+
        }

        impl Capability {
            /// Every one, in the order of the list.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The word that [`conformance_tests!`](crate::conformance_tests) knows it by.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => stringify!($word)),+ }
            }
        }

        /// The capabilities by their words, for the macro.
        #[doc(hidden)]
        #[allow(non_upper_case_globals, missing_docs, reason = "words of the macro, not names of their own")]
        pub mod declared {
            use super::Capability;
            $(pub const $word: Capability = Capability::$name;)+
        }
    };
}

capabilities! {
    /// Stores take part in mail: the spooler can log on to them (`SpoolerLogon`).
    mail = Mail;
    /// Logon asks the user in dialogs where it may and has to.
    ui = Ui;
    /// A store opened with `MDB_WRITE` can be changed.
    write = Write;
    /// Messages can be submitted.
    submit = Submit;
    /// Stores send notifications.
    notify = Notify;
    /// A store can be the default store of a profile.
    default_store = DefaultStore;
    /// Stores are tightly coupled with a transport.
    transport_coupled = TransportCoupled;
    /// The DLL has a message service entry point; a profile's service names it.
    service_entry = ServiceEntry;
    /// The status object can change the store's password.
    change_password = ChangePassword;
    /// The status row carries the identity of the user.
    identity = Identity;
    /// Tables give identifiers that are good for this session only.
    short_term_ids = ShortTermIds;
    /// The provider answers the queries of a fast shutdown.
    fast_shutdown = FastShutdown;
    /// The provider wraps another one.
    wrapper = Wrapper;
    /// The fixture has a second store, see [`Setup::second_store`](super::Setup::second_store).
    second_store = SecondStore;
    /// The fixture has a store with a password, see [`Setup::password`](super::Setup::password).
    password = Password;
    /// The fixture has a section that lacks what `Logon` needs, see
    /// [`Setup::unconfigured`](super::Setup::unconfigured).
    unconfigured = Unconfigured;
    /// The fixture has a complete section whose store cannot be reached, see
    /// [`Setup::unreachable`](super::Setup::unreachable).
    unreachable = Unreachable;
    /// The fixture can take its first store off the network while it is open, see
    /// [`Setup::goes_offline`](super::Setup::goes_offline).
    offline = Offline;
    /// The fixture knows a second identifier of its store, see [`Setup::other_id`](super::Setup::other_id).
    other_id = OtherId;
    /// The fixture has a store whose `Logon` succeeds with a warning, see [`Setup::warning`](super::Setup::warning).
    warning = Warning;
    /// The fixture has a store that refuses the client's locale, see
    /// [`Setup::foreign_locale`](super::Setup::foreign_locale).
    foreign_locale = ForeignLocale;
    /// Some method answers `MAPI_E_EXTENDED_ERROR`, see [`Setup::extended_error`](super::Setup::extended_error).
    extended_error = ExtendedError;
    /// Logon lets the user choose a store where none is named, and the fixture knows how, see
    /// [`Setup::chooses_store`](super::Setup::chooses_store).
    chooses_store = ChoosesStore;
}

impl fmt::Display for Capability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// Puts the reason for which a rule does not apply on its test. The reason has to be a literal to be shown in a list
/// of tests.
#[doc(hidden)]
#[macro_export]
macro_rules! __mapi_sim_not_declared {
    (mail $($item:tt)*) => { #[ignore = "not applicable: `mail` is not declared"] $($item)* };
    (ui $($item:tt)*) => { #[ignore = "not applicable: `ui` is not declared"] $($item)* };
    (write $($item:tt)*) => { #[ignore = "not applicable: `write` is not declared"] $($item)* };
    (submit $($item:tt)*) => { #[ignore = "not applicable: `submit` is not declared"] $($item)* };
    (notify $($item:tt)*) => { #[ignore = "not applicable: `notify` is not declared"] $($item)* };
    (default_store $($item:tt)*) => { #[ignore = "not applicable: `default_store` is not declared"] $($item)* };
    (transport_coupled $($item:tt)*) => { #[ignore = "not applicable: `transport_coupled` is not declared"] $($item)* };
    (service_entry $($item:tt)*) => { #[ignore = "not applicable: `service_entry` is not declared"] $($item)* };
    (change_password $($item:tt)*) => { #[ignore = "not applicable: `change_password` is not declared"] $($item)* };
    (identity $($item:tt)*) => { #[ignore = "not applicable: `identity` is not declared"] $($item)* };
    (short_term_ids $($item:tt)*) => { #[ignore = "not applicable: `short_term_ids` is not declared"] $($item)* };
    (fast_shutdown $($item:tt)*) => { #[ignore = "not applicable: `fast_shutdown` is not declared"] $($item)* };
    (wrapper $($item:tt)*) => { #[ignore = "not applicable: `wrapper` is not declared"] $($item)* };
    (second_store $($item:tt)*) => { #[ignore = "not applicable: `second_store` is not declared"] $($item)* };
    (password $($item:tt)*) => { #[ignore = "not applicable: `password` is not declared"] $($item)* };
    (unconfigured $($item:tt)*) => { #[ignore = "not applicable: `unconfigured` is not declared"] $($item)* };
    (unreachable $($item:tt)*) => { #[ignore = "not applicable: `unreachable` is not declared"] $($item)* };
    (offline $($item:tt)*) => { #[ignore = "not applicable: `offline` is not declared"] $($item)* };
    (other_id $($item:tt)*) => { #[ignore = "not applicable: `other_id` is not declared"] $($item)* };
    (warning $($item:tt)*) => { #[ignore = "not applicable: `warning` is not declared"] $($item)* };
    (foreign_locale $($item:tt)*) => { #[ignore = "not applicable: `foreign_locale` is not declared"] $($item)* };
    (extended_error $($item:tt)*) => { #[ignore = "not applicable: `extended_error` is not declared"] $($item)* };
    (chooses_store $($item:tt)*) => { #[ignore = "not applicable: `chooses_store` is not declared"] $($item)* };
}
