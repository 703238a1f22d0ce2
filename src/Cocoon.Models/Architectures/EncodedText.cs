using Cocoon.Tensors;

namespace Cocoon.Models;

/// <summary>A text that a decoder looks at while it writes another.</summary>
/// <param name="States">Final states of its encoder, [R, H]; null if the decoder's past has what follows from them.</param>
/// <param name="Starts">Row where each sequence starts, and R; as many as are written; length S + 1.</param>
public sealed record EncodedText(Tensor? States, ReadOnlyMemory<int> Starts);
