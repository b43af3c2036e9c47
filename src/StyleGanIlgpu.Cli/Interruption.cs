using System.Runtime.InteropServices;

namespace StyleGanIlgpu.Cli;

/// <summary>
/// Turns Ctrl-C and the request to terminate into a cancellation, so that nothing half-written stays behind. A second one ends the
/// process at once.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] registrations;

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
        source.Dispose();
    }

    private void Cancel(PosixSignalContext context, int status)
    {
        if (source.IsCancellationRequested)
            return;
        context.Cancel = true;
        Status = status;
        source.Cancel();
    }
}
