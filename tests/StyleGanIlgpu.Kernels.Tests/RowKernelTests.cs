namespace StyleGanIlgpu.Kernels.Tests;

/// <summary>The kernels of rows, on tiny shapes.</summary>
public sealed class RowKernelTests : IDisposable
{
    private readonly CpuAccelerator accelerator = new();

    public void Dispose() => accelerator.Dispose();

    [Fact]
    public void A_row_product_finds_its_inputs_weights_and_outputs_by_the_table()
    {
        // Two matrices: 1 x 3 from input 1 on, and 9 x 2 from input 0 on, which takes two tiles; five samples take two groups.
        const int Batch = 5;
        float[] inputs = [.. Enumerable.Range(0, Batch * 4).Select(i => i - 7f)];
        int[] tiles =
        [
            0, 1, 3, 1, 10, 0, 0, 0,
            1, 8, 2, 0, 0, 1, 0, 0,
            9, 1, 2, 0, 8, 9, 0, 0,
        ];
        Float4[] weights = [.. Enumerable.Range(0, 10).Select(row => new Float4 { X = row + 1, Y = 2 - row, Z = row == 0 ? 3 : 0 })];
        float[] constants = [.. Enumerable.Range(0, 10).Select(row => row / 2f)];
        var output = accelerator.Of(Enumerable.Repeat(-1f, Batch * 11).ToArray());

        accelerator.Run(RowProductArguments.Launch("row_product_affine", tiles.Length / RowTile.Length, Batch), new RowProductArguments
        {
            Input = accelerator.Of(inputs),
            Weights = accelerator.Of(weights),
            Constants = accelerator.Of(constants),
            Tiles = accelerator.Of(tiles),
            Output = output,
            InputStride = 4,
            OutputStride = 11,
            Batch = Batch,
        });

        var result = CpuAccelerator.Read(output);
        for (var n = 0; n < Batch; n++)
        {
            Assert.Equal(inputs[(n * 4) + 1] + (2 * inputs[(n * 4) + 2]) + (3 * inputs[(n * 4) + 3]), result[(n * 11) + 10]);
            for (var o = 0; o < 9; o++)
                Assert.Equal(((o + 2) * inputs[n * 4]) + ((1 - o) * inputs[(n * 4) + 1]) + ((o + 1) / 2f), result[(n * 11) + o]);
            Assert.Equal(-1f, result[(n * 11) + 9]);
        }
    }

    [Fact]
    public void A_row_longer_than_what_is_staged_at_once_is_summed_to_its_end()
    {
        const int Inputs = 1027;
        var weights = Enumerable.Range(0, Float4.Count(Inputs)).Select(_ => new Float4 { X = 1, Y = 1, Z = 1, W = 1 }).ToArray();
        var output = accelerator.Of(0f);
        accelerator.Run(RowProductArguments.Launch("row_product_activated", 1, 1), new RowProductArguments
        {
            Input = accelerator.Of(Enumerable.Range(1, Inputs).Select(i => (float)i).ToArray()),
            Weights = accelerator.Of(weights),
            Constants = accelerator.Of(-1e6f),
            Tiles = accelerator.Of(0, 1, Inputs, 0, 0, 0, 0, 0),
            Output = output,
            InputStride = Inputs,
            OutputStride = 1,
            Batch = 1,
            Activation = (int)ActivationKind.LeakyRelu,
            Alpha = 0.5f,
            Gain = 3,
            Clamp = 1e6f,
        });
        Assert.Equal(((Inputs * (Inputs + 1) / 2) - 1e6f) * 1.5f, CpuAccelerator.Read(output)[0]);
    }

    [Fact]
    public void Coefficients_are_of_squared_styles()
    {
        var output = accelerator.Of(0f);
        accelerator.Run(RowProductArguments.Launch("row_product_demodulation", 1, 1), new RowProductArguments
        {
            Input = accelerator.Of(3f, -4f),
            Weights = accelerator.Of(new Float4 { X = 1, Y = 1 }),
            Constants = accelerator.Of(10f),
            Tiles = accelerator.Of(0, 1, 2, 0, 0, 0, 0, 0),
            Output = output,
            InputStride = 2,
            OutputStride = 1,
            Batch = 1,
        });
        Assert.Equal(2f, CpuAccelerator.Read(output)[0]);
    }

    [Fact]
    public void Pieces_of_rows_are_normalised_where_they_are()
    {
        var rows = accelerator.Of(9f, 3f, 4f, 9f, 0f, 9f, 6f, 8f, 9f, 5f);
        accelerator.Run(NormalizeRowsArguments.Launch(2, 2), new NormalizeRowsArguments
        {
            Input = rows,
            Output = rows,
            Pieces = accelerator.Of(1, 1, 2, 4, 4, 1),
            InputStride = 5,
            OutputStride = 5,
            Epsilon = 0.25f,
        });
        var scale = 1 / MathF.Sqrt(12.75f);
        var otherScale = 1 / MathF.Sqrt(50.25f);
        Assert.Equal([9f, 3 * scale, 4 * scale, 9f, 0f, 9f, 6 * otherScale, 8 * otherScale, 9f, 5 / MathF.Sqrt(25.25f)], CpuAccelerator.Read(rows), Close);
    }

    [Fact]
    public void Two_inputs_are_normalised_as_one_row()
    {
        var rows = accelerator.Of(new float[8]);
        accelerator.Run(NormalizeRowsArguments.Launch(1, 2), new NormalizeRowsArguments
        {
            Input = accelerator.Of(3f, 1f),
            Second = accelerator.Of(4f, 0f, 0f, 2f, 2f, 0f),
            Output = rows,
            Pieces = accelerator.Of(0, 0, 4),
            InputStride = 1,
            SecondStride = 3,
            OutputStride = 4,
        });
        Assert.Equal([1.2f, 1.6f, 0f, 0f, 2 / 3f, 4 / 3f, 4 / 3f, 0f], CpuAccelerator.Read(rows), Close);
    }

    [Fact]
    public void Truncation_of_1_copies_and_any_other_goes_towards_the_average()
    {
        var ws = accelerator.Of(new float[8]);
        accelerator.Run(TruncateArguments.Launch(2, 2), new TruncateArguments
        {
            W = accelerator.Of(1e-30f, 2f, 3f, 4f),
            Psi = accelerator.Of(1f, 0.5f, -1f, 1f),
            Average = accelerator.Of(1f, 1f),
            Ws = ws,
            Width = 2,
            Rows = 2,
        });
        Assert.Equal([1e-30f, 2f, 0.5f, 1.5f, -1f, -2f, 3f, 4f], CpuAccelerator.Read(ws));
    }

    [Fact]
    public void Every_sample_has_an_average_of_its_own()
    {
        var ws = accelerator.Of(new float[4]);
        accelerator.Run(TruncateArguments.Launch(2, 2), new TruncateArguments
        {
            W = accelerator.Of(1f, 2f, 3f, 4f),
            Psi = accelerator.Of(0.5f, 0f),
            Average = accelerator.Of(2f, 2f, 7f, 8f),
            Ws = ws,
            Width = 2,
            Rows = 1,
            AverageStride = 2,
        });
        Assert.Equal([1.5f, 2f, 7f, 8f], CpuAccelerator.Read(ws));
    }

    private static bool Close(float expected, float actual) => MathF.Abs(expected - actual) <= 2e-7f * MathF.Abs(expected);
}
