// A property as a stream. Page: imapiprop-openproperty.
#pragma once
#include "props.h"

namespace cppmapi {

// With a reference for the caller. What is written becomes the property's value with Commit.
IStream *open_stream(Properties &of, ULONG tag, const Value *value, bool writes);

} // namespace cppmapi
