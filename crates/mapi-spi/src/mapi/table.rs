//! Rows, restrictions and sort orders.

use super::{PropTag, PropType, PropValue};

/// A row of a table: one property a column (`SRow`). Page: `srow`.
#[doc(alias = "SRow")]
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Row(Vec<PropValue>);

impl Row {
    /// A row with these columns.
    #[must_use]
    pub const fn new(columns: Vec<PropValue>) -> Self {
        Self(columns)
    }

    /// The column of this tag: same identifier, and the same type unless `tag` has `PT_UNSPECIFIED` or the row holds an
    /// error in place of the value.
    #[must_use]
    pub fn get(&self, tag: PropTag) -> Option<&PropValue> {
        self.0.iter().find(|column| {
            let wanted = tag.prop_type();
            let held = column.tag().prop_type();
            column.id() == tag.id()
                && (wanted == held || wanted == PropType::PT_UNSPECIFIED || held == PropType::PT_ERROR)
        })
    }

    /// All columns in order.
    #[must_use]
    pub fn props(&self) -> &[PropValue] {
        &self.0
    }

    /// All columns in order, without the row.
    #[must_use]
    pub fn into_props(self) -> Vec<PropValue> {
        self.0
    }
}

impl From<Vec<PropValue>> for Row {
    fn from(columns: Vec<PropValue>) -> Self {
        Self(columns)
    }
}

/// A filter of rows (`SRestriction`). Page: `srestriction`.
///
/// However deep it is, it can be copied, compared, written out and dropped; tables answer MAPI_E_TOO_COMPLEX to what is too
/// deep for them.
#[doc(alias = "SRestriction")]
pub enum Restriction {
    /// All of them (`RES_AND`); true without any.
    And(Vec<Restriction>),
    /// One of them at least (`RES_OR`); false without any.
    Or(Vec<Restriction>),
    /// Not this one (`RES_NOT`).
    Not(Box<Restriction>),
    /// A string or binary property is like a value (`RES_CONTENT`).
    Content {
        /// How alike.
        fuzzy: FuzzyLevel,
        /// The property.
        tag: PropTag,
        /// What to look for.
        value: PropValue,
    },
    /// A property compared with a value (`RES_PROPERTY`).
    Property {
        /// How.
        op: RelOp,
        /// The property.
        tag: PropTag,
        /// The value on the right.
        value: PropValue,
    },
    /// Two properties compared (`RES_COMPAREPROPS`).
    CompareProps {
        /// How.
        op: RelOp,
        /// The property on the left.
        left: PropTag,
        /// The property on the right.
        right: PropTag,
    },
    /// Bits of a property (`RES_BITMASK`).
    Bitmask {
        /// What the bits have to be.
        op: BitmaskOp,
        /// The property.
        tag: PropTag,
        /// The bits.
        mask: u32,
    },
    /// The size of a property's value in bytes (`RES_SIZE`).
    Size {
        /// How.
        op: RelOp,
        /// The property.
        tag: PropTag,
        /// The size on the right.
        size: u32,
    },
    /// The object has the property (`RES_EXIST`).
    Exist(PropTag),
    /// A row of a subobject's table meets a restriction (`RES_SUBRESTRICTION`).
    Sub {
        /// `PR_MESSAGE_RECIPIENTS` or `PR_MESSAGE_ATTACHMENTS`.
        tag: PropTag,
        /// What a row of it has to meet.
        restriction: Box<Restriction>,
    },
    /// A restriction with properties that say something to whoever keeps it (`RES_COMMENT`).
    Comment {
        /// The properties.
        props: Vec<PropValue>,
        /// The restriction; none is always true.
        restriction: Option<Box<Restriction>>,
    },
    /// The first rows that meet a restriction (`RES_COUNT`).
    Count {
        /// How many.
        count: u32,
        /// What they have to meet.
        restriction: Box<Restriction>,
    },
}

