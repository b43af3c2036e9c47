using System.CommandLine;
using System.Text.Json;
using StyleGanIlgpu.Cli.Output;
using StyleGanIlgpu.Cli.Parsing;

namespace StyleGanIlgpu.Cli.Commands;

/// <summary>info: what is in a checkpoint, before it is used.</summary>
internal static class InfoCommand
{
    private static readonly string[] Headings = ["layer", "row of w", "in", "out", "size", "kernel", "note"];

    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string?>("FILE")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = "A checkpoint. [default: the model that comes with this program]",
        };
        var key = NetworkOptions.Key();
        var json = new Option<bool>("--json") { Description = "Write JSON, for programs." };
        var device = new ValueOption("--device", "NAME", "cuda or cuda:N", Values.Gpu)
        {
            Description = "cuda or cuda:N: also say what pictures take of a GPU's memory; without a GPU, what they would take.",
        };
        var (batch, precision) = (EngineOptions.Batch(), EngineOptions.Precision());
        var command = new Command("info", "Say what is in a checkpoint: family, sizes, layers, where it comes from.") { file, key, json, device, batch, precision };
        command.SetAction(line => Run(
            terminal,
            line.GetValue(file),
            line.GetValue(key) as string,
            line.GetValue(json),
            line.GetValue(device) as string,
            line.GetValue(batch) as int?,
            line.GetValue(precision) as Precision?));
        return command;
    }

    private static void Run(Terminal terminal, string? file, string? key, bool json, string? device, int? batch, Precision? precision)
    {
        if (device is null && (batch is not null || precision is not null))
            throw new UsageException("--batch and --precision go with --device cuda: what pictures take of a GPU");
        using var model = NetworkOptions.Open(file, key);
        var gpu = device is null ? null : GpuFacts.Of(device, Hardware.Describe().Cuda, model, batch ?? 1, precision ?? Precision.Float32);
        var document = new InfoDocument(file, file is null ? null : new FileInfo(file).Length, model.Info, gpu);
        if (json)
            terminal.Out.WriteLine(JsonSerializer.Serialize(document, InfoJson.Default.InfoDocument));
        else
            Write(new Sheet(terminal), document);
    }

    private static void Write(Sheet sheet, InfoDocument document)
    {
        var model = document.Model;
        sheet.Facts(Facts(document));
        if (document.Gpu is { } gpu)
            sheet.Facts(gpu.Facts());
        sheet.Table(Headings, model.Layers.Select(Row), firstNumber: 1, lastNumber: 5);
        if (model.Metadata.Count > 0)
            sheet.Facts(model.Metadata.OrderBy(note => note.Key, StringComparer.Ordinal).Select(note => (note.Key, note.Value)));
    }

    private static IEnumerable<(string Name, string Value)> Facts(InfoDocument document)
    {
        var model = document.Model;
        yield return ("file", document.File ?? "the model that comes with this program");
        if (document.FileBytes is { } bytes)
            yield return ("file size", Quantities.Bytes(bytes));
        yield return ("format", model.Format);
        if (model.Contents.Count > 0)
            yield return ("holds", string.Join(", ", model.Contents));
        yield return ("family", model.Architecture is { } architecture ? $"{model.Family}, {architecture}" : model.Family);
        yield return ("picture", $"{model.ImageWidth} x {model.ImageHeight}, {(model.ImageChannels == 1 ? "grey" : model.ImageChannels == 3 ? "RGB" : $"{model.ImageChannels} channels")}");
        yield return ("classes", model.ClassCount > 0 ? $"{model.ClassCount}: --class 0 to {model.ClassCount - 1}{(model.DrawsClasses ? ", else drawn from the seed" : "")}" : "none (unconditional)");
        yield return ("latents", $"z {model.ZDim}, w {model.WDim}, {model.NumWs} rows of w");
        yield return ("mapping", $"{model.MappingLayers} layers");
        if (model.DefaultTruncation != 1)
            yield return ("truncation", $"psi {Quantities.Number(model.DefaultTruncation)}{(model.DefaultTruncationCutoff is { } rows ? $" of the first {rows} rows" : "")} unless told otherwise");
        if (model.ConvClamp is { } clamp)
            yield return ("clamp", Quantities.Number(clamp));
        yield return ("parameters", $"{Quantities.Count(model.ParameterCount)} learned, {Quantities.Count(model.BufferCount)} other stored numbers");
    }

    private static string[] Row(LayerInfo layer) =>
    [
        layer.Name,
        layer.WsRow is { } row ? Quantities.Count(row) : "",
        Quantities.Count(layer.InChannels),
        Quantities.Count(layer.OutChannels),
        $"{layer.Width} x {layer.Height}",
        Quantities.Count(layer.Kernel),
        layer.Note,
    ];
}
