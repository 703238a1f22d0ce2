namespace Cocoon.Text;

/// <summary>All runs of n words of some evaluation sets. Immutable once it is made; thread-safe.</summary>
/// <remarks>Memory: about 50 bytes a word of the sets.</remarks>
public sealed class EvaluationRuns
{
    private readonly Dictionary<ulong, int> _pieceOf = [];
    private readonly List<(int File, long Line)> _pieces = [];
    private readonly List<string> _files = [];

    /// <summary>Reads evaluation sets.</summary>
    /// <param name="paths">Their files: <c>.json</c>, <c>.jsonl</c>, or lines with fields divided by tabulators; plain or <c>.gz</c>.</param>
    /// <param name="words">Words of a run, n; from 3 to 100.</param>
    /// <exception cref="CorpusException">A file cannot be read, or none has a piece of n words.</exception>
    public EvaluationRuns(IEnumerable<string> paths, int words)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(words, 3);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(words, 100);
        Words = words;
        var (sequence, runs) = (new WordSequence(), new List<ulong>());
        foreach (string path in paths)
        {
            _files.Add(path);
            EvaluationText.Read(path, (text, line) =>
            {
                sequence.Read(text);
                WordNGrams.Read(sequence.Hashes, words, runs);
                if (runs.Count == 0) return;
                foreach (ulong run in runs) _pieceOf.TryAdd(run, _pieces.Count);
                _pieces.Add((_files.Count - 1, line));
            });
        }
        if (_pieces.Count == 0) throw new CorpusException(_files.Count > 0 ? _files[0] : "(no file)", $"no piece of text in the evaluation sets has {words} words, so nothing can be found. Look for shorter runs.");
    }

    /// <summary>Words of a run.</summary>
    public int Words { get; }

    /// <summary>The piece that holds a run, the first of several; −1 if none does.</summary>
    internal int PieceOf(ulong run) => _pieceOf.GetValueOrDefault(run, -1);

    /// <summary>File and line of a piece.</summary>
    internal (string File, long Line) PlaceOf(int piece) => (_files[_pieces[piece].File], _pieces[piece].Line);

    /// <summary>The files, with the number of pieces that were found.</summary>
    internal IReadOnlyList<EvaluationSet> Sets(IReadOnlySet<int> found) =>
        [.. _files.Select((path, file) => new EvaluationSet(path, _pieces.Count(piece => piece.File == file), found.Count(piece => _pieces[piece].File == file)))];
}
