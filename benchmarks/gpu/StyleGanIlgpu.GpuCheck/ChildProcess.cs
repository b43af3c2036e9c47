using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace StyleGanIlgpu.GpuCheck;

/// <summary>Another program, run to its end, or to that of its time.</summary>
internal static class ChildProcess
{
    /// <summary>Stands for the exit status of a program that isn't there.</summary>
    public const int NotStarted = -1;

    /// <summary>And of one that was ended.</summary>
    public const int TooLong = -2;

    /// <summary>Exit status and everything that it wrote.</summary>
    public static (int Status, string Output) Run(string program, params IEnumerable<string> arguments) => Run(new ProcessStartInfo(program, arguments));

    /// <summary>The same, ended after a time; what it wrote until then is kept.</summary>
    public static (int Status, string Output) Run(TimeSpan longest, string program, IEnumerable<string> arguments) =>
        Run(new ProcessStartInfo(program, arguments), longest);

    /// <summary>Exit status and everything that it wrote, of a program with an environment of its own.</summary>
    public static (int Status, string Output) Run(ProcessStartInfo start, TimeSpan? longest = null)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        try
        {
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEndAsync();
            var late = longest is { } limit && !process.WaitForExit(limit < TimeSpan.Zero ? TimeSpan.Zero : limit);
            if (late)
                process.Kill(entireProcessTree: true);
            process.WaitForExit();
            var written = output.GetAwaiter().GetResult() + errors.GetAwaiter().GetResult();
            return late
                ? (TooLong, string.Create(CultureInfo.InvariantCulture, $"{written}\nended after {longest!.Value.TotalMinutes:0.0} minutes"))
                : (process.ExitCode, written);
        }
        catch (Win32Exception fault)
        {
            return (NotStarted, $"{start.FileName}: {fault.Message}");
        }
    }

    public static string LastLine(string output) => output.TrimEnd().Split('\n')[^1];
}
