using System.Security.Cryptography;
using Cocoon.Kernels;
using Cocoon.Tensors;
using Cocoon.Text;

namespace Cocoon.Models;

/// <summary>What stands beside the weights of a model, whatever it is for: enough to know that they and the tokenizer are whole, and how they are computed with.</summary>
public abstract record WeightsConfig
{
    /// <summary>Version of this layout.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Name of the file of weights.</summary>
    public const string WeightsFile = "model.safetensors";

    private static readonly Dictionary<string, string> s_metadata = new() { ["format"] = "cocoon" };

    /// <summary>Version of the layout that was written.</summary>
    public required int Format { get; init; }

    /// <summary>What the operands of matrix products were rounded to.</summary>
    public required Precision Precision { get; init; }

    /// <summary>Fingerprint of the tokenizer.</summary>
    public required string Tokenizer { get; init; }

    /// <summary>SHA-256 of the file of weights, 64 hexadecimal digits.</summary>
    public required string WeightsSha256 { get; init; }

    /// <summary>Writes weights and tokenizer into a folder; what was there is replaced file by file. The config comes after them.</summary>
    /// <returns>SHA-256 of the file of weights.</returns>
    public static string Write(string folder, Tokenizer tokenizer, IReadOnlyList<Parameter> weights)
    {
        Directory.CreateDirectory(folder);
        tokenizer.Save(folder);
        string path = Path.Combine(folder, WeightsFile);
        DurableFile.Write(path, stream => Safetensors.Write(stream, weights, s_metadata));
        return Sha256(path);
    }

    /// <summary>Reads the weights of a folder.</summary>
    /// <exception cref="SafetensorsException">They are of another model.</exception>
    public static void Read(string folder, IReadOnlyList<Parameter> weights)
    {
        string path = Path.Combine(folder, WeightsFile);
        using var stream = File.OpenRead(path);
        Safetensors.Read(new SafetensorsFile(stream, path), weights);
    }

    /// <summary>Makes sure that a folder holds what was written, before memory is taken for it.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <param name="config">Name of the file that this was read from, for messages.</param>
    /// <param name="parameters">How many weights there are at least.</param>
    /// <returns>The tokenizer.</returns>
    /// <exception cref="InvalidDataException">The weights are missing, cut or exchanged, or the tokenizer is another one.</exception>
    /// <exception cref="CorpusException">The tokenizer is missing or damaged.</exception>
    public Tokenizer Verify(string folder, string config, long parameters)
    {
        const string Copy = "Copy the whole folder of the model.";
        string path = Path.Combine(folder, WeightsFile);
        if (!File.Exists(path)) throw new InvalidDataException($"{path}: missing. {Copy}");
        if (parameters < 0 || parameters > new FileInfo(path).Length / sizeof(float)) throw new InvalidDataException($"{path}: shorter than what {config} speaks of. {Copy}");
        if (Sha256(path) != WeightsSha256) throw new InvalidDataException($"{path}: the file does not match its SHA-256 in {config}: it was damaged or exchanged. {Copy}");
        var tokenizer = Text.Tokenizer.Load(folder);
        if (tokenizer.Fingerprint != Tokenizer) throw new InvalidDataException($"{folder}: the tokenizer there is {tokenizer.Fingerprint[..16]}…, but the model was trained with another. {Copy}");
        return tokenizer;
    }

    private static string Sha256(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
