using System.ComponentModel;
using System.Diagnostics;

namespace StyleGanIlgpu.GpuCheck;

/// <summary>Another program, run to its end.</summary>
internal static class ChildProcess
{
    /// <summary>Stands for the exit status of a program that isn't there.</summary>
    public const int NotStarted = -1;

    /// <summary>Exit status and everything that it wrote.</summary>
    public static (int Status, string Output) Run(string program, params IEnumerable<string> arguments) => Run(new ProcessStartInfo(program, arguments));

    /// <summary>Exit status and everything that it wrote, of a program with an environment of its own.</summary>
    public static (int Status, string Output) Run(ProcessStartInfo start)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        try
        {
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output + errors.GetAwaiter().GetResult());
        }
        catch (Win32Exception fault)
        {
            return (NotStarted, $"{start.FileName}: {fault.Message}");
        }
    }

    public static string LastLine(string output) => output.TrimEnd().Split('\n')[^1];
}
