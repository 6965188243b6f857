//! A provider whose one object keeps what it is given and answers it.

use std::sync::{Arc, Mutex, MutexGuard};

use mapi_com::outgoing::Loopback;
use mapi_spi::mapi::codes::*;
use mapi_spi::mapi::*;
use mapi_spi::spi::*;

/// What was given last, by its type.
#[derive(Default)]
pub(crate) struct Kept {
    pub(crate) props: Vec<PropValue>,
    pub(crate) tags: Vec<PropTag>,
    pub(crate) problems: Vec<PropProblem>,
    pub(crate) names: Vec<NamedProp>,
    pub(crate) rows: Vec<Row>,
    pub(crate) restriction: Option<Restriction>,
    pub(crate) ids: Option<Vec<EntryId>>,
    pub(crate) id: Option<EntryId>,
    pub(crate) order: SortOrderSet,
    pub(crate) text: Option<MapiString>,
    pub(crate) bytes: Vec<u8>,
    pub(crate) notifications: Vec<Notification>,
    pub(crate) detail: Option<MapiErrorDetail>,
}

#[derive(Default)]
pub(crate) struct Mirror(Mutex<Kept>);

impl Mirror {
    pub(crate) fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap()
    }
}

/// A provider object that gives the mirror out as its store.
struct Provider(Arc<Mirror>);

impl IMSProvider for Provider {
    fn logon(&self, _: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        Ok(LogonAnswer::already_open(self.0.clone()))
    }

    fn compare_store_ids(&self, first: &EntryId, second: &EntryId, _: u32) -> MapiResult<bool> {
        self.0.kept().ids = Some(vec![first.clone(), second.clone()]);
        Ok(first == second)
    }
}

impl IMAPIProp for Mirror {
    fn get_last_error(&self, _: HResult, _: StringWidth) -> MapiResult<Option<MapiErrorDetail>> {
        Ok(self.kept().detail.clone())
    }

    fn get_props(&self, tags: Option<&[PropTag]>, _: GetPropsFlags) -> MapiResult<Warned<Vec<PropValue>>> {
        self.kept().tags = tags.unwrap_or_default().to_vec();
        Ok(Warned::ok(self.kept().props.clone()))
    }

    fn get_prop_list(&self, _: GetPropListFlags) -> MapiResult<Vec<PropTag>> {
        Ok(self.kept().tags.clone())
    }

    fn set_props(&self, values: &[PropValue]) -> MapiResult<Vec<PropProblem>> {
        self.kept().props = values.to_vec();
        Ok(self.kept().problems.clone())
    }

    fn delete_props(&self, tags: &[PropTag]) -> MapiResult<Vec<PropProblem>> {
        self.kept().tags = tags.to_vec();
        Ok(Vec::new())
    }

    fn get_names_from_ids(
        &self,
        tags: Option<&[PropTag]>,
        _: Option<MapiUid>,
        _: NamesFlags,
    ) -> MapiResult<Warned<NamesFromIds>> {
        let kept = self.kept();
        let tags = tags.map_or_else(|| kept.tags.clone(), <[_]>::to_vec);
        let names = kept.names.iter().cloned().map(Some).chain([None]).collect();
        Ok(Warned { value: NamesFromIds { tags, names }, warning: Some(Warning::errors_returned()) })
    }

    fn get_ids_from_names(
        &self,
        names: Option<&[NamedProp]>,
        _: IdsFlags,
    ) -> MapiResult<Warned<Vec<PropTag>>> {
        self.kept().names = names.unwrap_or_default().to_vec();
        Ok(Warned::ok(self.kept().tags.clone()))
    }
}

impl IMsgStore for Mirror {
    fn advise(
        &self,
        id: Option<&EntryId>,
        _: EventMask,
        sink: Arc<dyn IMAPIAdviseSink>,
    ) -> MapiResult<Connection> {
        self.kept().id = id.cloned();
        let notifications = self.kept().notifications.clone();
        sink.on_notify(&notifications);
        Ok(Connection::new(u64::MAX).unwrap())
    }

    fn open_entry(&self, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
        self.kept().id = request.entry_id.cloned();
        Err(MAPI_E_NOT_FOUND.into())
    }

    fn set_receive_folder(
        &self,
        message_class: Option<&MapiString>,
        _: ReceiveFolderFlags,
        folder: Option<&EntryId>,
    ) -> MapiResult<()> {
        let mut kept = self.kept();
        (kept.text, kept.id) = (message_class.cloned(), folder.cloned());
        Ok(())
    }

    fn get_receive_folder(&self, _: Option<&MapiString>, _: ReceiveFolderFlags) -> MapiResult<ReceiveFolder> {
        let kept = self.kept();
        let entry_id = kept.id.clone().ok_or(MAPI_E_NOT_FOUND)?;
        Ok(ReceiveFolder { entry_id, explicit_class: kept.text.clone() })
    }

    fn get_receive_folder_table(&self, _: TableFlags) -> MapiResult<Arc<dyn IMAPITable>> {
        Err(MAPI_E_NO_SUPPORT.into())
    }
}

impl IMAPIContainer for Mirror {
    fn set_search_criteria(
        &self,
        restriction: Option<&Restriction>,
        containers: Option<&[EntryId]>,
        _: SearchFlags,
    ) -> MapiResult<()> {
        let mut kept = self.kept();
        (kept.restriction, kept.ids) = (restriction.cloned(), containers.map(<[_]>::to_vec));
        Ok(())
    }

