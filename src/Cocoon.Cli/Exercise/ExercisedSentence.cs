using Cocoon.Models;

namespace Cocoon.Cli;

/// <summary>A damaged sentence and what a corrector said about it.</summary>
/// <param name="Sentence">The sentence.</param>
/// <param name="WrongProbability">How probably the exchanged word is wrong, in [0, 1].</param>
/// <param name="MostDoubtful">The word that is most probably wrong.</param>
/// <param name="Highest">How probably that is.</param>
/// <param name="Proposals">What could stand in the place of the exchanged word.</param>
public sealed record ExercisedSentence(DamagedSentence Sentence, double WrongProbability, string MostDoubtful, double Highest, IReadOnlyList<Proposal> Proposals)
{
    /// <summary>True if no word is more doubtful than the exchanged one.</summary>
    public bool IsFound => WrongProbability == Highest;

    /// <summary>Place of the original among the proposals, from 1; 0 if it is not there.</summary>
    public int Rank => 1 + Proposals.ToList().FindIndex(p => p.Word == Sentence.Right);
}
