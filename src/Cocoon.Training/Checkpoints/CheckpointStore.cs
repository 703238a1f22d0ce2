using System.Globalization;
using Cocoon.Text;

namespace Cocoon.Training;

/// <summary>The checkpoints of a run: each complete or absent, whatever happens while one is saved.</summary>
/// <param name="folder">Where they are, <c>checkpoints/</c> of the run.</param>
/// <param name="keepLast">How many of the newest are kept.</param>
/// <param name="keepEvery">Steps whose multiples are kept for ever; 0 for none.</param>
/// <param name="failpoint">Counts the operations on the disk.</param>
/// <param name="keepAt">Other steps that are kept for ever; null for none.</param>
public sealed class CheckpointStore(string folder, int keepLast, long keepEvery, Failpoint failpoint, StepSet? keepAt = null)
{
    private const string Prefix = "step-";
    private const string LatestFile = "latest";
    private const string Replaced = "-old";

    /// <summary>Where the checkpoint of a step lies, if there is one.</summary>
    public string FolderOf(long step) => Path.Combine(folder, Prefix + step.ToString("D8", CultureInfo.InvariantCulture));

    /// <summary>Saves a checkpoint, then removes those that need not be kept.</summary>
    /// <param name="step">Steps taken so far.</param>
    /// <param name="files">Names of the files and what writes them.</param>
    /// <param name="best">Step of a checkpoint that is kept whatever its age; null for none.</param>
    /// <exception cref="StorageFullException">The disk is full; the earlier checkpoints stand.</exception>
    public void Save(long step, IReadOnlyDictionary<string, Action<Stream>> files, long? best = null)
    {
        string target = FolderOf(step), name = Path.GetFileName(target);
        string beside = $"{target}.tmp-{Environment.ProcessId}";
        Directory.CreateDirectory(folder);
        try
        {
            Directory.CreateDirectory(beside);
            foreach (var (file, write) in files) WriteFile(Path.Combine(beside, file), write);
            byte[] manifest = CheckpointManifest.Of(beside, step, files.Keys).ToBytes();
            WriteFile(Path.Combine(beside, CheckpointManifest.FileName), stream => stream.Write(manifest));
            failpoint.Pass();
            DurableFile.FlushDirectory(beside);
            failpoint.Pass();
            if (Directory.Exists(target)) // of an earlier life of the run: damaged, or without its evaluation
            {
                Directory.Move(target, beside + Replaced);
                failpoint.Pass();
            }
            Directory.Move(beside, target);
            failpoint.Pass();
            DurableFile.FlushDirectory(folder);
            failpoint.Pass();
            PointTo(name);
            failpoint.Pass();
        }
        catch (IOException e) when (StorageFullException.IsFull(e))
        {
            if (Directory.Exists(beside)) Directory.Delete(beside, recursive: true);
            throw new StorageFullException($"The disk is full: the checkpoint of step {step} could not be saved in {folder}. The earlier ones stand; make room and resume the run.", e);
        }
        Retire(step, best);
    }

    /// <summary>Finds the newest good checkpoint.</summary>
    /// <param name="warn">Told once for each newer one that cannot be used, and why.</param>
    /// <returns>Its folder and step; null if there is none.</returns>
    public (string Folder, long Step)? Newest(Action<string> warn)
    {
        foreach (var (step, path) in Enumerable.Reverse(All()))
        {
            try
            {
                var manifest = CheckpointManifest.ReadAndVerify(path);
                if (manifest.Step == step) return (path, step);
                warn($"{path} holds step {manifest.Step}; going back to the checkpoint before it.");
            }
            catch (CheckpointException e)
            {
                warn($"{e.Message} Going back to the checkpoint before it.");
            }
        }
        return null;
    }

    /// <summary>Makes <c>latest</c> name a checkpoint, if a crash or damage left it naming another.</summary>
    /// <param name="checkpoint">The checkpoint's folder.</param>
    public void NameLatest(string checkpoint)
    {
        string latest = Path.Combine(folder, LatestFile), name = Path.GetFileName(checkpoint);
        if (!File.Exists(latest) || File.ReadAllText(latest) != name + "\n") PointTo(name);
    }

    /// <summary>Removes what a crash left half-written, and puts back what it left without a successor.</summary>
    public void RemoveUnfinished()
    {
        if (!Directory.Exists(folder)) return;
        foreach (string path in Directory.GetDirectories(folder, $"{Prefix}*.tmp-*"))
        {
            string name = path[..path.LastIndexOf(".tmp-", StringComparison.Ordinal)];
            if (path.EndsWith(Replaced, StringComparison.Ordinal) && !Directory.Exists(name)) Directory.Move(path, name);
            else Directory.Delete(path, recursive: true);
        }
        foreach (string path in Directory.GetFiles(folder, $"{LatestFile}.tmp-*")) File.Delete(path);
    }

    private void PointTo(string name) =>
        DurableFile.Write(Path.Combine(folder, LatestFile), stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(name + "\n")));

    private void WriteFile(string path, Action<Stream> write)
    {
        failpoint.Pass();
        using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 20);
        write(stream);
        failpoint.Pass();
        stream.Flush(flushToDisk: true);
    }

    private void Retire(long saved, long? best)
    {
        // What is newer than the one just saved was found damaged when the run went on: it does not count as kept.
        var all = All().Where(c => c.Step <= saved).ToList();
        foreach (var (step, path) in all.Take(all.Count - keepLast))
            // Renamed before it is deleted: it never looks whole when it is not.
            if (step != best && !(keepEvery > 0 && step % keepEvery == 0) && keepAt?.Contains(step) != true) Directory.Move(path, $"{path}.tmp-{Environment.ProcessId}");
        RemoveUnfinished();
    }

    private List<(long Step, string Path)> All()
    {
        List<(long Step, string Path)> found = [];
        if (!Directory.Exists(folder)) return found;
        foreach (string path in Directory.GetDirectories(folder, $"{Prefix}*"))
            if (long.TryParse(Path.GetFileName(path).AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out long step))
                found.Add((step, path));
        found.Sort();
        return found;
    }
}