    fn get_search_criteria(&self, _: StringWidth) -> MapiResult<SearchCriteria> {
        let kept = self.kept();
        let (restriction, containers) = (kept.restriction.clone(), kept.ids.clone());
        Ok(SearchCriteria { restriction, containers, state: SearchState::from_bits_retain(7) })
    }
}

impl IMAPIFolder for Mirror {}

impl IMAPITable for Mirror {
    fn set_columns(&self, columns: &[PropTag], _: SetColumnsFlags) -> MapiResult<()> {
        self.kept().tags = columns.to_vec();
        Ok(())
    }

    fn query_columns(&self, _: QueryColumnsFlags) -> MapiResult<Vec<PropTag>> {
        Ok(self.kept().tags.clone())
    }

    fn get_row_count(&self, _: u32) -> MapiResult<Warned<u32>> {
        Ok(Warned::ok(0))
    }

    fn seek_row(&self, _: Bookmark, rows: i32) -> MapiResult<Warned<i32>> {
        Ok(Warned::warning(rows, Warning::position_changed()))
    }

    fn sort_table(&self, order: &SortOrderSet, _: SortFlags) -> MapiResult<()> {
        self.kept().order = order.clone();
        Ok(())
    }

    fn query_sort_order(&self) -> MapiResult<SortOrderSet> {
        Ok(self.kept().order.clone())
    }

    fn query_rows(&self, _: i32, _: QueryRowsFlags) -> MapiResult<Vec<Row>> {
        Ok(self.kept().rows.clone())
    }

    fn get_collapse_state(&self, _: u32, instance_key: &[u8]) -> MapiResult<Vec<u8>> {
        self.kept().bytes = instance_key.to_vec();
        Ok(instance_key.iter().rev().copied().collect())
    }
}

impl IMessage for Mirror {
    fn modify_recipients(&self, _: ModifyRecipientsFlags, recipients: &[Row]) -> MapiResult<()> {
        self.kept().rows = recipients.to_vec();
        Ok(())
    }
}

/// The mirror and its proxies: what a client has of it through the boundary.
pub(crate) struct Through {
    pub(crate) mirror: Arc<Mirror>,
    pub(crate) provider: Arc<dyn IMSProvider>,
    pub(crate) folder: Arc<dyn IMAPIFolder>,
    pub(crate) message: Arc<dyn IMessage>,
    pub(crate) table: Arc<dyn IMAPITable>,
    pub(crate) store: Arc<dyn IMsgStore>,
    /// Lives as long as what came through it.
    pub(crate) loopback: Loopback,
}

/// A store object that gives the mirror by its other interfaces.
struct Doors(Arc<Mirror>);

impl IMAPIProp for Doors {
    fn get_props(&self, _: Option<&[PropTag]>, _: GetPropsFlags) -> MapiResult<Warned<Vec<PropValue>>> {
        Ok(Warned::ok(Vec::new()))
    }
}

impl IMsgStore for Doors {
    fn open_entry(&self, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
        let mirror = self.0.clone();
        Ok(match request.interface {
            Some(iids::IID_IMAPIFolder) => MapiObject::Folder(mirror),
            Some(iids::IID_IMessage) => MapiObject::Message(mirror),
            Some(iids::IID_IMAPITable) => MapiObject::Table(mirror),
            _ => MapiObject::Store(mirror),
        })
    }
}

struct Open(Arc<Mirror>);

impl IMSProvider for Open {
    fn logon(&self, _: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        Ok(LogonAnswer::already_open(Arc::new(Doors(self.0.clone()))))
    }

    fn compare_store_ids(&self, first: &EntryId, second: &EntryId, flags: u32) -> MapiResult<bool> {
        Provider(self.0.clone()).compare_store_ids(first, second, flags)
    }
}

/// A support object that nothing is asked of.
pub(crate) struct NoSupport;

impl IMAPISupport for NoSupport {
    fn add_ref(&self, _: CountedBy) -> u32 {
        2
    }

    fn release(&self, _: CountedBy) -> u32 {
        1
    }
}

impl Through {
    pub(crate) fn new() -> Self {
        let mirror = Arc::new(Mirror::default());
        let own = mirror.clone();
        let loopback = Loopback::new(move |_: &InitRequest| Ok(InitAnswer::new(Arc::new(Open(own.clone())))));
        let request = InitRequest::new(MemAllocRoutines::new(1));
        let provider = loopback.ms_provider_init(&request).unwrap().provider.unwrap();
        let support = Support::from_object(Arc::new(NoSupport));
        let name = MapiString::from("p");
        let logon = LogonRequest::new(&support, &name, None, StoreLogonFlags::MAPI_UNICODE);
        let doors = provider.logon(&logon).unwrap().store.unwrap();
        let open = |iid| doors.open_entry(&OpenEntryRequest::root().interface(iid)).unwrap();
        Self {
            folder: open(iids::IID_IMAPIFolder).into_folder().unwrap(),
            message: open(iids::IID_IMessage).into_message().unwrap(),
            table: open(iids::IID_IMAPITable).into_table().unwrap(),
            store: open(iids::IID_IMsgStore).into_store().unwrap(),
            mirror,
            provider,
            loopback,
        }
    }
}
