// IMAPIProp of everything in a store.
#pragma once
#include "inside.h"

namespace cppmapi {

// The properties of one opening of an object, wherever they lie.
class Properties {
public:
    const std::shared_ptr<Inside> inside;
    const bool may_write;

    Properties(std::shared_ptr<Inside> inside, bool may_write) : inside(std::move(inside)), may_write(may_write) {}
    virtual ~Properties() = default;

    // All of them as they are now. Fails once the store has ended.
    virtual Props read() = 0;
    // Whether only the store sets a property.
    virtual bool computed(ULONG tag) const = 0;
    // Whether a property may be changed, but not taken away.
    virtual bool required(ULONG) const { return false; }
    // Changes what clients may set.
    virtual void change(const std::function<void(Props &)> &work) = 0;
    virtual void save(ULONG) {}
    // A property that opens as something else than a stream; null for all others.
    virtual IUnknown *open_object(ULONG, REFIID, ULONG) { return nullptr; }
    // What CopyTo copies beside the properties.
    virtual void copy_parts(LPUNKNOWN, const std::set<ULONG> &) {}
    virtual IUnknown *unknown() = 0;

    HRESULT get_props(LPSPropTagArray tags, ULONG flags, ULONG *count, LPSPropValue *values);
    HRESULT get_prop_list(ULONG flags, LPSPropTagArray *tags);
    HRESULT set_props(ULONG count, LPSPropValue values, LPSPropProblemArray *problems);
    HRESULT delete_props(LPSPropTagArray tags, LPSPropProblemArray *problems);
    HRESULT open_property(ULONG tag, LPCIID iid, ULONG options, ULONG flags, LPUNKNOWN *out);
    HRESULT copy(const std::function<bool(ULONG)> &wanted, LPCIID iid, LPVOID to, ULONG flags,
        LPSPropProblemArray *problems, const std::set<ULONG> &excluded);
    HRESULT names_from_ids(LPSPropTagArray *tags, LPGUID set, ULONG *count, LPMAPINAMEID **names);
    HRESULT ids_from_names(ULONG count, LPMAPINAMEID *names, ULONG flags, LPSPropTagArray *tags);
    void check_write();
};

using Problems = std::vector<SPropProblem>;
void give(const Memory &memory, const Problems &problems, LPSPropProblemArray *out);

// The eleven methods of IMAPIProp for an interface that derives from it.
template <class I> class PropObject : public Object<I>, public Properties {
public:
    using Properties::Properties;
    IUnknown *unknown() override { return static_cast<I *>(this); }

    STDMETHODIMP GetLastError(HRESULT, ULONG, LPMAPIERROR *error) override {
        if (!error) return MAPI_E_INVALID_PARAMETER;
        *error = nullptr; // [ERR-06]
        return S_OK;
    }
    STDMETHODIMP SaveChanges(ULONG flags) override {
        return guarded([&] { return check_write(), this->save(flags), S_OK; });
    }
    STDMETHODIMP GetProps(LPSPropTagArray tags, ULONG flags, ULONG *count, LPSPropValue *values) override {
        return guarded([&] { return this->get_props(tags, flags, count, values); });
    }
    STDMETHODIMP GetPropList(ULONG flags, LPSPropTagArray *tags) override {
        return guarded([&] { return this->get_prop_list(flags, tags); });
    }
    STDMETHODIMP OpenProperty(ULONG tag, LPCIID iid, ULONG options, ULONG flags, LPUNKNOWN *out) override {
        return guarded([&] { return this->open_property(tag, iid, options, flags, out); });
    }
    STDMETHODIMP SetProps(ULONG count, LPSPropValue values, LPSPropProblemArray *problems) override {
        return guarded([&] { return this->set_props(count, values, problems); });
    }
    STDMETHODIMP DeleteProps(LPSPropTagArray tags, LPSPropProblemArray *problems) override {
        return guarded([&] { return this->delete_props(tags, problems); });
    }
    STDMETHODIMP CopyTo(ULONG interfaces, LPCIID excluded_interfaces, LPSPropTagArray excluded, ULONG_PTR,
        LPMAPIPROGRESS, LPCIID iid, LPVOID to, ULONG flags, LPSPropProblemArray *problems) override {
        (void)interfaces, (void)excluded_interfaces;
        return guarded([&] {
            std::set<ULONG> ids;
            for (ULONG at = 0; excluded && at < excluded->cValues; ++at) ids.insert(PROP_ID(excluded->aulPropTag[at]));
            return this->copy([&](ULONG tag) { return ids.count(PROP_ID(tag)) == 0; }, iid, to, flags, problems, ids);
        });
    }
    STDMETHODIMP CopyProps(LPSPropTagArray included, ULONG_PTR, LPMAPIPROGRESS, LPCIID iid, LPVOID to, ULONG flags,
        LPSPropProblemArray *problems) override {
        return guarded([&] {
            check(included && included->cValues != 0, MAPI_E_INVALID_PARAMETER);
            std::set<ULONG> ids;
            for (ULONG at = 0; at < included->cValues; ++at) ids.insert(PROP_ID(included->aulPropTag[at]));
            std::set<ULONG> parts;
            for (ULONG tag : {PR_MESSAGE_RECIPIENTS, PR_MESSAGE_ATTACHMENTS})
                if (ids.count(PROP_ID(tag)) == 0) parts.insert(PROP_ID(tag));
            return this->copy([&](ULONG tag) { return ids.count(PROP_ID(tag)) != 0; }, iid, to, flags, problems, parts);
        });
    }
    STDMETHODIMP GetNamesFromIDs(
        LPSPropTagArray *tags, LPGUID set, ULONG, ULONG *count, LPMAPINAMEID **names) override {
        return guarded([&] { return this->names_from_ids(tags, set, count, names); });
    }
    STDMETHODIMP GetIDsFromNames(ULONG count, LPMAPINAMEID *names, ULONG flags, LPSPropTagArray *tags) override {
        return guarded([&] { return this->ids_from_names(count, names, flags, tags); });
    }
};

} // namespace cppmapi
