// Sizes, offsets and slots of what crosses the vtables, held against the compiler: by g++ and by mingw.
#include "mapi_more.h"
#include <cstdio>

#define SIZE(type, size) static_assert(sizeof(type) == (size), "size of " #type)
#define AT(type, field, offset) static_assert(offsetof(type, field) == (offset), "offset of " #type "::" #field)

SIZE(ULONG, 4); SIZE(LONG, 4); SIZE(HRESULT, 4); SIZE(SCODE, 4); SIZE(BOOL, 4); SIZE(WCHAR, 2);
SIZE(ULONG_PTR, 8); SIZE(LPTSTR, 8); SIZE(GUID, 16); SIZE(MAPIUID, 16); SIZE(FILETIME, 8); SIZE(CURRENCY, 8);
SIZE(LARGE_INTEGER, 8); SIZE(ENTRYID, 5); SIZE(FLATENTRY, 8); SIZE(NOTIFKEY, 8);

SIZE(SPropValue, 24); AT(SPropValue, ulPropTag, 0); AT(SPropValue, dwAlignPad, 4); AT(SPropValue, Value, 8);
SIZE(SPropTagArray, 8); AT(SPropTagArray, aulPropTag, 4);
SIZE(SPropProblem, 12); SIZE(SPropProblemArray, 16); AT(SPropProblemArray, aProblem, 4);
SIZE(SBinary, 16); AT(SBinary, lpb, 8); SIZE(SBinaryArray, 16); SIZE(SLongArray, 16); SIZE(SWStringArray, 16);
SIZE(SRow, 16); AT(SRow, cValues, 4); AT(SRow, lpProps, 8); SIZE(SRowSet, 24); AT(SRowSet, aRow, 8);
SIZE(ADRENTRY, 16); SIZE(ADRLIST, 24); AT(ADRLIST, aEntries, 8);
SIZE(SSortOrder, 8); SIZE(SSortOrderSet, 20); AT(SSortOrderSet, aSort, 12);
SIZE(SRestriction, 32); AT(SRestriction, res, 8);
SIZE(SAndRestriction, 16); SIZE(SNotRestriction, 16); SIZE(SContentRestriction, 16); SIZE(SPropertyRestriction, 16);
SIZE(SBitMaskRestriction, 12); SIZE(SComparePropsRestriction, 12); SIZE(SSizeRestriction, 12);
SIZE(SExistRestriction, 12); SIZE(SSubRestriction, 16); SIZE(SCommentRestriction, 24);
AT(SContentRestriction, lpProp, 8); AT(SCommentRestriction, lpRes, 8); AT(SCommentRestriction, lpProp, 16);
SIZE(MAPIERROR, 32); AT(MAPIERROR, lpszError, 8); AT(MAPIERROR, lpszComponent, 16);
AT(MAPIERROR, ulLowLevelError, 24); AT(MAPIERROR, ulContext, 28);
SIZE(MAPINAMEID, 24); AT(MAPINAMEID, ulKind, 8); AT(MAPINAMEID, Kind, 16);
SIZE(NOTIFICATION, 88); AT(NOTIFICATION, info, 8);
SIZE(ERROR_NOTIFICATION, 32); SIZE(NEWMAIL_NOTIFICATION, 56); SIZE(OBJECT_NOTIFICATION, 72);
SIZE(TABLE_NOTIFICATION, 80); AT(TABLE_NOTIFICATION, propIndex, 8); AT(TABLE_NOTIFICATION, propPrior, 32);
AT(TABLE_NOTIFICATION, row, 56); SIZE(EXTENDED_NOTIFICATION, 16); SIZE(STATUS_OBJECT_NOTIFICATION, 32);
AT(OBJECT_NOTIFICATION, ulObjType, 16); AT(OBJECT_NOTIFICATION, lpParentID, 24);
AT(OBJECT_NOTIFICATION, lpPropTagArray, 64);
SIZE(STATSTG, 80); AT(STATSTG, cbSize, 16); AT(STATSTG, clsid, 56);
SIZE(ADRPARM, 136); AT(ADRPARM, lpfnABSDI, 48); AT(ADRPARM, lpContRestriction, 120);
SIZE(DTBLPAGE, 16); SIZE(DTBLEDIT, 16);

// What is passed as a handle or a connection is as wide as a pointer, in every method that has one.
template <class R, class C, class... A> constexpr size_t last_but_of(R (STDMETHODCALLTYPE C::*)(A...)) {
    size_t sizes[] = {sizeof(A)...};
    return sizes[sizeof...(A) - 1];
}
static_assert(last_but_of(&IMSLogon::Unadvise) == 8, "IMSLogon::Unadvise");
static_assert(last_but_of(&IMsgStore::Unadvise) == 8, "IMsgStore::Unadvise");
static_assert(last_but_of(&IMAPITable::Unadvise) == 8, "IMAPITable::Unadvise");
static_assert(last_but_of(&IMAPISupport::Unsubscribe) == 8, "IMAPISupport::Unsubscribe");

int main() {
    std::printf("layout: sizes and offsets hold\n");
    return 0;
}
