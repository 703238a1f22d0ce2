using System.Globalization;
using System.Xml.Linq;
using Cocoon.Testing;
using Xunit;

namespace Cocoon.Tests.Architecture;

/// <summary>The walls of docs/map.md: who may use whom, where unsafe code lives, how long a file may be.</summary>
public sealed class HouseTests
{
    private const int LongestFile = 400;

    [Theory]
    [InlineData("Cocoon.Determinism", "")]
    [InlineData("Cocoon.Kernels", "Cocoon.Determinism")]
    [InlineData("Cocoon.Tensors", "Cocoon.Kernels")]
    [InlineData("Cocoon.Text", "Cocoon.Determinism")]
    [InlineData("Cocoon.Training", "Cocoon.Tensors Cocoon.Text")]
    [InlineData("Cocoon.Models", "Cocoon.Training")]
    [InlineData("Cocoon.Evaluation", "Cocoon.Models")]
    [InlineData("Cocoon.Cli", "Cocoon.Evaluation")]
    public void References_run_downward_only(string assembly, string allowed)
    {
        var references = Project(assembly).Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value));

        Assert.Equal(allowed.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(), references.Order());
    }

    [Theory]
    [InlineData("Cocoon.Determinism")]
    [InlineData("Cocoon.Kernels")]
    [InlineData("Cocoon.Tensors")]
    [InlineData("Cocoon.Text")]
    [InlineData("Cocoon.Training")]
    [InlineData("Cocoon.Models")]
    [InlineData("Cocoon.Evaluation")]
    public void A_library_brings_no_package(string assembly) => Assert.Empty(Project(assembly).Descendants("PackageReference"));

    [Fact]
    public void Unsafe_code_lives_in_one_assembly()
    {
        var permitted = Directory.GetFiles(Repository.PathOf("src"), "*.csproj", SearchOption.AllDirectories)
            .Where(file => XDocument.Load(file).Descendants("AllowUnsafeBlocks").Any(e => e.Value == "true"))
            .Select(Path.GetFileNameWithoutExtension);

        Assert.Equal(["Cocoon.Kernels"], permitted);
    }

    [Fact]
    public void No_file_is_longer_than_one_idea()
    {
        var tooLong = Directory.GetFiles(Repository.PathOf("src"), "*.cs", SearchOption.AllDirectories)
            .Select(file => (File: Path.GetRelativePath(Repository.Root, file), Lines: File.ReadLines(file).Count()))
            .Where(f => f.Lines > LongestFile);

        Assert.Empty(tooLong);
    }

    [Fact]
    public void Every_assembly_keeps_its_budget()
    {
        var budgets = File.ReadLines(Repository.PathOf("docs", "budget.md")).Select(line => line.Split('|', StringSplitOptions.TrimEntries)).Where(cells => cells.Length > 3 && cells[1].StartsWith("`Cocoon.", StringComparison.Ordinal))
            .Select(cells => (Assembly: cells[1].Trim('`'), Budget: int.Parse(cells[2], NumberStyles.AllowThousands, CultureInfo.InvariantCulture))).ToList();

        Assert.Equal(Directory.GetDirectories(Repository.PathOf("src")).Select(Path.GetFileName).Order(StringComparer.Ordinal), budgets.Select(b => b.Assembly).Order(StringComparer.Ordinal));
        var sizes = budgets.Select(b => (b.Assembly, b.Budget, Lines: Directory.GetFiles(Repository.PathOf("src", b.Assembly), "*.cs", SearchOption.AllDirectories).Sum(file => File.ReadLines(file).Count())));
        Assert.DoesNotContain(sizes, s => s.Lines > s.Budget);
    }

    [Fact]
    public void No_folder_is_a_drawer_for_what_has_no_home()
    {
        string[] drawers = ["Utils", "Helpers", "Common", "Misc"];

        Assert.DoesNotContain(Directory.GetDirectories(Repository.PathOf("src"), "*", SearchOption.AllDirectories), d => drawers.Contains(Path.GetFileName(d)));
    }

    private static XDocument Project(string assembly) => XDocument.Load(Repository.PathOf("src", assembly, $"{assembly}.csproj"));
}
