//! Rows, restrictions and sort orders.

use super::numbered::numbered;
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
    /// Another kind by its number (`rt`), whose contents are not known; no table has it.
    Other(u32),
}

numbered! {
    /// How two values are compared. Page: `spropertyrestriction`; `RE` is LIKE in the sense of UNIX.
    RelOp {
        Lt = RELOP_LT, 0;
        Le = RELOP_LE, 1;
        Gt = RELOP_GT, 2;
        Ge = RELOP_GE, 3;
        Eq = RELOP_EQ, 4;
        Ne = RELOP_NE, 5;
        Re = RELOP_RE, 6;
        MemberOfDl = RELOP_MEMBER_OF_DL, 100;
    }
    /// What bits have to be: all clear, or one set at least. Page: `sbitmaskrestriction`.
    BitmaskOp {
        AllClear = BMR_EQZ, 0;
        AnySet = BMR_NEZ, 1;
    }
    /// Which part of the value has to match: the low 16 bits of `ulFuzzyLevel`. Page: `scontentrestriction`.
    FuzzyPart {
        Full = FL_FULLSTRING, 0;
        Substring = FL_SUBSTRING, 1;
        Prefix = FL_PREFIX, 2;
    }
    /// The direction of a sort key. Page: `ssortorder`.
    ///
    /// With `Combine` the column joins the one before it in a category; the last two sort categories by the greatest and by
    /// the least value in them.
    SortDirection {
        Ascending = TABLE_SORT_ASCEND, 0;
        Descending = TABLE_SORT_DESCEND, 1;
        Combine = TABLE_SORT_COMBINE, 2;
        CategoryMax = TABLE_SORT_CATEG_MAX, 4;
        CategoryMin = TABLE_SORT_CATEG_MIN, 8;
    }
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
    /// The high bits that have no name.
    pub other: u32,
}

impl FuzzyLevel {
    /// This part, letter for letter.
    #[must_use]
    pub const fn exact(part: FuzzyPart) -> Self {
        Self { part, ignore_case: false, ignore_nonspace: false, loose: false, other: 0 }
    }

    /// This part, without regard to case.
    #[must_use]
    pub const fn ignoring_case(part: FuzzyPart) -> Self {
        Self { part, ignore_case: true, ignore_nonspace: false, loose: false, other: 0 }
    }

    /// `ulFuzzyLevel`: the part in the low 16 bits, and the flags above it.
    ///
    /// ```
    /// use mapi_spi::mapi::{FuzzyLevel, FuzzyPart};
    ///
    /// let level = FuzzyLevel::ignoring_case(FuzzyPart::from_raw(1));
    /// assert_eq!(level.raw(), 0x0001_0001);
    /// assert_eq!(FuzzyLevel::from_raw(0x0001_0001), level);
    /// ```
    #[must_use]
    pub const fn raw(self) -> u32 {
        let Self { part, ignore_case, ignore_nonspace, loose, other } = self;
        let mut bits = part.raw() | other;
        if ignore_case {
            bits |= FL_IGNORECASE;
        }
        if ignore_nonspace {
            bits |= FL_IGNORENONSPACE;
        }
        if loose {
            bits |= FL_LOOSE;
        }
        bits
    }

    /// The level with this `ulFuzzyLevel`.
    #[must_use]
    pub const fn from_raw(bits: u32) -> Self {
        Self {
            part: FuzzyPart::from_raw(bits & FL_PARTS),
            ignore_case: bits & FL_IGNORECASE != 0,
            ignore_nonspace: bits & FL_IGNORENONSPACE != 0,
            loose: bits & FL_LOOSE != 0,
            other: bits & !(FL_PARTS | FL_IGNORECASE | FL_IGNORENONSPACE | FL_LOOSE),
        }
    }
}

const FL_PARTS: u32 = 0x0000_FFFF;
const FL_IGNORECASE: u32 = 0x0001_0000;
const FL_IGNORENONSPACE: u32 = 0x0002_0000;
const FL_LOOSE: u32 = 0x0004_0000;

/// One key of a sort order (`SSortOrder`). Page: `ssortorder`.
#[doc(alias = "SSortOrder")]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SortOrder {
    /// The column.
    pub tag: PropTag,
    /// The direction.
    pub direction: SortDirection,
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
