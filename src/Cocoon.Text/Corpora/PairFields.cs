namespace Cocoon.Text;

/// <summary>Fields of a JSON object that holds a labelled pair of sentences. SNLI and MNLI are published with <c>sentence1</c>, <c>sentence2</c> and <c>gold_label</c>.</summary>
/// <param name="Premise">The sentence that is given.</param>
/// <param name="Hypothesis">The sentence that is judged by it.</param>
/// <param name="Label">The judgement: entailment, contradiction, or anything else, which is passed over.</param>
public sealed record PairFields(string Premise = "premise", string Hypothesis = "hypothesis", string Label = "label");
