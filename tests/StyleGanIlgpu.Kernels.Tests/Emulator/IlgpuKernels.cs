using ILGPU;

namespace StyleGanIlgpu.Kernels.Tests.Emulator;

/// <summary>Small kernels that show what ILGPU makes of the usual statements.</summary>
internal static class IlgpuKernels
{
    public static void Scale(ArrayView<float> x, ArrayView<float> y, float gain, int count)
    {
        var i = (Grid.IdxX * Group.DimX) + Group.IdxX;
        if (i < count)
            y[i] = (x[i] * gain) + 1;
    }

    public static void BlockSum(ArrayView<float> x, ArrayView<float> sums)
    {
        var shared = SharedMemory.Allocate<float>(64);
        var i = Group.IdxX;
        shared[i] = x[(Grid.IdxX * 64) + i];
        Group.Barrier();
        for (var step = 32; step > 0; step /= 2)
        {
            if (i < step)
                shared[i] += shared[i + step];
            Group.Barrier();
        }
        if (i == 0)
            sums[Grid.IdxX] = shared[0];
    }

    public static void Collatz(ArrayView<int> x, ArrayView<int> steps)
    {
        var i = (Grid.IdxX * Group.DimX) + Group.IdxX;
        if (i >= x.IntLength)
            return;
        var (n, count) = (x[i], 0);
        while (n != 1)
        {
            if ((n & 1) == 0)
                n /= 2;
            else
                n = (3 * n) + 1;
            count++;
        }
        steps[i] = count;
    }

    public static void Choose(ArrayView<int> x, ArrayView<int> y)
    {
        var i = (Grid.IdxX * Group.DimX) + Group.IdxX;
        int result;
        switch (x[i])
        {
            case 0:
                result = i * 3;
                break;
            case 1:
                result = i - 7;
                break;
            case 2:
                result = i << 2;
                break;
            case 3:
                result = i ^ 21;
                break;
            case 6:
                result = 4;
                break;
            default:
                result = -1;
                break;
        }
        y[i] = result;
    }

    public static void WarpSum(ArrayView<float> x, ArrayView<float> y)
    {
        var i = (Grid.IdxX * Group.DimX) + Group.IdxX;
        var sum = x[i];
        for (var mask = 16; mask > 0; mask /= 2)
            sum += Warp.ShuffleXor(sum, mask);
        y[i] = sum + Warp.ShuffleDown(x[i], 3) + Warp.ShuffleUp(x[i], 2) + Warp.Shuffle(x[i], 5);
    }

    public static void Count(ArrayView<int> x, ArrayView<int> histogram)
    {
        var i = (Grid.IdxX * Group.DimX) + Group.IdxX;
        Atomic.Add(ref histogram[x[i]], 1);
        Atomic.Max(ref histogram[8], i);
    }

    public static void Bytes(ArrayView<byte> x, ArrayView<byte> y, ArrayView<short> z)
    {
        var i = (Grid.IdxX * Group.DimX) + Group.IdxX;
        y[i] = (byte)(255 - x[i]);
        z[i] = (short)(x[i] - 300);
    }

    /// <summary>c = a b by 16x16 tiles in dynamic shared memory; n is a multiple of 16.</summary>
    public static void Multiply(ArrayView<float> a, ArrayView<float> b, ArrayView<float> c, int n)
    {
        var shared = SharedMemory.GetDynamic<float>();
        var (x, y) = (Group.IdxX, Group.IdxY);
        var row = (Grid.IdxY * 16) + y;
        var column = (Grid.IdxX * 16) + x;
        var sum = 0f;
        for (var k = 0; k < n; k += 16)
        {
            shared[(y * 17) + x] = a[(row * n) + k + x];
            shared[272 + (y * 17) + x] = b[((k + y) * n) + column];
            Group.Barrier();
            for (var i = 0; i < 16; i++)
                sum = System.MathF.FusedMultiplyAdd(shared[(y * 17) + i], shared[272 + (i * 17) + x], sum);
            Group.Barrier();
        }
        c[(row * n) + column] = sum;
    }
}
