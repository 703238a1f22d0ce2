using System.Security.Cryptography;
using Cocoon.Evaluation;

namespace Cocoon.Cli;

/// <summary>A task of a comparison with all that is decided before the first step.</summary>
public sealed record PlannedTask
{
    /// <summary>Its name.</summary>
    public required string Task { get; init; }

    /// <summary>Where its files lie, as an absolute path.</summary>
    public required string Folder { get; init; }

    /// <summary>SHA-256 over the SHA-256 of its training and development files, 64 hexadecimal digits.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>How it is learned, with every seed.</summary>
    public required FineTuningOptions FineTuning { get; init; }

    /// <summary>Reads its examples.</summary>
    /// <exception cref="TaskDataException">They are missing or damaged.</exception>
    public TaskData Load() => TaskData.Load(DefinitionOf(Task), Folder);

    /// <summary>Refuses other files than those that the comparison began with.</summary>
    /// <exception cref="InvalidDataException">They are missing or changed.</exception>
    public void RequireUnchanged()
    {
        if (!Directory.Exists(Folder)) throw new InvalidDataException($"{Folder}: the data of {Task} are not there. If they were moved, name the folder of all tasks with --tasks.");
        if (FingerprintOf(Task, Folder) != Fingerprint) throw new InvalidDataException($"{Folder}: these are not the files that the comparison began with. Restore them, or begin another comparison.");
    }

    /// <summary>The definition of a task of the catalog.</summary>
    public static TaskDefinition DefinitionOf(string task) => TaskCatalog.Find(task) ?? throw new InvalidDataException($"There is no task '{task}'.");

    /// <summary>The fingerprint of a task's files.</summary>
    public static string FingerprintOf(string task, string folder)
    {
        var definition = DefinitionOf(task);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string file in definition.Development.Prepend(definition.Train))
        {
            using var stream = File.OpenRead(Path.Combine(folder, file));
            hash.AppendData(SHA256.HashData(stream));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
