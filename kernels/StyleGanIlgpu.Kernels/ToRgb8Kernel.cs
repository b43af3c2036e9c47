using ILGPU;

namespace StyleGanIlgpu.Kernels;

/// <summary>
/// Maps to interleaved bytes, in float32 arithmetic of which every step is rounded.
/// Tile: 256 pixels a group. A thread turns a quad into bytes in shared memory, from where they leave as whole words, 128 bytes a warp.
/// Ladder: one version. By the emulator 1.00 times the least bytes of a picture of 3 channels, no bank conflict; 16 registers.
/// </summary>
internal static class ToRgb8Kernel
{
    private const int Word = 4;

    public static void Run(ToRgb8Arguments a)
    {
        var words = SharedMemory.GetDynamic<int>();
        var bytes = words.Cast<byte>();
        var thread = Group.IdxX;
        var firstPixel = Grid.IdxX * ToRgb8Arguments.TilePixels;
        var pixels = Math.Min(a.Pixels - firstPixel, ToRgb8Arguments.TilePixels);

        for (var i = thread; i < pixels * a.Quads; i += ToRgb8Arguments.TilePixels)
        {
            var quad = a.Input[(firstPixel * a.Quads) + i];
            var pixel = i / a.Quads;
            var channel = (i - (pixel * a.Quads)) * Float4.Length;
            var place = (pixel * a.Channels) + channel;
            bytes[place] = ToByte(quad.X, a.Rule);
            if (channel + 1 < a.Channels)
                bytes[place + 1] = ToByte(quad.Y, a.Rule);
            if (channel + 2 < a.Channels)
                bytes[place + 2] = ToByte(quad.Z, a.Rule);
            if (channel + 3 < a.Channels)
                bytes[place + 3] = ToByte(quad.W, a.Rule);
        }
        Group.Barrier();

        var length = pixels * a.Channels;
        var firstByte = firstPixel * a.Channels;
        for (var i = thread; i < length / Word; i += ToRgb8Arguments.TilePixels)
            a.OutputWords[(firstByte / Word) + i] = words[i];
        // At the very end there may be a part of a word.
        var rest = (length / Word * Word) + thread;
        if (rest < length)
            a.Output[firstByte + rest] = bytes[rest];
    }

    /// <summary>Clamped to 0..255, then truncated; what is no number is 0.</summary>
    private static byte ToByte(float x, int rule)
    {
        var y = rule == 0 ? (x * 127.5f) + 128f : (x + 1f) * 255f * 0.5f;
        return y > 0f ? (byte)(int)MathF.Min(y, 255f) : (byte)0;
    }
}
