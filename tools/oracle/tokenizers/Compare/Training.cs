using System.Diagnostics;
using Cocoon.Text;

/// <summary>Measures how long training a vocabulary takes and how much memory, to stand beside train.js: 30,000 tokens, every pair and every character counts.</summary>
internal static class Training
{
    public static void Measure(string kind, string[] files)
    {
        TrainerOptions options = kind == "wordpiece" ? new WordPieceTrainerOptions() : new BpeTrainerOptions { Bytes = kind == "byte-level-bpe" };
        options = options with { VocabularySize = 30_000, MinFrequency = 1, AlphabetLimit = int.MaxValue };
        var corpus = TextCorpus.Open(files, new() { Separator = DocumentSeparator.BlankLine });
        long start = Stopwatch.GetTimestamp();
        _ = options is WordPieceTrainerOptions pieces ? new WordPieceTrainer(pieces).Train(corpus) : new BpeTrainer((BpeTrainerOptions)options).Train(corpus);
        Console.WriteLine(FormattableString.Invariant($"{Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s, {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB at most"));
    }
}
