namespace Cocoon.Text;

/// <summary>All ways to cut a run into pieces, for one thread.</summary>
internal sealed class UnigramLattice
{
    private readonly List<Edge> _edges = [];
    private double[] _forward = new double[64], _backward = new double[64];
    private int[] _last = new int[64];
    private int _length;

    private readonly record struct Edge(int Start, int End, int Piece, double Score);

    /// <summary>Takes up a run.</summary>
    public void Load(ReadOnlySpan<byte> run, UnigramPieces pieces)
    {
        _edges.Clear();
        _length = run.Length;
        if (_forward.Length <= run.Length)
        {
            _forward = new double[2 * run.Length];
            _backward = new double[2 * run.Length];
            _last = new int[2 * run.Length];
        }

        for (int start = 0; start < run.Length;)
        {
            int character = start + 1;
            while (character < run.Length && (run[character] & 0xC0) == 0x80) character++;
            bool spelled = false;
            uint node = pieces.Tree.Root;
            for (int end = start; end < run.Length && pieces.Tree.TryStep(ref node, run[end], out int piece);)
            {
                end++;
                if (piece < 0 || double.IsNegativeInfinity(pieces.Scores[piece])) continue;
                _edges.Add(new Edge(start, end, piece, pieces.Scores[piece]));
                spelled |= end == character;
            }

            if (!spelled) _edges.Add(new Edge(start, character, pieces.Unknown, pieces.UnknownScore));
            start = character;
        }
    }

    /// <summary>Adds to each piece how often it is expected in the run, times <paramref name="weight"/>; returns the logarithm of the run's probability, in nats.</summary>
    /// <remarks>Forward and backward sums (Baum and Welch), in logarithms.</remarks>
    public double AddExpectations(double weight, Span<double> expected)
    {
        _forward.AsSpan(1, _length).Fill(double.NegativeInfinity);
        _backward.AsSpan(0, _length).Fill(double.NegativeInfinity);
        _forward[0] = _backward[_length] = 0;
        foreach (var edge in _edges) _forward[edge.End] = LogSum(_forward[edge.End], _forward[edge.Start] + edge.Score);
        for (int i = _edges.Count - 1; i >= 0; i--) _backward[_edges[i].Start] = LogSum(_backward[_edges[i].Start], _edges[i].Score + _backward[_edges[i].End]);
        double total = _forward[_length];
        foreach (var edge in _edges) expected[edge.Piece] += weight * Math.Exp(_forward[edge.Start] + edge.Score + _backward[edge.End] - total);
        return total;
    }

    /// <summary>The pieces that <see cref="TryBest"/> found last.</summary>
    public List<int> Best { get; } = [];

    /// <summary>Finds the most probable pieces, in their order.</summary>
    /// <param name="excludesWhole">Leaves out the piece that is the whole run; then there may be no way left.</param>
    /// <returns>False if there is no way.</returns>
    public bool TryBest(bool excludesWhole = false)
    {
        Best.Clear();
        _forward.AsSpan(1, _length).Fill(double.NegativeInfinity);
        _forward[0] = 0;
        for (int i = 0; i < _edges.Count; i++)
        {
            var edge = _edges[i];
            if (excludesWhole && edge.Start == 0 && edge.End == _length) continue;
            double score = _forward[edge.Start] + edge.Score;
            if (score <= _forward[edge.End]) continue;
            (_forward[edge.End], _last[edge.End]) = (score, i);
        }

        if (double.IsNegativeInfinity(_forward[_length])) return false;
        for (int at = _length; at > 0; at = _edges[_last[at]].Start) Best.Add(_edges[_last[at]].Piece);
        Best.Reverse();
        return true;
    }

    private static double LogSum(double x, double y)
    {
        if (double.IsNegativeInfinity(x)) return y;
        double larger = Math.Max(x, y), smaller = Math.Min(x, y);
        return larger - smaller > 50 ? larger : larger + Math.Log(1 + Math.Exp(smaller - larger));
    }
}
