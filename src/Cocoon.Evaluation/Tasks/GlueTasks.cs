namespace Cocoon.Evaluation;

/// <summary>The tasks of GLUE, in its own files, and SNLI.</summary>
/// <remarks>
/// Wang et al. 2018, arXiv:1804.07461; files as the benchmark publishes them, measures as its table 1 has them. SNLI: Bowman et al. 2015, arXiv:1508.05326.
/// QQP's training file has rows with a missing cell, which are passed over as in COCO-LM's released preprocessing. WNLI's development data contradict its
/// training data, so that a model that learns scores below one that always says 0.
/// </remarks>
public static class GlueTasks
{
    private static readonly string[] s_binary = ["0", "1"], s_entailment = ["not_entailment", "entailment"], s_inference = ["contradiction", "entailment", "neutral"];

    /// <summary>Every task.</summary>
    public static IReadOnlyList<TaskDefinition> All { get; } =
    [
        Tsv("CoLA", TaskKind.Classification, s_binary, [MeasureNames.Matthews], new()
        {
            Kind = TaskKind.Classification, Text = ["sentence"], Label = ["label"], WithoutHeader = ["source", "label", "original", "sentence"],
        }),
        Tsv("SST-2", TaskKind.Classification, s_binary, [MeasureNames.Accuracy], Single("sentence", "label")),
        Tsv("MRPC", TaskKind.Classification, s_binary, [MeasureNames.Accuracy, MeasureNames.F1], Pair("#1 String", "#2 String", "Quality")),
        Tsv("STS-B", TaskKind.Regression, [], [MeasureNames.Pearson, MeasureNames.Spearman], Pair("sentence1", "sentence2", "score") with { Kind = TaskKind.Regression })
            with { Range = new(0, 5) },
        Tsv("QQP", TaskKind.Classification, s_binary, [MeasureNames.Accuracy, MeasureNames.F1], Pair("question1", "question2", "is_duplicate") with { PassesOverBrokenRows = true }),
        Tsv("MNLI", TaskKind.Classification, s_inference, [MeasureNames.Accuracy], Pair("sentence1", "sentence2", "gold_label") with { NoAnswer = ["-"] })
            with { Development = ["dev_matched.tsv", "dev_mismatched.tsv"], Test = ["test_matched.tsv", "test_mismatched.tsv"] },
        Tsv("QNLI", TaskKind.Classification, s_entailment, [MeasureNames.Accuracy], Pair("question", "sentence", "label")),
        Tsv("RTE", TaskKind.Classification, s_entailment, [MeasureNames.Accuracy], Pair("sentence1", "sentence2", "label")),
        Tsv("WNLI", TaskKind.Classification, s_binary, [MeasureNames.Accuracy], Pair("sentence1", "sentence2", "label")),
        new()
        {
            Name = "SNLI", Kind = TaskKind.Classification, Pairs = true, Labels = s_inference, Metrics = [MeasureNames.Accuracy],
            Train = "train.jsonl", Development = ["dev.jsonl"], Test = ["test.jsonl"],
            Reader = new ColumnReader(new()
            {
                Kind = TaskKind.Classification, Text = ["premise", "sentence1"], Pair = ["hypothesis", "sentence2"], Label = ["label", "gold_label"], NoAnswer = ["-", "-1"],
            }),
        },
    ];

    private static TaskDefinition Tsv(string name, TaskKind kind, IReadOnlyList<string> labels, IReadOnlyList<string> metrics, ColumnLayout layout) => new()
    {
        Name = name, Kind = kind, Pairs = layout.Pair.Count > 0, Labels = labels, Metrics = metrics,
        Train = "train.tsv", Development = ["dev.tsv"], Test = ["test.tsv"], Reader = new ColumnReader(layout),
    };

    private static ColumnLayout Single(string text, string label) => new() { Kind = TaskKind.Classification, Text = [text], Label = [label] };

    private static ColumnLayout Pair(string first, string second, string label) => new() { Kind = TaskKind.Classification, Text = [first], Pair = [second], Label = [label] };
}
