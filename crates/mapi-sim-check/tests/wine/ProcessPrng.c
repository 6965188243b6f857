/* bcryptprimitives.dll, which Rust's standard library asks for random numbers and Wine 8 does not have. */
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(PVOID buffer, ULONG size);

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T size) {
    return SystemFunction036(bytes, (ULONG)size);
}
