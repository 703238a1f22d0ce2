namespace Cocoon.Evaluation;

/// <summary>What is asked about a text, or about a pair of texts.</summary>
public enum TaskKind
{
    /// <summary>One label of several, such as a sentiment.</summary>
    Classification,

    /// <summary>A number, such as how alike two sentences are.</summary>
    Regression,

    /// <summary>Any number of labels, none included, such as the subjects of a text.</summary>
    MultiLabel,

    /// <summary>A label for every word, such as the names in a sentence.</summary>
    TokenLabels,

    /// <summary>The part of a text that answers a question, or that there is none.</summary>
    Span,
}
