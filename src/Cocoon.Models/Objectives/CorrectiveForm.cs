namespace Cocoon.Models;

/// <summary>Which corrective language loss is meant: the paper and the code that its author published differ.</summary>
public enum CorrectiveForm
{
    /// <summary>(1 − p_copy) · cross-entropy: the criterion that the author posted for the released models.</summary>
    Author,

    /// <summary>−log( [input is the original] · p_copy + (1 − p_copy) · softmax ): equation of the paper, §3.2.</summary>
    Paper,

    /// <summary>None.</summary>
    None,
}
