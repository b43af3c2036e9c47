using System.Globalization;
using System.Reflection;

namespace StyleGanIlgpu.Benchmarks.Comparison;

/// <summary>What a measurement was made on, as names and values; of Linux in full, of others what .NET knows.</summary>
internal static class Machine
{
    /// <summary>Operations a second of all cores together, from registers alone.</summary>
    public static double Peak { get; } = Hardware.MeasurePeak();

    public static IEnumerable<(string Name, string Value)> Describe()
    {
        var hardware = Hardware.Describe();
        yield return ("processor", Processor() ?? hardware.Architecture);
        yield return ("cores", hardware.Cores.ToString(CultureInfo.InvariantCulture));
        if (Caches() is { Length: > 0 } caches)
            yield return ("caches", caches);
        yield return ("vectors", hardware.Simd);
        yield return ("all cores in registers", string.Create(CultureInfo.InvariantCulture, $"{Peak / 1e9:0} GFLOP/s"));
        yield return ("memory", string.Create(CultureInfo.InvariantCulture, $"{hardware.MemoryBytes / 1024.0 / 1024 / 1024:0} GiB"));
        yield return ("system", hardware.OperatingSystem);
        yield return ("runtime", hardware.Runtime);
        yield return ("this engine", Version());
    }

    private static string Version()
    {
        var version = typeof(Generator).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        // 0.1.0+commit
        var (plus, shortest) = (version.IndexOf('+', StringComparison.Ordinal), 8);
        return plus < 0 || plus + shortest >= version.Length ? version : $"StyleGanIlgpu {version[..plus]}, commit {version[(plus + 1)..(plus + shortest)]}";
    }

    private static string? Processor()
    {
        if (!File.Exists("/proc/cpuinfo"))
            return null;
        var facts = File.ReadLines("/proc/cpuinfo").TakeWhile(line => line.Length > 0).Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries))
            .Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1]);
        return facts.TryGetValue("model name", out var name)
            ? $"{name}, family {facts.GetValueOrDefault("cpu family")}, model {facts.GetValueOrDefault("model")}"
            : null;
    }

    /// <summary>Those of the first core, "32 KiB L1 data, 512 KiB L2, 8 MiB L3".</summary>
    private static string Caches()
    {
        const string folder = "/sys/devices/system/cpu/cpu0/cache";
        if (!Directory.Exists(folder))
            return "";
        return string.Join(", ",
            from index in Directory.GetDirectories(folder, "index*").Order(StringComparer.Ordinal)
            let type = Read(index, "type")
            where type != "Instruction"
            select $"{Size(Read(index, "size"))} L{Read(index, "level")}{(type == "Data" ? " data" : "")}");
    }

    /// <summary>"8192K" is 8 MiB.</summary>
    private static string Size(string text) =>
        !text.EndsWith('K') || !int.TryParse(text[..^1], CultureInfo.InvariantCulture, out var kilobytes) || kilobytes % 1024 != 0
            ? text.Replace("K", " KiB", StringComparison.Ordinal)
            : string.Create(CultureInfo.InvariantCulture, $"{kilobytes / 1024} MiB");

    private static string Read(string folder, string name) => File.ReadAllText(Path.Combine(folder, name)).Trim();
}
