namespace Cocoon.Text;

/// <summary>A line that a corpus holds several times: headers, footers, boilerplate.</summary>
/// <param name="Text">The line without the white space around it; cut after 160 characters.</param>
/// <param name="Count">How often it occurs, at least.</param>
public readonly record struct RepeatedLine(string Text, long Count);
