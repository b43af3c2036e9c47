using System.Globalization;
using StyleGanIlgpu.Backends.Cpu;

namespace StyleGanIlgpu.Tests.Cpu;

public class HugePagesTests
{
    /// <summary>Where the system has no large pages, there is nothing to see: asking must only do no harm.</summary>
    [Fact]
    public unsafe void Large_blocks_ask_for_them_and_stay_zero()
    {
        const long Bytes = 9 << 20;
        var block = NativeAllocator.Heap.Allocate(Bytes);
        try
        {
            if (OperatingSystem.IsLinux() && File.Exists("/sys/kernel/mm/transparent_hugepage/enabled"))
                Assert.Contains("hg", Flags((nint)block + (nint)(Bytes / 2)));
            Assert.False(new ReadOnlySpan<byte>(block, (int)Bytes).ContainsAnyExcept((byte)0));
        }
        finally
        {
            NativeAllocator.Heap.Free(block, Bytes);
        }
    }

    /// <summary>What the kernel notes of the mapping that an address lies in.</summary>
    private static string[] Flags(nint address)
    {
        var isInside = false;
        foreach (var line in File.ReadLines("/proc/self/smaps"))
        {
            var range = line.Split(' ')[0].Split('-');
            if (range is [var begin, var end] && Parse(begin) is { } first && Parse(end) is { } past)
                isInside = first <= address && address < past;
            else if (isInside && line.StartsWith("VmFlags:", StringComparison.Ordinal))
                return line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        }
        return [];
    }

    private static nint? Parse(string text) => nint.TryParse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var value) ? value : null;
}
