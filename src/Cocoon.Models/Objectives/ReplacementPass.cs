using Cocoon.Tensors;
using Cocoon.Text;

namespace Cocoon.Models;

/// <summary>What one pass over text with replaced tokens leaves behind: integers that the backward pass reads, tensors that evaluation measures.</summary>
internal class ReplacementPass
{
    private readonly IntList _targets = new();
    private float[] _isOriginal = [];

    /// <summary>The text with samples in place.</summary>
    public TokenBatch Corrupted { get; } = new();

    /// <summary>Masked positions; length M.</summary>
    public ReadOnlyMemory<int> Positions { get; private set; }

    /// <summary>What stands there now; length M.</summary>
    public ReadOnlyMemory<int> Samples { get; private set; }

    /// <summary>What stood there; length M.</summary>
    public ReadOnlyMemory<int> Targets => _targets.Memory;

    /// <summary>1 where a token is the original one, also by luck, 0 where it is replaced; length N.</summary>
    public ReadOnlyMemory<float> IsOriginal => _isOriginal.AsMemory(0, Corrupted.Tokens);

    /// <summary>Number of replaced tokens.</summary>
    public int Replaced { get; private set; }

    /// <summary>The auxiliary model's logits, [M, V].</summary>
    public Tensor? Guesses { get; private set; }

    /// <summary>Log-odds of p_copy, [N, 1].</summary>
    public Tensor? Gate { get; set; }

    /// <summary>Logits of the language head, [M, V], or [N, V] if it covers all tokens.</summary>
    public Tensor? Logits { get; set; }

    /// <summary>Forgets the last pass and corrupts the text of this one.</summary>
    public virtual void Begin(TokenBatch original, Tensor? guesses, ReadOnlyMemory<int> positions, ReadOnlyMemory<int> samples)
    {
        (Guesses, Positions, Samples) = (guesses, positions, samples);
        (Gate, Logits) = (null, null);
        Replacement.Apply(original, positions.Span, samples.Span, Corrupted);

        var before = original.Ids.Span;
        var after = Corrupted.Ids.Span;
        _targets.Clear();
        foreach (int row in positions.Span) _targets.Add(before[row]);

        if (_isOriginal.Length < before.Length) _isOriginal = new float[Math.Max(before.Length, 2 * _isOriginal.Length)];
        Replaced = 0;
        for (int i = 0; i < before.Length; i++)
        {
            bool same = before[i] == after[i];
            _isOriginal[i] = same ? 1 : 0;
            if (!same) Replaced++;
        }
    }

    /// <summary>The pass, for people to look at.</summary>
    /// <param name="original">Clean text.</param>
    /// <param name="hidden">What the auxiliary model saw.</param>
    public BatchTrace Trace(TokenBatch original, TokenBatch hidden) => new(original, hidden, Positions) { Replaced = Corrupted, Decisions = Gate, Guesses = Logits };
}
