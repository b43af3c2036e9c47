using StyleGanIlgpu.GpuCheck;

if (args is ["--help"] or ["-h"])
{
    Console.WriteLine(CheckOptions.Usage);
    return 0;
}
try
{
    return Check.Run(CheckOptions.Parse(args), Console.Out, Console.Error);
}
catch (FormatException fault)
{
    Console.Error.WriteLine($"gpu-check: {fault.Message}\n{CheckOptions.Usage}");
    return 2;
}
catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or StyleGanIlgpu.ModelFormatException)
{
    Console.Error.WriteLine($"gpu-check: {fault.Message}");
    return 1;
}
