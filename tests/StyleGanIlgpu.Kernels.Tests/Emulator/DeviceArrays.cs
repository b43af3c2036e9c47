using System.Runtime.InteropServices;
using StyleGanIlgpu.PtxEmulator;

namespace StyleGanIlgpu.Kernels.Tests.Emulator;

/// <summary>Arrays to and from the emulated device.</summary>
internal static class DeviceArrays
{
    public static ulong Upload<T>(this EmulatedDevice device, ReadOnlySpan<T> values, string? name = null)
        where T : unmanaged
    {
        var data = MemoryMarshal.AsBytes(values);
        var address = device.Allocate(data.Length, name);
        device.Write(address, data);
        return address;
    }

    public static T[] Download<T>(this EmulatedDevice device, ulong address, int count)
        where T : unmanaged
    {
        var values = new T[count];
        device.Read(address, MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }
}
