using Cocoon.Kernels;
using Cocoon.Models;

namespace Cocoon.Tests.Models;

/// <summary>A whole COCO-LM small enough to train in a test, on a fixed batch of made-up text.</summary>
internal sealed class TinyCocoLm(IKernels kernels, EncoderOptions? encoder = null, CocoLmOptions? options = null, int sequences = 8)
    : TinyObjective(kernels, options ?? new() { AuxiliaryLayers = 1 }, encoder, sequences)
{
    public CocoLmModel Model => (CocoLmModel)Objective.Network;

    public new CocoLm Objective => (CocoLm)base.Objective;
}
