using ILGPU;

namespace StyleGanIlgpu.Kernels;

/// <summary>
/// Small matrices times rows: the fully connected layer, all style affines of a network, all its demodulation coefficients.
/// Tile: 8 rows of a matrix by up to 4 samples a group, a warp a row; the lanes walk along the row by quads, 512 bytes a warp and load.
/// Which rows, and where their inputs and outputs are, is told by a table of tiles, so that the matrices of all layers are one launch.
/// Inputs, only aligned to 4 bytes in memory, come through shared memory, 512 at a time, shared by the 8 rows; the weights are on their way
/// while they are staged. Every sample is summed in the same order whatever the batch.
/// Ladder: inputs staged one by one, constants read last, 4.4 us on an H100 for a 512 x 512 matrix; two inputs of a thread and the constants asked
/// for at once: on an H100 5 us for 512 x 512, from 5.7. By the emulator 1.22 times the least bytes of a 512 x 512 matrix and 1.16 of 512 x 1024 (every group reads the inputs), the
/// weights in whole sectors; no bank conflict; 64 registers on sm_75, 56 on sm_80.
/// </summary>
internal static class RowProductKernel<TForm>
    where TForm : struct, IRowForm
{
    private const int ChunkQuads = 4 * WarpSums.Lanes;
    private const int Chunk = ChunkQuads * Float4.Length;
    private const int Threads = RowTile.Rows * WarpSums.Lanes;

    public static void Run(RowProductArguments a)
    {
        var staged = SharedMemory.Allocate<Float4>(RowProductArguments.Samples * ChunkQuads);
        var stagedFloats = staged.Cast<float>();
        var totals = SharedMemory.Allocate<float>(RowProductArguments.Samples * RowTile.Rows);

        var thread = Group.IdxX;
        var lane = thread & (WarpSums.Lanes - 1);
        var row = thread / WarpSums.Lanes;
        var tile = Grid.IdxX * RowTile.Length;
        var count = a.Tiles[tile + 1];
        var inputs = a.Tiles[tile + 2];
        var quads = (inputs + Float4.Length - 1) / Float4.Length;
        var firstSample = Grid.IdxY * RowProductArguments.Samples;
        var samples = Math.Min(a.Batch - firstSample, RowProductArguments.Samples);
        var weights = a.Tiles[tile] + (Math.Min(row, count - 1) * quads);
        var input = (firstSample * a.InputStride) + a.Tiles[tile + 3];

        // What is needed last is asked for first.
        var finished = thread % RowTile.Rows;
        var sample = thread / RowTile.Rows;
        var isFinisher = finished < count & sample < samples;
        var output = ((firstSample + sample) * a.OutputStride) + a.Tiles[tile + 4] + finished;
        var constant = 0f;
        if (isFinisher)
            constant = a.Constants[a.Tiles[tile + 5] + finished];

        var sum0 = default(QuadSum);
        var sum1 = default(QuadSum);
        var sum2 = default(QuadSum);
        var sum3 = default(QuadSum);
        for (var begin = 0; begin < quads; begin += ChunkQuads)
        {
            // Beyond the row's end the input is zero, and any weights will do.
            var first = begin + lane;
            var w0 = a.Weights[weights + Math.Min(first, quads - 1)];
            var w1 = a.Weights[weights + Math.Min(first + WarpSums.Lanes, quads - 1)];
            var w2 = a.Weights[weights + Math.Min(first + (2 * WarpSums.Lanes), quads - 1)];
            var w3 = a.Weights[weights + Math.Min(first + (3 * WarpSums.Lanes), quads - 1)];

            Group.Barrier();
            var place = (begin * Float4.Length) + thread;
            for (var i = 0; i < samples; i++)
            {
                var at = input + (i * a.InputStride);
                var x0 = a.Input[at + Math.Min(place, inputs - 1)];
                var x1 = a.Input[at + Math.Min(place + Threads, inputs - 1)];
                stagedFloats[(i * Chunk) + thread] = place < inputs ? TForm.Input(x0) : 0f;
                stagedFloats[(i * Chunk) + thread + Threads] = place + Threads < inputs ? TForm.Input(x1) : 0f;
            }
            Group.Barrier();

            sum0.Add(w0, staged[lane]);
            sum0.Add(w1, staged[lane + 32]);
            sum0.Add(w2, staged[lane + 64]);
            sum0.Add(w3, staged[lane + 96]);
            if (samples > 1)
            {
                sum1.Add(w0, staged[lane + 128]);
                sum1.Add(w1, staged[lane + 160]);
                sum1.Add(w2, staged[lane + 192]);
                sum1.Add(w3, staged[lane + 224]);
            }
            if (samples > 2)
            {
                sum2.Add(w0, staged[lane + 256]);
                sum2.Add(w1, staged[lane + 288]);
                sum2.Add(w2, staged[lane + 320]);
                sum2.Add(w3, staged[lane + 352]);
            }
            if (samples > 3)
            {
                sum3.Add(w0, staged[lane + 384]);
                sum3.Add(w1, staged[lane + 416]);
                sum3.Add(w2, staged[lane + 448]);
                sum3.Add(w3, staged[lane + 480]);
            }
        }

        var total0 = WarpSums.Sum(sum0.Total);
        var total1 = WarpSums.Sum(sum1.Total);
        var total2 = WarpSums.Sum(sum2.Total);
        var total3 = WarpSums.Sum(sum3.Total);
        if (lane < RowProductArguments.Samples)
            totals[(lane * RowTile.Rows) + row] = lane < 2 ? (lane == 0 ? total0 : total1) : (lane == 2 ? total2 : total3);
        Group.Barrier();

        if (isFinisher)
            a.Output[output] = TForm.Finish(a, totals[thread], constant);
    }
}
