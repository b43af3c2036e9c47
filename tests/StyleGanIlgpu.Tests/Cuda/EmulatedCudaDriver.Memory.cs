using System.Runtime.InteropServices;
using StyleGanIlgpu.Backends.Cuda.Driver;

namespace StyleGanIlgpu.Tests.Cuda;

internal unsafe partial class EmulatedCudaDriver
{
    private const byte Poison = 0xFF;

    public override CudaResult MemGetInfo(out nuint free, out nuint total)
    {
        total = (nuint)MemoryBytes;
        return Call(out free, () =>
        {
            RequireContext();
            return (nuint)(MemoryBytes - DeviceBytes);
        });
    }

    /// <summary>An address of nobody's is no misuse: the caller of the library may have it from anywhere.</summary>
    public override CudaResult MemGetAddressRange(out ulong start, out nuint bytes, ulong address)
    {
        nuint length = 0;
        var result = Call(out start, () =>
        {
            RequireContext();
            var (found, block) = objects.FirstOrDefault(made => made.Value is EmulatedDeviceBlock block && Holds((ulong)made.Key, block.Bytes, address, 1));
            if (block is null)
                throw new DriverAnswer(CudaResult.NotFound);
            length = (nuint)((EmulatedDeviceBlock)block).Bytes;
            return (ulong)found;
        });
        bytes = length;
        return result;
    }

    public override CudaResult MemAlloc(out ulong address, nuint bytes) => Call(out address, () =>
    {
        var context = RequireContext();
        Require(bytes > 0, "something is asked for");
        if ((long)bytes > MemoryBytes - DeviceBytes)
            throw new DriverAnswer(CudaResult.OutOfMemory);
        var block = machine.Allocate((long)bytes);
        objects.Add((nint)block, new EmulatedDeviceBlock { Context = context, Kind = "device memory", Bytes = (long)bytes });
        return block;
    });

    public override CudaResult MemFree(ulong address) => Release(() =>
    {
        Find<EmulatedDeviceBlock>((nint)address);
        RequireIdle();
        objects.Remove((nint)address);
        machine.Free(address);
    });

    public override CudaResult MemHostAlloc(out nint address, nuint bytes, uint flags) => Call(out address, () =>
    {
        var context = RequireContext();
        Require(bytes > 0, "something is asked for");
        var block = NativeMemory.AlignedAlloc(bytes, 4096);
        NativeMemory.Fill(block, bytes, Poison);
        objects.Add((nint)block, new EmulatedHostBlock { Context = context, Kind = "host memory", Bytes = (long)bytes });
        return (nint)block;
    });

    public override CudaResult MemFreeHost(nint address) => Release(() =>
    {
        Find<EmulatedHostBlock>(address);
        RequireIdle();
        objects.Remove(address);
        NativeMemory.AlignedFree((void*)address);
    });

    /// <summary>Out of ordinary memory: when it returns the bytes have been read, and are on their way in the default stream.</summary>
    public override CudaResult MemcpyHtoD(ulong target, void* source, nuint bytes) => Call(() =>
    {
        RequireContext();
        void Check() => RequireDeviceRange(target, bytes);
        Check();
        var staged = new ReadOnlySpan<byte>(source, (int)bytes).ToArray();
        defaultStream.Add(new EmulatedWork(() => machine.Write(target, staged), Check));
    });

    public override CudaResult MemcpyHtoDAsync(ulong target, void* source, nuint bytes, nint stream) => Call(() =>
    {
        void Check()
        {
            RequireDeviceRange(target, bytes);
            RequireHostRange((nint)source, bytes);
        }
        Check();
        Find<EmulatedStream>(stream).Add(new EmulatedWork(() => machine.Write(target, new ReadOnlySpan<byte>(source, (int)bytes)), Check));
    });

    public override CudaResult MemcpyDtoHAsync(void* target, ulong source, nuint bytes, nint stream) => Call(() =>
    {
        void Check()
        {
            RequireDeviceRange(source, bytes);
            RequireHostRange((nint)target, bytes);
            NativeMemory.Fill(target, bytes, Poison);
        }
        Check();
        Find<EmulatedStream>(stream).Add(new EmulatedWork(() => machine.Read(source, new Span<byte>(target, (int)bytes)), Check));
    });

    public override CudaResult MemcpyDtoDAsync(ulong target, ulong source, nuint bytes, nint stream) => Call(() =>
    {
        void Check()
        {
            RequireDeviceRange(source, bytes);
            RequireDeviceRange(target, bytes);
        }
        Check();
        Find<EmulatedStream>(stream).Add(new EmulatedWork(
            () =>
            {
                var copy = new byte[(int)bytes];
                machine.Read(source, copy);
                machine.Write(target, copy);
            },
            Check));
    });

    /// <summary>Inside one block that lives.</summary>
    private void RequireDeviceRange(ulong address, nuint bytes) => Require(
        objects.Any(made => made.Value is EmulatedDeviceBlock block && Holds((ulong)made.Key, block.Bytes, address, bytes)),
        $"{bytes} bytes at {address:x} lie in one block of device memory");

    private void RequireHostRange(nint address, nuint bytes) => Require(
        objects.Any(made => made.Value is EmulatedHostBlock block && Holds((ulong)made.Key, block.Bytes, (ulong)address, bytes)),
        $"{bytes} bytes at {address:x} lie in one block of page-locked memory");

    private static bool Holds(ulong start, long length, ulong address, nuint bytes) => bytes > 0 && start <= address && address + bytes <= start + (ulong)length;

    /// <summary>A device that is lost does no more work.</summary>
    private void RequireIdle() => Require(
        lost is not null || objects.Values.OfType<EmulatedStream>().Concat(destroyedAtWork).Append(defaultStream).All(stream => stream.Pending.Count == 0),
        "no work is under way when memory is freed");
}
