// A message that is there: recipients, attachments, streams.
#include "host.h"

namespace host {

static std::string read_all(IStream *stream) {
    std::string all;
    for (;;) {
        char part[7];
        ULONG read = 99;
        if (FAILED(stream->Read(part, sizeof part, &read)) || read > sizeof part)
            return expect(false, "stream: Read"), all;
        all.append(part, read);
        if (read < sizeof part) return all;
    }
}

void check_stream(IMAPIProp *object, ULONG tag, const std::string &whose) {
    const std::optional<Value> value = get(object, tag);
    Ref<IStream> stream, clone;
    const HRESULT code = object->OpenProperty(tag, &IID_IStream, 0, 0, reinterpret_cast<LPUNKNOWN *>(stream.out()));
    if (!expect(code == S_OK && stream, whose + ": OpenProperty as a stream, " + hex(code))) return;
    const std::string bytes = read_all(stream.get());
    if (value) expect(bytes == value->bytes(), whose + ": the stream has what GetProps answers");
    STATSTG stat;
    std::memset(static_cast<void *>(&stat), 0xCD, sizeof stat);
    if (succeeds(stream->Stat(&stat, STATFLAG_NONAME), whose + ": Stat"))
        expect(stat.cbSize.QuadPart == bytes.size() && stat.type == STGTY_STREAM, whose + ": size and type");
    LARGE_INTEGER move{};
    ULARGE_INTEGER position{}, copied{}, written{};
    move.QuadPart = -1;
    position.QuadPart = UNWRITTEN;
    succeeds(stream->Seek(move, STREAM_SEEK_END, &position), whose + ": Seek from the end");
    expect(position.QuadPart == bytes.size() - 1, whose + ": one before the end");
    const HRESULT cloned = stream->Clone(clone.out());
    if (cloned == S_OK && clone)
        expect(
            read_all(clone.get()) == bytes.substr(bytes.size() - 1), whose + ": a clone stands where the stream does");
    else expect(cloned != S_OK, whose + ": S_OK comes with a clone [MEM-04]");
    ULONG done = 0;
    expect(FAILED(stream->Write("x", 1, &done)), whose + ": no writing where none was asked for");
    (void)copied, (void)written;
}

static void check_attachment(IMessage *message, LONG number) {
    Ref<IAttach> attachment;
    const HRESULT code = message->OpenAttach(static_cast<ULONG>(number), nullptr, 0, attachment.out());
    if (!expect(code == S_OK && attachment, "attachment: opens by its number, " + hex(code))) return;
    const std::optional<Value> own = get(attachment.get(), PR_ATTACH_NUM);
    expect(own && own->number() == number, "attachment: its number");
    const std::optional<Value> method = get(attachment.get(), PR_ATTACH_METHOD);
    if (method && method->number() == static_cast<LONG>(ATTACH_BY_VALUE))
        check_stream(attachment.get(), PR_ATTACH_DATA_BIN, "attachment");
}

void check_message(IMessage *message) {
    Ref<IMAPITable> recipients, attachments;
    if (succeeds(message->GetRecipientTable(MAPI_UNICODE, recipients.out()), "message: GetRecipientTable") &&
        recipients) {
        const std::vector<Props> found = rows(recipients.get(), {PR_ROWID, PR_RECIPIENT_TYPE, PR_DISPLAY_NAME_W});
        for (const Props &row : found) expect(row.size() == 3, "message: a recipient has row, type and name");
        if (!found.empty()) check_tables(recipients.get(), PR_DISPLAY_NAME_W, "recipient table");
    }
    if (succeeds(message->GetAttachmentTable(MAPI_UNICODE, attachments.out()), "message: GetAttachmentTable") &&
        attachments)
        for (const Props &row : rows(attachments.get(), {PR_ATTACH_NUM}))
            check_attachment(message, row.begin()->second.number());
    Ref<IAttach> none;
    expect(FAILED(message->OpenAttach(4711, nullptr, 0, none.out())) && !none,
        "message: no attachment by a number that there is not");
    if (get(message, PR_BODY_W)) {
        check_stream(message, PR_BODY_W, "body");
        Ref<IStream> narrow;
        const HRESULT code =
            message->OpenProperty(PR_BODY_A, &IID_IStream, 0, 0, reinterpret_cast<LPUNKNOWN *>(narrow.out()));
        if (code == S_OK && narrow)
            expect(widened(read_all(narrow.get()).c_str()) == get(message, PR_BODY_W)->text(),
                "body: the same in the other width");
    }
    Ref<IMAPITable> by_property;
    const HRESULT code = message->OpenProperty(
        PR_MESSAGE_ATTACHMENTS, &IID_IMAPITable, 0, 0, reinterpret_cast<LPUNKNOWN *>(by_property.out()));
    expect(code == S_OK ? static_cast<bool>(by_property) : !by_property,
        "message: the attachments as a property, an object exactly with S_OK [MEM-04]");
}

} // namespace host
