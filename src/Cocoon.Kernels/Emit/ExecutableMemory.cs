using System.Runtime.InteropServices;

namespace Cocoon.Kernels;

/// <summary>Turns machine code into something that can be called. A page is written first and made executable then, never both at once.</summary>
internal static unsafe partial class ExecutableMemory
{
    private const int Read = 1, Write = 2, Execute = 4;
    private const int Private = 2, AnonymousOnLinux = 0x20, AnonymousOnMac = 0x1000;

    /// <summary>Copies code into memory of its own, kept until the process ends.</summary>
    /// <param name="code">Position-independent machine code.</param>
    /// <param name="start">Where the code begins; null if refused.</param>
    /// <param name="refusal">Why the system did not allow it; empty if it did.</param>
    public static bool TryLoad(ReadOnlySpan<byte> code, out byte* start, out string refusal)
    {
        start = null;
        nuint length = (nuint)code.Length;
        int flags = Private | (OperatingSystem.IsMacOS() ? AnonymousOnMac : AnonymousOnLinux);
        nint address = Map(0, length, Read | Write, flags, -1, 0);
        if (address == -1)
        {
            refusal = $"the system refused memory for machine code (mmap, error {Marshal.GetLastPInvokeError()})";
            return false;
        }
        code.CopyTo(new Span<byte>((void*)address, code.Length));
        if (Protect(address, length, Read | Execute) != 0)
        {
            refusal = $"the system refused to make machine code executable (mprotect, error {Marshal.GetLastPInvokeError()})";
            _ = Unmap(address, length);
            return false;
        }
        start = (byte*)address;
        refusal = "";
        return true;
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Unmap(nint address, nuint length);
}
