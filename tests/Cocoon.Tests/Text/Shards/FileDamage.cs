namespace Cocoon.Tests.Text.Shards;

/// <summary>Gives a file other content until it is disposed of; in place, so that open readers see it.</summary>
internal sealed class FileDamage : IDisposable
{
    private readonly string _file;
    private readonly byte[] _original;

    public FileDamage(string file, byte[] content)
    {
        (_file, _original) = (file, File.ReadAllBytes(file));
        Overwrite(content);
    }

    public void Dispose() => Overwrite(_original);

    private void Overwrite(byte[] content)
    {
        // A reader's lock keeps .NET from opening the file for writing; a new length goes through a handle without one.
        using var stream = new FileStream(_file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        stream.SetLength(content.Length);
        stream.Write(content);
    }
}
