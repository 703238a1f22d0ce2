namespace Cocoon.Models;

/// <summary>How the states of a sequence become one vector.</summary>
/// <remarks>The poolers of SimCSE's released code (princeton-nlp/SimCSE, <c>Pooler</c>): <c>cls_before_pooler</c>, <c>avg</c>, <c>avg_first_last</c>.</remarks>
public enum Pooling
{
    /// <summary>The final state of the first token, [CLS]: what SimCSE and COCO-LM's sequence contrast train.</summary>
    FirstToken,

    /// <summary>The mean of all final states, [CLS] and [SEP] included.</summary>
    Mean,

    /// <summary>The mean over all tokens of the states after the first and after the last layer.</summary>
    FirstLastMean,
}
