using StyleGanIlgpu.PtxEmulator;

namespace StyleGanIlgpu.Kernels.Tests.Emulator;

/// <summary>An allocation that is divided: each part is watched as an allocation of its own.</summary>
public class DividedMemoryTests
{
    private const string Copy = "ld.global.f32 %f1, [%rd3]; st.global.f32 [%rd4], %f1; ret;";

    [Fact]
    public void A_store_between_the_parts_is_seen_and_named()
    {
        using var device = new EmulatedDevice();
        var x = device.Upload<float>(new float[256], "x");
        var y = device.Allocate(1024, "y");
        device.Divide(y, [new(0, 64, "first"), new(256, 64, "second")]);
        var fault = Assert.Throws<PtxFault>(() => HandwrittenKernel.Run(device, Copy, x, y, threads: 17));
        Assert.Equal(PtxFaultKind.OutOfBounds, fault.Kind);
        Assert.Contains("first", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_host_copies_over_parts_and_gaps()
    {
        using var device = new EmulatedDevice();
        var y = device.Allocate(1024, "y");
        device.Divide(y, [new(0, 64, "first"), new(256, 64, "second")]);
        device.Write(y, [.. Enumerable.Range(0, 300).Select(i => (byte)i)]);
        var read = new byte[300];
        device.Read(y, read);
        Assert.Equal(Enumerable.Range(0, 64).Select(i => (byte)i), read[..64]);
        Assert.Equal(Enumerable.Range(256, 44).Select(i => (byte)i), read[256..]);
        Assert.All(read[64..256], value => Assert.Equal(0, value));
    }

    [Fact]
    public void The_parts_are_freed_by_the_address_of_the_whole()
    {
        using var device = new EmulatedDevice();
        var y = device.Allocate(1024, "y");
        device.Divide(y, [new(0, 64, "first"), new(256, 64, "second")]);
        Assert.Equal(128, device.AllocatedBytes);
        device.Free(y);
        Assert.Equal(0, device.AllocatedBytes);
        Assert.ThrowsAny<ArgumentException>(() => device.Write(y + 256, [1]));
    }

    [Fact]
    public void Parts_that_overlap_or_leave_the_whole_are_refused()
    {
        using var device = new EmulatedDevice();
        var y = device.Allocate(1024, "y");
        Assert.Throws<ArgumentException>(() => device.Divide(y, [new(0, 64, "a"), new(32, 64, "b")]));
        Assert.Throws<ArgumentException>(() => device.Divide(y, [new(1024, 32, "a")]));
        Assert.Throws<ArgumentException>(() => device.Divide(y + 256, [new(0, 64, "a")]));
        device.Divide(y, [new(0, 64, "a"), new(64, 64, "b")]);
        Assert.Throws<ArgumentException>(() => device.Divide(y, [new(0, 64, "a")]));
    }
}
