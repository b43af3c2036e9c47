using System.Text;
using StyleGanIlgpu.Cli;
using StyleGanIlgpu.Cli.Commands;
using StyleGanIlgpu.Cli.Output;
using StyleGanIlgpu.Cli.Progress;

namespace StyleGanIlgpu.Tests.Cli;

/// <summary>One batch is computed while the one before is written, and no more than that.</summary>
public class PictureRunTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData(nameof(PictureFormat.Png))]
    [InlineData(nameof(PictureFormat.Npy))]
    public void A_picture_is_written_while_the_next_is_made(string format)
    {
        using var asked = new ManualResetEventSlim();
        // A file is written once the ws of the picture after it have been asked for: without that, nothing ever moves.
        var events = Run(Enum.Parse<PictureFormat>(format), 2, onAsked: number => { if (number == 1) asked.Set(); }, onWritten: number => Assert.True(asked.Wait(Deadline)));
        Assert.Equal(["asked 0", "asked 1", "written 0", "written 1"], events);
    }

    [Fact]
    public void No_more_than_one_batch_waits_to_be_written()
    {
        const int Count = 50;
        var events = Run(PictureFormat.Png, Count, _ => { }, _ => { });
        Assert.Equal(2 * Count, events.Count);
        for (var number = 2; number < Count; number++)
            Assert.True(events.IndexOf($"written {number - 2}") < events.IndexOf($"asked {number}"), string.Join(", ", events));
    }

    /// <summary>Makes pictures one by one and gives what happened, in order.</summary>
    private static List<string> Run(PictureFormat format, int count, Action<int> onAsked, Action<int> onWritten)
    {
        using var folder = new TempFolder();
        using var generator = Generator.LoadDefault();
        var events = new List<string>();
        void Happened(string what)
        {
            lock (events)
                events.Add(what);
        }

        void Asked(int number)
        {
            Happened($"asked {number}");
            onAsked(number);
        }

        void Written(int number)
        {
            onWritten(number);
            Happened($"written {number}");
        }

        var request = new GenerateRequest
        {
            Network = null,
            Seeds = null,
            ProjectedW = null,
            OutDir = folder.Path,
            Format = format,
            Grid = null,
            Engine = new GeneratorOptions(),
            Mapping = new MappingOptions(),
            Synthesis = new SynthesisOptions(),
        };
        using var output = new Lines(Written);
        using var report = WorkReport.Start(new Terminal(output, TextWriter.Null) { Clock = new ManualClock() }, count);
        using var pictures = new PictureFolder(folder.Path, generator.Model, null, report);
        PictureRun.Make(generator, request, new Zeros(count, Asked), pictures, CancellationToken.None);
        Assert.Equal(count, folder.Files.Length);
        return events;
    }

    /// <summary>The ws of pictures that are all the same.</summary>
    private sealed class Zeros(int count, Action<int> asked) : WsSource
    {
        private int next;

        public override long Count => count;

        public override IEnumerable<string> Names => Enumerable.Range(0, count).Select(number => $"{number}");

        public override void Write(Span<float> ws, CancellationToken cancellation)
        {
            ws.Clear();
            asked(next++);
        }
    }

    /// <summary>Standard output, where a line tells that a file has been written.</summary>
    private sealed class Lines(Action<int> written) : StringWriter
    {
        private int next;

        public override Encoding Encoding => Encoding.UTF8;

        public override void WriteLine(string? value) => written(next++);
    }
}
