using Cocoon.Kernels;
using Cocoon.Tensors;
using Cocoon.Text;

namespace Cocoon.Models;

/// <summary>Gives texts vectors whose cosine tells how alike they are.</summary>
/// <remarks>
/// Gao et al. 2021, arXiv:2104.08821: the encoder's states, pooled; heads that were there for training only are left out. A text longer than the
/// model's sequences is read in overlapping windows, and its vector is the direction of the mean of theirs. Not for several threads at once.
/// </remarks>
public sealed class Embedder : IDisposable
{
    private readonly IKernels _kernels;
    private readonly Encoder _encoder;
    private readonly Tokenizer _tokenizer;
    private readonly Pooling _pooling;
    private readonly Arena _arena = new();
    private readonly TokenBatch _batch = new();
    private readonly List<PooledText> _owners = [];  // of the sequences in the batch

    /// <param name="kernels">What computes; not disposed with the embedder.</param>
    /// <param name="network">A trained model.</param>
    /// <param name="tokenizer">The one that it was trained with.</param>
    /// <param name="pooling">How states become a vector.</param>
    /// <exception cref="ArgumentException">The model belongs to another tokenizer.</exception>
    public Embedder(IKernels kernels, IEncodingNetwork network, Tokenizer tokenizer, Pooling pooling)
    {
        network.Main.Options.RequireFits(tokenizer);
        (_kernels, _encoder, _tokenizer, _pooling) = (kernels, network.Main, tokenizer, pooling);
    }

    /// <summary>Size of a vector H.</summary>
    public int Size => _encoder.Options.HiddenSize;

    /// <summary>The vectors of texts, in their order. Texts are asked for as they are needed: about 2,048 tokens are read at a time.</summary>
    /// <param name="texts">Any texts; an empty one has a vector, too.</param>
    public IEnumerable<TextVector> Embed(IEnumerable<string> texts)
    {
        var open = new Queue<PooledText>();
        _batch.Clear();
        _owners.Clear();
        foreach (string text in texts)
        {
            var pooled = new PooledText(text, Size);
            open.Enqueue(pooled);
            var windows = new TextWindows(text, _tokenizer, _encoder.Options.MaxLength);
            foreach (var window in windows.Windows.DefaultIfEmpty())
            {
                windows.AppendTo(_batch, window, _tokenizer.Special);
                _owners.Add(pooled);
                pooled.Unread++;
                if (TextWindows.IsFull(_batch)) Read();
            }
            while (open.TryPeek(out var first) && first.Unread == 0) yield return open.Dequeue().Complete();
        }
        if (_batch.Sequences > 0) Read();
        foreach (var pooled in open) yield return pooled.Complete();
    }

    /// <summary>Frees the memory of the passes.</summary>
    public void Dispose() => _arena.Dispose();

    /// <summary>Reads the batch, and gives each sequence's vector to its text.</summary>
    private void Read()
    {
        _arena.Reset();
        var tape = new Tape(_kernels, _arena, default, training: false);
        var layers = new List<Tensor>();
        var states = _encoder.Forward(tape, _batch, _pooling == Pooling.FirstToken ? _batch.First : (ReadOnlyMemory<int>?)null, layers: layers);   // [S, H], or [N, H]
        var starts = _batch.Starts.Span;
        for (int s = 0; s < _owners.Count; s++)
        {
            double[] vector = new double[Size];
            if (_pooling == Pooling.FirstToken) Add(states, s, s + 1, vector);
            else Add(states, starts[s], starts[s + 1], vector);
            if (_pooling == Pooling.FirstLastMean) Add(layers[0], starts[s], starts[s + 1], vector);
            _owners[s].Add(vector);
        }
        _batch.Clear();
        _owners.Clear();
    }

    private static void Add(Tensor states, int from, int to, double[] sum)
    {
        for (int row = from; row < to; row++)
        {
            var state = states.Row(row);
            for (int i = 0; i < sum.Length; i++) sum[i] += state[i];
        }
    }

    /// <summary>A text whose windows are being read.</summary>
    private sealed class PooledText(string text, int size)
    {
        private readonly double[] _sum = new double[size];

        /// <summary>Windows that are still in the batch.</summary>
        public int Unread { get; set; }

        /// <summary>Takes the vector of a window; only its direction counts.</summary>
        public void Add(double[] vector)
        {
            double length = Length(vector);
            for (int i = 0; i < vector.Length; i++) _sum[i] += vector[i] / length;
            Unread--;
        }

        public TextVector Complete()
        {
            double length = Length(_sum);
            return new(text, [.. _sum.Select(value => (float)(value / length))]);
        }

        // Zeros have no direction and stay zeros.
        private static double Length(double[] vector)
        {
            double squares = 0;
            foreach (double value in vector) squares += value * value;
            return squares > 0 ? Math.Sqrt(squares) : 1;
        }
    }
}
