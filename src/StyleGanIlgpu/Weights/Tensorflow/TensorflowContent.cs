using StyleGanIlgpu.Weights.Pickle;

namespace StyleGanIlgpu.Weights.Tensorflow;

/// <summary>What a TensorFlow pickle holds: the networks (G, D, Gs) of a snapshot, or a single one.</summary>
internal static class TensorflowContent
{
    /// <summary>Real files hold one to three.</summary>
    private const int Most = 16;

    // In the order of the tuple; Gs is the moving average of G, whose pictures everybody shows.
    private static readonly string[] Keys = ["G", "D", "Gs"];

    /// <summary>Whether a pickle's content is made of TensorFlow networks.</summary>
    public static bool Fits(object? content) =>
        content is PickleRecord { Name: "tensorflow network" }
        || Networks(content).Any(network => network is PickleRecord { Name: "tensorflow network" });

    /// <summary>The wanted generator.</summary>
    /// <exception cref="ModelFormatException">There is no such network, or it isn't a generator that is supported.</exception>
    public static TensorflowNetwork Choose(object? content, string source, string? networkKey)
    {
        if (content is PickleRecord single)
        {
            return networkKey is null
                ? Generator(single, "the network", source)
                : throw new ModelFormatException($"{source}: the file is a single network, expected several to choose '{networkKey}' from.");
        }

        var networks = Networks(content);
        if (networks.Length != Keys.Length && networkKey is null)
            return Generator(networks[^1], $"the last of {networks.Length} networks", source);
        var place = Array.IndexOf(Keys, networkKey ?? "Gs");
        return place >= 0 && place < networks.Length
            ? Generator(networks[place], $"'{Keys[place]}'", source)
            : throw new ModelFormatException($"{source}: there is no network '{networkKey}', the file holds {string.Join(", ", Keys.Take(networks.Length).Select(key => $"'{key}'"))}.");
    }

    /// <summary>The networks, each with its function: "D (D_basic)".</summary>
    public static IEnumerable<string> List(object? content)
    {
        var networks = Networks(content);
        return networks.Select((network, place) =>
            $"{(networks.Length == Keys.Length ? Keys[place] : $"network {place + 1}")} ({Shown(TensorflowNetwork.From(network)?.Function ?? "no network")})");
    }

    private static object?[] Networks(object? content) => content switch
    {
        PickleTuple { Items.Length: <= Most } tuple => tuple.Items,
        PickleList { Items.Count: <= Most } list => [.. list.Items],
        _ => [],
    };

    private static TensorflowNetwork Generator(object? value, string what, string source)
    {
        var network = TensorflowNetwork.From(value)
            ?? throw new ModelFormatException($"{source}: {what} isn't a TensorFlow network with a state, expected a generator.");
        if (network.Component("mapping") is not null && network.Component("synthesis") is not null)
            return network;
        var function = network.Function is { } name ? $" ({Shown(name)})" : "";
        var kind = network.Variables.Any(variable => variable.Key.Contains("FromRGB", StringComparison.Ordinal)) ? "a discriminator"
            : network.Version is < 3 || network.Variables.Any(variable => variable.Key.StartsWith("4x4/Dense", StringComparison.Ordinal)) ? "a progressive GAN, older than StyleGAN"
            : "no generator with the parts 'mapping' and 'synthesis'";
        throw new ModelFormatException($"{source}: {what} is {kind}{function}; expected the generator of a StyleGAN1 or StyleGAN2.");
    }

    private static string Shown(string name) => name.Length > 60 ? $"{name[..60]}..." : name;
}
