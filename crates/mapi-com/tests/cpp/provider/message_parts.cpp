// Recipients and attachments of a message.
#include "message.h"
#include <algorithm>

namespace cppmapi {

Props attachment_props(Inside &inside, ULONG number, const Props &stored) {
    Props props = stored;
    size_t size = 0;
    for (const auto &entry : stored) size += entry.second.size();
    put(props, cppmapi::number(PR_ATTACH_NUM, static_cast<LONG>(number)));
    put(props, cppmapi::number(PR_OBJECT_TYPE, MAPI_ATTACH));
    put(props, cppmapi::number(PR_ATTACH_SIZE, static_cast<LONG>(size)));
    put(props, binary(PR_RECORD_KEY, little_endian(number)));
    put(props, binary(PR_STORE_ENTRYID, inside.wrapped));
    put(props, binary(PR_STORE_RECORD_KEY, inside.record_key()));
    put(props, cppmapi::number(PR_STORE_SUPPORT_MASK, static_cast<LONG>(inside.support_mask())));
    return props;
}

// The content is opened and not shown in tables.
STDMETHODIMP MessageObject::GetAttachmentTable(ULONG flags, LPMAPITABLE *table) {
    return guarded([&] {
        check(table != nullptr, MAPI_E_INVALID_PARAMETER);
        inside->check_open();
        const auto of = inside;
        const auto shared = draft;
        const auto rows = [of, shared] {
            std::lock_guard<std::recursive_mutex> held(shared->lock);
            Rows rows;
            for (const auto &entry : shared->message.attachments) {
                Props row = attachment_props(*of, entry.first, entry.second);
                row.erase(PROP_ID(PR_ATTACH_DATA_BIN));
                put(row, binary(PR_INSTANCE_KEY, little_endian(entry.first)));
                rows.push_back(row);
            }
            return rows;
        };
        *table = new Table(inside,
            in_widths({PR_ATTACH_NUM, PR_INSTANCE_KEY, PR_RECORD_KEY, PR_RENDERING_POSITION, PR_ATTACH_FILENAME_W,
                          PR_ATTACH_METHOD, PR_ATTACH_SIZE},
                flags),
            rows);
        return S_OK;
    });
}

STDMETHODIMP MessageObject::OpenAttach(ULONG number, LPCIID iid, ULONG flags, LPATTACH *attach) {
    return guarded([&] {
        check(attach != nullptr, MAPI_E_INVALID_PARAMETER);
        *attach = nullptr;
        inside->check_open();
        check(is_one_of(iid, {&IID_IAttachment, &IID_IMAPIProp, &IID_IUnknown}), MAPI_E_INTERFACE_NOT_SUPPORTED);
        check(may_write || !(flags & MAPI_MODIFY) || (flags & MAPI_BEST_ACCESS), MAPI_E_NO_ACCESS);
        const Props props = with([&](const Message &message) {
            const auto at = message.attachments.find(number);
            check(at != message.attachments.end(), MAPI_E_NOT_FOUND);
            return at->second;
        });
        *attach =
            open_attachment(inside, draft, number, props, may_write && (flags & (MAPI_MODIFY | MAPI_BEST_ACCESS)));
        return S_OK;
    });
}

STDMETHODIMP MessageObject::CreateAttach(LPCIID iid, ULONG, ULONG *number, LPATTACH *attach) {
    return guarded([&] {
        check(number && attach, MAPI_E_INVALID_PARAMETER);
        *attach = nullptr;
        check_write();
        check(is_one_of(iid, {&IID_IAttachment, &IID_IMAPIProp, &IID_IUnknown}), MAPI_E_INTERFACE_NOT_SUPPORTED);
        *number = with([](Message &message) { return message.next_attachment++; });
        Props props;
        put(props, cppmapi::number(PR_RENDERING_POSITION, -1));
        *attach = open_attachment(inside, draft, *number, props, true);
        return S_OK;
    });
}

STDMETHODIMP MessageObject::DeleteAttach(ULONG number, ULONG_PTR, LPMAPIPROGRESS, ULONG) {
    return guarded([&] {
        check_write();
        check(with([&](Message &message) { return message.attachments.erase(number) == 1; }), MAPI_E_NOT_FOUND);
        return S_OK;
    });
}

STDMETHODIMP MessageObject::GetRecipientTable(ULONG flags, LPMAPITABLE *table) {
    return guarded([&] {
        check(table != nullptr, MAPI_E_INVALID_PARAMETER);
        inside->check_open();
        const auto shared = draft;
        const auto rows = [shared] {
            std::lock_guard<std::recursive_mutex> held(shared->lock);
            Rows rows = shared->message.recipients;
            for (Props &row : rows)
                put(row,
                    binary(PR_INSTANCE_KEY, little_endian(static_cast<ULONG>(cppmapi::find(row, PR_ROWID)->number()))));
            return rows;
        };
        *table = new Table(inside,
            in_widths(
                {PR_ROWID, PR_INSTANCE_KEY, PR_RECIPIENT_TYPE, PR_DISPLAY_NAME_W, PR_ADDRTYPE_W, PR_EMAIL_ADDRESS_W},
                flags),
            rows);
        return S_OK;
    });
}

static Props recipient(const ADRENTRY &entry) {
    Props row;
    for (ULONG at = 0; at < entry.cValues; ++at) {
        const ULONG type = PROP_TYPE(entry.rgPropVals[at].ulPropTag);
        if (type != PT_ERROR && type != PT_NULL) put(row, taken(entry.rgPropVals[at]));
    }
    check(cppmapi::find(row, PR_RECIPIENT_TYPE) != nullptr, MAPI_E_INVALID_PARAMETER);
    return row;
}

STDMETHODIMP MessageObject::ModifyRecipients(ULONG flags, LPADRLIST list) {
    return guarded([&] {
        check_write();
        check((flags & ~(MODRECIP_ADD | MODRECIP_MODIFY | MODRECIP_REMOVE)) == 0, MAPI_E_UNKNOWN_FLAGS);
        std::vector<Props> rows;
        for (ULONG at = 0; list && at < list->cEntries; ++at) rows.push_back(recipient(list->aEntries[at]));
        with([&](Message &message) {
            std::vector<Props> &held = message.recipients;
            const auto place = [&](const Props &row) {
                const Value *id = cppmapi::find(row, PR_ROWID);
                return std::find_if(held.begin(), held.end(),
                    [&](const Props &other) { return id && cppmapi::find(other, PR_ROWID)->number() == id->number(); });
            };
            if (flags == 0) held.clear();
            LONG next = 0;
            for (const Props &row : held) next = std::max(next, cppmapi::find(row, PR_ROWID)->number() + 1);
            for (Props &row : rows) {
                const auto at = flags & (MODRECIP_MODIFY | MODRECIP_REMOVE) ? place(row) : held.end();
                check(at != held.end() || !(flags & (MODRECIP_MODIFY | MODRECIP_REMOVE)), MAPI_E_NOT_FOUND);
                if (flags & MODRECIP_REMOVE) held.erase(at);
                else if (flags & MODRECIP_MODIFY) *at = row;
                else put(row, number(PR_ROWID, next++)), held.push_back(row);
            }
        });
        return S_OK;
    });
}

// To another message, whoever it belongs to.
void MessageObject::copy_parts(LPUNKNOWN to, const std::set<ULONG> &excluded) {
    Ref<IMessage> other;
    if (FAILED(to->QueryInterface(IID_IMessage, reinterpret_cast<LPVOID *>(other.out())))) return;
    const Message own = with([](const Message &message) { return message; });
    if (excluded.count(PROP_ID(PR_MESSAGE_RECIPIENTS)) == 0 && !own.recipients.empty()) {
        Answer answer(inside->memory);
        ADRLIST *list = static_cast<ADRLIST *>(answer.take(CbNewADRLIST(own.recipients.size())));
        for (const Props &row : own.recipients) {
            ADRENTRY &entry = list->aEntries[list->cEntries++];
            entry.rgPropVals = answer.take_of<SPropValue>(row.size());
            for (const auto &value : row)
                give(entry.rgPropVals[entry.cValues++], value.second.tag, &value.second, MAPI_UNICODE, answer);
        }
        check(other->ModifyRecipients(0, list));
    }
    if (excluded.count(PROP_ID(PR_MESSAGE_ATTACHMENTS)) != 0) return;
    for (const auto &attachment : own.attachments) {
        ULONG made = 0;
        Ref<IAttach> copy;
        check(other->CreateAttach(nullptr, 0, &made, copy.out()));
        Answer answer(inside->memory);
        SPropValue *values = answer.take_of<SPropValue>(attachment.second.size());
        ULONG count = 0;
        for (const auto &value : attachment.second)
            give(values[count++], value.second.tag, &value.second, MAPI_UNICODE, answer);
        check(copy->SetProps(count, values, nullptr));
        check(copy->SaveChanges(0));
    }
}

} // namespace cppmapi
