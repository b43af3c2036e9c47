using System.Diagnostics;
using StyleGanIlgpu.Tests.Golden;

namespace StyleGanIlgpu.Tests.Weights;

/// <summary>A Python of this machine, for checks that what this library writes is what Python and PyTorch read.</summary>
internal static class PythonProgram
{
    // A python3 on PATH is often one without packages beside the system's with them.
    private static readonly string[] Candidates = ["python3", "/usr/bin/python3"];

    private static readonly Lazy<string?> Any = new(() => Find(""));

    private static readonly Lazy<string?> Torch = new(() => Find("torch"));

    /// <summary>A python3, or null where there is none.</summary>
    public static string? Plain => Any.Value;

    /// <summary>A python3 that can import torch, or null.</summary>
    public static string? WithTorch => Torch.Value;

    /// <summary>Runs a script of this folder.</summary>
    /// <returns>What it wrote to standard output; its failure fails the test with what it wrote to standard error.</returns>
    public static string Run(string python, string script, params IEnumerable<string> arguments)
    {
        var path = Path.Combine(Path.GetDirectoryName(GoldenFolder.PathOf("README.md"))!, "..", "StyleGanIlgpu.Tests", "Weights", script);
        var (status, output, error) = Start(python, [path, .. arguments]);
        Assert.True(status == 0, error);
        return output;
    }

    // Whether a module is there is told without importing it: torch takes seconds.
    private static string? Find(string module) => Array.Find(Candidates, python =>
    {
        try
        {
            return Start(python, ["-c", $"import importlib.util, sys; sys.exit('{module}' != '' and importlib.util.find_spec('{module}') is None)"]).Status == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    });

    private static (int Status, string Output, string Error) Start(string python, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
