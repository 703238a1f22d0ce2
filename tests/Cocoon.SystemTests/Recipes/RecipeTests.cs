using Cocoon.Cli;
using Cocoon.Models;
using Cocoon.Testing;
using Xunit;

namespace Cocoon.SystemTests.Recipes;

public sealed class RecipeTests : IDisposable
{
    private const string Complete = """
        // A recipe in full.
        {
          "$schema": "https://example.org/recipe.json",
          "name": "test",
          "data": { "sequenceLength": 32, "sequencesPerBatch": 4 },
          "model": { "vocabularySize": 100, "maxLength": 32, "hiddenSize": 16, "layers": 1, "heads": 2, "feedForwardSize": 32 },
          "objective": { "type": "coco-lm", "auxiliaryLayers": 1 },
          "training": { "steps": 10 }, // trailing comma, too:
        }
        """;

    private readonly WorkFolder _work = new();

    public static TheoryData<string> Shipped => [.. Directory.EnumerateFiles(Repository.PathOf("recipes"), "*.json", SearchOption.AllDirectories)
        .Select(f => Path.GetRelativePath(Repository.Root, f).Replace('\\', '/')).Where(f => f.Split('/')[1] is not ("base" or "compare" or "finetune")).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Shipped))]
    public void A_shipped_recipe_can_run(string path) => Assert.NotEmpty(Recipe.Load(Repository.PathOf(path)).Name);

    [Theory]
    [MemberData(nameof(Shipped))]
    public void A_shipped_recipe_opens_with_its_reason(string path) => Assert.StartsWith("// ", File.ReadAllText(Repository.PathOf(path)), StringComparison.Ordinal);

    [Theory]
    [InlineData("coco-lm-mini", "pretrain", "recipes/pretrain/coco-lm-mini.json")]
    [InlineData("two-stage", "pretrain", "recipes/pretrain/electra-variants/two-stage.json")]
    [InlineData("mini", "compare", "recipes/compare/mini.json")]
    [InlineData("mini", "finetune", "recipes/finetune/mini.json")]
    public void A_recipe_that_comes_with_the_tool_has_a_name(string name, string kind, string path) =>
        Assert.Equal(Path.Combine(AppContext.BaseDirectory, path), ShippedFiles.FindRecipe(name, kind));

    [Theory]
    [InlineData("coco-lm-minni")]
    [InlineData("mine.json")]
    [InlineData("../compare/mini")]
    [InlineData("*")]
    [InlineData("")]
    public void Another_name_is_a_path(string name) => Assert.Equal(name, ShippedFiles.FindRecipe(name, "pretrain"));

    [Fact]
    public void A_missing_field_keeps_its_default()
    {
        // The source generator would zero these: recipes are read by reflection.
        var recipe = Load(Complete);
        Assert.Equal(new EncoderOptions().Dropout, recipe.Model.Dropout);
        Assert.Equal(1, recipe.Training.Accumulate);
        Assert.Equal(new CocoLmOptions { AuxiliaryLayers = 1 }, recipe.Objective);
    }

    [Fact]
    public void The_resolved_recipe_is_the_same_recipe()
    {
        var recipe = Load(Complete, "model.dropout=0.25", "objective.corrective=paper", "training.keepAt=[2,5]");
        var again = Load(recipe.ToJson());
        Assert.Equal(recipe, again);
        Assert.Equal(0.25f, again.Model.Dropout);
        Assert.Equal("2 5", string.Join(' ', again.Training.KeepAt));
        Assert.Equal(CorrectiveForm.Paper, ((CocoLmOptions)again.Objective).Corrective);
    }

    [Fact]
    public void Every_problem_is_told_at_once()
    {
        string recipe = Complete.Replace("\"layers\": 1", "\"lyaers\": 1, \"dropout\": \"much\"", StringComparison.Ordinal)
            .Replace("\"heads\": 2", "\"heads\": 3", StringComparison.Ordinal)
            .Replace("\"sequenceLength\": 32", "\"sequenceLength\": 64", StringComparison.Ordinal)
            .Replace("\"name\": \"test\",", "", StringComparison.Ordinal);

        var problems = Refused(recipe).ToDictionary(p => p.Path);

        Assert.Equal(["data.sequenceLength", "model.dropout", "model.heads", "model.lyaers", "name"], problems.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("Did you mean 'layers'?", problems["model.lyaers"].Hint);
        Assert.Contains("\"much\" is not a number", problems["model.dropout"].Message, StringComparison.Ordinal);
        Assert.Contains("do not divide", problems["model.heads"].Message, StringComparison.Ordinal);
        Assert.Equal("This is missing.", problems["name"].Message);
    }

    [Theory]
    [InlineData("""{ "type": "coco-ml" }""", "objective.type", "Did you mean 'coco-lm'?")]
    [InlineData("""{ "auxiliaryLayers": 1 }""", "objective.type", "Known: causal-lm, coco-lm, denoising, electra, masked-lm, simcse, unilm, xlnet.")]
    [InlineData("""{ "type": "coco-lm", "maskrate": 0.1 }""", "objective.maskrate", "Did you mean 'maskRate'?")]
    [InlineData("""{ "type": "coco-lm", "corrective": "autor" }""", "objective.corrective", "Did you mean \"author\"?")]
    [InlineData("""{ "type": "coco-lm", "corrective": 3 }""", "objective.corrective", "Expected one of \"author\", \"paper\", \"none\".")]
    [InlineData("""7""", "objective", "Expected a section { … }.")]
    public void A_wrong_objective_is_explained(string objective, string path, string hint)
    {
        var problem = Assert.Single(Refused(Complete.Replace("""{ "type": "coco-lm", "auxiliaryLayers": 1 }""", objective, StringComparison.Ordinal)));
        Assert.Equal((path, hint), (problem.Path, problem.Hint));
    }

    [Theory]
    [InlineData("{ \"name\": \"a\", \"name\": \"b\" }", "Not JSON")]
    [InlineData("{ \"name\": ", "Not JSON")]
    [InlineData("[1]", "not an object")]
    [InlineData("", "Not JSON")]
    [InlineData("\0\u0001", "Not JSON")]
    public void What_is_not_a_recipe_is_refused(string text, string message) => Assert.Contains(message, Assert.Single(Refused(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Nesting_without_end_is_refused() =>
        Assert.Contains("Not JSON", Assert.Single(Refused(new string('{', 1) + string.Concat(Enumerable.Repeat("\"a\":{", 100_000)))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_recipe_lies_over_its_base()
    {
        _work.Write("base.json", Complete);
        var recipe = Load("""{ "extends": "base.json", "name": "child", "model": { "layers": 3 } }""");
        Assert.Equal(("child", 3, 16), (recipe.Name, recipe.Model.Layers, recipe.Model.HiddenSize));
    }

    [Fact]
    public void A_recipe_that_extends_itself_is_refused()
    {
        _work.Write("a.json", """{ "extends": "recipe.json" }""");
        Assert.Contains("does not end", Assert.Single(Refused("""{ "extends": "a.json" }""")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_base_is_named() => Assert.Contains("does not exist", Assert.Single(Refused("""{ "extends": "nowhere.json" }""")).Message, StringComparison.Ordinal);

    [Fact]
    public void Assignments_apply_in_order_and_are_checked()
    {
        Assert.Equal(30, Load(Complete, "training.steps=20", "training.steps=30").Training.Steps);
        var problems = Refused(Complete, "training.stepz=5", "steps", "name.x=1", "model.heads=5");
        Assert.Equal(["training.stepz", "--set steps", "--set name.x=1", "model.heads"], problems.Select(p => p.Path).OrderBy(p => Array.IndexOf(["training.stepz", "--set steps", "--set name.x=1", "model.heads"], p)));
    }

    [Fact]
    public void A_plan_knows_what_checkpointing_saves()
    {
        long Activations(string checkpointing) =>
            PretrainingPlan.Of(Recipe.Load(Repository.PathOf("recipes", "pretrain", "coco-lm-base.json"), [$"model.checkpointing={checkpointing}"])).MemoryBytes["activations"];

        Assert.InRange(Activations("true") / (double)Activations("false"), 0.1, 0.4);
    }

    [Fact]
    public void A_duration_becomes_steps()
    {
        Assert.Equal(2_000, Load(Complete, "training.duration=2k steps").Training.Steps);
        Assert.Equal(8, Load(Complete, "training.duration=1000 tokens").Training.Steps); // 128 tokens a step, rounded up
        Assert.Equal(TimeSpan.FromMinutes(90), Load(Complete, "training.duration=90 min").Budget);
        Assert.Null(Load(Complete).Budget);
    }

    [Fact]
    public void Steps_and_duration_exclude_each_other()
    {
        string both = Complete.Replace("\"steps\": 10", "\"steps\": 10, \"duration\": \"5k steps\"", StringComparison.Ordinal);
        Assert.Equal("training.duration", Assert.Single(Refused(both)).Path);
        Assert.Equal("training.duration", Assert.Single(Refused(Complete, "training.duration=soon")).Path);
    }

    public void Dispose() => _work.Dispose();

    private Recipe Load(string text, params string[] overrides) => Recipe.Load(_work.Write("recipe.json", text), overrides);

    private IReadOnlyList<Cocoon.Training.RecipeProblem> Refused(string text, params string[] overrides) =>
        Assert.Throws<RecipeException>(() => Load(text, overrides)).Problems;
}
