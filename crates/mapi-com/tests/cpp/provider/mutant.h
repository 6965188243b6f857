// The one fault that a build has, if any. The table of faults is mutants/mutants.tsv.
#pragma once

namespace cppmapi {

// Whether this is the build with that fault. Its name stands in the file itself, behind the words "MAPI-CPP-MUTANT=", so
// that one build serves for all: who wants a mutant writes its name into a copy of the file.
bool is_mutant(const char *name);

} // namespace cppmapi
