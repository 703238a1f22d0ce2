namespace Cocoon.Text;

/// <summary>Some consecutive documents that are searched for text of evaluation sets.</summary>
internal sealed class OverlapChunk : Chunk<Document>
{
    private readonly WordSequence _words = new();
    private readonly List<ulong> _runs = [];

    /// <summary>What was found, in the order of the text.</summary>
    public List<TextOverlap> Overlaps { get; } = [];

    /// <summary>Documents in which something was found.</summary>
    public int Documents { get; private set; }

    /// <summary>Pieces of the evaluation sets that were found.</summary>
    public HashSet<int> Pieces { get; } = [];

    public void Search(EvaluationRuns evaluation, CancellationToken ct)
    {
        foreach (var document in Items)
        {
            ct.ThrowIfCancellationRequested();
            int before = Overlaps.Count;
            _words.Read(document.Text);
            WordNGrams.Read(_words.Hashes, evaluation.Words, _runs);
            Search(document, evaluation);
            if (Overlaps.Count > before) Documents++;
        }
    }

    public override void Clear()
    {
        base.Clear();
        Overlaps.Clear();
        Pieces.Clear();
        Documents = 0;
    }

    // Runs that follow each other or share words are one stretch.
    private void Search(Document document, EvaluationRuns evaluation)
    {
        int first = -1, end = 0, piece = -1;
        for (int word = 0; word < _runs.Count; word++)
        {
            int found = evaluation.PieceOf(_runs[word]);
            if (found < 0) continue;
            Pieces.Add(found);
            if (first >= 0 && word > end) Add(document, first, end, piece, evaluation);
            if (first < 0 || word > end) (first, piece) = (word, found);
            end = word + evaluation.Words;
        }
        if (first >= 0) Add(document, first, end, piece, evaluation);
    }

    private void Add(Document document, int first, int end, int piece, EvaluationRuns evaluation)
    {
        var (file, line) = evaluation.PlaceOf(piece);
        Overlaps.Add(new TextOverlap(document, _words.SpanOf(first).Start, _words.SpanOf(end - 1).End, end - first, file, line));
    }
}
