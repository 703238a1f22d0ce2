using System.Globalization;

namespace Cocoon.Text;

/// <summary>Compares the record of a shard set's documents with the files they came from.</summary>
public static class SourceVerification
{
    /// <summary>Reads every document of the set in its file and compares place and hash. Streams; one file of each corpus is open at a time.</summary>
    /// <param name="shards">The set.</param>
    /// <param name="paths">Files or folders that hold the text.</param>
    /// <param name="progress">Told the number of documents compared, after each.</param>
    /// <param name="ct">Stops between two documents.</param>
    /// <exception cref="CorpusException">A file is missing, was changed, or holds another text where a document was read.</exception>
    /// <exception cref="ShardException">The record is damaged.</exception>
    public static void Run(ShardSet shards, IEnumerable<string> paths, IProgress<long>? progress = null, CancellationToken ct = default)
    {
        var options = OptionsOf(shards);
        var files = Match(shards, TextCorpus.Open(paths, options).Files);
        var cursors = new Dictionary<int, Cursor>();
        try
        {
            foreach (var record in shards.ReadRecords())
            {
                ct.ThrowIfCancellationRequested();
                int corpus = shards.Manifest.Sources[record.Origin.Source].Corpus;
                if (!cursors.TryGetValue(corpus, out var cursor)) cursors.Add(corpus, cursor = new Cursor(files, options));
                if (cursor.MoveTo(record.Origin) is not { } text || TextHash.Of(text) != record.Origin.Hash)
                {
                    throw new CorpusException(files[record.Origin.Source].Path,
                        $"line {record.Origin.Line} (byte {record.Origin.Offset}) does not hold the text that document {record.Document} of {shards.Folder} was made of. The file was changed, or is another one.");
                }
                progress?.Report(record.Document + 1);
            }
        }
        finally
        {
            foreach (var cursor in cursors.Values) cursor.Dispose();
        }
    }

    private static CorpusOptions OptionsOf(ShardSet shards)
    {
        string Setting(string name) => shards.Manifest.Options.TryGetValue(name, out string? value) ? value
            : throw new ShardException(shards.Folder, $"The manifest does not say {name}, so this set was not prepared from text.");
        bool known = Enum.TryParse(Setting("corpus.separator"), out DocumentSeparator separator)
            & int.TryParse(Setting("corpus.maxDocumentBytes"), NumberStyles.None, CultureInfo.InvariantCulture, out int maxDocumentBytes);
        if (!known) throw new ShardException(shards.Folder, "The manifest says in no known way how the text was read.");
        return new CorpusOptions { Separator = separator, TextField = Setting("corpus.textField"), MaxDocumentBytes = maxDocumentBytes };
    }

    // The given file of each source: of the same name and length, each used once.
    private static CorpusFile[] Match(ShardSet shards, IReadOnlyList<CorpusFile> given)
    {
        var left = given.ToList();
        return [.. shards.Manifest.Sources.Select(source =>
        {
            int at = left.FindIndex(file => file.Name == source.Name && file.Bytes == source.Bytes);
            if (at < 0) throw new CorpusException(source.Name, $"is a source of {shards.Folder}, but no file of this name and of {source.Bytes:N0} bytes was given. Name all files or folders that the data was prepared from.");
            var file = left[at];
            left.RemoveAt(at);
            return file;
        })];
    }

    /// <summary>Reads the files of one corpus forward.</summary>
    private sealed class Cursor(CorpusFile[] files, CorpusOptions options) : IDisposable
    {
        private CorpusInput? _input;
        private (int Source, int Pass) _at;

        /// <summary>The text of the document that starts there; null if none does.</summary>
        public string? MoveTo(DocumentOrigin origin)
        {
            if (_input is null || _at != (origin.Source, origin.Pass))
            {
                _input?.Dispose();
                _input = new CorpusInput(files[origin.Source], origin.Source, options);
                _at = (origin.Source, origin.Pass);
            }
            var place = new DocumentPlace(origin.Source, origin.Line, origin.Offset);
            while (_input.TryRead(out var document))
                if (document.Line >= origin.Line) return document.Place == place ? document.Text : null;
            return null;
        }

        public void Dispose() => _input?.Dispose();
    }
}
