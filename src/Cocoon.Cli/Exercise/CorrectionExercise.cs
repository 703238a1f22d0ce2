using Cocoon.Models;

namespace Cocoon.Cli;

/// <summary>Asks a corrector for the wrong word in damaged sentences, and keeps score.</summary>
public sealed record CorrectionExercise
{
    /// <summary>Proposals that a corrector must make at least.</summary>
    public const int Few = 3;

    /// <summary>Sentences asked about.</summary>
    public int Sentences { get; private set; }

    /// <summary>Sentences whose exchanged word was the most doubtful of all.</summary>
    public int Found { get; private set; }

    /// <summary>Share of the sentences that guessing would find.</summary>
    public double Chance { get; private set; }

    /// <summary>Sentences where the best proposal for the exchanged word is the original.</summary>
    public int Restored { get; private set; }

    /// <summary>Sentences where the original is among the first three proposals.</summary>
    public int RestoredAmongThree { get; private set; }

    /// <summary>From how probably wrong on a word is reported, in [0, 1].</summary>
    public required double Threshold { get; init; }

    /// <summary>Sentences whose exchanged word is reported.</summary>
    public int Reported { get; private set; }

    /// <summary>Words that were left alone and are reported.</summary>
    public int FalseAlarms { get; private set; }

    /// <summary>Words that were left alone, punctuation marks included.</summary>
    public int OtherWords { get; private set; }

    /// <summary>The first sentences, successes and failures as they come.</summary>
    public required IReadOnlyList<ExercisedSentence> Shown { get; init; }

    /// <summary>Runs the exercise.</summary>
    /// <param name="corrector">Reports all words, however sure it is of them, with <see cref="Few"/> proposals or more.</param>
    /// <param name="sentences">The sentences.</param>
    /// <param name="shown">How many to keep.</param>
    /// <param name="threshold">What counts as reported.</param>
    public static CorrectionExercise Run(Corrector corrector, IReadOnlyList<DamagedSentence> sentences, int shown, double threshold)
    {
        var kept = new List<ExercisedSentence>();
        var exercise = new CorrectionExercise { Sentences = sentences.Count, Threshold = threshold, Shown = kept };
        double chance = 0;
        foreach (var sentence in sentences)
        {
            var words = corrector.Correct(sentence.Text);
            var (wrong, most) = (words.First(w => w.Offset == sentence.Offset), words.MaxBy(w => w.WrongProbability)!);
            var exercised = new ExercisedSentence(sentence, wrong.WrongProbability, most.Word, most.WrongProbability, wrong.Proposals);
            if (kept.Count < shown) kept.Add(exercised);
            exercise.Count(exercised, words.Count, words.Count(w => w.WrongProbability >= threshold));
            chance += 1.0 / words.Count;
        }
        exercise.Chance = chance / Math.Max(1, sentences.Count);
        return exercise;
    }

    private void Count(ExercisedSentence sentence, int words, int reported)
    {
        int hit = sentence.WrongProbability >= Threshold ? 1 : 0;
        if (sentence.IsFound) Found++;
        if (sentence.Rank == 1) Restored++;
        if (sentence.Rank is > 0 and <= Few) RestoredAmongThree++;
        (Reported, FalseAlarms, OtherWords) = (Reported + hit, FalseAlarms + reported - hit, OtherWords + words - 1);
    }
}
