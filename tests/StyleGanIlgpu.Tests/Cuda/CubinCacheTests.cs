using StyleGanIlgpu.Backends.Cuda;
using StyleGanIlgpu.Backends.Cuda.Driver;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;
using StyleGanIlgpu.Tests.Cli;

namespace StyleGanIlgpu.Tests.Cuda;

public class CubinCacheTests
{
    [Fact]
    public void A_kernel_is_compiled_once()
    {
        using var folder = new TempFolder();
        Assert.Equal(1, Compilations(folder.Path));
        Assert.Equal(0, Compilations(folder.Path));
        Assert.EndsWith(".cubin", Assert.Single(folder.Files), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_device_or_architecture_has_its_own_image()
    {
        using var folder = new TempFolder();
        Assert.Equal(1, Compilations(folder.Path));
        Assert.Equal(1, Compilations(folder.Path, name: "Another GPU"));
        Assert.Equal(1, Compilations(folder.Path, architecture: 86));
        Assert.Equal(3, folder.Files.Length);
    }

    [Fact]
    public void Another_driver_of_the_same_version_has_its_own_image()
    {
        using var folder = new TempFolder();
        foreach (var build in (string[])["one", "another"])
        {
            var driver = Driver();
            Run(driver, folder.Path, build);
            Assert.Contains(nameof(CudaDriver.LinkComplete), driver.Calls);
        }
        Assert.Equal(2, folder.Files.Length);
    }

    [Fact]
    public void A_driver_is_told_by_its_librarys_size_and_time()
    {
        using var folder = new TempFolder();
        var file = folder["libcuda.so.1"];
        File.WriteAllText(file, "one");
        var (time, first) = (File.GetLastWriteTimeUtc(file), DriverBuild.OfFile(file));
        Assert.Equal(first, DriverBuild.OfFile(file));
        File.WriteAllText(file, "longer");
        File.SetLastWriteTimeUtc(file, time);
        var second = DriverBuild.OfFile(file);
        File.SetLastWriteTimeUtc(file, time.AddDays(1));
        Assert.Equal(3, new[] { first, second, DriverBuild.OfFile(file) }.Distinct().Count());
        Assert.Equal("", DriverBuild.OfFile(folder["none"]));
    }

    [Fact]
    public void Files_that_were_not_used_for_long_go_when_another_is_written()
    {
        using var folder = new TempFolder();
        var now = DateTime.UtcNow;
        Assert.Equal(1, Compilations(folder.Path));
        var used = folder[folder.Files.Single()];
        File.SetLastWriteTimeUtc(used, now.AddDays(-CubinCache.UnusedDays - 1));
        Assert.Equal(0, Compilations(folder.Path));
        foreach (var (name, days) in (IEnumerable<(string, int)>)[("old.cubin", CubinCache.UnusedDays + 1), ("young.cubin", CubinCache.UnusedDays - 1), ("old.txt", 400)])
        {
            File.WriteAllText(folder[name], "");
            File.SetLastWriteTimeUtc(folder[name], now.AddDays(-days));
        }
        Assert.Equal(1, Compilations(folder.Path, name: "Another GPU"));
        Assert.False(File.Exists(folder["old.cubin"]));
        Assert.True(File.Exists(folder["young.cubin"]) && File.Exists(folder["old.txt"]) && File.Exists(used));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(32)]
    [InlineData(100)]
    public void A_file_that_was_cut_is_made_again(int length) => Damage(file => File.WriteAllBytes(file, File.ReadAllBytes(file)[..length]));

    [Fact]
    public void A_file_with_a_changed_byte_is_made_again() => Damage(file =>
    {
        var bytes = File.ReadAllBytes(file);
        bytes[^1] ^= 1;
        File.WriteAllBytes(file, bytes);
    });

    [Fact]
    public void An_image_that_the_driver_refuses_is_made_again()
    {
        using var folder = new TempFolder();
        var driver = Driver();
        Run(driver, folder.Path);
        var refusal = driver.Calls.IndexOf(nameof(CudaDriver.LinkCreate));
        var refusing = new EmulatedCudaDriver(new IdleMachine(), 75) { FailAt = refusal, Failure = CudaResult.NoBinaryForGpu };
        Run(refusing, folder.Path);
        Assert.Equal(nameof(CudaDriver.ModuleLoadData), refusing.Calls[refusal]);
        Assert.Contains(nameof(CudaDriver.LinkCreate), refusing.Calls);
        Assert.Empty(refusing.Misuses);
        Assert.Empty(refusing.Leaks);
        Assert.Equal(0, Compilations(folder.Path));
    }

    [Fact]
    public void A_folder_that_can_not_be_written_is_no_error()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["taken"], "a file");
        Assert.Equal(1, Compilations(folder["taken"]));
        Assert.Equal(1, Compilations(folder["taken"]));
        Assert.Equal(["taken"], folder.Files);
    }

    private static void Damage(Action<string> damage)
    {
        using var folder = new TempFolder();
        Assert.Equal(1, Compilations(folder.Path));
        damage(folder[folder.Files.Single()]);
        Assert.Equal(1, Compilations(folder.Path));
        Assert.Equal(0, Compilations(folder.Path));
        Assert.Single(folder.Files);
    }

    private static int Compilations(string folder, int architecture = 75, string name = "Emulated GPU")
    {
        var driver = Driver(architecture, name);
        Run(driver, folder);
        return driver.Calls.Count(call => call == nameof(CudaDriver.LinkComplete));
    }

    private static EmulatedCudaDriver Driver(int architecture = 75, string name = "Emulated GPU") => new(new IdleMachine(), architecture) { DeviceName = name };

    private static void Run(EmulatedCudaDriver driver, string folder, string build = "")
    {
        using var engine = CudaChoice.Create(CudaStart.Of(driver) with { CacheFolder = folder, Build = build, LoadThreads = 1 }, null);
        var builder = new PlanBuilder(1);
        var output = builder.Maps("output", 4, 1, 1);
        builder.Add(new ConstantInput(output, new Parameter("constant", [4, 1, 1], new float[4])));
        engine.Compile(builder.Build());
    }
}
