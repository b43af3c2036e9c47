using StyleGanIlgpu.Cli.Parsing;
using StyleGanIlgpu.Cli.Progress;
using StyleGanIlgpu.Pictures;

namespace StyleGanIlgpu.Cli.Output;

/// <summary>The folder that pictures are written into, and the sheet that shows them together.</summary>
internal sealed class PictureFolder : IDisposable
{
    private readonly string folder;
    private readonly ModelInfo model;
    private readonly GridSize? grid;
    private readonly WorkReport report;
    private readonly List<Image> sheet = [];

    public PictureFolder(string folder, ModelInfo model, GridSize? grid, WorkReport report) =>
        (this.folder, this.model, this.grid, this.report) = (folder, model, grid, report);

    /// <summary>Makes the folder, and tries to write into it: better told now than after the first picture, which may take minutes.</summary>
    /// <exception cref="IOException">The folder can't be made, or can't be written into.</exception>
    public static void Prepare(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var probe = Path.Combine(folder, $"{Path.GetRandomFileName()}.tmp");
            File.Create(probe).Dispose();
            File.Delete(probe);
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new IOException($"--outdir {folder} can't be written into: access is denied", fault);
        }
        catch (IOException fault)
        {
            throw new IOException($"--outdir {folder} can't be written into: {fault.Message}", fault);
        }
    }

    /// <summary>Bytes [height, width, channels] as PNG.</summary>
    public void Save(string name, ReadOnlySpan<byte> pixels)
    {
        var path = Path.Combine(folder, $"{name}.png");
        var image = new Image(model.ImageWidth, model.ImageHeight, model.ImageChannels, pixels);
        try
        {
            image.Save(path);
        }
        finally
        {
            if (grid is null)
                image.Dispose();
            else
                sheet.Add(image);
        }
        report.Made(path);
    }

    /// <summary>Floats [channels, height, width] as NumPy array.</summary>
    public void Save(string name, ReadOnlySpan<float> values)
    {
        var path = Path.Combine(folder, $"{name}.npy");
        NpyFile.Save(path, values, model.ImageChannels, model.ImageHeight, model.ImageWidth);
        report.Made(path);
    }

    /// <summary>Writes the sheet, where one is wanted.</summary>
    public void Finish()
    {
        if (grid is not { } size)
            return;
        var path = Path.Combine(folder, "grid.png");
        using var image = ImageGrid.Tile(size.Columns, size.Rows, sheet);
        image.Save(path);
        report.AlsoMade(path);
    }

    public void Dispose()
    {
        foreach (var image in sheet)
            image.Dispose();
    }
}
