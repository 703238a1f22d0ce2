using Cocoon.Models;

namespace Cocoon.Cli;

/// <summary>Asks a corrector for the wrong word in damaged sentences, and keeps score.</summary>
/// <param name="Sentences">Sentences asked about.</param>
/// <param name="Found">Sentences whose wrong word was the most doubtful of all.</param>
/// <param name="Chance">Fraction that guessing would find.</param>
/// <param name="Restored">Sentences where the best proposal for the wrong word is the right one.</param>
/// <param name="Examples">The first sentences and what was said about them.</param>
internal sealed record CorrectionExercise(int Sentences, int Found, double Chance, int Restored, IReadOnlyList<(DamagedSentence Sentence, Correction MostDoubtful, Correction? OfWrong)> Examples)
{
    /// <summary>Runs the exercise.</summary>
    /// <param name="corrector">Reports all words, however sure it is of them.</param>
    /// <param name="sentences">The sentences.</param>
    /// <param name="examples">How many to keep as examples.</param>
    public static CorrectionExercise Run(Corrector corrector, IReadOnlyList<DamagedSentence> sentences, int examples)
    {
        int found = 0, restored = 0;
        var kept = new List<(DamagedSentence, Correction, Correction?)>();
        foreach (var sentence in sentences)
        {
            var words = corrector.Correct(sentence.Text);
            if (words.Count == 0) continue;
            var most = words.MaxBy(w => w.WrongProbability)!;
            var wrong = words.FirstOrDefault(w => w.Offset == sentence.Offset);
            if (most.Offset == sentence.Offset) found++;
            if (wrong?.Proposals is [var best, ..] && best.Word == sentence.Right) restored++;
            if (kept.Count < examples) kept.Add((sentence, most, wrong));
        }
        return new(sentences.Count, found, sentences.Count == 0 ? 0 : sentences.Average(s => 1.0 / s.Words), restored, kept);
    }

    /// <summary>The exercise as lines for people.</summary>
    public IEnumerable<string> Lines()
    {
        foreach (var (sentence, most, wrong) in Examples)
        {
            yield return "";
            yield return $"  {sentence.Text[..sentence.Offset]}»{sentence.Wrong}«{sentence.Text[(sentence.Offset + sentence.Wrong.Length)..]}";
            string proposals = wrong is null ? "" : string.Join(", ", wrong.Proposals.Select(p => p.Word));
            yield return most.Offset == sentence.Offset
                ? $"    found: {most.Word} is the most doubtful word ({most.WrongProbability:0.00}). It was: {sentence.Right}. Proposals: {proposals}"
                : $"    missed: {most.Word} seems more doubtful ({most.WrongProbability:0.00}) than {sentence.Wrong} ({wrong?.WrongProbability ?? 0:0.00}). It was: {sentence.Right}. Proposals: {proposals}";
        }
        yield return "";
        yield return $"  In {Sentences:N0} such sentences the wrong word was the most doubtful one {Found:N0} times ({(double)Found / Math.Max(1, Sentences):P0}; guessing: {Chance:P0}), and the best proposal was the original {Restored:N0} times.";
    }
}
