namespace StyleGanIlgpu.Cli;

/// <summary>What is said of an exception, and the exit status that it gives.</summary>
internal readonly record struct Failure(int Status, string Message)
{
    public static Failure Of(Exception fault) => fault switch
    {
        OperationCanceledException => new(ExitStatus.Cancelled, "cancelled"),
        UsageException => new(ExitStatus.Usage, fault.Message),
        // The library's own checks of options; it names its parameter at the end, which tells a user of the command nothing.
        ArgumentException { ParamName: { } name } => new(ExitStatus.Usage, fault.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal)),
        ModelFormatException or DeviceUnavailableException or DeviceLostException or IOException or UnauthorizedAccessException => new(ExitStatus.Failed, fault.Message),
        // What no kernel of the engine for GPUs can do: a layer of the batch is too large, or a filter.
        NotSupportedException => new(ExitStatus.Failed, $"{fault.Message} A smaller --batch may do, or --device cpu."),
        OutOfDeviceMemoryException => new(ExitStatus.Failed, $"{fault.Message} A smaller --batch needs less."),
        OutOfMemoryException => new(ExitStatus.Failed, "not enough memory; a smaller --batch needs less"),
        AggregateException { InnerExceptions: [var only] } => Of(only),
        _ => new(ExitStatus.Failed, $"unexpected {fault.GetType().Name}: {fault.Message} (a defect of this program; --verbose shows where)"),
    };

    /// <summary>The message as the one line that is printed.</summary>
    public string Line => $"error: {string.Join(' ', Message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))}";
}
