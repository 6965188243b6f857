#pragma once
#include "objects.h"

namespace cppmapi {

// What one opening of a message works on until it is saved; its attachments work on it, too.
struct Draft {
    std::recursive_mutex lock;
    Message message;
    bool is_new = false;
};

class MessageObject : public PropObject<IMessage> {
    const std::shared_ptr<Draft> draft;

    template <class Work> auto with(Work work) {
        std::lock_guard<std::recursive_mutex> held(draft->lock);
        return work(draft->message);
    }

protected:
    void *find(REFIID iid) override {
        return is_one_of(&iid, {&IID_IMessage, &IID_IMAPIProp, &IID_IUnknown}) ? static_cast<IMessage *>(this)
                                                                               : nullptr;
    }

public:
    MessageObject(const std::shared_ptr<Inside> &inside, std::shared_ptr<Draft> draft, bool write)
        : PropObject(inside, write), draft(std::move(draft)) {}
    Props read() override;
    bool computed(ULONG tag) const override;
    void change(const std::function<void(Props &)> &work) override;
    void save(ULONG flags) override;
    IUnknown *open_object(ULONG tag, REFIID iid, ULONG options) override;
    void copy_parts(LPUNKNOWN to, const std::set<ULONG> &excluded) override;

    STDMETHODIMP GetAttachmentTable(ULONG flags, LPMAPITABLE *table) override;
    STDMETHODIMP OpenAttach(ULONG number, LPCIID iid, ULONG flags, LPATTACH *attach) override;
    STDMETHODIMP CreateAttach(LPCIID iid, ULONG flags, ULONG *number, LPATTACH *attach) override;
    STDMETHODIMP DeleteAttach(ULONG number, ULONG_PTR window, LPMAPIPROGRESS progress, ULONG flags) override;
    STDMETHODIMP GetRecipientTable(ULONG flags, LPMAPITABLE *table) override;
    STDMETHODIMP ModifyRecipients(ULONG flags, LPADRLIST recipients) override;
    STDMETHODIMP SubmitMessage(ULONG) override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP SetReadFlag(ULONG flags) override;
};

// An attachment with this number, new or as the draft has it; with a reference for the caller.
IAttach *open_attachment(const std::shared_ptr<Inside> &inside, const std::shared_ptr<Draft> &draft, ULONG number,
    const Props &props, bool write);
Props attachment_props(Inside &inside, ULONG number, const Props &stored);

} // namespace cppmapi
