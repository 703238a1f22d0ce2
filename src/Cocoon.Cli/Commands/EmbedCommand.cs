using System.CommandLine;
using System.Text.Json;
using Cocoon.Models;
using Cocoon.Tensors;
using Cocoon.Text;

namespace Cocoon.Cli;

/// <summary><c>cocoon embed</c>: vectors of texts, and the texts that are nearest.</summary>
internal sealed class EmbedCommand : Verb
{
    private readonly Argument<string[]> _texts = new("text") { Description = "Texts; without them, the lines of --file or standard input.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string> _model = new("--model", "-m") { Description = "A run, its model folder, or one of its checkpoints.", Required = true, HelpName = "folder" };
    private readonly Option<FileInfo?> _file = new("--file", "-f") { Description = "A UTF-8 file; each line is a text of its own.", HelpName = "path" };
    private readonly PoolingOption _pooling = new();
    private readonly Option<string?> _out = new("--out", "-o") { Description = "Write a NumPy array [texts, size] instead of JSON lines.", HelpName = "file.npy" };
    private readonly Option<FileInfo?> _search = new("--search") { Description = "Print the lines of this UTF-8 file that are nearest to each text, instead of vectors.", HelpName = "path" };
    private readonly Option<int> _top = new("--top") { Description = "With --search: how many lines.", DefaultValueFactory = _ => 5, HelpName = "n" };
    private readonly Option<int> _threads = ThreadsOption();
    private readonly Option<bool> _json = new("--json") { Description = "With --search: print one JSON object a text. Vectors are always JSON." };

    public EmbedCommand() : base("embed", "Turn texts into vectors of length 1 whose products are cosines, one JSON object or array row a text; or search a file by cosine.",
    [
        "cocoon embed --model runs/first \"A letter from home.\"",
        "cocoon embed --model runs/first --file sentences.txt --out vectors.npy",
        "cocoon embed --model runs/first --search sentences.txt --top 3 \"A letter from home.\"",
    ])
    {
        _top.Validators.Add(r => { if (r.GetValueOrDefault<int>() is < 1 or > 1000) r.AddError("--top: choose 1 to 1000."); });
        Add(_texts);
        foreach (var option in new Option[] { _model, _file, _pooling, _out, _search, _top, _threads, _json }) Add(option);
        SetAction(Embed);
    }

    private int Embed(ParseResult arguments)
    {
        var console = ConsoleFor(arguments, _json);
        string? output = arguments.GetValue(_out);
        var search = arguments.GetValue(_search);
        if (output is not null && search is not null) throw new UsageException("--search prints what it finds: give no --out with it.");
        if (output is not null && !output.EndsWith(".npy", StringComparison.OrdinalIgnoreCase))
            throw new UsageException($"--out {output}: files are .npy. JSON lines go to standard output: write > {output}.");
        using var model = ModelLocator.Load(arguments.GetRequiredValue(_model), console.Say);
        using var engine = new Engine(model.Precision, arguments.GetValue(_threads));
        using var embedder = _pooling.EmbedderOf(arguments, model, engine.Kernels);
        if (search is not null) Search(console, embedder, arguments, search);
        else if (output is not null) console.Say($"{output}: {WriteArray(console, embedder, arguments, output):N0} vectors of {embedder.Size:N0} numbers.");
        else WriteLines(console, embedder, arguments);
        return ExitCode.Ok;
    }

    private IEnumerable<string> Texts(ParseResult arguments, ProgressLine? progress = null) => InputLines.Read(arguments.GetValue(_texts) ?? [], arguments.GetValue(_file), progress);

    private void WriteLines(CommandConsole console, Embedder embedder, ParseResult arguments)
    {
        if (console.Width is not null) Write(null);   // a bar would stand among the lines
        else ProgressLine.During(console, "embedding", Write);

        long Write(ProgressLine? progress)
        {
            long texts = 0;
            foreach (var (text, vector) in embedder.Embed(Texts(arguments, progress)))
            {
                console.Output.WriteLine(JsonSerializer.Serialize(new { text, vector }, CommandConsole.OneLine));
                texts++;
            }
            return texts;
        }
    }

    private long WriteArray(CommandConsole console, Embedder embedder, ParseResult arguments, string path) => ProgressLine.During(console, "embedding", progress =>
    {
        var texts = Texts(arguments, progress);
        long rows = 0;
        DurableFile.Write(path, stream =>
        {
            var array = new NpyWriter(stream, embedder.Size);
            foreach (var text in embedder.Embed(texts))
            {
                array.Write(text.Vector);
                rows++;
            }
            array.Complete();
        });
        return rows;
    });

    private void Search(CommandConsole console, Embedder embedder, ParseResult arguments, FileInfo file)
    {
        var queries = embedder.Embed(Texts(arguments)).Select(query => new NearestTexts(query, arguments.GetValue(_top))).ToList();
        ProgressLine.During(console, "searching", progress =>
        {
            long line = 0;
            foreach (var candidate in embedder.Embed(InputLines.Read([], file, progress)))
            {
                line++;
                if (string.IsNullOrWhiteSpace(candidate.Text)) continue;
                foreach (var query in queries) query.Offer(line, candidate);
            }
            return line;
        });
        foreach (var query in queries) Print(console, query);
    }

    private static void Print(CommandConsole console, NearestTexts query)
    {
        if (console.Json)
        {
            console.Output.WriteLine(JsonSerializer.Serialize(new { query.Query, query.Found }, CommandConsole.OneLine));
            return;
        }
        console.Output.WriteLine(query.Query);
        foreach (var found in query.Found) console.Output.WriteLine($"  {MarkedText.Number(found.Cosine)}  {found.Line}: {found.Text}");
    }
}
