using StyleGanIlgpu.PtxEmulator;

namespace StyleGanIlgpu.Kernels.Tests.Emulator;

/// <summary>Kernels compiled by ILGPU, against loops on the host.</summary>
public class IlgpuKernelTests
{
    public static TheoryData<string> Targets => ["sm_75", "sm_80"];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Scales(string target)
    {
        using var device = new EmulatedDevice();
        var x = Enumerable.Range(0, 1000).Select(i => MathF.Sin(i)).ToArray();
        var (from, to) = (device.Upload<float>(x), device.Allocate(4000));
        var report = device.Load(IlgpuPtx.Compile("Scale", target)).Kernel("Scale").Launch(
            new Dim3(8), new Dim3(128), 0, new KernelArguments().View(from, 1000).View(to, 1000).Add(1.5f).Add(1000).ToArray());
        Assert.Equal(x.Select(v => (v * 1.5f) + 1), device.Download<float>(to, 1000));
        Assert.Equal(4000, report.FirstTouchReadBytes);
        Assert.Equal(4000, report.FirstTouchWrittenBytes);
        // 31 warps of 128 bytes and one of 32.
        Assert.Equal(125, report.GlobalLoadSectors);
        Assert.Equal(32, report.GlobalSites.First().Requests);
        Assert.Equal(1, report.DivergentBranches);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Sums_blocks(string target)
    {
        using var device = new EmulatedDevice();
        var x = Enumerable.Range(0, 640).Select(i => (float)i).ToArray();
        var (from, to) = (device.Upload<float>(x), device.Allocate(40));
        device.Load(IlgpuPtx.Compile("BlockSum", target)).Kernel("BlockSum").Launch(
            new Dim3(10), new Dim3(64), 0, new KernelArguments().View(from, 640).View(to, 10).ToArray());
        Assert.Equal(x.Chunk(64).Select(chunk => chunk.Sum()), device.Download<float>(to, 10));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Loops_of_different_lengths(string target)
    {
        using var device = new EmulatedDevice();
        var x = Enumerable.Range(1, 77).ToArray();
        var (from, to) = (device.Upload<int>(x), device.Allocate(308));
        device.Load(IlgpuPtx.Compile("Collatz", target)).Kernel("Collatz").Launch(
            new Dim3(2), new Dim3(40), 0, new KernelArguments().View(from, 77).View(to, 77).ToArray());
        Assert.Equal(x.Select(Steps), device.Download<int>(to, 77));

        static int Steps(int n) => n == 1 ? 0 : 1 + Steps(n % 2 == 0 ? n / 2 : (3 * n) + 1);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Switches(string target)
    {
        using var device = new EmulatedDevice();
        var x = Enumerable.Range(0, 64).Select(i => (i * 5 % 9) - 1).ToArray();
        var (from, to) = (device.Upload<int>(x), device.Allocate(256));
        device.Load(IlgpuPtx.Compile("Choose", target)).Kernel("Choose").Launch(
            new Dim3(1), new Dim3(64), 0, new KernelArguments().View(from, 64).View(to, 64).ToArray());
        Assert.Equal(
            x.Select((v, i) => v switch { 0 => i * 3, 1 => i - 7, 2 => i << 2, 3 => i ^ 21, 6 => 4, _ => -1 }), device.Download<int>(to, 64));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Shuffles(string target)
    {
        using var device = new EmulatedDevice();
        var x = Enumerable.Range(0, 64).Select(i => (float)((i * 7) % 31)).ToArray();
        var (from, to) = (device.Upload<float>(x), device.Allocate(256));
        device.Load(IlgpuPtx.Compile("WarpSum", target)).Kernel("WarpSum").Launch(
            new Dim3(1), new Dim3(64), 0, new KernelArguments().View(from, 64).View(to, 64).ToArray());
        var expected = Enumerable.Range(0, 64).Select(i =>
        {
            var (warp, lane) = (i / 32 * 32, i % 32);
            return x[warp..(warp + 32)].Sum() + x[warp + (lane + 3 > 31 ? lane : lane + 3)] + x[warp + (lane < 2 ? lane : lane - 2)] + x[warp + 5];
        });
        Assert.Equal(expected, device.Download<float>(to, 64));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Counts_by_atomics(string target)
    {
        using var device = new EmulatedDevice();
        var x = Enumerable.Range(0, 256).Select(i => i * i % 8).ToArray();
        var (from, to) = (device.Upload<int>(x), device.Upload<int>(new int[9]));
        device.Load(IlgpuPtx.Compile("Count", target)).Kernel("Count").Launch(
            new Dim3(4), new Dim3(64), 0, new KernelArguments().View(from, 256).View(to, 9).ToArray());
        Assert.Equal([.. Enumerable.Range(0, 8).Select(v => x.Count(w => w == v)), 255], device.Download<int>(to, 9));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Moves_bytes(string target)
    {
        using var device = new EmulatedDevice();
        var x = Enumerable.Range(0, 64).Select(i => (byte)(i * 4)).ToArray();
        var (from, to, wide) = (device.Upload<byte>(x), device.Allocate(64), device.Allocate(128));
        device.Load(IlgpuPtx.Compile("Bytes", target)).Kernel("Bytes").Launch(
            new Dim3(2), new Dim3(32), 0, new KernelArguments().View(from, 64).View(to, 64).View(wide, 64).ToArray());
        Assert.Equal(x.Select(v => (byte)(255 - v)), device.Download<byte>(to, 64));
        Assert.Equal(x.Select(v => (short)(v - 300)), device.Download<short>(wide, 64));
    }
}
