#include "file.h"
#include <filesystem>
#include <fstream>
#include <iterator>

namespace cppmapi {

namespace fs = std::filesystem;

static fs::path path_of(const Bytes &utf8) { return fs::u8path(utf8); }

std::shared_ptr<StoreFile> StoreFile::at(const Bytes &path) {
    static std::mutex lock;
    static std::map<Bytes, std::weak_ptr<StoreFile>> known;
    std::lock_guard<std::mutex> held(lock);
    std::shared_ptr<StoreFile> file = known[path].lock();
    if (!file) known[path] = file = std::make_shared<StoreFile>(path);
    return file;
}

bool StoreFile::reachable() const {
    std::error_code failed;
    return fs::is_directory(path_of(path).parent_path(), failed) && !fs::exists(path_of(path + ".offline"), failed);
}

bool StoreFile::exists() const {
    std::error_code failed;
    return fs::is_regular_file(path_of(path), failed) && fs::file_size(path_of(path), failed) > 0;
}

bool StoreFile::is_blank() const {
    std::error_code failed;
    return fs::is_regular_file(path_of(path), failed) && fs::is_empty(path_of(path), failed);
}

void StoreFile::create() {
    std::lock_guard<std::recursive_mutex> held(lock);
    if (exists()) return;
    data = seeded(path);
    loaded = true;
    save();
}

void StoreFile::refresh() {
    std::ifstream from(path_of(path), std::ios::binary);
    uint64_t change = 0;
    from.read(reinterpret_cast<char *>(&change), sizeof change);
    check(from.good(), MAPI_E_DISK_ERROR);
    if (loaded && change == data.change) return;
    from.seekg(0);
    data = unpacked(Bytes(std::istreambuf_iterator<char>(from), std::istreambuf_iterator<char>()));
    loaded = true;
}

// A new file in place of the old one, so that nobody reads half of it. What cannot be written shows at the next refresh.
void StoreFile::save() {
    ++data.change;
    const fs::path fresh = path_of(path + ".new");
    {
        std::ofstream to(fresh, std::ios::binary | std::ios::trunc);
        const Bytes bytes = packed(data);
        to.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    }
    std::error_code failed;
    fs::rename(fresh, path_of(path), failed);
}

} // namespace cppmapi
