using StyleGanIlgpu.Backends.Cuda;
using StyleGanIlgpu.Tests.Golden;
using StyleGanIlgpu.Tests.Weights;

namespace StyleGanIlgpu.Tests.Cuda;

/// <summary>Pictures from ws in the caller's device memory, into the caller's device memory.</summary>
public sealed unsafe class DevicePointerTests : IDisposable
{
    private const int Count = 3;

    private readonly EmulatorMachine machine = new();
    private readonly EmulatedCudaDriver driver;
    private readonly nint context;
    private readonly ModelFile file = ModelFile.Open(new MemoryStream(TinyStyleGan2.Snapshot(4, TinyStyleGan2.Generator())), "tiny");
    private readonly Generator generator;
    private readonly ulong ws;
    private readonly ulong images;
    private readonly nint stream;
    private readonly float[] wsValues;

    public DevicePointerTests()
    {
        driver = new EmulatedCudaDriver(machine, 75);
        var start = CudaStart.Of(driver);
        context = driver.MakeContext(0);
        generator = Generator.Load(file, new GeneratorOptions { Device = "cuda", CudaContext = context, BatchSize = 2 }, () => start);
        wsValues = new float[Count * generator.WsLength];
        var random = new Random(5);
        for (var i = 0; i < wsValues.Length; i++)
            wsValues[i] = (random.NextSingle() * 2) - 1;
        driver.CtxPushCurrent(context);
        driver.MemAlloc(out ws, (nuint)wsValues.Length * sizeof(float));
        driver.MemAlloc(out images, (nuint)(Count * generator.ImageLength * sizeof(float)));
        driver.StreamCreate(out stream, 0);
        fixed (float* values = wsValues)
            driver.MemcpyHtoD(ws, values, (nuint)wsValues.Length * sizeof(float));
        driver.StreamSynchronize(0);
    }

    public void Dispose()
    {
        generator.Dispose();
        file.Dispose();
        driver.MemFree(ws);
        driver.MemFree(images);
        driver.StreamDestroy(stream);
        driver.CtxPopCurrent(out _);
        machine.Dispose();
        Assert.Empty(driver.Misuses);
        Assert.Empty(driver.Leaks);
    }

    [Fact]
    public void They_are_the_pictures_of_the_hosts_methods_to_the_bit()
    {
        var options = new SynthesisOptions { NoiseMode = NoiseMode.Random, NoiseSeed = 3 };
        var floats = new float[Count * generator.ImageLength];
        generator.Synthesize(wsValues, floats, options);
        Assert.Equal(Count, floats.Chunk(generator.ImageLength).Select(image => image[0]).Distinct().Count());
        var bytes = new byte[floats.Length];
        generator.Synthesize(wsValues, bytes, options);

        generator.SynthesizeOnDevice(ws, Count, images, stream, options);
        var actual = new float[floats.Length];
        machine.Read(images, System.Runtime.InteropServices.MemoryMarshal.AsBytes(actual.AsSpan()));
        Comparison.AssertSameBits("floats", actual, floats);

        generator.SynthesizeBytesOnDevice(ws, Count, images, 0, options);
        var pixels = new byte[bytes.Length];
        machine.Read(images, pixels);
        Assert.Equal(bytes, pixels);
    }

    [Fact]
    public void What_the_callers_stream_was_given_comes_first()
    {
        // The ws arrive on the caller's stream, which nobody waits for but the generator.
        driver.MemHostAlloc(out var host, (nuint)wsValues.Length * sizeof(float), 0);
        wsValues.AsSpan(0, generator.WsLength).CopyTo(new Span<float>((float*)host, generator.WsLength));
        driver.MemcpyHtoDAsync(ws + ((ulong)generator.WsLength * sizeof(float)), (void*)host, (nuint)generator.WsLength * sizeof(float), stream);
        generator.SynthesizeBytesOnDevice(ws, 2, images, stream);
        var pixels = new byte[2 * generator.ImageLength];
        machine.Read(images, pixels);
        driver.MemFreeHost(host);
        Assert.Equal(pixels[..generator.ImageLength], pixels[generator.ImageLength..]);
    }

    [Fact]
    public void What_is_not_the_callers_is_refused_and_the_generator_goes_on()
    {
        var before = new byte[Count * generator.ImageLength * sizeof(float)];
        machine.Read(images, before);
        var imageBytes = (ulong)generator.ImageLength * sizeof(float);
        foreach (var wrong in (Action[])[
            () => generator.SynthesizeOnDevice(0x1000, 1, images),
            () => generator.SynthesizeOnDevice(ws, 1, 0x1000),
            () => generator.SynthesizeOnDevice(ws, Count + 1, images),
            () => generator.SynthesizeOnDevice(ws, Count, images + imageBytes),
            () => generator.SynthesizeBytesOnDevice(ws, Count, images + (3 * imageBytes) - 1),
            () => generator.SynthesizeOnDevice(ws, 1, images, stream: 0x4711)])
        {
            Assert.Throws<ArgumentException>(wrong);
        }
        var after = new byte[before.Length];
        machine.Read(images, after);
        Assert.Equal(before, after);
        generator.SynthesizeOnDevice(ws, Count, images, stream);
        Assert.Empty(driver.Misuses);
    }

    [Fact]
    public void Addresses_that_can_not_be_are_refused()
    {
        Assert.Throws<ArgumentException>(() => generator.SynthesizeOnDevice(0, 1, images));
        Assert.Throws<ArgumentException>(() => generator.SynthesizeOnDevice(ws + 2, 1, images));
        Assert.Throws<ArgumentException>(() => generator.SynthesizeOnDevice(ws, 1, images + 1));
        Assert.Throws<ArgumentException>(() => generator.SynthesizeBytesOnDevice(ws, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => generator.SynthesizeOnDevice(ws, -1, images));
        using var onCpu = Generator.LoadDefault(new GeneratorOptions { Device = "cpu", Threads = 1 });
        var refused = Assert.Throws<InvalidOperationException>(() => onCpu.SynthesizeOnDevice(ws, 1, images));
        Assert.StartsWith("Device memory can only be used by a generator on a GPU; this one computes on CPU", refused.Message, StringComparison.Ordinal);
    }
}
