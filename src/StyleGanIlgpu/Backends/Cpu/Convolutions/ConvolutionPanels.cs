using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Backends.Cpu.Convolutions;

/// <summary>
/// Weights [out, in, kh, kw] in the order in which the kernel reads them: [output tile][chunk][phase][block][tap][B][vectors * B], where an
/// output tile is two vectors of channels (the last may be one). Channels that don't exist have zeros. A chunk is as many blocks of input
/// channels as fill about half of a first-level cache with one tile's weights.
/// </summary>
internal sealed unsafe class ConvolutionPanels
{
    /// <summary>Vectors of output channels in a tile.</summary>
    public const int TileVectors = 2;

    private const int ChunkBytes = 18 << 10;

    private readonly TapPhase[] phases;
    private readonly int inChannels;
    private readonly int outChannels;
    private readonly int inBlocks;
    private readonly int taps;
    private float* values;

    public ConvolutionPanels(Parameter weight, TapPhase[] phases)
    {
        this.phases = phases;
        (outChannels, inChannels) = (weight.Shape[0], weight.Shape[1]);
        inBlocks = CpuLayout.Blocks(inChannels);
        OutBlocks = CpuLayout.Blocks(outChannels);
        taps = phases.Sum(phase => phase.Taps.Length);
        var lanes = SimdLevel.Lanes;
        var widest = phases.Max(phase => phase.Taps.Length) * lanes * TileVectors * lanes * sizeof(float);
        Chunks = [.. BlockRanges.Cut(inBlocks, Math.Max(1, ChunkBytes / widest)).Select(range => new Extent(range.Begin, range.End))];
    }

    /// <summary>Vectors of output channels.</summary>
    public int OutBlocks { get; }

    /// <summary>Ranges of blocks of input channels.</summary>
    public Extent[] Chunks { get; }

    /// <summary>Blocks of the largest chunk.</summary>
    public int ChunkBlocks => Chunks.Max(chunk => chunk.Length);

    /// <summary>All weights, in floats.</summary>
    public long Length => (long)OutBlocks * SimdLevel.Lanes * inBlocks * SimdLevel.Lanes * taps;

    public int Tiles => (OutBlocks + TileVectors - 1) / TileVectors;

    /// <summary>Vectors of a tile: 2, or 1 for a last odd one.</summary>
    public int VectorsOf(int tile) => Math.Min(TileVectors, OutBlocks - tile * TileVectors);

    /// <summary>Has the weights packed.</summary>
    public void Prepare(Parameter weight, double gain, CpuCompilation compilation)
    {
        var form = $"convolution*{gain:R}, {phases.Length} phases";
        values = compilation.Prepare(weight, form, Length, (stored, prepared) => Pack(stored, gain, prepared)).Values;
    }

    /// <summary>Where the kernel finds the weights of a tile, a chunk and a phase.</summary>
    public float* Panel(int tile, int chunk, int phase) => values + Start(tile, chunk, phase);

    private long Start(int tile, int chunk, int phase)
    {
        var lanes = SimdLevel.Lanes;
        var before = 0;
        for (var p = 0; p < phase; p++)
            before += phases[p].Taps.Length;
        var row = (long)VectorsOf(tile) * lanes;
        return (long)tile * TileVectors * lanes * inBlocks * lanes * taps
            + row * lanes * ((long)Chunks[chunk].Begin * taps + (long)Chunks[chunk].Length * before);
    }

    private void Pack(ReadOnlySpan<float> stored, double gain, float* prepared)
    {
        var lanes = SimdLevel.Lanes;
        var elements = stored.Length / (outChannels * inChannels);
        for (var tile = 0; tile < Tiles; tile++)
        {
            var firstOut = tile * TileVectors * lanes;
            var row = VectorsOf(tile) * lanes;
            for (var chunk = 0; chunk < Chunks.Length; chunk++)
            {
                for (var phase = 0; phase < phases.Length; phase++)
                {
                    var target = prepared + Start(tile, chunk, phase);
                    for (var block = Chunks[chunk].Begin; block < Chunks[chunk].End; block++)
                    {
                        foreach (var tap in phases[phase].Taps)
                        {
                            PackSquare(stored, gain, elements, tap.Element, firstOut, row, block * lanes, target);
                            target += (long)lanes * row;
                        }
                    }
                }
            }
        }
    }

    /// <summary>One tap between a block of inputs and a tile of outputs: [B][row].</summary>
    private void PackSquare(ReadOnlySpan<float> stored, double gain, int elements, int element, int firstOut, int row, int firstIn, float* target)
    {
        var (ins, outs) = (Math.Min(SimdLevel.Lanes, inChannels - firstIn), Math.Min(row, outChannels - firstOut));
        for (var o = 0; o < outs; o++)
        {
            var source = stored[(((firstOut + o) * inChannels + firstIn) * elements + element)..];
            for (var i = 0; i < ins; i++)
                target[i * row + o] = (float)(source[i * elements] * gain);
        }
    }
}
