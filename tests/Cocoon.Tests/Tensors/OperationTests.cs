using Cocoon.Determinism;
using Cocoon.Kernels;
using Cocoon.Tensors;
using Cocoon.Testing;

namespace Cocoon.Tests.Tensors;

/// <summary>What a test of an operation needs: memory that outlives a pass, and a tape on memory full of NaN.</summary>
public abstract class OperationTests : IDisposable
{
    private readonly Arena _step = Arrange.PoisonedArena();
    private readonly IKernels _kernels = CpuKernels.Create(new WorkerTeam(2), Precision.Fp32);

    protected OperationTests() => Tape = new(_kernels, _step, new StepKey(3, 4));

    protected Arena Arena { get; } = Arrange.PoisonedArena();

    protected Tape Tape { get; }

    protected Tensor Normal(int rows, int columns, ulong seed) => Arrange.Normal(Arena, rows, columns, seed);

    public void Dispose()
    {
        Arena.Dispose();
        _step.Dispose();
        _kernels.Dispose();
        GC.SuppressFinalize(this);
    }
}
