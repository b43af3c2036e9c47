using System.Runtime.InteropServices;

namespace StyleGanIlgpu.Cli;

/// <summary>
/// Turns Ctrl-C and the request to terminate into a cancellation, so that nothing half-written stays behind. A second one ends the
/// process at once, and so does the first after a while, where the process hangs in a call that can't be cancelled.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] registrations;
    private Timer? end;

    public Interruption() =>
        registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Cancel(context, ExitStatus.Cancelled)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Cancel(context, 143)),
        ];

    public CancellationToken Token => source.Token;

    /// <summary>128 + the signal that came.</summary>
    public int Status { get; private set; } = ExitStatus.Cancelled;

    public void Dispose()
    {
        foreach (var registration in registrations)
            registration.Dispose();
        end?.Dispose();
        source.Dispose();
    }

    private void Cancel(PosixSignalContext context, int status)
    {
        if (source.IsCancellationRequested)
            return;
        context.Cancel = true;
        Status = status;
        end = new Timer(_ => Environment.Exit(status), null, Grace, Timeout.InfiniteTimeSpan);
        source.Cancel();
    }
}
