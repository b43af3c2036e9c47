using System.Runtime.InteropServices;
using StyleGanIlgpu.Kernels;
using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Backends.Cuda.Ops;

/// <summary>
/// The tables of <see cref="ConvolutionArguments"/>: which sums are made of which elements of the kernel. A plain convolution is one phase; one
/// that up-samples by 2 has four, by the parity of the row and the column.
/// </summary>
internal sealed class ConvolutionPhases
{
    private readonly List<int> phases = [];
    private readonly List<int> taps = [];
    private readonly List<int> elements = [];

    private ConvolutionPhases(string form, int step)
    {
        Form = form;
        Step = step;
    }

    /// <summary>Names the order of the taps.</summary>
    public string Form { get; }

    /// <summary>Outputs from one place of a phase to the next.</summary>
    public int Step { get; }

    public int Count { get; private set; }

    /// <summary>Places of the largest phase.</summary>
    public int MostPlaces { get; private set; }

    /// <summary>Rows of places of the largest phase.</summary>
    public int MostRows { get; private set; }

    /// <summary>Places of a row of the largest phase.</summary>
    public int MostColumns { get; private set; }

    /// <summary>Taps of the largest phase.</summary>
    public int MostTaps => Column(1).Max();

    /// <summary>Rows from a phase's first tap to its last.</summary>
    public int MarginRows => Column(8).Max();

    /// <summary>Columns from a phase's first tap to its last.</summary>
    public int MarginColumns => Column(9).Max();

    public int[] Phases => [.. phases];

    /// <summary>Of every phase its first tap and its taps.</summary>
    public IEnumerable<(int First, int Count)> TapsOfPhases => Column(0).Zip(Column(1));

    /// <summary>A phase may have no taps: then its sums are zero.</summary>
    public int[] Taps => taps.Count > 0 ? [.. taps] : [0, 0];

    /// <summary>The element of the kernel [kh, kw] that each tap multiplies by.</summary>
    public int[] Elements => [.. elements];

    /// <summary>Correlation with zeros around the input.</summary>
    public static ConvolutionPhases Plain(int height, int width, int padding, TensorShape output)
    {
        var plain = new ConvolutionPhases("correlation", 1);
        plain.Begin(0, 0, output);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
                plain.Tap(y - padding, x - padding, (y * width) + x);
        }
        return plain;
    }

    /// <summary>
    /// A true convolution with the zero-stuffed input: sum[u] = sum over b of w[b] * stuffed[u - b], so even u take the even b and odd u the odd.
    /// </summary>
    public static ConvolutionPhases Raised(int height, int width, TensorShape raised)
    {
        var four = new ConvolutionPhases("raised", 2);
        for (var phase = 0; phase < 4; phase++)
        {
            var (firstY, firstX) = (phase / 2, phase % 2);
            four.Begin(firstY, firstX, raised);
            for (var y = firstY; y < height; y += 2)
            {
                for (var x = firstX; x < width; x += 2)
                    four.Tap(-(y / 2), -(x / 2), (y * width) + x);
            }
        }
        return four;
    }

    private void Begin(int y, int x, TensorShape output)
    {
        var (rows, columns) = (Extent.Cover(output.Height - y, Step), Extent.Cover(output.Width - x, Step));
        // Of a phase without columns (a width of 1, raised) nothing is left; the kernel divides by the columns.
        if (columns == 0)
            (rows, columns) = (0, 1);
        phases.AddRange([elements.Count, 0, y, x, rows, columns, 0, 0, 0, 0]);
        MostRows = Math.Max(MostRows, rows);
        MostColumns = Math.Max(MostColumns, columns);
        MostPlaces = Math.Max(MostPlaces, rows * columns);
        Count++;
    }

    private void Tap(int dy, int dx, int element)
    {
        taps.AddRange([dy, dx]);
        elements.Add(element);
        var phase = CollectionsMarshal.AsSpan(phases)[^ConvolutionArguments.PhaseLength..];
        var own = taps.Skip(2 * phase[0]).Chunk(2).ToArray();
        phase[1] = own.Length;
        (phase[6], phase[7]) = (own.Min(tap => tap[0]), own.Min(tap => tap[1]));
        (phase[8], phase[9]) = (own.Max(tap => tap[0]) - phase[6], own.Max(tap => tap[1]) - phase[7]);
    }

    /// <summary>One of the numbers of every phase.</summary>
    private IEnumerable<int> Column(int index) => phases.Where((_, i) => i % ConvolutionArguments.PhaseLength == index);
}
