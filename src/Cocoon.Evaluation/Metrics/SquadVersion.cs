namespace Cocoon.Evaluation;

/// <summary>Which of SQuAD's rules hold.</summary>
public enum SquadVersion
{
    /// <summary>1.1: every question has an answer in its text.</summary>
    V1,

    /// <summary>2.0: some have none, and the right answer to them is the empty one.</summary>
    V2,
}
