namespace StyleGanIlgpu.Cli;

/// <summary>The command line can't be meant as it is; the message names the option and the accepted values.</summary>
internal sealed class UsageException(string message) : Exception(message);
