using System.CommandLine;
using Cocoon.Evaluation;
using Cocoon.Models;
using Spectre.Console;

namespace Cocoon.Cli;

/// <summary><c>cocoon evaluate sts</c>: sentence vectors against people's judgement, without labels.</summary>
internal sealed class EvaluateStsCommand : Verb
{
    private readonly Option<string> _model = new("--model", "-m") { Description = "A run, its model folder, or one of its checkpoints.", Required = true, HelpName = "folder" };
    private readonly Option<string[]> _data = new("--data", "-d")
    {
        Description = "Folders with STS.input.*.txt and STS.gs.*.txt (SemEval's STS), with dev.tsv and test.tsv (STS-B), or folders of such folders.", Required = true, HelpName = "folder", AllowMultipleArgumentsPerToken = true,
    };

    private readonly PoolingOption _pooling = new();
    private readonly Option<int> _threads = ThreadsOption();
    private readonly Option<bool> _json = JsonOption();

    public EvaluateStsCommand() : base("sts", "Compare the cosines of sentence vectors with how alike people found the sentences: Spearman's and Pearson's correlation. Nothing is trained.",
    [
        "cocoon evaluate sts --model runs/first --data sts STS-B",
        "cocoon evaluate sts --model runs/first --data STS-B --pooling mean --json",
    ], "cocoon embed --model runs/first --search sentences.txt \"A letter from home.\"")
    {
        foreach (var option in new Option[] { _model, _data, _pooling, _threads, _json }) Add(option);
        SetAction(Evaluate);
    }

    private int Evaluate(ParseResult arguments)
    {
        var console = ConsoleFor(arguments, _json);
        var data = SimilarityData.Find(arguments.GetRequiredValue(_data));
        using var model = ModelLocator.Load(arguments.GetRequiredValue(_model), console.Say);
        using var engine = new Engine(model.Precision, arguments.GetValue(_threads));
        using var embedder = _pooling.EmbedderOf(arguments, model, engine.Kernels);
        string pooling = PoolingOption.NameOf(_pooling.Of(arguments, model));
        var scores = ProgressLine.During(console, "embedding", progress => Score(embedder, data, progress));
        console.Facts(new { pooling, scores }, [Draw(scores), CommandConsole.Line($"pooling: {pooling}")]);
        return ExitCode.Ok;
    }

    private static List<SimilarityScore> Score(Embedder embedder, List<SimilarityData> data, ProgressLine progress)
    {
        var scores = new List<SimilarityScore>();
        foreach (var folder in data)
        {
            progress.Show(scores.Count, data.Sum(d => d.Sets.Count + (d.AreOne ? 1 : 0)), folder.Name);
            scores.AddRange(SimilarityEvaluation.Score(embedder, folder));
        }
        return scores;
    }

    private static Table Draw(List<SimilarityScore> scores)
    {
        var table = new Table().AddColumns("data", "set").AddColumn(Right("pairs")).AddColumn(Right("Spearman")).AddColumn(Right("Pearson"));
        foreach (var score in scores) table.AddRow(score.Data.EscapeMarkup(), score.Set.EscapeMarkup(), $"{score.Pairs:N0}", $"{score.Spearman:0.0000}", $"{score.Pearson:0.0000}");
        return table;

        static TableColumn Right(string name) => new TableColumn(name).RightAligned();
    }
}
