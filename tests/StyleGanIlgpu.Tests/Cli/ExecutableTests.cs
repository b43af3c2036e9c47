using System.Diagnostics;

namespace StyleGanIlgpu.Tests.Cli;

/// <summary>The program as it is built, in a process of its own.</summary>
public class ExecutableTests
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "stylegan.exe" : "stylegan");

    [Fact]
    public async Task Standard_output_holds_the_paths_and_nothing_else()
    {
        using var folder = new TempFolder();
        using var process = Start("generate", "--seeds", "0-3", "--grid", "2x2", "--outdir", folder.Path);
        var error = process.StandardError.ReadToEndAsync();
        var lines = (await process.StandardOutput.ReadToEndAsync()).Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        Assert.Equal(5, lines.Length);
        Assert.All(lines, line => Assert.True(File.Exists(line), line));
        Assert.StartsWith("engine: CPU, ", await error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "--version")]
    [InlineData(0, "doctor")]
    [InlineData(1, "info", "missing.pkl")]
    [InlineData(2, "generate", "--seeds", "x")]
    public async Task The_exit_status_tells_how_it_went(int status, params string[] args)
    {
        using var process = Start(args);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(status, process.ExitCode);
        Assert.Equal(status == 0, (await output).Length > 0);
        Assert.Equal(status == 0 ? 0 : 1, error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task A_signal_ends_it_without_half_a_file(string signal, int status)
    {
        if (OperatingSystem.IsWindows())
            return;
        using var folder = new TempFolder();
        using var process = Start("generate", "--seeds", "0-4294967295", "--threads", "1", "--outdir", folder.Path);
        var error = process.StandardError.ReadToEndAsync();
        Assert.NotNull(await process.StandardOutput.ReadLineAsync());
        using (var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]))
            await kill.WaitForExitAsync();
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
            await process.StandardOutput.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
        }
        finally
        {
            process.Kill();
        }
        Assert.Equal(status, process.ExitCode);
        Assert.EndsWith($"error: cancelled{Environment.NewLine}", await error, StringComparison.Ordinal);
        Assert.NotEmpty(folder.Files);
        Assert.All(folder.Files, file => Assert.EndsWith(".png", file, StringComparison.Ordinal));
    }

    // A shell that runs a script in the background has its children ignore SIGINT, and they hand that on: the program starts without it.
    private static Process Start(params string[] args) => Process.Start(new ProcessStartInfo(
        OperatingSystem.IsLinux() ? "env" : Program,
        OperatingSystem.IsLinux() ? ["--default-signal=INT", Program, .. args] : args)
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        // The runtime that runs this test, wherever it lies.
        Environment = { ["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..")) },
    })!;
}
