//! `IAttach`.

use std::sync::Arc;

use super::folder::instance_key;
use super::open_store::OpenStore;
use super::read_only::{open_stream, read_only_props};
use super::spec::AttachmentSpec;
use crate::mapi::tags::{
    PR_ACCESS_LEVEL, PR_ATTACH_DATA_BIN, PR_ATTACH_FILENAME_W, PR_ATTACH_LONG_FILENAME_W, PR_ATTACH_METHOD,
    PR_ATTACH_MIME_TAG_W, PR_ATTACH_NUM, PR_ATTACH_SIZE, PR_INSTANCE_KEY, PR_OBJECT_TYPE, PR_RECORD_KEY,
    PR_RENDERING_POSITION,
};
use crate::mapi::{AttachMethod, MapiResult, ObjectType, PropValue, Row};
use crate::memory::MemoryProps;
use crate::spi::{IAttach, MapiObject, OpenPropertyRequest};

/// `PR_RENDERING_POSITION` of an attachment that is not shown inside the text.
const NOT_RENDERED: i32 = -1;

/// An open attachment.
pub(super) struct AttachmentObject {
    inside: Arc<OpenStore>,
    props: MemoryProps,
}

impl AttachmentObject {
    pub(super) fn new(inside: &Arc<OpenStore>, number: usize, spec: &AttachmentSpec) -> Self {
        let mut values = props(number, spec);
        values.push(PropValue::new(PR_ATTACH_DATA_BIN, spec.data.clone()));
        Self { inside: Arc::clone(inside), props: MemoryProps::new(values) }
    }

    fn props(&self) -> MapiResult<&MemoryProps> {
        self.inside.check_open()?;
        Ok(&self.props)
    }

    fn open_object(&self, request: &OpenPropertyRequest) -> MapiResult<MapiObject> {
        open_stream(self.props()?, request)
    }
}

read_only_props!(AttachmentObject);

impl IAttach for AttachmentObject {}

pub(super) fn attachment_row(number: usize, spec: &AttachmentSpec) -> Row {
    let mut values = props(number, spec);
    values.push(PropValue::new(PR_INSTANCE_KEY, instance_key(number)));
    Row::new(values)
}

/// [ATT-02] [ATT-08] [ATT-12]
fn props(number: usize, spec: &AttachmentSpec) -> Vec<PropValue> {
    let count = |bytes: usize| u32::try_from(bytes).unwrap_or(u32::MAX);
    let mut values = vec![
        PropValue::new(PR_ATTACH_NUM, count(number)),
        PropValue::new(PR_OBJECT_TYPE, ObjectType::Attach),
        PropValue::new(PR_RECORD_KEY, instance_key(number)),
        PropValue::new(PR_ATTACH_METHOD, AttachMethod::ByValue),
        PropValue::new(PR_ATTACH_SIZE, count(spec.data.len())),
        PropValue::new(PR_ATTACH_FILENAME_W, short_name(&spec.file_name)),
        PropValue::new(PR_ATTACH_LONG_FILENAME_W, spec.file_name.as_str()),
        PropValue::new(PR_RENDERING_POSITION, NOT_RENDERED),
        PropValue::new(PR_ACCESS_LEVEL, 0),
    ];
    values.extend(spec.mime_type.iter().map(|tag| PropValue::new(PR_ATTACH_MIME_TAG_W, tag.as_str())));
    values
}

/// Eight characters, a point, three characters.
fn short_name(name: &str) -> String {
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let cut = |text: &str, count: usize| text.chars().take(count).collect::<String>();
    if extension.is_empty() { cut(stem, 8) } else { format!("{}.{}", cut(stem, 8), cut(extension, 3)) }
}
