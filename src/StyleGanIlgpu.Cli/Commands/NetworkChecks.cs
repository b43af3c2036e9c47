using StyleGanIlgpu.Cli.Output;
using StyleGanIlgpu.Cli.Parsing;
using StyleGanIlgpu.Pictures;

namespace StyleGanIlgpu.Cli.Commands;

/// <summary>Whether a request suits the network and the engine. The messages name the option and what is accepted.</summary>
internal static class NetworkChecks
{
    /// <summary>Fits a request to the network.</summary>
    /// <exception cref="UsageException">The network can't do what was asked.</exception>
    public static GenerateRequest Suit(GenerateRequest request, ModelInfo model, Terminal terminal)
    {
        if (request.Synthesis.Transform is not null && !model.TakesTransform)
            throw new UsageException($"--translate and --rotate go with StyleGAN3 and StyleGAN-XL networks only; this one is {model.Family}");
        return request.Seeds is null ? request : SuitClass(request, model, terminal);
    }

    /// <exception cref="UsageException">More pictures than places, or a sheet beyond what a picture can be.</exception>
    public static void CheckGrid(GridSize? grid, long pictures, ModelInfo model)
    {
        if (grid is not { } size)
            return;
        if (pictures > size.Places)
            throw new UsageException($"--grid {size} has {size.Places} places, too few for {Quantities.Count(pictures)} pictures");
        var (width, height) = ((long)size.Columns * model.ImageWidth, (long)size.Rows * model.ImageHeight);
        if (Math.Max(width, height) > Image.LargestSide || width * height * model.ImageChannels > Array.MaxLength)
        {
            throw new UsageException(
                $"--grid {size} of {model.ImageWidth} x {model.ImageHeight} pictures makes a sheet of {width} x {height} pixels, "
                + $"accepted up to {Image.LargestSide} a side and {Quantities.Bytes(Array.MaxLength)}");
        }
    }

    private static GenerateRequest SuitClass(GenerateRequest request, ModelInfo model, Terminal terminal)
    {
        var classes = model.ClassCount;
        switch (request.Mapping.Class)
        {
            case null when classes > 0 && !model.DrawsClasses:
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
