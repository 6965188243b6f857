// MAPIAllocateBuffer and its kin. Fresh memory is 0xCD, so that what a provider leaves unwritten shows.
#include "host.h"
#include <cstdio>
#include <cstdlib>

namespace host {

namespace {

struct Block {
    ULONG size;
    void *root; // itself for what MAPIAllocateBuffer gave
};

std::mutex ledger_lock;
std::map<const void *, Block> blocks;
size_t complaint_count = 0;

void complain(const char *what, const void *block) {
    ++complaint_count;
    std::printf("FAIL memory: %s (%p)\n", what, block);
}

void *fresh(ULONG size, void *root) {
    void *block = std::malloc(size ? size : 1);
    std::memset(block, 0xCD, size ? size : 1);
    blocks[block] = {size, root ? root : block};
    return block;
}

SCODE WINAPI allocate(ULONG size, LPVOID *out) {
    std::lock_guard<std::mutex> held(ledger_lock);
    if (!out) return MAPI_E_INVALID_PARAMETER;
    *out = fresh(size, nullptr);
    return S_OK;
}

SCODE WINAPI more(ULONG size, LPVOID root, LPVOID *out) {
    std::lock_guard<std::mutex> held(ledger_lock);
    const auto at = blocks.find(root);
    if (!out || at == blocks.end())
        return complain("MAPIAllocateMore on what is no block", root), MAPI_E_INVALID_PARAMETER;
    *out = fresh(size, at->second.root);
    return S_OK;
}

ULONG WINAPI release(LPVOID block) {
    std::lock_guard<std::mutex> held(ledger_lock);
    if (!block) return 0;
    const auto at = blocks.find(block);
    if (at == blocks.end()) return complain("MAPIFreeBuffer of what is no block", block), 1;
    if (at->second.root != block) return complain("MAPIFreeBuffer of a block of MAPIAllocateMore", block), 1;
    for (auto each = blocks.begin(); each != blocks.end();) {
        if (each->second.root != block) {
            ++each;
            continue;
        }
        std::memset(const_cast<void *>(each->first), 0xDD, each->second.size);
        std::free(const_cast<void *>(each->first));
        each = blocks.erase(each);
    }
    return 0;
}

} // namespace

const Memory MEMORY = {allocate, more, release};

namespace ledger {

size_t live() {
    std::lock_guard<std::mutex> held(ledger_lock);
    return blocks.size();
}

size_t complaints() { return complaint_count; }

bool is_root(const void *block) {
    std::lock_guard<std::mutex> held(ledger_lock);
    const auto at = blocks.find(block);
    return at != blocks.end() && at->second.root == block;
}

bool is_known(const void *block) {
    std::lock_guard<std::mutex> held(ledger_lock);
    return blocks.count(block) != 0;
}

void show() {
    std::lock_guard<std::mutex> held(ledger_lock);
    for (const auto &entry : blocks)
        std::printf("     a live block of %u bytes\n", static_cast<unsigned>(entry.second.size));
}

} // namespace ledger
} // namespace host
