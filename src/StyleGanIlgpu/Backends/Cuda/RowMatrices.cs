using System.Runtime.InteropServices;
using StyleGanIlgpu.Kernels;

namespace StyleGanIlgpu.Backends.Cuda;

/// <summary>
/// Matrices that are multiplied by one launch: their table of tiles, and how they lie in their prepared form, which is first all rows of
/// weights, each padded to whole quads, then all rows' constants.
/// </summary>
internal sealed class RowMatrices
{
    private readonly List<RowMatrix> matrices = [];
    private readonly List<RowTile> tiles = [];
    private int quads;
    private int rows;

    /// <summary>Groups of the launch along x.</summary>
    public int TileCount => tiles.Count;

    /// <summary>The table of <see cref="RowTile"/>, as bytes.</summary>
    public ReadOnlySpan<byte> Tiles => MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(tiles));

    /// <summary>Floats of the prepared form.</summary>
    public int Length => ConstantsOffset + rows;

    /// <summary>Where the constants begin in the prepared form.</summary>
    private int ConstantsOffset => checked(quads * Float4.Length);

    /// <summary>Adds a matrix; its place in the prepared form is its index.</summary>
    /// <param name="outputs">Rows of the matrix.</param>
    /// <param name="inputs">Numbers of a row.</param>
    /// <param name="input">Where the inputs begin in the row of a sample.</param>
    /// <param name="output">Where the outputs begin in the row of a sample.</param>
    public void Add(int outputs, int inputs, int input, int output)
    {
        matrices.Add(new RowMatrix(quads, rows));
        var rowQuads = Float4.Count(inputs);
        for (var first = 0; first < outputs; first += RowTile.Rows)
        {
            tiles.Add(new RowTile
            {
                Weights = checked(quads + (first * rowQuads)),
                Count = Math.Min(outputs - first, RowTile.Rows),
                Inputs = inputs,
                Input = input,
                Output = output + first,
                Constants = rows + first,
            });
        }
        quads = checked(quads + (outputs * rowQuads));
        rows += outputs;
    }

    /// <summary>Row o of a matrix in the prepared form.</summary>
    public Span<float> Row(Span<float> prepared, int matrix, int o, int inputs) =>
        prepared.Slice(((matrices[matrix].Quad) + (o * Float4.Count(inputs))) * Float4.Length, inputs);

    /// <summary>The constants of a matrix in the prepared form.</summary>
    public Span<float> Constants(Span<float> prepared, int matrix) => prepared[(ConstantsOffset + matrices[matrix].Row)..];

    /// <summary>The constants of all rows, on the device.</summary>
    public DeviceFloats Constants(DeviceFloats prepared) =>
        new(prepared.Address + ((ulong)ConstantsOffset * sizeof(float)), rows);

    /// <summary>Where a matrix begins: its first quad and its first row among all.</summary>
    private readonly record struct RowMatrix(int Quad, int Row);
}
