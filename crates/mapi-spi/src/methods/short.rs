//! Short names of the methods that traces name most.
#![allow(non_upper_case_globals, reason = "they read like the variants of an enum")]

use super::{Method, interface::*};

/// A constant a line.
macro_rules! short_names {
    ($($short:ident = $interface:ident::$name:ident;)*) => {
        impl Method {
            $(#[doc = concat!("`", stringify!($interface), "::", stringify!($name), "`")]
            pub const $short: Self = $interface::$name;)*
        }
    };
}

short_names! {
    MapiInitialize = Exports::MAPIInitialize;
    MapiUninitialize = Exports::MAPIUninitialize;
    MapiLogonEx = Exports::MAPILogonEx;
    MsProviderInit = Exports::MSProviderInit;
    MsgServiceEntry = Exports::MSGSERVICEENTRY;
    ProviderLogon = IMSProvider::Logon;
    ProviderSpoolerLogon = IMSProvider::SpoolerLogon;
    ProviderCompareStoreIds = IMSProvider::CompareStoreIDs;
    ProviderShutdown = IMSProvider::Shutdown;
    ProviderQueryFastShutdown = IMAPIProviderShutdown::QueryFastShutdown;
    ProviderNotifyProcessShutdown = IMAPIProviderShutdown::NotifyProcessShutdown;
    ProviderDoFastShutdown = IMAPIProviderShutdown::DoFastShutdown;
    LogonLogoff = IMSLogon::Logoff;
    LogonOpenEntry = IMSLogon::OpenEntry;
    LogonCompareEntryIds = IMSLogon::CompareEntryIDs;
    LogonAdvise = IMSLogon::Advise;
    LogonUnadvise = IMSLogon::Unadvise;
    LogonOpenStatusEntry = IMSLogon::OpenStatusEntry;
    StoreGetLastError = IMsgStore::GetLastError;
    StoreSaveChanges = IMsgStore::SaveChanges;
    StoreGetProps = IMsgStore::GetProps;
    StoreGetPropList = IMsgStore::GetPropList;
    StoreOpenProperty = IMsgStore::OpenProperty;
    StoreSetProps = IMsgStore::SetProps;
    StoreDeleteProps = IMsgStore::DeleteProps;
    StoreCopyTo = IMsgStore::CopyTo;
    StoreCopyProps = IMsgStore::CopyProps;
    StoreGetNamesFromIds = IMsgStore::GetNamesFromIDs;
    StoreGetIdsFromNames = IMsgStore::GetIDsFromNames;
    StoreAdvise = IMsgStore::Advise;
    StoreUnadvise = IMsgStore::Unadvise;
    StoreCompareEntryIds = IMsgStore::CompareEntryIDs;
    StoreOpenEntry = IMsgStore::OpenEntry;
    StoreSetReceiveFolder = IMsgStore::SetReceiveFolder;
    StoreGetReceiveFolder = IMsgStore::GetReceiveFolder;
    StoreGetReceiveFolderTable = IMsgStore::GetReceiveFolderTable;
    StoreLogoff = IMsgStore::StoreLogoff;
    StoreAbortSubmit = IMsgStore::AbortSubmit;
    StoreGetOutgoingQueue = IMsgStore::GetOutgoingQueue;
    StoreSetLockState = IMsgStore::SetLockState;
    StoreFinishedMsg = IMsgStore::FinishedMsg;
    StoreNotifyNewMail = IMsgStore::NotifyNewMail;
    FolderGetProps = IMAPIFolder::GetProps;
    FolderCreateFolder = IMAPIFolder::CreateFolder;
    SupportGetLastError = IMAPISupport::GetLastError;
    SupportGetMemAllocRoutines = IMAPISupport::GetMemAllocRoutines;
    SupportSubscribe = IMAPISupport::Subscribe;
    SupportUnsubscribe = IMAPISupport::Unsubscribe;
    SupportNotify = IMAPISupport::Notify;
    SupportModifyStatusRow = IMAPISupport::ModifyStatusRow;
    SupportOpenProfileSection = IMAPISupport::OpenProfileSection;
    SupportRegisterPreprocessor = IMAPISupport::RegisterPreprocessor;
    SupportNewUid = IMAPISupport::NewUID;
    SupportMakeInvalid = IMAPISupport::MakeInvalid;
    SupportSpoolerYield = IMAPISupport::SpoolerYield;
    SupportSpoolerNotify = IMAPISupport::SpoolerNotify;
    SupportCreateOneOff = IMAPISupport::CreateOneOff;
    SupportSetProviderUid = IMAPISupport::SetProviderUID;
    SupportCompareEntryIds = IMAPISupport::CompareEntryIDs;
    SupportOpenTemplateId = IMAPISupport::OpenTemplateID;
    SupportOpenEntry = IMAPISupport::OpenEntry;
    SupportGetOneOffTable = IMAPISupport::GetOneOffTable;
    SupportAddress = IMAPISupport::Address;
    SupportDetails = IMAPISupport::Details;
    SupportNewEntry = IMAPISupport::NewEntry;
    SupportDoConfigPropsheet = IMAPISupport::DoConfigPropsheet;
    SupportCopyMessages = IMAPISupport::CopyMessages;
    SupportCopyFolder = IMAPISupport::CopyFolder;
    SupportDoCopyTo = IMAPISupport::DoCopyTo;
    SupportDoCopyProps = IMAPISupport::DoCopyProps;
    SupportDoProgressDialog = IMAPISupport::DoProgressDialog;
    SupportReadReceipt = IMAPISupport::ReadReceipt;
    SupportPrepareSubmit = IMAPISupport::PrepareSubmit;
    SupportExpandRecips = IMAPISupport::ExpandRecips;
    SupportDoSentMail = IMAPISupport::DoSentMail;
    SupportOpenAddressBook = IMAPISupport::OpenAddressBook;
    SupportCompleteMsg = IMAPISupport::CompleteMsg;
    SupportStoreLogoffTransports = IMAPISupport::StoreLogoffTransports;
    SupportStatusRecips = IMAPISupport::StatusRecips;
    SupportWrapStoreEntryId = IMAPISupport::WrapStoreEntryID;
    SupportModifyProfile = IMAPISupport::ModifyProfile;
    SupportIStorageFromStream = IMAPISupport::IStorageFromStream;
    SupportGetSvcConfigSupportObj = IMAPISupport::GetSvcConfigSupportObj;
    SessionGetLastError = IMAPISession::GetLastError;
    SessionGetMsgStoresTable = IMAPISession::GetMsgStoresTable;
    SessionOpenMsgStore = IMAPISession::OpenMsgStore;
    SessionOpenAddressBook = IMAPISession::OpenAddressBook;
    SessionOpenProfileSection = IMAPISession::OpenProfileSection;
    SessionGetStatusTable = IMAPISession::GetStatusTable;
    SessionOpenEntry = IMAPISession::OpenEntry;
    SessionCompareEntryIds = IMAPISession::CompareEntryIDs;
    SessionAdvise = IMAPISession::Advise;
    SessionUnadvise = IMAPISession::Unadvise;
    SessionMessageOptions = IMAPISession::MessageOptions;
    SessionQueryDefaultMessageOpt = IMAPISession::QueryDefaultMessageOpt;
    SessionEnumAdrTypes = IMAPISession::EnumAdrTypes;
    SessionQueryIdentity = IMAPISession::QueryIdentity;
    SessionLogoff = IMAPISession::Logoff;
    SessionSetDefaultStore = IMAPISession::SetDefaultStore;
    SessionAdminServices = IMAPISession::AdminServices;
    SessionShowForm = IMAPISession::ShowForm;
    SessionPrepareForm = IMAPISession::PrepareForm;
    ServicesGetLastError = IMsgServiceAdmin::GetLastError;
    ServicesGetMsgServiceTable = IMsgServiceAdmin::GetMsgServiceTable;
    ServicesCreateMsgService = IMsgServiceAdmin::CreateMsgService;
    ServicesDeleteMsgService = IMsgServiceAdmin::DeleteMsgService;
    ServicesCopyMsgService = IMsgServiceAdmin::CopyMsgService;
    ServicesRenameMsgService = IMsgServiceAdmin::RenameMsgService;
    ClientQueryFastShutdown = IMAPIClientShutdown::QueryFastShutdown;
    ClientNotifyProcessShutdown = IMAPIClientShutdown::NotifyProcessShutdown;
    ClientDoFastShutdown = IMAPIClientShutdown::DoFastShutdown;
    ServicesConfigureMsgService = IMsgServiceAdmin::ConfigureMsgService;
    ServicesOpenProfileSection = IMsgServiceAdmin::OpenProfileSection;
    ServicesMsgServiceTransportOrder = IMsgServiceAdmin::MsgServiceTransportOrder;
    ServicesAdminProviders = IMsgServiceAdmin::AdminProviders;
    ServicesSetPrimaryIdentity = IMsgServiceAdmin::SetPrimaryIdentity;
    ServicesGetProviderTable = IMsgServiceAdmin::GetProviderTable;
    ServicesCreateMsgServiceEx = IMsgServiceAdmin2::CreateMsgServiceEx;
    AdminGetLastError = IProviderAdmin::GetLastError;
    AdminCreateProvider = IProviderAdmin::CreateProvider;
    AdminDeleteProvider = IProviderAdmin::DeleteProvider;
    AdminOpenProfileSection = IProviderAdmin::OpenProfileSection;
    AdminGetProviderTable = IProviderAdmin::GetProviderTable;
    TableAdvise = IMAPITable::Advise;
    TableUnadvise = IMAPITable::Unadvise;
    AdviseSinkOnNotify = IMAPIAdviseSink::OnNotify;
}
