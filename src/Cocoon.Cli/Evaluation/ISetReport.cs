using Spectre.Console.Rendering;

namespace Cocoon.Cli;

/// <summary>What <c>evaluate</c> tells about a set of examples; one class for each form of answer.</summary>
internal interface ISetReport
{
    /// <summary>For scripts.</summary>
    object Facts { get; }

    /// <summary>For people.</summary>
    IEnumerable<IRenderable> Pictures { get; }

    /// <summary>Name of the file that the answers are written to.</summary>
    string PredictionsFile { get; }

    /// <summary>Writes the answers in the format that is usual for the task, and tells what was written.</summary>
    /// <param name="folder">An existing folder.</param>
    IEnumerable<string> WritePredictions(string folder);
}
