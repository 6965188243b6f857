// An attachment: it goes into the draft of its message when it is saved, and into the store with the message.
#include "message.h"

namespace cppmapi {

namespace {

class AttachObject : public PropObject<IAttach> {
    const std::shared_ptr<Draft> draft;
    const ULONG number;
    std::mutex lock;
    Props props;

protected:
    void *find(REFIID iid) override {
        return is_one_of(&iid, {&IID_IAttachment, &IID_IMAPIProp, &IID_IUnknown}) ? static_cast<IAttach *>(this)
                                                                                  : nullptr;
    }

public:
    AttachObject(
        const std::shared_ptr<Inside> &inside, std::shared_ptr<Draft> draft, ULONG number, Props props, bool write)
        : PropObject(inside, write), draft(std::move(draft)), number(number), props(std::move(props)) {}

    Props read() override {
        inside->check_open();
        std::lock_guard<std::mutex> held(lock);
        Props all = attachment_props(*inside, number, props);
        put(all, cppmapi::number(PR_ACCESS_LEVEL, may_write ? MAPI_MODIFY : 0));
        return all;
    }
    bool computed(ULONG tag) const override {
        for (ULONG own : {PR_ATTACH_NUM, PR_OBJECT_TYPE, PR_ATTACH_SIZE, PR_RECORD_KEY, PR_STORE_ENTRYID,
                 PR_STORE_RECORD_KEY, PR_STORE_SUPPORT_MASK, PR_ACCESS_LEVEL, PR_INSTANCE_KEY})
            if (PROP_ID(own) == PROP_ID(tag)) return true;
        return false;
    }
    void change(const std::function<void(Props &)> &work) override {
        std::lock_guard<std::mutex> held(lock);
        work(props);
    }
    void save(ULONG) override {
        std::lock_guard<std::mutex> held(lock);
        std::lock_guard<std::recursive_mutex> held_draft(draft->lock);
        draft->message.attachments[number] = props;
    }
};

} // namespace

IAttach *open_attachment(const std::shared_ptr<Inside> &inside, const std::shared_ptr<Draft> &draft, ULONG number,
    const Props &props, bool write) {
    return new AttachObject(inside, draft, number, props, write);
}

} // namespace cppmapi
