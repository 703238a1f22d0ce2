using Cocoon.Tensors;
using Cocoon.Text;

namespace Cocoon.Models;

/// <summary>Vectors of the texts of earlier batches, by a copy of the network that follows it slowly: more negatives than a batch has.</summary>
/// <remarks>
/// He et al. 2019, arXiv:1911.05722, §3.2: θ_slow ← m · θ_slow + (1 − m) · θ. As Wu et al. 2021, arXiv:2109.04380 (ESimCSE), §3.2, it only adds negatives: the
/// pairs of a batch keep contrasting with one another, and the slow network runs without dropout. Everything here is declared as parameters that nothing
/// trains, so a checkpoint holds it and resuming is exact. What a step's batches bring enters the queue before the next step: while a step lasts, its
/// losses see one queue.
/// </remarks>
public sealed class MomentumQueue
{
    private const string NetworkPath = "momentum", QueuePath = "queue";
    private const int Next = 0, Filled = 1, Arrived = 2;   // the counters: where the next vector goes, how many there are, how many the last step brought

    private readonly ParameterScope _scope;
    private readonly SimCseModel _slow;
    private readonly List<(Tensor Slow, Tensor Own)> _followed = [];
    private readonly Tensor _vectors, _arriving, _counters;
    private readonly IntList _rows = new();
    private readonly float _momentum;
    private long _step = -1;
    private bool _mustFollow;

    /// <param name="scope">Where the network that is followed was declared; the copy and the queue are declared beside it.</param>
    /// <param name="encoder">Sizes.</param>
    /// <param name="size">Vectors in the queue.</param>
    /// <param name="momentum">m, how much of itself the copy keeps in a step, in [0, 1).</param>
    public MomentumQueue(ParameterScope scope, EncoderOptions encoder, int size, float momentum)
    {
        (_scope, _momentum) = (scope, momentum);
        _slow = new(scope / NetworkPath, encoder, masked: false);
        string below = (scope / NetworkPath).Path + ".", above = scope.Path.Length == 0 ? "" : scope.Path + ".";
        foreach (var (path, slow) in scope.Store.Parameters)
            if (path.StartsWith(below, StringComparison.Ordinal)) _followed.Add((slow, scope.Store[above + path[below.Length..]].Tensor));
        var queue = scope / QueuePath;
        _vectors = queue.Parameter("vectors", size, encoder.HiddenSize, Init.Zeros);
        _arriving = queue.Parameter("arriving", size, encoder.HiddenSize, Init.Zeros);
        _counters = queue.Parameter("counters", 1, 3, Init.Zeros);
    }

    /// <summary>Number of vectors in the queue.</summary>
    public int Count => (int)_counters.Values[Filled];

    /// <summary>True for the path of a parameter that is the queue's.</summary>
    public bool Holds(string path) => IsBelow(path, NetworkPath) || IsBelow(path, QueuePath);

    /// <summary>A step begins: what the last one brought enters the queue.</summary>
    public void Begin(long step)
    {
        (_step, _mustFollow) = (step, true);
        var counters = _counters.Values;
        for (int i = Math.Max(0, (int)counters[Arrived] - _vectors.Rows); i < (int)counters[Arrived]; i++)
        {
            _arriving.Row(i % _vectors.Rows).CopyTo(_vectors.Row((int)counters[Next]));
            counters[Next] = (counters[Next] + 1) % _vectors.Rows;
            counters[Filled] = Math.Min(counters[Filled] + 1, _vectors.Rows);
        }
        counters[Arrived] = 0;
    }

    /// <summary>The vectors in the queue, of length 1; they pass no gradient back.</summary>
    /// <returns>Vectors, [Count, H]; null if there is none.</returns>
    public Tensor? Negatives(Tape tape)
    {
        if (Count == 0) return null;
        _rows.Clear();
        for (int i = 0; i < Count; i++) _rows.Add(i);
        return tape.StopGradient(tape.GatherRows(_vectors, _rows.Memory));
    }

    /// <summary>Takes the texts of a training batch for the next step.</summary>
    public void Take(Tape tape, TokenBatch texts)
    {
        using var evaluating = tape.Evaluating();
        if (_mustFollow) Follow(tape);
        var vectors = tape.NormalizeRows(_slow.Vectors(tape, texts));
        var counters = _counters.Values;
        for (int s = 0; s < vectors.Rows; s++, counters[Arrived]++) vectors.Row(s).CopyTo(_arriving.Row((int)counters[Arrived] % _arriving.Rows));
    }

    /// <summary>Moves the copy towards the network: once a step; before the first it becomes its equal.</summary>
    private void Follow(Tape tape)
    {
        _mustFollow = false;
        float kept = _step == 0 ? 0 : _momentum;
        foreach (var (slow, own) in _followed)
        {
            tape.Kernels.Scale(slow.Values, kept, accumulate: false, slow.Values);
            tape.Kernels.Scale(own.Values, 1 - kept, accumulate: true, slow.Values);
        }
    }

    private bool IsBelow(string path, string part) => path.StartsWith((_scope / part).Path + ".", StringComparison.Ordinal);
}