/// How two values are compared (`RELOP_`). Page: `spropertyrestriction`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RelOp {
    /// `RELOP_LT`
    Lt,
    /// `RELOP_LE`
    Le,
    /// `RELOP_GT`
    Gt,
    /// `RELOP_GE`
    Ge,
    /// `RELOP_EQ`
    Eq,
    /// `RELOP_NE`
    Ne,
    /// `RELOP_RE`, LIKE in the sense of UNIX.
    Re,
    /// `RELOP_MEMBER_OF_DL`
    MemberOfDl,
}

/// What bits have to be (`BMR_`). Page: `sbitmaskrestriction`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BitmaskOp {
    /// `BMR_EQZ`: all clear.
    AllClear,
    /// `BMR_NEZ`: one set at least.
    AnySet,
}

/// How alike a content restriction wants two values (`ulFuzzyLevel`). Page: `scontentrestriction`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FuzzyLevel {
    /// The low 16 bits.
    pub part: FuzzyPart,
    /// `FL_IGNORECASE`
    pub ignore_case: bool,
    /// `FL_IGNORENONSPACE`: ignore diacritics.
    pub ignore_nonspace: bool,
    /// `FL_LOOSE`: the provider may do as it likes.
    pub loose: bool,
}

/// Which part of the value has to match.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FuzzyPart {
    /// `FL_FULLSTRING`
    Full,
    /// `FL_SUBSTRING`
    Substring,
    /// `FL_PREFIX`
    Prefix,
}

impl FuzzyLevel {
    /// This part, letter for letter.
    #[must_use]
    pub const fn exact(part: FuzzyPart) -> Self {
        Self { part, ignore_case: false, ignore_nonspace: false, loose: false }
    }

    /// This part, without regard to case.
    #[must_use]
    pub const fn ignoring_case(part: FuzzyPart) -> Self {
        Self { part, ignore_case: true, ignore_nonspace: false, loose: false }
    }
}

/// One key of a sort order (`SSortOrder`). Page: `ssortorder`.
#[doc(alias = "SSortOrder")]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SortOrder {
    /// The column.
    pub tag: PropTag,
    /// The direction.
    pub direction: SortDirection,
}

/// The direction of a sort key (`TABLE_SORT_`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SortDirection {
    /// `TABLE_SORT_ASCEND`
    Ascending,
    /// `TABLE_SORT_DESCEND`
    Descending,
    /// `TABLE_SORT_COMBINE`: this column joins the one before it in a category.
    Combine,
    /// `TABLE_SORT_CATEG_MAX`: categories by the greatest value in them.
    CategoryMax,
    /// `TABLE_SORT_CATEG_MIN`: categories by the least value in them.
    CategoryMin,
}

/// A sort order (`SSortOrderSet`). Page: `ssortorderset`.
#[doc(alias = "SSortOrderSet")]
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SortOrderSet {
    /// The keys, the most important one first.
    pub orders: Vec<SortOrder>,
    /// How many of the first keys are categories.
    pub categories: u32,
    /// How many categories are expanded at first.
    pub expanded: u32,
}

impl SortOrderSet {
    /// A sort order without categories.
    #[must_use]
    pub fn plain(orders: Vec<SortOrder>) -> Self {
        Self { orders, categories: 0, expanded: 0 }
    }
}

/// A position in a table (`BOOKMARK`). Page: `imapitable-createbookmark`.
#[doc(alias = "BOOKMARK")]
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Bookmark(u32);

impl Bookmark {
    /// `BOOKMARK_BEGINNING`: before the first row.
    #[doc(alias = "BOOKMARK_BEGINNING")]
    pub const BEGINNING: Self = Self(0);
    /// `BOOKMARK_CURRENT`: where the cursor is.
    #[doc(alias = "BOOKMARK_CURRENT")]
    pub const CURRENT: Self = Self(1);
    /// `BOOKMARK_END`: after the last row.
    #[doc(alias = "BOOKMARK_END")]
    pub const END: Self = Self(2);

    /// The bookmark with this number.
    #[must_use]
    pub const fn from_raw(raw: u32) -> Self {
        Self(raw)
    }

    /// The number.
    #[must_use]
    pub const fn raw(self) -> u32 {
        self.0
    }
}
