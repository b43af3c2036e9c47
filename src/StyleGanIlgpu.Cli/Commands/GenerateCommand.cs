using System.CommandLine;

namespace StyleGanIlgpu.Cli.Commands;

/// <summary>generate: pictures from seeds, or from projected ws.</summary>
internal static class GenerateCommand
{
    public static Command Create(Terminal terminal, CancellationToken cancellation)
    {
        var options = new GenerateOptions();
        var command = new Command("generate", "Make pictures from seeds, the same that the official scripts make.");
        foreach (var option in options.All)
            command.Options.Add(option);
        command.SetAction(line => Run(options.Read(line, terminal), terminal, cancellation));
        return command;
    }

    private static void Run(GenerateRequest request, Terminal terminal, CancellationToken cancellation)
    {
        using var file = NetworkOptions.Open(request.Network, request.Engine.NetworkKey);
        request = Suit(request, file.Info, terminal);
        using var generator = Generator.Load(file, request.Engine);
        terminal.Error.WriteLine($"engine: {generator.Engine}");
        cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>Fits a request to the network.</summary>
    /// <exception cref="UsageException">The network can't do what was asked; the message names the option and what is accepted.</exception>
    private static GenerateRequest Suit(GenerateRequest request, ModelInfo model, Terminal terminal)
    {
        var classes = model.ClassCount;
        if (request.Synthesis.Transform is not null && !model.Family.StartsWith("StyleGAN3", StringComparison.Ordinal))
            throw new UsageException($"--translate and --rotate go with StyleGAN3 networks only; this one is {model.Family}");
        if (request.Seeds is null)
            return request;
        switch (request.Mapping.Class)
        {
            case null when classes > 0:
                throw new UsageException($"--class is missing: this network is conditional, expected 0 to {classes - 1}");
            case { } given when classes == 0:
                terminal.Warn($"--class {given} is ignored: this network has no classes");
                return request with { Mapping = request.Mapping with { Class = null } };
            case { } given when given >= classes:
                throw new UsageException($"--class {given}: expected 0 to {classes - 1}");
            default:
                return request;
        }
    }
}
