// A store file, shared by all openings in this process and held against what other processes write.
#pragma once
#include "data.h"
#include <memory>
#include <mutex>

namespace cppmapi {

class StoreFile {
    std::recursive_mutex lock;
    Data data;
    bool loaded = false;

    void refresh();
    void save();

public:
    const Bytes path;

    explicit StoreFile(const Bytes &path) : path(path) {}
    // The file of a path, the same one for all who ask; it need not exist.
    static std::shared_ptr<StoreFile> at(const Bytes &path);

    // Whether the store can be reached: its folder is there, and nobody has put a file "<path>.offline" beside it.
    bool reachable() const;
    // Whether there is a store.
    bool exists() const;
    // Whether the file is there and empty: a store that is filled when it is opened first.
    bool is_blank() const;
    // Makes one if there is none.
    void create();
    Bytes id(Kind kind, ULONG number) const { return encoded({path, kind, number}); }

    // Work on the data under the lock. It calls nobody outside: no lock is held while MAPI is called.
    template <class Work> auto read(Work work) {
        std::lock_guard<std::recursive_mutex> held(lock);
        refresh();
        return work(static_cast<const Data &>(data));
    }
    template <class Work> auto change(Work work) {
        std::lock_guard<std::recursive_mutex> held(lock);
        refresh();
        struct Saved {
            StoreFile &file;
            ~Saved() { file.save(); }
        } saved{*this};
        return work(data);
    }
};

} // namespace cppmapi
