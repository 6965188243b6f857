// All of the host's address book: dialogs, recipients that are changed where they lie, containers.
#include "book.h"

namespace book {

namespace {

Props recipient(const Text &name, LONG number) {
    Props row;
    put(row, text(PR_DISPLAY_NAME_W, name));
    put(row, cppmapi::number(PR_ROWID, number));
    return row;
}

// Recipients as ADRLIST asks for them: the list and the values of each entry are blocks of their own.
class Recipients {
    const Memory &memory;

public:
    LPADRLIST list = nullptr;

    Recipients(const Memory &memory, const std::vector<Text> &names) : memory(memory) {
        if (names.empty()) return;
        Answer set(memory);
        LPADRLIST made = static_cast<LPADRLIST>(set.take(CbNewADRLIST(names.size())));
        for (const Text &name : names) {
            Answer own(memory);
            const Props row = recipient(name, static_cast<LONG>(made->cEntries + 1));
            SPropValue *values = own.take_of<SPropValue>(row.size());
            size_t at = 0;
            for (const auto &entry : row) give(values[at++], entry.second.tag, &entry.second, MAPI_UNICODE, own);
            ADRENTRY &entry = made->aEntries[made->cEntries++];
            entry.cValues = static_cast<ULONG>(at);
            own.give(&entry.rgPropVals);
        }
        set.give(&list);
    }
    Recipients(const Recipients &) = delete;
    ~Recipients() {
        if (!list) return;
        for (ULONG at = 0; at < list->cEntries; ++at) memory.free(list->aEntries[at].rgPropVals);
        memory.free(list);
    }
    size_t count() const { return list ? list->cEntries : 0; }
    // The name and the number of each, as they are now.
    std::vector<std::pair<Text, LONG>> shown() const {
        std::vector<std::pair<Text, LONG>> found;
        for (ULONG at = 0; at < count(); ++at) {
            Props row;
            const ADRENTRY &entry = list->aEntries[at];
            for (ULONG value = 0; value < entry.cValues; ++value) put(row, taken(entry.rgPropVals[value]));
            const Value *name = find(row, PR_DISPLAY_NAME_W), *number = find(row, PR_ROWID);
            found.emplace_back(name ? name->text() : Text(), number ? number->number() : -1);
        }
        return found;
    }
};

const std::vector<std::pair<Text, LONG>> CHANGED = {{u"changed", 0}, {u"changed", 1}, {u"changed", 2}};

template <class T> LPTSTR string(T &text) { return reinterpret_cast<LPTSTR>(text); }

// A dialog with everything in it, in the width of the flags.
template <class Book> HRESULT ask(Book *book, Recipients &recipients, ULONG flags) {
    char16_t caption[] = u"Wh\u00f6?", entry[] = u"entry", wells[] = u"wells", to[] = u"To:", cc[] = u"Cc:";
    char narrow[][8] = {"Wh\xf6?", "entry", "wells", "To:", "Cc:"};
    const bool wide = (flags & AB_UNICODEUI) != 0;
    BYTE id[] = {1, 2, 3};
    LPTSTR titles[] = {wide ? string(to) : string(narrow[3]), wide ? string(cc) : string(narrow[4])};
    ULONG types[] = {1, 2};
    SRestriction contents{}, hierarchy{};
    contents.rt = RES_EXIST;
    contents.res.resExist.ulPropTag = PR_DISPLAY_NAME_W;
    hierarchy.rt = RES_NOT;
    hierarchy.res.resNot.lpRes = &contents;
    ADRPARM parms{};
    parms.cbABContEntryID = sizeof id;
    parms.lpABContEntryID = reinterpret_cast<LPENTRYID>(id);
    parms.ulFlags = flags;
    parms.lpszCaption = wide ? string(caption) : string(narrow[0]);
    parms.lpszNewEntryTitle = wide ? string(entry) : string(narrow[1]);
    parms.lpszDestWellsTitle = wide ? string(wells) : string(narrow[2]);
    parms.cDestFields = 2;
    parms.nDestFieldFocus = 1;
    parms.lppszDestTitles = titles;
    parms.lpulDestComps = types;
    parms.lpContRestriction = &contents;
    parms.lpHierRestriction = &hierarchy;
    ULONG_PTR window = 7;
    return book->Address(&window, &parms, &recipients.list);
}

template <class Book> void use(Book *book, const Memory &memory) {
    for (ULONG flags : {DIALOG_MODAL | AB_UNICODEUI, DIALOG_MODAL}) {
        Recipients none(memory, {}), one(memory, {u"a"}), two(memory, {u"a", u"b"}), three(memory, {u"a", u"b", u"c"});
        EXPECT(ask(book, none, flags) == S_OK && none.count() == 2);
        EXPECT(none.shown()[0] == std::make_pair(Text(u"new"), LONG{1}) && none.list->aEntries[1].cValues == 0);
        EXPECT(ask(book, one, flags) == S_OK && one.list == nullptr);
        EXPECT(ask(book, two, flags) == MAPI_E_USER_CANCEL && two.count() == 2 && two.shown()[1].first == u"b");
        EXPECT(ask(book, three, flags) == S_OK && three.shown() == CHANGED);
    }
    ULONG_PTR window = 5;
    char16_t more[] = u"More";
    const auto details = [&](BYTE first, ULONG flags) {
        BYTE id[] = {first, 9};
        return book->Details(&window, nullptr, nullptr, sizeof id, reinterpret_cast<LPENTRYID>(id), nullptr, nullptr,
            string(more), MAPI_UNICODE | DIALOG_MODAL | flags);
    };
    const ULONG tells = 0x10; // AB_TELL_DETAILS_CHANGE
    EXPECT(details(1, tells) == S_OK);
    EXPECT(details(2, tells) == S_FALSE);
    EXPECT(details(2, 0) == S_OK);
    EXPECT(details(0, 0) == MAPI_E_UNKNOWN_ENTRYID);
}

struct Id {
    BYTE bytes[2];
    LPENTRYID get() { return reinterpret_cast<LPENTRYID>(bytes); }
};

void use_containers(IAddrBook *book, const Memory &memory) {
    Id one{{1, 2}}, other{{1, 3}};
    ULONG same = 77, type = 77, size = 77;
    Ref<IUnknown> nobody;
    EXPECT(book->OpenEntry(2, one.get(), nullptr, 0, &type, nobody.out()) == MAPI_E_NOT_FOUND && !nobody);
    EXPECT(book->CompareEntryIDs(2, one.get(), 2, one.get(), 0, &same) == S_OK && same);
    EXPECT(book->CompareEntryIDs(2, one.get(), 2, other.get(), 0, &same) == S_OK && !same);
    const auto is = [&](HRESULT code, Received<ENTRYID> &id, const Bytes &bytes) {
        return code == S_OK && size == bytes.size() && (size == 0 || std::memcmp(id.get(), bytes.data(), size) == 0);
    };
    {
        Received<ENTRYID> none(memory), pab(memory), directory(memory), made(memory), new_one(memory);
        EXPECT(is(book->GetPAB(&size, none.out()), none, "") && !none.get());
        EXPECT(book->SetPAB(2, one.get()) == S_OK && book->SetDefaultDir(2, other.get()) == S_OK);
        EXPECT(is(book->GetPAB(&size, pab.out()), pab, "\1\2"));
        EXPECT(is(book->GetDefaultDir(&size, directory.out()), directory, "\1\3"));
        char16_t kind[] = u"SMTP", address[] = u"a@b";
        EXPECT(is(book->CreateOneOff(nullptr, string(kind), string(address), MAPI_UNICODE, &size, made.out()), made, "a@b"));
        EXPECT(is(book->NewEntry(7, 0, 2, one.get(), 0, nullptr, &size, new_one.out()), new_one, "\1\2"));
        Received<SPropValue> options(memory);
        EXPECT(book->QueryDefaultRecipOpt(string(kind), MAPI_UNICODE, &size, options.out()) == S_OK && size == 1);
        EXPECT(options->ulPropTag == PR_DISPLAY_NAME_W && taken(*options.get()).text() == u"SMTP");
    }
    LPSRowSet path = nullptr;
    EXPECT(book->GetSearchPath(MAPI_UNICODE, &path) == S_OK && path && path->cRows == 1);
    EXPECT(book->SetSearchPath(0, path) == S_OK);
    memory.free(path->aRow[0].lpProps);
    memory.free(path);
}

void use_recipients(IAddrBook *book, const Memory &memory) {
    char16_t title[] = u"Wh\u00f6?";
    Recipients one(memory, {u"a"}), two(memory, {u"a", u"b"}), three(memory, {u"a", u"b", u"c"});
    EXPECT(book->ResolveName(7, AB_UNICODEUI, string(title), one.list) == MAPI_E_AMBIGUOUS_RECIP);
    EXPECT(one.shown()[0].first == u"a");
    EXPECT(book->ResolveName(7, AB_UNICODEUI, string(title), three.list) == S_OK && three.shown() == CHANGED);
    struct {
        ULONG cValues, aulPropTag[1];
    } tags{1, {PR_ROWID}};
    Recipients again(memory, {u"a", u"b", u"c"});
    EXPECT(book->PrepareRecips(0, nullptr, again.list) == S_OK && again.shown()[2].first == u"c");
    EXPECT(book->PrepareRecips(0, reinterpret_cast<LPSPropTagArray>(&tags), again.list) == S_OK);
    EXPECT(again.shown() == CHANGED);
    EXPECT(book->RecipOptions(0, 4, &two.list->aEntries[1]) == S_OK);
    EXPECT(two.shown()[1] == std::make_pair(Text(u"option"), LONG{4}));
    EXPECT(two.shown()[0] == std::make_pair(Text(u"a"), LONG{1}));
}

// What hears of changes in the address book.
class Sink : public Object<IMAPIAdviseSink> {
protected:
    void *find(REFIID iid) override {
        return is_one_of(&iid, {&IID_IMAPIAdviseSink, &IID_IUnknown}) ? static_cast<IMAPIAdviseSink *>(this) : nullptr;
    }

public:
    int heard = 0;
    STDMETHODIMP_(ULONG) OnNotify(ULONG count, LPNOTIFICATION) override { return heard += static_cast<int>(count), S_OK; }
};

void use_sink(IAddrBook *book) {
    Ref<Sink> sink;
    *sink.out() = new Sink;
    ULONG_PTR connection = 0;
    EXPECT(book->Advise(0, nullptr, fnevObjectModified, sink.get(), &connection) == S_OK && connection >> 32 != 0);
    EXPECT(sink->heard == 1);
    EXPECT(book->Unadvise(connection) == S_OK && book->Unadvise(connection + 1) == MAPI_E_NOT_FOUND);
}

} // namespace

void use_dialogs(LPMAPISUP support, const Memory &memory) { use(support, memory); }

void use_book(LPMAPISUP support, const Memory &memory) {
    Ref<IAddrBook> book, warned, refused;
    EXPECT(support->OpenAddressBook(nullptr, 2, refused.out()) == MAPI_E_UNKNOWN_FLAGS && !refused);
    EXPECT(support->OpenAddressBook(&IID_IAddrBook, 1, warned.out()) == MAPI_W_ERRORS_RETURNED && warned);
    EXPECT(support->OpenAddressBook(&IID_IAddrBook, 0, book.out()) == S_OK && book);
    use(book.get(), memory);
    use_containers(book.get(), memory);
    use_recipients(book.get(), memory);
    use_sink(book.get());
}

} // namespace book
